"""Followed views on SQLite: one connection that reads and one that writes, each in its thread."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, ClassVar, Final, TypeVar

from application.event_store.sqlite.connection import connect, store_away
from projections.views import Header, Row, Table

Result = TypeVar("Result")


LOOK_SECONDS: Final = 0.05
"""How often the end of the log is looked at."""


class _Thread:
    """A connection with a thread of its own, so that the event loop never waits for it."""

    def __init__(self, path: str, pragma: str) -> None:
        self._path = path
        self._pragma = pragma
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="views")
        self._connection: sqlite3.Connection | None = None

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        def connected() -> Result:
            with store_away():
                if self._connection is None:
                    self._connection = connect(self._path)
                    self._connection.execute(self._pragma)
                return work(self._connection)

        return await asyncio.get_running_loop().run_in_executor(self._executor, connected)

    async def close(self) -> None:
        if self._connection is not None:
            await self.run(lambda connection: connection.close())
        self._executor.shutdown()


class SqliteViews:
    """See `Views`."""

    has_percentile_disc: ClassVar[bool] = False

    def __init__(self, path: str) -> None:
        """Keep them in the file of the record."""
        self._last_seen = 0
        self._reader = _Thread(path, "PRAGMA query_only = ON")
        # What a crash of the machine takes from a view is folded again. The next commit of events
        # takes these along to the disk: it syncs all of the log before it.
        self._writer = _Thread(path, "PRAGMA synchronous = NORMAL")
        self._one_at_a_time = asyncio.Lock()

    async def close(self) -> None:
        """See `Views`."""
        await self._reader.close()
        await self._writer.close()

    async def read(self, statement: str, *parameters: object) -> list[Row]:
        """See `Views`."""
        return await self._reader.run(lambda c: c.execute(statement, parameters).fetchall())

    async def headers(self, *, after: int, limit: int) -> list[Header]:
        """See `Views`."""
        rows = await self.read(
            "SELECT notification_id, originator_id, originator_version, topic,"
            " substr(state, 1, instr(state, x'0a')) FROM stored_events"
            " WHERE notification_id > ? ORDER BY notification_id LIMIT ?",
            *(after, limit),
        )
        return [Header._make(row) for row in rows]

    @asynccontextmanager
    async def changing(self) -> AsyncGenerator["SqliteChange"]:
        """See `Views`."""
        async with self._one_at_a_time:
            try:
                await self._writer.run(lambda c: c.execute("BEGIN IMMEDIATE"))
                yield SqliteChange(self._writer)
                await self._writer.run(lambda c: c.execute("COMMIT"))
            except BaseException:
                await asyncio.shield(self._writer.run(_roll_back))
                raise

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator["SqliteChange"]:
        """See `Views`; what else is read meanwhile is read at the same moment."""
        try:
            await self._reader.run(lambda c: c.execute("BEGIN"))
            yield SqliteChange(self._reader)
        finally:
            await asyncio.shield(self._reader.run(_roll_back))

    async def leads(self, view: str) -> bool:  # noqa: ARG002 - one process has no other
        """Every process: whoever is first holds the file, and the others find the work done."""
        return True

    async def woken(self, seconds: float) -> None:
        """See `Views`. SQLite tells nobody; looking at the end of the log takes microseconds."""
        give_up = asyncio.get_running_loop().time() + seconds
        while True:
            ((last,),) = await self.read("SELECT max(notification_id) FROM stored_events")
            if last != self._last_seen or asyncio.get_running_loop().time() > give_up:
                self._last_seen = last
                return
            await asyncio.sleep(LOOK_SECONDS)


class SqliteChange:
    """See `Change`."""

    def __init__(self, thread: _Thread) -> None:
        """Work in the transaction that is open in the thread."""
        self._thread = thread

    async def rows(self, statement: str, *parameters: object) -> list[Row]:
        """See `Change`."""
        return await self._thread.run(lambda c: c.execute(statement, parameters).fetchall())

    async def held(self, table: Table, generation: int, streams: Sequence[str]) -> list[Row]:
        """See `Change`."""
        marks = ",".join("?" * len(streams))
        return await self.rows(
            f"SELECT {','.join(table.columns)} FROM {table.name}"  # noqa: S608 - names of ours, and marks
            f" WHERE generation = ? AND {table.key[0]} IN ({marks})",
            *(generation, *streams),
        )

    async def put(self, table: Table, generation: int, rows: Sequence[Any]) -> None:
        """See `Change`."""
        marks = ",".join("?" * (len(table.columns) + 1))
        statement = (
            f"INSERT INTO {table.name} (generation, {','.join(table.columns)})"  # noqa: S608
            f" VALUES ({marks}) {table.upsert}"
        )
        lines = [(generation, *row) for row in rows]
        await self._thread.run(lambda c: c.executemany(statement, lines))


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
