"""What an auditor sees of cases, and that the looks themselves are on record."""

import asyncio
import base64
import hashlib
import json
from itertools import pairwise
from typing import Any, cast
from urllib.parse import quote

import pytest
import rfc8785
from starlette.requests import Request
from starlette.responses import Response

from api.operators.audit import Audit
from domain.errors import CaseNotFound
from tests.api.operators.conftest import Desk


def hash_of(event: dict[str, Any]) -> str:
    """What anyone can compute from what is published, as the contract says."""
    covered = event["hashInput"]
    head = "\n".join(
        [covered["stream"], str(covered["version"]), covered["type"], covered["header"], ""]
    )
    sealed = base64.b64decode(covered["sealedBase64"], validate=True)
    return hashlib.sha256(head.encode() + sealed).hexdigest()


def events(desk: Desk, case_id: str, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.read(f"/api/audit/cases/{case_id}/events{query}")["data"]
    return found


# The list


def test_a_case_is_listed_as_soon_as_it_was_acknowledged(desk: Desk):
    case_id, user_id, token = desk.case()
    (listed,) = desk.read(f"/api/audit/cases?userId={user_id}")["data"]
    own = desk.gateway.case(token, case_id)["case"]
    assert listed["userId"] == user_id
    assert listed.items() >= own.items()
    assert listed["subject"].startswith("psn_")
    assert (listed["version"], listed["answerCount"], listed["erased"]) == (4, 1, False)


def test_the_list_follows_what_happens_to_a_case(desk: Desk):
    case_id, user_id, token = desk.case()
    desk.gateway.post(f"/api/cases/{case_id}/escalate", {}, token=token)
    (listed,) = desk.read(f"/api/audit/cases?userId={user_id}&status=escalated")["data"]
    assert (listed["id"], listed["status"]) == (case_id, "escalated")
    desk.gateway.post(
        f"/api/cases/{case_id}/close", {"resolution": "resolved", "rating": 9}, token=token
    )
    assert desk.read(f"/api/audit/cases?userId={user_id}&status=escalated")["data"] == []
    (listed,) = desk.read(f"/api/audit/cases?userId={user_id}&tenantId=ten_acme")["data"]
    assert (listed["status"], listed["rating"]) == ("resolved", 9)
    assert listed["resolvedAt"] == listed["updatedAt"]


def test_the_list_comes_newest_first_and_page_by_page(desk: Desk):
    user_id, token = desk.user()
    opened = [
        desk.gateway.open_case(token, f"Why did upload {number} fail?")["case"]["id"]
        for number in range(5)
    ]
    listed: list[str] = []
    query, pages = "", 0
    while pages == 0 or query:
        page = desk.read(f"/api/audit/cases?userId={user_id}&limit=2{query}")
        listed += [case["id"] for case in page["data"]]
        query = f"&cursor={page['nextCursor']}" if page["nextCursor"] else ""
        pages += 1
    assert pages == 3
    assert listed == opened[::-1]


def test_the_list_is_bounded_by_when_a_case_was_opened(desk: Desk):
    case_id, user_id, token = desk.case()
    opened_at = desk.gateway.case(token, case_id)["case"]["createdAt"]
    path = f"/api/audit/cases?userId={user_id}"
    assert len(desk.read(f"{path}&from={opened_at}")["data"]) == 1
    assert desk.read(f"{path}&to={opened_at}")["data"] == []
    assert desk.read(f"{path}&from=2099-01-01")["data"] == []
    assert len(desk.read(f"{path}&from=2020-01-01&to=2099-01-01T00:00:00%2B02:00")["data"]) == 1


def test_an_operator_lists_only_cases_of_his_own_tenants(desk: Desk):
    _, acme_user, _ = desk.case("ten_acme")
    _, globex_user, _ = desk.case("ten_globex")
    for path in ("/api/audit/cases", f"/api/audit/cases?userId={globex_user}"):
        listed = desk.read(path, "acme-auditor")["data"]
        assert {case["tenantId"] for case in listed} <= {"ten_acme"}
    assert desk.read("/api/audit/cases?tenantId=ten_globex", "acme-auditor")["data"] == []
    found = desk.read(f"/api/audit/cases?userId={globex_user}", "all-both")["data"]
    assert [case["tenantId"] for case in found] == ["ten_globex"]
    assert desk.read(f"/api/audit/cases?userId={acme_user}", "globex-both")["data"] == []


# One case


def test_a_case_is_shown_with_its_messages_and_what_produced_them(desk: Desk):
    case_id, user_id, token = desk.case()
    shown = desk.read(f"/api/audit/cases/{case_id}")
    own = desk.gateway.case(token, case_id)
    assert shown["case"].items() >= own["case"].items()
    assert shown["case"]["userId"] == user_id
    assert (shown["version"], shown["latestVersion"]) == (4, 4)
    assert shown["asOf"] == own["case"]["updatedAt"]
    for message, seen in zip(shown["messages"], own["messages"], strict=True):
        assert message.items() >= seen.items()
    question, answer = shown["messages"]
    assert answer["inReplyTo"] == question["id"]
    assert answer["produced"]["generator"] == "builtin"


def test_a_case_is_shown_as_it_stood_at_a_version_and_at_a_time(desk: Desk):
    case_id, _, token = desk.case()
    desk.gateway.post(f"/api/cases/{case_id}/feedback", {"feedback": "positive"}, token=token)
    desk.gateway.post(f"/api/cases/{case_id}/close", {"resolution": "resolved"}, token=token)
    history = events(desk, case_id)
    assert [event["version"] for event in history] == [1, 2, 3, 4, 5, 6]
    expected: dict[int, tuple[int, str | None, str]]
    expected = {1: (0, None, "active"), 2: (1, None, "active"), 4: (2, None, "active")}
    expected |= {5: (2, "positive", "active"), 6: (2, "positive", "resolved")}
    for version, (messages, feedback, status) in expected.items():
        at = history[version - 1]["recordedAt"]
        by_version = desk.read(f"/api/audit/cases/{case_id}?asOf={version}")
        assert by_version == desk.read(f"/api/audit/cases/{case_id}?asOf={at}")
        assert (by_version["version"], by_version["asOf"]) == (version, at)
        assert by_version["latestVersion"] == 6
        case = by_version["case"]
        assert (case["messageCount"], case["feedback"], case["status"]) == (
            messages,
            feedback,
            status,
        )
        assert len(by_version["messages"]) == messages


@pytest.mark.parametrize(
    ("as_of", "status"), [("0", 400), ("5", 400), ("x", 400), ("2020-01-01", 404)]
)
def test_a_case_is_not_shown_as_it_never_stood(desk: Desk, as_of: str, status: int):
    case_id, *_ = desk.case()
    answer = desk.get(f"/api/audit/cases/{case_id}?asOf={as_of}")
    assert answer.status == status
    if as_of == "x":
        assert answer.json["message"].startswith("asOf: must be a version, a day, or a time")


@pytest.mark.parametrize(
    ("moment", "is_one"),
    [
        ("2099-01-01T00:00:00Z", True),
        ("2099-01-01t00:00:00.123456789z", True),
        ("20990101T0000+0200", True),
        ("2099-W01-1 00:00:00,5-02:00", True),
        ("2099-01-01T00:00:00 02:00", True),
        ("2099-01-01x00:00:00Z", False),
        ("2099-01-01T00:00:00.Z", False),
        ("2099-01-01T00:00:00", False),
        ("2098-12-31T23:59:60Z", False),
        ("2099-02-30T00:00:00Z", False),
        ("9999-12-31T23:59:59-14:00", False),
    ],
)
def test_a_moment_is_written_as_iso_8601_has_it(desk: Desk, moment: str, *, is_one: bool):
    answer = desk.get(f"/api/audit/cases?from={quote(moment, safe='')}")
    assert (answer.status, answer.json.get("field")) == ((200, None) if is_one else (400, "from"))


# Its events


def test_anyone_can_check_the_chain_with_what_is_published(desk: Desk):
    case_id, *_ = desk.case()
    history = events(desk, case_id)
    assert [event["type"] for event in history] == [
        "case.opened",
        "case.message_added",
        "case.snapshot_captured",
        "case.message_added",
    ]
    for event in history:
        assert event["hash"] == hash_of(event)
        header = json.loads(event["hashInput"]["header"])
        assert header["previousHash"] == event["previousHash"]
        assert header["data"] == event["data"]
        assert header["recordedAt"] == event["recordedAt"]
    assert history[0]["previousHash"] == "0" * 64
    for before, after in pairwise(history):
        assert after["previousHash"] == before["hash"]
        assert after["position"] > before["position"]


def test_an_event_tells_who_when_and_why(desk: Desk):
    case_id, user_id, _ = desk.case()
    opened, asked, captured, answered = events(desk, case_id)
    assert opened["actor"]["kind"] == "user"
    assert opened["actor"]["pseudonym"] == opened["subject"]
    assert opened["sealed"]["requester"]["userId"] == user_id
    assert user_id not in json.dumps(opened["data"])
    assert captured["actor"]["kind"] == "system"
    assert answered["actor"]["kind"] == "assistant"
    assert answered["causationId"] == asked["data"]["messageId"]
    assert len({event["correlationId"] for event in (opened, asked, captured, answered)}) == 1


def test_events_come_page_by_page_and_as_lines(desk: Desk):
    case_id, *_ = desk.case()
    whole = events(desk, case_id)
    paged: list[dict[str, Any]] = []
    query, pages = "", 0
    while pages == 0 or query:
        page = desk.read(f"/api/audit/cases/{case_id}/events?limit=3{query}")
        paged += page["data"]
        query = f"&cursor={page['nextCursor']}" if page["nextCursor"] else ""
        pages += 1
    assert (pages, paged) == (2, whole)
    for query, headers in (
        ("?format=jsonl&limit=1", []),
        ("?limit=1", [("Accept", "application/x-ndjson")]),
    ):
        answer = desk.get(f"/api/audit/cases/{case_id}/events{query}", headers=headers)
        assert answer.header("content-type") == "application/x-ndjson"
        assert [json.loads(line) for line in answer.body.splitlines()] == whole


def test_the_command_line_prints_the_events_that_the_api_shows(desk: Desk):
    case_id, *_ = desk.case()
    printed = [event for event in desk.gateway.events(case_id) if event["stream"] == case_id]
    assert printed == events(desk, case_id)


def test_without_a_limit_all_events_come_at_once(desk: Desk):
    case_id, _, token = desk.case()
    for number in range(101):
        judged = {"feedback": ("positive", "negative")[number % 2]}
        desk.gateway.post(f"/api/cases/{case_id}/feedback", judged, token=token)

    whole = desk.read(f"/api/audit/cases/{case_id}/events")

    assert [one["version"] for one in whole["data"]] == list(range(1, 106))
    assert whole["nextCursor"] is None
    page = desk.read(f"/api/audit/cases/{case_id}/events?limit=50")
    rest = desk.read(f"/api/audit/cases/{case_id}/events?cursor={page['nextCursor']}")
    assert page["data"] + rest["data"] == whole["data"]


def test_the_snapshots_own_event_can_be_checked_too(desk: Desk):
    case_id, *_ = desk.case()
    (frozen,) = events(desk, case_id, "?stream=snapshot")
    assert (frozen["type"], frozen["version"]) == ("snapshot.frozen", 1)
    assert frozen["hash"] == hash_of(frozen)
    shown = desk.read(f"/api/audit/cases/{case_id}/snapshot")
    assert json.loads(frozen["sealed"]["text"]) == shown["snapshot"]


# Its snapshot


def test_a_snapshot_comes_with_the_digest_of_its_canonical_form(desk: Desk):
    case_id, *_ = desk.case()
    shown = desk.read(f"/api/audit/cases/{case_id}/snapshot")
    assert shown.keys() == {"snapshot", "sha256"}
    assert hashlib.sha256(rfc8785.dumps(shown["snapshot"])).hexdigest() == shown["sha256"]
    captured = events(desk, case_id)[2]
    assert captured["sealed"]["sha256"] == shown["sha256"]
    assert captured["data"]["snapshotId"] == shown["snapshot"]["meta"]["snapshotId"]


# The looks


def test_every_look_is_an_event_that_an_auditor_can_list(desk: Desk):
    case_id, *_ = desk.case()
    seen = [
        desk.get(f"/api/audit/cases/{case_id}?asOf=2"),
        desk.get(f"/api/audit/cases/{case_id}/events"),
        desk.get(f"/api/audit/cases/{case_id}/snapshot"),
    ]
    looks = desk.read(f"/api/audit/views?caseId={case_id}")["data"][::-1]
    assert [look["lookedAt"] for look in looks] == ["case", "events", "snapshot"]
    assert [look["requestId"] for look in looks] == [one.header("x-request-id") for one in seen]
    assert {look["operator"] for look in looks} == {"acme-auditor"}
    assert [look["version"] for look in looks] == [1, 2, 3]
    assert looks[0]["asked"] == {"asOf": "2"}
    recorded = events(desk, case_id, "?stream=views")
    assert [event["position"] for event in recorded[:3]] == [look["position"] for look in looks]
    assert all(event["hash"] == hash_of(event) for event in recorded)
    for before, after in pairwise(recorded):
        assert after["previousHash"] == before["hash"]
    actor = recorded[0]["actor"]
    assert (actor["kind"], actor["pseudonym"]) == ("operator", "acme-auditor")


def test_a_look_at_the_list_is_recorded_without_the_users_id(desk: Desk):
    _, user_id, _ = desk.case()
    path = f"/api/audit/cases?userId={user_id}&tenantId=ten_acme"
    request_id = desk.get(path).header("x-request-id")
    looks = desk.read("/api/audit/views?operator=acme-auditor")["data"]
    (look,) = (look for look in looks if look["requestId"] == request_id)
    assert (look["lookedAt"], look["tenantId"], look["caseId"]) == ("cases", "ten_acme", None)
    assert look["asked"]["userId"].startswith("psn_")
    assert user_id not in json.dumps(look)


def test_a_look_at_the_looks_is_a_look(desk: Desk):
    request_id = desk.get("/api/audit/views").header("x-request-id")
    looks = desk.read("/api/audit/views")["data"]
    assert (looks[0]["lookedAt"], looks[0]["requestId"]) == ("views", request_id)


def test_auditors_see_looks_at_their_own_tenants_and_their_own(desk: Desk):
    globex_case, *_ = desk.case("ten_globex")
    desk.get(f"/api/audit/cases/{globex_case}", "globex-both")
    desk.get("/api/audit/cases", "globex-both")
    looks = desk.read("/api/audit/views?limit=500", "acme-auditor")["data"]
    assert all(
        look["tenantId"] == "ten_acme" or look["operator"] == "acme-auditor" for look in looks
    )
    everything = desk.read("/api/audit/views?operator=globex-both", "all-both")["data"]
    assert [look["lookedAt"] for look in everything[:2]] == ["cases", "case"]


def test_looks_come_page_by_page(desk: Desk):
    case_id, *_ = desk.case()
    for version in (1, 2, 3, 4):
        desk.get(f"/api/audit/cases/{case_id}?asOf={version}")
    first = desk.read(f"/api/audit/views?caseId={case_id}&limit=3")
    path = f"/api/audit/views?caseId={case_id}&limit=3&cursor={first['nextCursor']}"
    second = desk.read(path)
    versions = [look["asked"]["asOf"] for look in first["data"] + second["data"]]
    assert (versions, second["nextCursor"]) == (["4", "3", "2", "1"], None)


def test_a_refused_look_shows_nothing_and_records_nothing(desk: Desk):
    case_id, *_ = desk.case("ten_globex")
    assert desk.get(f"/api/audit/cases/{case_id}", "acme-auditor").status == 404
    assert desk.read(f"/api/audit/views?caseId={case_id}", "all-both")["data"] == []


def test_the_record_is_whole_with_the_looks_in_it(desk: Desk):
    case_id, *_ = desk.case()
    desk.get(f"/api/audit/cases/{case_id}")
    desk.gateway.check_record()
    assert desk.gateway.run("audit", "verify", "--case", case_id).returncode == 0


# Many at once


async def test_of_those_who_look_at_whole_cases_at_once_one_is_served_after_the_other():
    anything = cast("Any", None)
    audit = Audit(anything, anything, anything, anything, frozenset())
    within = 0

    async def look(_: Request) -> Response:
        nonlocal within
        within += 1
        assert within == 1
        await asyncio.sleep(0)
        within -= 1
        return Response()

    # Whoever refuses or goes away keeps nobody waiting for good.
    async def refuse(_: Request) -> Response:
        raise CaseNotFound

    looks = [audit.in_turn(endpoint)(anything) for endpoint in (look, refuse, look)]
    first, refused, last = await asyncio.gather(*looks, return_exceptions=True)
    assert isinstance(refused, CaseNotFound)
    assert (isinstance(first, Response), isinstance(last, Response)) == (True, True)
