"""Fields inside a text: `key=value`, `key: value`, headers, command lines, prose."""

from __future__ import annotations

import re
from typing import Final

from application.redaction.budget import Budget
from application.redaction.in_text.runs import (
    CLOSERS,
    COST_OF_A_CHARACTER,
    LINES,
    QUOTE,
    REST,
    TOKENS,
    WORDS,
    read_value,
)
from application.redaction.meaning.harmless_words import is_passphrase
from application.redaction.meaning.keys import (
    CLAIM_KINDS,
    PERSONAL_KINDS,
    SECRET_KINDS,
    SIGNS_OF_A_PERSON,
    Kind,
    Meaning,
    is_person,
    meaning_of,
)
from application.redaction.meaning.values import (
    end_of_cookie,
    is_harmless,
    is_placeholder,
    is_what_it_claims,
    looks_the_part,
)
from application.redaction.network import is_machine_name
from application.redaction.spans import Span

# A name starts where no name goes on, so that each is looked at once. The signs for vowels that
# Indian scripts put after a letter are none of `\w`.
_HEAD: Final = re.compile(
    r"(?<![\w.\-])[-.$@]{0,3}(\d{0,2}[^\W\d][\w\u0900-\u0dff.\-]{0,80}+"
    r"(?: (?:Id|ID|Key|Token|Code|Number|[Nn]ame|[Aa]ddress|Phrase|[Vv]alue))?)"
    r"(\[?[\]\)\"'`\\]{0,8}+)[ \t]{0,3}+(=>|:=|={1,3}|:(?!//|:))[ \t]{0,4}+"
    r"(?:(?:string|str|String|&str|any)[?]?[ ]?=[ ]?|ConvertTo-SecureString[ ](?:-String[ ])?)?+"
)
_SCHEME: Final = re.compile(
    r"(?i)(bearer|basic|digest|token|negotiate|ntlm|apikey|aws4-hmac-sha256|bot)\s+(?=\S)"
)
_CLAIM_LIMIT: Final = 200
_NO_NAME_AFTER: Final = ("//", "[secret:", "--- ", "No such ", "no such ")


class FoundPairs:
    """What the fields of a text say: passages to remove, and passages to spare."""

    __slots__ = ("budget", "claims", "spans")

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.spans: list[Span] = []
        self.claims: list[tuple[int, int]] = []


def find_pairs(text: str, budget: Budget) -> FoundPairs:
    """Fields whose name tells of a secret or of personal data, and those that are as they claim.

    A value that is let pass is looked into again for fields, and so is paid for by its length.
    """
    found = FoundPairs(budget)
    names: list[re.Match[str]] = []
    of_person = False
    position = 0
    while head := _HEAD.search(text, position):
        position = head.end()
        # The user's name in a URL, and a mark in quotes, are no names of fields.
        # Nor is the outcome of a test of Go's, or the thing that is missing.
        if text.endswith(_NO_NAME_AFTER, 0, head.start(1)):
            continue
        meaning = meaning_of(head.group(1))
        of_person = of_person or meaning.kind in SIGNS_OF_A_PERSON
        if meaning.kind is Kind.WEAK_NAME:
            names.append(head)
        elif meaning.kind in SECRET_KINDS:
            position = _secret(text, head, meaning, found)
        elif meaning.kind in PERSONAL_KINDS:
            position = _personal(text, head, meaning, found)
        elif meaning.kind in CLAIM_KINDS:
            _claim(text, head, meaning.kind, found)
    for head in names:
        if of_person or _is_persons(text, head):
            _full_name(text, head, found)
    return found


def _secret(text: str, head: re.Match[str], meaning: Meaning, found: FoundPairs) -> int:
    kind = meaning.kind
    if kind is Kind.AUTHORIZATION:
        return _authorization(text, head.end(), found)
    run = LINES if kind is Kind.COOKIE and head.group(3) == ":" else WORDS
    start, end, quoted = read_value(text, head.end(), run, found.budget)
    is_said = (
        not quoted
        and head.group().endswith((": ", ":\t"))
        and _PLAIN_NAME.fullmatch(head.group(1)) is not None
    )
    value = text[start:end].rstrip(CLOSERS)
    if start == end or is_placeholder(text[start:end]):
        return max(head.end(), start)
    if is_harmless(value, kind, is_said=is_said) or _is_count(head[1], value):
        return max(head.end(), start)
    if not quoted:
        end = run.ends(text, start, end)
    if kind is Kind.COOKIE:
        end = start + end_of_cookie(text[start:end])
    if kind is Kind.PASSWORD and not quoted and (phrase := _PHRASE.match(text, start)):
        end = phrase.end() if is_passphrase(phrase.group()) else end
    found.spans.append(Span(start, end, meaning.rule))
    is_list = quoted and text[start - 2 : start - 1] == "["
    while is_list and (item := _ITEM.match(text, end)):
        found.budget.spend(COST_OF_A_CHARACTER * (item.end() - end))
        end = item.end(2)
        if not is_harmless(item[2], kind):
            found.spans.append(Span(item.start(2), end, meaning.rule))
    return end


# Some words, and nothing else up to the end of the line or of the sentence.
_PHRASE: Final = re.compile(r"[^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20}){2,11}(?=[.!]?[ \t\r]*(?:\Z|\n))")
# The next in a list of them, which is no other field's name.
_ITEM: Final = re.compile(r"([\"'])\s{0,2},\s{0,8}\1([^\"'\\\n]{1,400}+)(?=\1\s{0,2}[,\]])")


def _is_count(name: str, value: str) -> bool:
    """Whether it is said how many there are, as in `tokens: 128000` and `pass=12 fail=3`."""
    if not value.isdigit():
        return False
    return name.lower().endswith("tokens") or (name.lower() == "pass" and len(value) <= _FEW_DIGITS)


_FEW_DIGITS: Final = 4


# What somebody writes, not a machine: no camel case, no underscores.
_PLAIN_NAME: Final = re.compile(r"[A-Z]?[^\W\d_A-Z]+(?: [A-Za-z]+)?|[A-Z]+(?: [A-Za-z]+)?")


def _authorization(text: str, position: int, found: FoundPairs) -> int:
    quote = QUOTE.match(text, position)
    start = quote.end() if quote else position
    scheme = _SCHEME.match(text, start)
    rule, run = "secret:authorization", TOKENS
    if scheme:
        name = scheme.group(1).lower()
        rule = {"bearer": "secret:bearer", "basic": "secret:basic"}.get(name, rule)
        start = scheme.end()
        if name in {"digest", "aws4-hmac-sha256"}:
            run = LINES if quote else REST
    end = run.begins(text, start)
    found.budget.spend(COST_OF_A_CHARACTER * (end - start))
    if start == end or is_harmless(text[start:end], Kind.OPAQUE, is_said=True):
        return start
    end = run.ends(text, start, end)
    found.spans.append(Span(start, end, rule))
    return end


def _personal(text: str, head: re.Match[str], meaning: Meaning, found: FoundPairs) -> int:
    start, end, quoted = read_value(text, head.end(), WORDS, found.budget)
    kind = meaning.kind
    if not quoted:
        end = max(start, start + len(text[start:end].rstrip(CLOSERS)))
    if kind in {Kind.PHONE, Kind.NATIONAL_ID, Kind.CARD, Kind.BANK_ACCOUNT} and not quoted:
        grouped = _GROUPED.match(text, start)
        end = grouped.end() if grouped and grouped.end() > end else end
    value = text[start:end]
    if kind is Kind.HOST:
        machine = _MACHINE.match(text, start, end)
        if machine and _is_machine(machine.group(), head, quoted=quoted):
            found.spans.append(Span(start, machine.end(), meaning.rule))
            return machine.end()
        return head.end()
    if kind in {Kind.NAME, Kind.ADDRESS} and not quoted and head.group(3) == ":":
        line = _UNTIL_NEXT.match(text, start)
        end = _before_name(text, start, line.end()) if line else end
        value = text[start:end]
    if kind is Kind.NAME and not quoted and (more := _MORE_NAMES.match(text, end)):
        end = more.end()
        value = text[start:end]
    if kind is Kind.IP or not looks_the_part(value, kind) or _is_sentence(value, quoted=quoted):
        return head.end()
    if not quoted and _SELDOM_ADDRESS.search(head[1]) and not _ADDRESS_LINE.match(value):
        return head.end()
    found.spans.append(Span(start, end, meaning.rule))
    return end


_MACHINE: Final = re.compile(r"[\w.:-]+")


def _is_machine(name: str, head: re.Match[str], *, quoted: bool) -> bool:
    """Whether a field for hosts holds a machine's name: with a digit, or under a machine's name
    for it.
    """
    is_set = quoted or head[3] != ":"
    is_sure = any(c.isdigit() for c in name) or (is_set and _HOST.search(head[1]) is not None)
    return is_sure and is_machine_name(name)


_HOST: Final = re.compile(r"(?i)host(?:name)?\Z")


def _is_persons(text: str, head: re.Match[str]) -> bool:
    """Whether the bracket in which a field stands is opened by a person: `User(name=`."""
    before = text[max(0, head.start() - 120) : head.start()]
    opened = _OPENED.search(before, max(map(before.rfind, "([{")) - _LONGEST_OPENER)
    return opened is not None and is_person(opened[1])


_LONGEST_OPENER: Final = 50
_OPENED: Final = re.compile(r"([A-Za-z_]{2,40}+)[\"']?\s?(?:=>|[:=])?\s?[(\[{][^(\[{]*\Z")


def _full_name(text: str, head: re.Match[str], found: FoundPairs) -> None:
    """A `name` among a person's fields, if it is a first and a last name."""
    start, end, quoted = read_value(text, head.end(), WORDS, found.budget)
    if not quoted:
        name = _NAME_IN_WORDS.match(text, start)
        end = name.end() if name else start
    if looks_the_part(text[start:end], Kind.PERSON):
        found.spans.append(Span(start, end, "name"))


_NAME_IN_WORDS: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_][\w'-]*(?![\w'-]*[=:]))+")


# What a record prints: "FullName = Jane Roe, Plan = team }".
_MORE_NAMES: Final = re.compile(
    r"(?: [^\W\d_a-z][\w'\u2019.-]{0,40}){1,3}(?= ?[,;)}\]]| [\w.-]{1,40}=|\s*\Z)"
)


def _before_name(text: str, start: int, end: int) -> int:
    """Where the value ends; before the name of another field, as in "user: bob password: ..."."""
    if not text.startswith((":", "="), end):
        return end
    name = _NEXT_NAME.search(text[start:end])
    return start + name.start() if name else end


_NEXT_NAME: Final = re.compile(
    r"(?i) [^\s]{1,40}(?: (?:id|key|token|code|number|name|address|phrase))? ?$"
)
# "report.zip: 14 files", "line1: syntax error": names of files and of lines, too.
_SELDOM_ADDRESS: Final = re.compile(r"(?i)\.zip$|^line\d$")
_ADDRESS_LINE: Final = re.compile(
    r"[A-Z0-9-]{4,10}$|\d{1,5}[A-Za-z]? [A-Z]|[A-Z][^\W\d_]+(?:$|\D{0,40} \d)"
)
_GROUPED: Final = re.compile(r"[+(]{0,2}[A-Za-z0-9](?:[ ().\-/]{0,2}[0-9]){4,24}[A-Za-z]?")
_UNTIL_NEXT: Final = re.compile(r"[^\r\n\"'\\;|=:,<>(){}\[\]]{1,120}+")
_SENTENCE: Final = re.compile(
    r"(?i)\b(?:is|was|are|must|not|the|required|invalid|cannot|should|has|disabled|enabled|missing"
    r"|denied|failed|empty)\b"
)


def _is_sentence(value: str, *, quoted: bool) -> bool:
    return not quoted and _SENTENCE.search(value) is not None


def _claim(text: str, head: re.Match[str], kind: Kind, found: FoundPairs) -> None:
    if head.group(1).lower() in _SAYS_NOTHING:
        return
    quote = QUOTE.match(text, head.end())
    start = quote.end() if quote else head.end()
    if not quote and text[start : start + 1] in _OPENERS:
        start += 1
    match = _CLAIMED.match(text, start)
    if match and is_what_it_claims(match.group(), kind):
        found.claims.append((start, match.end()))


_OPENERS: Final = frozenset("[({")
# "NHS number: ..." is told by the word before.
_SAYS_NOTHING: Final = frozenset({"number", "no", "nr", "num"})
_CLAIMED: Final = re.compile(
    rf"[^\s&;,\"'<>`\\)\]}}]{{1,{_CLAIM_LIMIT}}}+(?: \d\d:\d\d:\d\d[\d.,]*+)?"
)
