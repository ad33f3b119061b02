"""What a diagnosis needs, and what only looks like a secret."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import Final

from tests.application.redaction.corpus import (
    BASE62,
    DIGITS,
    HEX,
    Format,
    Make,
    one_of,
    pick,
    whole,
)
from tests.application.redaction.corpus_prose import FLAGS, NEAR, PROSE


def _field(group: str, name: str, make: Make, *fields: str) -> Format:
    return Format(group, name, make, fields)


def _time(rng: random.Random) -> str:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=rng.randrange(31 * 10**9))
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _uuid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


_CODE: Final = one_of(
    "TOKEN_EXPIRED_REFRESH_REQUIRED",
    "PASSWORD_TOO_SHORT",
    "FILE_TOO_LARGE",
    "AUTH_SESSION_INVALID",
    "SECRET_ROTATION_FAILED",
    "ERR_CARD_DECLINED",
    "API_KEY_MISSING",
    "COOKIE_NOT_SET",
    "PIN_LOCKED",
)
_SHORT_CODE: Final = one_of(
    "E1234", "ORA-12154", "0x80070005", "SQLSTATE 42P01", "KB-404", "EADDRINUSE", "S3_403"
)
_CODES: Final = (
    _field("error codes", "long", _CODE, "errorCode", "code", "error", "reason"),
    Format("error codes", "long in text", _CODE),
    _field("error codes", "short", _SHORT_CODE, "errorCode", "code", "statusCode"),
    Format("error codes", "short in text", _SHORT_CODE),
    whole("error codes", "under token", lambda r: ({"errors": {"token": (c := _CODE(r))}}, c)),
    whole(
        "error codes",
        "catalogue",
        lambda r: (
            {"errorCode": (c := _CODE(r)), "errorClass": "permission", "retryable": True},
            c,
        ),
    ),
)
_IDS: Final = (
    _field("ids", "job", lambda r: "job_" + pick(r, HEX, 12), "jobId", "id"),
    _field(
        "ids",
        "request",
        lambda r: "req_" + pick(r, BASE62, 24),
        "requestId",
        "correlationRequestId",
    ),
    _field("ids", "file", lambda r: "file_" + pick(r, DIGITS, 10), "resourceId", "id", "fileId"),
    Format("ids", "file in text", lambda r: "file_" + pick(r, DIGITS, 10)),
    Format("ids", "job in text", lambda r: "job_" + pick(r, HEX, 16)),
    Format("ids", "uuid", _uuid),
    _field("ids", "uuid field", _uuid, "requestId", "traceId", "id"),
    _field(
        "ids",
        "ulid",
        lambda r: "01H" + pick(r, DIGITS + "ABCDEFGHJKMNPQRSTVWXYZ", 23),
        "id",
        "requestId",
    ),
    _field(
        "ids",
        "trace",
        lambda r: pick(r, HEX, 32),
        "traceId",
        "trace_id",
        "requestId",
        "correlationId",
    ),
    _field("ids", "span", lambda r: pick(r, HEX, 16), "spanId", "span_id"),
    _field("ids", "order", lambda r: pick(r, DIGITS, 10), "orderNumber", "orderId", "invoiceId"),
    _field(
        "ids", "long order", lambda r: pick(r, DIGITS, 16), "orderId", "orderNumber", "resourceId"
    ),
    _field("ids", "user", lambda r: "usr_" + pick(r, BASE62, 12), "userId", "ownerId", "tenantId"),
    _field("ids", "odd user", one_of("auth0|64f0a1", "team:42", "a.b-c~d", "u+1"), "userId"),
    _field("ids", "mongo", lambda r: pick(r, HEX, 24), "id", "_id", "resourceId"),
    _field("ids", "payment", lambda r: "pi_" + pick(r, BASE62, 24), "paymentId", "id"),
    Format("ids", "ticket in text", one_of("ACME-1234", "#48213", "INC0012345", "ticket 99812")),
    whole("ids", "number", lambda r: ({"orderId": int(n := "4" + pick(r, DIGITS, 15))}, n)),
    whole(
        "ids",
        "traceparent",
        lambda r: ({"traceparent": (t := f"00-{pick(r, HEX, 32)}-{pick(r, HEX, 16)}-01")}, t),
    ),
    whole("ids", "in log", lambda r: ({"log": f"INFO trace_id={(t := pick(r, HEX, 32))} done"}, t)),
    whole(
        "ids",
        "in nested log",
        lambda r: (
            {"log": f'{{"requestId":"{(t := pick(r, HEX, 32))}","email":"a@b.example"}}'},
            t,
        ),
    ),
    whole(
        "ids",
        "objects",
        lambda r: ({"id": (t := f"acct_{pick(r, BASE62, 16)}"), "key": "primary"}, t),
    ),
)
_TIMES: Final = (
    _field("times", "iso", _time, "ts", "createdAt", "occurredAt", "updatedAt", "expires"),
    Format("times", "iso in text", _time),
    _field("times", "epoch", lambda r: "17" + pick(r, DIGITS, 8), "ts", "timestamp", "expiresAt"),
    whole("times", "epoch number", lambda r: ({"ts": int(n := "17" + pick(r, DIGITS, 11))}, n)),
    whole(
        "times",
        "epoch log",
        lambda r: ({"log": f"[{(n := '17' + pick(r, DIGITS, 11))}] started"}, n),
    ),
    Format("times", "spaced", lambda r: _time(r)[:19].replace("T", " ")),
    Format("times", "offset", lambda r: _time(r)[:19] + "+02:00"),
    Format("times", "clf", one_of("20/Feb/2026:10:00:00 +0000", "Fri, 20 Feb 2026 10:00:00 GMT")),
    whole(
        "times",
        "token expiry",
        lambda r: ({"tokenExpiresAt": (t := _time(r)), "tokenExpired": True}, t),
    ),
)
_VERSIONS: Final = (
    _field(
        "versions",
        "semver",
        one_of("1.2.3", "4.17.21", "2.0.0-rc.1", "v3.11.4+build7"),
        "version",
        "appVersion",
        "release",
    ),
    _field(
        "versions",
        "four parts",
        one_of("10.4.2.1", "120.0.6099.109", "1.0.0.0"),
        "version",
        "firmware",
        "clientVersion",
    ),
    Format(
        "versions",
        "in text",
        one_of(
            "version 10.4.2.1", "v10.4.2.1", "release 4.17.21", "Chrome/120.0.10.9", "react@18.2.0"
        ),
    ),
    _field("versions", "sha", lambda r: pick(r, HEX, 40), "sha", "commit", "gitSha", "revision"),
    _field(
        "versions",
        "digest",
        lambda r: "sha256:" + pick(r, HEX, 64),
        "digest",
        "checksum",
        "imageDigest",
    ),
    Format("versions", "commit in text", lambda r: "commit " + pick(r, HEX, 40)),
    _field("versions", "etag", lambda r: 'W/"' + pick(r, HEX, 32) + '"', "etag"),
)
_ROUTES: Final = (
    _field(
        "routes",
        "plain",
        lambda r: f"/api/v1/users/{r.randint(1, 9999)}/files",
        "route",
        "path",
        "page",
        "endpoint",
    ),
    Format(
        "routes",
        "in text",
        lambda r: f"GET /api/v1/projects/{r.randint(1, 999)}/upload?page=2&sort=name",
    ),
    _field(
        "routes",
        "with id",
        lambda r: f"/api/v1/files/file_{pick(r, DIGITS, 10)}/download",
        "route",
        "url",
    ),
    _field(
        "routes",
        "auth",
        one_of(
            "/auth/token/refresh",
            "/users/{userId}/password",
            "/api/v1/sessions/current",
            "/settings/api-keys",
        ),
        "route",
        "page",
    ),
    Format(
        "routes",
        "url",
        one_of(
            "https://docs.acme.com/guides/upload-limits?lang=en#limits",
            "https://api.acme.com/v1/jobs?status=failed&cursor=42",
            "https://app.acme.com/reset-password?code=E1234",
        ),
    ),
    _field("routes", "uuid", lambda r: f"/v2/jobs/{_uuid(r)}/retry", "route"),
)
_AMOUNTS: Final = (
    _field(
        "amounts",
        "bytes",
        lambda r: str(r.randint(10**6, 10**9)),
        "sizeBytes",
        "limit",
        "max",
        "current",
    ),
    Format(
        "amounts",
        "units",
        one_of(
            "50 MB",
            "52428800 bytes",
            "1,234.56 EUR",
            "$19.99",
            "99.9 %",
            "1500 ms",
            "3/5",
            "12 months",
        ),
    ),
    whole(
        "amounts",
        "numbers",
        lambda r: (
            {"limit": "upload_mb", "current": int(n := pick(r, "123456789", 8)), "max": 50},
            n,
        ),
    ),
    _field(
        "amounts",
        "duration",
        one_of("1500ms", "3.5s", "00:05:30", "PT15M", "72h"),
        "duration",
        "elapsed",
        "timeout",
    ),
    whole(
        "amounts",
        "tokens",
        lambda r: (
            {"usage": {"tokensUsed": int(n := pick(r, "123456789", 6)), "max_tokens": 4096}},
            n,
        ),
    ),
    whole(
        "amounts",
        "token count",
        lambda r: ({"tokenCount": int(n := pick(r, "123456789", 5)), "tokens": 15321}, n),
    ),
    whole(
        "amounts",
        "big",
        lambda r: ({"amount": int(n := pick(r, "123456789", 16)), "currency": "IDR"}, n),
    ),
    whole(
        "amounts", "literal", lambda _: ({"body": '{"amount": 10.00, "currency": "EUR"}'}, "10.00")
    ),
)


KEPT: Final = (*_CODES, *_IDS, *_TIMES, *_VERSIONS, *_ROUTES, *_AMOUNTS, *PROSE, *FLAGS, *NEAR)
