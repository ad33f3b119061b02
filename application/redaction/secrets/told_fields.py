"""Secrets that a sentence gives under the name of a field, of a cookie or of a session."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.marks import starts_with_mark
from application.redaction.meaning.keys import SECRET_KINDS, Kind, meaning_of
from application.redaction.meaning.values import is_harmless
from application.redaction.meaning.words import is_uuid
from application.redaction.secrets.credentials import looks_random
from application.redaction.spans import Span

# "the dbPassword was set to ...": a name that nobody but a programmer gives, and so no word.
_FIELD: Final = re.compile(
    r"(?<![\w.$-])((?=[A-Za-z]{1,30}_|[a-z]{2,20}[A-Z])[A-Za-z]\w{3,60}+)"
    r" (?:(?:is|was)(?: now)?(?: set to)?|set to|ist|lautet|est|es|é|è|är|jest|to)"
    r" [\"'`\u201c]?([^\s\"'`\u201d<>]{6,400}+)"
)
_SIGNS: Final = re.compile(r"[!@#$%^&*?~+=].")
# "base64-encoded", "32-chars", "PKCS8": how it is made, not what it is.
_MANNER: Final = re.compile(r"[A-Za-z]{0,10}\d{0,4}(?:-[A-Za-z]{2,14}){0,3}")
_CODE_OR_PATH: Final = re.compile(
    r"[A-Z]+(?:[_-][A-Z0-9]+)+|[a-z]{2,12}_[A-Za-z0-9]{1,40}|v?\d[\d.,:/-]*\w{0,3}|.{0,3}/.*"
)
# Whose session it is, or that it is not to be had; an "upload session" is a thing's.
_SESSION: Final = re.compile(
    r"(?i)(?<!\w)(?=s)(?:session|sitzung|sesi[oó]n|sess[aã]o|sessione|sesj[aię]|sessie)[: =]{1,2}"
    r"[\"'(]?((?![a-z]{2,8}_)[A-Za-z0-9_-]{20,200}+)(?![\w.:/@-])"
)
_WHOSE: Final = re.compile(
    r"(?i)(?:\A|[^\w\s\]] ?|(?<!\w)(?:user|login|web|http|php|browser|invalid|expired|unknown|stale"
    r"|old|bad|no|the|this|your|my|of|for|find|load|ungültige|die|la) )\Z"
)
_LONGEST_OWNER: Final = 16
_COOKIE: Final = re.compile(r"(?i)\bcookie [\"'`]?[\w.-]{2,80}=([^\s;,\"'`&]{16,400}+)")
_SHORTEST: Final = 16
# "sign in as tom with ...", "tom / ... is the login".
_AS_SOMEBODY: Final = re.compile(
    r"(?i)(?<![\w-])(?:log|sign)(?:ged|ed|ging|ing)?[ -]?in as [\w.@+-]{2,60} with"
    r" [\"'`]?([^\s\"'`]{5,60}+)"
)
_IS_LOGIN: Final = re.compile(
    r"(?i)(?<![\w/.:@-])[\w.+@-]{2,60}+[ ]?[/:][ ]?([^\s\"'`/:]{5,60}+)"
    r" (?:is|are|was) (?:the|my|our) (?:login|credentials)(?!\w)"
)
_NAME_WITH_NUMBER: Final = re.compile(r"[A-Z][a-z]+[\d.]*|[A-Z]+[\d.-]*|[a-z]+|\d+")


def find_told_fields(text: str) -> Iterator[Span]:
    """What is said to be the value of a field, a cookie or a session by its name."""
    for match in _FIELD.finditer(text):
        meaning = meaning_of(match[1])
        value = match[2].rstrip(".,;:!?)")
        if meaning.kind not in SECRET_KINDS or starts_with_mark(value):
            continue
        if _is_given(value) and not is_harmless(value, meaning.kind, is_said=True):
            yield Span(match.start(2), match.start(2) + len(value), meaning.rule)
    words = text.lower()
    if "sess" in words or "sitz" in words or "sesi" in words or "sesj" in words:
        for match in _SESSION.finditer(text):
            # Of UUIDs as many are ids of something that is only called a session.
            if not looks_random(match[1], _SHORTEST) or is_uuid(match[1]):
                continue
            if _WHOSE.search(text[max(0, match.start() - _LONGEST_OWNER) : match.start()]):
                yield Span(match.start(1), match.end(1), "secret:session")
    logins = [_AS_SOMEBODY] if "in as " in words else []
    if " login" in words or " credentials" in words:
        logins.append(_IS_LOGIN)
    for pattern in logins:
        for match in pattern.finditer(text):
            if _is_chosen(match[1]):
                yield Span(match.start(1), match.end(1), "secret:password")
    for match in _COOKIE.finditer(text) if "cookie " in words else ():
        value = match[1]
        if looks_random(value, _SHORTEST) and not is_harmless(value, Kind.SUBJECT):
            yield Span(match.start(1), match.end(1), "secret:cookie")


def _is_given(value: str) -> bool:
    """Whether a word rather is a secret than says something about one."""
    if _CODE_OR_PATH.fullmatch(value):
        return False
    if _SIGNS.search(value):
        return True
    return looks_random(value, len("abc123")) and _MANNER.fullmatch(value) is None


def _is_chosen(word: str) -> bool:
    """Whether somebody rather chose it as a password than named a program or a code."""
    return _SIGNS.search(word) is not None or (
        looks_random(word, len("abc12")) and _NAME_WITH_NUMBER.fullmatch(word) is None
    )
