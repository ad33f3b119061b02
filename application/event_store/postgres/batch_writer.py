"""Batches as they are written: each once, also where the server dies and its answer is lost."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg

from application.event_store.append import Append, StoreAway
from application.event_store.postgres.append_commands import APPEND, arrays, outcomes
from application.event_store.postgres.connection import answering, connect, lost, store_away
from application.event_store.postgres.statements import Statements
from application.event_store.writer import Outcome

LOOK_AGAIN_SECONDS = 8.0
"""How long a writer that lost its connection tries to find out what became of its batch."""

PAUSE_SECONDS = 0.2
_PLAN_ONCE = b"SET plan_cache_mode = force_generic_plan"
"""To plan the statements of a batch anew each time takes longer than a small batch does."""

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
        self._asked: Statements | None = None
        self._session: Session | None = None

    async def close(self) -> None:
        """Disconnect."""
        asked, self._asked = self._asked, None
        if asked is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await asked.connection.close()

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
                        asked, session = await self._connected()
                        in_doubt = session
                        known |= await self._written(asked, batch, left)
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
        self, asked: Statements, batch: Sequence[Append], left: Sequence[int]
    ) -> dict[int, Outcome]:
        commands = [batch[number] for number in left]
        with answering(asked.connection):
            answer = await asked.rows_for(APPEND, arrays(commands))
        return dict(zip(left, outcomes(commands, answer), strict=True))

    def _refused(self, away: StoreAway) -> bool:
        """Whether the server itself has said that it did nothing."""
        error = away.__cause__
        return (
            self._asked is not None
            and isinstance(error, psycopg.Error)
            and not lost(self._asked.connection, error)
        )

    async def _connected(self) -> tuple[Statements, Session]:
        if self._asked is None or self._asked.connection.closed or self._session is None:
            asked = self._asked = Statements(await connect(self._url))
            with answering(asked.connection):
                await asked.connection.execute(_PLAN_ONCE)
                ((process_id, began),) = await asked.rows(
                    "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
                )
            self._session = Session(process_id, began)
        return self._asked, self._session

    async def _end(self, session: Session) -> None:
        """See that a session is over, so that nothing of it can still land."""
        asked, _ = await self._connected()
        with answering(asked.connection):
            ended = await asked.rows(
                "SELECT pg_terminate_backend(pid, ?) FROM pg_stat_activity"
                " WHERE pid = ? AND backend_start = ?",
                (END_MS, session.process_id, session.began),
            )
        if (False,) in ended:
            raise StoreAway

    async def _landed(self, batch: Sequence[Append], left: Sequence[int]) -> dict[int, Outcome]:
        """What is in the store of commands whose answer was lost."""
        asked, _ = await self._connected()
        landed: dict[int, Outcome] = {}
        with answering(asked.connection):
            for number in left:
                outcome = await _look_up(asked, batch[number])
                if outcome is not None:
                    landed[number] = outcome
        return landed


async def _look_up(asked: Statements, command: Append) -> Outcome | None:
    if command.links:
        first = command.links[0]
        found = await asked.rows(
            "SELECT notification_id FROM stored_events"
            " WHERE originator_id = ? AND originator_version = ? AND hash = ?",
            (first.stream, first.version, first.hash),
        )
        return tuple(range(found[0][0], found[0][0] + len(command.links))) if found else None
    # Without events there is only a request to remember, and that may be written twice.
    return None
