"""Passwords and codes that stand near the word for them, in whatever sentence and language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from application.redaction.budget import Budget
from application.redaction.meaning.harmless_words import is_passphrase, is_word_about_secrets
from application.redaction.meaning.keys import Kind, meaning_of
from application.redaction.spans import Span

_WORDS: Final = (
    r"(?:password|passwd|passwort|kennwort|passord|l[oö]senord|adgangskode|wachtwoord|contraseña"
    r"|senha|mot de passe|mdp|has[lł]o|heslo|lozinka|geslo|jelsz[oó]|parol[aă]|[sş]ifre|salasana"
    r"|парол|κωδικ|סיסמ|كلمة (?:المرور|السر)|รหัสผ่าน|पासवर्ड|비번|비밀번호|암호|패스워드"
    r"|パスワード|密[码碼])"
)
_MADE_UP = r"(?=[^\s\d]{0,30}\d)([^\s\"'`<>()\[\]{},;/:|=\\]{8,64}+)"
_AFTER: Final = re.compile(
    rf"(?i)(?<!secret:){_WORDS}(?=[^\s\d]{{0,8}}\s)[^\s\d\"'.;!?]{{0,8}}"
    r"(?:[ ][^\s\d\"'.;!?]{1,14}){0,5}?[ ]{1,2}[\"'\u201c(]?" + _MADE_UP
)
_BEFORE: Final = re.compile(
    r"(?i)(?<!\S)[\"'`]?" + _MADE_UP + r"[\"'`]? (?:(?:is|was|as|ist|war|als|es|est|comme|como|è|é)"
    r" (?:my|mein|mi|mon|meu|minha|la mia)|as(?: (?:an?|the|his|her|their))?)"
    rf" (?:[a-z]{{1,12}} )?{_WORDS}"
)
_SIGNS: Final = frozenset("!@#$%^&*?~")
_NO_PASSWORD: Final = re.compile(
    r"[a-z]{2,12}_[A-Za-z0-9]{1,40}|[A-Z0-9_.#-]+|[0-9a-f-]+|.*\.[A-Za-z]{2,5}|-.*"
    r"|(?:[a-z]?[A-Z][a-z]++|\d++[a-z]{0,2}+)+"
)
_CODE: Final = re.compile(
    r"(?i)(?<!\w)(?:code|c[oó]digo|codice|kode?|код)\W{1,5}(?:[^\W\d]{1,10} ){0,4}?"
    r"(\d{4,8}|\d{3} \d{3})(?!\w)"
)
_BY_MESSAGE: Final = re.compile(
    r"(?i)(?<!\w)(?:sms|смс|text message|texted|authenticator|2fa|otp|mfa)(?!\w)"
)
_OF_ERROR: Final = re.compile(
    r"(?i)(?:err\w{0,5}|fehler\w{0,3}|ошибк\w|exit|status|http|reason|promo|postal|zip"
    r"|(?:fail|reject|den[iy])\w{0,3}(?: with)?|returned)"
    r"[ -]?(?:de )?$"
)
_OTHER_CODES = (
    "(?!err|fehler|promo|status|postal|zip|order|country|disc|gift|vouch|refer|invit|area|dial"
    "|coupon|exit|product)"
)
_YOUR_CODE: Final = re.compile(
    r"(?i)(?<![\w#])(?:[a-z]-)?(\d{4,8}|\d{3}[ -]\d{3}) (?:is|ist|es|est|è|é) (?:your|ihr|dein|tu"
    r"|su|votre|il tuo)"
    rf" (?:{_OTHER_CODES}[\w-]{{1,20}} ){{0,3}}?(?:code|otp|pin|c[oó]digo|codice)(?!\w)"
    rf"|(?<!\w)(?:your|ihr|dein|tu|su|votre) (?:{_OTHER_CODES}[\w-]{{1,20}} ){{1,2}}?"
    r"(?:code|c[oó]digo|otp|pin) (?:is|ist|es|est)[ :]{1,2}(\d{4,8}|\d{3}[ -]\d{3})(?!\w)"
)
_AS_CODE: Final = re.compile(
    r"(?i)(?<![\w#])(\d{4,8}) (?:as|for|als|como|comme) (?:an? |the |my |den |mein(?:en)? )?"
    r"(?:sms|2fa|otp|mfa|verification|security|one-time|login)(?:[ -]?(?:code|pin))?(?!\w)"
    r"|(?<!\w)(?:enter|use|type) (\d{4,8}|\d{3}[ -]\d{3}) to (?:verify|confirm|sign|log)(?!\w)"
    r"|(?<!\w)(?:texted|messaged)(?: me)?(?: the code)? (\d{4,8})"
    r"(?!\w| (?:users|people|customers|times))"
)
_NEAR: Final = 40
_FEWEST_CHANGES: Final = 3


_STEMS: Final = (
    *(
        "passw",
        "passor",
        "kennwort",
        "senord",
        "adgangs",
        "wachtw",
        "contrase",
        "senha",
        "de passe",
    ),
    *("mdp", "haslo", "hasło", "heslo", "lozinka", "geslo", "jelsz", "parol", "ifre", "salasana"),
    *("парол", "κωδικ", "סיסמ", "كلمة", "รหัส", "รหส", "पास", "पस", "비번", "비밀", "암호", "패스"),
    *("パス", "密"),
)
_MINE: Final = (" my ", " mein ", " mi ", " mon ", " meu ", " minha ", " la mia ", " as ")
_YOURS: Final = ("your ", "ihr ", "dein ", "tu ", "su ", "votre ")
_MESSAGES: Final = (
    "to verify",
    "to confirm",
    "to sign",
    "to log",
    "sms",
    "смс",
    "text",
    "authenticator",
    "2fa",
    "otp",
    "mfa",
)
_COST: Final = 6
_COST_OF_A_MATCH: Final = 500


def find_passwords_near(text: str, budget: Budget) -> Iterator[Span]:
    """What looks made up as a password within some words of the word for one."""
    words = text.lower()
    if not any(stem in words for stem in _STEMS):
        return
    is_mine = any(word in words for word in _MINE)
    for pattern in (_AFTER, _BEFORE) if is_mine else (_AFTER,):
        budget.spend(_COST * len(text))
        for match in pattern.finditer(text):
            is_said = pattern is _BEFORE
            value = match.group(1) if is_said else match.group(1).rstrip(".!?")
            if not is_said and _is_called_id(text, match.start(1)):
                continue
            if _is_made_up(value, is_said=is_said):
                start = match.start(1)
                yield Span(start, start + len(value), "secret:password")


_WORD_BEFORE: Final = re.compile(r"(\w{1,24})[ :#=(\"']{1,3}\Z")


def _is_called_id(text: str, start: int) -> bool:
    """Whether the word before says that it is a thing's: "password reset request id ..."."""
    before = _WORD_BEFORE.search(text[max(0, start - 30) : start])
    return before is not None and meaning_of(before.group(1)).kind is Kind.ID


def find_passphrases(text: str) -> Iterator[Span]:
    """Passphrases of some plain words, in quotes or up to where the sentence goes on."""
    for match in _QUOTED.finditer(text):
        if is_passphrase(match.group(1)):
            yield Span(match.start(1), match.end(1), "secret:password")
    for match in _PASSPHRASE.finditer(text) if "phrase" in text.lower() else ():
        words: list[re.Match[str]] = []
        for word in _WORD.finditer(text, match.start(1), match.end(1)):
            if word.group().lower() in _GOES_ON:
                break
            words.append(word)
        about = [is_word_about_secrets(word.group()) for word in words]
        fewest = _FEWEST_WORDS + about[0] if words else _FEWEST_WORDS
        if len(words) >= fewest and sum(about) <= 1:
            yield Span(words[0].start(), words[-1].end(), "secret:password")


_QUOTED: Final = re.compile(
    r"(?i)(?<![\w-])(?:pass[ -]?(?:phrase|word|code)|passwort|kennwort|contraseña|mot de passe"
    r"|senha|wachtwoord|has[lł]o)(?: (?:is|was|to|ist|lautet|est|es|é|to jest))?[ ]?[:=]?\s{0,3}"
    r"[\"'\u201c\u201e`]([^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20}){2,11})[\"'\u201c\u201d`]"
)
_PASSPHRASE: Final = re.compile(
    r"(?i)(?<![\w-])pass[ -]?phrase(?: (?:is|was|ist|lautet|est|es)(?::| )|[ ]?[:=])\s{0,3}"
    r"[\"'\u201c]?([^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20}){2,11})"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS: Final = 3
_GOES_ON: Final = frozenset(
    """after before again since under inside into within via through until words long
    only each still during just always never also even now but so which where
    who why when if because while and or the a an is are was were be been it to not of in for from
    with on at by must should has have had can cannot could will would does did no more longer than
    und oder aber wenn der die das ist nicht et mais le la y pero el""".split()
)


def find_codes_near(text: str, budget: Budget) -> Iterator[Span]:
    """Codes that came by message, and what is said to be somebody's code."""
    words = text.lower()
    is_yours = any(word in words for word in _YOURS)
    budget.spend(_COST * len(text) if is_yours else 0)
    for match in _YOUR_CODE.finditer(text) if is_yours else ():
        group = match.lastindex or 1
        if _OF_ERROR.search(text[max(0, match.start() - 20) : match.start()]) is None:
            yield Span(match.start(group), match.end(group), "secret:pin")
    if not any(word in words for word in _MESSAGES):
        return
    budget.spend(2 * _COST * len(text))
    for match in _AS_CODE.finditer(text):
        group = match.lastindex or 1
        yield Span(match.start(group), match.end(group), "secret:pin")
    for match in _CODE.finditer(text):
        budget.spend(_COST_OF_A_MATCH)
        start, end = match.span(1)
        if _OF_ERROR.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        if _BY_MESSAGE.search(text[max(0, start - _NEAR) : end + _NEAR]):
            yield Span(start, end, "secret:pin")


def _is_made_up(value: str, *, is_said: bool) -> bool:
    """Whether a word mixes letters, digits and signs as no name, code or version does; one that is
    said to be a password need only have some of them.
    """
    if _NO_PASSWORD.fullmatch(value):
        return False
    if not any(c.isdigit() for c in value) or not any(c.isalpha() for c in value):
        return False
    if is_said or not _SIGNS.isdisjoint(value):
        return True
    kinds = [c.isdigit() + 2 * c.isupper() for c in value]
    changes = sum(a != b for a, b in pairwise(kinds))
    return len(set(kinds)) == len("aA1") and changes >= _FEWEST_CHANGES


# "jane@example.com / Pomelo#1988": how logins are passed on.
_AFTER_ADDRESS: Final = re.compile(
    r"@[\w.-]{1,80}\.[A-Za-z]{2,12}[\"'`]? ?[/|:] ?[\"'`]?"
    r"((?=[^\W\d_][^\s/=@]{0,40}[!#$%^&*?~][^\s/=@])[^\s\"'`/=@]{6,64}+)"
)


def find_passwords_after_addresses(text: str) -> Iterator[Span]:
    """What follows an address of e-mail, and has signs in the middle as passwords do."""
    for match in _AFTER_ADDRESS.finditer(text):
        yield Span(match.start(1), match.end(1), "secret:password")
