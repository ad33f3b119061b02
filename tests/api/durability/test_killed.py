"""What was acknowledged is there, whoever is killed and whichever process is asked."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.api.conftest import SAID
from tests.api.durability.conftest import ASKING, TOKEN, Slowness
from tests.gateway import Gateway
from tests.messages_api import MessagesApi
from tests.waiting import eventually

BODIES: dict[str, Any] = {
    "messages": {"content": "And now?"},
    "feedback": {"feedback": "positive"},
    "close": {"resolution": "resolved", "rating": 4},
    "escalate": {"reason": "please"},
}


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
        eventually(lambda: len(api.requests) >= asked + 2)
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


@pytest.mark.parametrize("workers", [1, 2])
def test_a_gateway_that_is_told_to_end_finishes_what_it_accepted_and_takes_no_more(
    new_gateway: Callable[..., Gateway], slowness: tuple[Slowness, MessagesApi], workers: int
):
    slow, _ = slowness
    with new_gateway(key="test", workers=workers) as gateway, ThreadPoolExecutor(1) as threads:
        asking = threads.submit(gateway.post, "/api/cases", {"message": "Last?"}, token=ASKING)
        assert slow.arrived.wait(20)

        process = gateway.terminate()
        eventually(lambda: not gateway.listens())
        slow.released.set()
        answer = asking.result()

        assert answer.status == 201
        assert answer.json["aiMessage"]["content"] == SAID["content"]
        process.wait(30)
        gateway.start()
        assert gateway.case(ASKING, answer.json["case"]["id"])["case"] == answer.json["case"]
