"""The figures of a span of time: at a glance, or day by day and tenant by tenant."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import cache

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
from projections.analytics.figures import Unit
from projections.analytics.reading import (
    DIGITS,
    RANKS,
    By,
    Figures,
    Group,
    Span,
    Value,
    left_out,
    named,
    read_breakdown,
    read_figures,
)
from projections.views import Views, position_of

__all__ = [
    "By",
    "Series",
    "Span",
    "Summary",
    "breakdown",
    "definitions",
    "filled",
    "series",
    "summary",
]


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
    """The figures by day or week (UTC), by tenant, or by both; groups without facts are absent."""

    definition_version: int
    by: tuple[By, ...]
    tenant_id: str | None
    since: Time | None = Field(serialization_alias="from")
    until: Time | None = Field(serialization_alias="to")
    computed_at: Time
    figures: Mapping[str, Defined]
    data: tuple[dict[str, JSON], ...]


async def summary(views: Views, span: Span) -> Summary:
    """Compute every figure of a span."""
    position = await position_of(views, NAME)
    read, tables, tested = await asyncio.gather(
        read_figures(views, span, ()),
        asyncio.gather(*(breakdown(views, span, one.name) for one in BREAKDOWNS)),
        left_out(views, span),
    )
    figures = filled(read.get((), {}))
    return Summary(
        definition_version=DEFINITION,
        tenant_id=span.tenant_id,
        since=span.since,
        until=span.until,
        computed_at=span.now,
        position=position or 0,
        test_cases_left_out=tested,
        figures={
            name: Figure(value=figures[name], unit=what.unit, definition=what.definition)
            for name, what in definitions().items()
        },
        breakdowns={one.name: table for one, table in zip(BREAKDOWNS, tables, strict=True)},
    )


async def series(views: Views, span: Span, by: Sequence[By]) -> Series:
    """Compute every figure of each day, week, tenant, or several of these."""
    found = await read_figures(views, span, by)
    # Years by day and tenant are thousands of rows, and other requests do not wait for them.
    return await asyncio.to_thread(_series, found, span, by)


def _series(found: Mapping[Group, Figures], span: Span, by: Sequence[By]) -> Series:
    data: list[dict[str, JSON]] = []
    for group in sorted(found, key=lambda group: [str(part) for part in group]):
        figures = filled(found[group])
        data.append(named(by, group) | {name: figures[name] for name in definitions()})
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


async def breakdown(views: Views, span: Span, name: str, by: Sequence[By] = ()) -> Table:
    """Compute one breakdown, whole or of each group; `name` is one of `BREAKDOWNS`."""
    (wanted,) = (one for one in BREAKDOWNS if one.name == name)
    rows = await read_breakdown(views, span, wanted, by)
    return Table(definition=wanted.definition, rows=rows)


@cache
def definitions() -> Mapping[str, Defined]:
    """Every figure in the order in which it is shown, with its unit and its words."""
    found = {one.name: Defined(unit=one.unit, definition=one.definition) for one in AGGREGATES}
    found |= {one.name: Defined(unit=one.unit, definition=one.definition) for one in RATIOS}
    for one in PERCENTILES:
        for rank in RANKS:
            words = f"{one.definition} {rank} of 100 took no longer."
            found[f"{one.name}P{rank}"] = Defined(unit=one.unit, definition=words)
    return found


def filled(figures: Mapping[str, Value]) -> Figures:
    """Add what follows from other figures; count what a group has none of as 0."""
    all_of_them: Figures = {one.name: None if one.mean else 0 for one in AGGREGATES}
    all_of_them.update(figures)
    for ratio in RATIOS:
        all_of_them[ratio.name] = _ratio(all_of_them, ratio.part, ratio.whole)
    return dict.fromkeys(definitions()) | all_of_them


def _ratio(figures: Mapping[str, Value], part: str, whole: str) -> Value:
    among = figures[whole]
    return round((figures[part] or 0) / among, DIGITS) if among else None
