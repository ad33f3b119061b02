"""What an assistant is told of a case that has gone on for long, by a process that never saw it."""

from application.case_reader import TOLD_MESSAGES, CaseReader
from application.event_store.case_store import CaseStore
from application.event_store.record import PART
from application.event_store.sealing import Beside
from domain.case import Case
from domain.events import CaseEvent, FeedbackGiven, SnapshotBody, SnapshotFrozen
from domain.model import JSON
from tests.application.turns import LINK_HOSTS, snapshot
from tests.facts import CAPTURED, MAYA, QUESTION
from tests.stores import CAUSE, opened_store

CONTEXT: dict[str, JSON] = {"page": "/uploads"}


def _asked(case: Case, *numbers: int) -> list[CaseEvent]:
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
    """What an assistant is told of what was said before a question, and of the browser."""
    async with opened_store(location, prefix="b") as store:
        turn = await CaseReader(store).turn(await store.case("cas_1"), question_id, LINK_HOSTS)
        return [one.content for one in turn.conversation], turn.context


async def test_all_is_told_of_a_short_case(location: str) -> None:
    async with opened_store(location, prefix="a") as store:
        await _opened(store)
        await store.decide("cas_1", lambda case: _asked(case, 2, 3), CAUSE)
    assert await _told(location, "msg_3") == ([QUESTION, "Question 2?"], CONTEXT)


async def test_the_last_messages_are_told_however_much_was_recorded_before_and_since(
    location: str,
) -> None:
    last = PART + TOLD_MESSAGES
    async with opened_store(location, prefix="a") as store:
        await _opened(store)
        await store.decide("cas_1", lambda case: _asked(case, *range(2, last + 1)), CAUSE)
        await store.decide("cas_1", lambda _: [FeedbackGiven(feedback="positive")] * PART, CAUSE)
    said, context = await _told(location, f"msg_{last}")
    assert said == [f"Question {number}?" for number in range(last - TOLD_MESSAGES + 1, last)]
    assert context == CONTEXT


async def test_a_question_before_the_last_messages_is_told_what_came_before_it(
    location: str,
) -> None:
    async with opened_store(location, prefix="a") as store:
        await _opened(store)
        await store.decide("cas_1", lambda case: _asked(case, *range(2, PART + 2)), CAUSE)
    assert await _told(location, "msg_3") == ([QUESTION, "Question 2?"], CONTEXT)
