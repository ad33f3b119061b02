"""What happened in a case and in each of its answers, as facts that definitions may draw on.

No fact holds a word that is sealed, so all of them survive an erasure. Whether a case is test
traffic stands in its first event: a signed role of the user's says so (`domain.case.TEST_ROLE`).
"""

from typing import Final, NamedTuple

NAME: Final = "analytics"


class CaseFacts(NamedTuple):
    """A case so far (see `projections.views` for times and truths).

    `feedback_confidence` is that of the answer which the feedback was about. `confirmed_at` is when
    the user said that it is resolved, unless that was taken back, which `revoked` says.
    `escalation_reason` is told from what came before (see `fold`).
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
