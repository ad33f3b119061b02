"""Connections that read: as many as are needed at once, up to a bound, made anew once broken."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from functools import cache
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from application.event_store.append import StoreAway
from application.event_store.postgres.connection import (
    CONNECT_TIMEOUT_SECONDS,
    answering,
    connect,
    lost,
    store_away,
)

READERS = 8


class Readers:
    """A pool without a mind of its own: after a crash of the server the next read connects."""

    def __init__(self, url: str) -> None:
        """Connect to this server, once somebody wants to read."""
        self._url = url
        self._idle: list[psycopg.AsyncConnection] = []
        self._places = asyncio.Semaphore(READERS)
        self._closed = False

    async def close(self) -> None:
        """Disconnect."""
        self._closed = True
        await self._close_idle()

    async def rows(self, statement: str, parameters: Sequence[object]) -> Sequence[tuple[Any, ...]]:
        """Read; a second time if the connection turns out to be broken. Raises `StoreAway`."""
        try:
            return await self._run(statement, parameters, fresh=False)
        except _Stale:
            return await self._run(statement, parameters, fresh=True)

    async def change(
        self, statement: str, parameters: Sequence[object]
    ) -> Sequence[tuple[Any, ...]]:
        """Change something, once, over a connection that is known to work. Raises `StoreAway`."""
        await self.rows("SELECT 1", ())
        try:
            return await self._run(statement, parameters, fresh=False)
        except _Stale as stale:
            raise StoreAway from stale

    async def _run(
        self, statement: str, parameters: Sequence[object], *, fresh: bool
    ) -> Sequence[tuple[Any, ...]]:
        with store_away():
            async with self._connection(fresh=fresh) as (connection, is_new):
                try:
                    with answering(connection):
                        cursor = connection.cursor(binary=True)
                        await cursor.execute(_written(statement), parameters, prepare=True)
                        return await cursor.fetchall() if cursor.description else ()
                except psycopg.OperationalError as error:
                    if is_new or not lost(connection, error):
                        raise
                    raise _Stale from error

    @contextlib.asynccontextmanager
    async def _connection(
        self, *, fresh: bool
    ) -> AsyncGenerator[tuple[psycopg.AsyncConnection, bool]]:
        async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
            await self._places.acquire()
        try:
            if fresh:
                # One of them was broken, so they all are, or the next read finds out.
                await self._close_idle()
            is_new = not self._idle
            connection = await connect(self._url) if is_new else self._idle.pop()
            try:
                yield connection, is_new
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


async def _dropped(connection: psycopg.AsyncConnection) -> None:
    with contextlib.suppress(psycopg.Error, OSError):
        await connection.close()


@cache
def _written(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()
