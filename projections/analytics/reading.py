"""Reads facts of a span of time: aggregates, percentiles and breakdowns, whole or in groups."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from domain.model import JSON
from projections.analytics.dictionary import AGGREGATES, PERCENTILES
from projections.analytics.facts import NAME
from projections.analytics.figures import (
    QUIET_HOURS,
    TIMES,
    Breakdown,
    Percentiles,
    Source,
)
from projections.views import Views, live, milliseconds, moment_of

Value = int | float | None
Group = tuple[object, ...]
Figures = dict[str, Value]
Row = dict[str, JSON]

By = Literal["day", "week", "tenantId"]
"""What figures may be grouped by; a week is named by its Monday."""

RANKS: Final = (50, 90, 99)

DIGITS: Final = 4
"""To how many places a number that is not whole is given."""

_DAY_MS: Final = 86_400_000
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
        *(_ranked(views, span, by, one) for one in PERCENTILES),
        *(_aggregated(views, span, by, source) for source in TIMES),
    )
    for part in parts:
        for group, figures in part.items():
            found.setdefault(group, {}).update(figures)
    return found


async def read_breakdown(
    views: Views, span: Span, wanted: Breakdown, by: Sequence[By] = ()
) -> tuple[Row, ...]:
    """The rows of a breakdown, in order; those of each group, if `by` says what groups are."""
    where, parameters = _facts(span, wanted.source)
    columns = {**wanted.keys, **wanted.values}
    selected = ", ".join([*_groups(by, wanted.source), *columns.values()])
    keys = ", ".join(str(number) for number in range(1, len(by) + len(wanted.keys) + 1))
    rows = await views.read(
        f"SELECT {selected} {where} AND {wanted.where} GROUP BY {keys} ORDER BY {keys}",
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
    where, parameters = _facts(span, "case_facts", test=1)
    ((count,),) = await views.read(f"SELECT count(*) {where}", *parameters)
    return int(count)


async def earliest(views: Views, span: Span) -> datetime | None:
    """When the first fact of the span was, if there is any."""
    moments: list[int] = []
    for source, column in TIMES.items():
        where, parameters = _facts(span, source)
        ((at,),) = await views.read(f"SELECT min({column}) {where}", *parameters)
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
    where, parameters = _facts(span, source)
    groups = _groups(by, source)
    columns = ", ".join([*groups, *(_now(one.sql, span) for one in wanted)])
    grouped = f" GROUP BY {', '.join(groups)}" if groups else ""
    rows = await views.read(f"SELECT {columns} {where}{grouped}", *parameters)
    return {
        row[: len(by)]: {
            one.name: _plain(value) for one, value in zip(wanted, row[len(by) :], strict=True)
        }
        for row in rows
    }


async def _ranked(
    views: Views, span: Span, by: Sequence[By], wanted: Percentiles
) -> dict[Group, Figures]:
    """Percentiles by nearest rank: the least value that so many of a hundred do not exceed.

    Facts are counted by value first: there are far fewer values to be sorted than facts.
    """
    where, parameters = _facts(span, wanted.source)
    names = [f"g{number}" for number in range(len(by))]
    groups = [
        f"{sql} AS {name}" for sql, name in zip(_groups(by, wanted.source), names, strict=True)
    ]
    values = ", ".join([*groups, f"{wanted.value} AS x"])
    keys = ", ".join([*names, "x"])
    partition = f"PARTITION BY {', '.join(names)} " if names else ""
    ranks = [f"min(CASE WHEN upto >= (total * {rank} + 99) / 100 THEN x END)" for rank in RANKS]
    rows = await views.read(
        f"SELECT {', '.join([*names, *ranks])} FROM (SELECT {keys},"  # noqa: S608  names and numbers of ours
        f" CAST(sum(n) OVER ({partition}ORDER BY x) AS bigint) AS upto,"
        f" CAST(sum(n) OVER ({partition.strip()}) AS bigint) AS total"
        f" FROM (SELECT {keys}, count(*) AS n FROM (SELECT {values} {where}) AS facts"
        f" WHERE x IS NOT NULL GROUP BY {keys}) AS counted) AS ranked"
        + (f" GROUP BY {', '.join(names)}" if names else ""),
        *parameters,
    )
    return {
        row[: len(by)]: {
            f"{wanted.name}P{rank}": _plain(value)
            for rank, value in zip(RANKS, row[len(by) :], strict=True)
        }
        for row in rows
    }


def _facts(span: Span, source: Source, *, test: int = 0) -> tuple[str, list[object]]:
    """The facts of a span, as SQL from its FROM on."""
    where = f"FROM {source} WHERE generation = {live(NAME)} AND test = {test}"
    parameters: list[object] = []
    for condition, moment in ((">=", span.since), ("<", span.until)):
        if moment is not None:
            where += f" AND {TIMES[source]} {condition} ?"
            parameters.append(milliseconds(moment))
    if span.tenants is not None:
        where += f" AND tenant_id IN ({','.join('?' * len(span.tenants)) or 'NULL'})"
        parameters += sorted(span.tenants)
    return where, parameters


def _groups(by: Sequence[By], source: Source) -> list[str]:
    day = f"{TIMES[source]} / {_DAY_MS}"
    columns = {
        "day": day,
        "week": f"({day} + {_FIRST_MONDAY}) / {_WEEK}",
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
    return datetime.fromtimestamp(days * _DAY_MS / 1000, UTC).date().isoformat()
