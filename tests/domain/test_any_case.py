"""Whatever sequence of decisions a case allows, its events fold into what it says it is."""

from typing import get_args

import pytest

pytest.importorskip("hypothesis")

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.case import Case
from domain.errors import CaseHeld, Refused
from domain.events import AnswerFailed, CaseEvent, Feedback, MessageAdded, Resolution
from domain.evolve import fold
from tests.facts import ANSWER, CAPTURED, PRODUCED, RETRY, opened, recorded


class AnyCase(RuleBasedStateMachine):
    """Decides at will, and keeps the events as a store would."""

    def __init__(self) -> None:
        """Begin with a case that was just opened."""
        super().__init__()
        self.events: list[CaseEvent] = list(opened())

    @property
    def case(self) -> Case:
        case = fold(None, recorded(*self.events))
        assert case is not None
        return case

    def decide(self, events: tuple[CaseEvent, ...]) -> None:
        self.events.extend(events)

    @rule()
    def ask(self) -> None:
        try:
            self.decide(self.case.add_message(message_id=f"msg_q{len(self.events)}", content="?"))
        except Refused:
            assert self.case.status != "active"

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        questions = sorted(self.case.unanswered) or ["msg_none"]
        question = data.draw(st.sampled_from(questions))
        self.decide(
            self.case.answer(
                question,
                message_id=f"msg_a{len(self.events)}",
                answer=ANSWER,
                pointers=(),
                produced=PRODUCED,
                exchanges=(),
            )
        )

    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        questions = sorted(self.case.unanswered) or ["msg_none"]
        question = data.draw(st.sampled_from(questions))
        self.decide(
            self.case.fail_answer(
                question, message_id=f"msg_a{len(self.events)}", reason="attempts_failed"
            )
        )

    @rule()
    def capture(self) -> None:
        self.decide(self.case.capture_snapshot(CAPTURED))

    @rule(feedback=st.sampled_from(get_args(Feedback)))
    def judge(self, feedback: Feedback) -> None:
        self.decide(self.case.give_feedback(feedback))
        assert self.case.feedback == feedback

    @rule(
        resolution=st.sampled_from(get_args(Resolution)),
        rating=st.none() | st.integers(1, 10),
    )
    def close(self, resolution: Resolution, rating: int | None) -> None:
        before = self.case.status
        try:
            self.decide(self.case.close(resolution, rating))
        except Refused:
            assert before in {"resolved", "unresolved"}
        else:
            assert (self.case.status, self.case.rating) == (resolution, rating)

    @rule()
    def escalate(self) -> None:
        before = self.case.status
        try:
            self.decide(self.case.escalate(ticket_id=f"tkt_{len(self.events)}", reason=None))
        except Refused:
            assert before in {"resolved", "unresolved"}
        else:
            assert self.case.status == "escalated"

    @rule()
    def open_ticket(self) -> None:
        self.decide(
            self.case.open_ticket(connector="file", ticket_id="tkt_x", ticket_url="file:///x.json")
        )

    @rule()
    def act(self) -> None:
        try:
            self.decide(self.case.take_action(RETRY))
        except Refused:
            assert self.case.status in {"resolved", "unresolved"}

    @rule()
    def fail_ticket(self) -> None:
        self.decide(self.case.fail_ticket(attempts=3))

    @rule()
    def hold(self) -> None:
        self.decide(self.case.place_hold("a lawsuit"))
        assert self.case.held

    @rule()
    def release(self) -> None:
        self.decide(self.case.release_hold())
        assert not self.case.held

    @invariant()
    def is_erased_at_any_time_unless_it_is_held(self) -> None:
        try:
            erased = self.case.erase("request")
        except CaseHeld:
            assert self.case.held
            return
        case = fold(None, recorded(*self.events, *erased))
        assert case is not None
        assert (case.requester, case.opening, case.unanswered) == (None, None, frozenset())

    @invariant()
    def counts_its_events_and_messages(self) -> None:
        case = self.case
        messages = [one for one in self.events if isinstance(one, MessageAdded | AnswerFailed)]
        assert (case.version, case.message_count) == (len(self.events), len(messages))

    @invariant()
    def owes_an_answer_to_each_question_without_one(self) -> None:
        asked = {
            e.message_id for e in self.events if isinstance(e, MessageAdded) and e.role == "user"
        }
        replied = {e.in_reply_to for e in self.events if isinstance(e, MessageAdded | AnswerFailed)}
        assert self.case.unanswered == asked - replied

    @invariant()
    def has_at_most_one_ticket_and_one_snapshot(self) -> None:
        types = [event.type for event in self.events]
        assert types.count("case.escalated") <= 1
        assert types.count("case.ticket_opened") <= 1
        assert types.count("case.snapshot_captured") <= 1


TestAnyCase = AnyCase.TestCase
