"""The kinds of figures: each is SQL over facts, with the words that are shown beside it."""

from dataclasses import dataclass
from typing import Final, Literal

QUIET_HOURS: Final = 24
"""After how long without a word an answered case counts as over; the field uses 24 to 72 hours."""

GOOD_RATING: Final = 8
"""The least of ten that counts as satisfied."""

Source = Literal["case_facts", "answer_facts", "source_facts", "redaction_facts"]
Unit = Literal["cases", "answers", "calls", "count", "ratio", "ms", "tokens", "points", "bytes"]

TIMES: Final[dict[Source, str]] = {
    "case_facts": "opened_at",
    "answer_facts": "answered_at",
    "source_facts": "captured_at",
    "redaction_facts": "captured_at",
}
"""By which moment a fact belongs to a day."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure that is one aggregate; `{quiet}` in its SQL is the moment `QUIET_HOURS` ago."""

    name: str
    unit: Unit
    source: Source
    sql: str
    definition: str


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


def counted(condition: str) -> str:
    """Count the rows of which a condition holds, as SQL."""
    return f"count(*) FILTER (WHERE {condition})"
