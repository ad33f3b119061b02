"""One payer at a time, over all processes on one store."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any, cast

import pytest

from application.duties import TICKET_ATTEMPTS, leases, ticket_pause
from application.duties.leases import Leases, Overtaken
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor, Cause
from application.event_store.recorder import CaseRecorder
from application.idempotency import LEASE_MS, Attempt
from domain.errors import CaseNotFound
from tests.facts import opened
from tests.stores import Clock, opened_store

LEASE = timedelta(milliseconds=LEASE_MS)


def pause(attempts: int) -> int:
    """A second more with every attempt."""
    return attempts * 1_000


@pytest.fixture
async def store(location: str) -> AsyncIterator[CaseStore]:
    """An open store."""
    async with opened_store(location) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    """A clock that all processes share."""
    return Clock()


@pytest.fixture
def ours(store: CaseStore, clock: Clock) -> Leases:
    """The leases of this process."""
    return Leases(store.case_recorder, holder="ours", now=clock)


@pytest.fixture
def theirs(store: CaseStore, clock: Clock) -> Leases:
    """Those of another one."""
    return Leases(store.case_recorder, holder="theirs", now=clock)


async def attempts_at(held: Leases, *, skip_after: int | None = None) -> int | None:
    """Take the lease `debt` and give it back; how often it was taken by then, if it could be."""
    async with held.taken("debt", pause=pause, skip_after=skip_after) as attempts:
        return attempts


async def fails(held: Leases, error: BaseException, *, pause: Callable[[int], int] = pause) -> None:
    """Take it, and fail to pay."""
    with pytest.raises(type(error)):
        async with held.taken("debt", pause=pause):
            raise error


async def test_a_debt_has_one_payer_at_a_time(ours: Leases, theirs: Leases):
    async with ours.taken("debt", pause=pause) as attempts:
        assert attempts == 1
        assert ours.holds("debt")
        assert await attempts_at(theirs) is None
        assert await attempts_at(ours) is None
    assert not ours.holds("debt")
    assert await attempts_at(theirs) == 1


class SlowToEnd:
    """A store that has heard of a lease's end, and has yet to do it."""

    def __init__(self, cases: CaseRecorder) -> None:
        self._cases = cases
        self.told = asyncio.Event()
        self.goes_on = asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cases, name)

    async def end_lease(self, *arguments: Any, **named: Any) -> None:
        self.told.set()
        await self.goes_on.wait()
        await self._cases.end_lease(*arguments, **named)


async def test_a_lease_is_taken_by_nobody_here_before_the_store_knows_that_it_is_over(
    store: CaseStore, theirs: Leases, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(leases, "YOUNG_SECONDS", 0)
    slow = SlowToEnd(store.case_recorder)
    ours = Leases(cast("CaseRecorder", slow), holder="ours", now=clock)
    ending = asyncio.create_task(attempts_at(ours))
    await slow.told.wait()
    assert await attempts_at(ours) is None
    await ours._renew()
    slow.goes_on.set()
    assert await ending == 1
    assert await attempts_at(theirs) == 1, "nor was it renewed when it was over"


class SlowToRenew:
    """A store that has heard of a renewal, and has yet to do it."""

    def __init__(self, cases: CaseRecorder) -> None:
        self._cases = cases
        self.told = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.ends = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cases, name)

    async def renew_leases(self, *arguments: Any, **named: Any) -> frozenset[str]:
        self.told.set()
        await self.goes_on.wait()
        return await self._cases.renew_leases(*arguments, **named)

    async def end_lease(self, *arguments: Any, **named: Any) -> None:
        self.ends = True
        await self._cases.end_lease(*arguments, **named)


@pytest.mark.parametrize("is_assumed", [False, True])
async def test_a_lease_that_is_being_renewed_is_not_written_after_its_end(
    store: CaseStore,
    theirs: Leases,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_assumed: bool,
):
    monkeypatch.setattr(leases, "YOUNG_SECONDS", 0)
    slow = SlowToRenew(store.case_recorder)
    ours = Leases(cast("CaseRecorder", slow), holder="ours", now=clock)
    async with ours.assumed("debt") if is_assumed else ours.taken("debt", pause=pause):
        renewing = asyncio.create_task(ours._renew())
        await slow.told.wait()
        # When this block is left, there is nothing to wait for but the renewal.
        asyncio.get_running_loop().call_soon(slow.goes_on.set)
    await renewing
    assert slow.ends
    assert await attempts_at(theirs) == 1


async def test_a_lease_that_ran_out_is_taken_over(ours: Leases, theirs: Leases, clock: Clock):
    async with ours.taken("debt", pause=pause):
        clock.forward(LEASE)
        assert await attempts_at(theirs) is None
        clock.forward(timedelta(milliseconds=1))
        async with theirs.taken("debt", pause=pause) as attempts:
            assert attempts == 2


async def test_a_lease_that_was_taken_while_a_clock_was_wrong_does_not_last(
    ours: Leases, theirs: Leases, clock: Clock
):
    clock.forward(timedelta(hours=1))
    async with ours.taken("debt", pause=pause):
        clock.forward(timedelta(hours=-1))
        assert await attempts_at(theirs) == 2


async def test_a_pause_that_began_while_a_clock_was_wrong_does_not_last(
    ours: Leases, theirs: Leases, clock: Clock
):
    clock.forward(timedelta(hours=1))
    await fails(ours, RuntimeError())
    clock.forward(timedelta(hours=-1))
    assert await attempts_at(theirs) == 2


async def test_the_longest_pause_lasts_though_a_clock_goes_back_a_little(
    ours: Leases, theirs: Leases, clock: Clock
):
    await fails(ours, RuntimeError(), pause=lambda _: ticket_pause(TICKET_ATTEMPTS))
    clock.forward(timedelta(minutes=-1))
    assert await attempts_at(theirs) is None


async def test_a_clock_that_goes_back_a_little_takes_no_lease_away(
    ours: Leases, theirs: Leases, clock: Clock
):
    async with ours.taken("debt", pause=pause):
        clock.forward(-LEASE)
        assert await attempts_at(theirs) is None


async def test_a_payer_that_was_overtaken_is_interrupted(
    ours: Leases, theirs: Leases, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(leases, "YOUNG_SECONDS", 0)

    async def stopped_for_long() -> None:
        async with ours.taken("debt", pause=pause):
            clock.forward(2 * LEASE)
            async with theirs.taken("debt", pause=pause):
                await ours._renew()
                await asyncio.Event().wait()

    with pytest.raises(Overtaken):
        await stopped_for_long()


async def test_a_payer_whose_lease_is_not_renewed_in_time_is_interrupted(
    ours: Leases, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(leases, "LEASE_MS", 1)
    with pytest.raises(Overtaken):
        async with ours.taken("debt", pause=pause):
            await asyncio.Event().wait()


async def test_a_lease_is_renewed_while_the_work_goes_on(
    ours: Leases, theirs: Leases, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(leases, "YOUNG_SECONDS", 0)
    async with ours.taken("debt", pause=pause):
        for _ in range(3):
            clock.forward(LEASE / 2)
            await ours._renew()
        assert await attempts_at(theirs) is None


async def test_what_was_just_made_is_leased_in_the_store_only_if_it_takes_long(
    ours: Leases, theirs: Leases, monkeypatch: pytest.MonkeyPatch
):
    async with ours.assumed("debt"):
        await ours._renew()
        assert await attempts_at(theirs) == 1
        monkeypatch.setattr(leases, "YOUNG_SECONDS", 0)
        await ours._renew()
        assert await attempts_at(theirs) is None
    assert await attempts_at(theirs) == 1


async def test_after_a_failure_there_is_a_pause_and_the_attempts_are_counted(
    ours: Leases, theirs: Leases, clock: Clock
):
    await fails(ours, RuntimeError())
    assert await attempts_at(theirs) is None
    clock.forward(timedelta(seconds=1, milliseconds=1))
    await fails(theirs, RuntimeError())
    clock.forward(timedelta(seconds=2, milliseconds=1))
    assert await attempts_at(ours) == 3


async def test_a_user_does_not_wait_for_all_of_the_pause(
    ours: Leases, theirs: Leases, clock: Clock
):
    await fails(ours, RuntimeError())
    clock.forward(timedelta(milliseconds=499))
    assert await attempts_at(theirs, skip_after=500) is None
    clock.forward(timedelta(milliseconds=1))
    assert await attempts_at(theirs, skip_after=500) == 2


async def test_what_is_refused_counts_as_no_attempt(ours: Leases, theirs: Leases):
    await fails(ours, CaseNotFound())
    assert await attempts_at(theirs) == 1


async def test_a_payer_that_is_ended_leaves_the_lease_to_others(
    ours: Leases, theirs: Leases, clock: Clock
):
    begun = asyncio.Event()

    async def pay() -> None:
        async with ours.taken("debt", pause=pause):
            begun.set()
            await asyncio.Event().wait()

    paying = asyncio.create_task(pay())
    await begun.wait()
    paying.cancel()
    await asyncio.gather(paying, return_exceptions=True)
    clock.forward(timedelta(seconds=1, milliseconds=1))
    assert await attempts_at(theirs) == 2


async def test_a_request_under_a_key_is_not_taken_over_while_the_work_goes_on(
    store: CaseStore, ours: Leases, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(leases, "YOUNG_SECONDS", 0)
    attempt = Attempt("request-1", "claim-1", "fingerprint", 200, ours._ms())
    await store.open_case(
        "cas_1",
        opened(),
        Cause(Actor("system"), "req_1"),
        remember=lambda _: attempt.claimed("cas_1"),
    )
    with ours.renewing(attempt):
        clock.forward(LEASE / 2)
        await ours._renew()
    found = await store.remembered("request-1")
    assert found is not None
    assert found.lease_until == ours._ms() + LEASE_MS


async def test_leases_of_long_ago_are_forgotten(store: CaseStore, ours: Leases, theirs: Leases):
    await fails(ours, RuntimeError())
    await store.case_recorder.forget_leases(ours._ms() + 1_001)
    assert await attempts_at(theirs) == 1
