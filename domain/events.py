"""Every fact that is stored about a case, and the union of them.

An event's `type` is its name in the store; it never changes and is no Python path. Whatever holds a
person, a person's words or a host's data stands in `sealed`, which is stored encrypted under the
key of the case and is None once that key is destroyed. Everything else stays readable for ever.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.answer import ActionType, Confidence, Evidence, SuggestedAction
from domain.marks import GivenMarks
from domain.model import JSON, Model
from domain.produced import ModelExchange, Produced
from domain.snapshot.shape import Sources, Truncation

Role = Literal["user", "assistant", "system"]
Resolution = Literal["resolved", "unresolved"]
Feedback = Literal["positive", "negative"]
LookedAt = Literal["cases", "case", "events", "snapshot", "views"]
ErasureReason = Literal["request", "retention"]


class Event(Model):
    """A fact. `schema_version` counts the shapes that this type has had, from 1."""

    schema_version: ClassVar[int] = 1


class Requester(Model):
    """The user who asks, as the host application signed it."""

    user_id: str
    email: str
    roles: tuple[str, ...]
    plan: str


class Opening(Model):
    """Who opened the case, and what the browser said about where."""

    requester: Requester
    context: dict[str, JSON] | None = None


class CaseOpened(Event):
    """A user asked for help. `test` marks traffic that no figure counts; version 1 had no mark."""

    schema_version: ClassVar[int] = 2

    type: Literal["case.opened"] = "case.opened"
    tenant_id: str
    snapshot_id: str
    test: bool = False
    sealed: Opening | None


class SnapshotDigest(Model):
    """What identifies a snapshot's content: the SHA-256 of its RFC 8785 form, in hex.

    `marks` are those that its redaction was the first in the case to give.
    """

    sha256: str
    marks: GivenMarks = None


class SnapshotCaptured(Event):
    """The user's state was taken from the host application and frozen in a stream of its own."""

    type: Literal["case.snapshot_captured"] = "case.snapshot_captured"
    snapshot_id: str
    bytes: int
    truncation: Truncation
    sources: Sources
    redaction_version: str
    redactions: dict[str, int]
    sealed: SnapshotDigest | None


class SnapshotBody(Model):
    """A snapshot as its canonical JSON text (RFC 8785)."""

    text: str


class SnapshotFrozen(Event):
    """The body of a snapshot: the only event of the snapshot's own stream."""

    type: Literal["snapshot.frozen"] = "snapshot.frozen"
    sealed: SnapshotBody | None


class MessageWords(Model):
    """What a message says. `pointers` are the evidence's places in the snapshot (RFC 6901).

    `marks` are those that its redaction, and that of the browser's context with the first one, was
    the first in the case to give.
    """

    content: str
    actions: tuple[SuggestedAction, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    pointers: tuple[str, ...] = ()
    exchanges: tuple[ModelExchange, ...] = ()
    marks: GivenMarks = None


class MessageAdded(Event):
    """Something was said: by the user, or to the user.

    `in_reply_to` is the question that an answer answers; `produced` stands on answers only.
    """

    type: Literal["case.message_added"] = "case.message_added"
    message_id: str
    role: Role
    in_reply_to: str | None = None
    confidence: Confidence | None = None
    produced: Produced | None = None
    sealed: MessageWords | None


class AnswerFailed(Event):
    """A question was accepted and will not be answered; the message `message_id` tells the user."""

    type: Literal["case.answer_failed"] = "case.answer_failed"
    message_id: str
    in_reply_to: str
    reason: str


class ActionWords(Model):
    """The action as it was offered."""

    label: str
    payload: dict[str, JSON] = {}


class ActionTaken(Event):
    """The user took an action that an answer had offered."""

    type: Literal["case.action_taken"] = "case.action_taken"
    action_type: ActionType
    sealed: ActionWords | None


class FeedbackGiven(Event):
    """The user said whether the help was any good; the last word counts."""

    type: Literal["case.feedback_given"] = "case.feedback_given"
    feedback: Feedback


class CaseClosed(Event):
    """The case has its outcome. `rating` is 1 to 10."""

    type: Literal["case.closed"] = "case.closed"
    resolution: Resolution
    rating: Annotated[int, Field(ge=1, le=10)] | None = None


class EscalationWords(Model):
    """Why the user wants a person. `marks` are as those of a message."""

    reason: str | None = None
    marks: GivenMarks = None


class CaseEscalated(Event):
    """The case goes to people. `ticket_id` is the gateway's own, until the desk has given one."""

    type: Literal["case.escalated"] = "case.escalated"
    ticket_id: str
    sealed: EscalationWords | None


class TicketOpened(Event):
    """The ticket desk has the case."""

    type: Literal["case.ticket_opened"] = "case.ticket_opened"
    connector: str
    ticket_id: str
    ticket_url: str


class TicketFailed(Event):
    """The ticket desk has not taken the case, however often it was tried; it is owed no more.

    The case stays escalated, and the user's next escalation tries once more.
    """

    type: Literal["case.ticket_failed"] = "case.ticket_failed"
    ticket_id: str
    attempts: int


class HoldWords(Model):
    """Why a case must be kept."""

    reason: str | None = None


class HoldPlaced(Event):
    """The case must be kept, whoever wants it erased and however old it gets: a legal hold."""

    type: Literal["case.hold_placed"] = "case.hold_placed"
    sealed: HoldWords | None


class HoldReleased(Event):
    """The case need be kept no longer than any other."""

    type: Literal["case.hold_released"] = "case.hold_released"


class CaseErased(Event):
    """The key of the case was destroyed: what was sealed can be read by nobody any more."""

    type: Literal["case.erased"] = "case.erased"
    reason: ErasureReason


CaseEvent = (
    CaseOpened
    | SnapshotCaptured
    | MessageAdded
    | AnswerFailed
    | ActionTaken
    | FeedbackGiven
    | CaseClosed
    | CaseEscalated
    | TicketOpened
    | TicketFailed
    | HoldPlaced
    | HoldReleased
    | CaseErased
)
"""What a case folds from."""


class AuditViewed(Event):
    """An operator looked at the record: the event of a stream that no case folds from.

    `tenant_id` and `case_id` are None where the look was at more than one. `asked` holds what
    narrowed the look, with a user's pseudonym where the operator gave an id.
    """

    type: Literal["audit.viewed"] = "audit.viewed"
    operator: str
    looked_at: LookedAt
    tenant_id: str | None = None
    case_id: str | None = None
    asked: dict[str, str] = {}


StoredEvent = Annotated[CaseEvent | SnapshotFrozen | AuditViewed, Field(discriminator="type")]
"""Whatever the store may hold."""
