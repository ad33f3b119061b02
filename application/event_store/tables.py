"""The record as both engines read it: events, keys and views.

Events, and whatever is written with them, are the recorders' own business.
"""

from collections.abc import Sequence

from eventsourcing.persistence import StoredEvent as Row

from application.event_store.append import ViewDocument
from application.event_store.coordination import Coordination
from application.event_store.recorder import Moved, Positioned

_ALL = 2**62

_STREAM = "SELECT originator_id, originator_version, topic, state FROM stored_events"
POSITIONED = (
    "SELECT notification_id, originator_id, originator_version, topic, state, hash"
    " FROM stored_events"
)
"""What `Positioned.of` reads."""

LAST_POSITION = "SELECT coalesce(max(notification_id), 0) FROM stored_events"
"""The last position of the log; 0 if it is empty."""

_DOCUMENTS = "SELECT view, key, ordinal, owner, version, body FROM documents"
_OWNED = (
    " AND EXISTS (SELECT 1 FROM documents AS o"
    " WHERE o.key = ? AND o.ordinal = 0 AND o.view = ? AND o.owner = ?)"
)
_AS_SHOWN = "WHERE view = ? AND key = ? AND ordinal = ? AND version = ? AND body = ?"


class Tables(Coordination):
    """One half of `CaseRecorder`, over what an engine does with a statement."""

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
        rows = await self.rows(LAST_POSITION)
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
        ((head,),) = await self.rows(LAST_POSITION)
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
            f"{_DOCUMENTS} WHERE view IN ({marks}) AND key = ?{theirs} ORDER BY view, ordinal",
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
            f"{_DOCUMENTS} WHERE view = ? AND owner = ?{below} ORDER BY key DESC LIMIT ?",
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
            f"{_DOCUMENTS} WHERE view = ? AND (key, ordinal) > (?, ?)"
            " ORDER BY key, ordinal LIMIT ?",
            *(view, *(after or ("", 0)), limit),
        )
        return [ViewDocument(*row) for row in rows]

    async def replace_document(
        self, shown: ViewDocument | None, recorded: ViewDocument | None
    ) -> None:
        """See `CaseRecorder`."""
        if shown is None:
            await self.change(
                "INSERT INTO documents (view, key, ordinal, owner, version, body)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                *(recorded or ()),
            )
            return
        as_shown = (shown.view, shown.key, shown.ordinal, shown.version, shown.body)
        if recorded is None:
            await self.change(f"DELETE FROM documents {_AS_SHOWN}", *as_shown)  # noqa: S608 - no input
        else:
            await self.change(
                f"UPDATE documents SET owner = ?, version = ?, body = ? {_AS_SHOWN}",  # noqa: S608
                *(recorded.owner, recorded.version, recorded.body, *as_shown),
            )

    async def ping(self) -> None:
        """See `CaseRecorder`."""
        await self.rows("SELECT notification_id FROM stored_events LIMIT 1")
