"""What stands outside, as the gateway sees it: a Protocol where two implementations exist."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from application.aside import LARGE
from domain.answer import Answer, Evidence
from domain.events import Requester, Role
from domain.model import JSON
from domain.produced import ModelExchange, Produced, Usage
from domain.snapshot.frozen import FrozenSnapshot
from domain.snapshot.shape import (
    ActiveError,
    ApiRequestLog,
    BackendError,
    ChangelogEntry,
    ClickTimelineEntry,
    ErrorCatalogEntry,
    JobState,
    KnowledgeDoc,
    LimitReached,
    ProductEntity,
    Profile,
    Sources,
    UserEvent,
)


@dataclass(frozen=True, slots=True)
class UserState:
    """What `user-state` said; None where it said nothing usable."""

    roles: tuple[str, ...] | None = None
    plan: str | None = None
    features_enabled: tuple[str, ...] = ()
    entities: tuple[ProductEntity, ...] = ()
    active_errors: tuple[ActiveError, ...] = ()
    limits_reached: tuple[LimitReached, ...] = ()
    profile: Profile | None = None


@dataclass(frozen=True, slots=True)
class UserHistory:
    """What `user-history` said."""

    events: tuple[UserEvent, ...] = ()
    click_timeline: tuple[ClickTimelineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class UserLogs:
    """What `user-logs` said."""

    recent_requests: tuple[ApiRequestLog, ...] = ()
    jobs: tuple[JobState, ...] = ()
    errors: tuple[BackendError, ...] = ()


@dataclass(frozen=True, slots=True)
class BusinessRules:
    """What `business-rules` said."""

    rules: dict[str, JSON] = field(default_factory=dict[str, JSON])
    error_catalog: tuple[ErrorCatalogEntry, ...] = ()
    docs: tuple[KnowledgeDoc, ...] = ()
    runbooks: tuple[KnowledgeDoc, ...] = ()
    changelog: tuple[ChangelogEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class HostAnswers:
    """The four answers of a host application, each empty where its call failed, and their fate."""

    user_state: UserState
    user_history: UserHistory
    user_logs: UserLogs
    business_rules: BusinessRules
    sources: Sources

    @property
    def bytes(self) -> int:
        """How large they were together, as they came."""
        return sum(source.bytes for _, source in self.sources)


class HostApp(Protocol):
    """The company's own application, which knows what state its user is in."""

    async def ask(self, user_id: str, *, window_hours: int, request_id: str) -> HostAnswers:
        """Make the four calls at once; never raises for anything that the host does."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the conversation."""

    message_id: str
    role: Role
    content: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class SentBack:
    """A reply that was looked up and did not hold: as it came, redacted, and what was wrong."""

    reply: str
    objections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that is owed an answer, and all that the answer may rest on.

    `conversation` is what was said before the question, oldest first. `context` is what a browser
    said of itself: never evidence. `link_hosts` are the exact hosts that a link may lead to.
    `application.answering` sets `until`, when the answer is due in seconds of its monotonic clock,
    and `sent_back`, the last reply to this question if another is wanted in its place.
    """

    case_id: str
    tenant_id: str
    snapshot: FrozenSnapshot
    context: dict[str, JSON] | None
    conversation: tuple[Said, ...]
    question: Said
    link_hosts: frozenset[str]
    until: float | None = None
    sent_back: SentBack | None = None

    @property
    def is_large(self) -> bool:
        """Whether it takes long to look something up in what the answer may rest on."""
        said = sum(len(one.content) for one in self.conversation)
        return max(len(self.snapshot.text), said) > LARGE


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an assistant would say, before anything was looked up.

    `parts` are the pieces of the request that are not the case's own (instructions, schema), by
    their reference `sha256:…`.
    """

    answer: Answer
    exchanges: tuple[ModelExchange, ...] = ()
    parts: dict[str, str] = field(default_factory=dict[str, str])
    model: str | None = None
    prompt_version: str | None = None
    parameters: dict[str, JSON] = field(default_factory=dict[str, JSON])
    usage: Usage = field(default_factory=Usage)


class AssistantFailed(Exception):
    """An assistant has no answer; `reason` is a short snake_case word that goes on the record.

    The exchanges made and the tokens spent until then are kept on it.
    """

    def __init__(
        self,
        reason: str,
        *,
        exchanges: tuple[ModelExchange, ...] = (),
        parts: dict[str, str] | None = None,
        usage: Usage | None = None,
    ) -> None:
        """Say why, and what was tried."""
        self.reason = reason
        self.exchanges = exchanges
        self.parts = parts or {}
        self.usage = usage or Usage()
        super().__init__(reason)


class Assistant(Protocol):
    """Whoever proposes an answer: Claude, or the built-in answerer."""

    async def propose(self, turn: Turn) -> Proposal:
        """Propose an answer to `turn.question`. Raises `AssistantFailed`."""
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that was looked up and contained, with the record of how it came about."""

    answer: Answer
    pointers: tuple[str, ...]
    produced: Produced
    exchanges: tuple[ModelExchange, ...]
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Ticket:
    """A case as it goes to people: redacted, whole, and under one key whatever is retried.

    `key` is the case id. `ticket_id` is the gateway's own name for it (`tkt_…`). `timeline` is one
    line an event, oldest first.
    """

    key: str
    ticket_id: str
    tenant_id: str
    requester: Requester
    opened_at: datetime
    reason: str | None
    conversation: tuple[Said, ...]
    snapshot: FrozenSnapshot | None
    context: dict[str, JSON] | None
    timeline: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenedTicket:
    """A ticket as the desk names it."""

    ticket_id: str
    ticket_url: str


class TicketDeskFailed(Exception):
    """The desk did not take the ticket, or did not say so; it may be tried again."""


class TicketDesk(Protocol):
    """The company's ticket system.

    `doubt` is how long after an attempt of unknown end the desk may not show what it has opened;
    none where it knows a repetition itself.
    """

    connector: str
    doubt: timedelta

    async def open(self, ticket: Ticket) -> OpenedTicket:
        """Open the ticket, or find the one that `ticket.key` already has.

        Raises `TicketDeskFailed`.
        """
        ...

    async def erase(self, key: str) -> None:
        """Take back what the gateway itself keeps of a ticket; a desk of others keeps its own.

        Raises `TicketDeskFailed`.
        """
        ...


@dataclass(frozen=True, slots=True)
class TenantPorts:
    """What one tenant brings: its application, who answers for it, its ticket desk, its bounds.

    `claude` is None where no model may or can be asked, and `why_not` says why: None where the
    tenant itself wants `builtin`, which answers in its place. `deadline` is in seconds, for a whole
    answer, and `patience` for all that one takes, with what is asked of the host application first.
    """

    host_app: HostApp
    claude: Assistant | None
    why_not: str | None
    builtin: Assistant
    desk: TicketDesk
    window_hours: int
    max_snapshot_bytes: int
    link_hosts: frozenset[str]
    deadline: float
    patience: float
