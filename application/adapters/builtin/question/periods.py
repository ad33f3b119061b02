"""The time that a question about changes speaks of: "last week", "in January", "since 12 March"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.grounding.times import dates

_ISO: Final = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_SINCE: Final = re.compile(r"(?<!\w)(?:since|after|from)(?!\w)")
_LAST_DAYS: Final = re.compile(r"(?<!\w)(?:last|past) (\d{1,3}) (day|week|month)s?(?!\w)")
_LENGTHS: Final = {"day": 1, "week": 7, "month": 31}
_MONTHS: Final[tuple[str, ...]] = tuple(
    "january february march april may june july august september october november december".split()
)
_MONTH: Final = re.compile(
    r"(?<!\w)(?:in|since|during|of|from|after|last) (" + "|".join(_MONTHS) + r")(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


def read(text: str, today: date) -> Period | None:
    """The period that a text in lower case names; None where it names none."""
    day = _day(text, today)
    if day is not None:
        return Period(day, today if _SINCE.search(text) else day)
    if (found := _LAST_DAYS.search(text)) is not None:
        return Period(today - timedelta(days=int(found[1]) * _LENGTHS[found[2]]), today)
    if (found := _MONTH.search(text)) is not None:
        month = _MONTHS.index(found[1]) + 1
        first = date(today.year - (month > today.month), month, 1)
        return Period(first, today if _SINCE.search(text) else _end_of_month(first))
    return next((period(today) for said, period in _SAID.items() if said in text), None)


def _day(text: str, today: date) -> date | None:
    written = (dates.written(found)[1] for shape in dates.WRITTEN for found in shape.finditer(text))
    keys = [*_ISO.findall(text), *(key for keys in written for key in keys)]
    for key in keys:
        years = ("",) if len(key) > len("02-11") else (f"{today.year}-", f"{today.year - 1}-")
        for year in years:
            try:
                day = date.fromisoformat(year + key)
            except ValueError:
                continue
            if day <= today:
                return day
    return None


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _last_month(today: date) -> Period:
    end = today.replace(day=1) - timedelta(days=1)
    return Period(end.replace(day=1), end)


# People say "last week" of the calendar's as of the seven days behind them: both are in it.
_SAID: Final[dict[str, Callable[[date], Period]]] = {
    "today": lambda today: Period(today, today),
    "yesterday": lambda today: Period(today - timedelta(days=1), today - timedelta(days=1)),
    "this week": lambda today: Period(_monday(today), today),
    "last week": lambda today: Period(_monday(today) - timedelta(days=7), today),
    "past week": lambda today: Period(today - timedelta(days=7), today),
    "this month": lambda today: Period(today.replace(day=1), today),
    "last month": _last_month,
    "past month": lambda today: Period(today - timedelta(days=31), today),
}
