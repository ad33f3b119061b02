"""Disguises, and secrets that only a neighbouring field tells."""

from __future__ import annotations

import random
from typing import Final

from tests.application.redaction.corpus import (
    DIGITS,
    LOWER,
    TOKEN,
    Format,
    around,
    pick,
    whole,
)
from tests.application.redaction.corpus_contacts import email
from tests.application.redaction.corpus_network import ip
from tests.application.redaction.corpus_personal import GROUPED, VISA, ssn


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _hidden(text: str) -> str:
    return "\u200b".join(text)


def _arabic(text: str) -> str:
    return "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in text)


def _percent(text: str) -> str:
    return "".join(f"%{ord(c):02X}" if not c.isalnum() else c for c in text)


def _entities(text: str) -> str:
    return "".join(f"&#{ord(c)};" if not c.isalnum() else c for c in text)


_DISGUISED: Final = (
    Format("unicode tricks", "wide card", lambda r: _wide(VISA(r))),
    Format("unicode tricks", "wide email", lambda r: _wide(email(r))),
    Format("unicode tricks", "hidden email", lambda r: _hidden(email(r))),
    Format("unicode tricks", "hidden card", lambda r: _hidden(VISA(r))),
    Format("unicode tricks", "arabic card", lambda r: _arabic(GROUPED(r))),
    Format("unicode tricks", "percent email", lambda r: _percent(email(r))),
    Format("unicode tricks", "entity email", lambda r: _entities(email(r))),
    Format("unicode tricks", "twice percent", lambda r: _percent(_percent(email(r)))),
    Format("unicode tricks", "nbsp card", lambda r: GROUPED(r).replace(" ", "\u00a0")),
    Format("unicode tricks", "dash card", lambda r: GROUPED(r).replace(" ", "\u2013")),
    Format("unicode tricks", "wide phone", lambda r: _wide("+4915112345" + pick(r, DIGITS, 3))),
    Format(
        "unicode tricks",
        "hidden key",
        lambda r: _hidden("sk" + "_live_" + pick(r, LOWER + DIGITS, 24)),
    ),
    Format("unicode tricks", "soft hyphen", lambda r: "\u00ad".join(ssn(r))),
    around("unicode tricks", "wide password", "\uff50\uff41\uff53\uff53word\uff1a @@", TOKEN),
    Format(
        "unicode tricks", "bold card", lambda r: "".join(chr(0x1D7CE + int(c)) for c in VISA(r))
    ),
    Format("unicode tricks", "wide ip", lambda r: _wide(ip("10.2")(r))),
)


def _split_key(rng: random.Random) -> tuple[object, str]:
    whole = "gh" + "p_" + pick(rng, LOWER + DIGITS, 36)
    return {"parts": [whole[:20], whole[20:]]}, whole[20:]


_SPLIT: Final = (
    whole(
        "split over fields",
        "header pair",
        lambda r: ({"headers": [{"name": "X-Api-Key", "value": (t := TOKEN(r))}]}, t),
    ),
    whole(
        "split over fields",
        "field pair",
        lambda r: ({"key": "password", "value": (t := pick(r, LOWER, 9))}, t),
    ),
    whole(
        "split over fields", "argv", lambda r: (["psql", "--password", (t := pick(r, LOWER, 9))], t)
    ),
    whole(
        "split over fields",
        "argv user",
        lambda r: ({"argv": ["curl", "-u", f"bob:{(t := TOKEN(r))}", "x"]}, t),
    ),
    whole(
        "split over fields",
        "two lists",
        lambda r: ({"headers": [["authorization", f"Bearer {(t := TOKEN(r))}"]]}, t),
    ),
    whole("split over fields", "cut key", _split_key),
    whole(
        "split over fields",
        "numbered",
        lambda r: ({"token_part1": (t := pick(r, LOWER + DIGITS, 14)), "n": 1}, t),
    ),
    whole(
        "split over fields",
        "env",
        lambda r: ({"env": [{"name": "DB_PASSWORD", "value": (t := TOKEN(r))}]}, t),
    ),
    whole(
        "split over fields",
        "label",
        lambda r: ({"label": "Phone", "value": (t := "0151 " + pick(r, DIGITS, 7))}, t),
    ),
    whole(
        "split over fields",
        "form",
        lambda r: ({"field": "cardNumber", "content": (t := VISA(r))}, t),
    ),
)

TRICKS: Final = (*_DISGUISED, *_SPLIT)
