"""What has to stay, first part: codes, ids and times, in the types' own fields and in texts."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable

from tests.application.redaction.corpus import BASE62, BASE64URL, DIGITS, HEX, LOWER, UPPER, pick
from tests.application.redaction.outside import Form, Make, Piece, items

_Drawn = Callable[[random.Random], str]
_AT = "2026-02-20T10:00:00.000Z"


def in_text(drawn: _Drawn, *templates: str) -> Make:
    """The value in one of the templates, at `@@`."""

    def make(rng: random.Random) -> Piece:
        value = drawn(rng)
        return Piece(rng.choice(templates or ("@@",)).replace("@@", value), (value,))

    return make


def under(key: str, drawn: _Drawn) -> Make:
    """The value under a name."""

    def make(rng: random.Random) -> Piece:
        value = drawn(rng)
        return Piece(value, (value,), key)

    return make


def _host_rows(code: str, ident: str, time: str) -> dict[str, object]:
    return {
        "activeErrors": [
            {
                "errorCode": code,
                "errorClass": "infra",
                "retryable": True,
                "userActionable": False,
                "resourceId": ident,
                "occurredAt": time,
            }
        ],
        "entities": [
            {
                "type": "file",
                "id": ident,
                "status": "failed",
                "metadata": {"lastErrorCode": code, "requestId": ident, "updatedAt": time},
            }
        ],
        "recentRequests": [
            {
                "ts": time,
                "route": f"GET /api/files/{ident}",
                "httpStatus": 500,
                "errorCode": code,
                "resourceId": ident,
                "timingMs": 41,
                "requestId": ident,
            }
        ],
        "jobs": [
            {
                "jobId": ident,
                "queue": "exports",
                "status": "failed",
                "errorCode": code,
                "lastStage": "upload",
                "createdAt": time,
                "updatedAt": time,
                "durationMs": 912,
            }
        ],
        "errors": [
            {
                "ts": time,
                "errorCode": code,
                "errorClass": "infra",
                "route": "POST /api/files",
                "requestId": ident,
                "resourceId": ident,
            }
        ],
        "events": [
            {
                "ts": time,
                "event": "upload_failed",
                "page": f"/files/{ident}",
                "elementId": "btn-upload",
                "correlationRequestId": ident,
            }
        ],
    }


def _rows(code: _Drawn, ident: _Drawn, time: _Drawn, which: int) -> Make:
    """The types' own rows; `which` of code, id and time is the one looked for."""

    def make(rng: random.Random) -> Piece:
        drawn = (code(rng), ident(rng), time(rng))
        return Piece("", (drawn[which],), document=_host_rows(*drawn))  # type: ignore[arg-type]  # plain JSON, written in place

    return make


def _fixed(value: str) -> _Drawn:
    return lambda _rng: value


_CODES = items(
    r"""UPLOAD_TOO_LARGE | E1234 | ORA-00942 | ERR_CONNECTION_RESET | 0x80070005 | SQLSTATE 23505 |
    ECONNREFUSED | ENOTFOUND | PGRST301 | TS2345 | CS0246 | auth/invalid-token | TOKEN_EXPIRED |
    INVALID_API_KEY | PASSWORD_RESET_REQUIRED | SESSION_TIMEOUT | ERR-AUTH-0042 | quota.exceeded |
    InvalidAccessKeyId | NoSuchBucket | AADSTS50076 | SMTP 550 5.1.1 | HTTP 413 |
    429 Too Many Requests | ETIMEDOUT | EXPORT_TIMEOUT | card_declined | insufficient_funds |
    invalid_grant | CSRF_TOKEN_MISMATCH | MISSING_SECRET | PIN_BLOCKED | OTP_EXPIRED | 0xC0000005
    | KB5034441 | CVE-2024-3094 | errno 13 | exit code 137 | SIGKILL | DNS_PROBE_FINISHED_NXDOMAIN
    | net::ERR_CERT_DATE_INVALID | java.lang.NullPointerException | SSL_ERROR_RX_RECORD_TOO_LONG |
    E11000 | WRONGTYPE | PERMISSION_DENIED | gRPC 14 UNAVAILABLE | 1064 (42000) | MSB3073 |
    SQL0803N | PLS-00201 | DB2-911 | F-4471 | Fehler 1603 | ERROR_42703 | BILLING-402-17 |
    E_ACCESSDENIED | ERR_SSL_PROTOCOL_ERROR"""
)
_SIGNIFICANT = [code for code in _CODES if " " not in code]


def _uuid_v(version: int) -> _Drawn:
    return lambda rng: str(uuid.UUID(int=rng.getrandbits(128), version=version))


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ID_FORMS: dict[str, _Drawn] = {
    "UUID v1": _uuid_v(1),
    "UUID v3": _uuid_v(3),
    "UUID v4": _uuid_v(4),
    "UUID v5": _uuid_v(5),
    "UUID v6": lambda rng: (
        f"1ef{pick(rng, HEX, 5)}-91c0-6{pick(rng, HEX, 3)}-9a00-{pick(rng, HEX, 12)}"
    ),
    "UUID v7": lambda rng: (
        f"0194{pick(rng, HEX, 4)}-3c1e-7{pick(rng, HEX, 3)}-a1b2-{pick(rng, HEX, 12)}"
    ),
    "UUID upper": lambda rng: _uuid_v(4)(rng).upper(),
    "ULID": lambda rng: "01J" + pick(rng, _CROCKFORD, 23),
    "KSUID": lambda rng: "2" + pick(rng, BASE62, 26),
    "nanoid": lambda rng: pick(rng, BASE64URL[:62], 21),
    "cuid": lambda rng: "c" + pick(rng, LOWER + DIGITS, 24),
    "cuid2": lambda rng: "t" + pick(rng, LOWER + DIGITS, 23),
    "hex 16": lambda rng: pick(rng, HEX, 16),
    "hex 24": lambda rng: "65d4" + pick(rng, HEX, 20),
    "hex 32": lambda rng: pick(rng, HEX, 32),
    "snowflake": lambda rng: "12" + pick(rng, DIGITS, 17),
    "prj": lambda rng: f"prj_{pick(rng, LOWER + DIGITS, 8)}",
    "file": lambda rng: f"file_{pick(rng, DIGITS, 3)}",
    "job": lambda rng: f"job_{pick(rng, HEX, 12)}",
    "req": lambda rng: f"req_{pick(rng, BASE62, 14)}",
    "req long": lambda rng: f"req_{pick(rng, BASE62, 24)}",
    "order": lambda rng: f"ord-2024-{pick(rng, DIGITS, 6)}",
    "inv#": lambda rng: f"inv#{pick(rng, DIGITS, 5)}",
    "INV-": lambda rng: f"INV-2026-{pick(rng, DIGITS, 5)}",
    "ticket": lambda rng: f"SUP-{pick(rng, DIGITS, 4)}",
    "Stripe-like": lambda rng: f"pi_{pick(rng, BASE62, 24)}",
    "customer": lambda rng: f"cus_{pick(rng, BASE62, 14)}",
    "slash": lambda rng: f"projects/{pick(rng, DIGITS, 4)}/files/{pick(rng, DIGITS, 3)}",
    "urn": lambda rng: f"urn:acme:file:{pick(rng, DIGITS, 6)}",
    "colon": lambda rng: f"export:{pick(rng, DIGITS, 7)}",
    "ARN": lambda rng: f"arn:aws:s3:::acme-exports-{pick(rng, DIGITS, 4)}",
    "number": lambda rng: "7" + pick(rng, DIGITS, 6),
    "UUID prefixed": lambda rng: f"usr_{_uuid_v(4)(rng)}",
    "UUID short": lambda rng: pick(rng, HEX, 8),
    "sqid": lambda rng: pick(rng, BASE62, 10),
    "xid": lambda rng: "c" + pick(rng, "0123456789abcdefghijklmnopqrstuv", 19),
    "AWS request": lambda rng: f"{pick(rng, UPPER + DIGITS, 16)}",
    "Cloudflare ray": lambda rng: f"{pick(rng, HEX, 16)}-FRA",
    "Amzn trace": lambda rng: f"1-65d4{pick(rng, HEX, 4)}-{pick(rng, HEX, 24)}",
    "base36": lambda rng: f"wf-{pick(rng, LOWER + DIGITS, 10)}",
}
_ID_LEADS = (
    "request @@ failed",
    "id @@",
    "job @@",
    "requestId=@@",
    "see file @@",
    "resource @@ not found",
    "trace_id=@@",
    "@@ was not found",
)
_TRACES: dict[str, _Drawn] = {
    "traceparent": lambda rng: f"00-{pick(rng, HEX, 32)}-{pick(rng, HEX, 16)}-01",
    "git SHA": lambda rng: pick(rng, HEX, 40),
    "git short": lambda rng: pick(rng, HEX, 7) + "f",
    "trace": lambda rng: pick(rng, HEX, 32),
    "span": lambda rng: pick(rng, HEX, 16),
    "etag": lambda rng: pick(rng, HEX, 32),
}
_TRACE_LEADS = {
    "traceparent": ("traceparent: @@", "traceparent=@@"),
    "git SHA": ("commit @@", "deployed from commit @@", "git sha @@"),
    "git short": ("commit @@", "at revision @@"),
    "trace": ("trace_id=@@", "trace id @@", "X-B3-TraceId: @@"),
    "span": ("span_id=@@", "spanId: @@"),
    "etag": ('ETag: "@@"', "etag=@@"),
}
_TIMES = items(
    r"""2026-02-20T10:00:00Z | 2026-02-20T10:00:00.123Z | 2026-02-20T10:00:00.123456+01:00 |
    2026-02-20 10:00:00 | 2026-02-20 10:00:00,123 | 20/Feb/2026:10:00:00 +0000 |
    Fri, 20 Feb 2026 10:00:00 GMT | 20260220T100000Z | 2026-02-20 | 20.02.2026 10:00 |
    02/20/2026 10:00 AM | Feb 20 10:00:00 | 1771581600 | 1771581600123 | 1771581600.123 |
    10:00:00.123 | 2026-W08-5 | 2026-051 | Fri Feb 20 10:00:00 UTC 2026 | 20. Februar 2026 |
    20 Feb 2026 | 2026/02/20 10:00:00 | 2026-02-20T10:00:00.123456789Z | 20-02-2026 |
    2026-02-20T10:00:00-0500 | 1771581600123456"""
)
_TYPE_TIMES = [t for t in _TIMES if t[:4].isdigit() and len(t) >= 19 and "T" in t] + [
    "1771581600",
    "1771581600123",
]

CODES = (
    *(
        Form(
            "error codes",
            f"{code} in a text",
            in_text(
                _fixed(code),
                "@@",
                "failed with @@",
                "error: @@ while saving",
                "code=@@",
                "[@@] upload",
            ),
        )
        for code in _CODES
    ),
    *(
        Form(
            "error codes", f"{code} in rows", _rows(_fixed(code), _ID_FORMS["file"], _fixed(_AT), 0)
        )
        for code in _SIGNIFICANT
    ),
    *(
        Form(
            "error codes",
            f"{code} under {key}",
            under(key, _fixed(code)),
            ("metadata", "JSON in a string", "logfmt", "JSON log", "context member"),
        )
        for code in _SIGNIFICANT[::3]
        for key in ("errorCode", "code", "lastError")
    ),
)
IDS = (
    *(
        Form("ids", f"{name} in a text", in_text(drawn, *_ID_LEADS))
        for name, drawn in _ID_FORMS.items()
    ),
    *(
        Form("ids", f"{name} in rows", _rows(_fixed("E_FAILED"), drawn, _fixed(_AT), 1))
        for name, drawn in _ID_FORMS.items()
    ),
    *(
        Form(
            "ids",
            f"{name} under {key}",
            under(key, drawn),
            ("metadata", "nested metadata", "context member", "JSON in a string", "JSON log"),
        )
        for name, drawn in _ID_FORMS.items()
        for key in ("projectId", "request_id")
    ),
    *(Form("traces", name, in_text(drawn, *_TRACE_LEADS[name])) for name, drawn in _TRACES.items()),
)
TIMES = (
    *(
        Form(
            "times",
            f"{time} in a text",
            in_text(
                _fixed(time),
                "at @@ it stopped",
                "since @@",
                "ts=@@ level=warn",
                "@@ job started",
                "last run @@",
            ),
        )
        for time in _TIMES
    ),
    *(
        Form(
            "times",
            f"{time} in rows",
            _rows(_fixed("E_FAILED"), _ID_FORMS["file"], _fixed(time), 2),
        )
        for time in _TYPE_TIMES
    ),
    *(
        Form(
            "times",
            f"{time} under {key}",
            under(key, _fixed(time)),
            ("metadata", "context member", "JSON in a string", "JSON log", "name and value rows"),
        )
        for time in _TIMES
        for key in ("updatedAt", "expires_at", "tokenExpiresAt")
    ),
)
