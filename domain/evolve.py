"""What a case becomes by each event that happens to it.

`evolve` is total and never refuses, so that every case that was ever stored loads for ever: rules
that are tightened later stand in the decisions of `domain.case`, and bind only what is new.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, assert_never

from domain.case import Case, OpeningQuestion, TicketState, action_digest, digest
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
    MessageAdded,
    MessageWords,
    SnapshotCaptured,
    SnapshotDigest,
    TicketFailed,
    TicketOpened,
)
from domain.marks import NO_MARKS, Marks


class Fact(Protocol):
    """What `evolve` needs of a recorded event."""

    @property
    def originator_id(self) -> str:
        """The stream."""
        ...

    @property
    def originator_version(self) -> int:
        """The event's place in its stream, from 1."""
        ...

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded."""
        ...

    @property
    def event(self) -> CaseEvent:
        """What happened."""
        ...


def evolve(case: Case | None, fact: Fact) -> Case | None:
    """Apply one event; what cannot be applied to nothing leaves nothing."""
    event = fact.event
    if isinstance(event, CaseOpened):
        return Case(
            id=fact.originator_id,
            version=fact.originator_version,
            tenant_id=event.tenant_id,
            snapshot_id=event.snapshot_id,
            requester=event.sealed.requester if event.sealed else None,
        )
    return None if case is None else _applied(case, fact)


def fold(case: Case | None, facts: Iterable[Fact]) -> Case | None:
    """Apply events in their order: a projector in the sense of `eventsourcing`."""
    for fact in facts:
        case = evolve(case, fact)
    return case


def _applied(case: Case, fact: Fact) -> Case:
    match event := fact.event:
        case MessageAdded():
            return _said(case, event, fact)
        case SnapshotCaptured():
            marks = _marked(case, event.sealed)
            return _after(case, fact, snapshot_captured=True, marks=marks)
        case AnswerFailed():
            return _after(
                case,
                fact,
                message_count=case.message_count + 1,
                unanswered=case.unanswered - {event.in_reply_to},
            )
        case FeedbackGiven():
            return _after(case, fact, feedback=event.feedback)
        case CaseClosed():
            return _after(case, fact, status=event.resolution, rating=event.rating)
        case CaseEscalated():
            ticket, marks = TicketState(event.ticket_id), _marked(case, event.sealed)
            return _after(case, fact, status="escalated", ticket=ticket, marks=marks)
        case TicketOpened():
            ticket = TicketState(event.ticket_id, event.ticket_url)
            return _after(case, fact, ticket=ticket)
        case HoldPlaced():
            return _after(case, fact, held=True)
        case HoldReleased():
            return _after(case, fact, held=False)
        case CaseErased():
            return _after(
                case,
                fact,
                requester=None,
                marks=NO_MARKS,
                opening=None,
                offered=frozenset(),
                unanswered=frozenset(),
            )
        case CaseOpened() | ActionTaken() | TicketFailed():
            return _after(case, fact)
        case _:
            assert_never(event)


def _after(case: Case, fact: Fact, **changes: Any) -> Case:
    """The case at a fact's version, with these members changed.

    What `dataclasses.replace` gives, without its look at every member, once for each event.
    """
    after = object.__new__(Case)
    after.__dict__.update(case.__dict__, version=fact.originator_version, **changes)
    return after


def _said(case: Case, event: MessageAdded, fact: Fact) -> Case:
    opening, unanswered, offered = case.opening, case.unanswered, case.offered
    if event.role == "user":
        if opening is None and event.sealed is not None:
            opening = OpeningQuestion(event.message_id, digest(event.sealed.content))
        unanswered = unanswered | {event.message_id}
    else:
        if opening and opening.answer_id is None and event.in_reply_to == opening.message_id:
            opening = replace(opening, answer_id=event.message_id, answered_at=fact.recorded_at)
        unanswered = unanswered - {event.in_reply_to or ""}
        if event.sealed and event.sealed.actions:
            offered = offered.union(map(action_digest, event.sealed.actions))
    return _after(
        case,
        fact,
        message_count=case.message_count + 1,
        opening=opening,
        unanswered=unanswered,
        offered=offered,
        marks=_marked(case, event.sealed),
    )


def _marked(case: Case, words: MessageWords | SnapshotDigest | EscalationWords | None) -> Marks:
    return case.marks if words is None else case.marks.followed_by(words.marks)
