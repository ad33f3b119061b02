"""`support-gateway projections` beside a gateway that runs."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import psycopg

from tests.api.operators.conftest import Desk

VIEWS = ["case_index", "audit_views", "analytics"]


def test_the_status_tells_how_far_each_view_has_come(desk: Desk):
    case_id, user_id, _ = desk.case()
    assert desk.read(f"/api/audit/cases?userId={user_id}")["data"][0]["id"] == case_id
    ended = desk.gateway.run("projections", "status")
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == VIEWS
    assert all("0 dead letters" in line for line in lines)


def test_the_status_tells_what_a_view_could_not_take(desk: Desk):
    _change(
        desk,
        "INSERT INTO dead_letters (view, generation, position, stream, version, type, error)"
        " SELECT view, generation, 1, 'cas_x', 1, 'case.opened', 'ValueError' FROM"
        " followed_views WHERE view = 'analytics' AND live = 1",
    )
    ended = desk.gateway.run("projections", "status")
    _change(desk, "DELETE FROM dead_letters")
    assert ended.returncode == 1
    lines = ended.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines if line.endswith(", 1 dead letter")] == [
        "analytics"
    ]
    assert lines[-1] == "  analytics could not take 1 cas_x 1 case.opened: ValueError"


def test_a_check_finds_what_a_rebuild_puts_right(desk: Desk):
    case_id, user_id, _ = desk.case()
    listed = desk.read(f"/api/audit/cases?userId={user_id}")["data"]
    _miscount(desk, case_id)
    ended = desk.gateway.run("projections", "check")
    assert ended.returncode == 1
    assert f"case_index {case_id}: different" in ended.stdout.splitlines()
    ended = desk.gateway.run("projections", "rebuild", "--view", "case_index")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[0] == f"case_index {case_id}: different"
    assert ended.stdout.splitlines()[-1].endswith("1 difference, switched")
    assert ended.stderr == "", "there is no bar where no terminal is"
    assert desk.read(f"/api/audit/cases?userId={user_id}")["data"] == listed
    assert desk.gateway.run("projections", "check").returncode == 0


def test_a_rebuild_shows_on_a_terminal_how_far_it_is(desk: Desk):
    desk.case()
    ours, theirs = os.openpty()
    with os.fdopen(ours, "rb", buffering=0) as seen, os.fdopen(theirs, "wb") as shown:
        ended = subprocess.run(
            [sys.executable, "-m", "api", "projections", "rebuild", "--view", "case_index"],
            cwd=desk.gateway.folder,
            env=desk.gateway.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=shown,
            check=False,
        )
        assert ended.returncode == 0
        bar = seen.read(65_536).decode()
    assert re.search(r"case_index \[#*\.*\] \d+ of \d+", bar), bar
    assert bar.endswith("\r\x1b[K"), "the bar is gone in the end"


def test_the_gateway_goes_on_in_a_view_that_was_rebuilt(desk: Desk):
    ended = desk.gateway.run("projections", "rebuild")
    assert ended.returncode == 0, ended.stderr
    assert [line.partition(":")[0] for line in ended.stdout.splitlines()] == VIEWS
    case_id, user_id, _ = desk.case()
    assert desk.read(f"/api/audit/cases?userId={user_id}")["data"][0]["id"] == case_id


def test_a_view_that_there_is_not_is_said_in_one_line(desk: Desk):
    ended = desk.gateway.run("projections", "rebuild", "--view", "cases")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "case_index, audit_views, analytics" in ended.stderr


def test_an_idle_gateway_lags_behind_by_nothing(desk: Desk):
    desk.read("/api/analytics/summary", "acme-analyst")
    lag: list[int] = []
    while not lag or (lag[-1] != 0 and len(lag) < 200):
        lag.append(desk.gateway.get("/api/health").json["projectionLag"])
    assert lag[-1] == 0


def _miscount(desk: Desk, case_id: str) -> None:
    wrong = f"UPDATE case_index SET message_count = 99 WHERE case_id = '{case_id}'"  # noqa: S608 - made here
    _change(desk, wrong)


def _change(desk: Desk, statement: str) -> None:
    """Change the views behind the gateway's back."""
    url = desk.gateway.environ["SUPPORT_GATEWAY_DATABASE_URL"]
    if desk.engine == "sqlite":
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
            file.execute(statement)
        return
    with psycopg.connect(url) as connection:
        connection.execute(statement.encode())
