"""One story, told by every example: an upload that was too large for the plan."""

from typing import Final

from domain.model import JSON

Object = dict[str, JSON]

CASE_ID: Final = "cas_019c7a3f2b4070008f00d1c2b3a49586"
SNAPSHOT_ID: Final = "scs_019c7a3f2b4170009a4b7c8d9e0f1a2b"
QUESTION_ID: Final = "msg_019c7a3f2b4270008b5c6d7e8f901a2b"
ANSWER_ID: Final = "msg_019c7a3f31c0700081f2e3d4c5b6a798"
FURTHER_ID: Final = "msg_019c7a4001d070008899aabbccddeeff"
TENANT: Final = "ten_acme"
USER: Final = "usr_1"
SHA256: Final = "9f2c1d40a6b8e3577c0d92ab14ef65d08a7b3c6e5f1029384756aabbccddeeff"
SUBJECT: Final = "k7w3p0q9x1r5t8y2"

OPENING: Final[Object] = {
    "message": "I can't upload files larger than 50MB",
    "context": {"page": "/projects/1/files"},
}

ACTION: Final[Object] = {
    "type": "open_docs",
    "label": "Read about upload limits",
    "payload": {"url": "https://docs.acme.example/uploads"},
}

EVIDENCE: Final[list[JSON]] = [
    {"type": "error_code", "label": "The error you saw", "value": "UPLOAD_TOO_LARGE"},
    {"type": "timestamp", "label": "When", "value": "2026-02-20T09:58:00Z"},
]


def case(**changed: JSON) -> Object:
    """The case after its first answer, or as it is once something changed."""
    return {
        "id": CASE_ID,
        "tenantId": TENANT,
        "userId": USER,
        "status": "active",
        "snapshotId": SNAPSHOT_ID,
        "createdAt": "2026-02-20T10:00:00.000Z",
        "updatedAt": "2026-02-20T10:00:01.664Z",
        "resolvedAt": None,
        "messageCount": 2,
        "feedback": None,
        "rating": None,
        **changed,
    }


QUESTION: Final[Object] = {
    "id": QUESTION_ID,
    "caseId": CASE_ID,
    "role": "user",
    "content": "I can't upload files larger than 50MB",
    "actions": [],
    "evidence": [],
    "confidence": None,
    "createdAt": "2026-02-20T10:00:00.001Z",
}

ANSWER: Final[Object] = {
    "id": ANSWER_ID,
    "caseId": CASE_ID,
    "role": "assistant",
    "content": (
        "Your upload was refused with `UPLOAD_TOO_LARGE`: the starter plan takes files of up to"
        " 50 MB, and this one has 73 MB. Make the file smaller, or choose a larger plan."
    ),
    "actions": [ACTION],
    "evidence": EVIDENCE,
    "confidence": 0.87,
    "createdAt": "2026-02-20T10:00:01.664Z",
}

FURTHER: Final[Object] = {
    **ANSWER,
    "id": FURTHER_ID,
    "content": "The team plan takes files of up to 500 MB. An owner of yours can change it.",
    "actions": [],
    "evidence": [{"type": "resource_id", "label": "Your plan", "value": "starter"}],
    "confidence": 0.74,
    "createdAt": "2026-02-20T10:02:11.200Z",
}

OPENED: Final[Object] = {
    "case": case(),
    "snapshot": {"id": SNAPSHOT_ID},
    "aiMessage": ANSWER,
    "disclosure": "You are talking to an AI assistant, which can make mistakes.",
}

STREAM: Final = f"""\
event: accepted
id: 2
data: {{"caseId":"{CASE_ID}","messageId":"{QUESTION_ID}"}}

event: answering
data: {{}}

event: checking
data: {{}}

event: delta
data: {{"content":"Your upload was refused with "}}

event: message
id: 4
data: {{"message":{{"id":"{FURTHER_ID}", …}}}}

"""

FOLLOWED: Final = f"""\
event: message
data: {{"message":{{"id":"{ANSWER_ID}", …}}}}

event: case
id: 4
data: {{"case":{{"id":"{CASE_ID}", …}}}}

"""

USER_STATE: Final[Object] = {
    "userId": USER,
    "tenantId": "acme-production",
    "roles": ["editor"],
    "plan": "starter",
    "featuresEnabled": ["uploads"],
    "entities": [
        {
            "type": "project",
            "id": "prj_1",
            "description": "Spring campaign",
            "status": "active",
            "metadata": {"files": 214},
        }
    ],
    "activeErrors": [
        {
            "errorCode": "UPLOAD_TOO_LARGE",
            "errorClass": "validation",
            "retryable": False,
            "userActionable": True,
            "resourceId": "file_9",
            "occurredAt": "2026-02-20T09:58:00Z",
        }
    ],
    "limitsReached": [{"limit": "uploadMaxBytes", "current": 76546048, "max": 52428800}],
    "profile": {"fullName": "Jo Park", "email": "jo@acme.example", "country": "PT"},
}

USER_HISTORY: Final[Object] = {
    "windowHours": 72,
    "events": [
        {
            "ts": "2026-02-20T09:57:58Z",
            "event": "upload_started",
            "page": "/projects/1/files",
            "elementId": "upload",
            "intent": "upload_file",
            "correlationRequestId": "req_7",
        }
    ],
    "clickTimeline": [
        {"ts": "2026-02-20T09:57:55Z", "page": "/projects/1/files", "action": "Upload"}
    ],
}

USER_LOGS: Final[Object] = {
    "recentRequests": [
        {
            "ts": "2026-02-20T09:58:00Z",
            "route": "POST /api/files",
            "httpStatus": 413,
            "errorCode": "UPLOAD_TOO_LARGE",
            "resourceId": "file_9",
            "timingMs": 41,
            "requestId": "req_7",
        }
    ],
    "jobs": [
        {
            "jobId": "job_3",
            "queue": "exports",
            "status": "failed",
            "errorCode": "EXPORT_TIMEOUT",
            "lastStage": "rendering",
            "createdAt": "2026-02-20T09:00:00Z",
            "updatedAt": "2026-02-20T09:15:00Z",
            "durationMs": 900000,
        }
    ],
    "errors": [
        {
            "ts": "2026-02-20T09:15:00Z",
            "errorCode": "EXPORT_TIMEOUT",
            "errorClass": "infra",
            "route": "worker:exports",
            "requestId": "req_5",
            "resourceId": "job_3",
        }
    ],
}

BUSINESS_RULES: Final[Object] = {
    "rules": {"uploadMaxBytes": {"starter": 52428800, "team": 524288000}},
    "errorCatalog": [
        {
            "errorCode": "UPLOAD_TOO_LARGE",
            "errorClass": "validation",
            "retryable": False,
            "userActionable": True,
            "resolution": "Make the file smaller, or choose a larger plan.",
        }
    ],
    "docs": [
        {
            "id": "doc_1",
            "title": "Upload limits",
            "content": "Files are uploaded from a project's Files page.",
            "category": "files",
        }
    ],
    "runbooks": [],
    "changelog": [{"version": "5.2.0", "date": "2026-02-01", "summary": "Exports run faster."}],
}
