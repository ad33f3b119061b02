"""What an event says, in words: a headline, and what was said or given as a reason."""

from dataclasses import dataclass
from typing import Final

from api.operators.pages.writing import SOURCES
from domain.events import (
    ActionTaken,
    AnswerFailed,
    CaseClosed,
    CaseErased,
    CaseEscalated,
    CaseEvent,
    CaseOpened,
    FeedbackGiven,
    HoldPlaced,
    HoldReleased,
    MessageAdded,
    SnapshotCaptured,
    TicketFailed,
    TicketOpened,
)
from domain.snapshot.shape import Sources

_EXCERPT: Final = 160
_OUTCOMES: Final = {
    "held": "what it claims stands in the snapshot",
    "repaired": "its first answer did not hold; the second did",
    "replaced": "what the model claimed did not hold, so the built-in answerer replied",
    "abstained": "nothing in the snapshot answers the question, and it says so",
}
_FEEDBACK: Final = {"positive": "The user was helped", "negative": "The user was not helped"}
_REASONS: Final = {"request": "on request", "retention": "at the end of its retention"}


@dataclass(frozen=True, slots=True)
class Words:
    """A headline, and what there is to add; None where there is nothing, or it was erased."""

    headline: str
    more: str | None = None


def in_words(event: CaseEvent) -> Words:
    """Say what an event of a case records."""
    match event:
        case CaseOpened():
            asker = event.sealed.requester if event.sealed else None
            roles = f", {', '.join(asker.roles)}" if asker and asker.roles else ""
            who = None if asker is None else f"{asker.user_id} on the plan {asker.plan}{roles}"
            return Words("A user asked for help" + (" (test traffic)" if event.test else ""), who)
        case SnapshotCaptured():
            return Words("The user's state was frozen", fates(event.sources))
        case MessageAdded():
            words = None if event.sealed is None else excerpt(event.sealed.content)
            return Words(_said(event), words)
        case AnswerFailed():
            return Words("No answer could be made", event.reason)
        case ActionTaken():
            taken = event.action_type if event.sealed is None else event.sealed.label
            return Words("The user took a suggested action", taken)
        case FeedbackGiven():
            return Words(_FEEDBACK[event.feedback], f"feedback: {event.feedback}")
        case CaseClosed():
            rated = "not rated" if event.rating is None else f"rated {event.rating} of 10"
            return Words(f"The case was closed as {event.resolution}", rated)
        case CaseEscalated():
            return Words("A person was asked for", event.sealed.reason if event.sealed else None)
        case TicketOpened():
            return Words(f"The {event.connector} desk has the case", f"ticket {event.ticket_id}")
        case TicketFailed():
            return Words("The desk did not take the case", f"after {event.attempts} attempts")
        case HoldPlaced():
            return Words("A hold was placed", event.sealed.reason if event.sealed else None)
        case HoldReleased():
            return Words("The hold was released")
        case CaseErased():
            return Words("The case was erased", f"its key was destroyed {_REASONS[event.reason]}")


def fates(sources: Sources) -> str:
    """What became of the four calls to the host application."""
    found = {name: fate["status"] for name, fate in sources.model_dump(by_alias=True).items()}
    failed = [f"{SOURCES[name]} ({status})" for name, status in found.items() if status != "ok"]
    if not failed:
        return "all four sources answered"
    return f"without {', '.join(failed)}"


def outcome(event: MessageAdded) -> str | None:
    """What plain code made of an answer when it looked it up."""
    return None if event.produced is None else _OUTCOMES[event.produced.grounding.outcome]


def author(event: MessageAdded) -> str:
    """Who said it."""
    produced = event.produced
    if event.role == "user":
        return "User"
    if produced is None:
        return "Gateway"
    if produced.generator == "claude":
        return f"Claude, {produced.model}" if produced.model else "Claude"
    return "Built-in answerer"


def excerpt(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…"


def _said(event: MessageAdded) -> str:
    produced = event.produced
    if event.role == "user":
        return "The user wrote"
    if produced is None:
        return "The gateway told the user"
    if produced.generator == "claude":
        return "Claude answered"
    if produced.fallback is None:
        return "The built-in answerer answered"
    return f"The built-in answerer stood in ({produced.fallback})"
