"""What the pages tell of requests to a model, and of a record that somebody has altered."""

import hashlib
import html
import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.api.operators.browsing import Browser, browser, words
from tests.api.operators.conftest import SECRETS, configuration, token_of
from tests.gateway import Gateway, claims, looping, running, signed
from tests.hosts import Host
from tests.hosts.behaviours import status
from tests.messages_api import MessagesApi, answers, fails, in_turn
from tests.waiting import eventually

HOLDS = {
    "content": "Your upload failed with `UPLOAD_TOO_LARGE`.",
    "actions": [],
    "evidence": [{"type": "error_code", "label": "Error", "value": "UPLOAD_TOO_LARGE"}],
    "confidence": 0.9,
}
MADE_UP = {
    "content": "The job job_4711999 failed with `NO_SUCH_ERROR`. Ask boss@example.org.",
    "actions": [],
    "evidence": [{"type": "job_id", "label": "Job", "value": "job_4711999"}],
    "confidence": 0.9,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A gateway that asks a model of ours, and its auditor."""

    gateway: Gateway
    api: MessagesApi
    auditor: Browser

    def case(self, message: str = "Why did my upload fail?") -> str:
        """A fresh case with its first answer."""
        token = signed(claims("ten_acme", f"usr_{time.monotonic_ns()}"), SECRETS["ten_acme"])
        case_id: str = self.gateway.open_case(token, message)["case"]["id"]
        return case_id

    def asked(self, *replies: dict[str, object]) -> tuple[str, list[bytes]]:
        """A case whose first answer the model replied to so; and what it was sent."""
        self.api.behaviour = in_turn([answers(reply) for reply in replies])
        before = len(self.api.requests)
        case_id = self.case("Why did my upload fail? I am maya@example.org")
        return case_id, [one.raw for one in self.api.requests[before:]]

    def page(self, case_id: str, tab: str = "") -> str:
        """A page of a case, as it was sent."""
        return self.auditor.page(f"/operator/audit/cases/{case_id}{tab}").body.decode()

    def reads(self, case_id: str, tab: str = "") -> str:
        """What a page of a case says."""
        return words(self.auditor.page(f"/operator/audit/cases/{case_id}{tab}"))

    def has_listed(self, case_id: str) -> None:
        """See that the list of cases has followed a case, which it is found by from then on."""
        eventually(lambda: case_id in self.auditor.page("/operator/audit").body.decode())

    def alter(self, statement: str, *parameters: object) -> None:
        """Write into the database as whoever owns it can."""
        with closing(sqlite3.connect(self.gateway.folder / "record.db")) as database, database:
            triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                database.execute(f"DROP TRIGGER {name}")
            changed = database.execute(statement, parameters).rowcount
            assert changed == 1
        database.close()

    def alter_event(self, case_id: str, version: int, change: Callable[[bytes], bytes]) -> None:
        """Put another state in the place of an event's."""
        where = "originator_id = ? AND originator_version = ?"
        with closing(sqlite3.connect(self.gateway.folder / "record.db")) as database, database:
            select = f"SELECT state FROM stored_events WHERE {where}"  # noqa: S608 - no input
            ((state,),) = database.execute(select, (case_id, version)).fetchall()
        database.close()
        assert change(state) != state
        update = f"UPDATE stored_events SET state = ? WHERE {where}"  # noqa: S608 - no input
        self.alter(update, change(state), case_id, version)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, host: Host) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("pages")
    config = configuration(host).replace('"builtin"', '"claude"')
    with looping() as loop, running(MessagesApi(answers(HOLDS)), loop) as api:
        environ = {"ANTHROPIC_API_KEY": "made-up", "ANTHROPIC_BASE_URL": api.base_url}
        url = f"sqlite:///{folder}/record.db"
        with Gateway(folder, database_url=url, config=config, environ=environ) as gateway:
            found = Desk(gateway, api, browser(gateway, "acme-auditor"))
            give_up = time.monotonic() + 30
            while not api.requests:
                assert time.monotonic() < give_up, "the model was never asked"
                found.case()
            yield found


# Requests to a model


def test_the_page_gives_back_what_the_model_was_sent(desk: Desk):
    case_id, (sent,) = desk.asked(HOLDS)
    said, page = desk.reads(case_id, "/model"), desk.page(case_id, "/model")
    digest = hashlib.sha256(sent).hexdigest()
    assert f"{len(sent):,} bytes, and their SHA-256 is the one recorded when it was sent" in said
    assert digest in said
    assert "reply accepted" in said
    assert re.search(r"I am <mark [^>]*>\[email\]</mark>", page)
    asked = desk.api.requests[-1].body
    blocks = [*asked["system"], *(block for one in asked["messages"] for block in one["content"])]
    shown = html.unescape(re.sub(r"</?mark[^>]*>", "", page))
    for block in blocks:
        for line in block["text"].splitlines():
            assert line in shown


def test_a_rejected_reply_is_shown_with_what_was_said_against_it(desk: Desk):
    case_id, sent = desk.asked(MADE_UP, HOLDS)
    said = desk.reads(case_id, "/model")
    assert len(sent) == 2
    for body in sent:
        assert hashlib.sha256(body).hexdigest() in said
    first, _, second = said.partition("Call 2 of 2")
    assert "Call 1 of 2 reply rejected" in first
    assert "NO_SUCH_ERROR" in first
    assert "boss@example.org" not in said
    assert second.startswith(" reply accepted")
    assert "That answer was looked up and not sent" in second


def test_where_the_built_in_answer_stands_in_both_replies_are_rejected(desk: Desk):
    case_id, _ = desk.asked(MADE_UP, MADE_UP)
    said = desk.reads(case_id, "/model")
    assert said.count("reply rejected") == 2
    assert "Stood in because" in said


def test_a_call_without_a_reply_says_why(desk: Desk):
    desk.api.behaviour = fails(400)
    said = desk.reads(desk.case(), "/model")
    assert "no reply" in said
    assert "What it replied Nothing" in said


def test_failed_sources_are_marked_where_the_model_was_told_of_them(desk: Desk, host: Host):
    host.behave("user-logs", status(500))
    try:
        case_id, _ = desk.asked(HOLDS)
    finally:
        host.behave("user-logs")
    said = desk.reads(case_id, "/model")
    assert "user logs: failed" in said
    assert "sources failed Sources that failed: userLogs (failed)." in said


def test_each_answer_has_a_page_of_its_own(desk: Desk):
    case_id, _ = desk.asked(HOLDS)
    links = re.findall(r"/model\?message=(msg_\w+)", desk.page(case_id))
    assert len(set(links)) == 1
    assert desk.reads(case_id, f"/model?message={links[0]}") == desk.reads(case_id, "/model")


def test_what_was_sent_goes_dark_with_the_case(desk: Desk):
    case_id, _ = desk.asked(HOLDS)
    assert desk.gateway.run("erase", case_id).returncode == 0
    said = desk.reads(case_id, "/model")
    assert "can be read by nobody any more" in said
    assert "UPLOAD_TOO_LARGE" not in said


# A record that was altered


def test_an_altered_event_is_named_on_every_page(desk: Desk):
    case_id, _ = desk.asked(HOLDS)
    desk.alter_event(case_id, 4, lambda state: state.replace(b'"held"', b'"none"'))
    for tab in ("", "/model", "/snapshot"):
        said = desk.reads(case_id, tab)
        assert "This record was altered." in said
        assert "event 4: its hash is not that of its content" in said
    said = desk.reads(case_id, "/chain")
    assert "The chain is broken" in said
    assert f"{case_id} version 4 : its hash is not that of its content" in said


def test_altered_words_are_named_and_not_shown(desk: Desk):
    case_id = desk.case("What did I say?")
    desk.alter_event(case_id, 2, lambda state: state[:-1] + bytes([state[-1] ^ 1]))
    said = desk.reads(case_id)
    assert "event 2: its hash is not that of its content" in said
    assert "The case cannot be put together from its events" in said
    assert "What did I say?" not in said


def test_the_api_names_an_altered_event_and_shows_the_others(desk: Desk):
    case_id = desk.case("What did I say?")
    desk.alter_event(case_id, 2, lambda state: state[:-1] + bytes([state[-1] ^ 1]))
    token = token_of("acme-auditor")
    one = f"/api/audit/cases/{case_id}"

    events = desk.gateway.get(f"{one}/events", token=token)
    lines = desk.gateway.get(f"{one}/events?format=jsonl", token=token)
    case = desk.gateway.get(one, token=token)

    first, second, *others = events.json["data"]
    assert {event["type"] for event in (first, *others)} >= {"case.opened", "case.message_added"}
    assert second["altered"] == "its hash is not that of its content"
    assert (second["stream"], second["version"]) == (case_id, 2)
    assert [json.loads(line) for line in lines.body.splitlines()] == events.json["data"]
    assert (case.status, case.json["error"]) == (500, "INTERNAL_ERROR")
    assert case.json["message"] == (
        "The record of this case was altered:"
        " what is sealed in it was altered, or the key of its case."
    )


def test_a_missing_event_is_named(desk: Desk):
    case_id = desk.case()
    where = "originator_id = ? AND originator_version = 3"
    desk.alter(f"DELETE FROM stored_events WHERE {where}", case_id)  # noqa: S608 - no input
    assert "event 4: the event before it is missing" in desk.reads(case_id)
    assert "The chain is broken" in desk.reads(case_id, "/chain")


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_whatever_is_written_over_an_event_the_pages_say_so(desk: Desk, version: int):
    case_id = desk.case()
    desk.has_listed(case_id)
    desk.alter_event(case_id, version, lambda _: b"\xff no event\n")
    for tab in ("", "/model", "/snapshot"):
        said = desk.reads(case_id, tab)
        assert f"event {version}: its hash is not that of its content" in said
    assert "The chain is broken" in desk.reads(case_id, "/chain")


def test_an_altered_snapshot_is_named(desk: Desk):
    case_id, _ = desk.asked(HOLDS)
    (found,) = re.findall(r"scs_\w{32}", desk.page(case_id, "/snapshot"))[:1]
    desk.alter_event(found, 1, lambda state: state[:-1] + bytes([state[-1] ^ 1]))
    assert "The snapshot is not what was frozen" in desk.reads(case_id, "/snapshot")
    assert "It cannot be put together again" in desk.reads(case_id, "/model")
    assert "The chain is broken" in desk.reads(case_id, "/chain")


def test_a_case_without_its_beginning_is_still_named(desk: Desk):
    case_id = desk.case()
    desk.has_listed(case_id)
    where = "originator_id = ? AND originator_version = 1"
    desk.alter(f"DELETE FROM stored_events WHERE {where}", case_id)  # noqa: S608 - no input
    assert "event 2: the event before it is missing" in desk.reads(case_id)
    assert "The chain is broken" in desk.reads(case_id, "/chain")


def test_a_missing_key_is_not_taken_for_an_erasure(desk: Desk):
    case_id = desk.case()
    desk.alter("DELETE FROM case_keys WHERE case_id = ?", case_id)
    said = desk.reads(case_id)
    assert "The key of this case is missing, and no erasure is on record." in said
    assert "This case was erased." not in said
    assert "its key is gone, and it was not erased" in desk.reads(case_id, "/chain")


def test_an_altered_part_of_a_prompt_is_named(desk: Desk):
    case_id, _ = desk.asked(HOLDS)
    with closing(sqlite3.connect(desk.gateway.folder / "record.db")) as database, database:
        select = "SELECT sha256, text FROM prompt_parts ORDER BY length(text) DESC"
        name, kept = database.execute(select).fetchone()
    database.close()
    desk.alter("UPDATE prompt_parts SET text = ? WHERE sha256 = ?", b"Lie.", name)
    try:
        said = desk.reads(case_id, "/model")
        assert "It cannot be put together again" in said
        assert "It is missing, or was altered." in said
        assert "Lie." not in said
    finally:
        desk.alter("UPDATE prompt_parts SET text = ? WHERE sha256 = ?", kept, name)
