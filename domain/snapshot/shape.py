"""The types of the Support Context Snapshot, as it is stored.

`Loose` members may be a string, a number or absent: the contract lets hosts send any of these.
"""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr

from domain.model import JSON, Model

Number = StrictInt | StrictFloat
Loose = StrictStr | StrictInt | StrictFloat | None
ErrorClass = Literal["validation", "permission", "infra", "business"]
JobStatus = Literal["queued", "running", "succeeded", "failed", "canceled"]
SourceStatus = Literal["ok", "failed", "timeout", "too_large", "invalid"]


class Truncation(Model):
    """What the byte bound cost. `events_removed` counts events and clicks, `docs_removed` every
    kind of knowledge.
    """

    events_removed: int = 0
    logs_trimmed: bool = False
    docs_removed: int = 0


class Source(Model):
    """The fate of one of the four host calls. `bytes` is the size of the answer as it came."""

    status: SourceStatus
    ms: int
    bytes: int
    rows_dropped: int


class Sources(Model):
    """The fate of all four host calls."""

    user_state: Source
    user_history: Source
    user_logs: Source
    business_rules: Source


class Meta(Model):
    """What the snapshot says of itself. `max_bytes` bounds its UTF-8 JSON, this part included."""

    snapshot_id: str
    created_at: str
    max_bytes: int
    truncation: Truncation
    sources: Sources


class Profile(Model):
    """Who the user is to the host application; names and addresses arrive here redacted."""

    full_name: Loose = None
    email: Loose = None
    country: Loose = None


class Identity(Model):
    """The user: ids from the signed token; the rest too, where user-state failed."""

    tenant_id: str
    user_id: str
    roles: tuple[str, ...]
    plan: str
    features_enabled: tuple[str, ...]
    profile: Profile | None = None


class ProductEntity(Model):
    """Something that the user has in the product."""

    type: StrictStr
    id: Loose = None
    description: Loose = None
    status: StrictStr
    metadata: dict[str, JSON]


class ActiveError(Model):
    """An error that the user sees now."""

    error_code: StrictStr
    error_class: ErrorClass
    retryable: StrictBool
    user_actionable: StrictBool
    resource_id: StrictStr
    occurred_at: StrictStr


class LimitReached(Model):
    """A limit that the user has run into."""

    limit: StrictStr
    current: Number
    max: Number


class ProductState(Model):
    """What the product looks like to the user now."""

    entities: tuple[ProductEntity, ...] = ()
    active_errors: tuple[ActiveError, ...] = ()
    limits_reached: tuple[LimitReached, ...] = ()


class UserEvent(Model):
    """Something that the user did."""

    ts: StrictStr
    event: StrictStr
    page: StrictStr
    element_id: Loose = None
    intent: Loose = None
    correlation_request_id: Loose = None


class ClickTimelineEntry(Model):
    """A click."""

    ts: StrictStr
    page: StrictStr
    action: StrictStr


class RecentActivity(Model):
    """What the user did in the last `window_hours`."""

    window_hours: int
    events: tuple[UserEvent, ...] = ()
    click_timeline: tuple[ClickTimelineEntry, ...] = ()


class ApiRequestLog(Model):
    """A request that the host's backend served for the user."""

    ts: StrictStr
    route: StrictStr
    http_status: StrictInt
    error_code: Loose = None
    resource_id: Loose = None
    timing_ms: Number
    request_id: StrictStr


class JobState(Model):
    """A background job of the user's."""

    job_id: StrictStr
    queue: StrictStr
    status: JobStatus
    error_code: Loose = None
    last_stage: Loose = None
    created_at: StrictStr
    updated_at: StrictStr
    duration_ms: Loose = None


class BackendError(Model):
    """An error that the host's backend logged for the user."""

    ts: StrictStr
    error_code: StrictStr
    error_class: ErrorClass
    route: StrictStr
    request_id: StrictStr
    resource_id: Loose = None


class Backend(Model):
    """The server's side of the story."""

    recent_requests: tuple[ApiRequestLog, ...] = ()
    jobs: tuple[JobState, ...] = ()
    errors: tuple[BackendError, ...] = ()


class KnowledgeDoc(Model):
    """A document, a business rule (category `business_rule`) or an entry of the error catalogue
    (category `error_catalog`, `content` the entry's JSON).
    """

    id: StrictStr
    title: StrictStr
    content: StrictStr
    category: StrictStr


class ChangelogEntry(Model):
    """A change of the product."""

    version: StrictStr
    date: StrictStr
    summary: StrictStr


class KnowledgePack(Model):
    """What the host application knows about itself."""

    docs: tuple[KnowledgeDoc, ...] = ()
    runbooks: tuple[KnowledgeDoc, ...] = ()
    changelog: tuple[ChangelogEntry, ...] = ()


class ErrorCatalogEntry(Model):
    """What the host application says about one of its error codes."""

    error_code: StrictStr
    error_class: ErrorClass
    retryable: StrictBool
    user_actionable: StrictBool
    resolution: StrictStr


class Privacy(Model):
    """What was taken out: `fields_removed` are JSON Pointers (RFC 6901) into this snapshot,
    where a mark names the rule; `fields_removed_total` counts those too that the list had no room
    for.
    """

    redaction_version: str
    fields_removed: tuple[str, ...] = ()
    fields_removed_total: Annotated[int, Field(ge=0)] = 0


class SupportContextSnapshot(Model):
    """Everything that an answer may rest on."""

    meta: Meta
    identity: Identity
    product_state: ProductState
    recent_activity: RecentActivity
    backend: Backend
    knowledge_pack: KnowledgePack
    privacy: Privacy
