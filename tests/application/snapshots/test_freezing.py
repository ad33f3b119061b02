"""Where snapshots are frozen: on the loop, or in a thread."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import pytest

from application.snapshots import Captured
from application.snapshots.freezing import LARGE_ANSWERS, LONG_SECONDS, Freezing

CAPTURED = cast("Captured", object())


@dataclass
class Work:
    """Freezing whose work takes as long as is said, and the threads in which it was done."""

    threads: list[int] = field(default_factory=list[int])
    worked: float = 0.0

    def taking(self, seconds: float) -> Callable[[], Captured]:
        """Work that takes so many seconds of a processor."""

        def making() -> Captured:
            self.threads.append(threading.get_ident())
            self.worked += seconds
            return CAPTURED

        return making


@pytest.fixture
def work() -> Work:
    """Work that nobody has done yet."""
    return Work()


@pytest.fixture
def freezing(work: Work) -> Freezing:
    """Freezing that goes by that work's time."""
    return Freezing(lambda: work.worked)


async def test_a_small_snapshot_is_made_on_the_loop(freezing: Freezing, work: Work):
    made = await freezing.captured(work.taking(0.005), tenant_id="ten_acme", size=LARGE_ANSWERS)

    assert made is CAPTURED
    assert work.threads == [threading.get_ident()]


async def test_a_large_one_is_made_in_a_thread(freezing: Freezing, work: Work):
    size = LARGE_ANSWERS + 1
    made = await freezing.captured(work.taking(0.005), tenant_id="ten_acme", size=size)

    assert made is CAPTURED
    assert work.threads != [threading.get_ident()]


async def test_after_a_long_one_a_tenants_next_are_made_in_a_thread_until_one_is_quick(
    freezing: Freezing, work: Work
):
    for seconds in (2 * LONG_SECONDS, 2 * LONG_SECONDS, 0.005, 0.005):
        await freezing.captured(work.taking(seconds), tenant_id="ten_acme", size=1)

    here = threading.get_ident()
    assert [thread == here for thread in work.threads] == [True, False, False, True]


async def test_what_one_tenants_take_is_nothing_to_another(freezing: Freezing, work: Work):
    await freezing.captured(work.taking(2 * LONG_SECONDS), tenant_id="ten_acme", size=1)
    await freezing.captured(work.taking(0.005), tenant_id="ten_globex", size=1)

    assert work.threads == [threading.get_ident()] * 2


async def test_between_two_that_wait_the_loop_has_its_turn(freezing: Freezing, work: Work):
    turns: list[int] = []

    async def count() -> None:
        while len(work.threads) < 3:
            turns.append(len(work.threads))
            await asyncio.sleep(0)

    making = [freezing.captured(work.taking(0.005), tenant_id="ten_acme", size=1) for _ in range(3)]
    await asyncio.gather(*making, count())

    assert {1, 2} <= set(turns)
