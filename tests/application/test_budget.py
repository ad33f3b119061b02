"""A tenant's day of tokens: reserved before a call, settled after it, shared by all gateways."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, cast

import pytest

from application.budget import NO_BUDGET, Budgeted, TokenBudget, most_tokens
from application.event_store.case_store import CaseStore
from application.event_store.tables import Tables
from application.ports import Assistant, AssistantFailed, Proposal, Said, SentBack, Turn
from domain.answer import Answer
from domain.produced import Usage
from tests.application.turns import turn
from tests.stores import Clock, opened_store

CALL = most_tokens(turn())


class Talker(Assistant):
    """An assistant that says the same each time, at a price; it may fail, or wait to be freed."""

    def __init__(self, usage: Usage, *, fails: bool = False) -> None:
        """Cost this much a call."""
        self.asked = 0
        self.began = asyncio.Event()
        self.free = asyncio.Event()
        self.free.set()
        self._usage = usage
        self._fails = fails

    async def propose(self, turn: Turn) -> Proposal:
        self.asked += 1
        self.began.set()
        await self.free.wait()
        if self._fails:
            raise AssistantFailed("malformed", usage=self._usage)
        answer = Answer(content="Yes.", actions=(), evidence=(), confidence=0.5)
        return Proposal(answer=answer, usage=self._usage)


@pytest.fixture
async def store(location: str) -> AsyncIterator[CaseStore]:
    """An open store."""
    async with opened_store(location) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    """Noon, until it is moved."""
    return Clock()


def budgeted(
    talker: Talker, store: CaseStore, clock: Clock, daily_tokens: int = 2 * CALL
) -> Budgeted:
    """Give it so many tokens a day."""
    return Budgeted(talker, TokenBudget(store.case_recorder, clock), daily_tokens)


async def reason(assistant: Assistant, asked: Turn | None = None) -> str | None:
    """Why there was no proposal; None if there was one."""
    try:
        await assistant.propose(asked or turn())
    except AssistantFailed as failure:
        return failure.reason
    return None


async def test_what_was_spent_counts_and_what_was_only_reserved_does_not(
    store: CaseStore, clock: Clock
):
    cheap = Talker(Usage(input_tokens=7, output_tokens=1))
    assistant = budgeted(cheap, store, clock, CALL + 16)

    reasons = [await reason(assistant) for _ in range(4)]

    assert reasons == [None, None, None, NO_BUDGET]
    assert cheap.asked == 3


async def test_cached_tokens_count_too(store: CaseStore, clock: Clock):
    talker = Talker(Usage(cache_creation_input_tokens=CALL, cache_read_input_tokens=1))
    assistant = budgeted(talker, store, clock)

    assert [await reason(assistant) for _ in range(2)] == [None, NO_BUDGET]


async def test_nobody_is_asked_without_a_reservation(store: CaseStore, clock: Clock):
    talker = Talker(Usage())

    assert await reason(budgeted(talker, store, clock, CALL - 1)) == NO_BUDGET
    assert talker.asked == 0
    assert await reason(budgeted(talker, store, clock, CALL)) is None


async def test_calls_under_way_are_counted_at_their_most(store: CaseStore, clock: Clock):
    talker = Talker(Usage(output_tokens=1))
    talker.free.clear()
    assistant = budgeted(talker, store, clock, 3 * CALL)
    asking = {asyncio.create_task(reason(assistant)) for _ in range(8)}

    refused: set[asyncio.Task[str | None]] = set()
    while len(refused) < 5:
        done, asking = await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
        refused |= done
    talker.free.set()
    answered, _ = await asyncio.wait(asking)

    assert [task.result() for task in refused] == [NO_BUDGET] * 5
    assert [task.result() for task in answered] == [None] * 3
    assert talker.asked == 3
    assert await reason(assistant) is None


async def test_two_gateways_share_a_day(location: str, clock: Clock):
    first, second = Talker(Usage(output_tokens=CALL)), Talker(Usage(output_tokens=CALL))
    async with opened_store(location, prefix="a") as one, opened_store(location, prefix="b") as two:
        mine = budgeted(first, one, clock, 5 * CALL)
        theirs = budgeted(second, two, clock, 5 * CALL)

        reasons = await asyncio.gather(
            *(reason(assistant) for assistant in (mine, theirs) for _ in range(5))
        )

    assert reasons.count(None) == first.asked + second.asked == 5
    assert reasons.count(NO_BUDGET) == 5


async def test_a_day_outlives_a_restart_and_ends_at_midnight(location: str, clock: Clock):
    talker = Talker(Usage(output_tokens=2 * CALL))
    async with opened_store(location, prefix="a") as before:
        assert await reason(budgeted(talker, before, clock)) is None

    async with opened_store(location, prefix="b") as after:
        clock.forward(timedelta(hours=11))
        same_day = await reason(budgeted(talker, after, clock))
        clock.forward(timedelta(hours=1))
        next_day = await reason(budgeted(talker, after, clock))

    assert (same_day, next_day) == (NO_BUDGET, None)


async def test_a_failed_call_costs_what_it_cost(store: CaseStore, clock: Clock):
    assistant = budgeted(Talker(Usage(output_tokens=CALL + 1), fails=True), store, clock)

    assert [await reason(assistant) for _ in range(2)] == ["malformed", NO_BUDGET]


@pytest.mark.parametrize(("fails", "expected"), [(False, None), (True, "malformed")])
async def test_what_a_call_came_to_is_told_though_it_cannot_be_settled(
    store: CaseStore, clock: Clock, *, fails: bool, expected: str | None
):
    talker = Talker(Usage(output_tokens=1), fails=fails)
    talker.free.clear()
    assistant = budgeted(talker, store, clock, CALL)
    asking = asyncio.create_task(reason(assistant))
    await talker.began.wait()
    recorder = cast("Tables", store.case_recorder)
    await recorder.change("ALTER TABLE spent_tokens RENAME TO taken_away")
    talker.free.set()
    assert await asking == expected
    await recorder.change("ALTER TABLE taken_away RENAME TO spent_tokens")
    assert await reason(assistant) == NO_BUDGET, "what was reserved stays spent"


async def test_an_interrupted_call_stays_spent(store: CaseStore, clock: Clock):
    talker = Talker(Usage(output_tokens=1))
    talker.free.clear()
    assistant = budgeted(talker, store, clock, CALL)
    asking = asyncio.create_task(reason(assistant))
    await talker.began.wait()

    asking.cancel()
    await asyncio.wait([asking])

    assert await reason(assistant) == NO_BUDGET


async def test_each_tenant_has_its_own_day(store: CaseStore, clock: Clock):
    assistant = budgeted(Talker(Usage(output_tokens=2 * CALL)), store, clock)

    reasons = [
        await reason(assistant, turn(tenant_id=name)) for name in ("ten_a", "ten_b", "ten_a")
    ]

    assert reasons == [None, None, NO_BUDGET]


@pytest.mark.parametrize(
    "larger",
    [
        {"context": {"page": "x" * 3000}},
        {"conversation": (Said(message_id="msg_0", role="user", content="x" * 3000),)},
        {"sent_back": SentBack(reply="x" * 3000, objections=("y",))},
        {"question": "\N{HIRAGANA LETTER A}" * 1100},
    ],
    ids=["context", "conversation", "a reply that is sent back", "another script"],
)
def test_all_that_is_asked_is_reserved_for(larger: dict[str, Any]):
    assert CALL + 900 < most_tokens(turn(**larger)) < CALL + 1200
