"""`support-gateway demo`, run as a process and talked to by pasting what it prints."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.demo.leaflet import Leaflet
from api.demo.people import PEOPLE, Person
from api.demo.processes import bound
from api.demo.site import Site
from tests.api.demo.running import ROOT, Demo, command, demo, environment, free_ports

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that all tests may talk to, and none may end."""
    with demo(tmp_path_factory.mktemp("demo")) as started:
        assert started.process.poll() is None
        yield started


@needs_curl
def test_the_first_line_works_alone(running: Demo):
    [line] = [line for line in running.to_paste("curl") if "Bearer ey" in line]
    [printed] = running.paste([line])
    answer = json.loads(printed)
    assert answer["case"]["userId"] == PEOPLE[0].user_id
    assert "UPLOAD_TOO_LARGE" in error_codes(answer["aiMessage"])


@needs_curl
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.user_id)
def test_the_pasted_lines_tell_every_user_the_right_trouble(running: Demo, person: Person):
    [become, opened, case_id, asked, read, rated, escalated, ticket, closed] = running.paste(
        [running.as_user(person), *running.talk()]
    )
    assert become == ""
    first = json.loads(opened)
    case = case_id.strip()
    assert first["case"]["id"] == case
    assert first["case"]["userId"] == person.user_id
    named = error_codes(first["aiMessage"])
    assert named[:1] == list(person.error_codes[:1])
    if person.error_codes:
        assert named[0] in first["aiMessage"]["content"]

    assert json.loads(asked)["message"]["content"]
    told = json.loads(read)
    assert [message["role"] for message in told["messages"]] == ["user", "assistant"] * 2
    assert [told["messages"][at]["content"] for at in (0, 2)] == [
        person.question,
        person.follow_up,
    ]
    assert json.loads(rated) == json.loads(closed) == {"ok": True}
    ticket_id = json.loads(escalated)["ticketId"]
    assert (json.loads(ticket)["ticketId"], person.email in read) == (ticket_id, False)


@needs_curl
def test_two_troubles_at_once_are_told_apart(running: Demo):
    [omar] = [person for person in PEOPLE if len(person.error_codes) == 2]
    lines = running.talk()
    [_, opened, _, asked] = running.paste([running.as_user(omar), *lines[:3]])
    said = [json.loads(opened)["aiMessage"], json.loads(asked)["message"]]
    assert [error_codes(message)[0] for message in said] == list(omar.error_codes)


@needs_curl
def test_the_record_can_be_looked_at_with_the_printed_lines(running: Demo):
    talk = running.talk()
    record = [running.to_paste("export SUPPORT")[0]] + [
        line for line in running.lines if " audit " in line and not line.startswith(" ")
    ]
    assert len(record) == 3
    printed = running.paste([running.as_user(PEOPLE[3]), *talk, *record])
    events = [json.loads(line) for line in printed[-2].splitlines()]
    assert {event["stream"] for event in events} >= {printed[2].strip()}
    types = [event["type"] for event in events]
    assert types[0] == "case.opened"
    assert {"case.message_added", "case.escalated", "case.closed"} <= set(types)
    assert printed[-1].strip()


def test_it_says_what_runs_where_and_who_answers(running: Demo):
    said = "\n".join(running.lines)
    assert f"http://127.0.0.1:{running.port}\n" in said
    assert f"http://127.0.0.1:{running.host_port} " in said
    assert "the built-in answerer (set ANTHROPIC_API_KEY for Claude)" in said
    assert "\033" not in said
    for person in PEOPLE:
        assert person.trouble in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_and_nothing_is_left(tmp_path: Path, number: signal.Signals):
    with demo(tmp_path) as started:
        assert list(tmp_path.glob("support-gateway-demo-*/record.db"))
        assert started.end(number) == (0, "")
    assert list(tmp_path.iterdir()) == []
    for port in (started.port, started.host_port):
        bound(port, "--port").close()


def test_with_a_key_it_says_that_claude_answers_and_which(tmp_path: Path):
    with demo(tmp_path, ANTHROPIC_API_KEY="made-up", SUPPORT_GATEWAY_MODEL="claude-x-1") as it:
        assert any("Claude (model claude-x-1) answers; built-in stands in" in s for s in it.lines)


def test_colours_do_not_touch_what_is_to_be_pasted():
    people = [(PEOPLE[0], "a.b.c")]
    site = Site(8000, 8701, Path("/nowhere"))
    plain, coloured = (
        Leaflet(site, people, "support-gateway", None, pretty=True, colours=on).text()
        for on in (False, True)
    )
    assert "\033" not in plain
    assert "\033[1m" in coloured
    pasted = [line for line in plain.splitlines() if line and not line.startswith(" ")]
    assert pasted == [
        line for line in coloured.splitlines() if line and not line.startswith((" ", "\033"))
    ]


@pytest.mark.parametrize("option", ["--port", "--host-port"])
def test_a_port_in_use_is_said_in_one_line_before_anything_starts(tmp_path: Path, option: str):
    free, _ = free_ports()
    with bound(0, option) as taken:
        port = taken.getsockname()[1]
        ports = (port, free) if option == "--port" else (free, port)
        ended = subprocess.run(
            command(*ports),
            env=environment(tmp_path),
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    said = f"support-gateway demo: port {port} is in use; choose another with {option}\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", said)
    assert list(tmp_path.iterdir()) == []


def test_a_gateway_that_dies_ends_the_demo_with_what_it_said(tmp_path: Path):
    with demo(tmp_path) as started:
        os.kill(child_of(started.process.pid), signal.SIGKILL)
        _, errors = started.process.communicate()
    last = errors.splitlines()[-1]
    assert last == "support-gateway demo: the gateway ended by itself, with exit code -9"
    assert "starting on" in errors
    assert started.process.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_environment_is_said_in_one_line(tmp_path: Path):
    ended = subprocess.run(
        command(*free_ports()),
        env=environment(tmp_path, ANTHROPIC_BASE_URL="nowhere"),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert line.startswith("support-gateway demo: ANTHROPIC_BASE_URL")
    assert list(tmp_path.iterdir()) == []


def error_codes(message: dict[str, Any]) -> list[str]:
    """The error codes that a message cites, as it orders them."""
    return [row["value"] for row in message["evidence"] if row["type"] == "error_code"]


def child_of(parent: int) -> int:
    """The one process that this process has started."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="],  # noqa: S607 - whichever the PATH has
        capture_output=True,
        encoding="ascii",
        check=True,
    )
    rows = (line.split() for line in listed.stdout.splitlines())
    [child] = [int(pid) for pid, of in rows if int(of) == parent]
    return child
