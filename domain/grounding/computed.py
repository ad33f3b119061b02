"""What an answer plainly computes from what holds of it: sums of money, dates, lengths of time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from itertools import combinations, islice, product
from typing import Final

from domain.grounding.claims import SHOWN, Amount, Claim, Moment, Number
from domain.grounding.numbers.quantities import DAY, Dimension, any_within, windows
from domain.grounding.times import moments

_DATE: Final = len("2026-02-20")
_FEW: Final = 20
"""So many times, and so many numbers, are put together with each other."""
_LONGEST: Final = 400 * DAY
"""What a time may be reckoned on by: a yearly plan's length, and some days of grace."""
_YEARS: Final = range(MINYEAR + 2, MAXYEAR - 1)
"""The years of which no such time leads out of the calendar."""
_LONGEST_AGO: Final = 36_500 * DAY
"""A hundred years: no age is longer, and a reckoning with more would overflow."""


def is_so_far(claim: Amount, ages: list[float]) -> bool:
    """Whether one of the sorted ages, in seconds, is as far from now as a claim counts back, or
    on, of which age is less than nothing.
    """
    if claim.ahead:
        ages = [-age for age in reversed(ages)]
    for low, high in windows(claim.reading, claim.factors, loose=True):
        # "3 hours ago" is said until the fourth is over.
        over = (claim.reading.value + 1) * claim.factors[0]
        # "In 5 days" is said until that day begins.
        by_day = claim.ahead and claim.factors[0] == DAY
        least = min(low, (claim.reading.value - 1) * DAY) if by_day else low
        if any_within(ages, ((least, min(max(high, over), _LONGEST_AGO)),)) is not None:
            return True
    return False


def dated(claim: Moment, taken: datetime | None) -> Moment:
    """A time of today or of the days around it with its date."""
    if claim.precision != "days_ago_clock" or taken is None:
        return claim
    said = (key.partition("T") for key in claim.keys)
    dated = (f"{taken - timedelta(days=int(ago)):%Y-%m-%d}T{clock}" for ago, _, clock in said)
    return replace(claim, precision="minute", keys=tuple(dated))


@dataclass(slots=True)
class Held:
    """The quantities of an answer that hold, in base units, and the times that it names."""

    quantities: dict[Dimension, list[float]] = field(default_factory=dict[Dimension, list[float]])
    times: set[datetime] = field(default_factory=set[datetime])

    def add(self, dimension: Dimension, quantity: float) -> None:
        """Take a quantity that holds."""
        self.quantities.setdefault(dimension, []).append(quantity)

    def add_numbers(self, claims: Iterable[Claim]) -> None:
        """Take the numbers among claims that hold."""
        for claim in claims:
            if isinstance(claim, Number):
                self.add("plain", claim.reading.value)

    def add_time(self, claim: Moment, stamps: Iterable[str], taken: datetime | None) -> None:
        """Take a time that holds, as those of the `stamps` tell it that show it so."""
        if claim.precision not in SHOWN or len(self.times) >= _FEW:
            return
        start, end = SHOWN[claim.precision]
        if claim.precision == "clock" and taken is not None:
            # The next time that it is so late.
            today, tomorrow = (f"{taken + timedelta(days=n):%Y-%m-%d}" for n in (0, 1))
            now = taken.isoformat()[start:end]
            stamps = (
                *stamps,
                *(f"{today if key > now else tomorrow}T{key}" for key in claim.keys),
            )
        shown = (stamp[:end] for stamp in stamps if stamp[start:end] in claim.keys)
        self.times.update(at for text in islice(shown, _FEW) if (at := moments.parse(text)))

    def add_dated(self, claims: Iterable[Claim]) -> None:
        """Take the times among claims that were computed, and tell day and time of day."""
        for claim in claims:
            if isinstance(claim, Moment) and SHOWN.get(claim.precision) == SHOWN["minute"]:
                self.times.update(at for key in claim.keys if (at := moments.parse(key)))

    def products(self, factors: Iterable[float]) -> list[float]:
        """What so many of what costs so much cost together, and what two prices come to, sorted."""
        prices = self.quantities.get("money", [])[:_FEW]
        sums = (one + other for one, other in combinations(prices, 2))
        many_of_each = product(prices, islice(factors, _FEW))
        return sorted((*(price * many for price, many in many_of_each), *sums))

    def spans(self) -> list[float]:
        """The seconds between two of the times, sorted."""
        times = sorted(self.times)[:_FEW]
        return sorted((later - first).total_seconds() for first, later in combinations(times, 2))

    def lengths_apart(self) -> list[float]:
        """What two of the lengths of time are apart, sorted."""
        lengths = self.quantities.get("seconds", ())[:_FEW]
        return sorted(abs(a - b) for a, b in combinations(lengths, 2))

    def ages(self, dates: Iterable[datetime], taken: datetime) -> list[float]:
        """The seconds from the times and the `dates` to when the snapshot was taken, sorted."""
        today = taken.replace(hour=0, minute=0, second=0, microsecond=0)
        times = [*islice(self.times, _FEW), *islice(dates, _FEW)]
        return sorted(abs((now - at).total_seconds()) for now in (taken, today) for at in times)

    def reaches(self, claim: Moment, dates: Iterable[datetime]) -> bool:
        """Whether a time is one of the others, or of the `dates`, and a length of time away."""
        if claim.precision not in SHOWN:
            return False
        start, end = SHOWN[claim.precision]
        return any(at.isoformat()[start:end] in claim.keys for at in self._reckoned(dates))

    def days(self, claim: Moment, dates: Iterable[datetime]) -> frozenset[str]:
        """The others and the `dates`, and the days that whole days lie between and one of these; as
        a time that tells day and time of day shows them.
        """
        start, end = SHOWN.get(claim.precision, (0, 0))
        if start >= _DATE or end <= _DATE:
            return frozenset()
        among = (*self.times, *islice(dates, _FEW))
        known = {at for at in among if at.hour == at.minute == 0 and at.year in _YEARS}
        lengths = self.quantities.get("seconds", ())[:_FEW]
        many = {0, *(round(one / DAY) for one in lengths if DAY / 2 < one <= _LONGEST)}
        reckoned = (at + timedelta(days=way) for at in known for n in many for way in (n, -n))
        return frozenset(at.isoformat()[start:_DATE] for at in reckoned)

    def _reckoned(self, dates: Iterable[datetime]) -> Iterator[datetime]:
        lengths = [one for one in self.quantities.get("seconds", ())[:_FEW] if one <= _LONGEST]
        # Hosts write 9999-12-31 for never, and 0001-01-01 for not yet.
        times = {at for at in (*self.times, *islice(dates, _FEW)) if at.year in _YEARS}
        for at, seconds in product(times, lengths):
            yield at + timedelta(seconds=seconds)
            yield at - timedelta(seconds=seconds)
