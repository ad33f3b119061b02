"""Repeating a request under its Idempotency-Key: done once, answered alike."""

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiohttp import web

from tests.api.conftest import SAID, World
from tests.gateway import Answer, Gateway
from tests.messages_api import Asked, Behaviour, MessagesApi, answers, waits

BODIES: dict[str, Any] = {
    "messages": {"content": "What now?"},
    "feedback": {"feedback": "positive"},
    "close": {"resolution": "resolved", "rating": 3},
    "escalate": {"reason": "please"},
    "actions": {"action": {"type": "custom", "label": "x"}},
}


def is_replay(first: Answer, again: Answer) -> None:
    """See that it is the first answer, byte for byte, under an id of its own."""
    assert (again.status, again.body) == (first.status, first.body)
    assert first.header("idempotency-replayed") is None
    assert again.header("idempotency-replayed") == "true"
    assert again.header("location") == first.header("location")
    assert again.header("x-request-id") != first.header("x-request-id")
    assert again.header("content-type") == first.header("content-type")


def test_a_create_is_done_once(gateway: Gateway, token: str):
    body = {"message": "What is wrong?", "context": {"a": 1, "b": [1, 2]}}

    first = gateway.post("/api/cases", body, token=token, key="k")
    again = gateway.post("/api/cases", body, token=token, key="k")

    assert first.status == 201
    is_replay(first, again)
    assert len(gateway.get("/api/cases", token=token).json["data"]) == 1


@pytest.mark.parametrize("verb", BODIES)
def test_every_post_is_done_once(gateway: Gateway, token: str, case_id: str, verb: str):
    path = f"/api/cases/{case_id}/{verb}"

    first = gateway.post(path, BODIES[verb], token=token, key="the key")
    before = gateway.case(token, case_id)
    again = gateway.post(path, BODIES[verb], token=token, key="the key")

    assert first.status == 200
    is_replay(first, again)
    assert gateway.case(token, case_id) == before


@pytest.mark.parametrize("verb", BODIES)
def test_another_body_under_the_same_key_is_refused(
    gateway: Gateway, token: str, case_id: str, verb: str
):
    path = f"/api/cases/{case_id}/{verb}"
    others: dict[str, Any] = {
        "messages": {"content": "What now"},
        "feedback": {"feedback": "negative"},
        "close": {"resolution": "resolved", "rating": 4},
        "escalate": {},
        "actions": {"action": {"type": "custom", "label": "y"}},
    }
    gateway.post(path, BODIES[verb], token=token, key="k")
    before = gateway.case(token, case_id)

    other = gateway.post(path, others[verb], token=token, key="k")

    assert (other.status, other.json["error"]) == (422, "IDEMPOTENCY_MISMATCH")
    assert gateway.case(token, case_id) == before


def test_bodies_are_compared_as_json(gateway: Gateway, token: str):
    first = gateway.post(
        "/api/cases",
        b'{"message": "a\xc3\xa9", "context": {"x": 1, "y": 20}}',
        token=token,
        key="k",
    )
    same = gateway.post(
        "/api/cases",
        b' {\n"context":{"y":2.0e1,"x":1.0},"message":"a\\u00e9" }',
        token=token,
        key="k",
    )

    is_replay(first, same)


@pytest.mark.parametrize(
    "other",
    [
        b'{"message":"x","context":{"n":true}}',
        b'{"message":"x","context":{"n":"1"}}',
        b'{"message":"x","context":{"n":18446744073709551615}}',
    ],
)
def test_values_of_other_types_are_another_body(gateway: Gateway, token: str, other: bytes):
    gateway.post("/api/cases", b'{"message":"x","context":{"n":1}}', token=token, key="k")

    assert gateway.post("/api/cases", other, token=token, key="k").status == 422


def test_a_key_counts_for_one_user_and_one_path(world: World, gateway: Gateway, token: str):
    body = {"message": "What is wrong?"}
    other = world.token("ten_acme", "usr_key_other")
    foreign = world.token("ten_globex", "usr_key_other")

    opened = [
        gateway.post("/api/cases", body, token=who, key="k") for who in (token, other, foreign)
    ]

    assert {answer.status for answer in opened} == {201}
    assert len({answer.json["case"]["id"] for answer in opened}) == 3
    case_id = opened[0].json["case"]["id"]
    second = gateway.open_case(token)["case"]["id"]
    for path in (f"/api/cases/{case_id}", f"/api/cases/{second}"):
        closing = gateway.post(f"{path}/close", {"resolution": "resolved"}, token=token, key="k")
        assert closing.status == 200
        assert closing.header("idempotency-replayed") is None


def test_a_refusal_is_not_remembered(gateway: Gateway, token: str, case_id: str):
    path = f"/api/cases/{case_id}/messages"

    refused = gateway.post(path, {"content": ""}, token=token, key="k")
    accepted = gateway.post(path, {"content": "Better?"}, token=token, key="k")

    assert (refused.status, accepted.status) == (400, 200)


def test_a_conflict_is_not_remembered(gateway: Gateway, token: str, case_id: str):
    path = f"/api/cases/{case_id}"
    gateway.post(f"{path}/close", {"resolution": "resolved"}, token=token)

    for _ in range(2):
        refused = gateway.post(f"{path}/escalate", {}, token=token, key="k")
        assert (refused.status, refused.json["error"]) == (409, "CASE_CLOSED")
        assert refused.header("idempotency-replayed") is None
    other = gateway.post(f"{path}/escalate", {"reason": "x"}, token=token, key="k")
    assert other.status == 409
    assert other.json["error"] == "CASE_CLOSED"


def test_a_replay_outlives_the_cases_end(gateway: Gateway, token: str, case_id: str):
    path = f"/api/cases/{case_id}/messages"
    first = gateway.post(path, {"content": "What now?"}, token=token, key="k")
    gateway.post(f"/api/cases/{case_id}/close", {"resolution": "resolved"}, token=token)

    is_replay(first, gateway.post(path, {"content": "What now?"}, token=token, key="k"))


def test_a_replay_does_not_show_later_changes(gateway: Gateway, token: str):
    first = gateway.post("/api/cases", {"message": "x?"}, token=token, key="k")
    gateway.post(
        f"/api/cases/{first.json['case']['id']}/feedback", {"feedback": "positive"}, token=token
    )

    again = gateway.post("/api/cases", {"message": "x?"}, token=token, key="k")

    is_replay(first, again)
    assert again.json["case"]["feedback"] is None


def test_a_second_key_on_the_same_feedback_is_answered_and_replayed(
    gateway: Gateway, token: str, case_id: str
):
    path = f"/api/cases/{case_id}/feedback"
    gateway.post(path, {"feedback": "positive"}, token=token, key="k1")

    first = gateway.post(path, {"feedback": "positive"}, token=token, key="k2")

    assert first.json == {"ok": True}
    is_replay(first, gateway.post(path, {"feedback": "positive"}, token=token, key="k2"))


def test_a_repeated_opening_under_a_key_is_replayed(gateway: Gateway, token: str):
    opened = gateway.open_case(token, "What is this?")
    path = f"/api/cases/{opened['case']['id']}/messages"

    first = gateway.post(path, {"content": "What is this?"}, token=token, key="k")

    assert first.json == {"message": opened["aiMessage"]}
    is_replay(first, gateway.post(path, {"content": "What is this?"}, token=token, key="k"))


@pytest.mark.parametrize(
    "key", ["a", "k" * 255, "~!@#$%^&*()_+ {}|:<>?", "with spaces in it", '"q"']
)
def test_printable_characters_are_a_key(gateway: Gateway, token: str, case_id: str, key: str):
    path = f"/api/cases/{case_id}/feedback"

    first = gateway.post(path, {"feedback": "positive"}, token=token, key=key)

    assert first.status == 200
    is_replay(first, gateway.post(path, {"feedback": "positive"}, token=token, key=key))


@pytest.mark.parametrize("key", ["", "k" * 256, "k" * 5000, "tab\tin it", "\xe9", "\x80"])
def test_what_is_no_key_is_refused(gateway: Gateway, token: str, case_id: str, key: str):
    answer = gateway.post(
        f"/api/cases/{case_id}/feedback", {"feedback": "positive"}, token=token, key=key
    )

    assert (answer.status, answer.json["error"]) == (400, "VALIDATION_ERROR")
    assert answer.json["field"].lower() == "idempotency-key"
    assert gateway.case(token, case_id)["case"]["feedback"] is None


def test_two_keys_in_one_request_are_refused(gateway: Gateway, token: str, case_id: str):
    answer = gateway.post(
        f"/api/cases/{case_id}/feedback",
        {"feedback": "positive"},
        token=token,
        headers=[("Idempotency-Key", "a"), ("Idempotency-Key", "a")],
    )

    assert (answer.status, answer.json["error"]) == (400, "MALFORMED_JSON")


def test_while_the_first_is_at_work_the_second_is_told_so(world: World, model: MessagesApi):
    gateway, token = world.gateway, world.token("ten_claude", "usr_busy")
    case_id = gateway.open_case(token)["case"]["id"]

    for path, body in (
        ("/api/cases", {"message": "Slow one?"}),
        (f"/api/cases/{case_id}/messages", {"content": "Slow two?"}),
    ):
        arrived, released = threading.Event(), asyncio.Event()
        model.behaviour = _held(arrived, released)
        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(gateway.post, path, body, token=token, key="busy")
            assert arrived.wait(20)
            second = gateway.post(path, body, token=token, key="busy")
            other = gateway.post(path, {**body, "x": "1"}, token=token, key="busy")
            world.loop.call_soon_threadsafe(released.set)
            done = first.result()

        assert (second.status, second.json["error"]) == (409, "IDEMPOTENCY_IN_PROGRESS")
        assert (second.header("retry-after") or "").isdecimal()
        assert int(second.header("retry-after") or 0) >= 1
        assert (other.status, other.json["error"]) == (422, "IDEMPOTENCY_MISMATCH")
        assert done.status in {200, 201}
        is_replay(done, gateway.post(path, body, token=token, key="busy"))


def _held(arrived: threading.Event, released: asyncio.Event) -> Behaviour:
    """A model that says when it is asked, and answers when it is told to."""

    async def behave(asked: Asked) -> web.StreamResponse:
        arrived.set()
        return await waits(released, answers(SAID))(asked)

    return behave


def test_sent_many_times_at_once_it_is_done_once(gateway: Gateway, token: str, case_id: str):
    path = f"/api/cases/{case_id}/messages"

    with ThreadPoolExecutor(10) as threads:
        sent = list(
            threads.map(
                lambda _: gateway.post(path, {"content": "Once?"}, token=token, key="k"), range(10)
            )
        )

    assert {answer.status for answer in sent} <= {200, 409}
    assert len({answer.body for answer in sent if answer.status == 200}) == 1
    assert {answer.json["error"] for answer in sent if answer.status == 409} <= {
        "IDEMPOTENCY_IN_PROGRESS"
    }
    assert gateway.case(token, case_id)["case"]["messageCount"] == 4
    final = gateway.post(path, {"content": "Once?"}, token=token, key="k")
    assert (final.status, final.header("idempotency-replayed")) == (200, "true")


def test_a_create_sent_many_times_at_once_opens_one_case(gateway: Gateway, token: str):
    body = {"message": "Once?"}

    with ThreadPoolExecutor(10) as threads:
        sent = list(
            threads.map(lambda _: gateway.post("/api/cases", body, token=token, key="k"), range(10))
        )

    assert {answer.status for answer in sent} <= {201, 409}
    assert len(gateway.get("/api/cases", token=token).json["data"]) == 1
    final = gateway.post("/api/cases", body, token=token, key="k")
    assert (final.status, final.header("idempotency-replayed")) == (201, "true")
    assert json.loads(final.body)["case"]["messageCount"] == 2
