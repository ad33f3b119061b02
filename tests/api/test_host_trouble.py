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
    slow,
    status,
)
from tests.hosts.lifelike import lifelike

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


def snapshot_of(world: World, tenant: str = "ten_rough") -> Any:
    """Open a case; gives its snapshot."""
    opened = world.gateway.open_case(world.token(tenant, "usr_rough"), "My upload failed, why?")
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


def test_what_failed_is_logged(world: World, rough_host: Host):
    rough_host.behave("user-logs", status(401))
    before = len(world.gateway.log_lines())

    snapshot_of(world)

    lines = [json.loads(line) for line in world.gateway.log_lines()[before:]]
    (told,) = [one for one in lines if "missing: user-logs failed (" in one["message"]]
    assert told["tenantId"] == "ten_rough"


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


@pytest.mark.parametrize("trouble", [status(503), drop])
def test_what_fails_twice_is_not_tried_again(world: World, rough_host: Host, trouble: Behaviour):
    snapshot_of(world)
    seen = len(rough_host.requests)
    rough_host.behave("user-logs", trouble)

    assert statuses(snapshot_of(world))["userLogs"] == "failed"

    asked = [one.endpoint for one in rough_host.requests[seen:]]
    assert asked.count("user-logs") == 2


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
