"""Snapshots to try things on: documents with as many rows as a test wants, all valid."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from domain.model import JSON, Model
from domain.snapshot.assemble import assemble, knowledge
from domain.snapshot.document import Document
from domain.snapshot.shape import (
    ActiveError,
    ApiRequestLog,
    Backend,
    BackendError,
    ChangelogEntry,
    ClickTimelineEntry,
    ErrorCatalogEntry,
    Identity,
    JobState,
    KnowledgeDoc,
    LimitReached,
    ProductEntity,
    ProductState,
    Profile,
    RecentActivity,
    Source,
    Sources,
    UserEvent,
)

OK = Source(status="ok", ms=12, bytes=3456, rows_dropped=0)
SOURCES = Sources(user_state=OK, user_history=OK, user_logs=OK, business_rules=OK)
OPENED = datetime(2026, 2, 20, 10, 0, tzinfo=UTC)


def size(value: JSON) -> int:
    """The bytes of compact JSON."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def document(
    *,
    identity: Identity | None = None,
    entities: tuple[ProductEntity, ...] = (),
    active_errors: tuple[ActiveError, ...] = (),
    limits_reached: tuple[LimitReached, ...] = (),
    events: tuple[UserEvent, ...] = (),
    clicks: tuple[ClickTimelineEntry, ...] = (),
    requests: tuple[ApiRequestLog, ...] = (),
    jobs: tuple[JobState, ...] = (),
    errors: tuple[BackendError, ...] = (),
    docs: tuple[KnowledgeDoc, ...] = (),
    runbooks: tuple[KnowledgeDoc, ...] = (),
    changelog: tuple[ChangelogEntry, ...] = (),
    rules: dict[str, JSON] | None = None,
    error_catalog: tuple[ErrorCatalogEntry, ...] = (),
    max_bytes: int = 262_144,
) -> Document:
    """A snapshot with these rows, and nothing else."""
    return assemble(
        snapshot_id="scs_1",
        created_at=OPENED,
        max_bytes=max_bytes,
        sources=SOURCES,
        identity=identity or a_user(),
        product_state=ProductState(
            entities=entities, active_errors=active_errors, limits_reached=limits_reached
        ),
        recent_activity=RecentActivity(window_hours=72, events=events, click_timeline=clicks),
        backend=Backend(recent_requests=requests, jobs=jobs, errors=errors),
        knowledge_pack=knowledge(
            rules=rules or {},
            error_catalog=error_catalog,
            docs=docs,
            runbooks=runbooks,
            changelog=changelog,
        ),
        redaction_version="1",
    )


def a_user(*, plan: str = "pro", profile: Profile | None = None) -> Identity:
    """A user of a tenant, with one role and one feature."""
    return Identity(
        tenant_id="ten_acme",
        user_id="usr_jane",
        roles=("editor",),
        plan=plan,
        features_enabled=("exports",),
        profile=profile,
    )


def an_event(ts: str = "2026-02-20T09:00:00Z", event: str = "page_view") -> UserEvent:
    """An event."""
    return UserEvent(ts=ts, event=event, page="/files")


def a_doc(name: str = "d", content: str = "words") -> KnowledgeDoc:
    """A document or a runbook."""
    return KnowledgeDoc(id=name, title=name.title(), content=content, category="guide")


def an_active_error(
    code: str = "UPLOAD_TOO_LARGE", resource: str = "prj_7", at: str = "2026-02-20T09:58:00Z"
) -> ActiveError:
    """An error that the user sees."""
    return ActiveError(
        error_code=code,
        error_class="validation",
        retryable=False,
        user_actionable=True,
        resource_id=resource,
        occurred_at=at,
    )


def a_catalogued(code: str) -> ErrorCatalogEntry:
    """An entry of the error catalogue."""
    return ErrorCatalogEntry(
        error_code=code,
        error_class="infra",
        retryable=True,
        user_actionable=False,
        resolution="Try again.",
    )


def a_job(name: str = "job_1", **members: str) -> JobState:
    """A failed job."""
    times = {"createdAt": "2026-02-20T08:00:00Z", "updatedAt": "2026-02-20T09:00:00Z"}
    job = {"jobId": name, "queue": "exports", "status": "failed", **times, **members}
    return JobState.model_validate(job)


def a_backend_error(code: str = "E_DB") -> BackendError:
    """An error that the backend logged."""
    return BackendError(
        ts="2026-02-20T09:00:00Z",
        error_code=code,
        error_class="infra",
        route="GET /x",
        request_id="req_1",
    )


def a_request(*, timing_ms: float = 12.5) -> ApiRequestLog:
    """A request that went well."""
    return ApiRequestLog(
        ts="2026-02-20T09:00:00Z",
        route="GET /api/x",
        http_status=200,
        timing_ms=timing_ms,
        request_id="req_2",
    )


_text = st.text(max_size=60)
_loose = st.none() | _text | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, width=32)
_time = st.sampled_from(
    [
        "",
        "yesterday",
        "2026-02-20",
        "2026-02-20T09:00:00.5Z",
        "2026-02-19T23:59:59+14:00",
        "9999-12-31T23:59:59-14:00",
    ]
) | st.datetimes().map(datetime.isoformat)
_number = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
_class = st.sampled_from(["validation", "permission", "infra", "business"])
_code = st.sampled_from(["UPLOAD_TOO_LARGE", "EXPORT_TIMEOUT", "E 42", "é💥"]) | _text
_json = st.recursive(
    st.none() | st.booleans() | _number | _text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
    max_leaves=6,
)


def _some(
    kind: type[Model], most: int, **members: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    row = st.fixed_dictionaries(members).map(kind.model_validate)
    return st.lists(row, max_size=most).map(tuple)


_docs = _some(KnowledgeDoc, 6, id=_text, title=_code, content=_text, category=_text)

_users = st.none() | st.builds(
    lambda plan, profile: a_user(plan=plan, profile=profile),
    _text,
    st.none() | st.fixed_dictionaries({"country": _loose}).map(Profile.model_validate),
)

ROWS: dict[str, st.SearchStrategy[Any]] = {
    "entities": _some(
        ProductEntity,
        6,
        type=_text,
        id=_loose,
        description=_loose,
        status=_text,
        metadata=st.dictionaries(_text, _json, max_size=4),
    ),
    "active_errors": _some(
        ActiveError,
        6,
        error_code=_code,
        error_class=_class,
        retryable=st.booleans(),
        user_actionable=st.booleans(),
        resource_id=_text,
        occurred_at=_time,
    ),
    "limits_reached": _some(LimitReached, 6, limit=_text, current=_number, max=_number),
    "events": _some(UserEvent, 12, ts=_time, event=_text, page=_text, element_id=_loose),
    "clicks": _some(ClickTimelineEntry, 6, ts=_time, page=_text, action=_text),
    "requests": _some(
        ApiRequestLog,
        6,
        ts=_time,
        route=_text,
        http_status=st.integers(100, 599),
        timing_ms=_number,
        request_id=_text,
    ),
    "jobs": _some(
        JobState,
        6,
        job_id=_text,
        queue=_text,
        status=st.sampled_from(["queued", "running", "succeeded", "failed", "canceled"]),
        error_code=_loose,
        created_at=_time,
        updated_at=_time,
        duration_ms=_loose,
    ),
    "errors": _some(
        BackendError,
        6,
        ts=_time,
        error_code=_code,
        error_class=_class,
        route=_text,
        request_id=_text,
        resource_id=_loose,
    ),
    "docs": _docs,
    "runbooks": _docs,
    "changelog": _some(ChangelogEntry, 6, version=_text, date=_time, summary=_text),
    "rules": st.dictionaries(_text, _json, max_size=4),
    "error_catalog": st.lists(_code.map(a_catalogued), max_size=4).map(tuple),
}
"""By the argument of `document`: what may stand there."""

DOCUMENTS: st.SearchStrategy[Document] = st.fixed_dictionaries({**ROWS, "identity": _users}).map(
    lambda members: document(**members)
)
"""Snapshots of any rows."""
