"""The times that texts have, and whether one that prose names is among them."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from domain.cached import cached_property
from domain.grounding.claims import SHOWN, Amount, Moment, Precision
from domain.grounding.computed import is_so_far
from domain.grounding.numbers.quantities import DAY
from domain.grounding.times import moments

_MONTHLY: Final = re.compile(
    r"(?:first|(?<!\d)(?P<day>[12]?\d)(?:st|nd|rd|th))(?: day)? of"
    r" (?:each|every|a|(?:the )?(?:next|following)|the) (?:calendar )?month"
    r"|(?<!\w)monthly [^.!?\n]{0,60}? on the (?P<monthly>[12]?\d)(?:st|nd|rd|th)(?!\w)",
    re.IGNORECASE,
)
_FEW: Final = 12
"""So many coming times are reckoned from."""
_WEEK: Final = 7 * DAY
_DATE_LENGTH: Final = len("2026-02-20")


class KnownTimes:
    """The ISO `stamps` of texts, and the times that their `prose` writes otherwise; each is read
    when it is asked for.
    """

    def __init__(
        self, stamps: frozenset[str], prose: Iterable[str], taken: datetime | None
    ) -> None:
        self.stamps = stamps
        self._prose = prose
        self._taken = taken
        self._shown: dict[Precision, frozenset[str]] = {}
        self._shown_on: dict[Precision, frozenset[tuple[str, int]]] = {}

    def has(self, claim: Moment) -> bool:
        """Whether one of the times reads like that, on the weekday that is said beside it."""
        precision, weekday = claim.precision, claim.weekday
        if weekday is None:
            shown = not self.shown(precision).isdisjoint(claim.keys)
        else:
            shown = not self._on_weekdays(precision).isdisjoint((k, weekday) for k in claim.keys)
        return shown or any(
            _may_be_on(weekday, key, self._written.get((precision, key))) for key in claim.keys
        )

    def has_clock(self, keys: Iterable[str]) -> bool:
        """Whether the prose has a time of day, in which each of the keys ends."""
        return any(("clock", key[-5:]) in self._written for key in keys)

    def shown(self, precision: Precision) -> frozenset[str]:
        """The stamps, at a precision."""
        known = self._shown.get(precision)
        if known is None:
            known = self._shown[precision] = frozenset(self._parts(precision))
        return known

    def _parts(self, precision: Precision) -> Iterator[str]:
        if precision != "days_ago_clock":
            start, end = SHOWN[precision]
            for stamp in self.stamps:
                yield stamp[start:end]
            return
        for stamp in self.stamps if self._taken is not None else ():
            moment = moments.parse(stamp)
            if moment is not None and self._taken is not None:
                yield f"{(self._taken.date() - moment.date()).days}T{stamp[11:16]}"

    def _on_weekdays(self, precision: Precision) -> frozenset[tuple[str, int]]:
        """The stamps at a precision, each with the weekday it was (Monday is 0)."""
        known = self._shown_on.get(precision)
        if known is None:
            start, end = SHOWN[precision]
            days = ((stamp[start:end], moments.weekday_of(stamp)) for stamp in self.stamps)
            found = frozenset((part, day) for part, day in days if day is not None)
            known = self._shown_on[precision] = found
        return known

    @cached_property
    def years(self) -> frozenset[str]:
        """The years of the stamps."""
        return frozenset(stamp[:4] for stamp in self.stamps)

    @cached_property
    def _written(self) -> dict[tuple[Precision, str], set[int | None]]:
        """What the times of the prose show, at the precision they show, and the weekdays that are
        said beside them.
        """
        found: dict[tuple[Precision, str], set[int | None]] = {}
        for text in self._prose:
            for claim in moments.read(text):
                for key in claim.keys:
                    found.setdefault((claim.precision, key), set()).add(claim.weekday)
        return found

    @cached_property
    def dates(self) -> list[datetime]:
        """The days without a time of day, as those on which something is due."""
        days = (stamp for stamp in sorted(self.stamps) if len(stamp) == _DATE_LENGTH)
        return [at for day in days if (at := moments.parse(day)) is not None]

    @cached_property
    def coming(self) -> list[datetime]:
        """The next times that are still to come, from which it is reckoned what is due before."""
        times = (moments.parse(stamp) for stamp in self.stamps if len(stamp) > _DATE_LENGTH)
        return sorted(at for at in times if at and self._taken and at > self._taken)[:_FEW]

    def are_so_far(self, claim: Amount) -> bool:
        """Whether a time is as far from when the snapshot was taken as a claim counts back, or
        on.
        """
        # A date alone has no age in hours, and in days too many would do.
        ages = self._ages_in_months if claim.factors[0] > _WEEK else self._ages
        return is_so_far(claim, ages)

    @cached_property
    def _ages_in_months(self) -> list[float]:
        days = ((self._taken - at).total_seconds() for at in self.dates if self._taken)
        return sorted((*self._ages, *days))

    @cached_property
    def _ages(self) -> list[float]:
        """How many seconds before the snapshot each time was, sorted; a date alone has no age."""
        times = (moments.parse(stamp) for stamp in self.stamps if len(stamp) > _DATE_LENGTH)
        return sorted((self._taken - at).total_seconds() for at in times if at and self._taken)


def firsts_in(text: str, taken: datetime | None) -> frozenset[str]:
    """When that happens next month which happens on a day of each, as texts tell of such."""
    if taken is None:
        return frozenset()
    first = taken.replace(day=1) + timedelta(days=31)
    days = (int(told["day"] or told["monthly"] or 1) for told in _MONTHLY.finditer(text))
    return frozenset(f"{first:%Y-%m}-{day:02}T00:00:00.000Z" for day in days if day)


def _may_be_on(weekday: int | None, key: str, told: set[int | None] | None) -> bool:
    """Whether a time that is written may have been on a weekday, as far as is told."""
    if told is None or weekday is None or weekday in told:
        return told is not None
    return None in told and moments.weekday_of(key) in {None, weekday}
