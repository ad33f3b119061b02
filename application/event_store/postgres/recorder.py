"""The recorder on PostgreSQL: the library's interface, and our own asynchronous side of it."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import date
from typing import Any

import psycopg
from eventsourcing.persistence import ApplicationRecorder, BaseInfrastructureFactory
from eventsourcing.persistence import IntegrityError as LibraryIntegrityError
from eventsourcing.persistence import StoredEvent as Row
from eventsourcing.postgres import ConnectionPool as LibraryPool
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)
from eventsourcing.utils import Environment
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from application.event_store.append import (
    Append,
    Document,
    Positioned,
    RememberedRow,
    StoreAway,
    VersionConflict,
)
from application.event_store.postgres.connection import (
    CONNECT_TIMEOUT_SECONDS,
    SESSION,
    store_away,
)
from application.event_store.postgres.write import APPEND, arrays, outcomes
from application.event_store.recorded import hash_of
from application.event_store.writer import Outcome, Writer

READERS = 8
"""Connections for reading, at most, beside the one that writes."""

LOCK = "hashtextextended(current_schema() || '.stored_events', 0)"
"""The advisory lock that `append_commands` holds until its commit."""

LOOK_AGAIN_SECONDS = 8.0
"""How long a writer that lost its connection tries to find out what became of its batch."""


class CasePostgresRecorder(PostgresApplicationRecorder):
    """The library's recorder over our schema, with one writing connection of a process."""

    url: str

    async def open(self) -> None:
        """Connect and begin to write what is submitted."""
        self._connection: psycopg.AsyncConnection | None = None
        self._pool = AsyncConnectionPool(
            self.url,
            min_size=1,
            max_size=READERS,
            timeout=CONNECT_TIMEOUT_SECONDS,
            open=False,
            configure=_configure,
            check=AsyncConnectionPool.check_connection,
            kwargs={"autocommit": True, "connect_timeout": CONNECT_TIMEOUT_SECONDS},
        )
        await self._pool.open()
        self._writer = Writer(self._write)
        self._writer.start()

    async def close(self) -> None:
        """Finish what was submitted, then disconnect."""
        await self._writer.close()
        if self._connection is not None:
            await self._connection.close()
        await self._pool.close()

    async def append(self, command: Append) -> tuple[int, ...]:
        """See `CaseRecorder`."""
        return await self._writer.submit(command)

    # Writing

    async def _write(self, batch: Sequence[Append]) -> Sequence[Outcome]:
        """Write a batch; if the connection is lost on the way, look whether it arrived."""
        try:
            with store_away():
                return await self._write_once(batch)
        except StoreAway as away:
            was_connected = self._connection is not None
            await self._disconnect()
            if not was_connected:
                raise
            return await self._look(batch, away)

    async def _write_once(self, batch: Sequence[Append]) -> Sequence[Outcome]:
        connection = await self._connected()
        cursor = connection.cursor(binary=True)
        await cursor.execute(APPEND.encode(), arrays(batch), prepare=True)
        return outcomes(batch, await cursor.fetchall())

    async def _connected(self) -> psycopg.AsyncConnection:
        if self._connection is None or self._connection.closed:
            self._connection = None
            connection = await psycopg.AsyncConnection.connect(
                self.url, autocommit=True, connect_timeout=CONNECT_TIMEOUT_SECONDS
            )
            await _configure(connection)
            self._connection = connection
        return self._connection

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await connection.close()

    async def _look(self, batch: Sequence[Append], away: StoreAway) -> Sequence[Outcome]:
        """Find out what a commit without an answer did: its rows, by their hashes, are unique."""
        deadline = asyncio.get_running_loop().time() + LOOK_AGAIN_SECONDS
        while True:
            try:
                with store_away():
                    return [await self._landed(command, away) for command in batch]
            except StoreAway:
                await self._disconnect()
                if asyncio.get_running_loop().time() > deadline:
                    raise
                await asyncio.sleep(0.2)

    async def _landed(self, command: Append, away: StoreAway) -> Outcome:
        if not command.rows:
            return away
        connection = await self._connected()
        # Waits for a commit that the server may still be busy with.
        await connection.execute(f"SELECT pg_advisory_lock_shared({LOCK})".encode())
        await connection.execute(f"SELECT pg_advisory_unlock_shared({LOCK})".encode())
        found = await connection.execute(
            "SELECT notification_id FROM stored_events"
            " WHERE originator_id = %s AND originator_version = %s AND hash = %s",
            (
                command.rows[0].originator_id,
                command.rows[0].originator_version,
                hash_of(command.rows[0]),
            ),
        )
        row = await found.fetchone()
        if row is None:
            return away
        return tuple(range(row[0], row[0] + len(command.rows)))

    # Reading

    async def _rows(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        with store_away():
            async with self._pool.connection() as connection:
                cursor = connection.cursor(binary=True)
                await cursor.execute(statement.encode(), parameters, prepare=True)
                return await cursor.fetchall()

    async def _execute(self, statement: str, *parameters: object) -> int:
        """Change something on its own; gives the number of rows."""
        with store_away():
            async with self._pool.connection() as connection:
                return (await connection.execute(statement.encode(), parameters)).rowcount

    async def select_stream(
        self, stream: str, *, after: int = 0, last: int | None = None
    ) -> Sequence[Row]:
        """See `CaseRecorder`."""
        rows = await self._rows(
            "SELECT originator_id, originator_version, topic, state FROM stored_events"
            " WHERE originator_id = %s AND originator_version > %s"
            " ORDER BY originator_version DESC LIMIT %s",
            stream,
            after,
            last,
        )
        return [Row(*row) for row in reversed(rows)]

    async def select_version(self, stream: str) -> int:
        """See `CaseRecorder`."""
        rows = await self._rows(
            "SELECT coalesce(max(originator_version), 0) FROM stored_events"
            " WHERE originator_id = %s",
            stream,
        )
        version: int = rows[0][0]
        return version

    async def select_case_key(self, case_id: str) -> bytes | None:
        """See `CaseRecorder`."""
        rows = await self._rows("SELECT wrapped FROM case_keys WHERE case_id = %s", case_id)
        return rows[0][0] if rows else None

    def read_case_key(self, case_id: str) -> bytes | None:
        """See `CaseRecorder`."""
        with self.datastore.transaction() as cursor:
            cursor.execute("SELECT wrapped FROM case_keys WHERE case_id = %s", (case_id,))
            row = cursor.fetchone()
        return bytes(row["wrapped"]) if row else None

    async def select_documents(self, views: Sequence[str], key: str) -> Sequence[Document]:
        """See `CaseRecorder`."""
        rows = await self._rows(
            "SELECT view, key, ordinal, owner, version, body FROM documents"
            " WHERE view = ANY (%s) AND key = %s ORDER BY view, ordinal",
            list(views),
            key,
        )
        return [Document(*row) for row in rows]

    async def select_owned(
        self, view: str, owner: str, *, before: str | None, limit: int
    ) -> Sequence[Document]:
        """See `CaseRecorder`."""
        rows = await self._rows(
            "SELECT view, key, ordinal, owner, version, body FROM documents"
            " WHERE view = %s AND owner = %s AND (%s::text IS NULL OR key < %s)"
            " ORDER BY key DESC LIMIT %s",
            view,
            owner,
            before,
            before,
            limit,
        )
        return [Document(*row) for row in rows]

    async def select_view(self, view: str, *, after: str | None, limit: int) -> Sequence[Document]:
        """See `CaseRecorder`."""
        rows = await self._rows(
            "SELECT view, key, ordinal, owner, version, body FROM documents"
            " WHERE view = %s AND key > %s ORDER BY key, ordinal LIMIT %s",
            view,
            after or "",
            limit,
        )
        return [Document(*row) for row in rows]

    async def select_remembered(self, request_id: str) -> RememberedRow | None:
        """See `CaseRecorder`."""
        rows = await self._rows(
            "SELECT fingerprint, case_id, question_id, status, body, lease_until, created_at"
            " FROM remembered_requests WHERE id = %s",
            request_id,
        )
        return RememberedRow(*rows[0]) if rows else None

    async def forget_remembered(self, before: int) -> None:
        """See `CaseRecorder`."""
        await self._execute("DELETE FROM remembered_requests WHERE created_at < %s", before)

    async def select_part(self, sha256: str) -> bytes | None:
        """See `CaseRecorder`."""
        rows = await self._rows("SELECT text FROM prompt_parts WHERE sha256 = %s", sha256)
        return rows[0][0] if rows else None

    async def select_log(self, *, after: int, limit: int) -> Sequence[Positioned]:
        """See `CaseRecorder`."""
        rows = await self._rows(
            "SELECT notification_id, originator_id, originator_version, topic, state, hash"
            " FROM stored_events WHERE notification_id > %s ORDER BY notification_id LIMIT %s",
            after,
            limit,
        )
        return [Positioned(row[0], Row(*row[1:5]), row[5]) for row in rows]

    async def reserve_tokens(self, tenant_id: str, day: date, tokens: int, limit: int) -> bool:
        """See `CaseRecorder`."""
        taken = await self._execute(
            "INSERT INTO spent_tokens AS s SELECT %s, %s, %s::bigint WHERE %s::bigint <= %s"
            " ON CONFLICT (tenant_id, day) DO UPDATE SET tokens = s.tokens + excluded.tokens"
            " WHERE s.tokens + excluded.tokens <= %s",
            *(tenant_id, day, tokens, tokens, limit, limit),
        )
        return taken == 1

    async def settle_tokens(self, tenant_id: str, day: date, tokens: int) -> None:
        """See `CaseRecorder`."""
        await self._execute(
            "UPDATE spent_tokens SET tokens = greatest(0, tokens + %s)"
            " WHERE tenant_id = %s AND day = %s",
            *(tokens, tenant_id, day),
        )

    async def store_key(self, offered: bytes) -> bytes:
        """See `CaseRecorder`."""
        await self._execute(
            "INSERT INTO store_keys VALUES ('store', %s) ON CONFLICT DO NOTHING", offered
        )
        wrapped: bytes = (await self._rows("SELECT wrapped FROM store_keys"))[0][0]
        return wrapped

    async def replace_store_key(self, old: bytes, new: bytes) -> None:
        """See `CaseRecorder`."""
        await self._execute("UPDATE store_keys SET wrapped = %s WHERE wrapped = %s", new, old)

    async def ping(self) -> None:
        """See `CaseRecorder`."""
        await self._rows("SELECT 1")

    # The library's own interface

    def insert_events(self, stored_events: Sequence[Row], **_: Any) -> Sequence[int] | None:
        """Append in the caller's thread, under the same lock as every other writer."""
        command = Append(rows=tuple(stored_events))
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor()
            cursor.execute(APPEND.encode(), arrays([command]))
            rows = [(r["command"], r["outcome"], r["first_position"]) for r in cursor.fetchall()]
        outcome = outcomes([command], rows)[0]
        if isinstance(outcome, VersionConflict):
            raise LibraryIntegrityError
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def _configure(connection: psycopg.AsyncConnection) -> None:
    for statement in SESSION:
        await connection.execute(statement.encode())


def _check(connection: psycopg.Connection[DictRow]) -> None:
    connection.execute("")


class Factory(PostgresFactory):
    """The library's factory for our recorder; `POSTGRES_URL` may say all that libpq takes."""

    def __init__(self, env: Environment) -> None:
        """Open nothing yet; connections are made when they are first used."""
        BaseInfrastructureFactory.__init__(self, env)  # pyright: ignore[reportArgumentType, reportUnknownMemberType]  invariance
        self.url = env.get("POSTGRES_URL") or ""
        self.datastore = PostgresDatastore("", "", "", "", "", originator_id_type="text")
        self.datastore.pool = LibraryPool(
            self.url,
            kwargs={"row_factory": dict_row, "autocommit": True},
            connection_class=psycopg.Connection[DictRow],
            min_size=0,
            max_size=2,
            open=False,
            timeout=CONNECT_TIMEOUT_SECONDS,
            check=_check,
        )

    def application_recorder(self) -> ApplicationRecorder:
        """Make the recorder; the schema must be up to date (see `migrate`)."""
        recorder = CasePostgresRecorder(self.datastore, events_table_name="stored_events")
        recorder.url = self.url
        return recorder
