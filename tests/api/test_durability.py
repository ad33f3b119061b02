"""What was acknowledged is there, whoever is killed and whichever process is asked."""

import asyncio
import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiohttp import web

from tests.api.conftest import SAID, SECRETS
from tests.gateway import Answer, Gateway, claims, free_port, running, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.messages_api import Asked, Behaviour, MessagesApi, answers
from tests.postgres import PostgresServer

TOKEN = signed(claims("ten_acme", "usr_durable"), SECRETS["ten_acme"][0])
ASKING = signed(claims("ten_claude", "usr_durable"), SECRETS["ten_claude"][0])
BODIES: dict[str, Any] = {
    "messages": {"content": "And now?"},
    "feedback": {"feedback": "positive"},
    "close": {"resolution": "resolved", "rating": 4},
    "escalate": {"reason": "please"},
}


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/record.db"
    url = request.getfixturevalue("postgres_url")
    assert isinstance(url, str)
    return url


@dataclass
class Slowness:
    """A model that answers when it is told to; `arrived` is set once it was asked."""

    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def behaviour(self) -> Behaviour:
        """Wait, then answer."""

        async def behave(asked: Asked) -> web.StreamResponse:
            self.arrived.set()
            await asyncio.to_thread(self.released.wait, 30)
            return await answers(SAID)(asked)

        return behave


@pytest.fixture
def slowness(model_loop: asyncio.AbstractEventLoop) -> Iterator[tuple[Slowness, MessagesApi]]:
    """A Messages API of this test's own that waits to be released."""
    slowness = Slowness()
    with running(MessagesApi(slowness.behaviour()), model_loop) as api:
        yield slowness, api
        slowness.released.set()


@pytest.fixture
def new_gateway(
    tmp_path: Path, host: Host, slowness: tuple[Slowness, MessagesApi], database_url: str
) -> Callable[..., Gateway]:
    """Makes gateways on one database, each to be started; with a key it asks the slow model."""

    def make(*, workers: int = 1, url: str = database_url, key: str = "") -> Gateway:
        folder = tmp_path / f"gateway-{free_port()}"
        folder.mkdir()
        tables = [
            tenant(
                name,
                secrets=SECRETS[name],
                host_url=host.url,
                service_token=SERVICE_TOKEN,
                more=f'[tenants.{name}.answers]\ngenerator = "{generator}"',
            )
            for name, generator in (("ten_acme", "builtin"), ("ten_claude", "claude"))
        ]
        return Gateway(
            folder,
            database_url=url,
            config="".join(tables),
            environ={"ANTHROPIC_API_KEY": key, "ANTHROPIC_BASE_URL": slowness[1].base_url},
            workers=workers,
        )

    return make


def test_a_killed_gateway_comes_back_with_all_it_acknowledged(
    new_gateway: Callable[..., Gateway],
):
    with new_gateway() as gateway:
        done = {}
        for verb, body in BODIES.items():
            case_id = gateway.open_case(TOKEN)["case"]["id"]
            answer = gateway.post(f"/api/cases/{case_id}/{verb}", body, token=TOKEN, key="k")
            assert answer.status == 200
            done[verb] = (case_id, answer.body)
        read = {verb: gateway.get(f"/api/cases/{done[verb][0]}", token=TOKEN) for verb in BODIES}

        gateway.kill()
        gateway.start()

        for verb, (case_id, body) in done.items():
            again = gateway.get(f"/api/cases/{case_id}", token=TOKEN)
            assert again.body == read[verb].body
            assert again.header("etag") == read[verb].header("etag")
            replayed = gateway.post(
                f"/api/cases/{case_id}/{verb}", BODIES[verb], token=TOKEN, key="k"
            )
            assert (replayed.body, replayed.header("idempotency-replayed")) == (body, "true")
        gateway.check_record()


def test_nothing_acknowledged_under_load_is_lost_or_done_twice(
    new_gateway: Callable[..., Gateway],
):
    acknowledged: list[tuple[str, str]] = []
    killed = threading.Event()

    def work(number: int) -> None:
        with contextlib.suppress(OSError):
            case_id = gateway.open_case(TOKEN, f"Worker {number}?")["case"]["id"]
            for turn in range(1_000):
                content = f"worker {number} turn {turn}"
                answer = gateway.post(
                    f"/api/cases/{case_id}/messages", {"content": content}, token=TOKEN
                )
                if answer.status == 200:
                    acknowledged.append((case_id, content))
                if len(acknowledged) > 40:
                    killed.set()

    with new_gateway() as gateway:
        with ThreadPoolExecutor(8) as threads:
            working = [threads.submit(work, number) for number in range(8)]
            assert killed.wait(30)
            gateway.kill()
        for one in working:
            error = one.exception()
            assert error is None or "IncompleteRead" in repr(error) or "Remote" in repr(error)
        gateway.start()

        said: dict[str, list[str]] = {
            case_id: [
                one["content"]
                for one in gateway.case(TOKEN, case_id)["messages"]
                if one["role"] == "user"
            ]
            for case_id in {case_id for case_id, _ in acknowledged}
        }
        for case_id, content in acknowledged:
            assert said[case_id].count(content) == 1
        gateway.check_record()


def _let_leases_run_out(url: str) -> None:
    """As if the lease's time had passed, for who died will not come back."""
    statement = "UPDATE remembered_requests SET lease_until = 0 WHERE body IS NULL"
    if url.startswith("sqlite:///"):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            assert connection.execute(statement).rowcount == 2
            connection.commit()
    else:
        with psycopg.connect(url) as connection:
            assert connection.execute(statement).rowcount == 2


def test_a_key_whose_gateway_died_asking_the_model_resumes_the_work(
    new_gateway: Callable[..., Gateway],
    slowness: tuple[Slowness, MessagesApi],
    database_url: str,
):
    slow, api = slowness
    with new_gateway(key="test") as gateway, ThreadPoolExecutor(2) as threads:
        slow.released.set()
        case_id = gateway.open_case(ASKING, "The first one?")["case"]["id"]
        slow.released.clear()
        asked = len(api.requests)
        requests: dict[str, Any] = {
            "/api/cases": {"message": "Asked once?"},
            f"/api/cases/{case_id}/messages": {"content": "Asked once?"},
        }
        lost = [
            threads.submit(gateway.post, path, body, token=ASKING, key="k")
            for path, body in requests.items()
        ]
        while len(api.requests) < asked + 2:
            time.sleep(0.01)
        gateway.kill()
        assert all(isinstance(one.exception(), OSError) for one in lost)
        slow.released.set()
        gateway.start()

        for path, body in requests.items():
            early = gateway.post(path, body, token=ASKING, key="k")
            assert (early.status, early.json["error"]) == (409, "IDEMPOTENCY_IN_PROGRESS")
            assert (early.header("retry-after") or "").isdecimal()
        _let_leases_run_out(database_url)
        for path, body in requests.items():
            resumed = gateway.post(path, body, token=ASKING, key="k")

            assert resumed.status in {200, 201}
            assert resumed.header("idempotency-replayed") is None
            message = resumed.json.get("aiMessage") or resumed.json["message"]
            assert message["content"] == SAID["content"]
            read = gateway.case(ASKING, message["caseId"])
            contents = [one["content"] for one in read["messages"] if one["role"] == "user"]
            assert contents.count("Asked once?") == 1
            assert len(read["messages"]) == 2 * len(contents)
            again = gateway.post(path, body, token=ASKING, key="k")
            assert (again.body, again.header("idempotency-replayed")) == (resumed.body, "true")
        assert len(gateway.get("/api/cases", token=ASKING).json["data"]) == 2
        gateway.check_record()


def test_a_gateway_that_is_told_to_end_finishes_what_it_accepted(
    new_gateway: Callable[..., Gateway], slowness: tuple[Slowness, MessagesApi]
):
    slow, _ = slowness
    with new_gateway(key="test") as gateway, ThreadPoolExecutor(1) as threads:
        asking = threads.submit(gateway.post, "/api/cases", {"message": "Last?"}, token=ASKING)
        assert slow.arrived.wait(20)

        process = gateway.terminate()
        while gateway.listens():
            time.sleep(0.01)
        slow.released.set()
        answer = asking.result()

        assert answer.status == 201
        assert answer.json["aiMessage"]["content"] == SAID["content"]
        process.wait(30)
        gateway.start()
        assert gateway.case(ASKING, answer.json["case"]["id"])["case"] == answer.json["case"]


def test_two_gateways_on_one_database_are_one(new_gateway: Callable[..., Gateway]):
    one, other = new_gateway(), new_gateway()
    with ThreadPoolExecutor(2) as threads, ExitStack() as stack:
        list(threads.map(stack.enter_context, (one, other)))
        opened = one.open_case(TOKEN, "Here?")
        case_id = opened["case"]["id"]
        assert other.case(TOKEN, case_id)["case"] == opened["case"]

        for turn in range(6):
            asked, read = (one, other) if turn % 2 else (other, one)
            answer = asked.post(
                f"/api/cases/{case_id}/messages", {"content": f"Turn {turn}?"}, token=TOKEN
            )
            assert answer.status == 200
            seen = read.case(TOKEN, case_id)
            assert seen["messages"][-1] == answer.json["message"]
            assert seen["case"]["messageCount"] == 4 + 2 * turn

        first = one.post("/api/cases", {"message": "Key?"}, token=TOKEN, key="k")
        again = other.post("/api/cases", {"message": "Key?"}, token=TOKEN, key="k")
        assert (again.body, again.header("idempotency-replayed")) == (first.body, "true")

        def do(number: int) -> int:
            gateway = (one, other)[number % 2]
            feedback = ("positive", "negative")[number // 2 % 2]
            path = f"/api/cases/{case_id}"
            if number % 3:
                return gateway.post(f"{path}/feedback", {"feedback": feedback}, token=TOKEN).status
            return gateway.post(
                f"{path}/messages", {"content": f"At once {number}?"}, token=TOKEN
            ).status

        with ThreadPoolExecutor(8) as threads:
            assert set(threads.map(do, range(24))) == {200}
        assert one.case(TOKEN, case_id) == other.case(TOKEN, case_id)
        assert one.case(TOKEN, case_id)["case"]["messageCount"] == 14 + 16
        closing = other.post(f"/api/cases/{case_id}/close", {"resolution": "resolved"}, token=TOKEN)
        assert closing.status == 200
        late = one.post(f"/api/cases/{case_id}/messages", {"content": "Late?"}, token=TOKEN)
        assert (late.status, late.json["error"]) == (409, "CASE_CLOSED")
        one.check_record()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_several_processes_serve_one_port(new_gateway: Callable[..., Gateway]):
    with new_gateway(workers=2) as gateway:
        case_id = gateway.open_case(TOKEN)["case"]["id"]

        def turn(number: int) -> Any:
            path = f"/api/cases/{case_id}/messages"
            return gateway.post(path, {"content": f"Turn {number}?"}, token=TOKEN).status

        with ThreadPoolExecutor(4) as threads:
            assert set(threads.map(turn, range(12))) == {200}
        for _ in range(8):
            assert gateway.case(TOKEN, case_id)["case"]["messageCount"] == 26


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_while_postgresql_is_away_the_gateway_says_so_and_heals(
    new_gateway: Callable[..., Gateway], own_postgres_server: PostgresServer
):
    with new_gateway(url=own_postgres_server.url()) as gateway:
        case_id = gateway.open_case(TOKEN)["case"]["id"]
        path = f"/api/cases/{case_id}"

        own_postgres_server.kill()

        asked: list[Callable[[], Answer]] = [
            lambda: gateway.get("/api/health"),
            lambda: gateway.get(path, token=TOKEN),
            lambda: gateway.get("/api/cases", token=TOKEN),
            lambda: gateway.post(f"{path}/feedback", {"feedback": "positive"}, token=TOKEN),
            lambda: gateway.post(f"{path}/messages", {"content": "Anyone?"}, token=TOKEN, key="k"),
            lambda: gateway.post("/api/cases", {"message": "Anyone?"}, token=TOKEN),
        ]
        with ThreadPoolExecutor(len(asked)) as threads:
            refused = list(threads.map(lambda ask: ask(), asked))
        for answer in refused:
            assert answer.status == 503
            assert (answer.header("retry-after") or "").isdecimal()
            if "error" in answer.json:
                assert answer.json["error"] == "UNAVAILABLE"
            else:
                assert answer.json["ok"] is False

        own_postgres_server.start()
        give_up = time.monotonic() + 15
        while gateway.get("/api/health").status != 200:
            assert time.monotonic() < give_up
            time.sleep(0.05)
        assert gateway.case(TOKEN, case_id)["case"]["messageCount"] == 2
        answer = gateway.post(f"{path}/messages", {"content": "Anyone?"}, token=TOKEN, key="k")
        assert answer.status == 200
        assert json.loads(answer.body)["message"]["role"] == "assistant"
        gateway.check_record()
