"""Who waits together is written together; when they are told decides how large batches are."""

import asyncio
from collections.abc import Sequence

import pytest

from application.event_store.append import Append, StoreAway
from application.event_store.recorded import Link
from application.event_store.watch import UNWATCHED
from application.event_store.writer import WAITING, Outcome, Writer

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


class HeldLog(Log):
    """Has `begun` to write, and goes on once it is `released`."""

    def __init__(self) -> None:
        super().__init__(between=0)
        self.begun = asyncio.Event()
        self.released = asyncio.Event()

    async def write(self, batch: Sequence[Append]) -> Sequence[Outcome]:
        """See `WriteBatch`."""
        self.begun.set()
        await self.released.wait()
        return await super().write(batch)


async def batches_of(log: Log) -> list[int]:
    """How many commands are written together, once it has settled, where each client waits for one
    after the other.
    """
    writer = Writer(log.write, UNWATCHED)
    writer.start()

    async def client(name: str) -> None:
        for version in range(ROUNDS):
            await writer.submit(_command(name, version))

    await asyncio.gather(*(client(f"cas_{number}") for number in range(CLIENTS)))
    await writer.close()
    return log.batches[2:-2]


async def test_where_nobody_else_writes_some_are_written_while_the_others_decide():
    assert max(await batches_of(Log(between=0))) < CLIENTS


async def test_where_others_write_all_wait_for_their_turn_together():
    assert set(await batches_of(Log(between=1))) == {CLIENTS}


async def test_one_more_command_than_may_wait_is_refused_and_all_others_are_written():
    log = HeldLog()
    writer = Writer(log.write, UNWATCHED)
    writer.start()
    async with asyncio.TaskGroup() as clients:
        written = [clients.create_task(writer.submit(_command("cas_0")))]
        await log.begun.wait()
        written += [
            clients.create_task(writer.submit(_command(f"cas_{number}")))
            for number in range(1, WAITING + 1)
        ]
        await asyncio.sleep(0)  # each of them begins to wait
        with pytest.raises(StoreAway):
            await writer.submit(_command("cas_one_more"))
        log.released.set()
    assert [task.result() for task in written] == [(place,) for place in range(1, WAITING + 2)]
    await writer.close()


async def test_a_writer_that_is_closed_writes_what_waits_and_takes_no_more():
    log = HeldLog()
    writer = Writer(log.write, UNWATCHED)
    writer.start()
    async with asyncio.TaskGroup() as clients:
        first = clients.create_task(writer.submit(_command("cas_1")))
        await log.begun.wait()
        second = clients.create_task(writer.submit(_command("cas_2")))
        clients.create_task(writer.close())
        await asyncio.sleep(0)  # both begin
        with pytest.raises(StoreAway):
            await writer.submit(_command("cas_3"))
        log.released.set()
    assert (first.result(), second.result()) == ((1,), (2,))


def _command(stream: str, version: int = 1) -> Append:
    return Append(links=(Link(stream, version, "t", b"", ""),))
