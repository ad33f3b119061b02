"""What one command writes, all of it in one transaction or none of it, and how that may fail."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from application.event_store.recorded import Link

CASE: Final = "case"
"""The view that holds each case as its owner reads it; whose a case is stands there."""

MESSAGE: Final = "message"
"""The view that holds each message of a case."""


class ViewDocument(NamedTuple):
    """A finished part of a view, as it is stored: sealed, and found by view, key and ordinal.

    `owner` is the pseudonym that may list it. `version` is the stream version that it shows.
    A `body` of None takes the document away.
    """

    view: str
    key: str
    ordinal: int
    owner: str | None
    version: int
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """A request that will be recognised if it comes again (see `application.idempotency`).

    Times are milliseconds since 1970. `claim` names this attempt: a row of another attempt is
    taken over only once its lease ran out unanswered, or it is older than `forgotten_before`.
    `body` is None while the work goes on.
    """

    id: str
    claim: str
    fingerprint: str
    case_id: str
    question_id: str | None
    status: int
    body: bytes | None
    now: int
    lease_until: int
    forgotten_before: int


class Append(NamedTuple):
    """What one command writes.

    `links` of one stream stand in order of version; the first must follow what the store holds.
    `case_key` is a new case's id with its key as it is stored. `parts` are pieces of model requests
    by the SHA-256 of their text, kept once. `erased` is a case whose key is destroyed, with
    whatever was derived from the case.
    """

    links: tuple[Link, ...] = ()
    documents: tuple[ViewDocument, ...] = ()
    case_key: tuple[str, bytes] | None = None
    parts: tuple[tuple[str, bytes], ...] = ()
    remembered: Remembered | None = None
    erased: str | None = None

    @property
    def streams(self) -> set[str]:
        """The streams that events go to."""
        return {link.stream for link in self.links}


class AppendFailed(Exception):
    """Nothing of the command was written."""


class VersionConflict(AppendFailed):
    """Another process has extended the stream first."""


class AttemptTaken(AppendFailed):
    """Another attempt holds this Idempotency-Key."""


class StoreAway(AppendFailed):
    """The database does not answer, or has more to do than it can take."""
