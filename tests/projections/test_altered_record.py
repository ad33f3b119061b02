"""What was altered in the record or deleted from it stops no view, and is said aloud."""

import asyncio
import logging
from dataclasses import replace

import pytest

from application.event_store.case_store import CaseStore
from projections.all_views import FOLLOWED_VIEWS
from projections.analytics.fold import Analytics
from projections.case_index import CaseIndex
from projections.follower import CannotTake, Follower
from projections.rebuild import rebuild
from projections.views import Views, caught_up, dead_letters, lag
from tests.projections.cases import Told, level
from tests.projections.conftest import views_at
from tests.projections.test_follower import MINUTE, Choosy, ids
from tests.projections.test_rebuild import silent
from tests.security.forger import Forger

PATIENCE = 20


def delete(location: str, number: int) -> None:
    """Delete one event from the record."""
    forger = Forger(location)
    rows = forger.rows()
    del rows[number]
    forger.write(rows)


async def test_what_cannot_be_read_is_put_aside_the_first_time(
    told: Told, store: CaseStore, views: Views, location: str
) -> None:
    await told.opened("cas_1")
    await told.opened("cas_2")
    forger = Forger(location)
    opened, *others = forger.rows()
    forger.write([opened.with_header(data="none"), *others])
    await level(Follower(store, views, FOLLOWED_VIEWS))
    assert await lag(views) == 0
    letters = await dead_letters(views)
    assert {letter.view for letter in letters} == {
        view.name for view in FOLLOWED_VIEWS if "case.opened" in view.topics
    }
    assert {(letter.stream, letter.version) for letter in letters} == {("cas_1", 1)}
    assert {letter.error for letter in letters} == {
        "Altered: what stands or is sealed in it was altered"
    }
    assert "cas_2" in await ids(views)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE followed_views SET live = 0",
        "UPDATE followed_views SET live = 2",
        "INSERT INTO followed_views SELECT view, 1000, definition, 0, live FROM followed_views",
    ],
    ids=["none is read", "one is, but oddly", "two are"],
)
async def test_a_view_begins_anew_whatever_is_said_of_what_is_read_of_it(
    told: Told, store: CaseStore, views: Views, location: str, statement: str
) -> None:
    await told.opened("cas_1")
    await level(Follower(store, views, FOLLOWED_VIEWS))
    Forger(location).execute(statement)
    for view in FOLLOWED_VIEWS:
        rebuilt = await rebuild(store, views, view, switch=True, progress=silent)
        assert rebuilt.switched
    await level(Follower(store, views, FOLLOWED_VIEWS))
    assert await ids(views) == ["cas_1"]


async def test_what_one_view_cannot_take_keeps_no_other_waiting(
    told: Told, store: CaseStore, views: Views
) -> None:
    await told.opened("cas_1")
    await told.judged("cas_1", "positive")
    with pytest.raises(CannotTake, match="case_index"):
        await level(Follower(store, views, [Choosy(), Analytics()]))
    rebuilt = await rebuild(store, views, Analytics(), switch=False, progress=silent)
    assert rebuilt.events == 5


@pytest.mark.parametrize("missing", range(9))
async def test_a_view_goes_past_an_event_that_was_deleted(
    missing: int, told: Told, store: CaseStore, views: Views, location: str
) -> None:
    follower = Follower(store, views, [CaseIndex()])
    await told.opened("cas_1")
    await told.answered("cas_1", after=MINUTE)
    await level(follower)
    await told.opened("cas_2")
    delete(location, missing)
    await asyncio.wait_for(level(follower), PATIENCE)
    await told.opened("cas_3")
    await asyncio.wait_for(level(follower), PATIENCE)
    assert await lag(views) == 0
    assert (await ids(views))[0] == "cas_3"


async def test_deleted_events_are_said_aloud(
    told: Told, store: CaseStore, location: str, caplog: pytest.LogCaptureFixture
) -> None:
    await told.opened("cas_1")
    delete(location, 0)
    views = views_at(location)
    with caplog.at_level(logging.ERROR):
        await Follower(store, views, [CaseIndex()]).batch(0)
    await views.close()
    (line,) = caplog.records
    assert line.message == "events are missing from the record"
    assert vars(line)["facts"] == {"after": 0, "to": 4, "found": 3}


class Complaint(logging.Handler):
    """Waits for a line in the log."""

    def __init__(self) -> None:
        """Begin to wait."""
        super().__init__(logging.ERROR)
        self.came = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.came.set()


# PostgreSQL takes nothing but a number for a position.
@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
async def test_a_follower_outlives_what_nobody_foresaw(
    told: Told, store: CaseStore, views: Views, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaint = Complaint()
    monkeypatch.setattr(logging.getLogger("projections.follower"), "handlers", [complaint])
    follower = Follower(store, views, [CaseIndex()])
    await told.opened("cas_1")
    forger = Forger(location)
    *others, last = forger.rows()
    forger.write([*others, replace(last, position="no number")])  # type: ignore[arg-type]
    follower.start()
    await asyncio.wait_for(complaint.came.wait(), PATIENCE)
    forger.write([*others, last])
    assert await caught_up(views, "case_index", within=PATIENCE)
    await follower.stop()
    assert await ids(views) == ["cas_1"]


@pytest.mark.parametrize("missing", range(8))
async def test_a_rebuild_ends_whatever_was_deleted(
    missing: int, told: Told, store: CaseStore, views: Views, location: str
) -> None:
    await told.opened("cas_1")
    await told.answered("cas_1", after=MINUTE)
    await told.opened("cas_2")
    await level(Follower(store, views, [CaseIndex()]))
    delete(location, missing)
    rebuilt = await asyncio.wait_for(
        rebuild(store, views, CaseIndex(), switch=True, progress=silent), PATIENCE
    )
    assert (rebuilt.events, rebuilt.switched) == (9, True)
