"""Given these events, when this is asked of a case, then these events follow, or a refusal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.answer import SuggestedAction
from domain.case import REPEATED_OPENING_WINDOW, Case
from domain.errors import CaseAlreadyClosed, CaseHeld, CaseNotActive, CaseNotFound, Refused
from domain.events import (
    ActionTaken,
    AnswerFailed,
    CaseClosed,
    CaseErased,
    CaseEscalated,
    CaseEvent,
    CaseOpened,
    EscalationWords,
    FeedbackGiven,
    HoldPlaced,
    HoldReleased,
    HoldWords,
    Resolution,
    TicketFailed,
    TicketOpened,
)
from domain.evolve import fold
from tests.facts import (
    ANSWER,
    CAPTURED,
    JONAS,
    MAYA,
    NOON,
    PRODUCED,
    QUESTION,
    RETRY,
    answered,
    case_of,
    opened,
    recorded,
)

RESOLVED = CaseClosed(resolution="resolved", rating=9)
ESCALATED = CaseEscalated(ticket_id="tkt_1", sealed=EscalationWords(reason="please"))
TICKET = TicketOpened(connector="file", ticket_id="tkt_1", ticket_url="file:///cas_1.json")
HELD = HoldPlaced(sealed=HoldWords(reason="a lawsuit"))
ERASED = CaseErased(reason="request")
GIVEN_UP = AnswerFailed(message_id="msg_2", in_reply_to="msg_1", reason="erased")


def test_an_opened_case_is_active_and_owes_an_answer() -> None:
    case = case_of(*opened())
    assert (case.status, case.message_count) == ("active", 1)
    assert case.unanswered == frozenset({"msg_1"})


def test_a_case_is_test_traffic_if_its_users_signed_roles_say_so() -> None:
    tester = replace(MAYA, requester=MAYA.requester.model_copy(update={"roles": ("test",)}))
    for caller, test in ((MAYA, False), (tester, True)):
        first, _ = opened(caller)
        assert isinstance(first, CaseOpened)
        assert first.test is test


def test_an_answer_pays_what_was_owed_and_counts_as_a_message() -> None:
    case = case_of(*opened(), CAPTURED, answered())
    assert (case.unanswered, case.message_count, case.version) == (frozenset(), 2, 4)


def test_a_question_is_answered_once() -> None:
    case = case_of(*opened(), answered())
    assert (
        case.answer(
            "msg_1", message_id="msg_9", answer=ANSWER, pointers=(), produced=PRODUCED, exchanges=()
        )
        == ()
    )


@pytest.mark.parametrize("ending", [RESOLVED, ESCALATED])
def test_a_question_is_answered_though_the_case_has_ended_meanwhile(
    ending: CaseClosed | CaseEscalated,
) -> None:
    case = case_of(*opened(), ending)
    (event,) = case.answer(
        "msg_1", message_id="msg_2", answer=ANSWER, pointers=(), produced=PRODUCED, exchanges=()
    )
    assert event.in_reply_to == "msg_1"


def test_only_its_owner_sees_a_case() -> None:
    case = case_of(*opened(MAYA))
    assert case.seen_by(MAYA) is case
    with pytest.raises(CaseNotFound):
        case.seen_by(JONAS)


def test_the_same_user_id_of_another_tenant_is_another_user() -> None:
    with pytest.raises(CaseNotFound):
        case_of(*opened(MAYA)).seen_by(type(MAYA)("ten_other", MAYA.requester))


def test_nobody_sees_an_erased_case() -> None:
    with pytest.raises(CaseNotFound):
        case_of(*opened(), CaseErased(reason="request")).seen_by(MAYA)


def test_a_snapshot_is_taken_once() -> None:
    case = case_of(*opened())
    assert case.capture_snapshot(CAPTURED) == (CAPTURED,)
    assert case_of(*opened(), CAPTURED).capture_snapshot(CAPTURED) == ()


def test_feedback_may_change_and_the_same_again_is_nothing_new() -> None:
    case = case_of(*opened(), FeedbackGiven(feedback="positive"))
    assert case.give_feedback("positive") == ()
    assert case.give_feedback("negative") == (FeedbackGiven(feedback="negative"),)


def test_a_closed_case_takes_feedback() -> None:
    assert case_of(*opened(), RESOLVED).give_feedback("positive") != ()


@pytest.mark.parametrize(
    ("ending", "refusal"), [(RESOLVED, CaseAlreadyClosed), (ESCALATED, CaseNotActive)]
)
def test_a_case_that_is_not_active_takes_no_message(
    ending: CaseClosed | CaseEscalated, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        case_of(*opened(), ending).add_message(message_id="msg_3", content="And now?")


def test_closing_again_in_the_very_same_way_is_nothing_new() -> None:
    assert case_of(*opened(), RESOLVED).close("resolved", 9) == ()


@pytest.mark.parametrize(("resolution", "rating"), [("resolved", 8), ("unresolved", 9)])
def test_closing_again_in_another_way_is_refused(resolution: Resolution, rating: int) -> None:
    with pytest.raises(CaseAlreadyClosed):
        case_of(*opened(), RESOLVED).close(resolution, rating)


def test_an_escalated_case_may_be_closed_with_the_outcome_of_its_ticket() -> None:
    assert case_of(*opened(), ESCALATED).close("unresolved", None) == (
        CaseClosed(resolution="unresolved"),
    )


def test_an_escalated_case_keeps_its_ticket() -> None:
    case = case_of(*opened(), ESCALATED)
    assert case.escalate(ticket_id="tkt_2", reason=None) == ()
    assert case.ticket is not None
    assert case.ticket.ticket_id == "tkt_1"


def test_a_closed_case_is_not_escalated() -> None:
    with pytest.raises(CaseAlreadyClosed):
        case_of(*opened(), RESOLVED).escalate(ticket_id="tkt_2", reason=None)


def test_a_ticket_is_opened_once_and_only_for_an_escalated_case() -> None:
    assert _open_ticket(case_of(*opened())) == ()
    assert _open_ticket(case_of(*opened(), ESCALATED)) == (TICKET,)
    assert _open_ticket(case_of(*opened(), ESCALATED, TICKET)) == ()


def _open_ticket(case: Case) -> tuple[TicketOpened, ...]:
    return case.open_ticket(connector="file", ticket_id="tkt_1", ticket_url="file:///cas_1.json")


def test_a_ticket_is_given_up_only_while_no_desk_has_it() -> None:
    assert case_of(*opened()).fail_ticket(attempts=3) == ()
    given_up = (TicketFailed(ticket_id="tkt_1", attempts=3),)
    assert case_of(*opened(), ESCALATED).fail_ticket(attempts=3) == given_up
    assert case_of(*opened(), ESCALATED, TICKET).fail_ticket(attempts=3) == ()


def test_an_action_that_was_offered_is_recorded_as_taken() -> None:
    (event,) = case_of(*opened(), answered()).take_action(RETRY)
    assert isinstance(event, ActionTaken)
    assert event.action_type == "retry"


def test_an_action_that_was_not_offered_is_not_recorded() -> None:
    other = SuggestedAction(type="retry", label="Try again", payload={"jobId": "job_2"})
    assert case_of(*opened(), answered()).take_action(other) == ()


def test_a_closed_case_takes_no_action() -> None:
    with pytest.raises(CaseAlreadyClosed):
        case_of(*opened(), answered(), RESOLVED).take_action(RETRY)


def test_an_opening_question_sent_twice_is_answered_with_the_first_answer() -> None:
    case = case_of(*opened(), answered())
    assert case.opening is not None
    assert case.opening.answered_at is not None
    last = case.opening.answered_at + REPEATED_OPENING_WINDOW
    assert case.repeats_opening(QUESTION, last) == "msg_2"
    assert case.repeats_opening(QUESTION, last + timedelta(milliseconds=1)) is None


@pytest.mark.parametrize(
    ("change", "content"),
    [
        (lambda events: events, QUESTION + "!"),
        (lambda events: events[:2], QUESTION),
        (lambda events: (*events[:2], GIVEN_UP), QUESTION),
        (lambda events: (*events, *case_of(*events).add_message(message_id="msg_3", content="x")),
         QUESTION),
    ],
    ids=["other words", "not answered yet", "given up", "something was said in between"],
)  # fmt: skip
def test_what_is_no_repetition_is_a_question_of_its_own(
    change: Callable[[tuple[CaseEvent, ...]], tuple[CaseEvent, ...]], content: str
) -> None:
    events = change((*opened(), answered()))
    case = fold(None, recorded(*events))
    assert case is not None
    assert case.repeats_opening(content, NOON + timedelta(seconds=1)) is None


def test_a_failed_answer_is_owed_no_more_and_counts_as_a_message() -> None:
    case = case_of(*opened(), GIVEN_UP)
    assert (case.unanswered, case.message_count) == (frozenset(), 2)


def test_only_a_question_that_is_owed_an_answer_is_given_up() -> None:
    failed = AnswerFailed(message_id="msg_9", in_reply_to="msg_1", reason="attempts_failed")
    of_the_first = {"message_id": "msg_9", "reason": "attempts_failed"}
    assert case_of(*opened()).fail_answer("msg_1", **of_the_first) == (failed,)
    assert case_of(*opened(), answered()).fail_answer("msg_1", **of_the_first) == ()


def test_a_held_case_is_not_erased_before_it_is_released() -> None:
    held = case_of(*opened(), HELD)
    with pytest.raises(CaseHeld):
        held.erase("request")
    assert held.release_hold() == (HoldReleased(),)
    assert case_of(*opened(), HELD, HoldReleased()).erase("request") == (ERASED,)


def test_holding_a_held_case_and_releasing_a_free_one_is_nothing_new() -> None:
    assert case_of(*opened()).place_hold("a lawsuit") == (HELD,)
    assert case_of(*opened(), HELD).place_hold("another") == ()
    assert case_of(*opened()).release_hold() == ()


def test_an_erased_case_is_erased_once_and_cannot_be_held() -> None:
    assert case_of(*opened(), ERASED).erase("retention") == ()
    with pytest.raises(CaseNotFound):
        case_of(*opened(), ERASED).place_hold("a lawsuit")


def test_events_without_an_opening_fold_into_nothing() -> None:
    assert fold(None, recorded(RESOLVED, ESCALATED)) is None


def test_an_erased_case_is_what_a_replay_makes_of_it():
    case = fold(None, recorded(*opened()))
    assert case is not None
    answered = case.answer(
        "msg_1",
        message_id="msg_2",
        answer=ANSWER,
        pointers=(),
        produced=PRODUCED,
        exchanges=(),
    )
    events = (*opened(), *answered, CaseErased(reason="request"))
    without_words = [
        event.model_copy(update={"sealed": None}) if "sealed" in type(event).model_fields else event
        for event in events
    ]

    assert fold(None, recorded(*events)) == fold(None, recorded(*without_words))
