"""The bodies of answers that are put together around cases and messages, as types."""

from typing import Literal

from domain.model import Model
from domain.snapshot.shape import SupportContextSnapshot
from projections.audit_views import AuditView
from projections.audited_events import AlteredEvent, AuditedEvent
from projections.case_details import Case, Message


class SnapshotReference(Model):
    """Which snapshot the answers rest on."""

    id: str


class OpenedCase(Model):
    """A case that was just opened, with its first answer.

    `disclosure` tells the user that an AI is talking.
    """

    case: Case
    snapshot: SnapshotReference
    ai_message: Message
    disclosure: str


class CaseWithMessages(Model):
    """A case and all that was said in it, in order."""

    case: Case
    messages: tuple[Message, ...]


class CasePage(Model):
    """Cases, newest first. `nextCursor` is null on the last page."""

    data: tuple[Case, ...]
    next_cursor: str | None


class AddedMessage(Model):
    """The assistant's answer."""

    message: Message


class Done(Model):
    """It is done."""

    ok: Literal[True]


class TicketReference(Model):
    """The ticket. Until the desk has it, `ticketId` is the gateway's own and `ticketUrl` null."""

    ticket_id: str
    ticket_url: str | None


class TakenAction(Model):
    """What became of the action, in one plain sentence."""

    result: str


class Health(Model):
    """Whether the gateway can serve. `projectionLag` counts events that the slowest view lacks."""

    ok: bool
    status: Literal["ok", "unavailable"]
    version: str
    store: Literal["sqlite", "postgresql"]
    projection_lag: int | None


class AuditedEventPage(Model):
    """Events in order; of one that is not what was recorded, what is wrong with it. `nextCursor` is
    null on the last page.
    """

    data: tuple[AuditedEvent | AlteredEvent, ...]
    next_cursor: str | None


class AuditedSnapshot(Model):
    """A snapshot and the SHA-256 of its RFC 8785 form; both null once the case was erased."""

    snapshot: SupportContextSnapshot | None
    sha256: str | None


class AuditViewPage(Model):
    """Looks at the record, newest first. `nextCursor` is null on the last page."""

    data: tuple[AuditView, ...]
    next_cursor: str | None
