"""Opening a case, and reading it back: every field exactly as the mission's types print it."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.api.conftest import World
from tests.gateway import Gateway

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
CASE = {
    "id",
    "tenantId",
    "userId",
    "status",
    "snapshotId",
    "createdAt",
    "updatedAt",
    "resolvedAt",
    "messageCount",
    "feedback",
    "rating",
}
MESSAGE = {"id", "caseId", "role", "content", "actions", "evidence", "confidence", "createdAt"}


def is_case(case: Any) -> None:
    """Check each member's type, and that there is no other."""
    assert case.keys() == CASE
    assert re.fullmatch(r"cas_[A-Za-z0-9]+", case["id"])
    assert re.fullmatch(r"scs_[A-Za-z0-9]+", case["snapshotId"])
    assert case["status"] in {"active", "resolved", "unresolved", "escalated"}
    assert TIME.fullmatch(case["createdAt"])
    assert TIME.fullmatch(case["updatedAt"])
    assert case["resolvedAt"] is None or TIME.fullmatch(case["resolvedAt"])
    assert type(case["messageCount"]) is int
    assert case["feedback"] in {"positive", "negative", None}
    assert case["rating"] is None or case["rating"] in range(1, 11)


def is_message(message: Any) -> None:
    """Check each member's type, and that there is no other."""
    assert message.keys() == MESSAGE
    assert re.fullmatch(r"msg_[A-Za-z0-9]+", message["id"])
    assert message["role"] in {"user", "assistant", "system"}
    assert isinstance(message["content"], str)
    assert message["content"].strip()
    assert TIME.fullmatch(message["createdAt"])
    for action in message["actions"]:
        assert action.keys() == {"type", "label", "payload"}
        assert action["type"] in {
            "retry",
            "open_docs",
            "create_ticket",
            "request_access",
            "custom",
        }
        assert 0 < len(action["label"]) <= 80
        assert isinstance(action["payload"], dict)
    for evidence in message["evidence"]:
        assert evidence.keys() == {"type", "label", "value"}
        assert evidence["type"] in {
            "error_code",
            "job_id",
            "timestamp",
            "resource_id",
            "log_excerpt",
        }
        assert isinstance(evidence["label"], str)
        assert isinstance(evidence["value"], str)
    if message["role"] == "user":
        assert (message["actions"], message["evidence"]) == ([], [])
        assert message["confidence"] is None
    else:
        assert 0 <= message["confidence"] <= 1


def test_health_needs_no_token(world: World, gateway: Gateway):
    answer = gateway.get("/api/health")

    assert answer.status == 200
    assert answer.json.keys() == {"ok", "status", "version", "store", "projectionLag"}
    assert (answer.json["ok"], answer.json["status"]) == (True, "ok")
    assert answer.json["store"] == world.engine
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", answer.json["version"])
    assert type(answer.json["projectionLag"]) is int
    assert answer.json["projectionLag"] >= 0


@pytest.mark.parametrize("tenant", ["ten_acme", "ten_claude", "ten_down"])
def test_a_new_case_has_all_its_parts(world: World, tenant: str):
    token = world.token(tenant, "usr_parts")

    answer = world.gateway.post(
        "/api/cases",
        {"message": "I can't upload files larger than 50MB", "context": {"page": "/projects/1"}},
        token=token,
    )

    assert answer.status == 201
    assert answer.header("content-type") == "application/json"
    assert answer.json.keys() == {"case", "snapshot", "aiMessage", "disclosure"}
    case, message = answer.json["case"], answer.json["aiMessage"]
    is_case(case)
    is_message(message)
    assert (case["tenantId"], case["userId"]) == (tenant, "usr_parts")
    assert (case["status"], case["messageCount"]) == ("active", 2)
    assert (case["resolvedAt"], case["feedback"], case["rating"]) == (None, None, None)
    assert answer.json["snapshot"] == {"id": case["snapshotId"]}
    assert (message["role"], message["caseId"]) == ("assistant", case["id"])
    assert "AI" in answer.json["disclosure"]
    assert answer.header("location") == f"/api/cases/{case['id']}"
    assert case["createdAt"] < case["updatedAt"]
    assert case["updatedAt"] == message["createdAt"]


def test_a_new_case_is_what_a_read_gives(gateway: Gateway, token: str):
    opened = gateway.post("/api/cases", {"message": "Why did my upload fail?"}, token=token)

    read = gateway.get(opened.header("location") or "", token=token)

    assert read.status == 200
    assert read.json.keys() == {"case", "messages"}
    assert read.json["case"] == opened.json["case"]
    question, answer = read.json["messages"]
    is_message(question)
    assert (question["role"], question["content"]) == ("user", "Why did my upload fail?")
    assert question["caseId"] == opened.json["case"]["id"]
    assert answer == opened.json["aiMessage"]
    assert question["createdAt"] < answer["createdAt"]


def test_times_are_now(gateway: Gateway, token: str):
    case = gateway.open_case(token)["case"]
    read = gateway.get("/api/health")

    created = datetime.fromisoformat(case["createdAt"])
    dated = parsedate_to_datetime(read.header("date") or "")
    assert abs(created - dated).total_seconds() < 30


def test_the_built_in_answer_rests_on_the_hosts_data(gateway: Gateway, token: str):
    message = gateway.open_case(token, "I can't upload files larger than 50MB")["aiMessage"]

    assert {"type": "error_code", "value": "UPLOAD_TOO_LARGE"} in [
        {"type": piece["type"], "value": piece["value"]} for piece in message["evidence"]
    ]
    assert "smaller file" in message["content"] or "higher limit" in message["content"]


@pytest.mark.parametrize(
    "message",
    [
        "?",
        "x" * 5000,
        "\N{GRINNING FACE}" * 5000,
        "  spaces around  ",
        "line\nbreak\ttab\r\n",
        "<script>alert(1)</script>",
        "Ünïcödé, 日本語, العربية, e\u0301",
        "\\ \" ' / \u2028 \u0001",
        "null",
    ],
)
def test_what_is_asked_is_kept_as_it_came(gateway: Gateway, token: str, message: str):
    case_id = gateway.open_case(token, message)["case"]["id"]

    assert gateway.case(token, case_id)["messages"][0]["content"] == message


@pytest.mark.parametrize(
    "message",
    [
        "",
        " ",
        "\n\t \u00a0",
        "x" * 5001,
        "\N{GRINNING FACE}" * 5001,
        "a\0b",
        "a\ud800b",
        "\udc00\ud800",
        None,
        5,
        True,
        1.5,
        [],
        ["text"],
        {"text": "x"},
    ],
)
def test_what_is_no_question_is_refused(gateway: Gateway, token: str, message: Any):
    answer = gateway.post("/api/cases", {"message": message}, token=token)

    assert answer.status == 400
    assert (answer.json["error"], answer.json["field"]) == ("VALIDATION_ERROR", "message")
    assert gateway.get("/api/cases", token=token).json["data"] == []


def test_a_missing_question_is_named(gateway: Gateway, token: str):
    answer = gateway.post("/api/cases", {"content": "x"}, token=token)

    assert (answer.status, answer.json["field"]) == (400, "message")


def test_the_first_member_at_fault_is_named(gateway: Gateway, token: str):
    answer = gateway.post("/api/cases", {"context": 5, "message": 5}, token=token)

    assert (answer.status, answer.json["field"]) == (400, "message")


def test_unknown_members_are_ignored(gateway: Gateway, token: str):
    answer = gateway.post(
        "/api/cases",
        {"message": "x?", "id": "cas_1", "tenantId": "ten_globex", "userId": "u", "x": [1]},
        token=token,
    )

    assert answer.status == 201
    assert answer.json["case"]["tenantId"] == "ten_acme"


def test_each_case_is_new(gateway: Gateway, token: str):
    first, second = gateway.open_case(token), gateway.open_case(token)

    assert first["case"]["id"] != second["case"]["id"]
    assert first["snapshot"]["id"] != second["snapshot"]["id"]
    assert first["aiMessage"]["id"] != second["aiMessage"]["id"]


def test_the_host_is_asked_in_four_calls_with_the_service_token(world: World):
    user = "usr:o'brien+1".replace("'", "~")
    before = len(world.host.requests)

    opened = world.gateway.post(
        "/api/cases", {"message": "x?"}, token=world.token("ten_acme", user)
    )

    asked = world.host.requests[before:]
    assert sorted((one.path, one.query) for one in asked) == [
        ("/support/business-rules", ()),
        ("/support/user-history", (("userId", user), ("windowHours", "72"))),
        ("/support/user-logs", (("userId", user), ("windowHours", "72"))),
        ("/support/user-state", (("userId", user),)),
    ]
    headers = [{name.lower(): value for name, value in one.headers.items()} for one in asked]
    assert {one["x-request-id"] for one in headers} == {opened.header("x-request-id")}


def test_the_snapshot_has_the_missions_shape(gateway: Gateway, token: str):
    opened = gateway.open_case(token)

    snapshot = gateway.snapshot(opened["case"]["id"])

    assert snapshot.keys() == {
        "meta",
        "identity",
        "productState",
        "recentActivity",
        "backend",
        "knowledgePack",
        "privacy",
    }
    assert snapshot["meta"].keys() == {
        "snapshotId",
        "createdAt",
        "maxBytes",
        "truncation",
        "sources",
    }
    assert snapshot["meta"]["snapshotId"] == opened["case"]["snapshotId"]
    assert snapshot["meta"]["maxBytes"] == 262_144
    assert snapshot["meta"]["truncation"] == {
        "eventsRemoved": 0,
        "logsTrimmed": False,
        "docsRemoved": 0,
    }
    assert TIME.fullmatch(snapshot["meta"]["createdAt"])
    assert snapshot["identity"]["tenantId"] == "ten_acme"
    assert snapshot["identity"]["userId"] == opened["case"]["userId"]
    assert snapshot["identity"]["roles"] == ["editor", "billing_viewer"]
    assert snapshot["identity"]["featuresEnabled"] == ["exports", "bulk_upload"]
    assert snapshot["productState"].keys() == {"entities", "activeErrors", "limitsReached"}
    assert snapshot["recentActivity"].keys() == {"windowHours", "events", "clickTimeline"}
    assert snapshot["backend"].keys() == {"recentRequests", "jobs", "errors"}
    assert snapshot["knowledgePack"].keys() == {"docs", "runbooks", "changelog"}
    assert snapshot["privacy"].keys() >= {"redactionVersion", "fieldsRemoved"}
    assert {source["status"] for source in snapshot["meta"]["sources"].values()} == {"ok"}
    assert snapshot["productState"]["limitsReached"] == [
        {"limit": "upload_size_mb", "current": 61.4, "max": 50}
    ]
    assert len(snapshot["recentActivity"]["events"]) == 3
