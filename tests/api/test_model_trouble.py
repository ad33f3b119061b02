"""A model that fails in every way: the user gets a labelled built-in answer, in time."""

import json
import time
from typing import Any

import pytest

from tests.api.conftest import SAID, World
from tests.api.test_open_case import is_message
from tests.gateway import Answer
from tests.messages_api import (
    Behaviour,
    MessagesApi,
    answers,
    calls_a_tool,
    fails,
    floods,
    hangs,
    hangs_up,
    in_turn,
    message,
    raw,
    redirects,
    refuses,
    replies,
    says,
)

pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")
"""No model knows which engine the gateway keeps its record in."""

DEADLINE = 1.5
FORGED = {**SAID, "evidence": [{"type": "job_id", "label": "Job", "value": "job_invented_1"}]}


def said(**members: Any) -> dict[str, Any]:
    """The good answer, changed."""
    return {**SAID, **members}


def ask(world: World, token: str) -> tuple[Answer, float]:
    """Open a case, and see how long that takes."""
    began = time.monotonic()
    answer = world.gateway.post("/api/cases", {"message": "Why did my upload fail?"}, token=token)
    return answer, time.monotonic() - began


def is_builtin(world: World, answer: Answer, seconds: float, fallback: set[str] | None) -> None:
    """See that the built-in answerer replied, in time, with a label and from the snapshot."""
    assert answer.status == 201
    assert seconds < DEADLINE + 1
    reply = answer.json["aiMessage"]
    is_message(reply)
    assert "built-in" in reply["content"].lower() or "automatic" in reply["content"].lower()
    assert "UPLOAD_TOO_LARGE" in {piece["value"] for piece in reply["evidence"]}
    assert "PROVIDER-SAYS-SO" not in answer.body.decode()
    produced = world.gateway.events(answer.json["case"]["id"])[-1]["data"]["produced"]
    assert produced["generator"] == "builtin"
    if fallback is None:
        assert produced["fallback"]
    else:
        assert produced["fallback"] in fallback


TROUBLE: dict[str, tuple[Behaviour, set[str] | None]] = {
    **{
        f"{code}": (fails(code), None)
        for code in (400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 504, 529)
    },
    "429 with a long wait": (fails(429, headers={"Retry-After": "3600"}), None),
    "429 with a strange wait": (fails(429, headers={"Retry-After": "soon"}), None),
    "503 with a negative wait": (fails(503, headers={"Retry-After": "-5"}), None),
    "500 that says not to retry": (fails(500, headers={"x-should-retry": "false"}), None),
    "silence": (hangs(), {"timeout"}),
    "a dropped connection": (hangs_up(), None),
    "a flood": (floods(4 * 1_048_576), None),
    "a refusal": (refuses(), {"refused"}),
    "a tool": (calls_a_tool(), None),
    "a redirect": (redirects("http://127.0.0.1:1/v1/messages"), None),
    "HTML": (raw(b"<html>Bad gateway</html>", content_type="text/html"), None),
    "nothing": (raw(b""), None),
    "half a document": (raw(b'{"type":"message","content":['), None),
    "not UTF-8": (raw(b'{"content":"\xff"}'), None),
    "null": (replies(None), None),
    "a list": (replies([]), None),
    "an empty object": (replies({}), None),
    "an error with status 200": (replies({"type": "error", "error": {"type": "x"}}), None),
    "no content": (replies(message("", content=[])), None),
    "content that is null": (replies(message("", content=None)), None),
    "content of numbers": (replies(message("", content=[1, 2])), None),
    "text that is a number": (replies(message("", content=[{"type": "text", "text": 5}])), None),
    "an empty text": (says(""), None),
    "blanks": (says("  \n "), None),
    "prose": (says("Just try again later."), None),
    "half an answer": (says('{"content": "The upload was', stop_reason="max_tokens"), None),
    "JSON that is a list": (says("[]"), None),
    "JSON that is null": (says("null"), None),
    "an answer without content": (
        answers({"actions": [], "evidence": [], "confidence": 1}),
        None,
    ),
    "an answer that is empty": (answers(said(content="")), None),
    "an answer that is blank": (answers(said(content=" \n\t")), None),
    "an answer that is a number": (answers(said(content=5)), None),
    "nested 100,000 deep": (says("[" * 100_000 + "]" * 100_000), None),
    "a number that is too large": (says('{"content":"x","confidence":1e999}'), None),
    "an invented job": (
        answers(said(content="Your job job_invented_77 failed with E_NEVER_HEARD_OF.")),
        {"not_borne_out"},
    ),
    "an invented limit": (
        answers(said(content="Your upload_size_mb limit of 9999 MB is reached.")),
        {"not_borne_out"},
    ),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_whatever_a_model_does_the_user_is_answered(world: World, claude: str, name: str):
    behaviour, fallback = TROUBLE[name]
    world.messages_api.behaviour = behaviour

    answer, seconds = ask(world, claude)

    is_builtin(world, answer, seconds, fallback)
    assert len(world.messages_api.requests) <= 2


def test_a_follow_up_is_answered_too(world: World, claude: str):
    case_id = ask(world, claude)[0].json["case"]["id"]
    for behaviour in (fails(500), hangs(), raw(b"")):
        world.messages_api.behaviour = behaviour
        began = time.monotonic()

        answer = world.gateway.post(
            f"/api/cases/{case_id}/messages", {"content": "And my upload?"}, token=claude
        )

        assert answer.status == 200
        assert time.monotonic() - began < DEADLINE + 1
        is_message(answer.json["message"])


@pytest.mark.parametrize("first", [fails(429), fails(500), fails(529), hangs_up()])
def test_one_failure_is_made_good_by_a_second_try(world: World, claude: str, first: Behaviour):
    world.messages_api.behaviour = in_turn([first, answers(SAID)])

    answer, _ = ask(world, claude)

    assert answer.json["aiMessage"]["content"] == SAID["content"]
    assert len(world.messages_api.requests) == 2


@pytest.mark.parametrize("code", [400, 401, 403, 404])
def test_what_the_model_rejects_is_not_sent_again(world: World, claude: str, code: int):
    world.messages_api.behaviour = fails(code)

    ask(world, claude)

    assert len(world.messages_api.requests) == 1


def test_a_claim_that_does_not_hold_is_sent_back_once(world: World, claude: str):
    wrong = said(content="Your job job_invented_77 failed.")
    world.messages_api.behaviour = in_turn([answers(wrong), answers(SAID)])

    answer, _ = ask(world, claude)

    assert answer.json["aiMessage"]["content"] == SAID["content"]
    assert len(world.messages_api.requests) == 2
    assert "job_invented_77" in json.dumps(world.messages_api.requests[1].body)


def test_a_good_answer_takes_one_call_and_is_recorded_with_what_produced_it(
    world: World, claude: str
):
    answer, _ = ask(world, claude)

    assert len(world.messages_api.requests) == 1
    request = world.messages_api.requests[0]
    assert "test-key-of-the-messages-api" in " ".join(request.headers.values())
    reply = answer.json["aiMessage"]
    assert reply["actions"] == SAID["actions"]
    assert [piece["value"] for piece in reply["evidence"]] == ["UPLOAD_TOO_LARGE"]
    assert 0 < reply["confidence"] <= 0.95
    produced = world.gateway.events(answer.json["case"]["id"])[-1]["data"]["produced"]
    assert (produced["generator"], produced["fallback"]) == ("claude", None)
    assert produced["model"] == request.body["model"]
    assert produced["usage"]["inputTokens"] == 100


def test_forged_evidence_is_dropped_and_the_sentence_kept(world: World, claude: str):
    world.messages_api.behaviour = answers(
        said(evidence=[*SAID["evidence"], *FORGED["evidence"]], confidence=1)
    )

    answer, _ = ask(world, claude)

    values = [piece["value"] for piece in answer.json["aiMessage"]["evidence"]]
    assert values == ["UPLOAD_TOO_LARGE"]


def test_a_tenant_of_the_built_in_answerer_never_reaches_a_model(world: World, claude: str):
    world.gateway.open_case(world.token("ten_acme", "usr_private"), "PRIVATE-QUESTION?")

    assert world.messages_api.requests == []


def test_the_built_in_answer_names_itself(world: World, claude: str):
    world.messages_api.behaviour = fails(500)

    answer, _ = ask(world, claude)

    text = answer.json["aiMessage"]["content"].lower()
    assert "built-in" in text or "automatic" in text


def test_five_turns_in_a_row_that_failed_keep_the_next_away_from_the_model(
    world: World, model: MessagesApi
):
    token = world.token("ten_failing", "usr_model")
    model.behaviour = fails(500, headers={"Retry-After": "0"})
    for _ in range(5):
        ask(world, token)
    asked = len(model.requests)

    answer, seconds = ask(world, token)

    assert len(model.requests) == asked
    is_builtin(world, answer, seconds, {"breaker_open"})
    assert seconds < 1
