"""Cases, users and events that tests speak of, in one place."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.answer import Answer, Evidence, SuggestedAction
from domain.case import Caller, Case
from domain.events import CaseEvent, MessageAdded, Requester, SnapshotCaptured, SnapshotDigest
from domain.evolve import fold
from domain.produced import Grounding, Produced
from domain.snapshot.shape import Source, Sources, Truncation

NOON = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
MAYA = Caller(
    "ten_acme",
    Requester(user_id="usr_maya", email="maya@customer.example", roles=("editor",), plan="starter"),
)
JONAS = Caller(
    "ten_acme",
    Requester(user_id="usr_jonas", email="jonas@customer.example", roles=("owner",), plan="pro"),
)
QUESTION = "I can't upload files larger than 50MB"
RETRY = SuggestedAction(type="retry", label="Try again", payload={"jobId": "job_1"})
ANSWER = Answer(
    content="The upload limit of your plan is reached.",
    actions=(RETRY,),
    evidence=(Evidence(type="error_code", label="Error", value="UPLOAD_TOO_LARGE"),),
    confidence=0.7,
)
PRODUCED = Produced(
    generator="builtin",
    fallback="no_key",
    latency_ms=3,
    grounding=Grounding(
        outcome="held", evidence_kept=1, evidence_dropped=0, claims_held=1, claims_failed=0
    ),
)
_OK = Source(status="ok", ms=12, bytes=800, rows_dropped=0)
CAPTURED = SnapshotCaptured(
    snapshot_id="scs_1",
    bytes=2_048,
    truncation=Truncation(),
    sources=Sources(user_state=_OK, user_history=_OK, user_logs=_OK, business_rules=_OK),
    redaction_version="1",
    redactions={},
    sealed=SnapshotDigest(sha256="ab" * 32),
)


@dataclass(frozen=True)
class Recording:
    """An event with as much of its envelope as a fold needs."""

    originator_id: str
    originator_version: int
    recorded_at: datetime
    event: CaseEvent


def recorded(*events: CaseEvent, at: datetime = NOON) -> list[Recording]:
    """Record events one millisecond apart."""
    return [
        Recording("cas_1", number, at + timedelta(milliseconds=number), event)
        for number, event in enumerate(events, 1)
    ]


def opened(caller: Caller = MAYA) -> tuple[CaseEvent, ...]:
    """A case that was opened with a question, `msg_1`."""
    return Case.open(
        caller, snapshot_id="scs_1", message_id="msg_1", question=QUESTION, context=None
    )


def answered(question_id: str = "msg_1", message_id: str = "msg_2") -> MessageAdded:
    """An answer."""
    case = Case("cas_1", 1, "ten_acme", "scs_1", None, unanswered=frozenset({question_id}))
    (event,) = case.answer(
        question_id,
        message_id=message_id,
        answer=ANSWER,
        pointers=("/productState/activeErrors/0/errorCode",),
        produced=PRODUCED,
        exchanges=(),
    )
    return event


def case_of(*events: CaseEvent) -> Case:
    """Fold events into a case."""
    case = fold(None, recorded(*events))
    assert case is not None
    return case
