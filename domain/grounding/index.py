"""Everything that is looked up in one snapshot, read when it is first asked for."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from domain.grounding.belonging import Belonging
from domain.grounding.claims import SHOWN, Precision
from domain.grounding.evidence import EvidencePlaces
from domain.grounding.facts import Citable
from domain.grounding.numbers.figures import Figures
from domain.grounding.rules.guides import Guides
from domain.grounding.rules.permissions import Permissions
from domain.grounding.rules.plan_limits import PlanLimits
from domain.grounding.things.kinds import Kinds
from domain.grounding.things.standing import Standing
from domain.grounding.things.states import States
from domain.grounding.things.titles import Titles
from domain.grounding.times import moments
from domain.grounding.times.weekdays import Weekdays
from domain.model import JSON

_PLAN_TALK: Final = re.compile(r"plan|tier|subscription|upgrade|licen[cs]e", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_COMPOUND: Final = re.compile(r"[^\W_]+(?:[+-][^\W_]+)+")
_MONTHLY: Final = re.compile(
    r"(?:first|1st)(?: day)? of (?:each|every|the|a|the next) (?:calendar )?month", re.IGNORECASE
)
_DATE_LENGTH: Final = len("2026-02-20")

WrittenTimes = dict[tuple[Precision, str], set[int | None]]
"""What times of prose show, at the precision they show, and the weekdays said beside them."""


class Index:
    """The figures, times, places and plans of a document, which nobody may change meanwhile."""

    def __init__(self, snapshot: dict[str, JSON]) -> None:
        self.document = Citable(snapshot)
        self.belonging = Belonging(self.document)
        self.figures = Figures(self.document)
        self.places = EvidencePlaces(self.document)
        self.guides = Guides(self.document)
        self.kinds = Kinds(self.document)
        self.permissions = Permissions(self.document)
        self.plan_limits = PlanLimits(self.document)
        self.standing = Standing(self.document)
        self.states = States(self.document)
        self.titles = Titles(self.document)
        self.weekdays = Weekdays(self.document)
        self._shown: dict[Precision, frozenset[str]] = {}
        self._shown_on: dict[Precision, frozenset[tuple[str, int]]] = {}

    @cached_property
    def known_plans(self) -> frozenset[str]:
        """The words that may be a plan's name: of talk about plans, and of rules."""
        leaves = (*self.document.leaves, *self.document.knowledge)
        texts = (t for leaf in leaves if isinstance(t := leaf.value, str) and t[:1] != "{")
        rules = (
            word for leaf in self.document.knowledge for word in _WORD.findall(leaf.inside.lower())
        )
        return frozenset((*plan_talk(texts), *rules))

    @cached_property
    def stamps(self) -> frozenset[str]:
        """The document's times, in UTC, and its dates."""
        text, taken = self.document.text, self.document.taken_at
        stamps = moments.stamps_in(text)
        if taken is None or _MONTHLY.search(text) is None:
            return stamps
        # What happens on the first of each month will happen on the next.
        first = taken.replace(day=1) + timedelta(days=31)
        return stamps | {f"{first:%Y-%m}-01T00:00:00.000Z"}

    def shown(self, precision: Precision) -> frozenset[str]:
        """The document's times, at a precision."""
        known = self._shown.get(precision)
        if known is None:
            known = frozenset(parts_of(self.stamps, precision, self.document.taken_at))
            self._shown[precision] = known
        return known

    def shown_on(self, precision: Precision) -> frozenset[tuple[str, int]]:
        """The document's times at a precision, each with the weekday it was (Monday is 0)."""
        known = self._shown_on.get(precision)
        if known is None:
            known = self._shown_on[precision] = frozenset(with_weekdays(self.stamps, precision))
        return known

    @cached_property
    def dates(self) -> list[datetime]:
        """The days of the document that have no time of day, as those on which something is due."""
        days = (stamp for stamp in sorted(self.stamps) if len(stamp) == _DATE_LENGTH)
        return [at for day in days if (at := moments.parse(day)) is not None]

    @cached_property
    def ages(self) -> list[float]:
        """How old each time is, sorted, in seconds before the snapshot was taken."""
        taken = self.document.taken_at
        return [] if taken is None else sorted(ages_of(self.stamps, taken))

    @cached_property
    def _guides(self) -> str:
        under = ("/knowledgePack/docs", "/knowledgePack/runbooks")
        texts = (leaf.value for leaf in self.document.leaves if leaf.place.startswith(under))
        return "\n".join(text for text in texts if isinstance(text, str))

    @cached_property
    def taught(self) -> frozenset[str]:
        """The ISO times and dates of documents and rules."""
        return moments.stamps_in(self._guides)

    @cached_property
    def written_in_guides(self) -> WrittenTimes:
        """The times that documents and rules speak of."""
        return written_in((self._guides,))

    @cached_property
    def written(self) -> WrittenTimes:
        """The times that the knowledge pack and the user's things speak of, at the precision they
        give them.
        """
        return written_in(
            leaf.value
            for leaf in self.document.leaves
            if isinstance(leaf.value, str)
            and leaf.place.startswith(("/knowledgePack", "/productState/entities"))
        )


def parts_of(stamps: Iterable[str], precision: Precision, taken: datetime | None) -> Iterator[str]:
    """What times show at a precision; `days_ago_clock` counts back from the day of `taken`."""
    if precision != "days_ago_clock":
        start, end = SHOWN[precision]
        for stamp in stamps:
            yield stamp[start:end]
        return
    for stamp in stamps if taken is not None else ():
        moment = moments.parse(stamp)
        if moment is not None and taken is not None:
            yield f"{(taken.date() - moment.date()).days}T{stamp[11:16]}"


def ages_of(stamps: Iterable[str], taken: datetime) -> Iterator[float]:
    """How many seconds before `taken` each time is; a date alone has no age."""
    for stamp in stamps:
        moment = moments.parse(stamp) if len(stamp) > _DATE_LENGTH else None
        if moment is not None:
            yield (taken - moment).total_seconds()


def with_weekdays(stamps: Iterable[str], precision: Precision) -> Iterator[tuple[str, int]]:
    """What times show at a precision, with their weekday."""
    start, end = SHOWN[precision]
    for stamp in stamps:
        weekday = moments.weekday_of(stamp)
        if weekday is not None:
            yield stamp[start:end], weekday


def written_in(texts: Iterable[str]) -> WrittenTimes:
    """The times that prose speaks of."""
    found: WrittenTimes = {}
    for text in texts:
        for claim in moments.read(text):
            for key in claim.keys:
                found.setdefault((claim.precision, key), set()).add(claim.weekday)
    return found


def plan_talk(texts: Iterable[str]) -> Iterator[str]:
    """The words of the texts that talk about plans, in lower case."""
    for text in texts:
        if _PLAN_TALK.search(text):
            yield from _WORD.findall(text.lower())
            yield from _COMPOUND.findall(text.lower())
