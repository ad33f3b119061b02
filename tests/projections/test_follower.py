"""Followed views come level with the log, whatever happens to whoever follows."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from application.event_store.case_store import CaseStore
from domain.events import FeedbackGiven
from projections.all_views import FOLLOWED_VIEWS
from projections.case_index import CaseIndex, Wanted, indexed_case, indexed_cases
from projections.follower import CannotTake, Follower
from projections.postgres import PostgresViews
from projections.views import Folded, Logged, Views, caught_up, dead_letters, generations, lag
from tests.projections.cases import BY_USER, Told, level
from tests.projections.conftest import views_at
from tests.stores import Clock, migrate, opened_store, restored, sqlite_location

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def on_postgres(
    migrated_postgres_url: str, clock: Clock
) -> AsyncIterator[tuple[Told, PostgresViews]]:
    """Cases and followed views on PostgreSQL; the test closes the views."""
    async with opened_store(migrated_postgres_url, now=clock) as store:
        views = PostgresViews(migrated_postgres_url)
        yield Told(store, clock), views


async def ids(views: Views) -> list[str]:
    page = await indexed_cases(views, Wanted(), cursor=None, limit=100)
    return [case.id for case in page.items]


async def test_a_view_comes_level_with_the_log(told: Told, store: CaseStore, views: Views) -> None:
    await told.opened("cas_1")
    assert await lag(views) == 4, "a view that never began is behind by all of the log"
    await level(Follower(store, views, [CaseIndex()]))
    assert await ids(views) == ["cas_1"]
    assert await lag(views) == 0


async def test_a_batch_goes_on_where_the_last_one_ended(
    told: Told, store: CaseStore, views: Views
) -> None:
    follower = Follower(store, views, FOLLOWED_VIEWS)
    await told.opened("cas_1")
    assert await level(follower) == 4
    await told.answered("cas_1", after=MINUTE)
    await told.opened("cas_2")
    assert await level(follower) == 5
    page = await indexed_cases(views, Wanted(), cursor=None, limit=10)
    assert [(case.id, case.version, case.answer_count) for case in page.items] == [
        ("cas_2", 3, 0),
        ("cas_1", 4, 1),
    ]


async def test_whatever_happens_to_a_case_moves_its_version(
    told: Told, store: CaseStore, views: Views
) -> None:
    await told.opened("cas_1")
    await told.escalated("cas_1")
    decided = await store.decide("cas_1", lambda case: case.fail_ticket(attempts=9), BY_USER)
    await level(Follower(store, views, FOLLOWED_VIEWS))
    listed = await indexed_case(views, "cas_1")
    assert listed is not None
    assert listed.version == decided.case.version


async def test_two_followers_fold_every_event_once(
    told: Told, store: CaseStore, views: Views, location: str
) -> None:
    other = views_at(location)
    followers = [Follower(store, each, FOLLOWED_VIEWS) for each in (views, other)]
    for number in range(5):
        await told.opened(f"cas_{number}")
        await told.answered(f"cas_{number}", after=MINUTE)
        await asyncio.gather(*(level(follower) for follower in followers))
    page = await indexed_cases(views, Wanted(), cursor=None, limit=100)
    assert [(case.version, case.message_count) for case in page.items] == [(4, 2)] * 5
    await other.close()


async def test_another_process_takes_over_when_the_leader_goes_away(
    on_postgres: tuple[Told, PostgresViews],
) -> None:
    told, one = on_postgres
    other = PostgresViews(one.url)
    assert await one.leads("case_index")
    assert not await other.leads("case_index")
    await told.opened("cas_1")
    follower = Follower(told.store, other, [CaseIndex()])
    assert await level(follower) == 0, "it is led by another"
    await one.close()
    give_up = asyncio.get_running_loop().time() + 10
    while not await other.leads("case_index"):
        assert asyncio.get_running_loop().time() < give_up
    assert await level(follower) == 4
    await other.close()


async def test_a_follower_outlives_its_connections(
    on_postgres: tuple[Told, PostgresViews],
) -> None:
    told, views = on_postgres
    follower = Follower(told.store, views, FOLLOWED_VIEWS)
    follower.start()
    await told.opened("cas_1")
    assert await caught_up(views, "case_index", within=10)
    with psycopg.connect(views.url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ).fetchall()
    assert (True,) in ended
    await told.opened("cas_2")
    assert await caught_up(views, "case_index", within=10)
    assert await ids(views) == ["cas_2", "cas_1"]
    await follower.stop()
    await views.close()


@pytest.mark.parametrize("since", [1, 4])
async def test_a_database_that_lost_its_last_events_is_followed_from_where_it_stands(
    tmp_path: Path, clock: Clock, since: int
) -> None:
    location = sqlite_location(tmp_path)
    migrate(location)
    async with opened_store(location, now=clock) as store:
        told, views = Told(store, clock), views_at(location)
        follower = Follower(store, views, FOLLOWED_VIEWS)
        with restored(tmp_path):
            for number in range(3):
                await told.opened(f"cas_lost_{number}")
            await level(follower)
        kept = [f"cas_{number}" for number in range(since)]
        for case_id in kept:
            await told.opened(case_id)
        follower.start()
        assert await caught_up(views, "case_index", within=10)
        assert sorted(await ids(views)) == kept
        await follower.stop()
        await views.close()


@dataclass(frozen=True)
class Choosy(CaseIndex):
    """A list that cannot take feedback."""

    def fold(self, state, logged: Logged) -> Folded:
        if isinstance(logged.recorded.event, FeedbackGiven):
            raise TypeError("no feedback, please")
        return super().fold(state, logged)


async def test_an_event_that_a_view_cannot_take_is_put_aside_and_stops_nothing(
    told: Told, store: CaseStore, views: Views, caplog: pytest.LogCaptureFixture
) -> None:
    await told.opened("cas_1")
    await told.answered("cas_1", after=MINUTE)
    await told.judged("cas_1", "positive")
    await told.asked("cas_1")
    await told.opened("cas_2")
    follower = Follower(store, views, [Choosy()])
    for _ in range(2):
        with pytest.raises(CannotTake):
            await level(follower)
    assert await dead_letters(views) == [], "it is tried again first"
    with caplog.at_level(logging.ERROR):
        await level(follower)
    (letter,) = await dead_letters(views)
    assert (letter.view, letter.stream, letter.version) == ("case_index", "cas_1", 5)
    assert (letter.type, letter.error) == ("case.feedback_given", "TypeError: no feedback, please")
    assert "cannot take an event" in caplog.text
    page = await indexed_cases(views, Wanted(), cursor=None, limit=10)
    assert [(case.id, case.version, case.feedback) for case in page.items] == [
        ("cas_2", 3, None),
        ("cas_1", 6, None),
    ]
    assert await lag(views) == 0


async def test_a_view_of_another_definition_is_left_alone(
    told: Told, store: CaseStore, views: Views, caplog: pytest.LogCaptureFixture
) -> None:
    await told.opened("cas_1")
    await level(Follower(store, views, [CaseIndex()]))
    newer = CaseIndex()
    newer.definition += 1
    await told.opened("cas_2")
    with caplog.at_level(logging.ERROR):
        assert await level(Follower(store, views, [newer])) == 0
    assert "projections rebuild --view case_index" in caplog.text
    assert await ids(views) == ["cas_1"]


async def test_a_running_follower_is_woken_by_what_is_written(
    told: Told, store: CaseStore, views: Views
) -> None:
    follower = Follower(store, views, FOLLOWED_VIEWS)
    follower.start()
    await told.opened("cas_1")
    assert await caught_up(views, "case_index", within=10)
    assert await ids(views) == ["cas_1"]
    await told.opened("cas_2")
    assert await caught_up(views, "analytics", within=10)
    await follower.stop()


async def test_whoever_waits_for_a_view_that_nobody_follows_is_told_so(
    told: Told, views: Views
) -> None:
    await told.opened("cas_1")
    assert not await caught_up(views, "case_index", within=0)


async def test_how_far_each_view_has_come_can_be_told(
    told: Told, store: CaseStore, views: Views
) -> None:
    await told.opened("cas_1")
    await level(Follower(store, views, FOLLOWED_VIEWS))
    known = {one.view: (one.generation, one.position, one.live) for one in await generations(views)}
    assert known == {
        "analytics": (1, 4, True),
        "audit_views": (1, 4, True),
        "case_index": (1, 4, True),
    }
