"""Limits hold for all processes on one database, however many requests come at once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from api.errors import RateLimited
from api.rate_limiter import Kind, RateLimiter
from application.config import RateLimits
from application.event_store.append import StoreAway
from application.event_store.case_store import CaseStore
from domain.case import Caller
from domain.errors import Unavailable
from tests.facts import JONAS, MAYA
from tests.postgres import PostgresServer
from tests.stores import migrate, opened_store

LIMITS = RateLimits(creates=0, messages=5, others=60)


@pytest.fixture
async def stores(location: str) -> AsyncIterator[tuple[CaseStore, CaseStore]]:
    """Two open stores on one database."""
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(opened_store(location, prefix="a"))
        other = await stack.enter_async_context(opened_store(location, prefix="b"))
        yield one, other


def limits_of(store: CaseStore) -> RateLimiter:
    """The limits of one process."""
    return RateLimiter(LIMITS, store, asyncio.get_running_loop().time)


async def admitted(asked: list[RateLimiter], caller: Caller = MAYA, kind: Kind = "messages") -> int:
    """How many of requests that come at once, each at one of the processes, are admitted."""
    outcomes = await asyncio.gather(
        *(limits.count(caller, kind) for limits in asked), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if outcome is not None]
    for outcome in refused:
        assert isinstance(outcome, RateLimited)
        assert outcome.retry_after is not None
        assert 1 <= outcome.retry_after <= 60
    return len(outcomes) - len(refused)


async def test_a_burst_over_two_processes_is_counted_exactly(stores: tuple[CaseStore, CaseStore]):
    one, other = map(limits_of, stores)
    assert await admitted([one, other] * 20) == 5


async def test_requests_one_after_the_other_are_counted_exactly(
    stores: tuple[CaseStore, CaseStore],
):
    one, other = map(limits_of, stores)
    assert [await admitted([one]) + await admitted([other]) for _ in range(4)] == [2, 2, 1, 0]


async def test_users_and_kinds_are_counted_apart(stores: tuple[CaseStore, CaseStore]):
    one, _ = map(limits_of, stores)
    assert await admitted([one] * 9) == 5
    assert await admitted([one] * 9, JONAS) == 5
    assert await admitted([one] * 9, kind="others") == 9
    assert await admitted([one] * 99, kind="creates") == 99


async def test_counts_of_the_last_minute_are_not_forgotten(stores: tuple[CaseStore, CaseStore]):
    one, other = map(limits_of, stores)
    assert await admitted([one] * 4) == 4
    await stores[0].case_recorder.forget_counts()
    assert await admitted([other] * 4) == 1


async def test_a_count_of_long_ago_is_none(migrated_postgres_url: str):
    async with opened_store(migrated_postgres_url) as store:
        limits = limits_of(store)
        assert await admitted([limits] * 5) == 5
        await store.case_recorder.change(  # type: ignore[attr-defined]  # `Tables`, behind the protocol
            "UPDATE request_times SET times = ARRAY(SELECT unnest(times) - 59000)"
        )
        (wait,) = await store.case_recorder.count_requests([(await _who(store), 5)])
        assert 0 < wait <= 1_000
        await store.case_recorder.change(  # type: ignore[attr-defined]  # as above
            "UPDATE request_times SET times = ARRAY(SELECT unnest(times) - 2000)"
        )
        assert await admitted([limits_of(store)] * 6) == 5


async def _who(store: CaseStore) -> str:
    pseudonym = store.keys.pseudonym(MAYA.tenant_id, MAYA.requester.user_id)
    return f"{pseudonym}:messages"


async def _until_refused(store: CaseStore) -> None:
    """Wait for the sessions that outlive their server."""
    with contextlib.suppress(StoreAway):
        while True:
            await store.case_recorder.ping()


async def test_while_the_store_is_away_nothing_is_admitted(own_postgres_server: PostgresServer):
    migrate(own_postgres_server.url())
    async with opened_store(own_postgres_server.url()) as store:
        limits = limits_of(store)
        assert await admitted([limits]) == 1
        own_postgres_server.kill()
        await _until_refused(store)
        with pytest.raises(Unavailable):
            await limits.count(MAYA, "messages")
        own_postgres_server.start()
        assert await admitted([limits]) == 1
