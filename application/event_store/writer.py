"""Group commit: commands that wait at the same time share one durable transaction.

There is no artificial delay. A batch is what queued up while the one before it was being written:
one command when there is little to do, many when there is much. Where nothing did, half of those
who waited are told first, so that their next commands are being written while the other half
decides on theirs: the database and this process are at work at the same time. Where other processes
write too, the database is at work in any case, and all are told at once: whoever has to wait for
its turn had better come with a large batch.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from application.event_store.append import Append, AppendFailed, StoreAway
from application.event_store.watch import Watch

BATCH = 256
"""Commands in one transaction, at most."""

WAITING = 8_192
"""Commands that may wait; one more is refused."""

Outcome = tuple[int, ...] | AppendFailed
"""The positions of a command's rows, or why it was not written."""

WriteBatch = Callable[[Sequence[Append]], Awaitable[Sequence[Outcome]]]
"""Writes commands in one transaction, each whole or not at all.

Raises `StoreAway` if nothing was written. Any other error is taken to be the fault of one of the
commands, and the batch is halved until it is found.
"""

_Waiting = tuple[Append, "asyncio.Future[tuple[int, ...]]"]


class Writer:
    """The one coroutine of a process that writes."""

    def __init__(self, write: WriteBatch, watch: Watch) -> None:
        """Write batches with `write`; `watch` is told of each."""
        self._write = write
        self._watch = watch
        self._queue: deque[_Waiting] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self._position = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to write what is submitted."""
        self._task = asyncio.create_task(self._run(), name="event store writer")

    async def close(self) -> None:
        """Write what was submitted, then end."""
        self._closing = True
        self._wake.set()
        if self._task is not None:
            await self._task

    async def submit(self, command: Append) -> tuple[int, ...]:
        """Wait until a command is written; raises what became of it.

        A caller that goes away does not take back what was submitted: it is written all the same.
        """
        if self._closing or len(self._queue) >= WAITING:
            raise StoreAway
        landed: asyncio.Future[tuple[int, ...]] = asyncio.get_running_loop().create_future()
        self._queue.append((command, landed))
        self._wake.set()
        return await landed

    async def _run(self) -> None:
        while self._queue or not self._closing:
            self._wake.clear()
            if self._queue:
                await self._write_all(self._next_batch())
            else:
                await self._wake.wait()

    def _next_batch(self) -> list[_Waiting]:
        """Take what waits, but of one stream or one idempotency key only the first."""
        batch: list[_Waiting] = []
        later: list[_Waiting] = []
        busy: set[str] = set()
        while self._queue and len(batch) < BATCH:
            waiting = self._queue.popleft()
            names = waiting[0].streams
            if waiting[0].remembered is not None:
                names.add(waiting[0].remembered.id)
            if busy.isdisjoint(names):
                batch.append(waiting)
            else:
                later.append(waiting)
            busy |= names
        self._queue.extendleft(reversed(later))
        return batch

    async def _write_all(self, batch: Sequence[_Waiting]) -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            try:
                outcomes = await self._write([command for command, _ in batch])
            finally:
                self._watch.wrote(len(batch), clock() - began)
        except StoreAway as away:
            for _, landed in batch:
                _settle(landed, away)
        except Exception as error:  # noqa: BLE001 - one command's fault must not fail the others
            if len(batch) == 1:
                _settle(batch[0][1], error)
                return
            middle = len(batch) // 2
            await self._write_all(batch[:middle])
            await self._write_all(batch[middle:])
        else:
            await self._tell(batch, outcomes)

    async def _tell(self, batch: Sequence[_Waiting], outcomes: Sequence[Outcome]) -> None:
        first = len(batch)
        if self._is_alone(outcomes):
            first = 0 if self._queue else (len(batch) + 1) // 2
        _settle_all(batch[:first], outcomes[:first])
        if first:
            await asyncio.sleep(0)
        if first < len(batch):
            # After the next batch was sent, which begins before this coroutine waits again.
            asyncio.get_running_loop().call_soon(_settle_all, batch[first:], outcomes[first:])

    def _is_alone(self, outcomes: Sequence[Outcome]) -> bool:
        """Whether nobody else has written since the last batch: positions have no gaps."""
        before, first = self._position, 0
        for outcome in outcomes:
            if isinstance(outcome, tuple) and outcome:
                first = first or outcome[0]
                self._position = outcome[-1]
        return first in {0, before + 1}


def _settle_all(batch: Sequence[_Waiting], outcomes: Sequence[Outcome]) -> None:
    for (_, landed), outcome in zip(batch, outcomes, strict=True):
        _settle(landed, outcome)


def _settle(
    landed: "asyncio.Future[tuple[int, ...]]", outcome: tuple[int, ...] | Exception
) -> None:
    if landed.done():
        return
    if isinstance(outcome, Exception):
        landed.set_exception(outcome)
        landed.exception()  # a caller that went away does not fetch it
    else:
        landed.set_result(outcome)
