"""Who waits together is written together; when they are told decides how large batches are."""

import asyncio
from collections.abc import Sequence

from application.event_store.append import Append
from application.event_store.recorded import Link
from application.event_store.watch import UNWATCHED
from application.event_store.writer import Outcome, Writer

CLIENTS = 8
ROUNDS = 20


class Log:
    """Gives out positions without gaps; others write `between` any two batches."""

    def __init__(self, between: int) -> None:
        self.batches: list[int] = []
        self._between = between
        self._position = 0

    async def write(self, batch: Sequence[Append]) -> Sequence[Outcome]:
        """See `WriteBatch`."""
        await asyncio.sleep(0)
        self.batches.append(len(batch))
        self._position += self._between
        outcomes: list[Outcome] = []
        for _ in batch:
            self._position += 1
            outcomes.append((self._position,))
        return outcomes


async def batches_of(log: Log) -> list[int]:
    """How many commands are written together, once it has settled, where each client waits for one
    after the other.
    """
    writer = Writer(log.write, UNWATCHED)
    writer.start()

    async def client(name: str) -> None:
        for version in range(ROUNDS):
            await writer.submit(Append(links=(Link(name, version, "t", b"", ""),)))

    await asyncio.gather(*(client(f"cas_{number}") for number in range(CLIENTS)))
    await writer.close()
    return log.batches[2:-2]


async def test_where_nobody_else_writes_some_are_written_while_the_others_decide():
    assert max(await batches_of(Log(between=0))) < CLIENTS


async def test_where_others_write_all_wait_for_their_turn_together():
    assert set(await batches_of(Log(between=1))) == {CLIENTS}
