"""Cases that are kept no longer than their tenants keep them, and what is read to find them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from application.adapters.tickets import FileDesk
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor
from application.event_store.tables import Tables
from application.retention import LOOK_AT_ALL, Erased, Retention, id_before
from domain.case import Caller
from domain.errors import CaseNotFound
from domain.events import CaseEscalated, TicketOpened
from tests.facts import MAYA, NOON, opened
from tests.stores import CAUSE, PassedOver, opened_store

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MONTH = {"ten_acme": 30 * DAY}


@pytest.fixture
async def store(location: str) -> AsyncIterator[CaseStore]:
    """An open store."""
    async with opened_store(location) as opened:
        yield opened


@pytest.fixture
def keeping(store: CaseStore, tmp_path: Path) -> Retention:
    """What ends cases in it."""
    return Retention(
        store,
        tickets_of=lambda _: FileDesk(tmp_path / "tickets"),
        actor=Actor("system"),
        new_id=lambda prefix: f"{prefix}_1",
    )


async def opened_before_noon(store: CaseStore, age: timedelta, tenant_id: str = "ten_acme") -> str:
    """The id of a case that is as old at noon."""
    case_id = f"{id_before(NOON - age)}{'0' * 20}"
    await store.open_case(case_id, opened(Caller(tenant_id, MAYA.requester)), CAUSE)
    return case_id


async def test_cases_past_their_tenants_days_are_erased_unless_they_are_held(
    store: CaseStore, keeping: Retention
):
    old = await opened_before_noon(store, 31 * DAY)
    held = await opened_before_noon(store, 300 * DAY)
    await opened_before_noon(store, 29 * DAY)
    await keeping.place_hold(held, None)
    assert (await keeping.erase_expired({"ten_other": DAY}, NOON)).erased == ()
    await store.decide(
        old,
        lambda _: [
            CaseEscalated(ticket_id="tkt_1", sealed=None),
            TicketOpened(connector="file", ticket_id="tkt_1", ticket_url="file:///x.json"),
        ],
        CAUSE,
    )
    done = await keeping.erase_expired({"ten_acme": 30 * DAY, "ten_other": DAY}, NOON)
    assert done == Erased(erased=(old,), held=(held,), orphaned=(old,)), (
        "its ticket is not where tickets are"
    )
    with pytest.raises(CaseNotFound):
        await keeping.erase(old, "request")
    with pytest.raises(CaseNotFound):
        await keeping.place_hold(old, None)


async def test_a_case_is_erased_by_the_first_look_after_its_hold_is_released(
    store: CaseStore, keeping: Retention
):
    held = await opened_before_noon(store, 31 * DAY)
    await keeping.place_hold(held, None)
    assert (await keeping.erase_expired(MONTH, NOON)).held == (held,)
    assert (await keeping.erase_expired(MONTH, NOON)).held == (held,)
    await keeping.release_hold(held)
    assert (await keeping.erase_expired(MONTH, NOON + HOUR)).erased == (held,)
    assert await keeping.erase_expired(MONTH, NOON + HOUR) == Erased()


async def test_a_case_is_erased_by_the_first_look_after_it_came_of_age(
    store: CaseStore, keeping: Retention
):
    ages = {"ten_acme": 30 * DAY, "ten_other": 7 * DAY}
    month = await opened_before_noon(store, 30 * DAY - HOUR)
    week = await opened_before_noon(store, 7 * DAY - HOUR, "ten_other")
    assert await keeping.erase_expired(ages, NOON) == Erased()
    assert (await keeping.erase_expired(ages, NOON + 2 * HOUR)).erased == (month, week)


async def test_what_another_tenant_keeps_longer_is_not_read_again_and_again(
    store: CaseStore, keeping: Retention
):
    """An altered case tells of each time that it is read."""
    store.case_recorder.watch = passed_over = PassedOver()
    await opened_before_noon(store, 90 * DAY, "ten_for_ever")
    await cast("Tables", store.case_recorder).change(
        "UPDATE documents SET body = ? WHERE view = 'case'", b"altered"
    )
    for minutes in range(0, 60, 10):
        await keeping.erase_expired(MONTH, NOON + timedelta(minutes=minutes))
    assert passed_over.views == ["case"]


async def test_a_case_that_came_back_with_a_backup_is_erased_within_a_day(
    store: CaseStore, keeping: Retention
):
    assert await keeping.erase_expired(MONTH, NOON) == Erased()
    back = await opened_before_noon(store, 31 * DAY)
    assert await keeping.erase_expired(MONTH, NOON + HOUR) == Erased()
    assert (await keeping.erase_expired(MONTH, NOON + LOOK_AT_ALL)).erased == (back,)


async def test_a_clock_that_is_set_back_lets_all_be_looked_at_again(
    store: CaseStore, keeping: Retention
):
    assert await keeping.erase_expired(MONTH, NOON + HOUR) == Erased()
    back = await opened_before_noon(store, 31 * DAY)
    assert (await keeping.erase_expired(MONTH, NOON)).erased == (back,)
