"""Reads facts of a span of time: aggregates, percentiles and breakdowns, whole or in groups."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from domain.model import JSON, milliseconds, moment_of
from projections.analytics.days import DAY_MS
from projections.analytics.dictionary import AGGREGATES, PERCENTILES
from projections.analytics.facts import NAME
from projections.analytics.figures import (
    QUIET_HOURS,
    SOURCES,
    Breakdown,
    Percentiles,
    Source,
)
from projections.views import Views, live, one_of

Value = int | float | None
Group = tuple[object, ...]
Figures = dict[str, Value]
Row = dict[str, JSON]
_Range = tuple[int | None, int | None]
"""From one number, if there is one, to before another."""

By = Literal["day", "week", "tenantId"]
"""What figures may be grouped by; a week is named by its Monday."""

RANKS: Final = (50, 90, 99)

DIGITS: Final = 4
"""To how many places a number that is not whole is given."""

_WEEK: Final = 7
_FIRST_MONDAY: Final = 3
"""How many days after a Monday 1970 began."""


@dataclass(frozen=True, slots=True)
class Span:
    """What figures are asked for: of which tenants (None is all), over which time.

    A case belongs to the day it was opened, an answer to the day it was given.
    """

    tenant_id: str | None
    tenants: frozenset[str] | None
    since: datetime | None
    until: datetime | None
    now: datetime


async def read_figures(views: Views, span: Span, by: Sequence[By]) -> dict[Group, Figures]:
    """All figures but the ratios, by group."""
    found: dict[Group, Figures] = {}
    parts = await asyncio.gather(
        *(_ranked(views, span, by, source) for source in SOURCES),
        *(_aggregated(views, span, by, source) for source in SOURCES),
    )
    for part in parts:
        for group, figures in part.items():
            found.setdefault(group, {}).update(figures)
    return found


async def read_breakdown(
    views: Views, span: Span, wanted: Breakdown, by: Sequence[By]
) -> tuple[Row, ...]:
    """The rows of a breakdown, in order; those of each group, if `by` names any."""
    rows_of_span, parameters = _rows(span, wanted.source)
    columns = {**wanted.keys, **wanted.values}
    selected = ", ".join([*_groups(by), *columns.values()])
    keys = ", ".join(str(number) for number in range(1, len(by) + len(wanted.keys) + 1))
    rows = await views.read(
        f"SELECT {selected} FROM {rows_of_span} WHERE {wanted.where}"  # noqa: S608 - names of ours
        f" GROUP BY {keys} ORDER BY {keys}",
        *parameters,
    )
    return tuple(
        named(by, row[: len(by)])
        | {
            name: value if isinstance(value, str) else _plain(value)
            for name, value in zip(columns, row[len(by) :], strict=True)
        }
        for row in rows
    )


async def left_out(views: Views, span: Span) -> int:
    """How many cases of the span are test traffic."""
    rows, parameters = _rows(span, "cases", test=1)
    ((count,),) = await views.read(f"SELECT count(*) FROM {rows}", *parameters)  # noqa: S608 - names of ours
    return int(count)


async def earliest(views: Views, span: Span) -> datetime | None:
    """When the first fact of the span was, if there is any."""
    moments: list[int] = []
    for table, time in {(rows.table, rows.time) for rows in SOURCES.values()}:
        where, parameters = _within(span, time, _range(span))
        ((at,),) = await views.read(
            f"SELECT min({time}) FROM {table} WHERE {where}",  # noqa: S608 - names of ours
            *parameters,
        )
        if at is not None:
            moments.append(at)
    return moment_of(min(moments)) if moments else None


def named(by: Sequence[By], group: Group) -> Row:
    """What a group is called."""
    return {name: _name(name, part) for name, part in zip(by, group, strict=True)}


async def _aggregated(
    views: Views, span: Span, by: Sequence[By], source: Source
) -> dict[Group, Figures]:
    wanted = [one for one in AGGREGATES if one.source == source]
    if not wanted:
        return {}
    rows_of_span, parameters = _rows(span, source)
    groups = _groups(by)
    columns = ", ".join([*groups, *(_now(one.sql, span) for one in wanted)])
    grouped = f" GROUP BY {', '.join(groups)}" if groups else ""
    rows = await views.read(f"SELECT {columns} FROM {rows_of_span}{grouped}", *parameters)  # noqa: S608 - names of ours
    return _by_group(by, [one.name for one in wanted], rows)


async def _ranked(
    views: Views, span: Span, by: Sequence[By], source: Source
) -> dict[Group, Figures]:
    """Percentiles by nearest rank: the least value that so many of a hundred do not exceed."""
    wanted = [one for one in PERCENTILES if one.source == source]
    if not wanted:
        return {}
    # An aggregate ranks several values in one scan, but cannot tell that a row stands for many.
    if views.has_percentile_disc and SOURCES[source].by_day is None:
        return await _ranked_by_aggregates(views, span, by, wanted)
    found: dict[Group, Figures] = {}
    for part in await asyncio.gather(*(_ranked_by_sums(views, span, by, one) for one in wanted)):
        for group, figures in part.items():
            found.setdefault(group, {}).update(figures)
    return found


async def _ranked_by_aggregates(
    views: Views, span: Span, by: Sequence[By], wanted: Sequence[Percentiles]
) -> dict[Group, Figures]:
    rows_of_span, parameters = _rows(span, wanted[0].source)
    groups = _groups(by)
    ranked = {
        f"{one.name}P{rank}": f"percentile_disc({rank} / 100.0) WITHIN GROUP (ORDER BY {one.value})"
        for one in wanted
        for rank in RANKS
    }
    columns = ", ".join([*groups, *ranked.values()])
    grouped = f" GROUP BY {', '.join(groups)}" if groups else ""
    rows = await views.read(f"SELECT {columns} FROM {rows_of_span}{grouped}", *parameters)  # noqa: S608 - names of ours
    return _by_group(by, list(ranked), rows)


async def _ranked_by_sums(
    views: Views, span: Span, by: Sequence[By], wanted: Percentiles
) -> dict[Group, Figures]:
    """Facts are counted by value first: there are far fewer values to be sorted than facts. Sums of
    a day have been, and are kept in the order of tenants and days.
    """
    rows_of_span, parameters = _rows(span, wanted.source)
    names = [f"g{number}" for number in range(len(by))]
    groups = [f"{sql} AS {name}" for sql, name in zip(_groups(by), names, strict=True)]
    values = ", ".join([*groups, f"{wanted.value} AS x", "n"])
    keys = ", ".join([*names, "x"])
    partition = f"PARTITION BY {', '.join(reversed(names))} " if names else ""
    are_counted = "day" in by and SOURCES[wanted.source].by_day is not None
    facts = f"(SELECT {values} FROM {rows_of_span}) AS facts WHERE x IS NOT NULL"  # noqa: S608 - names of ours
    counted = f"(SELECT {keys}, sum(n) AS n FROM {facts} GROUP BY {keys}) AS counted"  # noqa: S608 - names of ours
    ranks = [f"min(CASE WHEN upto >= (total * {rank} + 99) / 100 THEN x END)" for rank in RANKS]
    rows = await views.read(
        f"SELECT {', '.join([*names, *ranks])} FROM (SELECT {keys},"  # noqa: S608 - names and numbers of ours
        f" CAST(sum(n) OVER ({partition}ORDER BY x) AS bigint) AS upto,"
        f" CAST(sum(n) OVER ({partition.strip()}) AS bigint) AS total"
        f" FROM {facts if are_counted else counted}) AS ranked"
        + (f" GROUP BY {', '.join(names)}" if names else ""),
        *parameters,
    )
    return _by_group(by, [f"{wanted.name}P{rank}" for rank in RANKS], rows)


def _by_group(
    by: Sequence[By], names: Sequence[str], rows: Sequence[Group]
) -> dict[Group, Figures]:
    """Figures by the groups that rows begin with."""
    return {
        row[: len(by)]: dict(zip(names, map(_plain, row[len(by) :]), strict=True)) for row in rows
    }


def _rows(span: Span, source: Source, *, test: int = 0) -> tuple[str, list[object]]:
    """The rows of a span, each with its day, its tenant and how many facts it stands for, `n`, as
    SQL that a FROM takes.

    Days that lie in the span as a whole come from their sums, and the rest from facts.
    """
    rows = SOURCES[source]
    day = f"{rows.time} / {DAY_MS} AS day"
    within = _range(span)
    if rows.by_day is None:
        where, parameters = _within(span, rows.time, within, test=test)
        return f"(SELECT {day}, 1 AS n, * FROM {rows.table} WHERE {where}) AS of_span", parameters  # noqa: S608 - names of ours
    days, rest = _split(*within)
    facts = ", ".join(f"{sql} AS {name}" for name, sql in rows.columns.items())
    where, parameters = _within(span, "day", days, test=test)
    parts = [f"SELECT day, tenant_id, {', '.join(rows.columns)} FROM {rows.by_day} WHERE {where}"]  # noqa: S608 - names of ours
    for part in rest:
        where, more = _within(span, rows.time, part, test=test)
        parts.append(f"SELECT {day}, tenant_id, {facts} FROM {rows.table} WHERE {where}")  # noqa: S608 - names of ours
        parameters += more
    return f"({' UNION ALL '.join(parts)}) AS of_span", parameters


def _range(span: Span) -> _Range:
    since, until = (None if at is None else milliseconds(at) for at in (span.since, span.until))
    return since, until


def _split(since: int | None, until: int | None) -> tuple[_Range, list[_Range]]:
    """The days that lie between two moments as a whole, and the moments before and after them."""
    first = None if since is None else -(-since // DAY_MS)
    end = None if until is None else until // DAY_MS
    if first is not None and end is not None and first >= end:
        return (0, 0), [(since, until)]
    rest: list[_Range] = []
    if first is not None and since != first * DAY_MS:
        rest.append((since, first * DAY_MS))
    if end is not None and until != end * DAY_MS:
        rest.append((end * DAY_MS, until))
    return (first, end), rest


def _within(span: Span, column: str, within: _Range, *, test: int = 0) -> tuple[str, list[object]]:
    """That a row is of the span's tenants, and a column of it in a range, as SQL."""
    where = f"generation = {live(NAME)} AND test = {test}"
    parameters: list[object] = []
    for condition, number in zip((">=", "<"), within, strict=True):
        if number is not None:
            where += f" AND {column} {condition} ?"
            parameters.append(number)
    if span.tenants is not None:
        where += f" AND {one_of('tenant_id', span.tenants)}"
        parameters += sorted(span.tenants)
    return where, parameters


def _groups(by: Sequence[By]) -> list[str]:
    columns = {
        "day": "day",
        "week": f"(day + {_FIRST_MONDAY}) / {_WEEK}",
        "tenantId": "tenant_id",
    }
    return [columns[one] for one in by]


def _now(sql: str, span: Span) -> str:
    quiet = milliseconds(span.now - timedelta(hours=QUIET_HOURS))
    return sql.replace("{quiet}", str(quiet))


def _plain(value: object) -> Value:
    """A number as JSON has it: whole where it is, else to four places; None for nothing."""
    if value is None or isinstance(value, int):
        return value
    number = float(str(value))
    return int(number) if number.is_integer() and abs(number) < 2**53 else round(number, DIGITS)


def _name(by: By, part: object) -> str:
    if by == "tenantId":
        return str(part)
    number = int(str(part))
    days = number if by == "day" else number * _WEEK - _FIRST_MONDAY
    return moment_of(days * DAY_MS).date().isoformat()
