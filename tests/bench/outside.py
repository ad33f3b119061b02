"""What the gateway calls, as fast as Python can answer: a host application and a Messages API.

`uvicorn tests.bench.outside:app` serves both. The four answers of the host are 50 KB together; the
model says one thing, which every snapshot bears out.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from domain.model import iso
from tests.hosts.lifelike import lifelike
from tests.messages_api import message

HOST_BYTES: Final = 50_000
"""What the four answers of the host hold together, within a row or two."""

USER: Final = "__user__"
"""Stands in the answers where the user's id belongs."""

_NOON: Final = datetime(2026, 2, 20, 12, tzinfo=UTC)
_CODES: Final = ("UPLOAD_TOO_LARGE", "EXPORT_TIMEOUT", "QUOTA_EXCEEDED", None, None, None)
_SAID: Final = {
    "content": "Your last upload was refused: `UPLOAD_TOO_LARGE`. Make the file smaller, or choose"
    " a larger plan.",
    "actions": [{"type": "retry", "label": "Try the upload again", "payload": {}}],
    "evidence": [{"type": "error_code", "label": "Error", "value": "UPLOAD_TOO_LARGE"}],
    "confidence": 0.9,
}


def host_answers() -> dict[str, dict[str, Any]]:
    """The four answers, by endpoint."""
    answers = lifelike()
    answers["user-state"]["userId"] = USER
    logs, history = answers["user-logs"], answers["user-history"]
    number = 0
    while sum(len(json.dumps(answer)) for answer in answers.values()) < HOST_BYTES:
        number += 1
        at = iso(_NOON - timedelta(minutes=number))
        history["events"].append(
            {
                "ts": at,
                "event": "upload_started" if number % 3 else "page_view",
                "page": f"/projects/{number % 9}/files",
                "elementId": f"upload-button-{number % 4}",
                "intent": "upload a video for the spring campaign",
                "correlationRequestId": f"req_{number:08x}",
            }
        )
        logs["recentRequests"].append(
            {
                "ts": at,
                "route": f"POST /api/projects/{number % 9}/files",
                "httpStatus": 413 if number % 6 == 0 else 200,
                "errorCode": _CODES[number % 6],
                "resourceId": f"file_{number:06x}",
                "timingMs": 20 + number % 300,
                "requestId": f"req_{number:08x}",
            }
        )
        if number % 5 == 0:
            logs["errors"].append(
                {
                    "ts": at,
                    "errorCode": "UPLOAD_TOO_LARGE",
                    "errorClass": "validation",
                    "route": "POST /api/projects/7/files",
                    "requestId": f"req_{number:08x}",
                    "resourceId": "prj_7",
                    "message": f"user jane.doe+{number}@example.com sent 61.4 MB of at most 50",
                }
            )
    return answers


_HOST: Final = {
    f"/support/{endpoint}": json.dumps(answer).encode()
    for endpoint, answer in host_answers().items()
}
_MESSAGE: Final = json.dumps(message(json.dumps(_SAID))).encode()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    if scope["type"] != "http":
        return
    if scope["path"] == "/v1/messages":
        while (await receive()).get("more_body"):
            pass
        body = _MESSAGE
    else:
        user = parse_qs(scope["query_string"]).get(b"userId", [b""])[0]
        body = _HOST[scope["path"]].replace(USER.encode(), user)
    length = str(len(body)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
