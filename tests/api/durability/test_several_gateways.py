"""Several processes on one database are one gateway, and what happens while it is away."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest

from tests.api.durability.conftest import DATABASE_SECONDS, TOKEN
from tests.gateway import Answer, Gateway
from tests.postgres import PostgresServer
from tests.waiting import eventually


def test_two_gateways_on_one_database_are_one(new_gateway: Callable[..., Gateway]):
    one, other = new_gateway(), new_gateway()
    with ThreadPoolExecutor(8) as threads, ExitStack() as stack:
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
        eventually(lambda: gateway.get("/api/health").status == 200, within=DATABASE_SECONDS)
        assert gateway.case(TOKEN, case_id)["case"]["messageCount"] == 2
        answer = gateway.post(f"{path}/messages", {"content": "Anyone?"}, token=TOKEN, key="k")
        assert answer.status == 200
        assert json.loads(answer.body)["message"]["role"] == "assistant"
        gateway.check_record()
