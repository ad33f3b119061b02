"""Follow-up messages: each gets an answer of its own, and a question sent twice gets one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiohttp import web

from tests.api.conftest import SAID, World
from tests.api.test_open_case import is_message
from tests.gateway import Gateway
from tests.messages_api import Asked, MessagesApi, answers


def test_a_follow_up_is_answered(gateway: Gateway, token: str, case_id: str):
    answer = gateway.post(
        f"/api/cases/{case_id}/messages",
        {"content": "How do I increase my upload limit?"},
        token=token,
    )

    assert answer.status == 200
    assert answer.json.keys() == {"message"}
    is_message(answer.json["message"])
    assert answer.json["message"]["role"] == "assistant"
    read = gateway.case(token, case_id)
    assert read["case"]["messageCount"] == 4
    assert [one["role"] for one in read["messages"]] == ["user", "assistant"] * 2
    assert read["messages"][2]["content"] == "How do I increase my upload limit?"
    assert read["messages"][3] == answer.json["message"]
    assert read["case"]["updatedAt"] == answer.json["message"]["createdAt"]


def test_the_opening_question_sent_again_is_answered_with_the_first_answer(
    gateway: Gateway, token: str
):
    opened = gateway.open_case(token, "What is this?")
    path = f"/api/cases/{opened['case']['id']}/messages"

    again = gateway.post(path, {"content": "What is this?"}, token=token)
    once_more = gateway.post(path, {"content": "What is this?"}, token=token)

    assert (again.status, once_more.status) == (200, 200)
    assert again.json == once_more.json == {"message": opened["aiMessage"]}
    read = gateway.case(token, opened["case"]["id"])
    assert read["case"] == opened["case"]


def test_a_redacted_opening_question_sent_again_is_recognised_too(gateway: Gateway, token: str):
    question = "Write to maya.lopez@customer.example about it, please?"
    opened = gateway.open_case(token, question)

    again = gateway.post(
        f"/api/cases/{opened['case']['id']}/messages", {"content": question}, token=token
    )

    assert again.json == {"message": opened["aiMessage"]}


@pytest.mark.parametrize("other", ["What is this? ", "what is this?", "What is this"])
def test_other_words_are_another_question(gateway: Gateway, token: str, other: str):
    opened = gateway.open_case(token, "What is this?")

    answer = gateway.post(
        f"/api/cases/{opened['case']['id']}/messages", {"content": other}, token=token
    )

    assert answer.json["message"]["id"] != opened["aiMessage"]["id"]
    assert gateway.case(token, opened["case"]["id"])["case"]["messageCount"] == 4


def test_the_opening_question_counts_once_something_else_was_said(gateway: Gateway, token: str):
    opened = gateway.open_case(token, "What is this?")
    path = f"/api/cases/{opened['case']['id']}/messages"
    gateway.post(path, {"content": "And that?"}, token=token)

    answer = gateway.post(path, {"content": "What is this?"}, token=token)

    assert answer.json["message"]["id"] != opened["aiMessage"]["id"]
    assert gateway.case(token, opened["case"]["id"])["case"]["messageCount"] == 6


def test_a_second_question_may_be_asked_twice(gateway: Gateway, token: str, case_id: str):
    path = f"/api/cases/{case_id}/messages"

    first = gateway.post(path, {"content": "And now?"}, token=token)
    second = gateway.post(path, {"content": "And now?"}, token=token)

    assert first.json["message"]["id"] != second.json["message"]["id"]


def test_questions_asked_at_once_each_get_their_own_answer(
    gateway: Gateway, token: str, case_id: str
):
    def ask(number: int) -> Any:
        body = {"content": f"Question number {number}, what is wrong?"}
        return gateway.post(f"/api/cases/{case_id}/messages", body, token=token)

    with ThreadPoolExecutor(12) as threads:
        asked = list(threads.map(ask, range(12)))

    assert {answer.status for answer in asked} == {200}
    ids = {answer.json["message"]["id"] for answer in asked}
    assert len(ids) == 12
    read = gateway.case(token, case_id)
    assert read["case"]["messageCount"] == 26 == len(read["messages"])
    assert ids <= {one["id"] for one in read["messages"] if one["role"] == "assistant"}
    created = [one["createdAt"] for one in read["messages"]]
    assert created == sorted(set(created))
    replies = [
        event["data"]["inReplyTo"]
        for event in gateway.events(case_id)
        if event["type"] == "case.message_added" and event["data"]["role"] == "assistant"
    ]
    assert len(set(replies)) == len(replies) == 13


def test_many_cases_opened_at_once_are_all_there(gateway: Gateway, token: str):
    def open_one(number: int) -> Any:
        return gateway.open_case(token, f"Case {number}?")["case"]["id"]

    with ThreadPoolExecutor(12) as threads:
        opened = set(threads.map(open_one, range(12)))

    listed = gateway.get("/api/cases?limit=100", token=token).json["data"]
    assert {case["id"] for case in listed} == opened
    assert len(opened) == 12


@pytest.mark.parametrize("content", ["", " \n", "x" * 5001, "a\0b", "\ud800", None, 5, True, ["x"]])
def test_what_is_no_message_is_refused(gateway: Gateway, token: str, case_id: str, content: Any):
    answer = gateway.post(f"/api/cases/{case_id}/messages", {"content": content}, token=token)

    assert answer.status == 400
    assert (answer.json["error"], answer.json["field"]) == ("VALIDATION_ERROR", "content")
    assert gateway.case(token, case_id)["case"]["messageCount"] == 2


def test_a_message_of_5000_emoji_is_kept(gateway: Gateway, token: str, case_id: str):
    content = "\N{PARTY POPPER}" * 5000

    answer = gateway.post(f"/api/cases/{case_id}/messages", {"content": content}, token=token)

    assert answer.status == 200
    assert gateway.case(token, case_id)["messages"][2]["content"] == content


def test_a_message_needs_its_own_member(gateway: Gateway, token: str, case_id: str):
    answer = gateway.post(f"/api/cases/{case_id}/messages", {"message": "x"}, token=token)

    assert (answer.status, answer.json["field"]) == (400, "content")


def test_the_follow_up_knows_the_conversation_and_the_snapshot(world: World, model: MessagesApi):
    token = world.token("ten_claude", "usr_follow")
    case_id = world.gateway.open_case(token, "My first question is about OPENING-WORDS")["case"][
        "id"
    ]

    answer = world.gateway.post(
        f"/api/cases/{case_id}/messages", {"content": "My second is SECOND-WORDS"}, token=token
    )

    assert answer.json["message"]["content"] == SAID["content"]
    prompt = model.requests[-1].text()
    assert "OPENING-WORDS" in prompt
    assert "SECOND-WORDS" in prompt
    assert SAID["content"] in prompt
    assert "job_export_4711" in prompt


def test_an_answer_made_while_the_case_was_closed_is_recorded_and_returned(
    world: World, model: MessagesApi
):
    token = world.token("ten_claude", "usr_late")
    case_id = world.gateway.open_case(token)["case"]["id"]

    def close_first(_: Any) -> dict[str, Any]:
        closing = world.gateway.post(
            f"/api/cases/{case_id}/close", {"resolution": "resolved", "rating": 7}, token=token
        )
        assert closing.status == 200
        return SAID

    async def close_then_answer(asked: Asked) -> web.StreamResponse:
        said = await asyncio.to_thread(close_first, asked)
        return await answers(said)(asked)

    model.behaviour = close_then_answer

    answer = world.gateway.post(
        f"/api/cases/{case_id}/messages", {"content": "Is anybody there?"}, token=token
    )

    assert answer.status == 200
    assert answer.json["message"]["content"] == SAID["content"]
    read = world.gateway.case(token, case_id)
    assert (read["case"]["status"], read["case"]["messageCount"]) == ("resolved", 4)
    assert read["messages"][3] == answer.json["message"]
    assert read["case"]["resolvedAt"] < read["case"]["updatedAt"]
