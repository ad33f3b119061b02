"""The statements that both engines understand: all that is read, and what is changed by itself.

Events, and whatever is written with them, are the recorders' own business.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from eventsourcing.persistence import StoredEvent as Row

from application.event_store.append import Moved, Positioned, RememberedRow, ViewDocument
from application.event_store.watch import UNWATCHED, Watch

_ALL = 2**62
_NONSENSE = 120
"""What is to run for so many times as long as a lease was written while a clock was wrong: no pause
is longer than half of that.
"""

_STREAM = "SELECT originator_id, originator_version, topic, state FROM stored_events"
POSITIONED = (
    "SELECT notification_id, originator_id, originator_version, topic, state, hash"
    " FROM stored_events"
)
"""What `Positioned.of` reads."""
_OWNED = (
    " AND EXISTS (SELECT 1 FROM documents AS o"
    " WHERE o.key = ? AND o.ordinal = 0 AND o.view = ? AND o.owner = ?)"
)


class Tables(ABC):
    """One half of `CaseRecorder`, over what an engine does with a statement.

    Parameters stand as `?` in a statement.
    """

    watch: Watch = UNWATCHED

    @abstractmethod
    async def rows(self, statement: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
        """Read. Raises `StoreAway`."""

    @abstractmethod
    async def change(self, statement: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
        """Change something on its own; gives what the statement returns. Raises `StoreAway`."""

    # The record

    async def select_stream(
        self, stream: str, *, after: int = 0, limit: int | None = None
    ) -> Sequence[Row]:
        """See `CaseRecorder`."""
        rows = await self.rows(
            f"{_STREAM} WHERE originator_id = ? AND originator_version > ?"
            " ORDER BY originator_version LIMIT ?",
            stream,
            after,
            _ALL if limit is None else limit,
        )
        return [Row(*row) for row in rows]

    async def select_end_of_stream(
        self, stream: str, *, limit: int, after: int = 0, before: int | None = None
    ) -> Sequence[Row]:
        """See `CaseRecorder`."""
        rows = await self.rows(
            f"{_STREAM} WHERE originator_id = ?"
            " AND originator_version > ? AND originator_version < ?"
            " ORDER BY originator_version DESC LIMIT ?",
            *(stream, after, _ALL if before is None else before, limit),
        )
        return [Row(*row) for row in reversed(rows)]

    async def select_version(self, stream: str) -> int:
        """See `CaseRecorder`."""
        rows = await self.rows(
            "SELECT coalesce(max(originator_version), 0) FROM stored_events"
            " WHERE originator_id = ?",
            stream,
        )
        version: int = rows[0][0]
        return version

    async def select_last_position(self) -> int:
        """See `CaseRecorder`."""
        rows = await self.rows("SELECT coalesce(max(notification_id), 0) FROM stored_events")
        position: int = rows[0][0]
        return position

    async def select_moved(self, *, after: int, limit: int) -> Sequence[Moved]:
        """See `CaseRecorder`."""
        rows = await self.rows(
            "SELECT notification_id, originator_id, originator_version, hash FROM stored_events"
            " WHERE notification_id > ? ORDER BY notification_id LIMIT ?",
            after,
            limit,
        )
        return [Moved(*row) for row in rows]

    async def select_log(self, *, after: int, limit: int) -> Sequence[Positioned]:
        """See `CaseRecorder`."""
        rows = await self.rows(
            f"{POSITIONED} WHERE notification_id > ? ORDER BY notification_id LIMIT ?",
            after,
            limit,
        )
        return [Positioned.of(row) for row in rows]

    async def select_streams(self, streams: Sequence[str]) -> Sequence[Positioned]:
        """See `CaseRecorder`."""
        marks = ",".join("?" * len(streams))
        rows = await self.rows(
            f"{POSITIONED} WHERE originator_id IN ({marks})"
            " ORDER BY notification_id, originator_id, originator_version",
            *streams,
        )
        return [Positioned.of(row) for row in rows]

    async def select_misplaced(self) -> Sequence[Positioned]:
        """See `CaseRecorder`."""
        rows = await self.rows(
            f"{POSITIONED} WHERE notification_id IS NULL OR notification_id < 1"  # noqa: S608 - no input
            " OR notification_id IN (SELECT notification_id FROM stored_events"
            " GROUP BY notification_id HAVING count(*) > 1)"
            " ORDER BY originator_id, originator_version"
        )
        return [Positioned.of(row) for row in rows]

    async def select_erased(self, *, after: int) -> tuple[int, Sequence[str]]:
        """See `CaseRecorder`."""
        ((head,),) = await self.rows("SELECT coalesce(max(notification_id), 0) FROM stored_events")
        rows = await self.rows(
            "SELECT originator_id FROM stored_events"
            " WHERE notification_id > ? AND notification_id <= ? AND topic = 'case.erased'",
            *(after, head),
        )
        return head, [row[0] for row in rows]

    async def select_part(self, sha256: str) -> bytes | None:
        """See `CaseRecorder`."""
        rows = await self.rows("SELECT text FROM prompt_parts WHERE sha256 = ?", sha256)
        return rows[0][0] if rows else None

    # Keys

    async def select_case_key(self, case_id: str) -> bytes | None:
        """See `CaseRecorder`."""
        rows = await self.rows("SELECT wrapped FROM case_keys WHERE case_id = ?", case_id)
        return rows[0][0] if rows else None

    async def store_key(self, offered: bytes) -> bytes:
        """See `CaseRecorder`."""
        await self.change(
            "INSERT INTO store_keys VALUES ('store', ?) ON CONFLICT DO NOTHING", offered
        )
        wrapped: bytes = (await self.rows("SELECT wrapped FROM store_keys"))[0][0]
        return wrapped

    async def replace_store_key(self, old: bytes, new: bytes) -> None:
        """See `CaseRecorder`."""
        await self.change("UPDATE store_keys SET wrapped = ? WHERE wrapped = ?", new, old)

    # Views

    async def select_documents(
        self, views: Sequence[str], key: str, *, owned: tuple[str, str] | None = None
    ) -> Sequence[ViewDocument]:
        """See `CaseRecorder`."""
        marks = ",".join("?" * len(views))
        theirs = _OWNED if owned else ""
        rows = await self.rows(
            "SELECT view, key, ordinal, owner, version, body FROM documents"  # noqa: S608 - marks
            f" WHERE view IN ({marks}) AND key = ?{theirs} ORDER BY view, ordinal",
            *views,
            key,
            *((key, *owned) if owned else ()),
        )
        return [ViewDocument(*row) for row in rows]

    async def select_owned(
        self, view: str, owner: str, *, before: str | None, limit: int
    ) -> Sequence[ViewDocument]:
        """See `CaseRecorder`."""
        below, bound = ("", ()) if before is None else (" AND key < ?", (before,))
        rows = await self.rows(
            "SELECT view, key, ordinal, owner, version, body FROM documents"  # noqa: S608 - no input
            f" WHERE view = ? AND owner = ?{below} ORDER BY key DESC LIMIT ?",
            view,
            owner,
            *bound,
            limit,
        )
        return [ViewDocument(*row) for row in rows]

    async def select_view(
        self, view: str, *, after: tuple[str, int] | None, limit: int
    ) -> Sequence[ViewDocument]:
        """See `CaseRecorder`."""
        rows = await self.rows(
            "SELECT view, key, ordinal, owner, version, body FROM documents"
            " WHERE view = ? AND (key, ordinal) > (?, ?) ORDER BY key, ordinal LIMIT ?",
            *(view, *(after or ("", 0)), limit),
        )
        return [ViewDocument(*row) for row in rows]

    # Requests that may come again

    async def select_remembered(self, request_id: str) -> RememberedRow | None:
        """See `CaseRecorder`."""
        rows = await self.rows(
            "SELECT fingerprint, case_id, question_id, status, body, lease_until, created_at"
            " FROM remembered_requests WHERE id = ?",
            request_id,
        )
        return RememberedRow(*rows[0]) if rows else None

    async def renew_remembered(self, claims: Mapping[str, str], lease_until: int) -> None:
        """See `CaseRecorder`."""
        marks = ",".join(["(?, ?)"] * len(claims))
        await self.change(
            "UPDATE remembered_requests SET lease_until = ?"  # noqa: S608 - marks
            f" WHERE body IS NULL AND (id, claim) IN (VALUES {marks})",
            lease_until,
            *(text for claim in claims.items() for text in claim),
        )

    async def forget_remembered(self, before: int) -> None:
        """See `CaseRecorder`."""
        await self.change("DELETE FROM remembered_requests WHERE created_at < ?", before)

    # Leases

    async def take_lease(
        self, name: str, holder: str, *, now: int, until: int, paused_before: int
    ) -> int | None:
        """See `CaseRecorder`."""
        rows = await self.change(
            "INSERT INTO leases AS l VALUES (?, ?, ?, ?, 1)"
            " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, since = excluded.since,"
            " until = excluded.until, attempts = l.attempts + 1"
            " WHERE l.until < ? OR l.holder = excluded.holder"
            " OR (l.holder IS NULL AND l.since <= ?)"
            " OR l.until > ? RETURNING attempts",
            *(name, holder, now, until, now, paused_before, now + _NONSENSE * (until - now)),
        )
        return rows[0][0] if rows else None

    async def renew_leases(
        self, names: Sequence[str], holder: str, *, now: int, until: int
    ) -> frozenset[str]:
        """See `CaseRecorder`."""
        marks = ",".join(["(?, ?, ?, ?, 1)"] * len(names))
        rows = await self.change(
            f"INSERT INTO leases AS l VALUES {marks}"  # noqa: S608 - marks
            " ON CONFLICT (name) DO UPDATE SET until = excluded.until"
            " WHERE l.holder = excluded.holder RETURNING name",
            *(value for name in names for value in (name, holder, now, until)),
        )
        return frozenset(row[0] for row in rows)

    async def end_lease(
        self, name: str, holder: str, *, now: int, paused_until: int | None
    ) -> None:
        """See `CaseRecorder`."""
        if paused_until is None:
            await self.change("DELETE FROM leases WHERE name = ? AND holder = ?", name, holder)
            return
        await self.change(
            "UPDATE leases SET holder = NULL, since = ?, until = ? WHERE name = ? AND holder = ?",
            *(now, paused_until, name, holder),
        )

    async def forget_leases(self, before: int) -> None:
        """See `CaseRecorder`."""
        await self.change("DELETE FROM leases WHERE until < ?", before)

    # Budgets

    async def reserve_tokens(self, tenant_id: str, day: date, tokens: int, limit: int) -> bool:
        """See `CaseRecorder`."""
        if tokens > limit:
            return False
        taken = await self.change(
            "INSERT INTO spent_tokens AS s VALUES (?, ?, ?) ON CONFLICT (tenant_id, day)"
            " DO UPDATE SET tokens = s.tokens + excluded.tokens"
            " WHERE s.tokens + excluded.tokens <= ? RETURNING tokens",
            *(tenant_id, day.isoformat(), tokens, limit),
        )
        return len(taken) == 1

    async def settle_tokens(self, tenant_id: str, day: date, tokens: int) -> None:
        """See `CaseRecorder`."""
        await self.change(
            "UPDATE spent_tokens SET tokens = CASE WHEN tokens + ? < 0 THEN 0 ELSE tokens + ? END"
            " WHERE tenant_id = ? AND day = ?",
            *(tokens, tokens, tenant_id, day.isoformat()),
        )

    async def ping(self) -> None:
        """See `CaseRecorder`."""
        await self.rows("SELECT notification_id FROM stored_events LIMIT 1")
