"""Snapshots as real host applications would fill them, in wire form."""

import json

from domain.model import JSON
from tests.domain.host_knowledge import CATALOGUE, DOCS, RULES

Document = dict[str, JSON]

TAKEN_AT = "2026-02-20T10:05:00.000Z"


def document(
    *,
    plan: str = "pro",
    roles: tuple[str, ...] = ("editor",),
    entities: tuple[JSON, ...] = (),
    errors: tuple[JSON, ...] = (),
    limits: tuple[JSON, ...] = (),
    events: tuple[JSON, ...] = (),
    requests: tuple[JSON, ...] = (),
    jobs: tuple[JSON, ...] = (),
    backend_errors: tuple[JSON, ...] = (),
    docs: tuple[JSON, ...] = DOCS,
    changelog: tuple[JSON, ...] = (),
    rules: dict[str, JSON] = RULES,
    catalogue: tuple[dict[str, JSON], ...] = CATALOGUE,
    failed: dict[str, str] | None = None,
) -> Document:
    """A whole snapshot; `failed` names sources that gave nothing, and how they failed."""
    fates: dict[str, JSON] = {
        name: {
            "status": (failed or {}).get(name, "ok"),
            "ms": 31,
            "bytes": 777,
            "rowsDropped": 0,
        }
        for name in ("userState", "userHistory", "userLogs", "businessRules")
    }
    runbooks: list[JSON] = [
        {
            "id": f"error:{entry['errorCode']}",
            "title": str(entry["errorCode"]),
            "content": json.dumps(entry),
            "category": "error_catalog",
        }
        for entry in catalogue
    ]
    runbooks += [
        {
            "id": f"rule:{name}",
            "title": name,
            "content": rule if isinstance(rule, str) else json.dumps(rule),
            "category": "business_rule",
        }
        for name, rule in rules.items()
    ]
    return {
        "meta": {
            "snapshotId": "scs_01",
            "createdAt": TAKEN_AT,
            "maxBytes": 262144,
            "truncation": {"eventsRemoved": 0, "logsTrimmed": False, "docsRemoved": 0},
            "sources": fates,
        },
        "identity": {
            "tenantId": "ten_acme",
            "userId": "usr_42",
            "roles": list(roles),
            "plan": plan,
            "featuresEnabled": ["exports"],
            "profile": {"fullName": "[name]", "email": "[email]", "country": "PT"},
        },
        "productState": {
            "entities": list(entities),
            "activeErrors": list(errors),
            "limitsReached": list(limits),
        },
        "recentActivity": {"windowHours": 72, "events": list(events), "clickTimeline": []},
        "backend": {
            "recentRequests": list(requests),
            "jobs": list(jobs),
            "errors": list(backend_errors),
        },
        "knowledgePack": {
            "docs": list(docs),
            "runbooks": runbooks,
            "changelog": list(changelog),
        },
        "privacy": {
            "redactionVersion": "1",
            "fieldsRemoved": ["/identity/profile/email"],
            "fieldsRemovedTotal": 1,
        },
    }


def active_error(
    code: str, resource: str, at: str, *, kind: str, retryable: bool, actionable: bool = True
) -> JSON:
    """A row of `activeErrors`."""
    return {
        "errorCode": code,
        "errorClass": kind,
        "retryable": retryable,
        "userActionable": actionable,
        "resourceId": resource,
        "occurredAt": at,
    }


def request(at: str, route: str, status: int, request_id: str, *, code: str | None = None) -> JSON:
    """A row of `recentRequests`."""
    return {
        "ts": at,
        "route": route,
        "httpStatus": status,
        "errorCode": code,
        "resourceId": None,
        "timingMs": 842,
        "requestId": request_id,
    }


UPLOAD_PARTS: dict[str, tuple[JSON, ...]] = {
    "entities": (
        {
            "type": "project",
            "id": "proj_1",
            "description": "Website relaunch",
            "status": "active",
            "metadata": {"files": 12},
        },
    ),
    "errors": (
        active_error(
            "UPLOAD_TOO_LARGE",
            "file_991",
            "2026-02-20T09:58:12.000Z",
            kind="validation",
            retryable=False,
        ),
    ),
    "limits": ({"limit": "uploadMaxBytes", "current": 65011712, "max": 52428800},),
    "events": (
        {
            "ts": "2026-02-20T09:58:10.000Z",
            "event": "upload_started",
            "page": "/projects/1/files",
            "elementId": "upload-button",
            "intent": "upload",
            "correlationRequestId": "req_upload_1",
        },
    ),
    "requests": (
        request("2026-02-20T09:57:00.000Z", "GET /api/projects/1", 200, "req_ok_1"),
        request(
            "2026-02-20T09:58:12.000Z",
            "POST /api/files",
            413,
            "req_upload_1",
            code="UPLOAD_TOO_LARGE",
        ),
    ),
}
EXPORT_PARTS: dict[str, tuple[JSON, ...]] = {
    "errors": (
        active_error(
            "EXPORT_TIMEOUT", "job_8812", "2026-02-20T08:40:00.000Z", kind="infra", retryable=True
        ),
    ),
    "jobs": (
        {
            "jobId": "job_8812",
            "queue": "exports",
            "status": "failed",
            "errorCode": "EXPORT_TIMEOUT",
            "lastStage": "rendering",
            "createdAt": "2026-02-20T08:30:00.000Z",
            "updatedAt": "2026-02-20T08:40:00.000Z",
            "durationMs": 600000,
        },
    ),
}
PERMISSION_PARTS: dict[str, tuple[JSON, ...]] = {
    "errors": (
        active_error(
            "PERMISSION_DENIED",
            "proj_7",
            "2026-02-20T09:31:00.000Z",
            kind="permission",
            retryable=False,
        ),
    ),
    "requests": (
        request(
            "2026-02-20T09:31:00.000Z",
            "DELETE /api/projects/7/members",
            403,
            "req_403",
            code="PERMISSION_DENIED",
        ),
    ),
}
INFRA_PARTS: dict[str, tuple[JSON, ...]] = {
    "errors": (
        active_error(
            "STORAGE_UNAVAILABLE",
            "bucket_eu",
            "2026-02-20T10:01:00.000Z",
            kind="infra",
            retryable=True,
            actionable=False,
        ),
    ),
    "backend_errors": (
        {
            "ts": "2026-02-20T10:01:00.000Z",
            "errorCode": "STORAGE_UNAVAILABLE",
            "errorClass": "infra",
            "route": "GET /api/files/77",
            "requestId": "req_503",
            "resourceId": "bucket_eu",
        },
    ),
    "requests": (request("2026-02-20T10:01:00.000Z", "GET /api/files/77", 503, "req_503"),),
}


def together(*parts: dict[str, tuple[JSON, ...]]) -> Document:
    """A user with several troubles at once."""
    rows: dict[str, tuple[JSON, ...]] = {}
    for part in parts:
        for name, listed in part.items():
            rows[name] = (*rows.get(name, ()), *listed)
    return document(
        entities=rows.get("entities", ()),
        errors=rows.get("errors", ()),
        limits=rows.get("limits", ()),
        events=rows.get("events", ()),
        requests=rows.get("requests", ()),
        jobs=rows.get("jobs", ()),
        backend_errors=rows.get("backend_errors", ()),
    )


def upload() -> Document:
    """The user's file is larger than the plan allows."""
    return together(UPLOAD_PARTS)


def export() -> Document:
    """The user's export job failed while it was rendering."""
    return together(EXPORT_PARTS)


def permission() -> Document:
    """A viewer tries what only others may do."""
    found = together(PERMISSION_PARTS)
    identity = found["identity"]
    assert isinstance(identity, dict)
    return {**found, "identity": {**identity, "roles": ["viewer"]}}


def infra() -> Document:
    """The storage behind the product is away."""
    return together(INFRA_PARTS)


def healthy() -> Document:
    """Nothing is wrong."""
    return document(
        requests=(request("2026-02-20T09:57:00.000Z", "GET /api/projects", 200, "req_1"),)
    )


def everything() -> Document:
    """Four troubles at once."""
    return together(UPLOAD_PARTS, EXPORT_PARTS, PERMISSION_PARTS, INFRA_PARTS)


def unreadable() -> Document:
    """All four sources failed."""
    return document(
        docs=(),
        rules={},
        catalogue=(),
        failed={
            "userState": "failed",
            "userHistory": "timeout",
            "userLogs": "timeout",
            "businessRules": "invalid",
        },
    )


def empty() -> Document:
    """Every source answered, and there is nothing in any."""
    return document(docs=(), rules={}, catalogue=())
