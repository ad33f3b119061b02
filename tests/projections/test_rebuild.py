"""A view that is made again is the same, or says where it was wrong, and is then right."""

import asyncio

import pytest

from application.event_store.case_store import CaseStore
from projections.all_views import FOLLOWED_VIEWS
from projections.analytics.fold import Analytics
from projections.case_index import CaseIndex, Wanted, indexed_cases
from projections.follower import Follower
from projections.rebuild import Difference, Rebuilt, Superseded, rebuild
from projections.views import FollowedView, Views, dead_letters, generations, lag
from tests.projections.cases import Told, level
from tests.projections.conftest import views_at
from tests.projections.test_follower import MINUTE, Choosy


def silent(done: int, among: int) -> None:
    """Show no progress."""


@pytest.fixture
async def follower(told: Told, store: CaseStore, views: Views) -> Follower:
    """A follower that is level with three cases."""
    for number in range(3):
        await told.opened(f"cas_{number}")
        await told.answered(f"cas_{number}", after=MINUTE)
    following = Follower(store, views, FOLLOWED_VIEWS)
    await level(following)
    return following


@pytest.mark.parametrize("view", FOLLOWED_VIEWS, ids=lambda view: view.name)
async def test_what_was_followed_is_what_is_folded_from_the_first_event(
    view: FollowedView, follower: Follower, store: CaseStore, views: Views
) -> None:
    rebuilt = await rebuild(store, views, view, switch=False, progress=silent)
    assert (rebuilt.different, rebuilt.switched, rebuilt.events) == (0, False, 15)
    live = [one for one in await generations(views) if one.view == view.name]
    assert [one.generation for one in live] == [1], "nothing is left of the comparison"


async def test_a_row_that_is_wrong_is_named_and_put_right(
    follower: Follower, store: CaseStore, views: Views
) -> None:
    async with views.changing() as change:
        await change.rows("UPDATE case_index SET status = 'closed' WHERE case_id = 'cas_1'")
        await change.rows("DELETE FROM case_index WHERE case_id = 'cas_2'")
        await change.rows(
            "UPDATE case_index SET case_id = 'cas_9' WHERE case_id = 'cas_0'",
        )
    seen: list[tuple[int, int]] = []
    rebuilt = await rebuild(
        store, views, CaseIndex(), switch=True, progress=lambda *done: seen.append(done)
    )
    assert rebuilt.differences == (
        Difference("case_index", "cas_0", "missing"),
        Difference("case_index", "cas_1", "different"),
        Difference("case_index", "cas_2", "missing"),
        Difference("case_index", "cas_9", "not in the record"),
    )
    assert (rebuilt.different, rebuilt.rows, rebuilt.switched) == (4, 3, True)
    assert seen[0] == (0, 15)
    assert seen[-1] == (15, 15)
    page = await indexed_cases(views, Wanted(), cursor=None, limit=10)
    assert [(case.id, case.status) for case in page.items] == [
        ("cas_2", "active"),
        ("cas_1", "active"),
        ("cas_0", "active"),
    ]


async def test_a_view_goes_on_after_the_switch(
    told: Told, follower: Follower, store: CaseStore, views: Views
) -> None:
    await rebuild(store, views, Analytics(), switch=True, progress=silent)
    await told.opened("cas_3")
    await level(follower)
    assert await lag(views) == 0
    rebuilt = await rebuild(store, views, Analytics(), switch=False, progress=silent)
    assert (rebuilt.different, rebuilt.events) == (0, 19)
    live = [one for one in await generations(views) if one.view == "analytics"]
    assert [(one.generation, one.live) for one in live] == [(2, True)]


async def test_a_changed_definition_corrects_the_past(
    told: Told, follower: Follower, store: CaseStore, views: Views
) -> None:
    newer = CaseIndex()
    newer.definition = 2
    await rebuild(store, views, newer, switch=True, progress=silent)
    await told.opened("cas_3")
    assert await level(Follower(store, views, [newer])) == 4
    page = await indexed_cases(views, Wanted(), cursor=None, limit=10)
    assert len(page.items) == 4


async def test_a_view_that_stands_behind_is_rebuilt_up_to_where_it_stands(
    told: Told, follower: Follower, store: CaseStore, views: Views
) -> None:
    await told.opened("cas_3")
    rebuilt = await rebuild(store, views, CaseIndex(), switch=True, progress=silent)
    assert (rebuilt.different, rebuilt.events) == (0, 15)
    await level(follower)
    assert await lag(views) == 0


async def test_what_was_put_aside_is_taken_once_the_fold_can(
    told: Told, store: CaseStore, views: Views
) -> None:
    await told.opened("cas_1")
    await told.judged("cas_1", "positive")
    await level(Follower(store, views, [Choosy()], tries=1))
    assert len(await dead_letters(views)) == 1
    rebuilt = await rebuild(store, views, Choosy(), switch=False, progress=silent)
    assert (rebuilt.dead_letters, rebuilt.different) == (1, 0)
    rebuilt = await rebuild(store, views, CaseIndex(), switch=True, progress=silent)
    assert (rebuilt.dead_letters, rebuilt.different) == (0, 1)
    assert await dead_letters(views) == []


async def test_two_rebuilds_at_once_leave_one_view_and_that_is_right(
    told: Told, follower: Follower, store: CaseStore, views: Views, location: str
) -> None:
    other = views_at(location)
    for _ in range(10):
        outcomes = await asyncio.gather(
            *(
                rebuild(store, each, CaseIndex(), switch=True, progress=silent)
                for each in (views, other)
            ),
            return_exceptions=True,
        )
        assert any(isinstance(outcome, Rebuilt) for outcome in outcomes)
        assert all(isinstance(outcome, Rebuilt | Superseded) for outcome in outcomes), outcomes
        kept = [one for one in await generations(views) if one.view == "case_index"]
        assert [one.live for one in kept] == [True]
    await other.close()
    checked = await rebuild(store, views, CaseIndex(), switch=False, progress=silent)
    assert (checked.different, checked.rows) == (0, 3)
