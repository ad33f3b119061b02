"""Formats that give a field no name: what it holds is told by where it stands, or by its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.spans import Span

# HL7 version 2, chapters 3 and 6: of a patient, those next of kin, and whoever pays.
_SEGMENT: Final = re.compile(r"\b(PID|NK1|GT1|IN1)\|(?=\d{0,4}\|)([^\r\n]{0,4000})")
_FIELDS: Final[dict[str, dict[str, tuple[int, ...]]]] = {
    "PID": {
        "name": (5, 6, 9),
        "birth-date": (7,),
        "address": (11,),
        "phone": (13, 14),
        "national-id": (19, 20),
    },
    "NK1": {"name": (2,), "address": (4,), "phone": (5, 6), "birth-date": (16,)},
    "GT1": {
        "name": (3,),
        "address": (5,),
        "phone": (6, 7),
        "birth-date": (8,),
        "national-id": (12,),
    },
    "IN1": {"name": (16,), "birth-date": (18,), "address": (19,)},
}
# SWIFT's MT103, fields 50 and 59: an account, and lines of a name and an address.
_PARTY: Final = re.compile(
    r"^:(?:50[AFK]|59F?):(?:/([^\r\n]{4,40}+)\r?\n)?((?:(?![:}-])[^\r\n]{1,80}+(?:\r?\n|\Z)){1,5}+)",
    re.MULTILINE,
)
# FIX, tags 554 and 925: a password, and a new one.
_FIX: Final = re.compile(r"(?:\x01|\||\^A| )(?:554|925)=([^\x01|^\s]{3,200}+)")
# The log of the NCSA's web server and of those after it: who was signed in, before the time.
_SIGNED_IN: Final = re.compile(
    r"(?:^|\s)- ((?!-)[^\s\"\[\]]{1,80}) (?=\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:)"
)

# IATA's reservations: "ROE/JANE MRS".
_PASSENGER: Final = re.compile(
    r"(?<![\w/])([A-Z]{2,30}/[A-Z]{2,30}(?: [A-Z]{2,20})? (?:MRS?|MSTR))(?![\w-])"
)


def find_by_position(text: str) -> Iterator[Span]:
    """What a line holds in its place: people in HL7, reservations and logs, passwords in FIX."""
    for segment in _SEGMENT.finditer(text) if "|" in text else ():
        rules = {place: rule for rule, places in _FIELDS[segment[1]].items() for place in places}
        start = segment.start(2)
        for place, field in enumerate(segment[2].split("|"), 1):
            if place in rules and field.strip('"'):
                yield Span(start, start + len(field), rules[place])
            start += len(field) + 1
    for match in _FIX.finditer(text) if "8=FIX" in text else ():
        yield Span(match.start(1), match.end(1), "secret:password")
    for pattern in (_SIGNED_IN, _PASSENGER):
        for match in pattern.finditer(text):
            yield Span(match.start(1), match.end(1), "name")


def find_parties(text: str) -> Iterator[Span]:
    """Who pays and who is paid, in the lines of a SWIFT message."""
    for match in _PARTY.finditer(text):
        if match[1]:
            yield Span(match.start(1), match.end(1), "bank-account")
        start = match.start(2)
        for place, line in enumerate(match[2].splitlines(keepends=True)):
            yield Span(start, start + len(line.rstrip()), "address" if place else "name")
            start += len(line)
