"""The figures of a span of time: at a glance, or day by day and tenant by tenant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from pydantic import Field

from domain.model import JSON, Model, Time
from projections.analytics.dictionary import (
    AGGREGATES,
    BREAKDOWNS,
    DEFINITION,
    PERCENTILES,
    RATIOS,
)
from projections.analytics.facts import NAME
from projections.analytics.figures import (
    QUIET_HOURS,
    TIMES,
    Aggregate,
    Breakdown,
    Percentiles,
    Source,
    Unit,
)
from projections.views import Views, live, milliseconds

Value = int | float | None
Group = tuple[object, ...]
Figures = dict[str, Value]

By = Literal["day", "tenantId"]
_DAY_MS: Final = 86_400_000
_RANKS: Final = (50, 90, 99)
_DIGITS: Final = 4


class Defined(Model):
    """What a figure is."""

    unit: Unit
    definition: str


class Figure(Defined):
    """A figure; `value` is None where there is nothing to compute it from."""

    value: int | float | None


class Table(Model):
    """Figures by a word."""

    definition: str
    rows: tuple[dict[str, JSON], ...]


class Summary(Model):
    """All figures of a span. `test_cases_left_out` were opened in it and counted nowhere."""

    definition_version: int
    tenant_id: str | None
    since: Time | None = Field(serialization_alias="from")
    until: Time | None = Field(serialization_alias="to")
    computed_at: Time
    position: int
    test_cases_left_out: int
    figures: dict[str, Figure]
    breakdowns: dict[str, Table]


class Series(Model):
    """The figures by day (UTC), by tenant, or by both; groups without any fact are left out."""

    definition_version: int
    by: tuple[By, ...]
    tenant_id: str | None
    since: Time | None = Field(serialization_alias="from")
    until: Time | None = Field(serialization_alias="to")
    computed_at: Time
    figures: dict[str, Defined]
    data: tuple[dict[str, JSON], ...]


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


async def summary(views: Views, span: Span) -> Summary:
    """Compute every figure of a span."""
    figures = (await _figures(views, span, ())).get((), {})
    _fill(figures)
    breakdowns = {one.name: await _broken_down(views, span, one) for one in BREAKDOWNS}
    where, parameters = _facts(span, "case_facts", test=1)
    left_out = await views.read(f"SELECT count(*) {where}", *parameters)
    position = await views.read(
        "SELECT position FROM followed_views WHERE view = ? AND live = 1", NAME
    )
    return Summary(
        definition_version=DEFINITION,
        tenant_id=span.tenant_id,
        since=span.since,
        until=span.until,
        computed_at=span.now,
        position=position[0][0] if position else 0,
        test_cases_left_out=left_out[0][0],
        figures={
            name: Figure(value=figures[name], unit=what.unit, definition=what.definition)
            for name, what in definitions().items()
        },
        breakdowns=breakdowns,
    )


async def series(views: Views, span: Span, by: Sequence[By]) -> Series:
    """Compute every figure of each day, tenant, or both."""
    found = await _figures(views, span, by)
    data: list[dict[str, JSON]] = []
    for group in sorted(found, key=lambda group: [str(part) for part in group]):
        figures = found[group]
        _fill(figures)
        names: dict[str, JSON] = {
            name: _day(part) if name == "day" else str(part)
            for name, part in zip(by, group, strict=True)
        }
        data.append(names | {name: figures[name] for name in definitions()})
    return Series(
        definition_version=DEFINITION,
        by=tuple(by),
        tenant_id=span.tenant_id,
        since=span.since,
        until=span.until,
        computed_at=span.now,
        figures=definitions(),
        data=tuple(data),
    )


def definitions() -> dict[str, Defined]:
    """Every figure in the order in which it is shown, with its unit and its words."""
    found = {one.name: Defined(unit=one.unit, definition=one.definition) for one in AGGREGATES}
    found |= {one.name: Defined(unit=one.unit, definition=one.definition) for one in RATIOS}
    for one in PERCENTILES:
        for rank in _RANKS:
            words = f"{one.definition} {rank} of 100 took no longer."
            found[f"{one.name}P{rank}"] = Defined(unit=one.unit, definition=words)
    return found


# Reading


async def _figures(views: Views, span: Span, by: Sequence[By]) -> dict[Group, Figures]:
    """All figures but the ratios, by group."""
    found: dict[Group, Figures] = {}
    for source in TIMES:
        wanted = [one for one in AGGREGATES if one.source == source]
        for group, figures in (await _aggregated(views, span, by, source, wanted)).items():
            found.setdefault(group, {}).update(figures)
    for one in PERCENTILES:
        for group, figures in (await _ranked(views, span, by, one)).items():
            found.setdefault(group, {}).update(figures)
    return found


async def _aggregated(
    views: Views, span: Span, by: Sequence[By], source: Source, wanted: Sequence[Aggregate]
) -> dict[Group, Figures]:
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
    """Percentiles by nearest rank: the least value that so many of a hundred do not exceed."""
    where, parameters = _facts(span, wanted.source)
    names = [f"g{number}" for number in range(len(by))]
    groups = [
        f"{sql} AS {name}" for sql, name in zip(_groups(by, wanted.source), names, strict=True)
    ]
    values = ", ".join([*groups, f"{wanted.value} AS x"])
    partition = f"PARTITION BY {', '.join(names)} " if names else ""
    ranks = [f"max(CASE WHEN n = (total * {rank} + 99) / 100 THEN x END)" for rank in _RANKS]
    rows = await views.read(
        f"SELECT {', '.join([*names, *ranks])} FROM (SELECT {', '.join([*names, 'x'])},"  # noqa: S608  names and numbers of ours
        f" row_number() OVER ({partition}ORDER BY x) AS n,"
        f" count(*) OVER ({partition.strip()}) AS total"
        f" FROM (SELECT {values} {where}) AS facts WHERE x IS NOT NULL) AS ranked"
        + (f" GROUP BY {', '.join(names)}" if names else ""),
        *parameters,
    )
    return {
        row[: len(by)]: {
            f"{wanted.name}P{rank}": _plain(value)
            for rank, value in zip(_RANKS, row[len(by) :], strict=True)
        }
        for row in rows
    }


async def _broken_down(views: Views, span: Span, wanted: Breakdown) -> Table:
    where, parameters = _facts(span, wanted.source)
    columns = {**wanted.keys, **wanted.values}
    keys = ", ".join(str(number) for number in range(1, len(wanted.keys) + 1))
    rows = await views.read(
        f"SELECT {', '.join(columns.values())} {where} AND {wanted.where}"
        f" GROUP BY {keys} ORDER BY {keys}",
        *parameters,
    )
    return Table(
        definition=wanted.definition,
        rows=tuple(
            {
                name: value if isinstance(value, str) else _plain(value)
                for name, value in zip(columns, row, strict=True)
            }
            for row in rows
        ),
    )


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
    return [f"{TIMES[source]} / {_DAY_MS}" if one == "day" else "tenant_id" for one in by]


def _now(sql: str, span: Span) -> str:
    quiet = milliseconds(span.now - timedelta(hours=QUIET_HOURS))
    return sql.replace("{quiet}", str(quiet))


# Computing


def _fill(figures: Figures) -> None:
    """Add what follows from other figures; count what a group has none of as 0."""
    for one in AGGREGATES:
        figures.setdefault(one.name, None if one.sql.startswith("avg") else 0)
    for ratio in RATIOS:
        figures[ratio.name] = _ratio(figures, ratio.part, ratio.whole)
    for name in definitions():
        figures.setdefault(name, None)


def _ratio(figures: Mapping[str, Value], part: str, whole: str) -> Value:
    among = figures[whole]
    return round((figures[part] or 0) / among, _DIGITS) if among else None


def _plain(value: object) -> Value:
    """A number as JSON has it: whole where it is, else to four places; None for nothing."""
    if value is None or isinstance(value, int):
        return value
    number = float(str(value))
    return int(number) if number.is_integer() and abs(number) < 2**53 else round(number, _DIGITS)


def _day(number: object) -> str:
    return datetime.fromtimestamp(int(str(number)) * _DAY_MS / 1000, UTC).date().isoformat()
