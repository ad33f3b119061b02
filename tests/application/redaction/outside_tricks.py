"""The same secrets and addresses, written so that a plain search passes over them."""

from __future__ import annotations

import base64
import html
import json
import random
import unicodedata
import urllib.parse
from collections.abc import Callable

from tests.application.redaction.corpus import BASE62, DIGITS, LOWER, pick
from tests.application.redaction.outside import Form, Make, Piece
from tests.application.redaction.outside_identity import luhn_digit

_Drawn = Callable[[random.Random], str]
_Change = Callable[[str], str]


def _visa(rng: random.Random) -> str:
    body = "4" + pick(rng, DIGITS, 14)
    return body + luhn_digit(body)


_VALUES: dict[str, _Drawn] = {
    "email": lambda rng: f"{pick(rng, LOWER, 8)}@{pick(rng, LOWER, 6)}.com",
    "GitHub token": lambda rng: f"ghp_{pick(rng, BASE62, 36)}",
    "Stripe key": lambda rng: f"sk_live_{pick(rng, BASE62, 24)}",
    "card": _visa,
    "IP": lambda rng: f"81.2.{rng.randint(20, 250)}.{rng.randint(20, 250)}",
    "phone": lambda rng: f"+49 151 2345{pick(rng, DIGITS, 4)}",
    "password": lambda rng: f"password={pick(rng, BASE62, 14)}",
    "internal host": lambda rng: f"{pick(rng, LOWER, 6)}-db.prod.internal",
}


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _every(mark: str, size: int = 3) -> _Change:
    return lambda text: mark.join(text[start : start + size] for start in range(0, len(text), size))


def _digits_of(zero: int) -> _Change:
    return lambda text: "".join(chr(zero + int(c)) if c in DIGITS else c for c in text)


_CHANGES: dict[str, tuple[_Change, tuple[str, ...]]] = {
    "full width": (_full_width, tuple(_VALUES)),
    "zero-width space": (_every("\u200b"), tuple(_VALUES)),
    "zero-width joiner": (_every("\u200d"), tuple(_VALUES)),
    "word joiner": (_every("\u2060"), tuple(_VALUES)),
    "soft hyphen": (_every("\u00ad"), tuple(_VALUES)),
    "BOM": (_every("\ufeff"), tuple(_VALUES)),
    "right-to-left mark": (_every("\u200f", 5), tuple(_VALUES)),
    "combining grapheme joiner": (_every("\u034f"), tuple(_VALUES)),
    "variation selector": (_every("\ufe0f"), tuple(_VALUES)),
    "tag characters": (_every("\U000e0020"), tuple(_VALUES)),
    "percent, all": (lambda text: "".join(f"%{ord(c):02X}" for c in text), tuple(_VALUES)),
    "percent, signs": (
        lambda text: urllib.parse.quote(text, safe=""),
        ("email", "phone", "password"),
    ),
    "percent twice": (
        lambda text: urllib.parse.quote(urllib.parse.quote(text, safe=""), safe=""),
        ("email", "password"),
    ),
    "HTML decimal": (lambda text: "".join(f"&#{ord(c)};" for c in text), tuple(_VALUES)),
    "HTML hexadecimal": (lambda text: "".join(f"&#x{ord(c):x};" for c in text), tuple(_VALUES)),
    "HTML named": (
        lambda text: (
            text.replace("@", "&commat;").replace(".", "&period;").replace("=", "&equals;")
        ),
        ("email", "IP", "password", "internal host"),
    ),
    "backslash u": (lambda text: "".join(f"\\u{ord(c):04x}" for c in text), tuple(_VALUES)),
    "backslash u, signs": (
        lambda text: text.replace("@", "\\u0040").replace("=", "\\u003d").replace(".", "\\u002e"),
        ("email", "IP", "password"),
    ),
    "backslash x": (
        lambda text: "".join(f"\\x{ord(c):02x}" for c in text),
        ("email", "GitHub token", "Stripe key"),
    ),
    "homoglyph at": (lambda text: text.replace("@", "\uff20"), ("email",)),
    "small at": (lambda text: text.replace("@", "\ufe6b"), ("email",)),
    "ideographic dot": (lambda text: text.replace(".", "\u3002"), ("email", "IP", "internal host")),
    "one dot leader": (lambda text: text.replace(".", "\u2024"), ("email", "IP", "internal host")),
    "Arabic digits": (_digits_of(0x660), ("card", "IP", "phone")),
    "Devanagari digits": (_digits_of(0x966), ("card", "IP", "phone")),
    "mathematical digits": (_digits_of(0x1D7CE), ("card", "IP", "phone")),
    "mathematical letters": (
        lambda text: "".join(chr(0x1D5BA + ord(c) - 97) if c in LOWER else c for c in text),
        ("email", "internal host"),
    ),
    "non-breaking spaces": (lambda text: text.replace(" ", "\u00a0"), ("phone",)),
    "en dashes": (lambda text: "\u2013".join(text[i : i + 4] for i in range(0, 16, 4)), ("card",)),
    "thin spaces": (
        lambda text: "\u2009".join(text[i : i + 4] for i in range(0, 16, 4)),
        ("card",),
    ),
    "combining accent": (
        lambda text: unicodedata.normalize("NFD", text.replace("a", "á").replace("e", "é")),
        ("email",),
    ),
    "base64": (
        lambda text: base64.b64encode(f"login {text} again".encode()).decode(),
        ("GitHub token", "Stripe key", "password"),
    ),
    "JSON twice": (lambda text: json.dumps(json.dumps({"v": text})), tuple(_VALUES)),
    "HTML tags between": (lambda text: html.escape(text).replace("@", "<b>@</b>"), ("email",)),
}
_PLACES = (
    "entity description",
    "entity metadata",
    "log line",
    "JSON in a string",
    "context",
    "message",
    "runbook",
)


def _changed(kind: str, change: _Change) -> Make:
    def make(rng: random.Random) -> Piece:
        value = _VALUES[kind](rng)
        text = change(value)
        secret = change(value.partition("=")[2] or value)
        bare = value.partition("=")[2] or value
        return Piece(text, (secret if secret in text else bare if bare in text else text,))

    return make


TRICKS = tuple(
    Form(f"tricks: {kind}", name, _changed(kind, change), _PLACES)
    for name, (change, kinds) in _CHANGES.items()
    for kind in kinds
)
