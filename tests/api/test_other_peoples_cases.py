"""Another user's case, or another tenant's, cannot be told apart from one that is not there."""

import hashlib
from collections.abc import Callable

import pytest

from tests.api.conftest import World
from tests.api.test_tokens_at_the_edge import but_for_the_id
from tests.gateway import Answer, Gateway


def others(world: World) -> dict[str, str]:
    """Tokens of people who are not the case's user, each for another reason."""
    return {
        "another user": world.token("ten_acme", "usr_other"),
        "the same id at another tenant": world.token("ten_globex", "usr_owner"),
        "an administrator's roles": world.token("ten_acme", "usr_o", userRoles=["admin", "owner"]),
        "another spelling": world.token("ten_acme", "USR_OWNER"),
    }


CALLS: dict[str, Callable[[Gateway, str, str], Answer]] = {
    "read": lambda g, path, token: g.get(path, token=token),
    "read what is known": lambda g, path, token: g.get(
        path, token=token, headers=[("If-None-Match", "*")]
    ),
    "messages": lambda g, path, token: g.post(f"{path}/messages", {"content": "x"}, token=token),
    "feedback": lambda g, path, token: g.post(
        f"{path}/feedback", {"feedback": "positive"}, token=token
    ),
    "close": lambda g, path, token: g.post(
        f"{path}/close", {"resolution": "resolved"}, token=token
    ),
    "escalate": lambda g, path, token: g.post(f"{path}/escalate", {}, token=token),
    "actions": lambda g, path, token: g.post(
        f"{path}/actions", {"action": {"type": "custom", "label": "x"}}, token=token
    ),
    "with a key": lambda g, path, token: g.post(
        f"{path}/feedback", {"feedback": "positive"}, token=token, key="k"
    ),
    "not valid": lambda g, path, token: g.post(f"{path}/feedback", {"feedback": 5}, token=token),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_another_ones_case_is_like_none(world: World, call: Callable[[Gateway, str, str], Answer]):
    gateway, owner = world.gateway, world.token("ten_acme", "usr_owner")
    case_id = gateway.open_case(owner)["case"]["id"]
    absent = case_id[:4] + hashlib.sha256(case_id.encode()).hexdigest()[:32]
    before = gateway.case(owner, case_id)

    for token in others(world).values():
        seen = but_for_the_id(call(gateway, f"/api/cases/{case_id}", token))
        missing = but_for_the_id(call(gateway, f"/api/cases/{absent}", token))
        assert seen == missing
        assert seen[0] in {400, 404}
    assert gateway.case(owner, case_id) == before


def test_a_list_shows_nobody_elses_cases(world: World):
    gateway = world.gateway
    mine = gateway.open_case(world.token("ten_acme", "usr_same"))["case"]["id"]
    theirs = gateway.open_case(world.token("ten_globex", "usr_same"))["case"]["id"]

    at_acme = gateway.get("/api/cases", token=world.token("ten_acme", "usr_same")).json["data"]
    at_globex = gateway.get("/api/cases", token=world.token("ten_globex", "usr_same")).json["data"]

    assert [case["id"] for case in at_acme] == [mine]
    assert [case["id"] for case in at_globex] == [theirs]


def test_a_replay_is_for_its_own_user_only(world: World):
    gateway, owner = world.gateway, world.token("ten_acme", "usr_replayed")
    case_id = gateway.open_case(owner)["case"]["id"]
    path = f"/api/cases/{case_id}/messages"
    gateway.post(path, {"content": "x?"}, token=owner, key="shared")

    for token in others(world).values():
        answer = gateway.post(path, {"content": "x?"}, token=token, key="shared")
        assert (answer.status, answer.json["error"]) == (404, "CASE_NOT_FOUND")
