"""How far the work on a question is, told while it is done to whoever wants to know."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.snapshot.shape import Sources


@dataclass(frozen=True, slots=True)
class Accepted:
    """The question is on record. `version` is the case's with it; None if an earlier request has
    recorded it, and this one takes its work over.
    """

    case_id: str
    question_id: str
    version: int | None


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """The snapshot is on record, as `version` of the case; `sources` are the host's four calls."""

    snapshot_id: str
    sources: Sources
    version: int


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer is being made; said again where the first one did not hold."""


@dataclass(frozen=True, slots=True)
class Checking:
    """An answer was proposed, and is looked up and contained before anybody sees it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer is on record, as `version` of the case."""

    version: int


Progress = Accepted | SnapshotTaken | Answering | Checking | Answered
Report = Callable[[Progress], None]


def unheard(_: Progress) -> None:
    """Tell nobody: the `Report` of whoever does not wait."""
