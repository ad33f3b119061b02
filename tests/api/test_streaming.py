"""Streams: how far the work is, then the recorded answer in pieces, and what came of a case."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from api.event_stream import HEARTBEAT_SECONDS
from api.streaming import STREAMS
from tests.api.conftest import ACME_ORIGIN, SAID, World
from tests.api.events import EVENTS, Event, Stream, parsed
from tests.gateway import Answer, Gateway
from tests.messages_api import Asked, MessagesApi, answers, in_turn

MADE_UP = {**SAID, "content": "Job job_made_up_1 ended with `DISK_ON_FIRE`."}


def streamed(
    gateway: Gateway, path: str, document: Any, token: str, key: str | None = None
) -> Answer:
    """POST, and take the whole stream."""
    return gateway.post(path, document, token=token, headers=[EVENTS], key=key)


def said(events: list[Event]) -> str:
    """What the pieces come to."""
    return "".join(one.json["content"] for one in events if one.name == "delta")


def progress(events: list[Event]) -> list[str | None]:
    """What was told before the first piece."""
    names = [one.name for one in events]
    return names[: names.index("delta")]


def followed(
    gateway: Gateway, case_id: str, token: str, after: str | None = None, accept: str = EVENTS[1]
) -> Stream:
    """Follow a case from an event on."""
    headers = [("Accept", accept), *([] if after is None else [("Last-Event-ID", after)])]
    return Stream(gateway, f"/api/cases/{case_id}/events", token, headers=headers)


def version_of(gateway: Gateway, case_id: str, token: str) -> str:
    """The version that the ETag of a case names."""
    etag = gateway.get(f"/api/cases/{case_id}", token=token).header("etag")
    assert etag is not None
    return etag.strip('"')


class HeldModel:
    """A model that answers only when it is told to."""

    def __init__(self, world: World) -> None:
        """Hold it."""
        self.asked = threading.Event()
        self._loop = world.loop
        self._free = asyncio.Event()
        world.messages_api.behaviour = self._behave

    async def _behave(self, asked: Asked) -> web.StreamResponse:
        self.asked.set()
        await self._free.wait()
        return await answers(SAID)(asked)

    def free(self) -> None:
        """Have it answer."""
        self._loop.call_soon_threadsafe(self._free.set)


@pytest.fixture
def held(world: World, model: MessagesApi) -> Iterator[HeldModel]:
    """The model of `ten_claude`, held until the test frees it."""
    holding = HeldModel(world)
    yield holding
    holding.free()


@contextmanager
def another_gateway(world: World, folder: Path) -> Iterator[Gateway]:
    """A second process on the same record."""
    environ = world.gateway.environ
    config = Path(environ["SUPPORT_GATEWAY_CONFIG"]).read_text()
    with Gateway(
        folder,
        database_url=environ["SUPPORT_GATEWAY_DATABASE_URL"],
        config=config,
        environ={"ANTHROPIC_API_KEY": ""},
    ) as second:
        yield second


# Asking


def test_a_new_case_is_streamed(world: World, gateway: Gateway, token: str):
    answer = streamed(gateway, "/api/cases", {"message": "Why did my upload fail?"}, token)

    assert answer.status == 201
    assert (answer.header("content-type") or "").startswith("text/event-stream")
    assert answer.body.startswith(b"retry: ")
    events = parsed(answer.body)
    assert progress(events) == ["accepted", "snapshot", "answering", "checking"]
    final = events[-1]
    assert final.name == "message"
    assert final.json.keys() == {"case", "snapshot", "aiMessage", "disclosure"}
    assert said(events) == final.json["aiMessage"]["content"]
    assert len([one for one in events if one.name == "delta"]) > 1
    case_id = final.json["case"]["id"]
    assert answer.header("location") == f"/api/cases/{case_id}"
    read = gateway.case(token, case_id)
    assert read["case"] == final.json["case"]
    assert read["messages"][1] == final.json["aiMessage"]
    accepted = {"caseId": case_id, "messageId": read["messages"][0]["id"]}
    assert events[0].json == accepted


def test_the_fate_of_each_source_is_told(world: World, gateway: Gateway):
    token = world.token("ten_down", "usr_streams")

    answer = streamed(gateway, "/api/cases", {"message": "What is wrong?"}, token)

    (snapshot,) = (one.json for one in parsed(answer.body) if one.name == "snapshot")
    sources = {"userState", "userHistory", "userLogs", "businessRules"}
    assert snapshot["sources"].keys() == sources
    assert set(snapshot["sources"].values()) == {"failed"}
    assert set(snapshot["failed"]) == sources
    assert snapshot["id"] == parsed(answer.body)[-1].json["snapshot"]["id"]


def test_a_follow_up_is_streamed(gateway: Gateway, token: str, case_id: str):
    path = f"/api/cases/{case_id}/messages"

    answer = streamed(gateway, path, {"content": "And what now?"}, token)

    assert answer.status == 200
    events = parsed(answer.body)
    assert progress(events) == ["accepted", "answering", "checking"]
    assert events[-1].json.keys() == {"message"}
    assert said(events) == events[-1].json["message"]["content"]
    assert gateway.case(token, case_id)["messages"][3] == events[-1].json["message"]


def test_ids_are_versions_of_the_case(gateway: Gateway, token: str, case_id: str):
    before = int(version_of(gateway, case_id, token))

    answer = streamed(gateway, f"/api/cases/{case_id}/messages", {"content": "And now?"}, token)

    ids = [(one.name, one.id) for one in parsed(answer.body) if one.id is not None]
    assert ids == [("accepted", str(before + 1)), ("message", str(before + 2))]
    assert version_of(gateway, case_id, token) == str(before + 2)


def test_the_stream_carries_the_headers_of_every_answer(gateway: Gateway, token: str):
    answer = gateway.post(
        "/api/cases",
        {"message": "What is wrong?"},
        token=token,
        headers=[EVENTS, ("Origin", ACME_ORIGIN)],
    )

    assert answer.header("cache-control") == "no-store"
    assert answer.header("x-accel-buffering") == "no"
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("access-control-allow-origin") == ACME_ORIGIN
    assert (answer.header("x-request-id") or "").startswith("req_")


def test_what_is_told_comes_while_the_work_goes_on(world: World, held: HeldModel):
    token = world.token("ten_claude", "usr_streamed_live")

    with Stream(world.gateway, "/api/cases", token, {"message": "What is wrong?"}) as stream:
        stream.until("answering")
        held.free()
        final = stream.until("message")

    assert final.json["case"]["messageCount"] == 2


def test_the_answer_is_on_record_before_its_first_word_is_sent(gateway: Gateway, token: str):
    with Stream(gateway, "/api/cases", token, {"message": "What is wrong?"}) as stream:
        case_id = stream.until("accepted").json["caseId"]
        first = stream.until("delta").json["content"]
        recorded = gateway.case(token, case_id)["messages"]

    assert first
    assert recorded[1]["content"].startswith(first)


def test_an_answer_that_does_not_hold_is_never_shown(world: World, model: MessagesApi):
    token = world.token("ten_claude", "usr_streamed_lie")
    model.behaviour = in_turn([answers(MADE_UP), answers(SAID)])

    answer = streamed(world.gateway, "/api/cases", {"message": "Why did it fail?"}, token)

    assert b"DISK_ON_FIRE" not in answer.body
    events = parsed(answer.body)
    steps = ["answering", "checking", "answering", "checking"]
    assert progress(events) == ["accepted", "snapshot", *steps]
    assert said(events) == SAID["content"]


def test_the_opening_question_sent_again_streams_the_first_answer(gateway: Gateway, token: str):
    opened = gateway.open_case(token, "What is this?")
    path = f"/api/cases/{opened['case']['id']}/messages"

    answer = streamed(gateway, path, {"content": "What is this?"}, token)

    events = parsed(answer.body)
    assert {one.name for one in events} == {"delta", "message"}
    assert said(events) == opened["aiMessage"]["content"]
    assert events[-1].json == {"message": opened["aiMessage"]}


@pytest.mark.parametrize(
    "accept",
    [
        "application/json",
        "*/*",
        "text/event-streams",
        "text/event-stream;q=0.1, application/json",
        "",
    ],
)
def test_who_does_not_ask_for_a_stream_gets_none(gateway: Gateway, token: str, accept: str):
    answer = gateway.post(
        "/api/cases", {"message": "What?"}, token=token, headers=[("Accept", accept)]
    )

    assert (answer.status, answer.header("content-type")) == (201, "application/json")


@pytest.mark.parametrize("accept", ["application/json, text/event-stream", "TEXT/Event-Stream;q=1"])
def test_a_stream_may_be_asked_for_among_others(gateway: Gateway, token: str, accept: str):
    answer = gateway.post(
        "/api/cases", {"message": "What?"}, token=token, headers=[("Accept", accept)]
    )

    assert parsed(answer.body)[-1].name == "message"


def test_a_refusal_before_the_stream_is_an_ordinary_one(
    world: World, gateway: Gateway, token: str, case_id: str
):
    path = f"/api/cases/{case_id}/messages"
    stranger = world.token("ten_acme", "usr_streams_stranger")
    refused = [
        streamed(gateway, path, {"content": ""}, token),
        streamed(gateway, path, {"content": "What?"}, stranger),
        streamed(gateway, path, {"content": "What?"}, "no.good.token"),
    ]
    gateway.post(f"/api/cases/{case_id}/close", {"resolution": "resolved"}, token=token)
    refused.append(streamed(gateway, path, {"content": "What?"}, token))

    assert [(one.status, one.json["error"]) for one in refused] == [
        (400, "VALIDATION_ERROR"),
        (404, "CASE_NOT_FOUND"),
        (401, "UNAUTHORIZED"),
        (409, "CASE_CLOSED"),
    ]
    assert {one.header("content-type") for one in refused} == {"application/json"}


# Going away


def answer_after(gateway: Gateway, case_id: str, token: str, after: str | None) -> Any:
    """Wait for an assistant's message after an event."""
    with followed(gateway, case_id, token, after) as stream:
        while True:
            message = stream.until("message").json["message"]
            if message["role"] == "assistant":
                return message


def test_an_answer_is_recorded_though_its_streams_client_went_away(world: World, held: HeldModel):
    token = world.token("ten_claude", "usr_gone_stream")
    with Stream(world.gateway, "/api/cases", token, {"message": "What is wrong?"}) as stream:
        accepted = stream.until("accepted")
        case_id = accepted.json["caseId"]
        stream.until("answering")
    assert world.gateway.case(token, case_id)["case"]["messageCount"] == 1

    held.free()

    message = answer_after(world.gateway, case_id, token, accepted.id)
    assert world.gateway.case(token, case_id)["messages"][1] == message


def test_an_answer_is_recorded_though_its_client_went_away(world: World, model: MessagesApi):
    token = world.token("ten_claude", "usr_gone_plain")
    case_id = world.gateway.open_case(token)["case"]["id"]
    seen = version_of(world.gateway, case_id, token)
    held = HeldModel(world)
    body = json.dumps({"content": "Is anybody there?"}).encode()
    request = (
        f"POST /api/cases/{case_id}/messages HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
        f"Content-Type: application/json\r\nAuthorization: Bearer {token}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", world.gateway.port)) as wire:
        wire.sendall(request.encode() + body)
        assert held.asked.wait(30)
    assert world.gateway.case(token, case_id)["case"]["messageCount"] == 3

    held.free()

    message = answer_after(world.gateway, case_id, token, seen)
    assert world.gateway.case(token, case_id)["messages"][3] == message


# Repeating


@pytest.mark.parametrize("first_streams", [True, False])
def test_a_repeated_request_streams_the_first_answer_at_once(
    gateway: Gateway, token: str, first_streams: bool
):
    body = {"message": "What is wrong?"}
    headers = [EVENTS] if first_streams else []
    first = gateway.post("/api/cases", body, token=token, headers=headers, key="k")

    again = streamed(gateway, "/api/cases", body, token, key="k")
    plain = gateway.post("/api/cases", body, token=token, key="k")

    assert (again.status, plain.status) == (201, 201)
    assert again.header("idempotency-replayed") == plain.header("idempotency-replayed") == "true"
    assert again.header("location") == first.header("location") is not None
    (event,) = parsed(again.body)
    assert event.name == "message"
    assert event.json == plain.json
    assert len(gateway.get("/api/cases", token=token).json["data"]) == 1


def test_what_is_done_at_once_is_never_streamed(gateway: Gateway, token: str, case_id: str):
    body = {"resolution": "resolved"}

    answers = [
        streamed(gateway, f"/api/cases/{case_id}/close", body, token, key="k") for _ in range(2)
    ]

    assert [one.json for one in answers] == [{"ok": True}] * 2
    assert {one.header("content-type") for one in answers} == {"application/json"}


def test_while_the_first_streams_the_second_is_told_so(world: World, held: HeldModel):
    token = world.token("ten_claude", "usr_streams_twice")
    key = [("Idempotency-Key", "k")]
    body = {"message": "What is wrong?"}

    with Stream(world.gateway, "/api/cases", token, body, headers=key) as first:
        first.until("answering")
        second = streamed(world.gateway, "/api/cases", body, token, key="k")
        held.free()
        first.until("message")

    assert (second.status, second.json["error"]) == (409, "IDEMPOTENCY_IN_PROGRESS")


# Following


def test_a_case_is_followed_from_its_beginning(gateway: Gateway, token: str, case_id: str):
    read = gateway.case(token, case_id)

    with followed(gateway, case_id, token) as stream:
        events = [stream.until("message"), stream.until("message"), stream.until("case")]

    assert stream.status == 200
    assert stream.headers["x-accel-buffering"] == "no"
    assert [one.json["message"] for one in events[:2]] == read["messages"]
    assert events[2].json == {"case": read["case"]}
    assert events[2].id == version_of(gateway, case_id, token)


def test_a_follower_goes_on_after_the_last_event_it_saw(gateway: Gateway, token: str, case_id: str):
    seen = version_of(gateway, case_id, token)
    answer = gateway.post(f"/api/cases/{case_id}/messages", {"content": "And?"}, token=token)

    with followed(gateway, case_id, token, seen) as stream:
        question = stream.until("message")
        reply = stream.until("message")
    with followed(gateway, case_id, token, question.id) as stream:
        resumed = stream.until("message")

    assert question.json["message"]["content"] == "And?"
    assert reply == resumed
    assert reply.json == answer.json


def test_a_follower_hears_what_another_process_records(
    world: World, token: str, case_id: str, tmp_path: Path
):
    with another_gateway(world, tmp_path) as second:
        seen = version_of(second, case_id, token)
        with followed(second, case_id, token, seen) as stream:
            world.gateway.post(f"/api/cases/{case_id}/feedback", {"feedback": "no"}, token=token)
            answer = world.gateway.post(
                f"/api/cases/{case_id}/messages", {"content": "And?"}, token=token
            )
            messages = [stream.until("message").json, stream.until("message").json]
            world.gateway.post(
                f"/api/cases/{case_id}/close", {"resolution": "unresolved"}, token=token
            )
            closed = [one.json["case"]["status"] for one in stream if one.name == "case"][-1]

    assert messages[0]["message"]["content"] == "And?"
    assert messages[1] == answer.json
    assert closed == "unresolved"


def test_a_follower_does_not_hold_up_a_gateway_that_ends(
    world: World, token: str, case_id: str, tmp_path: Path
):
    with another_gateway(world, tmp_path) as second:
        seen = version_of(second, case_id, token)
        with (
            followed(second, case_id, token, seen) as stream,
            ThreadPoolExecutor(1) as thread,
        ):
            ending = thread.submit(second.stop)
            left = list(stream)
            ending.result()

    assert left == []


def test_a_stream_ends_with_its_case(gateway: Gateway, token: str, case_id: str):
    with followed(gateway, case_id, token) as stream:
        gateway.post(f"/api/cases/{case_id}/close", {"resolution": "resolved"}, token=token)
        *_, last = stream

    assert (last.name, last.json["case"]["status"]) == ("case", "resolved")
    assert last.id is not None
    nothing_more = gateway.get(
        f"/api/cases/{case_id}/events", token=token, headers=[("Last-Event-ID", last.id)]
    )
    assert (nothing_more.status, nothing_more.body) == (204, b"")


def test_an_answer_made_while_the_case_was_closed_is_followed_too(world: World, held: HeldModel):
    token = world.token("ten_claude", "usr_streams_late")
    body = {"message": "What is wrong?"}
    with Stream(world.gateway, "/api/cases", token, body) as asking:
        case_id = asking.until("accepted").json["caseId"]
        asking.until("answering")
        world.gateway.post(f"/api/cases/{case_id}/close", {"resolution": "resolved"}, token=token)

        with followed(world.gateway, case_id, token) as stream:
            assert stream.until("case").json["case"]["status"] == "resolved"
            held.free()
            left = list(stream)
        final = asking.until("message")

    assert left[0].json == {"message": final.json["aiMessage"]}


def test_a_follower_cut_off_before_the_case_hears_of_it_when_it_comes_again(
    world: World, held: HeldModel
):
    token = world.token("ten_claude", "usr_streams_cut")
    with Stream(world.gateway, "/api/cases", token, {"message": "What is wrong?"}) as asking:
        case_id = asking.until("accepted").json["caseId"]
        asking.until("answering")
        world.gateway.post(f"/api/cases/{case_id}/close", {"resolution": "resolved"}, token=token)
        held.free()
        asking.until("message")
    with followed(world.gateway, case_id, token) as stream:
        ids = [stream.until("message").id, stream.until("message").id]

    # As browsers do, it names the last id that it saw.
    (seen,) = [one for one in ids if one is not None]
    with followed(world.gateway, case_id, token, seen) as again:
        assert again.until("message").json["message"]["role"] == "assistant"
        assert again.until("case").json["case"]["status"] == "resolved"


def test_only_its_owner_follows_a_case(world: World, gateway: Gateway, case_id: str):
    path = f"/api/cases/{case_id}/events"
    stranger = world.token("ten_acme", "usr_streams_stranger")
    foreign = world.token("ten_globex", "usr_streams_stranger")

    answers = [gateway.get(path, token=who) for who in (stranger, foreign, None)]
    answers.append(gateway.get(f"/api/cases/cas_{'0' * 32}/events", token=stranger))

    assert [one.status for one in answers] == [404, 404, 401, 404]
    assert {one.json["error"] for one in answers} == {"CASE_NOT_FOUND", "UNAUTHORIZED"}


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "9" * 10, "\u00b2"])
def test_what_is_no_id_of_an_event_is_refused(
    gateway: Gateway, token: str, case_id: str, last: str
):
    answer = gateway.get(
        f"/api/cases/{case_id}/events", token=token, headers=[("Last-Event-ID", last)]
    )

    assert (answer.status, answer.json["field"]) == (400, "Last-Event-ID")


def test_head_of_a_stream_ends(gateway: Gateway, token: str, case_id: str):
    answer = gateway.request("HEAD", f"/api/cases/{case_id}/events", token=token)

    assert (answer.status, answer.body) == (200, b"")


def test_a_browser_may_send_the_last_event_id(gateway: Gateway):
    asking = [
        ("Origin", ACME_ORIGIN),
        ("Access-Control-Request-Method", "GET"),
        ("Access-Control-Request-Headers", "authorization,last-event-id"),
    ]

    answer = gateway.request("OPTIONS", "/api/cases/cas_1/events", headers=asking)

    assert "Last-Event-ID" in (answer.header("access-control-allow-headers") or "")


# Bounds


def test_a_user_has_only_so_many_streams_open(world: World, gateway: Gateway, token: str):
    case_id = gateway.open_case(token)["case"]["id"]
    other = world.token("ten_acme", "usr_streams_other")
    path = f"/api/cases/{case_id}/events"
    with ExitStack() as streams:
        opened = [streams.enter_context(followed(gateway, case_id, token)) for _ in range(4)]
        for one in opened:
            one.until("case")

        fifth = gateway.get(path, token=token)
        asked = streamed(gateway, f"/api/cases/{case_id}/messages", {"content": "And?"}, token)
        plain = gateway.post(f"/api/cases/{case_id}/messages", {"content": "And?"}, token=token)
        others = streamed(gateway, "/api/cases", {"message": "And I?"}, other)

    assert {one.status for one in opened} == {200}
    assert [(one.status, one.json["error"]) for one in (fifth, asked)] == [
        (429, "RATE_LIMITED")
    ] * 2
    assert fifth.header("retry-after") == "5"
    assert (plain.status, others.status) == (200, 201)
    assert gateway.case(token, case_id)["case"]["messageCount"] == 4


# A bare `fetch` accepts anything.
@pytest.mark.parametrize("accept", [EVENTS[1], "*/*"])
def test_a_stream_that_was_left_counts_no_more(
    gateway: Gateway, token: str, case_id: str, accept: str
):
    # Before a heartbeat finds out that nobody listens.
    give_up = time.monotonic() + HEARTBEAT_SECONDS * 0.8
    for _ in range(3 * STREAMS):
        status = 429
        while status == 429:
            assert time.monotonic() < give_up, "a stream that was left still counts"
            with followed(gateway, case_id, token, accept=accept) as stream:
                status = stream.status
                if status == 200:
                    stream.until("case")
