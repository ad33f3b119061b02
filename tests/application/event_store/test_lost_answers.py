"""PostgreSQL dies, hangs, or its answer is lost: what was written is written once, and known."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from application.event_store.append import StoreAway
from application.event_store.case_store import CaseStore
from application.event_store.postgres import connection, writing
from application.event_store.recorded import Actor, Cause
from application.idempotency import Attempt
from domain.errors import Unavailable
from tests.facts import opened
from tests.postgres import Postgres, PostgresServer
from tests.stores import migrate, opened_store

CAUSE = Cause(Actor("system"), "req_1")
APPENDING = b"append_commands"


class Wire:
    """A proxy before the server. `trouble` is what happens to the next append, once:

    `question` is lost on the way there, `answer` on the way back; both end the connection.
    `silence` is an answer that does not come, while the connection stays.
    """

    def __init__(self, url: str) -> None:
        """Stand before the server of this URL."""
        self.trouble: str | None = None
        self._target = urlsplit(url)
        self._tasks: set[asyncio.Task[None]] = set()
        self.url = ""

    async def __aenter__(self) -> "Wire":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        netloc = self._target.netloc.rpartition("@")[0] + f"@127.0.0.1:{port}"
        self.url = self._target._replace(netloc=netloc).geturl()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        host, port = self._target.hostname, self._target.port
        there, back = await asyncio.open_connection(host, port)
        forth = asyncio.create_task(self._forth(reader, back))
        self._tasks.add(forth)
        with contextlib.suppress(ConnectionError):
            while data := await there.read(65_536):
                if self.trouble == "answer on its way":
                    self.trouble = None
                    break
                if self.trouble == "silence on its way":
                    self.trouble = None
                    await forth
                writer.write(data)
        forth.cancel()
        writer.close()
        back.close()

    async def _forth(self, reader: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        while data := await reader.read(1_048_576):
            if APPENDING in data and self.trouble == "question":
                self.trouble = None
                break
            if APPENDING in data and self.trouble in {"answer", "silence"}:
                self.trouble = f"{self.trouble} on its way"
            back.write(data)
        back.close()


@pytest.fixture
async def wire(postgres_url: str) -> AsyncIterator[Wire]:
    """The way to an empty, migrated database."""
    migrate(postgres_url)
    async with Wire(postgres_url) as wire:
        yield wire


async def open_case(store: CaseStore, number: int) -> None:
    """Open a case."""
    await store.open_case(f"cas_{number}", opened(), CAUSE)


async def positions(store: CaseStore) -> list[tuple[int, str, int]]:
    """What is in the log."""
    return [
        (one.position, str(one.row.originator_id), one.row.originator_version)
        for one in await store.cases.select_log(after=0, limit=100)
    ]


@pytest.mark.parametrize("trouble", ["question", "answer"])
async def test_what_is_lost_on_the_way_is_written_once(wire: Wire, trouble: str):
    async with opened_store(wire.url) as store:
        wire.trouble = trouble
        await open_case(store, 1)
        assert wire.trouble is None
        await store.decide("cas_1", lambda case: case.give_feedback("positive"), CAUSE)
        assert await positions(store) == [(1, "cas_1", 1), (2, "cas_1", 2), (3, "cas_1", 3)]


async def test_a_server_that_does_not_answer_is_hung_up_on(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
):
    async with opened_store(wire.url) as store:
        await open_case(store, 1)
        monkeypatch.setattr(connection, "ANSWER_SECONDS", 0.1)
        wire.trouble = "silence"
        # Sent again as a prepared statement, it does not name the function any more.
        wire.trouble = "silence on its way"
        await open_case(store, 2)
        assert [stream for _, stream, _ in await positions(store)] == ["cas_1"] * 2 + ["cas_2"] * 2


async def test_a_request_that_was_remembered_is_remembered_once(wire: Wire):
    attempt = Attempt("request-1", "claim-1", "fingerprint", 200, 0)
    async with opened_store(wire.url) as store:
        await store.open_case("cas_1", opened(), CAUSE, remember=lambda _: attempt.claimed("cas_1"))
        wire.trouble = "answer on its way"
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
        wire.trouble = "answer"
        await asyncio.gather(*(open_case(store, number) for number in range(5)))
        assert len(await positions(store)) == 10


async def test_a_session_that_was_ended_is_replaced(postgres_url: str, postgres_server: Postgres):
    migrate(postgres_url)
    async with opened_store(postgres_url) as store, opened_store(postgres_url) as other:
        await open_case(store, 1)
        ended = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        )
        database = urlsplit(postgres_url).path[1:]
        await other.cases.rows(f"{ended} AND datname = '{database}'")  # type: ignore[attr-defined]
        await open_case(store, 2)
        assert len(await positions(store)) == 4


async def test_a_server_that_was_killed_is_away_and_then_served_from_again(
    own_postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(writing, "LOOK_AGAIN_SECONDS", 0.1)
    migrate(own_postgres_server.url())
    async with opened_store(own_postgres_server.url()) as store:
        await open_case(store, 1)
        own_postgres_server.kill()
        with pytest.raises(Unavailable):
            await open_case(store, 2)
        with pytest.raises(StoreAway):
            await store.cases.ping()
        own_postgres_server.start()
        await open_case(store, 3)
        assert [stream for _, stream, _ in await positions(store)] == ["cas_1"] * 2 + ["cas_3"] * 2


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
