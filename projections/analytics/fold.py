"""The view: how events become facts about cases and answers, and sums of their days."""

from collections.abc import Mapping
from typing import Any

from application.event_store.recorded import Recorded
from domain.events import (
    AnswerFailed,
    CaseClosed,
    CaseEscalated,
    CaseOpened,
    FeedbackGiven,
    MessageAdded,
    SnapshotCaptured,
    TicketOpened,
)
from domain.model import milliseconds
from domain.produced import Produced
from projections.analytics.days import TABLES, answers_of_day, redaction_of_day, source_of_day
from projections.analytics.facts import (
    NAME,
    AnswerFacts,
    CaseFacts,
    RedactionFacts,
    SourceFacts,
)
from projections.views import Folded, Logged, Table


class Analytics:
    """The fold (see `FollowedView`)."""

    name = NAME
    definition = 2
    topics = frozenset(
        {
            "case.opened",
            "case.snapshot_captured",
            "case.message_added",
            "case.answer_failed",
            "case.feedback_given",
            "case.closed",
            "case.escalated",
            "case.ticket_opened",
        }
    )
    tables: Mapping[type[Any], Table] = {
        CaseFacts: Table("case_facts", CaseFacts, ("case_id",)),
        AnswerFacts: Table("answer_facts", AnswerFacts, ("message_id",)),
        SourceFacts: Table("source_facts", SourceFacts, ("case_id", "source")),
        RedactionFacts: Table("redaction_facts", RedactionFacts, ("case_id", "rule")),
        **TABLES,
    }
    state = CaseFacts

    def fold(self, state: CaseFacts | None, logged: Logged) -> Folded:
        """Note what one more event tells."""
        recorded = logged.recorded
        event, at = recorded.event, milliseconds(recorded.recorded_at)
        if isinstance(event, CaseOpened):
            opened = CaseFacts(
                case_id=recorded.originator_id,
                tenant_id=event.tenant_id,
                test=int(event.test),
                opened_at=at,
                version=recorded.originator_version,
                last_said_at=at,
            )
            return Folded(state or opened)
        if state is None or recorded.originator_version <= state.version:
            return Folded(state)
        changes = _changes(state, recorded, at)
        state = state._replace(version=recorded.originator_version, **changes)
        match event:
            case MessageAdded(produced=Produced() as made):
                answer = _answer(state, event, made, at)
                return Folded(state, (answer, *answers_of_day(answer)))
            case SnapshotCaptured():
                sources, found = _sources(state, event, at), _redactions(state, event, at)
                days = (*map(source_of_day, sources), *map(redaction_of_day, found))
                return Folded(state, (*sources, *found, *days))
            case _:
                return Folded(state)


def _changes(state: CaseFacts, recorded: Recorded[Any], at: int) -> dict[str, Any]:
    """What an event changes about its case."""
    event = recorded.event
    match event:
        case MessageAdded(role="user"):
            asked = {"questions": state.questions + 1, "last_said_at": at}
            return asked | _taken_back(state)
        case MessageAdded():
            return _answered(state, event, at)
        case AnswerFailed():
            return {"failures": state.failures + 1}
        case SnapshotCaptured():
            cut = event.truncation
            was_cut = bool(cut.events_removed or cut.logs_trimmed or cut.docs_removed)
            return {"snapshot_bytes": event.bytes, "snapshot_cut": int(was_cut)}
        case CaseEscalated():
            return {
                "escalated_at": at,
                "escalated_by": recorded.cause.actor.kind,
                "escalation_reason": _escalation_reason(state),
                **_taken_back(state),
            }
        case TicketOpened():
            return {"ticket_at": at}
        case FeedbackGiven():
            judged = {"feedback": event.feedback, "feedback_confidence": state.last_confidence}
            if event.feedback == "negative":
                return judged | _taken_back(state)
            confirms = state.answers and state.escalated_at is None and state.closed_at is None
            return judged | (_confirmed(state, at) if confirms else {})
        case CaseClosed():
            closed = {"closed_at": at, "resolution": event.resolution, "rating": event.rating}
            resolved = event.resolution == "resolved"
            return closed | (_confirmed(state, at) if resolved else _taken_back(state))
        case _:
            return {}


def _answered(state: CaseFacts, event: MessageAdded, at: int) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "answers": state.answers + 1,
        "last_said_at": at,
        "last_confidence": event.confidence,
    }
    if state.first_response_ms is None:
        changes["first_response_ms"] = at - state.opened_at
    if event.produced is not None:
        changes["last_outcome"] = event.produced.grounding.outcome
        changes["last_fallback"] = int(event.produced.fallback is not None)
    return changes


def _confirmed(state: CaseFacts, at: int) -> dict[str, Any]:
    return {"confirmed_at": at, "revoked": 0} if state.confirmed_at is None else {}


def _taken_back(state: CaseFacts) -> dict[str, Any]:
    """The user goes on, or is not content after all."""
    return {} if state.confirmed_at is None else {"confirmed_at": None, "revoked": 1}


def _answer(state: CaseFacts, event: MessageAdded, made: Produced, at: int) -> AnswerFacts:
    return AnswerFacts(
        message_id=event.message_id,
        case_id=state.case_id,
        tenant_id=state.tenant_id,
        test=state.test,
        answered_at=at,
        generator=made.generator,
        fallback=made.fallback,
        model=made.model,
        prompt_version=made.prompt_version,
        latency_ms=made.latency_ms,
        confidence=event.confidence,
        outcome=made.grounding.outcome,
        evidence_kept=made.grounding.evidence_kept,
        evidence_dropped=made.grounding.evidence_dropped,
        claims_held=made.grounding.claims_held,
        claims_failed=made.grounding.claims_failed,
        input_tokens=made.usage.input_tokens,
        output_tokens=made.usage.output_tokens,
        cache_tokens=made.usage.cache_creation_input_tokens + made.usage.cache_read_input_tokens,
    )


def _sources(state: CaseFacts, event: SnapshotCaptured, at: int) -> list[SourceFacts]:
    return [
        SourceFacts(
            *(state.case_id, name, state.tenant_id, state.test, at),
            status=source.status,
            ms=source.ms,
            bytes=source.bytes,
            rows_dropped=source.rows_dropped,
        )
        for name, source in (
            ("userState", event.sources.user_state),
            ("userHistory", event.sources.user_history),
            ("userLogs", event.sources.user_logs),
            ("businessRules", event.sources.business_rules),
        )
    ]


def _redactions(state: CaseFacts, event: SnapshotCaptured, at: int) -> list[RedactionFacts]:
    return [
        RedactionFacts(state.case_id, rule, state.tenant_id, state.test, at, found)
        for rule, found in event.redactions.items()
    ]


def _escalation_reason(state: CaseFacts) -> str:
    """Why a person was wanted, as far as what came before tells; the user's words are sealed."""
    if state.feedback == "negative":
        return "negative_feedback"
    if state.answers == 0:
        return "no_answer"
    if state.last_outcome == "abstained":
        return "abstained"
    if state.last_outcome == "replaced":
        return "not_borne_out"
    return "stand_in" if state.last_fallback else "asked"
