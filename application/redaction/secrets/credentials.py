"""Secrets that tell themselves by their form: private keys, JWTs, authorization headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from application.redaction.spans import Span

_PEM_BEGIN: Final = re.compile(
    r"-{4,5} ?BEGIN (?:[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?"
    r"|SSH2 ENCRYPTED [A-Z ]{0,20}KEY) ?-{4,5}"
)
_PEM_END: Final = re.compile(r"-{4,5} ?END [A-Z0-9 ]{0,60}?KEY(?: BLOCK)? ?-{4,5}")
_PUTTY: Final = re.compile(r"PuTTY-User-Key-File-\d:")


def find_private_keys(text: str) -> Iterator[Span]:
    """PEM blocks (RFC 7468) of private keys; without an end line, all that follows."""
    position = 0
    while begin := _PEM_BEGIN.search(text, position):
        end = _PEM_END.search(text, begin.end())
        position = end.end() if end else len(text)
        yield Span(begin.start(), position, "secret:private-key")
    if putty := _PUTTY.search(text):
        yield Span(putty.start(), len(text), "secret:private-key")


def opens_private_key(text: str) -> bool:
    """Whether a private key begins in the text and does not end in it."""
    begin = _PEM_BEGIN.search(text)
    return begin is not None and _PEM_END.search(text, begin.end()) is None


def closes_private_key(text: str) -> bool:
    """Whether the text holds the last line of a private key."""
    return _PEM_END.search(text) is not None


# RFC 7519 and RFC 7516: parts of base64url, the first of which is an object and so begins "eyJ"
# (or "eyA", "ewo" when there is white space in it). PASETO: its specification, version and purpose.
_JWT: Final = re.compile(
    r"(?<![\w-])(?:ey[JA]|ewo)[\w-]{8,}+\.[\w-]{4,}+(?:\.[\w-]*+){0,3}"
    r"|(?<![\w-])v[1-4]\.(?:local|public)\.[\w-]{20,}+(?:\.[\w-]++)?"
)
_JWT_GLUED: Final = re.compile(r"(?<=[A-Za-z0-9][_-])eyJ[\w-]{8,400}+\.eyJ[\w-]{4,}+(?:\.[\w-]*+)?")


def find_jwts(text: str) -> Iterator[Span]:
    """JSON web tokens, signed or encrypted, whole or cut."""
    for pattern in (_JWT, _JWT_GLUED):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), "secret:jwt")


# crypt(5), PHC strings, LDAP's userPassword (RFC 3112): with the hash a password can be guessed.
_HASHED: Final = re.compile(
    r"\$(?:[1567y]|2[abxy]?|apr1|md5|sha1|gy|argon2(?:id|i|d)|scrypt|s?crypt|pbkdf2[\w-]{0,12})\$"
    r"[A-Za-z0-9./+=$,-]{20,}+|\{(?:S?SHA|S?MD5|CRYPT|SHA256|SSHA256|SSHA512|SHA512)\}[A-Za-z0-9+/=]{20,}+"
)


def find_password_hashes(text: str) -> Iterator[Span]:
    """Hashes of passwords, in the forms that systems store them in."""
    for match in _HASHED.finditer(text):
        yield Span(match.start(), match.end(), "secret:password")


# RFC 9110 section 11 and the registry of authentication schemes.
_SCHEME: Final = re.compile(
    r"(?i)(?<![\w-])(bearer|basic|negotiate|ntlm|apikey|api-key|token|aws4-hmac-sha256|hawk|dpop"
    r"|sharedkey|bot)(?:[ \t]|%20|\+){1,3}(?:token=|credential=)?[\"'\\]{0,3}"
    # No name of a parameter.
    r"(?![a-z_]{2,30}=\w)([A-Za-z0-9._~+/|:-]{6,}+={0,3})"
)
_ALWAYS: Final = frozenset({"bearer", "basic"})


def find_authorizations(text: str) -> Iterator[Span]:
    """Credentials after the name of an authentication scheme."""
    for match in _SCHEME.finditer(text):
        scheme, credentials = match.group(1).lower(), match.group(2)
        if not looks_random(credentials, 8 if scheme in _ALWAYS else 16):
            continue
        rule = "secret:basic" if scheme == "basic" else "secret:bearer"
        yield Span(match.start(2), match.end(2), rule)


def looks_random(text: str, shortest: int) -> bool:
    """Whether a token of at least this length mixes letters with digits, or cases in mid-word."""
    if len(text) < shortest:
        return False
    if any(c.isdigit() for c in text) and any(c.isalpha() for c in text):
        return True
    return changes_of_class(text) >= RANDOM_CHANGES


RANDOM_CHANGES: Final = 0.3


def changes_of_class(text: str) -> float:
    """How often neighbours differ in class (lower, upper, digit, sign), from 0 to 1.

    About 0.63 in random base64, 0.47 in random hex or base36; 0.25 and less in words in camel case.
    """
    classes = [
        "u" if c.isupper() else "l" if c.islower() else "d" if c.isdigit() else "s" for c in text
    ]
    return sum(a != b for a, b in pairwise(classes)) / max(1, len(classes) - 1)
