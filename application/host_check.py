"""What came of trying a host application: everything that whoever builds one wants to know."""

from dataclasses import dataclass

from application.ports import HostAnswers
from application.snapshots import Captured
from domain.model import JSON
from domain.snapshot.shape import Source


@dataclass(frozen=True, slots=True)
class TriedEndpoint:
    """One call: its fate, and why it was not a better one.

    `document` is what the endpoint answered, None where that is no JSON object about the user.
    `faults` says of the first rows that did not fit why.
    """

    path: str
    fate: Source
    reason: str
    document: dict[str, JSON] | None
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriedHost:
    """All four calls, what was read from them, and the snapshot that it makes."""

    endpoints: tuple[TriedEndpoint, ...]
    answers: HostAnswers
    captured: Captured
    max_bytes: int
