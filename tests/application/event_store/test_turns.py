"""Who works under one name, and when."""

import asyncio

import pytest

from application.event_store.turns import Turns


class Workers:
    """Tasks that take a turn each, and work until they are told to go home."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.began: list[str] = []
        self._home: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, worker: str, name: str = "cas_1") -> None:
        self._home[worker] = asyncio.Event()
        self.tasks[worker] = asyncio.create_task(self._work(worker, name))
        await _settled()

    async def go_home(self, worker: str) -> None:
        self._home[worker].set()
        await self.tasks[worker]
        await _settled()

    async def _work(self, worker: str, name: str) -> None:
        async with self.turns.of(name):
            self.began.append(worker)
            await self._home[worker].wait()


async def _settled() -> None:
    """Let every task do what it can."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_turns_under_one_name_are_taken_in_the_order_of_coming():
    workers = Workers()
    for worker in ("one", "two", "three"):
        await workers.come(worker)
    assert workers.began == ["one"]
    await workers.go_home("one")
    assert workers.began == ["one", "two"]
    await workers.go_home("two")
    await workers.go_home("three")
    assert workers.began == ["one", "two", "three"]


async def test_other_names_do_not_wait():
    workers = Workers()
    await workers.come("one")
    await workers.come("other", name="cas_2")
    assert workers.began == ["one", "other"]


async def test_who_goes_away_while_waiting_keeps_nobody_back():
    workers = Workers()
    for worker in ("one", "two", "three"):
        await workers.come(worker)
    workers.tasks["two"].cancel()
    await workers.go_home("one")
    assert workers.began == ["one", "three"]


async def test_who_goes_away_in_the_moment_of_being_told_passes_the_turn_on():
    workers = Workers()
    for worker in ("one", "two", "three"):
        await workers.come(worker)
    workers._home["one"].set()
    await asyncio.sleep(0)  # the first leaves, and has told the second, which has not run since
    workers.tasks["two"].cancel()
    with pytest.raises(asyncio.CancelledError):
        await workers.tasks["two"]
    await _settled()
    assert workers.began == ["one", "three"]


async def test_what_fails_in_its_turn_ends_it():
    turns = Turns()
    with pytest.raises(ZeroDivisionError):
        async with turns.of("cas_1"):
            raise ZeroDivisionError
    async with turns.of("cas_1"):
        pass


async def test_nothing_is_kept_of_names_under_which_nobody_works():
    workers = Workers()
    await workers.come("one")
    await workers.come("two")
    workers.tasks["two"].cancel()
    await workers.go_home("one")
    assert workers.turns._behind == {}
