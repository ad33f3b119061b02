"""The recorder on SQLite: the library's interface, and our own asynchronous side of it."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
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

from application.event_store.append import Append
from application.event_store.recorded import link_of
from application.event_store.sqlite.connection import connect, store_away
from application.event_store.sqlite.counts import Counts
from application.event_store.sqlite.write import insert_links, write_command
from application.event_store.tables import Tables
from application.event_store.writer import Outcome, Writer

Result = TypeVar("Result")


class CaseSQLiteRecorder(Tables, SQLiteApplicationRecorder):
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
        self._counts = Counts(f"{self.path}-counts")
        self._writer = Writer(lambda batch: self._in_thread(lambda: self._write(batch)), self.watch)
        self._writer.start()

    async def close(self) -> None:
        """Finish what was submitted, then disconnect."""
        await self._writer.close()
        await self._in_thread(self._connection.close)
        self._thread.shutdown()
        self._counts.close()
        self._reader.close()

    async def append(self, command: Append) -> tuple[int, ...]:
        """See `CaseRecorder`."""
        return await self._writer.submit(command)

    async def rows(self, statement: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
        """See `Engine`; in the loop."""
        with store_away():
            return self._reader.execute(statement, parameters).fetchall()

    async def change(self, statement: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
        """See `Engine`; in the thread."""

        def work() -> Sequence[tuple[Any, ...]]:
            with store_away():
                return self._connection.execute(statement, parameters).fetchall()

        return await self._in_thread(work)

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

    async def count_requests(self, asked: Sequence[tuple[str, int]]) -> Sequence[int]:
        """See `CaseRecorder`."""
        return self._counts.count(asked)

    async def forget_counts(self) -> None:
        """See `CaseRecorder`."""
        self._counts.forget()

    def read_case_key(self, case_id: str) -> bytes | None:
        """See `CaseRecorder`."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT wrapped FROM case_keys WHERE case_id = ?", (case_id,))
            row = cursor.fetchone()
        return row[0] if row else None

    # The library's own interface

    def construct_create_table_statements(self) -> list[str]:
        """Create nothing: `migrate` does."""
        return []

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[Row], **_: Any
    ) -> Sequence[int] | None:
        return insert_links(c.sqlite_cursor.connection, list(map(link_of, stored_events)))

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
