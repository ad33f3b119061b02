"""Turns to answer: a user whose upload was refused and whose export failed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson

from application.ports import Said, Turn
from domain.model import JSON
from domain.snapshot.frozen import FrozenSnapshot
from domain.snapshot.shape import SourceStatus

SNAPSHOT_ID = "scs_0192aa"
LINK_HOSTS = frozenset({"docs.acme.example"})


def snapshot(*, sources: dict[str, SourceStatus] | None = None) -> FrozenSnapshot:
    """A snapshot; `sources` name the fate of those that did not go well."""
    fates: dict[str, Any] = {
        name: {"status": "ok", "ms": 12, "bytes": 800, "rowsDropped": 0}
        for name in ("userState", "userHistory", "userLogs", "businessRules")
    }
    for name, status in (sources or {}).items():
        fates[name] = {"status": status, "ms": 5000, "bytes": 0, "rowsDropped": 0}
    document: dict[str, JSON] = {
        "meta": {
            "snapshotId": SNAPSHOT_ID,
            "createdAt": "2026-02-20T10:00:00.000Z",
            "maxBytes": 262144,
            "truncation": {"eventsRemoved": 0, "logsTrimmed": False, "docsRemoved": 0},
            "sources": fates,
        },
        "identity": {
            "tenantId": "ten_acme",
            "userId": "usr_7",
            "roles": ["editor"],
            "plan": "team",
            "featuresEnabled": ["exports"],
        },
        "productState": {
            "entities": [],
            "activeErrors": [
                {
                    "errorCode": "UPLOAD_TOO_LARGE",
                    "errorClass": "validation",
                    "retryable": False,
                    "userActionable": True,
                    "resourceId": "file_381",
                    "occurredAt": "2026-02-20T09:58:12.000Z",
                }
            ],
            "limitsReached": [{"limit": "upload_size_mb", "current": 64, "max": 50}],
        },
        "recentActivity": {"windowHours": 72, "events": [], "clickTimeline": []},
        "backend": {
            "recentRequests": [],
            "jobs": [
                {
                    "jobId": "job_5512",
                    "queue": "exports",
                    "status": "failed",
                    "errorCode": "EXPORT_TIMEOUT",
                    "createdAt": "2026-02-20T09:40:00.000Z",
                    "updatedAt": "2026-02-20T09:45:00.000Z",
                }
            ],
            "errors": [],
        },
        "knowledgePack": {
            "docs": [],
            "runbooks": [
                {
                    "id": "error_UPLOAD_TOO_LARGE",
                    "title": "UPLOAD_TOO_LARGE",
                    "content": '{"errorCode":"UPLOAD_TOO_LARGE","resolution":"Upload less."}',
                    "category": "error_catalog",
                }
            ],
            "changelog": [],
        },
        "privacy": {"redactionVersion": "1", "fieldsRemoved": [], "fieldsRemovedTotal": 0},
    }
    return FrozenSnapshot(
        snapshot_id=SNAPSHOT_ID,
        text=orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode(),
        document=document,
    )


def turn(*, question: str = "Why can't I upload report.pdf?", **changes: Any) -> Turn:
    """A turn that asks this; `changes` are members of `Turn`."""
    made = Turn(
        case_id="cas_1",
        tenant_id="ten_acme",
        snapshot=snapshot(),
        context=None,
        conversation=(),
        question=Said(message_id="msg_1", role="user", content=question),
        link_hosts=LINK_HOSTS,
    )
    return replace(made, **changes)


REPLY: dict[str, JSON] = {
    "content": "Your upload was refused with `UPLOAD_TOO_LARGE`: the limit of your plan is 50.",
    "actions": [
        {
            "type": "open_docs",
            "label": "Read about upload limits",
            "payload": {"url": "https://docs.acme.example/limits"},
        }
    ],
    "evidence": [
        {"type": "error_code", "label": "The error you met", "value": "UPLOAD_TOO_LARGE"},
        {"type": "resource_id", "label": "The file", "value": "file_381"},
    ],
    "confidence": 0.9,
}
"""A right answer to it."""
