"""Connections that read: as many as are needed at once, up to a bound, made anew once broken."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from psycopg.pq import TransactionStatus

from application.event_store.append import StoreAway
from application.event_store.postgres.connection import (
    ANSWER_SECONDS,
    CONNECT_TIMEOUT_SECONDS,
    answering,
    connect,
    lost,
    store_away,
)

READERS = 8

Result = TypeVar("Result")
Rows = Sequence[tuple[Any, ...]]


class Readers:
    """A pool without a mind of its own: after a crash of the server the next read connects."""

    def __init__(
        self, url: str, *, places: int = READERS, patience: float = ANSWER_SECONDS
    ) -> None:
        """Connect to this server, once somebody wants to read; `patience` is for one statement."""
        self._url = url
        self._patience = patience
        self._idle: list[psycopg.AsyncConnection] = []
        self._places = asyncio.Semaphore(places)
        self._closed = False

    async def close(self) -> None:
        """Disconnect."""
        self._closed = True
        await self._close_idle()

    async def rows(self, statement: str, parameters: Sequence[object]) -> Rows:
        """Read; a second time if the connection turns out to be broken. Raises `StoreAway`."""
        return await self._again_if_stale(lambda c: _executed(c, statement, parameters))

    async def change(self, statement: str, parameters: Sequence[object]) -> Rows:
        """Change something, once, over a connection that is known to work. Raises `StoreAway`."""
        async with self.checked() as connection:
            with answering(connection, self._patience):
                return await _executed(connection, statement, parameters)

    @contextlib.asynccontextmanager
    async def checked(self) -> AsyncGenerator[psycopg.AsyncConnection]:
        """A connection that has just answered, for some time. Raises `StoreAway`."""
        with store_away():
            await self._again_if_stale(_pinged)
            async with self._connection() as (connection, _):
                yield connection

    async def _again_if_stale(
        self, work: Callable[[psycopg.AsyncConnection], Awaitable[Result]]
    ) -> Result:
        try:
            return await self._run(work)
        except _Stale:
            # One of them was broken, so they all are, or the next read finds out.
            await self._close_idle()
        try:
            return await self._run(work)
        except _Stale as stale:
            raise StoreAway from stale

    async def _run(self, work: Callable[[psycopg.AsyncConnection], Awaitable[Result]]) -> Result:
        with store_away():
            async with self._connection() as (connection, is_new):
                try:
                    with answering(connection, self._patience):
                        return await work(connection)
                except psycopg.OperationalError as error:
                    if is_new or not lost(connection, error):
                        raise
                    raise _Stale from error

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncGenerator[tuple[psycopg.AsyncConnection, bool]]:
        async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
            await self._places.acquire()
        try:
            is_new = not self._idle
            connection = await connect(self._url) if is_new else self._idle.pop()
            try:
                yield connection, is_new
            except psycopg.Error:
                # A server that refuses (it became a standby, say) may be another one next time.
                await _dropped(connection)
                raise
            finally:
                await self._put_back(connection)
        finally:
            self._places.release()

    async def _close_idle(self) -> None:
        while self._idle:
            await _dropped(self._idle.pop())

    async def _put_back(self, connection: psycopg.AsyncConnection) -> None:
        usable = connection.info.transaction_status == TransactionStatus.IDLE
        if usable and not connection.closed and not self._closed:
            self._idle.append(connection)
        else:
            await _dropped(connection)


class _Stale(Exception):
    """A connection that was used before broke."""


async def _executed(
    connection: psycopg.AsyncConnection, statement: str, parameters: Sequence[object]
) -> Rows:
    cursor = connection.cursor(binary=True)
    await cursor.execute(_written(statement), parameters, prepare=True)
    return await cursor.fetchall() if cursor.description else ()


async def _pinged(connection: psycopg.AsyncConnection) -> None:
    await connection.execute("SELECT 1")


async def _dropped(connection: psycopg.AsyncConnection) -> None:
    with contextlib.suppress(psycopg.Error, OSError):
        await connection.close()


@lru_cache(maxsize=512)
def _written(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()
