"""The kinds of claim that plain code can check, equal wherever they stand in prose (`at`)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from domain.grounding.numbers.quantities import (
    Bounds,
    Dimension,
    Reading,
    is_within,
    readings,
    windows,
)

Precision = Literal[
    "millisecond",
    "second",
    "minute",
    "day",
    "day_hour",
    "month_day",
    "month_day_clock",
    "month_day_clock_second",
    "month_day_hour",
    "clock",
    "clock_second",
    "hour",
    "days_ago_clock",
]
SHOWN: Final[dict[Precision, tuple[int, int]]] = {
    "millisecond": (0, 23),
    "second": (0, 19),
    "minute": (0, 16),
    "day": (0, 10),
    "month_day": (5, 10),
    "clock": (11, 16),
    "clock_second": (11, 19),
    "hour": (11, 13),
    "day_hour": (0, 13),
    "month_day_clock": (5, 16),
    "month_day_clock_second": (5, 19),
    "month_day_hour": (5, 13),
}
"""The part of a time in UTC that prose shows at each precision."""
Purpose = Literal["limit", "count", "status", "any"]


@dataclass(frozen=True, slots=True)
class Name:
    """An error code, an id, a UUID, a version or a limit's name.

    `cut` says that the prose shows only its beginning, as in `req_ab12…`; `part`, that it may leave
    that out, as "job 42" does of `job_42`.
    """

    text: str
    at: int = field(compare=False)
    cut: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, a date or a time of day; `keys`: what it may be, as parts of a time in UTC.

    `weekday` is what the prose says beside it, Monday being 0; `tomorrow`, that it says so.
    """

    text: str
    at: int = field(compare=False)
    precision: Precision
    keys: tuple[str, ...]
    weekday: int | None = None
    tomorrow: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with a unit; `ago` says that it counts back from now, `ahead` that it counts on.

    `other` is what its numeral may be as well, as in `5.000`.
    """

    text: str
    at: int = field(compare=False)
    reading: Reading
    dimension: Dimension
    factors: tuple[float, ...]
    loose: bool = False
    ago: bool = False
    ahead: bool = False
    other: Reading | None = None

    @property
    def bounds(self) -> Bounds:
        """Between what the amount may lie, in base units."""
        known = windows(self.reading, self.factors, loose=self.loose)
        if self.dimension == "percent" and self.reading.decimals <= 0:
            # 1.25 % is rounded to 1 % as 41.25 % is to 41 %.
            return (*known, (self.reading.value - 0.5, self.reading.value + 0.5))
        return known

    @property
    def kinds(self) -> tuple[tuple[Dimension, Bounds], ...]:
        """The same for each of the dimensions that it may be of."""
        return readings(self.dimension, self.bounds)

    def is_one_of(self, quantities: Iterable[tuple[Dimension, float]]) -> bool:
        """Whether it is one of these, each of its own dimension."""
        kinds = dict(self.kinds)
        return any(is_within([one], kinds.get(dimension, ())) for dimension, one in quantities)


@dataclass(frozen=True, slots=True)
class Number:
    """A number without a unit, and what the prose takes it for.

    `noun` is what is counted; a limit with one may as well be how many there are. `other` is what
    its numeral may be as well, as in `5.000`; `of`, what it is a part of, as in "4 of 6".
    """

    text: str
    at: int = field(compare=False)
    reading: Reading
    purpose: Purpose
    loose: bool = False
    noun: str = ""
    other: Reading | None = None
    of: float | None = None

    @property
    def bounds(self) -> Bounds:
        """Between what the number may lie."""
        return windows(self.reading, (1.0,), loose=self.loose)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan's name; `own` says that the prose calls it the user's."""

    text: str
    at: int = field(compare=False)
    name: str
    own: bool


Claim = Name | Moment | Amount | Number | Plan


def ways_of(claim: Claim) -> tuple[Claim, ...]:
    """What a claim may say: one number, or another."""
    if isinstance(claim, Amount | Number) and claim.other is not None:
        return claim, replace(claim, reading=claim.other, other=None)
    return (claim,)
