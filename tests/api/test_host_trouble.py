"""A host application that fails in every way: the case is opened all the same, and says so."""

import json
from typing import Any

import pytest

from tests.api.conftest import World
from tests.hosts import ENDPOINTS, Host
from tests.hosts.behaviours import (
    HUGE,
    NONSENSE,
    REFUSALS,
    Behaviour,
    answer,
    drop,
    hang,
    hang_in_the_body,
    never_end,
    redirect,
    says,
    slow,
    status,
)
from tests.hosts.lifelike import lifelike, many_events

pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")
"""No host knows which engine the gateway keeps its record in."""

SOURCES = {
    "user-state": "userState",
    "user-history": "userHistory",
    "user-logs": "userLogs",
    "business-rules": "businessRules",
}


@pytest.fixture(autouse=True)
def _well_behaved_again(rough_host: Host, world: World) -> Any:
    """One good case closes the breaker, and the host behaves."""
    rough_host.reset()
    yield
    rough_host.reset()


def snapshot_of(world: World, tenant: str = "ten_rough", user: str = "usr_rough") -> Any:
    """Open a case; gives its snapshot."""
    opened = world.gateway.open_case(world.token(tenant, user), "My upload failed, why?")
    assert opened["aiMessage"]["content"].strip()
    assert opened["case"]["messageCount"] == 2
    return world.gateway.snapshot(opened["case"]["id"])


def statuses(snapshot: Any) -> dict[str, str]:
    """What became of each call."""
    sources = snapshot["meta"]["sources"]
    assert sources.keys() == set(SOURCES.values())
    for source in sources.values():
        assert source.keys() == {"status", "ms", "bytes", "rowsDropped"}
        assert all(type(source[name]) is int for name in ("ms", "bytes", "rowsDropped"))
    return {name: source["status"] for name, source in sources.items()}


def is_empty(snapshot: Any, endpoint: str) -> bool:
    """Whether the call's part of the snapshot holds nothing."""
    match endpoint:
        case "user-state":
            return not any(snapshot["productState"].values())
        case "user-history":
            activity = snapshot["recentActivity"]
            return not activity["events"] and not activity["clickTimeline"]
        case "user-logs":
            return not any(snapshot["backend"].values())
        case _:
            return not any(snapshot["knowledgePack"].values())


TROUBLE: dict[str, tuple[Behaviour, set[str]]] = {
    **{name: (behaviour, {"failed"}) for name, behaviour in REFUSALS.items()},
    **{name: (behaviour, {"invalid"}) for name, behaviour in NONSENSE.items()},
    "silence": (hang, {"timeout"}),
    "silence in the body": (hang_in_the_body, {"timeout"}),
    "6 MiB": (HUGE, {"too_large"}),
    "a body without end": (never_end, {"too_large", "timeout"}),
    "503": (status(503), {"failed"}),
    "504": (status(504), {"failed"}),
    "a redirect to the gateway's metadata": (
        redirect("http://169.254.169.254/latest/meta-data"),
        {"failed"},
    ),
}
SLOW = {"silence in the body", "a body without end"}
OTHERS = ENDPOINTS[1:]


@pytest.mark.parametrize(
    ("name", "endpoint"),
    [(name, ENDPOINTS[0]) for name in TROUBLE]
    + [(name, OTHERS[n % 3]) for n, name in enumerate(TROUBLE) if name not in SLOW],
)
def test_a_call_that_fails_leaves_its_part_empty_and_the_rest_whole(
    world: World, rough_host: Host, endpoint: str, name: str
):
    behaviour, expected = TROUBLE[name]
    rough_host.behave(endpoint, behaviour)

    snapshot = snapshot_of(world)

    fates = statuses(snapshot)
    assert fates.pop(SOURCES[endpoint]) in expected
    assert set(fates.values()) == {"ok"}
    for other in ENDPOINTS:
        assert is_empty(snapshot, other) == (other == endpoint)
    if endpoint == "user-state":
        assert snapshot["identity"]["roles"] == ["member"]
        assert snapshot["identity"]["plan"] == "pro"
        assert snapshot["identity"]["featuresEnabled"] == []


@pytest.mark.parametrize("name", ["500", "silence", "HTML", "6 MiB", "a dropped connection"])
def test_all_four_failing_still_opens_the_case(world: World, rough_host: Host, name: str):
    snapshot_of(world)  # a good one first, so that the breaker does not open
    rough_host.behave_everywhere(TROUBLE[name][0])

    snapshot = snapshot_of(world)

    assert set(statuses(snapshot).values()) <= TROUBLE[name][1]
    assert all(is_empty(snapshot, endpoint) for endpoint in ENDPOINTS)


def test_a_host_that_is_not_there_still_opens_the_case(world: World):
    for _ in range(7):
        snapshot = snapshot_of(world, "ten_down")
        assert set(statuses(snapshot).values()) == {"failed"}
        assert snapshot["identity"]["roles"] == ["member"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("first", [status(502), status(503), status(504), drop])
def test_one_failure_is_made_good_by_a_second_try(
    world: World, rough_host: Host, endpoint: str, first: Behaviour
):
    rough_host.behave(endpoint, first, answer(document(endpoint)))

    snapshot = snapshot_of(world)

    assert set(statuses(snapshot).values()) == {"ok"}
    assert not is_empty(snapshot, endpoint)
    assert [one.endpoint for one in rough_host.requests].count(endpoint) == 2


def document(endpoint: str) -> Any:
    """A good answer."""
    good = lifelike()[endpoint]
    if endpoint == "user-state":
        good["userId"] = "usr_rough"
    return good


@pytest.mark.parametrize("code", [400, 401, 404, 429, 500])
def test_other_failures_are_not_tried_again(world: World, rough_host: Host, code: int):
    rough_host.behave_everywhere(status(code))

    snapshot_of(world)

    assert len(rough_host.requests) == 4


def test_a_slow_host_is_waited_for_within_its_time(world: World, rough_host: Host):
    rough_host.behave("user-logs", slow(document("user-logs"), 0.3))

    snapshot = snapshot_of(world)

    assert set(statuses(snapshot).values()) == {"ok"}
    assert snapshot["meta"]["sources"]["userLogs"]["ms"] >= 300


def test_no_redirect_is_followed(world: World, rough_host: Host):
    for code in (301, 302, 303, 307, 308):
        rough_host.requests.clear()
        rough_host.behave_everywhere(redirect(f"{world.host.url}/support/user-state", code))
        before = len(world.host.requests)

        snapshot = snapshot_of(world)

        assert set(statuses(snapshot).values()) == {"failed"}
        assert len(rough_host.requests) == 4
        assert len(world.host.requests) == before


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


# The bound


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
