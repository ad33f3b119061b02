"""Answers are read row by row: what fits is kept, what does not is dropped and counted."""

import json
from typing import Any

import pytest

from application.adapters.host_app.answers import (
    Nonsense,
    Reading,
    business_rules,
    read,
    user_history,
    user_logs,
    user_state,
)
from application.ports import BusinessRules, UserHistory, UserLogs, UserState
from domain.model import DEEPEST
from tests.hosts.lifelike import lifelike

USER = "usr_jane"

RIGHT = {"ts": "2026-02-20T09:00:00Z", "event": "page_view", "page": "/files"}
ERROR = lifelike()["user-state"]["activeErrors"][0]
REQUEST = lifelike()["user-logs"]["recentRequests"][0]
JOB = lifelike()["user-logs"]["jobs"][0]


def _state(**members: Any) -> tuple[UserState, int]:
    return read(json.dumps(members).encode(), USER, user_state)


def _history(*events: object) -> tuple[UserHistory, int]:
    return read(json.dumps({"events": events}).encode(), USER, user_history)


def _logs(**members: Any) -> tuple[UserLogs, int]:
    return read(json.dumps(members).encode(), USER, user_logs)


def _rules(**members: Any) -> tuple[BusinessRules, int]:
    return read(json.dumps(members).encode(), None, business_rules)


def _nested(levels: int) -> object:
    value: object = "deep"
    for _ in range(levels):
        value = [value]
    return value


def test_wrong_rows_between_right_ones_are_dropped_and_counted():
    wrong: list[object] = [None, 7, "row", [], {}, {**RIGHT, "ts": 1}, {**RIGHT, "page": None}]

    history, dropped = _history(RIGHT, *wrong, {**RIGHT, "event": "last"})

    assert [event.event for event in history.events] == ["page_view", "last"]
    assert dropped == len(wrong)


@pytest.mark.parametrize(
    ("member", "row", "change"),
    [
        ("activeErrors", ERROR, {"errorClass": "cosmic"}),
        ("activeErrors", ERROR, {"retryable": "false"}),
        ("activeErrors", ERROR, {"retryable": 0}),
        ("activeErrors", ERROR, {"resourceId": 7}),
        ("limitsReached", {"limit": "x", "current": 1, "max": 2}, {"max": "2"}),
        ("limitsReached", {"limit": "x", "current": 1, "max": 2}, {"current": True}),
        ("limitsReached", {"limit": "x", "current": 1, "max": 2}, {"limit": None}),
        ("entities", {"type": "t", "status": "s", "metadata": {}}, {"metadata": []}),
        ("entities", {"type": "t", "status": "s", "metadata": {}}, {"id": {"$oid": "1"}}),
        ("entities", {"type": "t", "status": "s", "metadata": {}}, {"id": True}),
    ],
)
def test_types_are_strict(member: str, row: dict[str, Any], change: dict[str, Any]):
    assert _state(**{member: [row]})[1] == 0
    assert _state(**{member: [row, {**row, **change}]})[1] == 1


@pytest.mark.parametrize(
    "change", [{"httpStatus": "200"}, {"httpStatus": 200.0}, {"timingMs": "fast"}, {"route": None}]
)
def test_numbers_as_strings_do_not_fit(change: dict[str, Any]):
    logs, dropped = _logs(recentRequests=[{**REQUEST, **change}], jobs=[JOB])

    assert (logs.recent_requests, len(logs.jobs), dropped) == ((), 1, 1)


@pytest.mark.parametrize("loose", [None, "E1", 42, 4.2])
def test_loose_members_may_be_text_a_number_or_null(loose: object):
    logs, dropped = _logs(jobs=[{**JOB, "errorCode": loose, "durationMs": loose}])

    assert logs.jobs[0].error_code == loose
    assert dropped == 0


@pytest.mark.parametrize("listed", [None, {}, "rows", 3])
def test_a_list_that_is_none_counts_once(listed: object):
    state, dropped = _state(entities=listed, roles=listed, plan="pro")

    assert (state.entities, state.roles, state.plan, dropped) == ((), None, "pro", 2)


def test_absent_members_are_empty_and_not_counted():
    assert _state() == (UserState(), 0)
    assert _logs() == (UserLogs(), 0)
    assert _rules() == (BusinessRules(), 0)


def test_no_roles_is_another_thing_than_none_said():
    assert _state(roles=[])[0].roles == ()
    assert _state()[0].roles is None


def test_roles_and_features_keep_their_strings():
    state, dropped = _state(roles=["a", 1, None, "b"], featuresEnabled=[{}, "x"], plan=7)

    assert (state.roles, state.features_enabled, state.plan) == (("a", "b"), ("x",), None)
    assert dropped == 4


def test_unknown_members_are_ignored():
    history, dropped = _history({**RIGHT, "secretSauce": _nested(500)})

    assert (len(history.events), dropped) == (1, 0)


def test_names_are_those_of_the_wire():
    row = {"error_code" if name == "errorCode" else name: ERROR[name] for name in ERROR}

    assert _state(activeErrors=[row])[1] == 1


def test_a_profile_that_does_not_fit_is_dropped():
    assert _state(profile=["Jane"]) == (UserState(), 1)
    assert _state(profile={"fullName": {"first": "Jane"}}) == (UserState(), 1)
    assert _state(profile=None) == (UserState(), 0)


def test_what_is_nested_too_deeply_is_dropped():
    def entity(levels: int) -> dict[str, object]:
        return {"type": "t", "status": "s", "metadata": {"value": _nested(levels)}}

    state, dropped = _state(entities=[entity(DEEPEST - 2), entity(DEEPEST - 1), entity(900)])
    rules, also_dropped = _rules(rules={"fits": _nested(DEEPEST), "not": _nested(DEEPEST + 1)})

    assert (len(state.entities), dropped) == (1, 2)
    assert (list(rules.rules), also_dropped) == (["fits"], 1)


def test_rules_that_are_no_object_count_once():
    assert _rules(rules=[1, 2]) == (BusinessRules(), 1)


def test_nul_is_left_out():
    entity = {"type": "t", "status": "s", "metadata": {"a\0": ["\0"]}}

    state, _ = _state(plan="p\0ro", entities=[entity])

    assert state.plan == "pro"
    assert state.entities[0].metadata == {"a": [""]}


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        (rb"cut \ud83d", "cut ?"),
        (rb"\uDE00 \ud83d\ud83d\ude00", "? ?\U0001f600"),
        (rb"\\ud83d \\\ud83d\n\u00e9\ud7ff", "\\ud83d \\?\n\u00e9\ud7ff"),
    ],
)
def test_half_a_surrogate_pair_costs_no_more_than_itself(escaped: bytes, text: str):
    assert read(b'{"plan":"' + escaped + b'"}', USER, user_state)[0].plan == text


def test_a_byte_order_mark_is_no_nonsense():
    assert read(b'\xef\xbb\xbf{"plan":"pro"}', USER, user_state)[0].plan == "pro"


def test_the_last_of_duplicate_members_counts():
    assert read(b'{"plan":"free","plan":"pro"}', USER, user_state)[0].plan == "pro"


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"nonsense", b'{"a":NaN}', b"[" * 10_000])
def test_what_is_no_json_object_is_nonsense(body: bytes):
    with pytest.raises(Nonsense):
        read(body, USER, user_state)


def test_rules_are_about_nobody_in_particular():
    assert _rules(userId="somebody", rules={"a": 1})[0].rules == {"a": 1}


@pytest.mark.parametrize("reading", [user_state, user_history, user_logs, business_rules])
@pytest.mark.parametrize("body", [b'{"error":"no such user"}', b'{"data":{"plan":"pro"}}'])
def test_an_answer_with_none_of_its_members_is_nonsense(reading: Reading[Any], body: bytes):
    with pytest.raises(Nonsense, match="none that it should have"):
        read(body, USER, reading)


@pytest.mark.parametrize(
    "body", [b"{}", b'{"userId":"usr_jane"}', b'{"plan":null,"error":null}', b'{"entities":[]}']
)
def test_an_answer_that_has_nothing_to_tell_is_one(body: bytes):
    assert read(body, USER, user_state) == (UserState(), 0)
