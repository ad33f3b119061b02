"""Words of questions and of data, brought to terms that can be compared: stems and topics."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from application.adapters.builtin.question.languages import folded

LONGEST_READ: Final = 6_000
"""Characters of a text that are read; a question has at most 5,000."""

NAME_PARTS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-.\s:/]+")
"""Where a camelCase, snake_case or kebab-case name is taken apart."""
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD: Final = re.compile(r"[a-z]+|\d+")
_VOWEL: Final = re.compile(r"[aeiouy]")

PHRASES: Final = {
    "log in": "login",
    "logging in": "login",
    "logged out": "login",
    "log out": "login",
    "sign in": "login",
    "signing in": "login",
    "signed out": "login",
    "two factor": "login",
    "2fa": "login",
    "not allowed": "forbidden",
    "no access": "forbidden",
    "not permitted": "forbidden",
    "too many requests": "throttled",
    "too big": "large",
    "time out": "timeout",
    "timed out": "timeout",
    "times out": "timeout",
    "takes forever": "slow",
    "set up": "setup",
    "e mail": "email",
    "locked out": "login",
    "pay slip": "payslip",
    "pay run": "payroll",
    "direct deposit": "payout",
    "paid out": "payout",
    "money back": "refund",
}
"""Words that mean one thing together."""
# "the mail" is no "e mail".
_JOINED: Final = {
    phrase: (re.compile(rf"(?<!\w){phrase}"), word) for phrase, word in PHRASES.items()
}

_TOPICS: Final = {
    "upload": "upload uploader attach attachment drag drop",
    "file": "file document folder",
    "size": "size large big huge larger bigger largest biggest byte mb gb kb megabyte gigabyte",
    "export": "export exporter report download csv spreadsheet excel xlsx",
    "import": "import importer migrate",
    "access": "permission access denied deny forbidden forbid role authorize authorized "
    "unauthorized privilege right viewer editor owner rights readonly",
    "outage": "down outage unavailable offline maintenance crash unreachable load loading "
    "availability degraded",
    "open": "open view preview display read",
    "slow": "slow slowly hang stuck freeze frozen spinner latency lag forever",
    "login": "login signin password session logout sso mfa credential auth authentication",
    "billing": "invoice billing payment pay card charge receipt price pricing renew "
    "renewal subscription purchase checkout cost fee owe",
    "refund": "refund reimburse credit",
    "storage": "storage disk space save store bucket",
    "project": "project workspace board",
    "member": "member seat invite invitation teammate colleague team collaborator",
    "sync": "sync synchronize integration integrate connect connection connector webhook",
    "rate": "rate throttle throttled",
    "search": "search find filter query index",
    "notice": "notification notify email mail alert reminder",
    "delete": "delete remove deletion removal erase",
    "restore": "restore recover undelete trash",
    "share": "share sharing link publish",
    "limit": "limit quota maximum max cap allowance exceed exceeded reached",
    "plan": "plan tier upgrade downgrade",
    "api": "api token key endpoint",
    "retention": "retention retain keep kept expire",
    "payroll": "payroll salary wage payslip paycheck paystub",
    "payout": "payout disbursement remittance settlement",
    "shipping": "shipping ship shipment deliver delivery parcel courier carrier tracking",
    "discount": "discount coupon voucher promo promotion rebate",
    "stock": "stock inventory warehouse",
    "tax": "tax vat withholding",
    "order": "order cart basket",
    "holiday": "vacation holiday leave absence timeoff pto",
    "lock": "lock block suspend ban",
    "done": "finished finish completed complete done delivered succeeded",
}
ACTIONS: Final = frozenset(
    "upload export import delete login billing refund member sync search notice share "
    "restore payout shipping discount".split()
)
"""Topics that name what somebody tries to do. A trouble with one is no answer to another."""

NO_ACTIONS: Final = frozenset({"csv", "spreadsheet", "excel", "xlsx", "team"})
"""Stems of topics that are actions, which name none: a CSV is exported as well as imported, and
Team is a plan, too.
"""

STOPWORDS: Final = frozenset(
    "a an and another any are as at be been but by can cannot cant could did do does doesnt dont "
    "during each else for from get gets getting give go goes going gone got had has have havent he "
    "her here hers hi hello hey his how i id if ill im in into is isnt it its ive just let "
    "like ll may me might more most my need needs no not now of off ok on once one only onto "
    "or our out over own please re s she should so some such t than that thats the their them "
    "then there these they this those to too try trying tried under until up us use used "
    "using ve very want wants was wasnt way we went were what whats when where which while who why "
    "will with wont would wouldnt yes yet you your since today yesterday morning anymore "
    "always never ever also back after before because about between both through same really "
    "sure certain able am many much being keep keeps every everything all nothing anything "
    "something even already quite such without pls plz u ur r gonna wanna gotta lol omg wtf uh um "
    "ugh seriously literally honestly basically totally absolutely sorry "
    "myself yourself itself ourselves someone somebody know tell say says said dear regards".split()
)
_VAGUE: Final = frozenset(
    "fault blame mine yours retry eta update soon cause caused causes reason reasons advice "
    "suggest option options wait error errors problem problems issue issues wrong work works "
    "working worked broken break fail fails failing failed failure help trouble happen happens "
    "happened happening app application website screen thing again maybe else okay fine bad "
    "meanwhile instead rather simply actually change changes changed changing find set "
    "still show shows see seeing seen button click clicking press pressing "
    "support fix fixed solve solved question stop stops stopped bug weird strange code make "
    "makes system status http response mean means meaning "
    "allow allowed explain exactly check look looking urgent asap understand new old older start "
    "good alright side news long take takes hm hmm first second third fourth "
    "suck sucks useless terrible horrible awful ridiculous unacceptable pathetic rubbish garbage "
    "crap joke nightmare hate angry furious stupid disappointed disappointing".split()
)
_FILLERS: Final = STOPWORDS | _VAGUE
_WEAK: Final = frozenset(
    "account accounts product products user users message messages page pages site sites job jobs "
    "request requests return returns returned customer customers "
    "seconds minute minutes hour hours day days week weeks month months year years night "
    "nights last next previous earlier ago tonight".split()
)
"""Words that say something only where a host's data is about them."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word's stem, the topic that it belongs to, and whether it says little by itself."""

    stem: str
    topic: str | None
    weak: bool = False


def singular(word: str) -> str:
    """`seats` is `seat`, `deliveries` is `delivery`."""
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - short words are left alone
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):  # noqa: PLR2004
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):  # noqa: PLR2004
        return word[:-1]
    return word


def stem(word: str) -> str:
    """A word without its usual endings, so that `uploading`, `uploads` and `uploaded` are one."""
    word = singular(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and _VOWEL.search(rest):  # noqa: PLR2004
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "ls" else rest
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word  # noqa: PLR2004


_TOPIC_OF: Final = {stem(word): topic for topic, words in _TOPICS.items() for word in words.split()}


def plain(text: str, *, names: bool = False) -> str:
    """Lower case, snake_case taken apart, apostrophes gone, phrases joined; `names` says that
    camelCase is to be taken apart too, which would tear a question in odd casing.
    """
    text = text[:LONGEST_READ]
    text = folded(_CAMEL.sub(" ", text) if names else text)
    text = text.replace("'", "").replace("\u2019", "").replace("_", " ").replace("-", " ")
    for phrase, (joined, word) in _JOINED.items():
        if phrase in text:
            text = joined.sub(word, text)
    return text


def terms(text: str, *, names: bool = False) -> list[Term]:
    """The terms of a text that say what it is about, each once; `names` as for `plain`."""
    found = dict.fromkeys(_WORD.findall(plain(text, names=names)))
    return [
        term(word) for word in found if word not in _FILLERS and len(word) > 1 and word.isalpha()
    ]


def stems(name: str) -> frozenset[str]:
    """The stems of a name's words."""
    return frozenset(term.stem for term in terms(name, names=True))


@lru_cache(maxsize=16_384)
def term(word: str) -> Term:
    """The term of one plain word."""
    stemmed = stem(word)
    return Term(stemmed, _TOPIC_OF.get(stemmed), word in _WEAK)
