"""What a host application says is believed row by row, and cut to the bound of the snapshot."""

import json
from typing import Any

import pytest

from tests.api.conftest import World
from tests.api.test_host_trouble import SOURCES, document, is_empty, snapshot_of, statuses
from tests.hosts import ENDPOINTS, Host
from tests.hosts.behaviours import (
    answer,
    says,
)
from tests.hosts.lifelike import many_events

pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")
"""No host knows which engine the gateway keeps its record in."""


@pytest.fixture(autouse=True)
def _well_behaved_again(rough_host: Host, world: World) -> Any:
    """One good case closes the breaker, and the host behaves."""
    rough_host.reset()
    yield
    rough_host.reset()


@pytest.mark.parametrize("user", ["usr_other", 5, "", None, ["usr_rough"], "USR_ROUGH"])
def test_an_answer_about_another_user_is_invalid(world: World, rough_host: Host, user: Any):
    rough_host.data["user-state"]["userId"] = user

    snapshot = snapshot_of(world)

    assert statuses(snapshot)["userState"] == "invalid"
    assert is_empty(snapshot, "user-state")
    assert snapshot["identity"]["userId"] == "usr_rough"


def test_the_hosts_tenant_and_identity_are_its_own_affair(world: World, rough_host: Host):
    rough_host.data["user-state"] |= {"tenantId": "ten_globex", "roles": ["owner"], "plan": "team"}

    identity = snapshot_of(world)["identity"]

    assert (identity["tenantId"], identity["userId"]) == ("ten_rough", "usr_rough")
    assert (identity["roles"], identity["plan"]) == (["owner"], "team")


BAD_ROWS: list[tuple[str, str, Any]] = [
    ("user-state", "entities", {"type": "project", "status": 5, "metadata": {}}),
    ("user-state", "entities", {"type": "project", "status": "x"}),
    ("user-state", "entities", "project"),
    ("user-state", "activeErrors", {"errorCode": "E"}),
    ("user-state", "activeErrors", None),
    ("user-state", "limitsReached", {"limit": "x", "current": "5", "max": 1}),
    ("user-state", "limitsReached", {"limit": "x", "current": True, "max": 1}),
    ("user-state", "limitsReached", {"limit": "x", "current": 2**63, "max": 2**63}),
    ("user-history", "events", {"ts": 5, "event": "x", "page": "/"}),
    ("user-history", "events", {"ts": "x", "event": "x", "page": "/", "intent": {}}),
    ("user-history", "events", []),
    ("user-history", "clickTimeline", {"ts": "x", "page": "/"}),
    ("user-logs", "recentRequests", {"ts": "x", "route": "/", "httpStatus": "200"}),
    ("user-logs", "jobs", {"jobId": "j", "queue": "q", "status": "exploded"}),
    ("user-logs", "errors", {"ts": "x", "errorCode": "E", "errorClass": "odd"}),
    ("business-rules", "errorCatalog", {"errorCode": "E", "resolution": 5}),
    ("business-rules", "docs", {"id": 5, "title": "x", "content": "x", "category": "x"}),
    ("business-rules", "runbooks", "read me"),
    ("business-rules", "changelog", {"version": 5, "date": "x", "summary": "x"}),
]


PARTS = {
    "user-state": "productState",
    "user-history": "recentActivity",
    "user-logs": "backend",
    "business-rules": "knowledgePack",
}


@pytest.mark.parametrize(("endpoint", "member", "row"), BAD_ROWS)
def test_a_row_that_does_not_fit_is_dropped_and_counted(
    world: World, rough_host: Host, endpoint: str, member: str, row: Any
):
    good = len(rough_host.data[endpoint][member])
    rough_host.data[endpoint][member].insert(0, row)
    rough_host.data[endpoint][member].append(row)

    snapshot = snapshot_of(world)

    sources = snapshot["meta"]["sources"]
    assert {name: source["rowsDropped"] for name, source in sources.items()} == {
        name: 2 if name == SOURCES[endpoint] else 0 for name in SOURCES.values()
    }
    assert set(statuses(snapshot).values()) == {"ok"}
    part = PARTS[endpoint]
    # Rules stand among the runbooks, and the error catalogue too.
    kept = snapshot[part].get(member, snapshot[part].get("runbooks"))
    assert len(kept) >= good


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_members_of_another_kind_cost_only_themselves(
    world: World, rough_host: Host, endpoint: str
):
    for value in (None, "x", {"a": 1}):
        odd = {
            name: value if isinstance(given, list) else given
            for name, given in document(endpoint).items()
        }
        rough_host.behave(endpoint, answer(odd))

        snapshot = snapshot_of(world)

        assert statuses(snapshot)[SOURCES[endpoint]] == "ok"


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_empty_object_is_an_answer(world: World, rough_host: Host, endpoint: str):
    rough_host.behave(endpoint, answer({}))

    snapshot = snapshot_of(world)

    assert statuses(snapshot)[SOURCES[endpoint]] == "ok"
    assert snapshot["meta"]["sources"][SOURCES[endpoint]]["bytes"] == 2
    assert is_empty(snapshot, endpoint)


@pytest.mark.parametrize(
    "media_type", ["text/html", "text/plain", "application/octet-stream", "application/json; x"]
)
def test_json_counts_whatever_it_is_called(world: World, rough_host: Host, media_type: str):
    body = json.dumps(document("user-logs")).encode()
    rough_host.behave("user-logs", says(body, content_type=media_type))

    assert statuses(snapshot_of(world))["userLogs"] == "ok"


@pytest.mark.parametrize(
    "body",
    [
        b'{"plan":"a","plan":"b"}',
        b'{"plan":"a\\u0000b","roles":["\\u0000"]}',
        b'\xef\xbb\xbf{"plan":"b"}',
        b'{"__proto__":{"plan":"x"},"constructor":1}',
        b'{"entities":[{"type":"x","status":"s","metadata":' + b'{"a":' * 500 + b"1" + b"}" * 503,
        b'{"limitsReached":[{"limit":"x","current":1e308,"max":123456789012345678901234567890}]}',
        json.dumps({"plan": "x" * 1_000_000}).encode(),
        json.dumps({"roles": ["r" * 10_000] * 400}).encode(),
        json.dumps({"entities": [{"type": "x", "status": "s", "metadata": {}}] * 20_000}).encode(),
        json.dumps({"profile": {"fullName": "x" * 500_000, "email": 5, "country": None}}).encode(),
    ],
)
@pytest.mark.parametrize("tenant", ["ten_rough", "ten_small"])
def test_strange_documents_open_a_case_within_the_bound(
    world: World, rough_host: Host, tenant: str, body: bytes
):
    rough_host.behave("user-state", says(body))

    snapshot = snapshot_of(world, tenant)

    size = len(json.dumps(snapshot, ensure_ascii=False, separators=(",", ":")).encode())
    assert size <= snapshot["meta"]["maxBytes"]


def test_too_much_is_cut_to_the_bound_oldest_first(world: World, rough_host: Host):
    rough_host.data["user-history"]["events"] = many_events(4_000)["events"]

    snapshot = snapshot_of(world)

    text = json.dumps(snapshot, ensure_ascii=False, separators=(",", ":"))
    assert 200_000 < len(text.encode()) <= 262_144
    cut = snapshot["meta"]["truncation"]
    kept = snapshot["recentActivity"]["events"]
    assert (
        cut["eventsRemoved"] + len(kept) + len(snapshot["recentActivity"]["clickTimeline"]) == 4_001
    )
    assert cut["docsRemoved"] > 0
    assert not cut["logsTrimmed"]
    assert kept[-1]["page"] == "/projects/3999/files"
    assert snapshot["productState"]["activeErrors"]
    assert snapshot["backend"]["jobs"]


def test_a_small_bound_keeps_errors_and_limits_longest(world: World, rough_host: Host):
    rough_host.data["user-history"]["events"] = many_events(500)["events"]
    rough_host.data["user-logs"]["recentRequests"] *= 100

    snapshot = snapshot_of(world, "ten_small")

    text = json.dumps(snapshot, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) <= 8_192 == snapshot["meta"]["maxBytes"]
    assert snapshot["meta"]["truncation"]["logsTrimmed"]
    assert [error["errorCode"] for error in snapshot["productState"]["activeErrors"]] == [
        "UPLOAD_TOO_LARGE"
    ]
    assert len(snapshot["productState"]["limitsReached"]) == 1


def test_many_bytes_of_emoji_are_counted_as_bytes(world: World, rough_host: Host):
    rough_host.data["business-rules"]["docs"] = [
        {"id": f"d{n}", "title": "x", "content": "\N{PARTY POPPER}" * 2_000, "category": "x"}
        for n in range(100)
    ]

    snapshot = snapshot_of(world)

    text = json.dumps(snapshot, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) <= 262_144
    docs = snapshot["knowledgePack"]["docs"]
    assert len(docs) + snapshot["meta"]["truncation"]["docsRemoved"] >= 100
