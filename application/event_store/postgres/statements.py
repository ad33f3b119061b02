"""Statements over one connection, asked through libpq itself: prepared once, and no cursor made.

A cursor of psycopg's costs several times what the statement does, which every request would pay.
Errors are psycopg's own.
"""

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import psycopg
from psycopg.abc import Buffer
from psycopg.abc import Transformer as Parts
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult

from application.event_store.postgres.columns import Column

Rows = Sequence[tuple[Any, ...]]

PREPARED: Final = 100
"""Statements that one connection prepares at most; further ones are planned each time."""

_AS_SAID: Final = 0
"""In the place of a parameter's type, that it is the one which the statement says."""

_FINE: Final = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})


class Statements:
    """Asks one statement at a time. Who stops waiting leaves the connection unusable."""

    __slots__ = ("_names", "connection")

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        """Ask over this connection, which nobody else uses meanwhile."""
        self.connection = connection
        self._names: dict[tuple[str, tuple[int, ...]], bytes] = {}

    async def rows(self, statement: str, parameters: Sequence[object] = ()) -> Rows:
        """Ask, with parameters where the statement has `?`. Raises `psycopg.Error`."""
        parts = Transformer(self.connection)
        values = parts.dump_sequence(parameters, (PyFormat.AUTO,) * len(parameters))
        # Before anything was dumped there are neither.
        types, formats = parts.types or (), parts.formats or ()
        return await self._rows(parts, statement, values, types, formats)

    async def rows_for(self, statement: str, columns: Sequence[Column]) -> Rows:
        """Ask, with whole arrays for parameters; the statement says of what type each is."""
        values = [column.sent for column in columns]
        types, formats = (_AS_SAID,) * len(values), (Format.BINARY,) * len(values)
        parts = Transformer(self.connection)
        return await self._rows(parts, statement, values, types, formats)

    async def _rows(
        self,
        parts: Parts,
        statement: str,
        values: Sequence[Buffer | None],
        types: tuple[int, ...],
        formats: Sequence[Format],
    ) -> Rows:
        pgconn = self.connection.pgconn
        name = self._names.get((statement, types))
        if name is None and len(self._names) < PREPARED:
            name = b"s%d" % len(self._names)
            pgconn.send_prepare(name, _numbered(statement), types)
            await self._answer()
            self._names[statement, types] = name
        if name is None:
            pgconn.send_query_params(_numbered(statement), values, types, formats, Format.BINARY)
        else:
            pgconn.send_query_prepared(name, values, formats, Format.BINARY)
        result = await self._answer()
        parts.set_pgresult(result)
        return parts.load_rows(0, result.ntuples, tuple)

    async def _answer(self) -> PGresult:
        pgconn = self.connection.pgconn
        while pgconn.flush():
            await self._ready(writing=True)
            pgconn.consume_input()
        last: PGresult | None = None
        while True:
            while pgconn.is_busy():
                await self._ready()
                pgconn.consume_input()
            result = pgconn.get_result()
            if result is None:
                break
            last = result
        if last is None:
            raise psycopg.OperationalError("the server gave no answer")
        if last.status not in _FINE:
            raise error_from_result(last)
        return last

    async def _ready(self, *, writing: bool = False) -> None:
        """Wait until the server has sent something or, `writing`, takes more."""
        loop = asyncio.get_running_loop()
        wire = self.connection.pgconn.socket
        ready: asyncio.Future[None] = loop.create_future()
        loop.add_reader(wire, _wake, ready)
        if writing:
            loop.add_writer(wire, _wake, ready)
        try:
            await ready
        finally:
            loop.remove_reader(wire)
            if writing:
                loop.remove_writer(wire)


def _wake(ready: "asyncio.Future[None]") -> None:
    if not ready.done():
        ready.set_result(None)


@lru_cache(maxsize=512)
def _numbered(statement: str) -> bytes:
    first, *others = statement.split("?")
    return (first + "".join(f"${n}{text}" for n, text in enumerate(others, 1))).encode()
