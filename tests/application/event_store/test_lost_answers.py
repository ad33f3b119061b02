"""PostgreSQL dies, hangs, or its answer is lost: what was written is written once, and known."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count

import pytest

from application.event_store.append import StoreAway
from application.event_store.case_store import CaseStore
from application.event_store.postgres import batch_writer, connection
from application.event_store.recorded import Actor, Cause
from application.idempotency import Attempt
from domain.errors import Unavailable
from tests.facts import opened
from tests.postgres import PostgresServer
from tests.stores import migrate, opened_store
from tests.wire import Trouble, Wire

CAUSE = Cause(Actor("system"), "req_1")


@pytest.fixture
async def wire(migrated_postgres_url: str) -> AsyncIterator[Wire]:
    """The way to an empty, migrated database."""
    async with Wire(migrated_postgres_url) as wire:
        yield wire


async def open_case(store: CaseStore, number: int) -> None:
    """Open a case."""
    await store.open_case(f"cas_{number}", opened(), CAUSE)


async def positions(store: CaseStore) -> list[tuple[int, str, int]]:
    """What is in the log."""
    return [
        (one.position, str(one.row.originator_id), one.row.originator_version)
        for one in await store.case_recorder.select_log(after=0, limit=100)
    ]


@pytest.mark.parametrize("trouble", ["question", "answer"])
async def test_what_is_lost_on_the_way_is_written_once(wire: Wire, trouble: Trouble):
    async with opened_store(wire.url) as store:
        await open_case(store, 0)
        wire.next = trouble
        await open_case(store, 1)
        assert wire.is_calm()
        await store.decide("cas_1", lambda case: case.give_feedback("positive"), CAUSE)
        assert await positions(store) == [
            (1, "cas_0", 1),
            (2, "cas_0", 2),
            (3, "cas_1", 1),
            (4, "cas_1", 2),
            (5, "cas_1", 3),
        ]


async def test_a_server_that_does_not_answer_is_hung_up_on(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
):
    async with opened_store(wire.url) as store:
        await open_case(store, 1)
        monkeypatch.setattr(connection, "ANSWER_SECONDS", 1.0)
        wire.next = "silence"
        await open_case(store, 2)
        assert [stream for _, stream, _ in await positions(store)] == ["cas_1"] * 2 + ["cas_2"] * 2


async def test_a_request_that_was_remembered_is_remembered_once(wire: Wire):
    attempt = Attempt("request-1", "claim-1", "fingerprint", 200, 0)
    async with opened_store(wire.url) as store:
        await store.open_case("cas_1", opened(), CAUSE, remember=lambda _: attempt.claimed("cas_1"))
        wire.next = "answer"
        await store.decide(
            "cas_1",
            lambda case: (),
            CAUSE,
            remember=lambda _: attempt.answered("cas_1", b"body"),
        )
        row = await store.remembered("request-1")
        assert row is not None
        assert row.body is not None
        assert await store.response("cas_1", "request-1", row.body) == b"body"


async def test_commands_of_one_batch_are_looked_up_each(wire: Wire):
    async with opened_store(wire.url) as store:
        await open_case(store, 9)
        wire.next = "answer"
        await asyncio.gather(*(open_case(store, number) for number in range(5)))
        assert wire.is_calm()
        assert len(await positions(store)) == 12


async def test_a_session_that_was_ended_is_replaced(migrated_postgres_url: str):
    async with (
        opened_store(migrated_postgres_url) as store,
        opened_store(migrated_postgres_url) as other,
    ):
        await open_case(store, 1)
        await other.case_recorder.rows(  # type: ignore[attr-defined]  # `Tables`, behind the protocol
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        await open_case(store, 2)
        assert len(await positions(store)) == 4


async def test_a_server_that_was_killed_is_away_and_then_served_from_again(
    own_postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batch_writer, "LOOK_AGAIN_SECONDS", 0.1)
    migrate(own_postgres_server.url())
    async with opened_store(own_postgres_server.url()) as store:
        await open_case(store, 1)
        own_postgres_server.kill()
        written = await _until_refused(store, after=1)
        with pytest.raises(StoreAway):
            await store.case_recorder.ping()
        own_postgres_server.start()
        await open_case(store, 0)
        assert len(await positions(store)) == 2 * (written + 1)


async def _until_refused(store: CaseStore, *, after: int) -> int:
    """Open cases while sessions outlive the server; gives the number of the last one."""
    for number in count(after + 1):
        try:
            await open_case(store, number)
        except Unavailable:
            return number - 1
    raise AssertionError


async def test_what_was_under_way_when_the_server_was_killed_is_written_after_it_is_back(
    own_postgres_server: PostgresServer,
):
    migrate(own_postgres_server.url())
    async with opened_store(own_postgres_server.url()) as store:
        await open_case(store, 1)
        own_postgres_server.kill()
        opening = asyncio.create_task(open_case(store, 2))
        await asyncio.to_thread(own_postgres_server.start)
        await opening
        assert len(await positions(store)) == 4
