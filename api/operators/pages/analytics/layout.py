"""What the page is made of: sections of small charts, tables of figures and tables of words."""

from dataclasses import dataclass
from typing import Final, Literal

from api.operators.pages.analytics.writing import Kind, kind_of
from api.operators.pages.writing import SOURCES
from projections.analytics.dictionary import RATIOS
from projections.analytics.reading import RANKS
from projections.analytics.summary import definitions

ESCALATIONS: Final = {
    "negative_feedback": "After negative feedback",
    "asked": "Asked for, nothing else",
    "abstained": "The answer abstained",
    "not_borne_out": "The model was not borne out",
    "stand_in": "No model could be used",
    "no_answer": "No answer was given",
}
"""Reasons of escalations, by the words of the breakdown `escalations`."""

ENDPOINTS: Final = {word: name.capitalize() for word, name in SOURCES.items()}
"""Endpoints of host applications, by the words of the breakdown `sources`."""

_WHOLES: Final = {
    "cases": "no cases",
    "answeredCases": "no answered case",
    "endedCases": "no ended case",
    "ratedCases": "no rated case",
    "closedCases": "no closed case",
    "answers": "no answers",
    "snapshots": "no snapshots",
    "hostCalls": "no host calls",
    "confirmedResolutions": "no confirmed resolution",
}
"""What there is none of where a share has no value, by the figure that it is a share of."""

_RATIOS: Final = {one.name: one for one in RATIOS}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure of the dictionary under a title; `none` says why it may have no value."""

    name: str
    title: str
    none: str = ""

    @property
    def kind(self) -> Kind:
        """How it is written."""
        return kind_of(self.name)

    @property
    def why(self) -> str:
        """What there is none of where it has no value."""
        ratio = _RATIOS.get(self.name)
        return self.none or (_WHOLES[ratio.whole] if ratio else "")

    @property
    def formula(self) -> str:
        """What it is called in downloads, and what it is made of."""
        ratio = _RATIOS.get(self.name)
        return f"{self.name} = {ratio.part} / {ratio.whole}" if ratio else self.name

    @property
    def definition(self) -> str:
        """Its words; those of the count that a share takes stand with it."""
        if self.parts is None:
            return self.brief
        return f"{self.brief} {definitions()[self.parts[0]].definition}"

    @property
    def brief(self) -> str:
        """Its own words alone."""
        return definitions()[self.name].definition

    @property
    def parts(self) -> tuple[str, str] | None:
        """The two counts that it is made of, if it is a share."""
        ratio = _RATIOS.get(self.name)
        return (ratio.part, ratio.whole) if ratio and self.kind == "share" else None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Three percentiles in one row."""

    name: str
    title: str
    none: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of days; `key` names a figure, or `breakdown:word`."""

    key: str
    title: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns of a table, drawn together.

    Charts of one `scale` have the same axis. `pen` is the first of the three ways to draw that its
    columns take; `assumed` things have another than `confirmed` ones throughout the page. A chart
    of a breakdown counts `what`, as the columns `counts` have it.
    """

    title: str
    columns: tuple[Column, ...]
    drawn: Literal["bars", "lines", "histogram", "reliability"] = "lines"
    scale: str = ""
    pen: int = 1
    none: str = ""
    counts: tuple[str, ...] = ()
    what: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A breakdown as a table: its columns' titles and kinds (None is a word) by their names.

    The bar in each row shows the column `weighed`; with `heaviest_first` rows are ordered by it.
    `charts` draw from this table.
    """

    name: str
    title: str
    columns: dict[str, tuple[str, Kind | None]]
    weighed: str
    none: str
    words: dict[str, str]
    charts: tuple[Chart, ...] = ()
    heaviest_first: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One subject. `across` charts stand side by side at most; with `lead` the first has a row.

    Breakdowns stand `beside` the figures, or beneath them.
    """

    id: str
    title: str
    says: str
    charts: tuple[Chart, ...]
    figures: tuple[Shown, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    breakdowns: tuple[Words, ...] = ()
    across: int = 3
    lead: bool = False
    beside: bool = True

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the section's table of days has."""
        return tuple(column for chart in self.charts for column in chart.columns)

    @property
    def headings(self) -> tuple[tuple[str, str], ...]:
        """Their keys, and titles that stand without the charts."""
        return tuple(
            (one.key, f"{chart.title}, {one.title}" if len(chart.columns) > 1 else chart.title)
            for chart in self.charts
            for one in chart.columns
        )


def one(figure: str, title: str) -> tuple[Column, ...]:
    """One figure as the only column of a chart."""
    return (Column(figure, title, kind_of(figure)),)


def percentiles(name: str) -> tuple[Column, ...]:
    """The three percentiles of a time."""
    return tuple(Column(f"{name}P{rank}", f"p{rank}", "time") for rank in RANKS)
