"""The recorder on SQLite: the library's interface, and our own asynchronous side of it."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, TypeVar

from eventsourcing.persistence import ApplicationRecorder, Notification
from eventsourcing.persistence import StoredEvent as Row
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteFactory,
)

from application.event_store.append import Append, Document, Positioned, RememberedRow
from application.event_store.sqlite.connection import connect, store_away
from application.event_store.sqlite.write import insert_rows, version_of, write_command
from application.event_store.writer import Outcome, Writer

Result = TypeVar("Result")


class CaseSQLiteRecorder(SQLiteApplicationRecorder):
    """The library's recorder over our schema, and our own asynchronous side of it.

    Reads are short and served in the event loop; writes have a thread of their own.
    """

    path: str

    async def open(self) -> None:
        """Connect and begin to write what is submitted."""
        self._reader = connect(self.path)
        self._reader.execute("PRAGMA query_only = ON")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="event-store")
        self._connection = await self._in_thread(lambda: connect(self.path))
        self._writer = Writer(lambda batch: self._in_thread(lambda: self._write(batch)))
        self._writer.start()

    async def close(self) -> None:
        """Finish what was submitted, then disconnect."""
        await self._writer.close()
        await self._in_thread(self._connection.close)
        self._thread.shutdown()
        self._reader.close()

    async def append(self, command: Append) -> tuple[int, ...]:
        """See `CaseRecorder`."""
        return await self._writer.submit(command)

    # Writing, in the thread

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _write(self, batch: Sequence[Append]) -> list[Outcome]:
        connection = self._connection
        with store_away():
            try:
                connection.execute("BEGIN IMMEDIATE")
                outcomes = [write_command(connection, command) for command in batch]
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        return outcomes

    # Reading, in the loop

    def _rows(self, statement: str, *parameters: object) -> list[Any]:
        with store_away():
            return self._reader.execute(statement, parameters).fetchall()

    async def select_stream(
        self, stream: str, *, after: int = 0, last: int | None = None
    ) -> Sequence[Row]:
        """See `CaseRecorder`."""
        rows = self._rows(
            "SELECT originator_id, originator_version, topic, state FROM stored_events"
            " WHERE originator_id = ? AND originator_version > ?"
            " ORDER BY originator_version DESC LIMIT ?",
            stream,
            after,
            -1 if last is None else last,
        )
        return [Row(*row) for row in reversed(rows)]

    async def select_version(self, stream: str) -> int:
        """See `CaseRecorder`."""
        return version_of(self._reader, stream)

    async def select_case_key(self, case_id: str) -> bytes | None:
        """See `CaseRecorder`."""
        rows = self._rows("SELECT wrapped FROM case_keys WHERE case_id = ?", case_id)
        return rows[0][0] if rows else None

    def read_case_key(self, case_id: str) -> bytes | None:
        """See `CaseRecorder`."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT wrapped FROM case_keys WHERE case_id = ?", (case_id,))
            row = cursor.fetchone()
        return row[0] if row else None

    async def select_documents(self, views: Sequence[str], key: str) -> Sequence[Document]:
        """See `CaseRecorder`."""
        marks = ",".join("?" * len(views))
        rows = self._rows(
            "SELECT view, key, ordinal, owner, version, body FROM documents"  # noqa: S608 - marks
            f" WHERE view IN ({marks}) AND key = ? ORDER BY view, ordinal",
            *views,
            key,
        )
        return [Document(*row) for row in rows]

    async def select_owned(
        self, view: str, owner: str, *, before: str | None, limit: int
    ) -> Sequence[Document]:
        """See `CaseRecorder`."""
        rows = self._rows(
            "SELECT view, key, ordinal, owner, version, body FROM documents"
            " WHERE view = ? AND owner = ? AND (? IS NULL OR key < ?) ORDER BY key DESC LIMIT ?",
            view,
            owner,
            before,
            before,
            limit,
        )
        return [Document(*row) for row in rows]

    async def select_view(self, view: str, *, after: str | None, limit: int) -> Sequence[Document]:
        """See `CaseRecorder`."""
        rows = self._rows(
            "SELECT view, key, ordinal, owner, version, body FROM documents"
            " WHERE view = ? AND key > ? ORDER BY key, ordinal LIMIT ?",
            view,
            after or "",
            limit,
        )
        return [Document(*row) for row in rows]

    async def select_remembered(self, request_id: str) -> RememberedRow | None:
        """See `CaseRecorder`."""
        rows = self._rows(
            "SELECT fingerprint, case_id, question_id, status, body, lease_until, created_at"
            " FROM remembered_requests WHERE id = ?",
            request_id,
        )
        return RememberedRow(*rows[0]) if rows else None

    async def forget_remembered(self, before: int) -> None:
        """See `CaseRecorder`."""
        await self._execute("DELETE FROM remembered_requests WHERE created_at < ?", before)

    async def select_part(self, sha256: str) -> bytes | None:
        """See `CaseRecorder`."""
        rows = self._rows("SELECT text FROM prompt_parts WHERE sha256 = ?", sha256)
        return rows[0][0] if rows else None

    async def select_log(self, *, after: int, limit: int) -> Sequence[Positioned]:
        """See `CaseRecorder`."""
        rows = self._rows(
            "SELECT notification_id, originator_id, originator_version, topic, state, hash"
            " FROM stored_events WHERE notification_id > ? ORDER BY notification_id LIMIT ?",
            after,
            limit,
        )
        return [Positioned(row[0], Row(*row[1:5]), row[5]) for row in rows]

    async def reserve_tokens(self, tenant_id: str, day: date, tokens: int, limit: int) -> bool:
        """See `CaseRecorder`."""
        taken = await self._execute(
            "INSERT INTO spent_tokens AS s SELECT ?, ?, ? WHERE ? <= ?"
            " ON CONFLICT DO UPDATE SET tokens = s.tokens + excluded.tokens"
            " WHERE s.tokens + excluded.tokens <= ?",
            *(tenant_id, day.isoformat(), tokens, tokens, limit, limit),
        )
        return taken == 1

    async def settle_tokens(self, tenant_id: str, day: date, tokens: int) -> None:
        """See `CaseRecorder`."""
        await self._execute(
            "UPDATE spent_tokens SET tokens = max(0, tokens + ?) WHERE tenant_id = ? AND day = ?",
            *(tokens, tenant_id, day.isoformat()),
        )

    async def store_key(self, offered: bytes) -> bytes:
        """See `CaseRecorder`."""
        await self._execute("INSERT OR IGNORE INTO store_keys VALUES ('store', ?)", offered)
        wrapped: bytes = self._rows("SELECT wrapped FROM store_keys")[0][0]
        return wrapped

    async def replace_store_key(self, old: bytes, new: bytes) -> None:
        """See `CaseRecorder`."""
        await self._execute("UPDATE store_keys SET wrapped = ? WHERE wrapped = ?", new, old)

    async def ping(self) -> None:
        """See `CaseRecorder`."""
        self._rows("SELECT 1 FROM stored_events LIMIT 1")

    async def _execute(self, statement: str, *parameters: object) -> int:
        """Change something on its own; gives the number of rows."""

        def work() -> int:
            with store_away():
                return self._connection.execute(statement, parameters).rowcount

        return await self._in_thread(work)

    # The library's own interface

    def construct_create_table_statements(self) -> list[str]:
        """Create nothing: `migrate` does."""
        return []

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[Row], **_: Any
    ) -> Sequence[int] | None:
        return insert_rows(c.sqlite_cursor.connection, stored_events)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Read the log in order of position."""
        marks = ",".join("?" * len(topics))
        of_topics = f" AND topic IN ({marks})" if topics else ""
        first = 1 if start is None else start if inclusive_of_start else start + 1
        last = stop if stop is not None else 2**62
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                "SELECT originator_id, originator_version, topic, state, notification_id"  # noqa: S608
                " FROM stored_events WHERE notification_id BETWEEN ? AND ?"
                f"{of_topics} ORDER BY notification_id LIMIT ?",
                (first, last, *topics, limit),
            )
            return [Notification(*row) for row in cursor.fetchall()]


class _DurablePool(SQLiteConnectionPool):
    """The library's pool with our pragmas on every connection."""

    def _create_connection(self) -> SQLiteConnection:
        connection = connect(self.db_name)
        connection.row_factory = sqlite3.Row
        return SQLiteConnection(sqlite_conn=connection, max_age=self.max_age)


class Factory(SQLiteFactory):
    """The library's factory for our recorder."""

    def application_recorder(self) -> ApplicationRecorder:
        """Make the recorder; the schema must be up to date (see `migrate`)."""
        path = self.datastore.pool.db_name
        self.datastore.pool = _DurablePool(db_name=path)
        recorder = CaseSQLiteRecorder(self.datastore)
        recorder.path = path
        return recorder
