"""A SQLite file that another program holds is a store that is away, and is not held afterwards."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from application.event_store.append import StoreAway
from application.event_store.case_store import CaseStore
from application.event_store.sqlite import connection, counts
from domain.errors import Unavailable
from projections.sqlite import SqliteViews
from tests.facts import opened
from tests.stores import CAUSE, migrate, opened_store, sqlite_location

PATIENCE_SECONDS = 0.05


@pytest.fixture
def location(tmp_path: Path) -> str:
    """Where an empty, migrated database is."""
    migrate(sqlite_location(tmp_path))
    return sqlite_location(tmp_path)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long."""
    for module in (connection, counts):
        monkeypatch.setattr(module, "BUSY_TIMEOUT_SECONDS", PATIENCE_SECONDS)


@pytest.fixture
async def views(location: str) -> AsyncIterator[SqliteViews]:
    """The followed views of that database."""
    found = SqliteViews(location)
    yield found
    await found.close()


@contextmanager
def held(path: str) -> Iterator[sqlite3.Connection]:
    """Another program is writing; raises `sqlite3.OperationalError` if anybody else is."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def _open_case(store: CaseStore) -> None:
    await store.open_case("cas_1", opened(), CAUSE)


async def test_a_command_is_refused_and_the_next_one_written(location: str, impatient: None):
    async with opened_store(location) as store:
        with held(location), pytest.raises(Unavailable):
            await _open_case(store)
        with held(location):
            pass
        await _open_case(store)
        assert (await store.case("cas_1")).version == 2


async def test_a_request_is_not_counted_and_the_next_one_is(location: str, impatient: None):
    async with opened_store(location) as store:
        await store.case_recorder.count_requests([("usr_1", 1)])
        with held(f"{location}-counts"), pytest.raises(StoreAway):
            await store.case_recorder.count_requests([("usr_2", 1)])
        with held(f"{location}-counts"):
            pass
        assert await store.case_recorder.count_requests([("usr_2", 1)]) == [0]


async def test_no_view_is_changed_and_the_next_change_is_made(
    location: str, impatient: None, views: SqliteViews
):
    with held(location), pytest.raises(StoreAway):
        async with views.changing():
            pass
    with held(location):
        pass
    async with views.changing() as change:
        await change.rows("DELETE FROM dead_letters")


async def test_whoever_is_refused_learns_that_the_file_is_locked(
    location: str, impatient: None, views: SqliteViews
):
    async with opened_store(location) as store:
        await store.case_recorder.count_requests([("usr_1", 1)])
        with held(location), held(f"{location}-counts"):
            with pytest.raises(Unavailable) as command:
                await _open_case(store)
            with pytest.raises(StoreAway) as count:
                await store.case_recorder.count_requests([("usr_2", 1)])
            with pytest.raises(StoreAway) as change:
                async with views.changing():
                    pass
    causes = [command.value.__cause__, count.value, change.value]
    assert [str(cause and cause.__cause__) for cause in causes] == ["database is locked"] * 3


async def test_a_change_that_is_given_up_before_it_began_is_never_left_open(
    location: str, views: SqliteViews
):
    async def change() -> None:
        async with views.changing():
            pass

    loop, begins = asyncio.get_running_loop(), asyncio.Event()

    def begun(_: str) -> None:
        loop.call_soon_threadsafe(begins.set)

    await views._writer.run(lambda writer: writer.set_trace_callback(begun))
    with held(location):
        changing = asyncio.create_task(change())
        await begins.wait()
        changing.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await changing
    assert not await views._writer.run(lambda writer: writer.in_transaction)


def test_whoever_connects_waits_for_who_makes_the_file(tmp_path: Path):
    path = str(tmp_path / "new.db")
    with ThreadPoolExecutor(1) as thread:
        with held(path):
            connecting = thread.submit(lambda: connection.connect(path).close())
            # Without patience it fails at once.
            done, _ = wait([connecting], timeout=0.2)
            assert not done
        connecting.result()
