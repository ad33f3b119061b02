"""What an assistant is told of a case that has gone on for long, and elsewhere too."""

import asyncio
import json
import tracemalloc
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from application.briefing import TOLD_MESSAGES, Briefing
from application.event_store.case_store import CaseStore
from application.event_store.record import PART
from application.event_store.sealing import Beside
from application.snapshots import thaw
from domain.answer import Answer
from domain.case import Case
from domain.errors import CaseNotFound
from domain.events import CaseEvent, FeedbackGiven, SnapshotBody, SnapshotFrozen
from domain.grounding import ground
from domain.model import JSON
from domain.snapshot.frozen import FrozenSnapshot
from tests.application.turns import LINK_HOSTS, snapshot
from tests.domain import lifelike
from tests.facts import CAPTURED, MAYA, QUESTION, opened
from tests.stores import CAUSE, migrate, opened_store, restored, sqlite_location

CONTEXT: dict[str, JSON] = {"page": "/uploads"}


def _asked(case: Case, numbers: Iterable[int]) -> list[CaseEvent]:
    return [
        event
        for number in numbers
        for event in case.add_message(message_id=f"msg_{number}", content=f"Question {number}?")
    ]


async def _opened(store: CaseStore) -> None:
    await store.open_case(
        "cas_1",
        Case.open(
            MAYA, snapshot_id="scs_1", message_id="msg_1", question=QUESTION, context=CONTEXT
        ),
        CAUSE,
    )
    await store.decide(
        "cas_1",
        lambda case: case.capture_snapshot(CAPTURED),
        CAUSE,
        beside=Beside(
            snapshot=("scs_1", SnapshotFrozen(sealed=SnapshotBody(text=snapshot().text)))
        ),
    )


async def _told(location: str, question_id: str) -> tuple[list[str], object]:
    """What an assistant is told by a process that never saw the case."""
    async with opened_store(location, prefix="b") as store:
        return await _told_by(Briefing(store), store, question_id)


async def _told_by(
    briefing: Briefing, store: CaseStore, question_id: str
) -> tuple[list[str], object]:
    """What an assistant is told of what was said before a question, and of the browser."""
    turn = await briefing.turn(await store.case("cas_1"), question_id, LINK_HOSTS)
    return [one.content for one in turn.conversation], turn.context


async def test_all_is_told_of_a_short_case(location: str) -> None:
    async with opened_store(location, prefix="a") as store:
        await _opened(store)
        await store.decide("cas_1", lambda case: _asked(case, [2, 3]), CAUSE)
    assert await _told(location, "msg_3") == ([QUESTION, "Question 2?"], CONTEXT)


async def test_the_last_messages_are_told_however_much_was_recorded_before_and_since(
    location: str,
) -> None:
    last = PART + TOLD_MESSAGES
    async with opened_store(location, prefix="a") as store:
        await _opened(store)
        await store.decide("cas_1", lambda case: _asked(case, range(2, last + 1)), CAUSE)
        await store.decide("cas_1", lambda _: [FeedbackGiven(feedback="positive")] * PART, CAUSE)
    said, context = await _told(location, f"msg_{last}")
    assert said == [f"Question {number}?" for number in range(last - TOLD_MESSAGES + 1, last)]
    assert context == CONTEXT


async def test_a_question_before_the_last_messages_is_told_what_came_before_it(
    location: str,
) -> None:
    async with opened_store(location, prefix="a") as store:
        await _opened(store)
        await store.decide("cas_1", lambda case: _asked(case, range(2, PART + 2)), CAUSE)
    assert await _told(location, "msg_3") == ([QUESTION, "Question 2?"], CONTEXT)


async def test_what_other_processes_went_on_with_is_told_by_one_that_knew_a_part(
    location: str,
) -> None:
    """However much that was, and by two turns at once."""
    async with opened_store(location, prefix="a") as one, opened_store(location, prefix="b") as two:
        await _opened(one)
        briefings = Briefing(one), Briefing(two)
        last = 2
        for step in (1, 1, 2, TOLD_MESSAGES - 1, TOLD_MESSAGES + 1, PART + 1, 1):
            first, last = last, last + step
            asking = partial(_asked, numbers=range(first, last))
            decided = await one.decide("cas_1", asking, CAUSE)
            briefings[0].heard(decided.recorded)
            asked = f"msg_{last - 1}"
            told = await asyncio.gather(
                *(
                    _told_by(briefings[number % 2], (one, two)[number % 2], asked)
                    for number in range(4)
                )
            )
            before = range(max(2, last - TOLD_MESSAGES), last - 1)
            said = [f"Question {number}?" for number in before]
            opening = [QUESTION] if last - 1 < TOLD_MESSAGES + 1 else []
            assert told == [([*opening, *said], CONTEXT)] * 4


async def test_what_the_database_lost_is_not_told(tmp_path: Path) -> None:
    location = sqlite_location(tmp_path)
    migrate(location)
    async with opened_store(location, prefix="a") as store:
        briefing = Briefing(store)
        await _opened(store)
        with restored(tmp_path):
            decided = await store.decide("cas_1", lambda case: _asked(case, [2]), CAUSE)
            briefing.heard(decided.recorded)
            assert await _told_by(briefing, store, "msg_2") == ([QUESTION], CONTEXT)
        async with opened_store(location, prefix="b") as other:
            await other.decide("cas_1", lambda case: _asked(case, [3]), CAUSE)
        await store.case("cas_1")
        decided = await store.decide("cas_1", lambda case: _asked(case, [4]), CAUSE)
        briefing.heard(decided.recorded)
        assert await _told_by(briefing, store, "msg_4") == ([QUESTION, "Question 3?"], CONTEXT)


async def test_of_a_case_that_the_database_lost_nothing_is_told(tmp_path: Path) -> None:
    location = sqlite_location(tmp_path)
    migrate(location)
    async with opened_store(location, prefix="a") as store:
        with restored(tmp_path):
            await _opened(store)
            case = await store.case("cas_1")
        with pytest.raises(CaseNotFound):
            await Briefing(store).turn(case, "msg_1", LINK_HOSTS)


async def test_a_snapshot_that_the_database_lost_is_not_told_of(tmp_path: Path) -> None:
    location = sqlite_location(tmp_path)
    migrate(location)
    async with opened_store(location, prefix="a") as store:
        briefing = Briefing(store)
        await store.open_case("cas_0", opened(), CAUSE)
        with restored(tmp_path):
            await _opened(store)
            case = await store.case("cas_1")
            assert await briefing.snapshot(case) is not None
        await store.case("cas_0")
        assert await briefing.snapshot(case) is None


def test_a_snapshot_takes_as_much_memory_with_what_an_answer_makes_of_it_as_is_counted_on():
    document: dict[str, Any] = lifelike.everything()
    (event, *_) = document["recentActivity"]["events"]
    document["recentActivity"]["events"] = [
        event | {"id": f"evt_{number:04}", "page": f"/projects/{number}/files"}
        for number in range(300)
    ]
    text = json.dumps(document)
    said = Answer(content="Your upload failed with UPLOAD_TOO_LARGE, see file_991.", confidence=0.5)

    def answered() -> FrozenSnapshot:
        snapshot = thaw("scs_1", text)
        ground(said, snapshot=snapshot.index, conversation=("Why did it fail?",))
        return snapshot

    answered()
    tracemalloc.start()
    kept = [answered() for _ in range(3)]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken / len(kept) < 7 * len(text)
