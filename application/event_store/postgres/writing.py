"""Batches as they are written: each once, also where the server dies and its answer is lost."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg

from application.event_store.append import Append, StoreAway
from application.event_store.postgres.columns import take_columns
from application.event_store.postgres.connection import answering, connect, lost, store_away
from application.event_store.postgres.write import APPEND, arrays, outcomes
from application.event_store.recorded import hash_of
from application.event_store.writer import Outcome

LOOK_AGAIN_SECONDS = 8.0
"""How long a writer that lost its connection tries to find out what became of its batch."""

PAUSE_SECONDS = 0.2
END_MS = 5_000


@dataclass(frozen=True, slots=True)
class Session:
    """A session of the server, by its process and when that began."""

    process_id: int
    began: datetime


class BatchWriter:
    """The one connection of a process that writes."""

    def __init__(self, url: str) -> None:
        """Connect to this server, once there is something to write."""
        self._url = url
        self._connection: psycopg.AsyncConnection | None = None
        self._session: Session | None = None

    async def close(self) -> None:
        """Disconnect."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await connection.close()

    async def write(self, batch: Sequence[Append]) -> Sequence[Outcome]:
        """Write commands in one transaction (see `writer.WriteBatch`).

        Where the connection is lost on the way, what had arrived is found by its hashes, and what
        had not is written again. Commands of whose fate nothing can be learnt fail as `StoreAway`.
        """
        clock = asyncio.get_running_loop().time
        give_up: float | None = None
        known: dict[int, Outcome] = {}
        in_doubt: Session | None = None
        while True:
            left = [number for number in range(len(batch)) if number not in known]
            try:
                with store_away():
                    if in_doubt is not None:
                        await self._end(in_doubt)
                        known |= await self._landed(batch, left)
                        in_doubt = None
                        continue
                    if left:
                        connection, session = await self._connected()
                        in_doubt = session
                        known |= await self._written(connection, batch, left)
                    return [known[number] for number in range(len(batch))]
            except StoreAway as away:
                if in_doubt == self._session and self._refused(away):
                    in_doubt = None
                await self.close()
                give_up = give_up or clock() + LOOK_AGAIN_SECONDS
                if in_doubt is None or clock() > give_up:
                    return [known.get(number, away) for number in range(len(batch))]
                await asyncio.sleep(PAUSE_SECONDS)

    async def _written(
        self, connection: psycopg.AsyncConnection, batch: Sequence[Append], left: Sequence[int]
    ) -> dict[int, Outcome]:
        commands = [batch[number] for number in left]
        with answering(connection):
            cursor = connection.cursor(binary=True)
            await cursor.execute(APPEND.encode(), arrays(commands), prepare=True)
            answer = await cursor.fetchall()
        return dict(zip(left, outcomes(commands, answer), strict=True))

    def _refused(self, away: StoreAway) -> bool:
        """Whether the server itself has said that it did nothing."""
        error = away.__cause__
        return (
            self._connection is not None
            and isinstance(error, psycopg.Error)
            and not lost(self._connection, error)
        )

    async def _connected(self) -> tuple[psycopg.AsyncConnection, Session]:
        if self._connection is None or self._connection.closed or self._session is None:
            self._connection = await connect(self._url)
            take_columns(self._connection)
            with answering(self._connection):
                found = await self._connection.execute(
                    "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
                )
                row = await found.fetchone()
            if row is None:
                raise StoreAway
            self._session = Session(*row)
        return self._connection, self._session

    async def _end(self, session: Session) -> None:
        """See that a session is over, so that nothing of it can still land."""
        connection, _ = await self._connected()
        with answering(connection):
            found = await connection.execute(
                "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity"
                " WHERE pid = %s AND backend_start = %s",
                (END_MS, session.process_id, session.began),
            )
            if (False,) in await found.fetchall():
                raise StoreAway

    async def _landed(self, batch: Sequence[Append], left: Sequence[int]) -> dict[int, Outcome]:
        """What is in the store of commands whose answer was lost."""
        connection, _ = await self._connected()
        landed: dict[int, Outcome] = {}
        with answering(connection):
            for number in left:
                outcome = await _look_up(connection, batch[number])
                if outcome is not None:
                    landed[number] = outcome
        return landed


async def _look_up(connection: psycopg.AsyncConnection, command: Append) -> Outcome | None:
    if command.rows:
        first = command.rows[0]
        found = await connection.execute(
            "SELECT notification_id FROM stored_events"
            " WHERE originator_id = %s AND originator_version = %s AND hash = %s",
            (first.originator_id, first.originator_version, hash_of(first)),
        )
        row = await found.fetchone()
        return None if row is None else tuple(range(row[0], row[0] + len(command.rows)))
    # Without events there is only a request to remember, and that may be written twice.
    return None
