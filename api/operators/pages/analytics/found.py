"""What is read for the page: the figures of the whole time, of each day and of each tenant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Final

from api.operators.pages.analytics.asked import Period
from api.operators.pages.analytics.layout import ENDPOINTS, ESCALATIONS
from projections.analytics.facts import NAME
from projections.analytics.reading import Row, Value, earliest
from projections.analytics.summary import By, Span, Summary, breakdown, filled, series, summary
from projections.views import Views, dead_letters, head

LONGEST_BY_DAY: Final = 92
"""Of how many days each is shown; of more, only each week is."""

Values = Mapping[str, Value]

_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Found:
    """All that the page shows.

    `days` has every day of the time, or the Monday of every week if `weekly`, with nothing left
    out in between; it is empty where nothing was recorded. `behind` counts events that are recorded
    and not in the figures yet, and `refused` those that the view could not take.
    """

    summary: Summary
    whole: Values
    days: tuple[tuple[date, Values], ...]
    weekly: bool
    tenants: tuple[tuple[str, Values], ...]
    behind: int
    refused: int


async def find(views: Views, span: Span, period: Period, listed: Iterable[str]) -> Found:
    """Read it. Tenants that are `listed` are there even where nothing is recorded of them."""
    whole = await summary(views, span)
    began = await earliest(views, span)
    days, weekly = _calendar(period, None if began is None else began.astimezone(UTC).date())
    by: By = "week" if weekly else "day"
    by_tenant = await series(views, span, ("tenantId",))
    tenants = dict.fromkeys(listed, filled({})) | {
        str(row["tenantId"]): _numbers(row) for row in by_tenant.data
    }
    letters = await dead_letters(views)
    rows = {name: table.rows for name, table in whole.breakdowns.items()}
    return Found(
        summary=whole,
        whole=_told({name: one.value for name, one in whole.figures.items()}, rows),
        days=await _each(views, span, days, by) if days else (),
        weekly=weekly,
        tenants=tuple(sorted(tenants.items(), key=lambda one: (-(one[1]["cases"] or 0), one[0]))),
        behind=max(0, await head(views) - whole.position),
        refused=sum(letter.view == NAME for letter in letters),
    )


async def _each(
    views: Views, span: Span, days: list[date], by: By
) -> tuple[tuple[date, Values], ...]:
    """The figures of every day, those without any fact included."""
    figures = {str(row[by]): _numbers(row) for row in (await series(views, span, (by,))).data}
    rows = {
        name: (await breakdown(views, span, name, (by,))).rows
        for name in ("escalations", "sources")
    }
    nothing = filled({})

    def of(day: str) -> Values:
        own = {
            name: [row for row in all_of_it if row[by] == day] for name, all_of_it in rows.items()
        }
        return _told(figures.get(day, nothing), own)

    return tuple((day, of(day.isoformat())) for day in days)


def _calendar(period: Period, began: date | None) -> tuple[list[date], bool]:
    """The days to show, or the Mondays of the weeks."""
    if began is None:
        return [], False
    last = min(period.last or period.today, period.today)
    first = period.first or began
    if (last - first).days < LONGEST_BY_DAY:
        return [first + timedelta(days=n) for n in range((last - first).days + 1)], False
    first = max(first, began)
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(days=n) for n in range(0, (last - monday).days + 1, _WEEK)], True


def _told(figures: Values, rows: Mapping[str, Iterable[Row]]) -> Values:
    """Figures, and those of the breakdowns that are drawn, as `breakdown:word`."""
    told = dict(figures)
    escalated, calls, good = (
        dict.fromkeys(words, 0.0) for words in (ESCALATIONS, ENDPOINTS, ENDPOINTS)
    )
    for row in rows["escalations"]:
        word = str(row["reason"])
        escalated[word] = escalated.get(word, 0) + as_number(row["cases"])
    for row in rows["sources"]:
        word, many = str(row["source"]), as_number(row["calls"])
        calls[word] = calls.get(word, 0) + many
        good[word] = good.get(word, 0) + (many if row["status"] == "ok" else 0)
    told |= {f"escalations:{word}": many for word, many in escalated.items()}
    told |= {f"sources:{word}": good[word] / many if many else None for word, many in calls.items()}
    return told


def _numbers(row: Row) -> dict[str, Value]:
    return {
        name: value
        for name, value in row.items()
        if value is None or isinstance(value, int | float)
    }


def as_number(value: object) -> float:
    """A figure of a row; 0 for one that there is none of."""
    return value if isinstance(value, int | float) else 0
