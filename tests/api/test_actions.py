"""Actions that an answer suggested, as the widget takes them."""

from typing import Any

import pytest

from tests.api.test_life_of_a_case import Life, refused
from tests.gateway import Answer, Gateway


@pytest.fixture
def active(gateway: Gateway, token: str) -> Life:
    """An active case."""
    return Life(gateway, token, "active")


def act(life: Life, **action: Any) -> Answer:
    """Take an action."""
    return life.post("actions", {"action": action})


def test_an_offered_action_is_recorded_as_taken(gateway: Gateway, token: str):
    opened = gateway.open_case(token, "My export failed, what now?")
    path = f"/api/cases/{opened['case']['id']}/actions"
    offered = opened["aiMessage"]["actions"][0]

    answer = gateway.post(path, {"action": offered}, token=token)

    assert answer.status == 200
    assert answer.json.keys() == {"result"}
    assert answer.json["result"].endswith(".")
    taken = gateway.events(opened["case"]["id"])[-1]
    assert taken["type"] == "case.action_taken"
    read = gateway.case(token, opened["case"]["id"])["case"]
    assert read["updatedAt"] > opened["case"]["updatedAt"]
    assert read["messageCount"] == 2


def test_an_action_that_was_not_offered_is_answered_and_not_recorded(active: Life):
    before = active.case

    for kind in ("retry", "open_docs", "create_ticket", "request_access", "custom"):
        answer = act(active, type=kind, label="Not offered")
        assert answer.status == 200
        assert answer.json["result"]

    assert active.case == before


@pytest.mark.parametrize(
    "action",
    [
        None,
        "retry",
        [],
        {},
        {"type": "retry"},
        {"label": "x"},
        {"type": "delete", "label": "x"},
        {"type": 1, "label": "x"},
        {"type": "retry", "label": ""},
        {"type": "retry", "label": 5},
        {"type": "retry", "label": "a\0b"},
        {"type": "retry", "label": "x", "payload": []},
        {"type": "retry", "label": "x", "payload": "x"},
        {"type": "retry", "label": "x", "payload": {"a": "\ud800"}},
    ],
)
def test_a_malformed_action_is_refused(active: Life, action: Any):
    answer = active.post("actions", {"action": action})

    assert answer.status == 400
    assert answer.json["error"] == "VALIDATION_ERROR"
    assert answer.json["field"].split(".")[0] == "action"


def test_a_closed_case_takes_no_action(gateway: Gateway, token: str):
    for state in ("resolved", "unresolved"):
        life = Life(gateway, token, state)
        refused(life, "actions", {"action": {"type": "custom", "label": "x"}}, "CASE_CLOSED")


def test_an_escalated_case_takes_an_action(gateway: Gateway, token: str):
    life = Life(gateway, token, "escalated")

    assert act(life, type="custom", label="x").status == 200
