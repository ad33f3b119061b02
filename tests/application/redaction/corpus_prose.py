"""Sentences about secrets, harmless values under telling names, and near misses."""

from __future__ import annotations

import random
from typing import Final

from stdnum import luhn

from application.redaction import JSON
from tests.application.redaction.corpus import (
    DIGITS,
    LOWER,
    UPPER,
    Format,
    in_groups,
    one_of,
    pick,
    whole,
)

PROSE: Final = tuple(
    Format("prose", sentence[:20], one_of(sentence))
    for sentence in (
        "Your password must have at least 12 characters.",
        "The access token expired, refresh it and try again",
        "Error: invalid token: signature mismatch",
        "token expired",
        "To reset your password: open Settings and choose Security",
        "Use the Authorization header with a bearer token to call the API",
        "The secret to fast uploads is a stable connection",
        "password is required",
        "API key: see the settings page",
        "Session expired: please sign in again",
        "The PIN is wrong",
        "error code: 403 forbidden",
        "Set the cookie policy to strict: it helps",
        "Use the key id to rotate a key",
        "missing required parameter: token",
        "Authorization: required",
        "Files larger than 50 MB fail with FILE_TOO_LARGE since version 4.2.0",
        "std::vector<int>::push_back failed in Upload::run()",
        "handleUserAuthenticationCallbackRequest threw in UploadControllerTest",
        "at com.acme.internal.UploadTask.run(UploadTask.java:120)",
        "Contact support via the help page if it still fails",
        "Your plan allows 5 users and 100 projects",
    )
)

_FLAGS: Final[tuple[tuple[JSON, str], ...]] = (
    ({"passwordResetRequired": True, "x": "keep1"}, "keep1"),
    ({"hasPassword": True, "token": None, "y": "keep2"}, "keep2"),
    ({"token": "expired"}, "expired"),
    ({"password": "required"}, "required"),
    ({"password": "must have at least 12 characters"}, "must have at least 12 characters"),
    ({"errors": {"password": ["is too short", "has to contain a digit"]}}, "is too short"),
    ({"auth": "oauth2"}, "oauth2"),
    ({"tokenType": "Bearer"}, "Bearer"),
    ({"secretName": "db-credentials"}, "db-credentials"),
    ({"keyboard": "qwerty-us-2", "monkey": "george7"}, "qwerty-us-2"),
    ({"secretary": "Office 12"}, "Office 12"),
    ({"key": "primary-color-3", "value": "blue-500"}, "blue-500"),
    ({"session": {"startedAt": "2026-02-20T10:00:00Z", "pages": 3}}, "2026-02-20T10:00:00Z"),
    ({"passwordPolicy": "min 12, 1 digit"}, "min 12, 1 digit"),
    ({"authMethod": "password"}, "password"),
    ({"cookieConsent": "granted"}, "granted"),
    ({"field": "password", "code": "TOO_SHORT", "message": "Too short"}, "Too short"),
    ({"requiredFields": ["name", "email", "password", "confirmPassword"]}, "confirmPassword"),
    ({"scopes": ["files:read", "token:refresh", "session"]}, "token:refresh"),
    ({"featuresEnabled": ["api_keys_v2", "password_login", "sso"]}, "api_keys_v2"),
    ({"plan": "enterprise-2024", "name": "Marketing Site"}, "Marketing Site"),
    ({"type": "project", "name": "Q3 Report", "status": "ready"}, "Q3 Report"),
    ({"apiKeyStatus": "active", "apiKeyId": "key_8123"}, "key_8123"),
    (
        {"jobs": [{"queue": "email-delivery", "lastStage": "send_token_mail"}]},
        "send_token_mail",
    ),
)


def _example(document: JSON, passage: str) -> Format:
    return whole("harmless under telling keys", str(document)[:30], lambda _: (document, passage))


FLAGS: Final = tuple(_example(document, passage) for document, passage in _FLAGS)


def _not_luhn(rng: random.Random) -> str:
    body = "4" + pick(rng, DIGITS, 14)
    wrong = str((int(luhn.calc_check_digit(body)) + rng.randint(1, 9)) % 10)
    return body + wrong


NEAR: Final = (
    Format("only a checksum tells", "no card", _not_luhn),
    Format(
        "only a checksum tells",
        "grouped no card",
        lambda r: in_groups(_not_luhn(r), 4),
    ),
    Format("only a checksum tells", "no iban", lambda r: "DE00" + pick(r, DIGITS, 18)),
    Format("only a checksum tells", "tracking", lambda r: "1Z" + pick(r, UPPER + DIGITS, 16)),
    Format(
        "only a checksum tells", "sku", lambda r: f"SKU-{pick(r, DIGITS, 5)}-{pick(r, LOWER, 3)}"
    ),
    Format(
        "only a checksum tells",
        "ssn like",
        lambda r: f"000-{pick(r, DIGITS, 2)}-{pick(r, DIGITS, 4)}",
    ),
    Format("only a checksum tells", "ten digits", lambda r: "order " + pick(r, "123456789", 10)),
)
