"""A support case: what is known of it, and what may still happen to it.

Decisions are methods: they return the events that follow, none if nothing is new, or refuse. What
an event changes is `domain.evolve`. What messages say is not kept here: no decision needs it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, Self, get_args

from domain.answer import Answer, SuggestedAction
from domain.errors import CaseAlreadyClosed, CaseHeld, CaseNotActive, CaseNotFound
from domain.events import (
    ActionTaken,
    ActionWords,
    AnswerFailed,
    CaseClosed,
    CaseErased,
    CaseEscalated,
    CaseOpened,
    ErasureReason,
    EscalationWords,
    Feedback,
    FeedbackGiven,
    HoldPlaced,
    HoldReleased,
    HoldWords,
    MessageAdded,
    MessageWords,
    Opening,
    Requester,
    Resolution,
    SnapshotCaptured,
    TicketFailed,
    TicketOpened,
)
from domain.marks import NO_MARKS, Marks
from domain.model import JSON
from domain.produced import ModelExchange, Produced

Status = Literal["active", "resolved", "unresolved", "escalated"]

CLOSED: Final[frozenset[Status]] = frozenset(get_args(Resolution))
"""The statuses of a case that has its outcome."""

TEST_ROLE = "test"
"""A signed role of users whose cases are test traffic. A browser's word would not do: users could
take themselves out of the figures.
"""

REPEATED_OPENING_WINDOW = timedelta(seconds=30)
"""How long after its answer an opening question may come in once more by mistake."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The user behind a verified widget token, of one tenant."""

    tenant_id: str
    requester: Requester

    @property
    def person(self) -> tuple[str, str]:
        """What tells users of all tenants apart: their tenant's id and their own."""
        return self.tenant_id, self.requester.user_id


@dataclass(frozen=True, slots=True)
class OpeningQuestion:
    """The question that a case began with. `digest` is that of its text."""

    message_id: str
    digest: str
    answer_id: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketState:
    """The ticket of an escalated case; `url` is None until the desk has taken it."""

    ticket_id: str
    url: str | None = None


@dataclass(frozen=True)
class Case:
    """A case as it stands after `version` events.

    `requester` is None once the case is erased. `unanswered` are the ids of questions, and
    `offered` the digests of the actions that answers have suggested.
    """

    id: str
    version: int
    tenant_id: str
    snapshot_id: str
    requester: Requester | None
    status: Status = "active"
    snapshot_captured: bool = False
    message_count: int = 0
    opening: OpeningQuestion | None = None
    unanswered: frozenset[str] = frozenset()
    offered: frozenset[str] = frozenset()
    feedback: Feedback | None = None
    rating: int | None = None
    ticket: TicketState | None = None
    held: bool = False
    marks: Marks = NO_MARKS

    @staticmethod
    def open(
        caller: Caller,
        *,
        snapshot_id: str,
        message_id: str,
        question: str,
        context: dict[str, JSON] | None,
        marks: Marks | None = None,
    ) -> tuple[CaseOpened, MessageAdded]:
        """Open a case with its first question."""
        opening = Opening(requester=caller.requester, context=context)
        return (
            CaseOpened(
                tenant_id=caller.tenant_id,
                snapshot_id=snapshot_id,
                test=TEST_ROLE in caller.requester.roles,
                sealed=opening,
            ),
            _question(message_id, question, marks),
        )

    def seen_by(self, caller: Caller) -> Self:
        """Refuse, as if the case did not exist, unless it is the caller's own."""
        owner = self.requester
        if (
            owner is None
            or owner.user_id != caller.requester.user_id
            or self.tenant_id != caller.tenant_id
        ):
            raise CaseNotFound
        return self

    def capture_snapshot(self, captured: SnapshotCaptured) -> tuple[SnapshotCaptured, ...]:
        """Take the snapshot: once, and the first one counts."""
        return () if self.snapshot_captured else (captured,)

    def add_message(
        self, *, message_id: str, content: str, marks: Marks | None = None
    ) -> tuple[MessageAdded]:
        """Ask a further question."""
        self._refuse_unless_active()
        return (_question(message_id, content, marks),)

    def repeats_opening(self, content: str, now: datetime) -> str | None:
        """Give the first answer's id if `content` is the opening question sent twice by mistake."""
        opening = self.opening
        if opening is None or opening.answered_at is None or self.message_count != 2:  # noqa: PLR2004 - question and answer
            return None
        late = now - opening.answered_at > REPEATED_OPENING_WINDOW
        return None if late or opening.digest != digest(content) else opening.answer_id

    def answer(
        self,
        question_id: str,
        *,
        message_id: str,
        answer: Answer,
        pointers: tuple[str, ...],
        produced: Produced,
        exchanges: tuple[ModelExchange, ...],
    ) -> tuple[MessageAdded, ...]:
        """Answer a question, whatever became of the case meanwhile; a question is answered once."""
        if question_id not in self.unanswered:
            return ()
        words = MessageWords(
            content=answer.content,
            actions=answer.actions,
            evidence=answer.evidence,
            pointers=pointers,
            exchanges=exchanges,
        )
        return (
            MessageAdded(
                message_id=message_id,
                role="assistant",
                in_reply_to=question_id,
                confidence=answer.confidence,
                produced=produced,
                sealed=words,
            ),
        )

    def fail_answer(
        self, question_id: str, *, message_id: str, reason: str
    ) -> tuple[AnswerFailed, ...]:
        """Give a question up; the user is told so by a message of that id."""
        if question_id not in self.unanswered:
            return ()
        return (AnswerFailed(message_id=message_id, in_reply_to=question_id, reason=reason),)

    def give_feedback(self, feedback: Feedback) -> tuple[FeedbackGiven, ...]:
        """Judge the help; the same again is nothing new."""
        return () if self.feedback == feedback else (FeedbackGiven(feedback=feedback),)

    def close(self, resolution: Resolution, rating: int | None) -> tuple[CaseClosed, ...]:
        """End the case; the very same again is nothing new."""
        if not self._closed:
            return (CaseClosed(resolution=resolution, rating=rating),)
        if (self.status, self.rating) == (resolution, rating):
            return ()
        raise CaseAlreadyClosed

    def escalate(
        self, *, ticket_id: str, reason: str | None, marks: Marks | None = None
    ) -> tuple[CaseEscalated, ...]:
        """Hand the case to people; an escalated case keeps its ticket."""
        if self._closed:
            raise CaseAlreadyClosed
        if self.status == "escalated":
            return ()
        words = EscalationWords(reason=reason, marks=marks)
        return (CaseEscalated(ticket_id=ticket_id, sealed=words),)

    def open_ticket(
        self, *, connector: str, ticket_id: str, ticket_url: str
    ) -> tuple[TicketOpened, ...]:
        """Note the ticket that the desk opened; the first one counts."""
        if self.pending_ticket is None:
            return ()
        return (TicketOpened(connector=connector, ticket_id=ticket_id, ticket_url=ticket_url),)

    def fail_ticket(self, attempts: int) -> tuple[TicketFailed, ...]:
        """Give the desk up after so many attempts."""
        ticket = self.pending_ticket
        if ticket is None:
            return ()
        return (TicketFailed(ticket_id=ticket.ticket_id, attempts=attempts),)

    def place_hold(self, reason: str | None) -> tuple[HoldPlaced, ...]:
        """Keep the case against erasure; a held case stays as it is."""
        if self.requester is None:
            raise CaseNotFound
        return () if self.held else (HoldPlaced(sealed=HoldWords(reason=reason)),)

    def release_hold(self) -> tuple[HoldReleased, ...]:
        """Keep the case no longer than any other."""
        return (HoldReleased(),) if self.held else ()

    def erase(self, reason: ErasureReason) -> tuple[CaseErased, ...]:
        """Have the key of the case destroyed; whatever its state, unless it is held."""
        if self.held:
            raise CaseHeld
        return () if self.requester is None else (CaseErased(reason=reason),)

    def take_action(self, action: SuggestedAction) -> tuple[ActionTaken, ...]:
        """Take an action; only one that was offered in this case is worth a record."""
        if self._closed:
            raise CaseAlreadyClosed
        if action_digest(action) not in self.offered:
            return ()
        words = ActionWords(label=action.label, payload=action.payload)
        return (ActionTaken(action_type=action.type, sealed=words),)

    @property
    def pending_ticket(self) -> TicketState | None:
        """The ticket that no desk has taken yet."""
        return self.ticket if self.ticket is not None and self.ticket.url is None else None

    @property
    def _closed(self) -> bool:
        return self.status in CLOSED

    def _refuse_unless_active(self) -> None:
        if self._closed:
            raise CaseAlreadyClosed
        if self.status != "active":
            raise CaseNotActive


_written: Final = json.JSONEncoder(sort_keys=True).encode
"""What `json.dumps` makes an encoder for, each time that it is asked to sort."""


def digest(text: str) -> str:
    """Tell texts apart without keeping them."""
    return hashlib.sha256(text.encode()).hexdigest()


def action_digest(action: SuggestedAction) -> str:
    """Tell actions apart without keeping their words."""
    payload = _written(action.payload) if action.payload else ""
    return digest(f"{action.type}\n{action.label}\n{payload}")


def _question(message_id: str, content: str, marks: Marks | None) -> MessageAdded:
    words = MessageWords(content=content, marks=marks)
    return MessageAdded(message_id=message_id, role="user", sealed=words)
