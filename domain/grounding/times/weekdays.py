"""Weekdays that prose names without a date, and on which nothing happened."""

import re
from datetime import datetime, timedelta
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import sentence_before
from domain.grounding.facts import Citable
from domain.grounding.page import Page
from domain.grounding.times import moments

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED: Final = re.compile(
    rf"(?<!\w)(?P<how>on|since|last|every|each) (?P<day>{'|'.join(_DAYS)})(?!\w|,? (?:the )?\d)",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"(?<!\w)(?:was|were|had|did|began|went|ran|broke|came|got|sent|stopped|(?!need)[a-z]{3,}ed)(?!\w)",
    re.IGNORECASE,
)
_NOT_YET: Final = re.compile(
    r"(?<!\w)(?:will|would|can|could|may|might|should|if|when|next|by|until|due|planned|scheduled"
    r"|expected|not|is|are|be)(?!\w)|n['\u2019]t\b|\?",
    re.IGNORECASE,
)
_REACH: Final = 80
"""How much of a sentence before a weekday tells its tense, in characters."""
_RECENT: Final = timedelta(days=8)
_LAST: Final = timedelta(days=15)
_ELSEWHERE: Final = (timedelta(hours=-6), timedelta(), timedelta(hours=6))
"""Where most users live it may be another day by then."""


class Weekdays:
    """Tells whether anything happened on a weekday lately, or is told to happen on it."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _text(self) -> str:
        return self._document.text.lower()

    @cached_property
    def _times(self) -> list[datetime]:
        return [at for stamp in self._document.stamps if (at := moments.parse(stamp)) is not None]

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """Weekdays of the past on which no time of the snapshot fell, and those of a custom that
        nothing tells of.
        """
        taken = self._document.taken_at
        if taken is None or page.words.isdisjoint(_DAYS):
            return []
        found: list[str] = []
        for named in _NAMED.finditer(page.prose):
            day, how = named["day"].lower(), named["how"].lower()
            if day in self._text or day in told.said.lower():
                continue
            if how in {"every", "each"}:
                found.append(named.group())
                continue
            before = sentence_before(page.prose, named.start(), _REACH)
            if _NOT_YET.search(before) or not (how == "since" or _PAST.search(before)):
                continue
            reach = _LAST if how == "last" else _RECENT
            if not any(
                timedelta() <= taken - at <= reach and _may_be(at, _DAYS.index(day))
                for at in self._times
            ):
                found.append(named.group())
        return found


def _may_be(at: datetime, weekday: int) -> bool:
    return any((at + hours).weekday() == weekday for hours in _ELSEWHERE)
