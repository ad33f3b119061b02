"""Another user's case cannot be told from one that is not there, nor a bad token from another."""

import json
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest

from api import auth
from api.auth import WidgetTokens
from api.errors import Unauthorized
from application.event_store.append import CASE
from application.event_store.case_store import CaseStore, Decision
from application.event_store.recorded import Actor, Cause
from domain.errors import CaseNotFound
from projections.case_changes import case_changes
from projections.case_details import case_details
from projections.case_list import own_cases
from tests.facts import JONAS, MAYA, answered, opened
from tests.gateway import Answer, claims, signed
from tests.security.conftest import SECRETS, Place
from tests.stores import opened_store

MISSING = "cas_" + "0" * 32
CALLS: tuple[tuple[str, str, dict[str, Any] | None], ...] = (
    ("GET", "", None),
    ("GET", "/events", None),
    ("POST", "/messages", {"content": "Hello"}),
    ("POST", "/feedback", {"feedback": "positive"}),
    ("POST", "/close", {"resolution": "resolved"}),
    ("POST", "/escalate", {}),
    ("POST", "/actions", {"action": {"type": "retry", "label": "Again"}}),
)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call[0]} {call[1]}")
@pytest.mark.parametrize("stranger", [("usr_jonas", "ten_acme"), ("usr_maya", "ten_globex")])
def test_anothers_case_answers_like_none_at_all(
    place: Place, call: tuple[str, str, dict[str, Any] | None], stranger: tuple[str, str]
):
    case_id = place.gateway.open_case(place.token("usr_maya"))["case"]["id"]
    method, path, document = call
    body = None if document is None else json.dumps(document).encode()
    token = place.token(*stranger)
    there, missing = (
        place.gateway.request(method, f"/api/cases/{one}{path}", token=token, body=body)
        for one in (case_id, MISSING)
    )
    assert there.status == 404
    assert _without_chance(there) == _without_chance(missing)


def _without_chance(answer: Answer) -> tuple[int, dict[str, str], dict[str, str]]:
    chance = {"x-request-id", "date"}
    headers = {name: value for name, value in answer.headers if name not in chance}
    return answer.status, headers, {**answer.json, "requestId": ""}


@pytest.mark.parametrize(
    "identity",
    [
        "usr_1?userId=usr_2",
        "usr_1&userId=usr_2",
        "usr_1#x",
        "usr_1/../business-rules",
        "usr_1%26userId%3Dusr_2",
        "usr_1\r\nX-Injected: x",
        "usr_1;x",
        "",
        "x" * 129,
        "usr 1",
        "usr_\u0661",
        "usr_1\n",
    ],
)
@pytest.mark.parametrize("claim", ["tenantId", "userId"])
def test_an_id_cannot_carry_anything_into_a_host_call(place: Place, identity: str, claim: str):
    payload = claims("ten_acme", "usr_1", **{claim: identity})
    token = signed(payload, SECRETS["ten_acme"])
    assert place.gateway.get("/api/cases", token=token).status == 401


def test_every_character_that_an_id_may_have_reaches_the_host_as_it_is(place: Place):
    user_id = "usr.a_b:c@d+e|f~g-h"
    place.host.requests.clear()
    place.gateway.open_case(signed(claims("ten_acme", user_id), SECRETS["ten_acme"]))
    asked = {query for one in place.host.requests for query in one.query if query[0] == "userId"}
    assert asked == {("userId", user_id)}


@pytest.mark.parametrize("claim", ["userEmail", "plan", "userRoles"])
@pytest.mark.parametrize("text", ["a\0b", "a\r\nb", "a\x1bb", "\ud800"])
def test_no_claim_holds_a_control_character_or_half_a_character(
    place: Place, claim: str, text: str
):
    value = [text] if claim == "userRoles" else text
    token = signed(claims("ten_acme", "usr_1", **{claim: value}), SECRETS["ten_acme"])
    assert place.gateway.get("/api/cases", token=token).status == 401


def test_a_tenant_that_is_not_there_costs_a_signature_as_well(monkeypatch: pytest.MonkeyPatch):
    verified: list[bytes] = []
    real = auth._HS256.sign

    def counted(message: bytes, key: bytes) -> bytes:
        verified.append(key)
        return real(message, key)

    monkeypatch.setattr(auth._HS256, "sign", counted)
    secret = SECRETS["ten_acme"].encode()
    tokens = WidgetTokens({"ten_acme": (secret,)}, time.time)
    for tenant_id in ("ten_acme", "ten_nobody"):
        with pytest.raises(Unauthorized):
            tokens.caller(_bearer(signed(claims(tenant_id, "usr_1"), "x" * 32)))
    assert len(verified) == 2


def test_the_secret_of_no_tenant_opens_nothing():
    tokens = WidgetTokens({}, time.time)
    token = jwt.encode(claims("ten_nobody", "usr_1"), auth._NOBODYS, algorithm="HS256")
    with pytest.raises(Unauthorized):
        tokens.caller(_bearer(token))


def _bearer(token: str) -> list[tuple[bytes, bytes]]:
    return [(b"authorization", f"Bearer {token}".encode())]


def test_a_request_that_was_pointed_at_anothers_case_in_the_database_is_not_resumed(place: Place):
    gateway, maya, jonas = place.gateway, place.token(), place.token("usr_jonas")
    theirs = gateway.open_case(maya)["case"]["id"]
    question = gateway.case(maya, theirs)["messages"][0]["id"]
    asked = {"message": "Why?"}
    mine = gateway.post("/api/cases", asked, token=jonas, key="mine").json["case"]["id"]
    with closing(sqlite3.connect(gateway.folder / "record.db")) as database, database:
        database.execute(
            "UPDATE remembered_requests SET body = NULL, lease_until = 0, case_id = ?,"
            " question_id = ? WHERE case_id = ?",
            (theirs, question, mine),
        )
    answer = gateway.post("/api/cases", asked, token=jonas, key="mine")
    assert (answer.status, answer.json["error"]) == (404, "CASE_NOT_FOUND")


@dataclass(slots=True)
class Watched:
    """A store, and what was read from it: how often, and how many rows of how many bytes."""

    store: CaseStore
    read: list[tuple[str, int]] = field(default_factory=list)

    async def refusing(self, work: Awaitable[object]) -> list[tuple[str, int]]:
        """Await what is refused; gives what was read for it."""
        self.read.clear()
        with pytest.raises(CaseNotFound):
            await work
        return list(self.read)


@pytest.fixture
async def watched(location: str) -> AsyncIterator[Watched]:
    """A store with a long case of Maya's in it, which nobody has in memory."""
    cause = Cause(Actor("user"), "req_1")
    async with opened_store(location) as store:
        await store.open_case("cas_1", opened(), cause)
        for number in range(30):
            await store.decide("cas_1", _asking(f"msg_{number}"), cause)
        await store.decide("cas_1", lambda _: [answered()], cause)
    async with opened_store(location, prefix="b") as store:
        watching = Watched(store)
        rows = store.case_recorder.rows  # type: ignore[attr-defined]  # of both engines

        async def watched_rows(statement: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
            found: Sequence[tuple[Any, ...]] = await rows(statement, *parameters)
            watching.read.append((statement, len(found)))
            return found

        store.case_recorder.rows = watched_rows  # type: ignore[attr-defined]
        yield watching


def _asking(message_id: str) -> Decision:
    return lambda case: case.add_message(message_id=message_id, content="And?")


async def test_refusing_anothers_case_reads_no_more_than_refusing_none(watched: Watched):
    store = watched.store
    jonas = store.keys.pseudonym(JONAS.tenant_id, JONAS.requester.user_id)
    none = await watched.refusing(store.seen_by("cas_9", jonas, CASE))
    assert await watched.refusing(store.seen_by("cas_1", jonas, CASE)) == none
    details = await watched.refusing(case_details(store, "cas_9", jonas))
    assert await watched.refusing(case_details(store, "cas_1", jonas)) == details
    changes = await watched.refusing(case_changes(store, "cas_9", jonas, 0))
    assert await watched.refusing(case_changes(store, "cas_1", jonas, 0)) == changes
    assert {count for _, count in (*none, *details, *changes)} == {0}
    # Also where the case is in memory, since its owner is at work.
    maya = store.keys.pseudonym(MAYA.tenant_id, MAYA.requester.user_id)
    await store.case("cas_1")
    await store.seen_by("cas_1", maya, CASE)
    assert await watched.refusing(store.seen_by("cas_1", jonas, CASE)) == none


async def test_an_owner_sees_his_case_wherever_it_stands_in_his_list(watched: Watched):
    store = watched.store
    cause = Cause(Actor("user"), "req_1")
    for case_id in ("cas_0", "cas_12", "cas_2"):
        await store.open_case(case_id, opened(), cause)
    maya = store.keys.pseudonym(MAYA.tenant_id, MAYA.requester.user_id)
    store._loaded._values.clear()
    for case_id in ("cas_0", "cas_1", "cas_12", "cas_2"):
        await store.seen_by(case_id, maya, CASE)
    for case_id in ("cas_", "cas_11", "cas_3", "cas_1~"):
        with pytest.raises(CaseNotFound):
            await store.seen_by(case_id, maya, CASE)


async def test_a_case_that_was_handed_over_in_the_database_is_shown_to_nobody(watched: Watched):
    store = watched.store
    jonas, maya = (
        store.keys.pseudonym(one.tenant_id, one.requester.user_id) for one in (JONAS, MAYA)
    )
    await store.case_recorder.change(  # type: ignore[attr-defined]  # of both engines
        "UPDATE documents SET owner = ? WHERE key = 'cas_1' AND owner = ?", jonas, maya
    )
    for owner in (jonas, maya):
        for refused in (
            case_details(store, "cas_1", owner),
            case_changes(store, "cas_1", owner, 0),
        ):
            with pytest.raises(CaseNotFound):
                await refused
        assert (await own_cases(store, owner, cursor=None, limit=9)).items == ()
