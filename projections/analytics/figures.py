"""The kinds of figures: each is SQL over facts, with the words that are shown beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from projections.analytics.days import MILLIONTHS

QUIET_HOURS: Final = 24
"""After how long without a word an answered case counts as over; the field uses 24 to 72 hours."""

GOOD_RATING: Final = 8
"""The least of ten that counts as satisfied."""

Source = Literal["cases", "answers", "response_times", "sources", "redactions"]
Unit = Literal["cases", "answers", "calls", "count", "ratio", "ms", "tokens", "points", "bytes"]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a source's figures are read from: a table of facts, each of which belongs to a day by
    the moment in its column `time`.

    Where its whole days are summed in another table, `columns` has the SQL that gives each column
    of that one for a single fact; `n` counts facts.
    """

    table: str
    time: str
    by_day: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict[str, str])


_TOKENS_AND_CLAIMS: Final = (
    "evidence_kept",
    "evidence_dropped",
    "claims_held",
    "claims_failed",
    "input_tokens",
    "output_tokens",
    "cache_tokens",
)

SOURCES: Final[dict[Source, Rows]] = {
    "cases": Rows("case_facts", "opened_at"),
    "answers": Rows(
        "answer_facts",
        "answered_at",
        by_day="answers_by_day",
        columns={
            "generator": "generator",
            "fallback": "coalesce(fallback, '')",
            "model": "coalesce(model, '')",
            "outcome": "outcome",
            "n": "1",
            "sure": "CASE WHEN confidence IS NULL THEN 0 ELSE 1 END",
            "confidence": f"CAST(round(coalesce(confidence, 0) * {MILLIONTHS}) AS bigint)",
            **{name: name for name in _TOKENS_AND_CLAIMS},
        },
    ),
    "response_times": Rows(
        "answer_facts",
        "answered_at",
        by_day="response_times_by_day",
        columns={"latency_ms": "latency_ms", "n": "1"},
    ),
    "sources": Rows(
        "source_facts",
        "captured_at",
        by_day="sources_by_day",
        columns={
            "source": "source",
            "status": "status",
            "n": "1",
            "ms": "ms",
            "rows_dropped": "rows_dropped",
        },
    ),
    "redactions": Rows(
        "redaction_facts",
        "captured_at",
        by_day="redactions_by_day",
        columns={"rule": "rule", "n": "1", "found": "found"},
    ),
}
"""Where everything is read."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure that is one aggregate; `{quiet}` in its SQL is the moment `QUIET_HOURS` ago.

    A mean of nothing has no value; every other aggregate is 0 then.
    """

    name: str
    unit: Unit
    source: Source
    sql: str
    definition: str
    mean: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure that is one figure in another; it has no value where the other is 0."""

    name: str
    part: str
    whole: str
    definition: str
    unit: Unit = "ratio"


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Three figures (`nameP50`, `nameP90`, `nameP99`): percentiles by nearest rank."""

    name: str
    source: Source
    value: str
    definition: str
    unit: Unit = "ms"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Figures by a word, such as escalations by reason; `keys` and `values` are columns as SQL."""

    name: str
    source: Source
    keys: dict[str, str]
    values: dict[str, str]
    where: str
    definition: str


def summed(value: str, condition: str = "1 = 1") -> str:
    """Add up a column over the rows of which a condition holds, as SQL."""
    return f"CAST(coalesce(sum({value}) FILTER (WHERE {condition}), 0) AS bigint)"


def counted(condition: str) -> str:
    """Count the rows of which a condition holds, as SQL."""
    return f"count(*) FILTER (WHERE {condition})"
