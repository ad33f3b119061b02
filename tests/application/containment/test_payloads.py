"""What an action may carry."""

from __future__ import annotations

import pytest

from domain.answer import ActionType
from domain.model import JSON
from tests.application.containment.containing import (
    PAYLOADS,
    acting,
)


@pytest.mark.parametrize(("kind", "payload"), PAYLOADS)
def test_a_legitimate_payload_gets_through(kind: ActionType, payload: dict[str, JSON]):
    [action] = acting(kind, payload).actions
    assert action.payload == payload


@pytest.mark.parametrize(
    ("kind", "payload", "left"),
    [
        ("retry", {"jobId": "job_1", "url": "https://docs.acme.example/"}, {"jobId": "job_1"}),
        ("retry", {"jobId": {"$ne": 1}, "resourceId": ["x"], "route": 7}, {}),
        ("retry", {"route": "https://evil.example/x"}, {}),
        ("retry", {"route": "//evil.example/x"}, {}),
        ("retry", {"jobId": "javascript:alert(1)"}, {}),
        ("retry", {"jobId": "<img src=x onerror=alert(1)>"}, {}),
        ("retry", {"jobId": "job\u202e1"}, {}),
        ("open_docs", {"url": "https://evil.example", "docId": "doc_1"}, {"docId": "doc_1"}),
        ("create_ticket", {"priority": "apocalyptic", "status": "closed"}, {}),
        ("create_ticket", {"reason": "see https://evil.example/x"}, {}),
        ("request_access", {"role": "x" * 201}, {}),
        ("custom", {"note": "//evil.example", "__proto__": "x", "n": None}, {}),
        ("custom", {"html": "<b>x</b>", "step": 1}, {"step": 1}),
    ],
)
def test_a_member_that_offends_is_dropped(
    kind: ActionType, payload: dict[str, JSON], left: dict[str, JSON]
):
    [action] = acting(kind, payload).actions
    assert action.payload == left


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("open_docs", {}),
        ("open_docs", {"title": "Nowhere"}),
        ("open_docs", {"url": "https://evil.example"}),
        ("open_docs", {"url": "javascript:alert(1)"}),
        ("custom", {"url": "https://evil.example", "step": 1}),
        ("custom", {f"m{n}": "x" * 190 for n in range(20)}),
    ],
)
def test_an_action_that_has_nothing_left_to_do_is_dropped(
    kind: ActionType, payload: dict[str, JSON]
):
    assert acting(kind, payload).actions == ()


def test_an_action_without_words_is_dropped():
    assert acting("retry", {}, label=" \u200b<b></b> ").actions == ()


def test_a_custom_action_sets_no_handler_and_names_no_other_host():
    payload: dict[str, JSON] = {
        "onclick": "alert",
        "innerHTML": "x",
        "target": "evil.example/login",
        "x": "https:evil.com",
        "tab": "billing",
    }
    assert [one.payload for one in acting("custom", payload).actions] == [{"tab": "billing"}]
