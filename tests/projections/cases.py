"""Whole cases for the views: opened, answered, judged, on a clock that is told."""

from datetime import timedelta

from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor, Cause
from application.event_store.sealing import Beside
from domain.case import Caller, Case
from domain.events import CaseEvent, SnapshotBody, SnapshotFrozen
from projections.follower import Follower
from tests.facts import ANSWER, CAPTURED, MAYA, PRODUCED, QUESTION
from tests.stores import Clock

BY_USER = Cause(Actor("user", "psn_x"), "req_1")
BY_ASSISTANT = Cause(Actor("assistant"), "req_1")
FROZEN = SnapshotFrozen(sealed=SnapshotBody(text='{"meta":{}}'))


class Told:
    """Cases of one store, told event by event."""

    def __init__(self, store: CaseStore, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self._said = 0

    async def opened(self, case_id: str, caller: Caller = MAYA) -> None:
        snapshot_id = case_id.replace("cas", "scs")
        events = Case.open(
            caller,
            snapshot_id=snapshot_id,
            message_id=f"msg_{case_id}",
            question=QUESTION,
            context=None,
        )
        await self.store.open_case(case_id, events, BY_USER)
        captured = CAPTURED.model_copy(
            update={"snapshot_id": snapshot_id, "redactions": {"email": 2, "jwt": 1}}
        )
        await self.store.decide(
            case_id,
            lambda case: case.capture_snapshot(captured),
            Cause(Actor("system"), "req_1"),
            beside=Beside(snapshot=(snapshot_id, FROZEN)),
        )

    async def answered(self, case_id: str, *, after: timedelta, **produced: object) -> None:
        """Answer the question that is open, some time after whatever was last."""
        self.clock.forward(after)
        self._said += 1
        made = PRODUCED.model_copy(update=produced)

        def decision(case: Case) -> tuple[CaseEvent, ...]:
            (question,) = case.unanswered
            return case.answer(
                question,
                message_id=f"msg_{case_id}_{self._said}",
                answer=ANSWER,
                pointers=(),
                produced=made,
                exchanges=(),
            )

        await self.store.decide(case_id, decision, BY_ASSISTANT)

    async def asked(self, case_id: str) -> None:
        self._said += 1
        message_id = f"msg_{case_id}_{self._said}"
        await self.store.decide(
            case_id,
            lambda case: case.add_message(message_id=message_id, content="And now?"),
            BY_USER,
        )

    async def judged(self, case_id: str, feedback: str) -> None:
        await self.store.decide(
            case_id,
            lambda case: case.give_feedback("positive" if feedback == "positive" else "negative"),
            BY_USER,
        )

    async def closed(self, case_id: str, resolution: str, rating: int | None = None) -> None:
        await self.store.decide(
            case_id,
            lambda case: case.close(
                "resolved" if resolution == "resolved" else "unresolved", rating
            ),
            BY_USER,
        )

    async def escalated(self, case_id: str) -> None:
        await self.store.decide(
            case_id,
            lambda case: case.escalate(ticket_id=f"tkt_{case_id}", reason="a person, please"),
            BY_USER,
        )

    async def erased(self, case_id: str) -> None:
        await self.store.decide(
            case_id, lambda case: case.erase("request"), Cause(Actor("system"), "req_1")
        )


async def level(follower: Follower) -> int:
    """Follow until nothing is new; gives how many events there were."""
    folded = 0
    while new := await follower.follow():
        folded += new
    return folded
