"""Secrets that somebody tells in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.keys import Kind
from application.redaction.marks import starts_with_mark
from application.redaction.spans import Span
from application.redaction.values import is_harmless
from application.redaction.words import is_random

_TOLD: Final = re.compile(
    r"(?i)(?<![\w-])(?=[ac-emopstuvwyk-l2])(password|passwd|passwort|kennwort|passphrase|passcode|pwd|pw"
    r"|contraseña|senha|mot de passe|wachtwoord|api[ -]?key|access key"
    r"|secret key|secret|token|session id|pin|pin code|otp|cvv|cvc"
    r"|security code|verification code"
    r"|one[ -]time code|2fa code|login code|access code|use code|enter code|your code)"
    r"(?:\s(?:for|of|to)(?:\s[\w@.-]{1,30}){1,3}?)?"
    r"(?:\s{0,3}(?:->|\u2192)\s{0,3}|\s{1,3}(?:is|was|are|to|as|ist|lautet|war|est|es|é|=)\s{0,3}:?|\s)\s{0,3}[\"'\u201c\u2018`(]?([^\s\"'\u201d\u2019`<>]{3,}+)"
)
_PIN_NAMES: Final = ("pin", "otp", "cvv", "cvc", "code")
_STRIPPED: Final = ".,;:!?)"
_MIXED_LENGTH: Final = 5


def find_told_secrets(text: str) -> Iterator[Span]:
    """What somebody says his password, key or PIN is."""
    for match in _TOLD.finditer(text):
        name = match.group(1).lower()
        value = match.group(2).rstrip(_STRIPPED)
        if starts_with_mark(value) or is_harmless(value, Kind.PASSWORD, is_said=True):
            continue
        digits = sum(c.isdigit() for c in value)
        if name.endswith(_PIN_NAMES):
            if not (value.isdigit() and 3 <= digits <= 8):  # noqa: PLR2004 - the lengths of PINs
                continue
            yield Span(match.start(2), match.start(2) + len(value), "secret:pin")
        elif is_random(value) or (_is_chosen(value, digits) and not _PLAIN_ID.fullmatch(value)):
            yield Span(match.start(2), match.start(2) + len(value), "secret:password")


_PLAIN_ID: Final = re.compile(
    r"[a-z]{2,12}_[A-Za-z0-9]{1,40}|[A-Z]+(?:_[A-Z0-9]+)+|[A-Z]\d{2,5}|\d+(?:[.:/-]\d+)*\w{0,3}|/[\w/.:-]*"
    r"|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|v\d[\d.]*|\d{4}-\d\d-\d\dT.*|[a-z]+(?:-[a-z]+)*"
)


def _is_chosen(value: str, digits: int) -> bool:
    """Whether a word is rather a password than a word: letters with digits, or signs in it."""
    if len(value) < _MIXED_LENGTH:
        return False
    if digits:
        return digits < len(value)
    return any(c in "!@#$%^&*?~+=" for c in value[:-1])
