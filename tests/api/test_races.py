"""What is asked of one case at once is put in an order."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.test_life_of_a_case import Life
from tests.gateway import Gateway


@pytest.fixture
def active(gateway: Gateway, token: str) -> Life:
    """An active case."""
    return Life(gateway, token, "active")


def test_of_two_outcomes_at_once_one_wins(active: Life):
    outcomes = [{"resolution": "resolved", "rating": n} for n in range(1, 9)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda body: active.post("close", body), outcomes))

    assert sorted(answer.status for answer in answers) == [200] + [409] * 7
    (won,) = (n for n, answer in enumerate(answers, 1) if answer.status == 200)
    assert active.case["rating"] == won


def test_escalated_by_many_at_once_it_has_one_ticket(active: Life):
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: active.post("escalate", {}), range(8)))

    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1


def test_whatever_happens_at_once_is_put_in_an_order(gateway: Gateway, active: Life):
    requests: list[tuple[str, Any]] = [
        ("messages", {"content": "One?"}),
        ("feedback", {"feedback": "positive"}),
        ("feedback", {"feedback": "negative"}),
        ("escalate", {}),
        ("messages", {"content": "Two?"}),
        ("close", {"resolution": "unresolved"}),
        ("actions", {"action": {"type": "custom", "label": "x"}}),
    ] * 3

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda request: active.post(*request), requests))

    assert {answer.status for answer in answers} <= {200, 409}
    recorded = [event for event in gateway.events(active.id) if event["stream"] == active.id]
    assert [event["version"] for event in recorded] == list(range(1, len(recorded) + 1))
    times = [event["recordedAt"] for event in recorded]
    assert times == sorted(set(times))
    assert active.case["updatedAt"] == times[-1]
    assert active.case["status"] == "unresolved"


def test_updated_at_moves_with_every_event_strictly(gateway: Gateway, token: str, case_id: str):
    seen = [gateway.case(token, case_id)["case"]["updatedAt"]]
    for number in range(10):
        feedback = "positive" if number % 2 else "negative"
        gateway.post(f"/api/cases/{case_id}/feedback", {"feedback": feedback}, token=token)
        seen.append(gateway.case(token, case_id)["case"]["updatedAt"])

    assert seen == sorted(set(seen))
