"""What a model is told, and what is made of its words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import orjson
import pytest

from application.ports import Said, SentBack, Turn
from application.prompt import (
    INSTRUCTIONS,
    PARTS,
    Unreadable,
    assemble,
    body_bytes,
    context_text,
    read_reply,
    request,
    resolver,
)
from application.prompt.template import CONVERSATION_LENGTH, SCHEMA, reference, references
from domain.answer import Answer
from domain.events import Role
from domain.model import JSON
from tests.application.turns import REPLY, snapshot, turn


def body(asked: Turn) -> dict[str, Any]:
    built = assemble(request(asked, model="m", max_tokens=9), resolver(asked))
    assert isinstance(built, dict)
    return built


def texts(asked: Turn) -> list[tuple[str, list[str]]]:
    return [(m["role"], [b["text"] for b in m["content"]]) for m in body(asked)["messages"]]


def test_instructions_then_snapshot_then_conversation():
    built = body(turn(question="Why?"))
    assert [block["text"] for block in built["system"]] == [INSTRUCTIONS]
    [only] = built["messages"]
    assert only["role"] == "user"
    given = only["content"]
    assert snapshot().text in given[0]["text"]
    assert given[-1]["text"] == "Why?"


def test_what_repeats_ends_in_a_cache_breakpoint_and_nothing_else_does():
    built = body(turn(context={"page": "/x"}))
    blocks = [*built["system"], *built["messages"][0]["content"]]
    assert [("cache_control" in block) for block in blocks] == [True, True, False, False, False]


def test_a_follow_up_repeats_the_start_of_the_first_request():
    first = turn(question="Why?")
    answered = Said(message_id="msg_2", role="assistant", content="Because.")
    more = Said(message_id="msg_3", role="user", content="And now?")
    second = replace(first, conversation=(first.question, answered), question=more)
    one, two = body(first)["messages"], body(second)["messages"]
    assert two[0] == one[0]
    assert [m["role"] for m in two] == ["user", "assistant", "user"]
    assert two[2]["content"][0]["text"] == "And now?"


def test_messages_of_one_role_in_a_row_become_one_turn():
    spoken: list[Role] = ["user", "user", "assistant", "assistant", "user"]
    said = tuple(
        Said(message_id=f"msg_a{n}", role=role, content=f"words {n}")
        for n, role in enumerate(spoken)
    )
    roles = [role for role, _ in texts(turn(conversation=said))]
    assert roles == ["user", "assistant", "user"]


def test_the_first_message_is_a_users_even_if_the_conversation_does_not_begin_so():
    said = (Said(message_id="msg_a", role="assistant", content="Hello."),)
    assert [role for role, _ in texts(turn(conversation=said))] == ["user", "assistant", "user"]


def test_what_the_gateway_noted_is_told_as_its_own_words():
    said = (Said(message_id="msg_a", role="system", content="The case was escalated."),)
    [(_, told)] = texts(turn(conversation=said))
    assert "Note by the gateway: The case was escalated." in told


def test_of_a_long_conversation_the_latest_is_told():
    said = tuple(
        Said(message_id=f"msg_a{n}", role="user", content=f"{n:05}" + "x" * 4_995)
        for n in range(40)
    )
    [(_, told)] = texts(turn(conversation=said))
    told = [words for words in told if words.endswith("xxx")]
    assert len(told) == CONVERSATION_LENGTH // 5_000
    assert told[-1].startswith("00039")


def test_sources_that_failed_are_named():
    asked = turn(snapshot=snapshot(sources={"userLogs": "timeout", "businessRules": "failed"}))
    [(_, told)] = texts(asked)
    assert "Sources that failed: userLogs (timeout), businessRules (failed)." in told


def test_no_failed_source_is_said_too():
    [(_, told)] = texts(turn())
    assert "Sources that failed: none." in told


def test_the_browsers_words_are_fenced_and_only_there_if_it_said_any():
    [(_, told)] = texts(turn(context={"page": "/é", "a": 1}))
    assert told[2] == 'BEGIN browser context\n{"a":1,"page":"/é"}\nEND browser context'
    [(_, told)] = texts(turn())
    assert not any("browser" in words for words in told)


def test_a_context_keeps_numbers_of_any_size():
    assert context_text({"n": 10**30}) == '{"n":1' + "0" * 30 + "}"


def test_an_answer_sent_back_is_followed_by_what_was_wrong():
    asked = turn(sent_back=SentBack(reply="{…}", objections=("job_999", "70 MB")))
    assert [role for role, _ in texts(asked)] == ["user", "assistant", "user"]
    assert "- job_999\n- 70 MB\n" in texts(asked)[2][1][0]


def test_text_that_looks_like_a_reference_is_not_replaced():
    asked = turn(question='{"$part": "sha256:0"}', context={"$part": "msg_1"})
    [(_, told)] = texts(asked)
    assert told[-1] == '{"$part": "sha256:0"}'
    assert '{"$part":"msg_1"}' in told[2]


def test_a_template_is_put_together_without_the_code_that_made_it():
    parts = {"a": "A", "b": '{"x": ["B"]}'}
    template: JSON = {
        "one": {"$part": "a"},
        "two": [{"$text": ["<", {"$part": "a"}, ">"]}],
        "three": {"$json": "b"},
        "four": {"$part": "a", "other": 1},
    }
    assert assemble(template, parts.__getitem__) == {
        "one": "A",
        "two": ["<A>"],
        "three": {"x": ["B"]},
        "four": {"$part": "a", "other": 1},
    }


def test_a_reference_that_stands_for_nothing_is_an_error():
    with pytest.raises(KeyError):
        assemble({"$part": "msg_unknown"}, resolver(turn()))


def test_whatever_is_put_in_is_referred_to():
    asked = turn(conversation=(Said("msg_0", "user", "Hello?"),), context={"page": "/files"})
    known = {*PARTS, asked.snapshot.snapshot_id, "context", "msg_0", asked.question.message_id}
    assert set(references(request(asked, model="m", max_tokens=9))) == known


def test_what_a_model_said_is_no_reference_whatever_it_looks_like():
    asked = turn(sent_back=SentBack(reply="sha256:0", objections=()))
    assert "sha256:0" not in set(references(request(asked, model="m", max_tokens=9)))


def test_stored_parts_are_named_by_their_hash():
    assert all(name == reference(text) for name, text in PARTS.items())
    assert len(PARTS) == 2


def test_a_body_is_written_the_same_way_by_the_standard_library():
    built = body(turn(question='Ünï "code" \x7f\t\n\u2028 \\'))
    plain = json.dumps(built, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert body_bytes(built) == plain.encode()


def test_every_object_of_the_schema_is_closed():
    def objects(node: JSON) -> list[dict[str, JSON]]:
        children = (
            node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
        )
        found = [found for child in children for found in objects(child)]
        return [node, *found] if isinstance(node, dict) and node.get("type") == "object" else found

    assert len(objects(SCHEMA)) == 4
    assert all(each["additionalProperties"] is False for each in objects(SCHEMA))


def reply(**changes: JSON) -> str:
    return json.dumps({**REPLY, **changes})


@pytest.mark.parametrize(
    "text",
    [
        reply(),
        f"```json\n{reply()}\n```",
        f"```\n{reply()}\n```",
        f"  \n{reply()}\n\n",
        f"\ufeff{reply()}",
        reply(mood="good", thoughts=["x"]),
    ],
)
def test_the_json_that_was_asked_for_is_an_answer(text: str):
    assert read_reply(text) == Answer.model_validate(REPLY)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "not JSON"),
        ("Sorry.", "not JSON"),
        (reply() + " And more.", "not JSON"),
        (reply()[:-5], "not JSON"),
        ('{"confidence": NaN}', "not JSON"),
        ("[" * 5_000, "not JSON"),
        ("[]", "not an object"),
        ("null", "not an object"),
        ("{}", "no content"),
        (reply(content=""), "no content"),
        (reply(content=" \n\t"), "no content"),
        (reply(content=["x"]), "no content"),
        (reply(content=None), "no content"),
        (reply(actions="retry"), "actions is no list"),
        (reply(evidence={"type": "job_id"}), "evidence is no list"),
        (reply(confidence="high"), "confidence is no number"),
        (reply(confidence="0.9"), "confidence is no number"),
        (reply(confidence=True), "confidence is no number"),
        (reply(confidence=None), "confidence is no number"),
        (reply(confidence=85), "confidence is out of range"),
        (reply(confidence=-7), "confidence is out of range"),
        (reply(confidence=1e300), "confidence is out of range"),
        ("x" * 100_001, "too long"),
    ],
)
def test_anything_else_is_unreadable(text: str, wrong: str):
    with pytest.raises(Unreadable, match=wrong):
        read_reply(text)


@pytest.mark.parametrize(
    ("said", "read"), [(1.2, 1.0), (-0.1, 0.0), (1, 1.0), (0, 0.0), (0.5, 0.5)]
)
def test_a_slip_of_confidence_is_mended(said: float, read: float):
    assert read_reply(reply(confidence=said)).confidence == read


def test_entries_that_are_not_well_formed_are_left_out_and_the_rest_is_kept():
    good_action: JSON = {"type": "retry", "label": "Again", "payload": {}}
    good_evidence: JSON = {"type": "job_id", "label": "Job", "value": "job_1"}
    read = read_reply(
        reply(
            actions=[
                {"type": "delete_everything", "label": "x", "payload": {}},
                {"type": "retry", "payload": {}},
                {"type": "retry", "label": 7, "payload": {}},
                {"type": "retry", "label": "x", "payload": "y"},
                {"type": "retry", "label": "x", "payload": None},
                None,
                "retry",
                good_action,
                {"type": "retry", "label": "No payload"},
            ],
            evidence=[
                {"type": "job_id", "label": "x", "value": 7},
                {"type": "feeling", "label": "x", "value": "y"},
                {"type": "job_id", "value": "y"},
                [],
                good_evidence,
            ],
        )
    )
    assert [action.label for action in read.actions] == ["Again", "No payload"]
    assert [piece.value for piece in read.evidence] == ["job_1"]


def test_an_answer_without_actions_or_evidence_is_an_answer():
    read = read_reply('{"content": "I don\'t know.", "confidence": 0.1, "actions": null}')
    assert read == Answer(content="I don't know.", confidence=0.1)


def test_the_snapshot_is_told_byte_for_byte():
    given = body(turn())["messages"][0]["content"][0]["text"]
    fenced = given.removeprefix("BEGIN snapshot scs_0192aa\n")
    assert orjson.loads(fenced.removesuffix("\nEND snapshot scs_0192aa")) == snapshot().document
