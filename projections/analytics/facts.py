"""What happened in a case and in each of its answers, as facts that definitions may draw on.

No fact holds a word that is sealed, so all of them survive an erasure. Whether a case is test
traffic stands in its first event: a signed role of the user's says so (`domain.case.TEST_ROLE`).
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from application.event_store.recorded import Recorded
from domain.events import (
    AnswerFailed,
    CaseClosed,
    CaseEscalated,
    CaseOpened,
    FeedbackGiven,
    MessageAdded,
    Produced,
    SnapshotCaptured,
    TicketOpened,
)
from projections.analytics.days import (
    DAY_MS,
    MILLIONTHS,
    TABLES,
    AnswersOfDay,
    RedactionsOfDay,
    ResponseTimesOfDay,
    SourcesOfDay,
)
from projections.views import Folded, Logged, Table, milliseconds

NAME: Final = "analytics"


class CaseFacts(NamedTuple):
    """A case so far (see `projections.views` for times and truths).

    `feedback_confidence` is that of the answer which the feedback was about. `confirmed_at` is when
    the user said that it is resolved, unless that was taken back, which `revoked` says.
    `escalation_reason` is told from what came before (see `_escalation_reason`).
    """

    case_id: str
    tenant_id: str
    test: int
    opened_at: int
    version: int
    last_said_at: int
    questions: int = 0
    answers: int = 0
    failures: int = 0
    first_response_ms: int | None = None
    last_outcome: str | None = None
    last_fallback: int = 0
    last_confidence: float | None = None
    feedback: str | None = None
    feedback_confidence: float | None = None
    escalated_at: int | None = None
    escalated_by: str | None = None
    escalation_reason: str | None = None
    ticket_at: int | None = None
    closed_at: int | None = None
    resolution: str | None = None
    rating: int | None = None
    confirmed_at: int | None = None
    revoked: int = 0
    snapshot_bytes: int | None = None
    snapshot_cut: int = 0


class AnswerFacts(NamedTuple):
    """One answer, and what it took. `cache_tokens` were read from or written to a cache."""

    message_id: str
    case_id: str
    tenant_id: str
    test: int
    answered_at: int
    generator: str
    fallback: str | None
    model: str | None
    prompt_version: str | None
    latency_ms: int
    confidence: float | None
    outcome: str
    evidence_kept: int
    evidence_dropped: int
    claims_held: int
    claims_failed: int
    input_tokens: int
    output_tokens: int
    cache_tokens: int


class SourceFacts(NamedTuple):
    """The fate of one of the four calls to a host application."""

    case_id: str
    source: str
    tenant_id: str
    test: int
    captured_at: int
    status: str
    ms: int
    bytes: int
    rows_dropped: int


class RedactionFacts(NamedTuple):
    """How often one rule found something in a snapshot."""

    case_id: str
    rule: str
    tenant_id: str
    test: int
    captured_at: int
    found: int


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
                return Folded(state, (answer, *_answers_of_day(answer)))
            case SnapshotCaptured():
                sources, found = _sources(state, event, at), _redactions(state, event, at)
                days = (*map(_source_of_day, sources), *map(_redaction_of_day, found))
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
            escalated = {"escalated_at": at, "escalated_by": recorded.cause.actor.kind}
            return {
                **escalated,
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


def _answers_of_day(answer: AnswerFacts) -> tuple[AnswersOfDay, ResponseTimesOfDay]:
    place = answer.tenant_id, answer.test, answer.answered_at // DAY_MS
    answers = AnswersOfDay(
        *place,
        generator=answer.generator,
        fallback=answer.fallback or "",
        model=answer.model or "",
        outcome=answer.outcome,
        n=1,
        sure=int(answer.confidence is not None),
        confidence=round((answer.confidence or 0) * MILLIONTHS),
        evidence_kept=answer.evidence_kept,
        evidence_dropped=answer.evidence_dropped,
        claims_held=answer.claims_held,
        claims_failed=answer.claims_failed,
        input_tokens=answer.input_tokens,
        output_tokens=answer.output_tokens,
        cache_tokens=answer.cache_tokens,
    )
    return answers, ResponseTimesOfDay(*place, latency_ms=answer.latency_ms, n=1)


def _source_of_day(source: SourceFacts) -> SourcesOfDay:
    return SourcesOfDay(
        source.tenant_id,
        source.test,
        source.captured_at // DAY_MS,
        source=source.source,
        status=source.status,
        n=1,
        ms=source.ms,
        rows_dropped=source.rows_dropped,
    )


def _redaction_of_day(redaction: RedactionFacts) -> RedactionsOfDay:
    day = redaction.captured_at // DAY_MS
    return RedactionsOfDay(
        redaction.tenant_id, redaction.test, day, redaction.rule, n=1, found=redaction.found
    )


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
