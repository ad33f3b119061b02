"""What a ticket says: one case as a JSON document, redacted once more and cut to size.

The same case always gives the same body, whenever it is written: a desk that is asked again sees
the request that it knows, and Zendesk refuses a known idempotency key with another body.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from application.adapters.tickets.text import Section, one_line, sections_of, shorten
from application.ports import Said, Ticket, TicketDeskFailed
from application.redaction import redact, redact_text
from domain.answer import Evidence
from domain.events import Requester
from domain.model import JSON, Model, iso
from domain.snapshot.shape import ErrorClass, SupportContextSnapshot

Priority = Literal["low", "normal", "high", "urgent"]

SUBJECT_LENGTH = 150
"""Characters of a subject at most."""

_KEY = re.compile(r"[A-Za-z0-9_-]{1,128}")
_CLIENT_ERROR = 400
_EMAIL_LENGTH = 320
_WORDS_LENGTH = 5_000
_VALUE_LENGTH = 500
_MESSAGES = 40
_EVIDENCE = 50
_TIMELINE = 200
_ROWS = 50

# Control characters but tab and line feed, line and paragraph separators, marks that reorder text,
# and surrogates that stand alone: nothing that an agent's screen or a UTF-8 encoder trips over.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class TicketBody:
    """A ticket as every desk gets it.

    `key` fits a file name, a label, a query and a header. `document` is at most a few hundred
    kilobytes of JSON. `sections` are the same for a reader, at most about 27,000 characters.
    """

    key: str
    requester: Requester
    subject: str
    priority: Priority
    document: dict[str, JSON]
    sections: tuple[Section, ...]


def write_body(ticket: Ticket) -> TicketBody:
    """Write what the ticket says.

    Raises `TicketDeskFailed` as `check_key` does.
    """
    check_key(ticket.key)
    value = ticket.snapshot.value if ticket.snapshot else None
    priority = priority_of(value)
    # Redacted whole and cut afterwards: half of a secret would not be known for one.
    words, _ = redact(
        {
            "summary": _summary(ticket, value),
            "reason": ticket.reason,
            "conversation": [
                {"role": said.role, "content": said.content, "evidence": _dump(said.evidence)}
                for said in _ends(ticket.conversation, _MESSAGES)
            ],
            "evidence": _dump(_cited(ticket.conversation)[:_EVIDENCE]),
            "timeline": list(_ends(ticket.timeline, _TIMELINE)),
        }
    )
    facts, _ = redact({"state": _state(value), "saidByBrowser": ticket.context})
    requester = Requester(
        user_id=_clean(ticket.requester.user_id),
        email=_clean(ticket.requester.email)[:_EMAIL_LENGTH],
        roles=tuple(_clean(redact_text(role), _VALUE_LENGTH) for role in ticket.requester.roles),
        plan=_clean(redact_text(ticket.requester.plan), _VALUE_LENGTH),
    )
    subject = _subject(ticket, value)
    document: dict[str, JSON] = {
        "caseId": ticket.key,
        "ticketId": ticket.ticket_id,
        "tenantId": ticket.tenant_id,
        "openedAt": iso(ticket.opened_at),
        "subject": subject,
        "priority": priority,
        "requester": requester.model_dump(mode="json", by_alias=True),
        **_members(_cut(words, _WORDS_LENGTH)),
        **_members(_cut(facts, _VALUE_LENGTH)),
    }
    return TicketBody(ticket.key, requester, subject, priority, document, sections_of(document))


def check_key(key: str) -> None:
    """Raise `TicketDeskFailed` for a key that is not 1 to 128 letters, digits, `_` and `-`."""
    if not _KEY.fullmatch(key):
        raise TicketDeskFailed("the ticket's key cannot be used")


def priority_of(snapshot: SupportContextSnapshot | None) -> Priority:
    """Say how urgent a case is, by the worst class of error that the user sees now.

    Where the user sees none, the backend's logged errors are asked. An infrastructure error that
    neither waiting nor the user can mend is urgent.
    """
    if snapshot is None:
        return "normal"
    active = snapshot.product_state.active_errors
    if any(
        error.error_class == "infra" and not error.retryable and not error.user_actionable
        for error in active
    ):
        return "urgent"
    classes: set[ErrorClass] = {error.error_class for error in active} or {
        error.error_class for error in snapshot.backend.errors
    }
    if "infra" in classes:
        return "high"
    return "low" if classes == {"validation"} else "normal"


def _subject(ticket: Ticket, snapshot: SupportContextSnapshot | None) -> str:
    question = next((said.content for said in ticket.conversation if said.role == "user"), "")
    cited = [piece.value for piece in _cited(ticket.conversation) if piece.type == "error_code"]
    codes = cited or _codes(snapshot)
    suffix = f" [{one_line(_clean(redact_text(codes[0])))[:60]}]" if codes else ""
    # The user's own words come first: they are what an agent recognises the case by.
    words = one_line(_clean(redact_text(question))) or f"Support case {ticket.key}"
    return shorten(words, SUBJECT_LENGTH - len(suffix)) + suffix


def _summary(ticket: Ticket, snapshot: SupportContextSnapshot | None) -> str:
    asked = sum(said.role == "user" for said in ticket.conversation)
    who, messages = ticket.requester, "message" if asked == 1 else "messages"
    plan = (snapshot.identity.plan if snapshot else "") or who.plan
    sentences = [f"User {who.user_id} on plan {plan} wants a person, after {asked} {messages}."]
    if snapshot is None:
        return f"{sentences[0]} The state of the user is not known."
    state, backend = snapshot.product_state, snapshot.backend
    if codes := _codes(snapshot):
        sentences.append(f"Active errors: {', '.join(codes[:5])}.")
    if limits := [f"{row.limit} {row.current}/{row.max}" for row in state.limits_reached]:
        sentences.append(f"Limits reached: {', '.join(limits[:5])}.")
    if jobs := [job.job_id for job in backend.jobs if job.status == "failed"]:
        sentences.append(f"Failed jobs: {', '.join(jobs[:5])}.")
    if failing := sum(row.http_status >= _CLIENT_ERROR for row in backend.recent_requests):
        sentences.append(f"Failing requests: {failing}.")
    if failed := _failed_sources(snapshot):
        sentences.append(f"Not known, because the host did not say: {', '.join(failed)}.")
    if len(sentences) == 1:
        sentences.append("Nothing is wrong that the host application knows of.")
    return " ".join(sentences)


def _codes(snapshot: SupportContextSnapshot | None) -> list[str]:
    errors = snapshot.product_state.active_errors if snapshot else ()
    return list(dict.fromkeys(error.error_code for error in errors))


def _state(snapshot: SupportContextSnapshot | None) -> JSON:
    if snapshot is None:
        return None
    backend, identity = snapshot.backend, snapshot.identity
    return {
        "snapshotId": snapshot.meta.snapshot_id,
        "takenAt": snapshot.meta.created_at,
        "identity": identity.model_dump(mode="json", by_alias=True, exclude={"profile"}),
        "activeErrors": _rows(snapshot.product_state.active_errors),
        "limitsReached": _rows(snapshot.product_state.limits_reached),
        "failedJobs": _rows([job for job in backend.jobs if job.status == "failed"]),
        "failingRequests": _rows(
            [row for row in backend.recent_requests if row.http_status >= _CLIENT_ERROR]
        ),
        "backendErrors": _rows(backend.errors),
        "failedSources": dict[str, JSON](_failed_sources(snapshot)),
    }


def _failed_sources(snapshot: SupportContextSnapshot) -> dict[str, str]:
    fates: dict[str, dict[str, str]] = snapshot.meta.sources.model_dump(mode="json", by_alias=True)
    return {name: fate["status"] for name, fate in fates.items() if fate["status"] != "ok"}


def _cited(conversation: Sequence[Said]) -> list[Evidence]:
    cited = {(item.type, item.value): item for said in conversation for item in said.evidence}
    return list(cited.values())


def _rows(rows: Sequence[Model]) -> JSON:
    return _dump(_ends(rows, _ROWS))


def _dump(models: Sequence[Model]) -> JSON:
    return [model.model_dump(mode="json", by_alias=True) for model in models]


def _ends(items: Sequence[_Item], most: int) -> Sequence[_Item]:
    return items if len(items) <= most else (items[0], *items[1 - most :])


def _members(value: JSON) -> dict[str, JSON]:
    return value if isinstance(value, dict) else {}


def _cut(value: JSON, longest: int) -> JSON:
    if isinstance(value, str):
        return _clean(value, longest)
    if isinstance(value, list):
        return [_cut(item, longest) for item in value]
    if isinstance(value, dict):
        return {_clean(key, longest): _cut(item, longest) for key, item in value.items()}
    return value


def _clean(text: str, longest: int | None = None) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", lines)
    return shown if longest is None else shorten(shown, longest)
