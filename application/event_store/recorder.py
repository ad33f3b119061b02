"""What both engines offer beside the library's recorder interface, and the rows that they give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple, Protocol, Self

from eventsourcing.persistence import StoredEvent as Row

from application.event_store.append import Append, ViewDocument
from application.event_store.watch import Watch

WINDOW_MS: Final = 60_000
"""The sliding minute over which requests are counted."""


@dataclass(frozen=True, slots=True)
class RememberedRow:
    """What the store remembers of a request."""

    fingerprint: str
    case_id: str
    question_id: str | None
    status: int
    body: bytes | None
    lease_until: int
    created_at: int


class Moved(NamedTuple):
    """An event by its place in the log, the stream and version that it is, and its stored hash."""

    position: int
    stream: str
    version: int
    hash: str


@dataclass(frozen=True, slots=True)
class Positioned:
    """A stored row with its place in the log and the hash that was stored with it."""

    position: int
    row: Row
    hash: str

    @classmethod
    def of(cls, columns: Sequence[Any]) -> Self:
        """Read its position, stream, version, topic, state and hash."""
        return cls(columns[0], Row(*columns[1:5]), columns[5])


class CaseRecorder(Protocol):
    """What both engines offer beside the library's recorder interface.

    All methods raise `StoreAway` when the database does not answer. `watch` is set before `open`.
    """

    watch: Watch

    async def open(self) -> None:
        """Connect and begin to write what is submitted."""
        ...

    async def close(self) -> None:
        """Finish what was submitted, then disconnect."""
        ...

    async def append(self, command: Append) -> tuple[int, ...]:
        """Write a command durably; gives the positions of its events in the log.

        Raises `VersionConflict`, `AttemptTaken` or `StoreAway`.
        """
        ...

    async def select_stream(
        self, stream: str, *, after: int = 0, limit: int | None = None
    ) -> Sequence[Row]:
        """Rows of a stream in order: those after a version, or the first so many of them."""
        ...

    async def select_end_of_stream(
        self, stream: str, *, limit: int, after: int = 0, before: int | None = None
    ) -> Sequence[Row]:
        """The last so many rows of a stream, or of what lies between two versions, in order."""
        ...

    async def select_version(self, stream: str) -> int:
        """The version that a stream has reached; 0 if there is none."""
        ...

    async def select_last_position(self) -> int:
        """The last position of the log; 0 if it is empty."""
        ...

    async def select_moved(self, *, after: int, limit: int) -> Sequence[Moved]:
        """What moved on by the events after a position, in their order."""
        ...

    async def select_case_key(self, case_id: str) -> bytes | None:
        """A case's key as it is stored; None if it was destroyed or never was."""
        ...

    def read_case_key(self, case_id: str) -> bytes | None:
        """The same for the library's synchronous readers."""
        ...

    async def select_documents(
        self, views: Sequence[str], key: str, *, owned: tuple[str, str] | None = None
    ) -> Sequence[ViewDocument]:
        """All documents of some views under one key, by view and ordinal.

        With `owned`, a view and an owner, none unless that view's first is the owner's.
        """
        ...

    async def select_owned(
        self, view: str, owner: str, *, before: str | None, limit: int
    ) -> Sequence[ViewDocument]:
        """An owner's documents of a view, greatest key first, from below `before`."""
        ...

    async def select_view(
        self, view: str, *, after: tuple[str, int] | None, limit: int
    ) -> Sequence[ViewDocument]:
        """Documents of a view by key and ordinal, from above `after`."""
        ...

    async def replace_document(
        self, shown: ViewDocument | None, recorded: ViewDocument | None
    ) -> None:
        """Put one document in another's place, at which either may be none; unless that is not as
        it was `shown` any more.
        """
        ...

    async def select_remembered(self, request_id: str) -> RememberedRow | None:
        """What is remembered of a request."""
        ...

    async def renew_remembered(self, claims: Mapping[str, str], lease_until: int) -> None:
        """Put off when unanswered requests may be taken over; `claims` by request id."""
        ...

    async def forget_remembered(self, before: int) -> None:
        """Drop what was remembered before that time."""
        ...

    async def take_lease(
        self, name: str, holder: str, *, now: int, until: int, paused_before: int
    ) -> int | None:
        """Take a lease that nobody holds, and no pause keeps back that began after a time.

        Neither counts if it runs out much later than any can. Gives how often it was taken so far;
        None if it cannot be had. Times are milliseconds since 1970.
        """
        ...

    async def renew_leases(
        self, names: Sequence[str], holder: str, *, now: int, until: int
    ) -> frozenset[str]:
        """Renew leases, or begin them where there are none; gives those that are the holder's."""
        ...

    async def end_lease(
        self, name: str, holder: str, *, now: int, paused_until: int | None
    ) -> None:
        """Give a lease back: as if it had never been, or for nobody to take before a time."""
        ...

    async def forget_leases(self, before: int) -> None:
        """Drop what ran out before that time: of work that was done, or given up."""
        ...

    async def count_requests(self, asked: Sequence[tuple[str, int]]) -> Sequence[int]:
        """Count requests over a sliding minute; each is who asks, and how often that one may.

        Gives for each 0 if it is within the limit, else after how many milliseconds one would be;
        such a request does not count.
        """
        ...

    async def forget_counts(self) -> None:
        """Drop what was counted of users who have not asked for a minute."""
        ...

    async def select_part(self, sha256: str) -> bytes | None:
        """A piece of model requests."""
        ...

    async def select_log(self, *, after: int, limit: int) -> Sequence[Positioned]:
        """The log of all streams in order of position."""
        ...

    async def select_streams(self, streams: Sequence[str]) -> Sequence[Positioned]:
        """All rows of some streams in order of position."""
        ...

    async def select_erased(self, *, after: int) -> tuple[int, Sequence[str]]:
        """The last position of the log, and the cases erased from above another one to there."""
        ...

    async def select_misplaced(self) -> Sequence[Positioned]:
        """Rows that no reader of the log need meet: without a position, or not alone at theirs.

        There are none in a log that nobody has touched.
        """
        ...

    async def reserve_tokens(self, tenant_id: str, day: date, tokens: int, limit: int) -> bool:
        """Set tokens aside if that stays within the day's limit."""
        ...

    async def settle_tokens(self, tenant_id: str, day: date, tokens: int) -> None:
        """Add to what was set aside, or take back with a negative number."""
        ...

    async def select_spent_tokens(self, day: date) -> Mapping[str, int]:
        """What was spent or is set aside on a day, by tenant; one that spent nothing has none."""
        ...

    async def store_key(self, offered: bytes) -> bytes:
        """The store's own key as it is stored; the one offered, if it has none yet."""
        ...

    async def replace_store_key(self, old: bytes, new: bytes) -> None:
        """Store the same key in another form, unless someone else has."""
        ...

    async def ping(self) -> None:
        """Prove that the database answers."""
        ...
