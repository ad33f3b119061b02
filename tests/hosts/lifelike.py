"""What a host application would say of a user whose upload was refused and whose export failed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.model import iso


def lifelike() -> dict[str, dict[str, Any]]:
    """A fresh copy of the four answers, by endpoint; user-state lacks only its `userId`."""
    return {
        "user-state": user_state(),
        "user-history": user_history(),
        "user-logs": user_logs(),
        "business-rules": business_rules(),
    }


def user_state() -> dict[str, Any]:
    """An editor on the pro plan, whose upload was refused and whose export failed."""
    return {
        "tenantId": "the-host's-own-name-for-it",
        "roles": ["editor", "billing_viewer"],
        "plan": "pro",
        "featuresEnabled": ["exports", "bulk_upload"],
        "entities": [
            {
                "type": "project",
                "id": "prj_7",
                "description": "Spring campaign",
                "status": "active",
                "metadata": {"files": 214, "storageMb": 48211.5, "archived": None},
            },
            {"type": "export", "id": 4711, "status": "failed", "metadata": {"format": "csv"}},
        ],
        "activeErrors": [
            {
                "errorCode": "UPLOAD_TOO_LARGE",
                "errorClass": "validation",
                "retryable": False,
                "userActionable": True,
                "resourceId": "prj_7",
                "occurredAt": "2026-02-20T09:58:12.412Z",
            }
        ],
        "limitsReached": [{"limit": "upload_size_mb", "current": 61.4, "max": 50}],
        "profile": {"fullName": "Jane Doe", "email": "jane.doe@example.com", "country": "PT"},
    }


def user_history() -> dict[str, Any]:
    """The last minutes before the user asked for help."""
    return {
        "windowHours": 72,
        "events": [
            {"ts": "2026-02-20T09:55:01.000Z", "event": "page_view", "page": "/projects/7"},
            {
                "ts": "2026-02-20T09:58:10.000Z",
                "event": "upload_started",
                "page": "/projects/7/files",
                "elementId": "btn-upload",
                "intent": "upload_file",
                "correlationRequestId": "req_9f2c",
            },
            {"ts": "2026-02-20T09:58:13.000Z", "event": "error_shown", "page": "/projects/7/files"},
        ],
        "clickTimeline": [
            {
                "ts": "2026-02-20T09:58:09.500Z",
                "page": "/projects/7/files",
                "action": "click Upload",
            }
        ],
    }


def user_logs() -> dict[str, Any]:
    """The refused upload and the failed export, as the backend saw them."""
    return {
        "recentRequests": [
            {
                "ts": "2026-02-20T09:55:00.900Z",
                "route": "GET /api/projects/7",
                "httpStatus": 200,
                "timingMs": 41.7,
                "requestId": "req_9e01",
            },
            {
                "ts": "2026-02-20T09:58:12.400Z",
                "route": "POST /api/projects/7/files",
                "httpStatus": 413,
                "errorCode": "UPLOAD_TOO_LARGE",
                "resourceId": "prj_7",
                "timingMs": 2210,
                "requestId": "req_9f2c",
            },
        ],
        "jobs": [
            {
                "jobId": "job_export_4711",
                "queue": "exports",
                "status": "failed",
                "errorCode": "EXPORT_TIMEOUT",
                "lastStage": "render",
                "createdAt": "2026-02-19T16:00:00.000Z",
                "updatedAt": "2026-02-19T16:10:00.000Z",
                "durationMs": 600000,
            }
        ],
        "errors": [
            {
                "ts": "2026-02-19T16:10:00.000Z",
                "errorCode": "EXPORT_TIMEOUT",
                "errorClass": "infra",
                "route": "worker:exports",
                "requestId": "req_77aa",
                "resourceId": 4711,
            }
        ],
    }


def business_rules() -> dict[str, Any]:
    """What the plans allow, and what the error codes mean."""
    return {
        "rules": {
            "upload_size_mb": {"free": 10, "pro": 50, "enterprise": 500},
            "export_timeout": "Exports stop after ten minutes.",
        },
        "errorCatalog": [
            {
                "errorCode": "UPLOAD_TOO_LARGE",
                "errorClass": "validation",
                "retryable": False,
                "userActionable": True,
                "resolution": "Upload a smaller file, or move to a plan with a higher limit.",
            },
            {
                "errorCode": "EXPORT_TIMEOUT",
                "errorClass": "infra",
                "retryable": True,
                "userActionable": False,
                "resolution": "Start the export again; narrow its date range if it fails twice.",
            },
        ],
        "docs": [
            {
                "id": "doc_uploads",
                "title": "Uploading files",
                "content": "Files are uploaded from a project's Files page.",
                "category": "guide",
            }
        ],
        "runbooks": [
            {
                "id": "rb_exports",
                "title": "Exports that fail",
                "content": "EXPORT_TIMEOUT: look at the queue's age first.",
                "category": "runbook",
            }
        ],
        "changelog": [
            {"version": "5.2.0", "date": "2026-02-01", "summary": "Exports run in parallel."}
        ],
    }


def many_events(count: int) -> dict[str, Any]:
    """A user-history with so many events, of some 150 bytes each, one a second."""
    first = datetime(2026, 2, 1, tzinfo=UTC)
    return {
        "events": [
            {
                "ts": iso(first + timedelta(seconds=i)),
                "event": "page_view",
                "page": f"/projects/{i}/files",
                "elementId": f"row-{i}",
                "intent": "look around",
            }
            for i in range(count)
        ]
    }
