"""Followed views on PostgreSQL: some that read, and one session that leads, listens and writes.

The session holds an advisory lock for each view that it leads. When it ends, however that comes,
the server frees its locks, and the next process that asks takes over.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from typing import Any, ClassVar, Final, get_args, get_type_hints

import psycopg
from psycopg.conninfo import make_conninfo

from application.event_store.append import StoreAway
from application.event_store.postgres.columns import Column, Kind, take_columns
from application.event_store.postgres.connection import (
    CONNECT_TIMEOUT_SECONDS,
    SESSION,
    store_away,
)
from application.event_store.postgres.readers import Readers
from projections.views import Header, Row, Table

READERS: Final = 4
"""Connections that serve operators, at most."""

READ_SECONDS: Final = 35.0
"""How long one may take: somewhat longer than the server lets it."""

ASK_AGAIN_SECONDS: Final = 0.5
"""How often a process that stands ready asks whether a view has lost its leader."""

_LEADING: Final = (
    # What a crash of the server takes from a view is folded again.
    "SET synchronous_commit = off",
    # Taking a generation away takes as long as it takes.
    "SET statement_timeout = 0",
    "SET idle_in_transaction_session_timeout = '60s'",
    "LISTEN stored_events",
)
_READING: Final = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "SET LOCAL statement_timeout = 0",
)
_HEADERS: Final = (
    "SELECT notification_id, originator_id, originator_version, topic,"
    " substring(state FROM 1 FOR position('\\x0a'::bytea IN state)) FROM stored_events"
    " WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
)
_KINDS: Final[dict[object, Kind]] = {str: "text", int: "int8", float: "float8"}


class PostgresViews:
    """See `Views`."""

    has_percentile_disc: ClassVar[bool] = True

    def __init__(self, url: str) -> None:
        """Keep them in the database of the record."""
        self.url = url
        self._readers = Readers(url, places=READERS, patience=READ_SECONDS)
        self._session: psycopg.AsyncConnection | None = None
        self._one_at_a_time = asyncio.Lock()
        self._led: set[str] = set()
        self._ask_again: dict[str, float] = {}

    async def close(self) -> None:
        """See `Views`."""
        await self._leave()
        await self._readers.close()

    async def read(self, statement: str, *parameters: object) -> list[Row]:
        """See `Views`."""
        with _away():
            return list(await self._readers.rows(statement, parameters))

    async def headers(self, *, after: int, limit: int) -> list[Header]:
        """See `Views`; on the session, which needs no check."""
        async with self._one_at_a_time, self._in_session() as session:
            cursor = session.cursor(binary=True)
            await cursor.execute(_HEADERS, (after, limit), prepare=True)
            return [Header._make(row) for row in await cursor.fetchall()]

    @asynccontextmanager
    async def changing(self) -> AsyncGenerator["PostgresChange"]:
        """See `Views`."""
        async with self._one_at_a_time, self._in_session() as session, session.transaction():
            yield PostgresChange(session)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator["PostgresChange"]:
        """See `Views`."""
        with _away():
            async with self._readers.checked() as asked, asked.connection.transaction():
                for statement in _READING:
                    await asked.connection.execute(statement.encode())
                yield PostgresChange(asked.connection)

    async def leads(self, view: str) -> bool:
        """See `Views`."""
        async with self._in_session() as session:
            if view in self._led:
                return True
            now = asyncio.get_running_loop().time()
            if now < self._ask_again.get(view, 0.0):
                return False
            self._ask_again[view] = now + ASK_AGAIN_SECONDS
            cursor = await session.execute(
                "SELECT pg_try_advisory_lock(hashtextextended(current_schema() || %s, 0))",
                (f".followed.{view}",),
            )
            ((leads,),) = await cursor.fetchall()
        if leads:
            self._led.add(view)
        return bool(leads)

    async def woken(self, seconds: float) -> None:
        """See `Views`."""
        async with self._in_session() as session:
            async for _ in session.notifies(timeout=seconds, stop_after=1):
                pass

    @asynccontextmanager
    async def _in_session(self) -> AsyncGenerator[psycopg.AsyncConnection]:
        """The session; left, with all that it leads, to a server that refuses or is gone."""
        try:
            with _away():
                yield await self._connected()
        except StoreAway:
            await self._leave()
            raise

    async def _connected(self) -> psycopg.AsyncConnection:
        if self._session is None or self._session.closed:
            await self._leave()
            session = await psycopg.AsyncConnection.connect(
                _patient(self.url), autocommit=True, connect_timeout=CONNECT_TIMEOUT_SECONDS
            )
            take_columns(session)
            self._session = session
            for statement in (*SESSION, *_LEADING):
                await session.execute(statement.encode())
        return self._session

    async def _leave(self) -> None:
        self._led.clear()
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await session.close()


class PostgresChange:
    """See `Change`."""

    def __init__(self, session: psycopg.AsyncConnection) -> None:
        """Work in the transaction that is open in the session."""
        self._session = session

    async def rows(self, statement: str, *parameters: object) -> list[Row]:
        """See `Change`."""
        cursor = await self._session.execute(_postgres(statement), parameters)
        return await cursor.fetchall() if cursor.description else []

    async def held(self, table: Table, generation: int, streams: Sequence[str]) -> list[Row]:
        """See `Change`."""
        cursor = self._session.cursor(binary=True)
        await cursor.execute(
            f"SELECT {','.join(table.columns)} FROM {table.name}"  # noqa: S608 - names of ours
            f" WHERE generation = %s AND {table.key[0]} = ANY (%s)".encode(),
            (generation, list(streams)),
        )
        return await cursor.fetchall()

    async def put(self, table: Table, generation: int, rows: Sequence[Any]) -> None:
        """See `Change`."""
        columns, kinds = ",".join(table.columns), _kinds(table)
        arrays = ",".join(f"%b::{kind}[]" for kind in kinds)
        statement = (
            f"INSERT INTO {table.name} (generation, {columns})"  # noqa: S608 - names of ours
            f" SELECT %b::int8, u.* FROM unnest({arrays}) AS u ({columns}) {table.upsert}"
        )
        values = map(Column, kinds, zip(*rows, strict=True))
        await self._session.execute(statement.encode(), (generation, *values), prepare=True)


@contextmanager
def _away() -> Generator[None]:
    """As `store_away`; tables that are not as expected are no event's fault either."""
    try:
        with store_away():
            yield
    except psycopg.ProgrammingError as error:
        raise StoreAway from error


def _patient(url: str) -> str:
    """The session waits for as long as a statement takes; so the system asks whether a server that
    says nothing is still there, and gives it up after half a minute.
    """
    return make_conninfo(
        url,
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=4,
        tcp_user_timeout=30_000,
    )


@cache
def _kinds(table: Table) -> tuple[Kind, ...]:
    hints = get_type_hints(table.shape)
    among = [get_args(hints[name]) or (hints[name],) for name in table.columns]
    return tuple(_KINDS[next(kind for kind in kinds if kind in _KINDS)] for kinds in among)


def _postgres(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()
