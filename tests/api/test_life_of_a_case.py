"""What may happen to a case in each of its states: every cell of the contract's table."""

from typing import Any

import pytest

from tests.api.test_open_case import TIME
from tests.gateway import Answer, Gateway

STATES = ("active", "escalated", "resolved", "unresolved")


class Life:
    """One case and what is done to it."""

    def __init__(self, gateway: Gateway, token: str, state: str) -> None:
        self.gateway, self.token = gateway, token
        self.id: str = gateway.open_case(token, "What is wrong?")["case"]["id"]
        self.ticket: Any = None
        if state == "escalated":
            self.ticket = self.post("escalate", {"reason": "please"}).json
        elif state != "active":
            assert self.post("close", {"resolution": state, "rating": 8}).status == 200

    def post(self, verb: str, body: Any) -> Answer:
        return self.gateway.post(f"/api/cases/{self.id}/{verb}", body, token=self.token)

    @property
    def case(self) -> Any:
        return self.gateway.case(self.token, self.id)["case"]


@pytest.fixture(params=STATES)
def life(request: pytest.FixtureRequest, gateway: Gateway, token: str) -> Life:
    """A case in each state."""
    life = Life(gateway, token, request.param)
    assert life.case["status"] == request.param
    return life


@pytest.fixture
def active(gateway: Gateway, token: str) -> Life:
    """An active case."""
    return Life(gateway, token, "active")


def refused(life: Life, verb: str, body: Any, code: str) -> None:
    """See that it is refused, and that nothing changed."""
    before = life.case
    answer = life.post(verb, body)
    assert (answer.status, answer.json["error"]) == (409, code)
    assert life.case == before


def test_only_an_active_case_takes_messages(life: Life):
    match life.case["status"]:
        case "active":
            assert life.post("messages", {"content": "More?"}).status == 200
        case "escalated":
            refused(life, "messages", {"content": "More?"}, "CASE_NOT_ACTIVE")
        case _:
            refused(life, "messages", {"content": "More?"}, "CASE_CLOSED")


def test_a_closed_case_does_not_repeat_its_opening(gateway: Gateway, token: str):
    life = Life(gateway, token, "resolved")

    refused(life, "messages", {"content": "What is wrong?"}, "CASE_CLOSED")


def test_another_card_is_another_question(gateway: Gateway, token: str):
    opened = gateway.open_case(token, "Why was my card 4242 4242 4242 4242 refused?")

    asked = "Why was my card 5555 5555 5555 4444 refused?"
    answer = gateway.post(
        f"/api/cases/{opened['case']['id']}/messages", {"content": asked}, token=token
    )

    assert answer.json["message"]["id"] != opened["aiMessage"]["id"]
    assert gateway.case(token, opened["case"]["id"])["case"]["messageCount"] == 4


def test_any_case_takes_feedback(life: Life):
    before = life.case

    first = life.post("feedback", {"feedback": "positive"})
    after = life.case
    again = life.post("feedback", {"feedback": "positive"})

    assert (first.status, first.json) == (again.status, again.json) == (200, {"ok": True})
    assert after["feedback"] == "positive"
    assert after["updatedAt"] > before["updatedAt"]
    assert life.case == after
    assert {**after, "feedback": None, "updatedAt": ""} == {**before, "updatedAt": ""}

    life.post("feedback", {"feedback": "negative"})
    assert life.case["feedback"] == "negative"
    assert life.case["updatedAt"] > after["updatedAt"]


@pytest.mark.parametrize("resolution", ["resolved", "unresolved"])
@pytest.mark.parametrize("rating", [None, 1, 10])
def test_an_open_case_is_closed(gateway: Gateway, token: str, resolution: str, rating: int | None):
    for state in ("active", "escalated"):
        life = Life(gateway, token, state)
        before = life.case

        answer = life.post("close", {"resolution": resolution, "rating": rating})

        assert (answer.status, answer.json) == (200, {"ok": True})
        case = life.case
        assert (case["status"], case["rating"]) == (resolution, rating)
        assert case["updatedAt"] > before["updatedAt"]
        if resolution == "resolved":
            assert TIME.fullmatch(case["resolvedAt"])
            assert case["resolvedAt"] == case["updatedAt"]
        else:
            assert case["resolvedAt"] is None


@pytest.mark.parametrize("state", ["resolved", "unresolved"])
def test_a_case_closed_twice_alike_was_closed_once(gateway: Gateway, token: str, state: str):
    life = Life(gateway, token, state)
    before = life.case

    answer = life.post("close", {"resolution": state, "rating": 8})

    assert (answer.status, answer.json) == (200, {"ok": True})
    assert life.case == before


@pytest.mark.parametrize("state", ["resolved", "unresolved"])
def test_a_closed_case_keeps_its_outcome(gateway: Gateway, token: str, state: str):
    life = Life(gateway, token, state)
    other = "resolved" if state == "unresolved" else "unresolved"

    refused(life, "close", {"resolution": other, "rating": 8}, "CASE_CLOSED")
    refused(life, "close", {"resolution": state, "rating": 9}, "CASE_CLOSED")
    refused(life, "close", {"resolution": state}, "CASE_CLOSED")
    refused(life, "close", {"resolution": state, "rating": None}, "CASE_CLOSED")


def test_a_case_closed_without_a_rating_stays_without(gateway: Gateway, token: str, active: Life):
    active.post("close", {"resolution": "resolved"})

    assert active.post("close", {"resolution": "resolved", "rating": None}).status == 200
    refused(active, "close", {"resolution": "resolved", "rating": 5}, "CASE_CLOSED")


def test_an_open_case_is_escalated_and_a_closed_one_is_not(life: Life):
    match life.case["status"]:
        case "active":
            before = life.case
            answer = life.post("escalate", {"reason": "Need manual account adjustment"})
            assert answer.status == 200
            assert answer.json.keys() == {"ticketId", "ticketUrl"}
            assert answer.json["ticketId"]
            assert answer.json["ticketUrl"].startswith("file:///")
            assert answer.json["ticketUrl"].count("/") == 3
            assert life.case["status"] == "escalated"
            assert life.case["resolvedAt"] is None
            assert life.case["updatedAt"] > before["updatedAt"]
        case "escalated":
            before = life.case
            again = life.post("escalate", {"reason": "once more"})
            assert (again.status, again.json) == (200, life.ticket)
            assert life.case == before
        case _:
            refused(life, "escalate", {"reason": "please"}, "CASE_CLOSED")
            refused(life, "escalate", {}, "CASE_CLOSED")


def test_an_escalated_case_is_resolved_by_its_ticket(gateway: Gateway, token: str):
    life = Life(gateway, token, "escalated")

    assert life.post("close", {"resolution": "resolved"}).status == 200

    assert life.case["status"] == "resolved"
    refused(life, "escalate", {}, "CASE_CLOSED")


@pytest.mark.parametrize("rating", ["9", True, False, 0, 11, -1, 9.5, [], {}, 2**63])
def test_what_is_no_rating_is_refused(active: Life, rating: Any):
    answer = active.post("close", {"resolution": "resolved", "rating": rating})

    assert answer.status == 400
    assert (answer.json["error"], answer.json["field"]) == ("VALIDATION_ERROR", "rating")
    assert active.case["status"] == "active"


@pytest.mark.parametrize("written", [b"5.0", b"5.0e0", b"5e0", b"0.5e1", b"-0"])
def test_a_number_that_is_not_written_whole_is_no_rating(active: Life, written: bytes):
    answer = active.post("close", b'{"resolution":"resolved","rating":%s}' % written)

    assert (answer.status, answer.json["field"]) == (400, "rating")


@pytest.mark.parametrize("resolution", ["escalated", "active", "", "Resolved", None, 1, True, []])
def test_what_is_no_resolution_is_refused(active: Life, resolution: Any):
    answer = active.post("close", {"resolution": resolution})

    assert (answer.status, answer.json["field"]) == (400, "resolution")
    assert active.post("close", {}).json["field"] == "resolution"


@pytest.mark.parametrize("feedback", ["", "Positive", "neutral", None, 1, True, ["positive"]])
def test_what_is_no_feedback_is_refused(active: Life, feedback: Any):
    answer = active.post("feedback", {"feedback": feedback})

    assert (answer.status, answer.json["field"]) == (400, "feedback")
    assert active.post("feedback", {}).json["field"] == "feedback"


@pytest.mark.parametrize("reason", [5, True, [], {}, "x" * 2001, "a\0b", "\ud800"])
def test_what_is_no_reason_is_refused(active: Life, reason: Any):
    answer = active.post("escalate", {"reason": reason})

    assert (answer.status, answer.json["field"]) == (400, "reason")
    assert active.case["status"] == "active"


@pytest.mark.parametrize(
    "body", [{}, {"reason": None}, {"reason": ""}, {"reason": "x" * 2000}, b""]
)
def test_a_reason_is_optional(active: Life, body: Any):
    assert active.post("escalate", body).status == 200


def test_an_escalation_needs_no_body_at_all(gateway: Gateway, token: str, case_id: str):
    answer = gateway.request("POST", f"/api/cases/{case_id}/escalate", token=token)

    assert answer.status == 200
