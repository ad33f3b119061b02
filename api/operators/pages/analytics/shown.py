"""What templates write: every figure beside its words, every chart with its table."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from api.operators.pages.analytics.found import Found, Values, as_number
from api.operators.pages.analytics.layout import Chart, Ranked, Section, Shown, Words
from api.operators.pages.analytics.writing import NONE, Kind, written
from domain.model import JSON
from projections.analytics.dictionary import PERCENTILES
from projections.analytics.reading import RANKS, Row, Value

MOST_TENANTS: Final = 100
"""How many tenants the page names; the downloads have all of them."""

RATINGS: Final = range(1, 11)

_RANKED: Final = {one.name: one.definition for one in PERCENTILES}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is drawn (None is nothing) and as it is written; `share` of a row's bar."""

    value: Value | str
    text: str
    number: bool = True
    share: float | None = None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with what it was made of (`of`), or why there is none, and its definition.

    `formula` is what it is called in downloads.
    """

    title: str
    cells: tuple[Cell, ...]
    of: str
    why: str
    definition: str
    formula: str


@dataclass(frozen=True, slots=True)
class Key:
    """One of the things that a chart draws."""

    key: str
    title: str
    pen: int
    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart; without `keys` there is nothing to draw, and `none` says of what."""

    title: str
    table: str
    keys: tuple[Key, ...]
    drawn: str
    kind: Kind
    scale: str
    none: str


@dataclass(frozen=True, slots=True)
class WordsTable:
    """A breakdown."""

    name: str
    title: str
    columns: tuple[tuple[str, str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]
    none: str
    definition: str
    charts: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section, filled in."""

    section: Section
    charts: tuple[Drawn, ...]
    figures: tuple[FigureRow, ...]
    ranked: tuple[FigureRow, ...]
    breakdowns: tuple[WordsTable, ...]
    days: tuple[tuple[date, tuple[Cell, ...]], ...]


def section_shown(section: Section, found: Found) -> SectionShown:
    """Fill a section in."""
    days = tuple(
        (day, tuple(_cell(values.get(one.key), one.kind) for one in section.columns))
        for day, values in found.days
    )
    return SectionShown(
        section=section,
        charts=tuple(_by_day(chart, section, found) for chart in section.charts),
        figures=tuple(figure_row(one, found.whole) for one in section.figures),
        ranked=tuple(_ranked_row(one, found.whole) for one in section.ranked),
        breakdowns=tuple(_words_table(one, found) for one in section.breakdowns),
        days=days,
    )


def figure_row(shown: Shown, values: Values) -> FigureRow:
    """One figure."""
    value = values[shown.name]
    of = ""
    if shown.parts is not None and value is not None:
        part, whole = (written(values[name], "count") for name in shown.parts)
        of = f"{part} of {whole}"
    return FigureRow(
        title=shown.title,
        cells=(_cell(value, shown.kind),),
        of=of,
        why=shown.why if value is None else "",
        definition=shown.definition,
        formula=shown.formula,
    )


def _ranked_row(ranked: Ranked, values: Values) -> FigureRow:
    found = [values[f"{ranked.name}P{rank}"] for rank in RANKS]
    return FigureRow(
        title=ranked.title,
        cells=tuple(_cell(value, "time") for value in found),
        of="",
        why=ranked.none if found[0] is None else "",
        definition=_RANKED[ranked.name],
        formula=", ".join(f"{ranked.name}P{rank}" for rank in RANKS),
    )


def _by_day(chart: Chart, section: Section, found: Found) -> Drawn:
    there_is = any(
        values.get(column.key) is not None for _, values in found.days for column in chart.columns
    )
    return Drawn(
        title=chart.title,
        table=f"days-{section.id}",
        keys=tuple(
            Key(column.key, column.title, pen, written(found.whole.get(column.key), column.kind))
            for pen, column in enumerate(chart.columns, chart.pen)
        )
        if there_is
        else (),
        drawn=chart.drawn,
        kind=chart.columns[0].kind,
        scale=chart.scale,
        none=chart.none or "nothing",
    )


def _words_table(words: Words, found: Found) -> WordsTable:
    table = found.summary.breakdowns[words.name]
    rows = _completed(words.name, table.rows)
    if words.heaviest_first:
        rows.sort(key=lambda row: -as_number(row[words.weighed]))
    most = max((as_number(row[words.weighed]) for row in rows), default=0)
    return WordsTable(
        name=words.name,
        title=words.title,
        columns=tuple(
            (key, title, kind is not None) for key, (title, kind) in words.columns.items()
        ),
        rows=tuple(_words_row(words, row, most) for row in rows),
        none=words.none,
        definition=table.definition,
        charts=tuple(_of_words(chart, words, rows) for chart in words.charts) if rows else (),
    )


def _of_words(chart: Chart, words: Words, rows: list[Row]) -> Drawn:
    (column,) = chart.columns
    many = sum(as_number(row[name]) for row in rows for name in chart.counts)
    keys = (Key(column.key, column.title, chart.pen, f"{many:,.0f} {chart.what}"),)
    table = f"words-{words.name}"
    return Drawn(chart.title, table, keys, chart.drawn, column.kind, chart.scale, "")


def _words_row(words: Words, row: Row, most: float) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for key, (_, kind) in words.columns.items():
        value = row[key]
        if kind is None:
            text = NONE if value is None else words.words.get(str(value), str(value))
            cells.append(Cell(text, text, number=False))
        else:
            share = as_number(value) / most if key == words.weighed and most else None
            cells.append(_cell(value, kind, share))
    return tuple(cells)


def _completed(name: str, rows: tuple[Row, ...]) -> list[Row]:
    """Rows with what is computed from them, and ratings that nobody gave."""
    if name == "ratings" and rows:
        given = {row["rating"]: row["cases"] for row in rows}
        return [{"rating": rating, "cases": given.get(rating, 0)} for rating in RATINGS]
    if name == "confidence":
        return [row | {"positiveShare": _positive(row)} for row in rows]
    return list(rows)


def _positive(row: Row) -> float | None:
    up, down = as_number(row["positive"]), as_number(row["negative"])
    return up / (up + down) if up + down else None


def _cell(value: JSON, kind: Kind, share: float | None = None) -> Cell:
    number = value if isinstance(value, int | float) else None
    return Cell(number, written(number, kind), share=share)
