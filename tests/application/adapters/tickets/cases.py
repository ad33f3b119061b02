"""A case to make tickets of, with as little or as much wrong as a test wants."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from application.ports import Said, Ticket
from domain.answer import Evidence
from domain.events import Requester
from domain.snapshot.frozen import FrozenSnapshot
from domain.snapshot.shape import (
    ActiveError,
    ApiRequestLog,
    Backend,
    BackendError,
    Identity,
    JobState,
    KnowledgePack,
    LimitReached,
    Meta,
    Privacy,
    ProductState,
    Profile,
    RecentActivity,
    Source,
    Sources,
    SupportContextSnapshot,
    Truncation,
)

NOW = datetime(2026, 2, 20, 10, 0, tzinfo=UTC)
TS = "2026-02-20T09:58:00.000Z"


def active_error(error_class: str, **members: Any) -> ActiveError:
    """An error that the user sees; the user can mend it by doing it again."""
    return ActiveError.model_validate(
        {
            "errorCode": "UPLOAD_TOO_LARGE",
            "errorClass": error_class,
            "retryable": True,
            "userActionable": True,
            "resourceId": "file_7",
            "occurredAt": TS,
        }
        | members
    )


def snapshot(*errors: ActiveError, backend_errors: tuple[BackendError, ...] = ()) -> FrozenSnapshot:
    """A snapshot with these errors, a limit, and a failed and a good job and request."""
    ok = Source(status="ok", ms=12, bytes=900, rows_dropped=0)
    value = SupportContextSnapshot(
        meta=Meta(
            snapshot_id="scs_1",
            created_at=TS,
            max_bytes=262_144,
            truncation=Truncation(),
            sources=Sources(
                user_state=ok,
                user_history=ok.model_copy(update={"status": "timeout"}),
                user_logs=ok,
                business_rules=ok,
            ),
        ),
        identity=Identity(
            tenant_id="ten_acme",
            user_id="usr_7",
            roles=("editor",),
            plan="pro",
            features_enabled=("uploads",),
            profile=Profile(full_name="Jane Doe"),
        ),
        product_state=ProductState(
            active_errors=errors,
            limits_reached=(LimitReached(limit="upload_mb", current=50, max=50),),
        ),
        recent_activity=RecentActivity(window_hours=72),
        backend=Backend(
            recent_requests=(
                ApiRequestLog(
                    ts=TS, route="/files", http_status=413, timing_ms=9, request_id="req_413"
                ),
                ApiRequestLog(
                    ts=TS, route="/files", http_status=200, timing_ms=9, request_id="req_200"
                ),
            ),
            jobs=(
                JobState(
                    job_id="job_bad", queue="q", status="failed", created_at=TS, updated_at=TS
                ),
                JobState(
                    job_id="job_good", queue="q", status="succeeded", created_at=TS, updated_at=TS
                ),
            ),
            errors=backend_errors,
        ),
        knowledge_pack=KnowledgePack(),
        privacy=Privacy(redaction_version="1"),
    )
    return FrozenSnapshot(
        snapshot_id="scs_1",
        text=value.model_dump_json(by_alias=True),
        document=value.model_dump(mode="json", by_alias=True),
    )


TICKET = Ticket(
    key="cas_0190f3",
    ticket_id="tkt_0190f4",
    tenant_id="ten_acme",
    requester=Requester(user_id="usr_7", email="jane@acme.example", roles=("editor",), plan="pro"),
    opened_at=NOW,
    reason="Need manual account adjustment",
    conversation=(
        Said("msg_1", "user", "I can't upload files\nlarger than 50MB"),
        Said(
            "msg_2",
            "assistant",
            "Your plan allows **50 MB**.",
            (Evidence(type="error_code", label="Error", value="UPLOAD_TOO_LARGE"),),
        ),
    ),
    snapshot=snapshot(active_error("validation")),
    context={"page": "/projects/1/files"},
    timeline=("2026-02-20T10:00:00.000Z case opened", "2026-02-20T10:01:00.000Z escalated"),
)


def ticket(**changes: Any) -> Ticket:
    """The ticket above with some fields changed."""
    return replace(TICKET, **changes)
