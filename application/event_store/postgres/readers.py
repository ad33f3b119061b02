"""Connections that read: as many as are needed at once, up to a bound, made anew once broken."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Final, TypeVar

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
from application.event_store.postgres.statements import Rows, Statements

READERS = 8

_AT_ONCE: Final[contextlib.nullcontext[None]] = contextlib.nullcontext()

Result = TypeVar("Result")


class Readers:
    """A pool without a mind of its own: after a crash of the server the next read connects."""

    def __init__(
        self, url: str, *, places: int = READERS, patience: float = ANSWER_SECONDS
    ) -> None:
        """Connect to this server, once somebody wants to read; `patience` is for one statement."""
        self._url = url
        self._patience = patience
        self._idle: list[Statements] = []
        self._places = asyncio.Semaphore(places)
        self._closed = False

    async def close(self) -> None:
        """Disconnect."""
        self._closed = True
        await self._close_idle()

    async def rows(self, statement: str, parameters: Sequence[object]) -> Rows:
        """Read; a second time if the connection turns out to be broken. Raises `StoreAway`."""
        return await self._again_if_stale(lambda asked: asked.rows(statement, parameters))

    async def change(self, statement: str, parameters: Sequence[object]) -> Rows:
        """Change something, once, over a connection that is known to work. Raises `StoreAway`."""
        async with self.checked() as asked:
            with answering(asked.connection, self._patience):
                return await asked.rows(statement, parameters)

    @contextlib.asynccontextmanager
    async def checked(self) -> AsyncGenerator[Statements]:
        """A connection that has just answered, for some time. Raises `StoreAway`."""
        with store_away():
            await self._again_if_stale(_pinged)
            async with self._connection() as (asked, _):
                yield asked

    async def _again_if_stale(self, work: Callable[[Statements], Awaitable[Result]]) -> Result:
        try:
            return await self._run(work)
        except _Stale:
            # One of them was broken, so they all are, or the next read finds out.
            await self._close_idle()
        try:
            return await self._run(work)
        except _Stale as stale:
            raise StoreAway from stale

    async def _run(self, work: Callable[[Statements], Awaitable[Result]]) -> Result:
        with store_away():
            async with self._connection() as (asked, is_new):
                try:
                    with answering(asked.connection, self._patience):
                        return await work(asked)
                except psycopg.OperationalError as error:
                    if is_new or not lost(asked.connection, error):
                        raise
                    raise _Stale from error

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncGenerator[tuple[Statements, bool]]:
        # A time-out costs more than the lock does, so there is none where nobody waits.
        async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS) if self._places.locked() else _AT_ONCE:
            await self._places.acquire()
        try:
            is_new = not self._idle
            asked = Statements(await connect(self._url)) if is_new else self._idle.pop()
            try:
                yield asked, is_new
            except psycopg.Error:
                # A server that refuses (it became a standby, say) may be another one next time.
                await _dropped(asked)
                raise
            finally:
                await self._put_back(asked)
        finally:
            self._places.release()

    async def _close_idle(self) -> None:
        while self._idle:
            await _dropped(self._idle.pop())

    async def _put_back(self, asked: Statements) -> None:
        usable = asked.connection.pgconn.transaction_status == TransactionStatus.IDLE
        if usable and not asked.connection.closed and not self._closed:
            self._idle.append(asked)
        else:
            await _dropped(asked)


class _Stale(Exception):
    """A connection that was used before broke."""


async def _pinged(asked: Statements) -> None:
    await asked.rows("SELECT 1")


async def _dropped(asked: Statements) -> None:
    with contextlib.suppress(psycopg.Error, OSError):
        await asked.connection.close()
