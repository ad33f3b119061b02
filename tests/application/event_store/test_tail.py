"""What a process remembers is never served once another process has gone past it."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from application.event_store.case_store import CaseStore
from application.event_store.tail import PAGE, Kept
from domain.errors import CaseNotFound
from projections.case_details import CaseReads
from tests.facts import opened
from tests.stores import CAUSE, migrate, opened_store, restored, sqlite_location


def owner(store: CaseStore) -> str:
    """The pseudonym of the user whose cases these are."""
    return store.keys.pseudonym("ten_acme", "usr_maya")


async def feedback(store: CaseStore, given: str) -> None:
    """Give feedback to the one case."""
    await store.decide("cas_1", lambda case: case.give_feedback(given), CAUSE)  # type: ignore[arg-type]  # one of two words


async def test_a_read_from_memory_sees_what_any_process_has_acknowledged(location: str) -> None:
    async with opened_store(location, prefix="a") as one, opened_store(location, prefix="b") as two:
        reads = CaseReads(one)
        await one.open_case("cas_1", opened(), CAUSE)
        for number, given in enumerate(("positive", "negative") * 5, 3):
            writer = two if number % 3 else one
            await feedback(writer, given)
            details = await reads.details("cas_1", owner(one))
            assert (details.version, f'"feedback":"{given}"' in details.body.decode()) == (
                number,
                True,
            )
            assert await reads.details("cas_1", owner(one)) is details, "served from memory"


async def test_many_who_ask_at_once_share_a_look_that_began_after_they_asked(
    location: str,
) -> None:
    async with opened_store(location, prefix="a") as one, opened_store(location, prefix="b") as two:
        reads = CaseReads(one)
        await one.open_case("cas_1", opened(), CAUSE)
        await reads.details("cas_1", owner(one))

        async def written_then_read(given: str) -> bool:
            await feedback(two, given)
            version = (await two.case("cas_1")).version
            return (await reads.details("cas_1", owner(one))).version >= version

        seen = await asyncio.gather(
            *(written_then_read(given) for given in ("positive", "negative") * 20),
            *(reads.details("cas_1", owner(one)) for _ in range(40)),
        )
        assert all(seen)


async def test_another_users_case_is_not_found_though_it_is_in_memory(store: CaseStore) -> None:
    reads = CaseReads(store)
    await store.open_case("cas_1", opened(), CAUSE)
    await reads.details("cas_1", owner(store))
    with pytest.raises(CaseNotFound):
        await reads.details("cas_1", store.keys.pseudonym("ten_acme", "usr_jonas"))


async def test_of_a_case_that_another_process_went_on_with_only_the_rest_is_read(
    tmp_path: Path,
) -> None:
    async with two_processes(tmp_path) as (one, two):
        await one.open_case("cas_1", opened(), CAUSE)
        await feedback(two, "positive")
        lose(tmp_path, "originator_version = 1")
        case = await one.case("cas_1")
        assert (case.version, case.feedback, case.message_count) == (3, "positive", 1)


async def test_a_case_is_read_anew_if_the_database_lost_what_is_in_memory_of_it(
    tmp_path: Path,
) -> None:
    async with two_processes(tmp_path) as (one, two):
        await one.open_case("cas_1", opened(), CAUSE)
        await feedback(one, "negative")
        lose(tmp_path, "originator_version = 3")
        await two.decide("cas_1", lambda case: case.close("resolved", 9), CAUSE)
        await feedback(two, "positive")
        case = await one.case("cas_1")
        assert (case.version, case.status, case.feedback) == (4, "resolved", "positive")
        await feedback(one, "negative")
        assert (await two.case("cas_1")).feedback == "negative"


@pytest.mark.parametrize("since", [0, 1, 2])
async def test_what_a_database_lost_is_not_served_however_much_was_written_since(
    tmp_path: Path, since: int
) -> None:
    async with two_processes(tmp_path) as (one, two):
        reads = CaseReads(one)
        await one.open_case("cas_1", opened(), CAUSE)
        with restored(tmp_path):
            await feedback(one, "negative")
            assert (await reads.details("cas_1", owner(one))).version == 3
        for given in ("positive", "negative")[:since]:
            await feedback(two, given)
        read = json.loads((await reads.details("cas_1", owner(one))).body)
        expected = (None, "positive", "negative")[since]
        assert read["case"]["feedback"] == (await one.case("cas_1")).feedback == expected
        await one.decide("cas_1", lambda case: case.close("resolved", 9), CAUSE)
        assert (await two.case("cas_1")).version == since + 3


@asynccontextmanager
async def two_processes(folder: Path) -> AsyncIterator[tuple[CaseStore, CaseStore]]:
    """Two stores on one database in a folder."""
    location = sqlite_location(folder)
    migrate(location)
    async with opened_store(location, prefix="a") as one, opened_store(location, prefix="b") as two:
        yield one, two


def lose(folder: Path, where: str) -> None:
    """Take events of the one case out of the database, as whoever owns it can."""
    with closing(sqlite3.connect(sqlite_location(folder))) as database, database:
        database.execute("DROP TRIGGER stored_events_refuse_delete")
        statement = f"DELETE FROM stored_events WHERE originator_id = 'cas_1' AND {where}"  # noqa: S608 - no input
        assert database.execute(statement).rowcount > 0


async def test_what_was_read_too_long_ago_is_not_kept(location: str) -> None:
    async with opened_store(location, prefix="a") as one, opened_store(location, prefix="b") as two:
        kept: Kept[str] = Kept(one.tail, most=2)
        await one.open_case("cas_1", opened(), CAUSE)
        await feedback(two, "positive")
        await one.tail.level()
        kept.put("cas_1", 2, "as it was when somebody began to read it")
        assert kept.get("cas_1") is None
        kept.put("cas_1", 3, "as it is")
        assert kept.get("cas_1") == "as it is"
        await feedback(two, "negative")
        await one.tail.level()
        assert (kept.get("cas_1"), kept.overtaken("cas_1")) == (None, None)


async def test_what_was_overtaken_can_be_kept_to_read_on_from_but_is_not_served(
    location: str,
) -> None:
    async with opened_store(location, prefix="a") as one, opened_store(location, prefix="b") as two:
        kept: Kept[str] = Kept(one.tail, most=2, overtaken=True)
        await one.open_case("cas_1", opened(), CAUSE)
        kept.put("cas_1", 2, "before")
        assert (kept.get("cas_1"), kept.overtaken("cas_1")) == ("before", None)
        await feedback(two, "positive")
        await one.tail.level()
        assert kept.get("cas_1") is None
        assert (kept.overtaken("cas_1"), kept.latest("cas_1")) == ("before", "before")
        kept.put("cas_1", 3, "since")
        assert (kept.get("cas_1"), kept.overtaken("cas_1")) == ("since", None)
        assert kept.latest("cas_1") == "since"


async def test_only_so_much_is_kept_and_what_was_used_last(store: CaseStore) -> None:
    kept: Kept[int] = Kept(store.tail, most=2)
    for number in (1, 2):
        kept.put(f"cas_{number}", 1, number)
    assert kept.get("cas_1") == 1
    kept.put("cas_3", 1, 3)
    assert [kept.get(f"cas_{number}") for number in (1, 2, 3)] == [1, None, 3]


async def test_of_what_differs_in_size_so_much_is_kept_and_one_at_least(store: CaseStore) -> None:
    kept: Kept[str] = Kept(store.tail, most=5, size=len)
    for stream, value in (("cas_1", "aaa"), ("cas_2", "bb"), ("cas_1", "aaaa"), ("cas_3", "c")):
        kept.put(stream, 1, value)
    assert [kept.get(f"cas_{number}") for number in (1, 2, 3)] == ["aaaa", None, "c"]
    kept.put("cas_2", 1, "b" * 9)
    assert [kept.get(f"cas_{number}") for number in (1, 2, 3)] == [None, "b" * 9, None]


async def test_a_process_that_slept_through_many_events_catches_up(location: str) -> None:
    async with opened_store(location, prefix="a") as one, opened_store(location, prefix="b") as two:
        reads = CaseReads(one)
        await one.open_case("cas_1", opened(), CAUSE)
        await reads.details("cas_1", owner(one))
        await asyncio.gather(
            *(two.open_case(f"cas_{number}", opened(), CAUSE) for number in range(2, PAGE))
        )
        await feedback(two, "positive")
        assert (await reads.details("cas_1", owner(one))).version == 3
