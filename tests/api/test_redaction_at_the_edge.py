"""Nothing that should not have been said comes out anywhere: not to the model, not to the disk."""

import json
import re
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.api.conftest import PLANTED, World
from tests.gateway import Gateway
from tests.messages_api import MessagesApi

TYPED = {
    "an address": "walter.white@private.example",
    "a vendor's key": "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "a phone number": "+44 20 7946 0958",
    "a bearer token": "Bearer Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
    "a private key": "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7",
}
WORDS = (
    f"Please write to {TYPED['an address']} or call {TYPED['a phone number']} about MARKER-WORD. "
    f"I used {TYPED[chr(97) + ' vendor' + chr(39) + 's key']} and Authorization: "
    f"{TYPED['a bearer token']}.\n"
    f"-----BEGIN PRIVATE KEY-----\n{TYPED['a private key']}\n-----END PRIVATE KEY-----"
)


def leaked(text: str) -> set[str]:
    """What of all that was planted or typed stands in a text."""
    return {
        word
        for word in (*PLANTED.values(), *TYPED.values())
        if word in text or word in text.replace('\\"', '"')
    }


def a_whole_case(world: World, tenant: str) -> str:
    """Open, ask, act, escalate: with private words wherever words can be."""
    gateway, token = world.gateway, world.token(tenant, "usr_private")
    context = {"page": f"/u/{TYPED['an address']}", "note": WORDS, TYPED["an address"]: "x"}
    opened = gateway.open_case(token, WORDS, context=context)
    case_id: str = opened["case"]["id"]
    path = f"/api/cases/{case_id}"
    assert (
        gateway.post(f"{path}/messages", {"content": f"Again: {WORDS}"}, token=token).status == 200
    )
    action = {"type": "custom", "label": "x", "payload": {"note": WORDS}}
    assert gateway.post(f"{path}/actions", {"action": action}, token=token).status == 200
    assert gateway.post(f"{path}/escalate", {"reason": WORDS}, token=token).status == 200
    return case_id


def test_what_a_user_typed_is_kept_but_for_what_is_private(world: World):
    case_id = a_whole_case(world, "ten_acme")

    read = world.gateway.case(world.token("ten_acme", "usr_private"), case_id)

    for message in read["messages"]:
        assert leaked(message["content"]) == set()
    question = read["messages"][0]["content"]
    assert question.startswith("Please write to [email")
    assert "MARKER-WORD" in question


def test_a_snapshot_names_what_was_removed(world: World, gateway: Gateway, token: str):
    snapshot = gateway.snapshot(gateway.open_case(token)["case"]["id"])

    assert leaked(json.dumps(snapshot, ensure_ascii=False)) == set()
    removed = snapshot["privacy"]["fieldsRemoved"]
    assert "/identity/profile/email" in removed
    assert "/productState/entities/0/metadata/apiKey" in removed
    for pointer in removed:
        assert _at(snapshot, pointer) is not None
    assert snapshot["productState"]["activeErrors"][0]["errorCode"] == "UPLOAD_TOO_LARGE"
    assert snapshot["backend"]["jobs"][0]["jobId"] == "job_export_4711"
    assert snapshot["backend"]["recentRequests"][1]["requestId"] == "req_9f2c"
    assert snapshot["recentActivity"]["events"][0]["ts"] == "2026-02-20T09:55:01.000Z"


def _at(document: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


def test_the_model_is_told_nothing_private(world: World, model: MessagesApi):
    model.requests.clear()

    a_whole_case(world, "ten_claude")

    assert len(model.requests) >= 2
    for request in model.requests:
        assert leaked(request.raw.decode()) == set()
        assert leaked(request.text()) == set()
        assert "usr_private@customer.example" not in request.text()
        assert "MARKER-WORD" in request.text()
        assert "job_export_4711" in request.text()


def test_a_ticket_tells_nothing_private(world: World):
    case_id = a_whole_case(world, "ten_acme")

    (ticket,) = world.gateway.folder.rglob(f"{case_id}.json")

    text = json.dumps(json.loads(ticket.read_text()), ensure_ascii=False)
    assert leaked(text) == set()
    assert "MARKER-WORD" in text
    assert "usr_private@customer.example" in text


def test_the_record_holds_nothing_private(world: World):
    a_whole_case(world, "ten_acme")

    events = json.dumps(world.gateway.events(), ensure_ascii=False)

    assert leaked(events) == set()


def test_the_log_tells_nothing_private_and_no_words_of_a_user(world: World):
    a_whole_case(world, "ten_acme")

    log = world.gateway.log_file.read_text()

    assert leaked(log) == set()
    assert "MARKER-WORD" not in log
    assert "usr_private" not in log
    for line in log.splitlines():
        assert json.loads(line).keys() >= {"time", "level", "message"}


def test_the_database_holds_no_words_in_the_clear(world: World):
    a_whole_case(world, "ten_acme")

    stored = _everything_stored(world)

    assert len(stored) > 10_000
    for words in (*PLANTED.values(), *TYPED.values(), "MARKER-WORD", "usr_private", "Jane Doe"):
        assert words.encode() not in stored


def _everything_stored(world: World) -> bytes:
    if world.database is not None:
        return b"".join(
            path.read_bytes() for path in sorted(world.database.parent.glob("record.db*"))
        )
    return _all_rows(world.gateway.environ["SUPPORT_GATEWAY_DATABASE_URL"])


def _all_rows(url: str) -> bytes:
    """All that stands in any table of a PostgreSQL database, bytes as they are."""
    with psycopg.connect(url) as connection:
        connection.read_only = True
        names = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        pieces: list[bytes] = []
        for schema, name in names:
            query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, name))
            for row in connection.execute(query):
                pieces += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\n".join(pieces)


def test_a_users_words_stand_in_exactly_one_event(world: World, gateway: Gateway, token: str):
    opened = gateway.open_case(token, "Only once: ONCE-OPENING", context={"page": "/once-context"})
    case_id = opened["case"]["id"]
    path = f"/api/cases/{case_id}"
    gateway.post(f"{path}/messages", {"content": "Only once: ONCE-MESSAGE"}, token=token)
    gateway.post(f"{path}/escalate", {"reason": "Only once: ONCE-REASON"}, token=token)

    lines = [json.dumps(event) for event in gateway.events()]

    for words in ("ONCE-OPENING", "once-context", "ONCE-MESSAGE", "ONCE-REASON"):
        assert sum(words in line for line in lines) == 1, words


def test_the_folder_holds_no_file_that_others_may_read_words_in(world: World):
    a_whole_case(world, "ten_acme")
    tickets = [path for path in world.gateway.folder.rglob("cas_*.json") if path.is_file()]

    assert tickets
    for path in (*tickets, *(parent for parent in {Path(t).parent for t in tickets})):
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("path", ["/api/cases/{0}", "/api/cases?cursor={0}", "/{0}"])
def test_an_address_with_private_words_is_not_logged(gateway: Gateway, token: str, path: str):
    gateway.get(path.format("IN-THE-ADDRESS"), token=token)

    assert not re.search("IN-THE-ADDRESS", gateway.log_file.read_text())


def test_an_address_goes_by_the_same_mark_throughout_a_case(gateway: Gateway, token: str):
    """The host says that its user is Wanda: the user names her, and others, before and after."""
    wanda, olaf, vera = PLANTED["an address"], "olaf@team.example.com", "vera@team.example.com"

    case_id = gateway.open_case(token, f"{olaf} and {wanda}: one upload", context={"by": olaf})[
        "case"
    ]["id"]
    path = f"/api/cases/{case_id}"
    words = f"{vera} is not {wanda.upper()}"
    assert gateway.post(f"{path}/messages", {"content": words}, token=token).status == 200
    reason = f"{olaf} asks {vera}"
    assert gateway.post(f"{path}/escalate", {"reason": reason}, token=token).status == 200

    said = [one["content"] for one in gateway.case(token, case_id)["messages"]]
    snapshot = gateway.snapshot(case_id)
    events = {event["type"]: event["sealed"] for event in gateway.events(case_id)}
    assert said[0] == "[email] and [email#2]: one upload"
    assert events["case.opened"]["context"] == {"by": "[email]"}
    assert snapshot["identity"]["profile"]["email"] == "[email#2]"
    vera_is = said[2].removesuffix(" is not [email#2]")
    assert vera_is not in {said[2], *re.findall(r"\[email#?\d*\]", json.dumps(snapshot))}
    assert events["case.escalated"]["reason"] == f"[email] asks {vera_is}"


def test_another_case_counts_anew(gateway: Gateway, token: str):
    first = gateway.open_case(token, "I am olaf@team.example.com, not vera@team.example.com.")
    other = gateway.open_case(token, "I am vera@team.example.com.")

    case_id = other["case"]["id"]

    assert first["case"]["id"] != case_id
    assert gateway.case(token, case_id)["messages"][0]["content"] == "I am [email]."
