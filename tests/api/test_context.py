"""What a browser says of itself: kept, cut, and never believed."""

import json
from typing import Any

import pytest

from tests.gateway import Gateway

# What is tested here is the same over every engine.
pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")


@pytest.mark.parametrize("context", [[], "x", 5, True, 0, [{}], "{}"])
def test_a_context_that_is_no_object_is_refused(gateway: Gateway, token: str, context: Any):
    answer = gateway.post("/api/cases", {"message": "x", "context": context}, token=token)

    assert answer.status == 400
    assert (answer.json["error"], answer.json["field"]) == ("VALIDATION_ERROR", "context")


@pytest.mark.parametrize(
    "context",
    [
        {"page": "a\0b"},
        {"a\0b": 1},
        {"page": "\ud800"},
        {"\ud800": 1},
        {"\ud800": {"\udfff": "\ud800"}},
        {"a": [{"b": ["\ud800"]}]},
    ],
)
def test_a_context_with_text_that_is_none_is_refused(gateway: Gateway, token: str, context: Any):
    answer = gateway.post("/api/cases", {"message": "x", "context": context}, token=token)

    assert answer.status == 400
    assert answer.json["error"] == "VALIDATION_ERROR"
    assert answer.json["field"].startswith("context")


@pytest.mark.parametrize(
    "context",
    [
        None,
        {},
        {"page": "/projects/1/files", "nested": {"deep": [1, 2.5, None, True, "x"]}},
        {"": "", "a.b/c~d": {}},
        {"userId": "usr_other", "tenantId": "ten_globex", "roles": ["admin"], "plan": "gold"},
        {"n": 18446744073709551615, "f": 1e308, "m": -9223372036854775808},
    ],
)
def test_any_object_is_a_context(gateway: Gateway, token: str, context: Any):
    opened = gateway.open_case(token, "x?", context=context)

    kept = gateway.events(opened["case"]["id"])[0]["sealed"]["context"]
    assert kept == context
    assert opened["case"]["tenantId"] == "ten_acme"


def test_a_huge_context_is_cut_to_16_kib(gateway: Gateway, token: str):
    context = {f"member{n}": "word " * 1000 for n in range(100)}

    opened = gateway.open_case(token, "x?", context=context)

    kept = gateway.events(opened["case"]["id"])[0]["sealed"]["context"]
    assert 8_192 < len(json.dumps(kept, ensure_ascii=False, separators=(",", ":"))) <= 16_384
    assert kept["member0"] == "word " * 1000


def test_a_context_is_never_the_users_state(gateway: Gateway, token: str):
    context = {"activeErrors": [{"errorCode": "FORGED_IN_THE_BROWSER"}], "plan": "platinum"}

    opened = gateway.open_case(token, "What is FORGED about?", context=context)

    snapshot = gateway.snapshot(opened["case"]["id"])
    assert "FORGED" not in str(snapshot)
    assert "platinum" not in str(snapshot)
    assert "FORGED" not in str(opened["aiMessage"]["evidence"])
