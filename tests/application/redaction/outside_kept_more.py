"""What has to stay, second part: figures, versions, routes, names of things, and prose."""

from __future__ import annotations

import random

from tests.application.redaction.corpus import DIGITS, pick
from tests.application.redaction.outside import Form, Make, Piece, items
from tests.application.redaction.outside_identity import luhn_digit
from tests.application.redaction.outside_kept import in_text, under


def _all(
    group: str, *values: str, leads: tuple[str, ...] = ("@@", "it says @@ there")
) -> tuple[Form, ...]:
    def make(value: str) -> Make:
        return in_text(lambda _rng: value, *leads)

    return tuple(Form(group, value, make(value)) for value in values)


def _number(length: int) -> Make:
    """An order number, which no check digit bears out."""

    def make(rng: random.Random) -> Piece:
        while True:
            number = rng.choice("123456789") + pick(rng, DIGITS, length - 1)
            if luhn_digit(number[:-1]) != number[-1]:
                lead = rng.choice(
                    (
                        "order @@",
                        "Order number @@",
                        "invoice @@",
                        "Rechnung Nr. @@",
                        "Bestellung @@",
                        "tracking number @@",
                    )
                )
                return Piece(lead.replace("@@", number), (number,))

    return make


def _keyed(group: str, values: dict[str, str]) -> tuple[Form, ...]:
    def make(key: str, value: str) -> Make:
        return under(key, lambda _rng: value)

    places = (
        "metadata",
        "nested metadata",
        "context member",
        "JSON in a string",
        "JSON log",
        "name and value rows",
    )
    return tuple(
        Form(group, f"{key}={value}", make(key, value), places) for key, value in values.items()
    )


FIGURES = (
    *_all(
        "versions and builds",
        *items(
            r"""v2.14.3 | 1.0.0-rc.1+build.5 | 2026.02.1 | 10.0.19045.3930 | Chrome/121.0.6167.160 |
            python 3.11.7 | build 20260220.4 | node v20.11.0 | version 3.2.1.4 | app 5.12.0 (5120)
            | nginx/1.25.3 | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 |
            postgres 16.2 | TLSv1.3 | #4821 | iOS 17.3.1 | sdk-js@4.2.0 | @acme/widget@2.1.0 |
            acme.com/v2 | sha256:latest | release 24.04 LTS | r1182"""
        ),
        leads=("@@", "running @@ now", "since @@"),
    ),
    *_all(
        "amounts and sizes",
        *items(
            r"""EUR 1,299.00 | 1.299,00 € | $49.99 | USD 12 500.50 | 52428800 bytes | 50 MB
            | 73,5 MB
            | 1.5 GiB | 99.95 % | 12 % | 3,000,000 rows | 15 minutes | 912 ms | PT15M | 1h 20m |
            £0.30 | CHF 1'250.00 | ₹1,00,000 | 4096 tokens | used 1200 of 5000 tokens | 80/100 |
            1e6 | -273.15 | 3 of 5 seats | 1280x720 | 60 req/min"""
        ),
        leads=("@@", "limit is @@ today", "you used @@"),
    ),
    *(Form("order numbers", f"{length} digits", _number(length)) for length in range(6, 17)),
    *_all(
        "product numbers",
        *items(
            r"""978-3-16-148410-0 | ISBN 9783161484100 | UPC 036000291452 | EAN 4006381333931 |
            tracking 1Z999AA10123456784 | DHL JJD000390007882 | SKU-88-1042-XL | part 700-1234-5 |
            RMA-2026-0142 | PO 4500012345 | licence plate of bay 12 | serial C02XK1ABJG5H"""
        ),
        leads=("@@", "it is @@"),
    ),
    *_all(
        "ports and statuses",
        *items(
            r"""port 5432 | :8080 | HTTP/1.1 413 Payload Too Large | status=502 | exit status 1 |
            localhost:3000 | http://localhost:8080/health | pid 4711 | line 112 | status code 429"""
        ),
        leads=("@@", "got @@ again"),
    ),
    *_keyed(
        "figures under keys",
        {
            "tokensUsed": "8123",
            "maxTokens": "4096",
            "tokenCount": "17",
            "passwordMinLength": "12",
            "sessionTimeoutMinutes": "30",
            "keyCount": "3",
            "apiKeyCount": "2",
            "sessionCount": "14",
            "retries": "3",
            "fileSize": "52428800",
            "amount": "129900",
            "currency": "EUR",
            "httpStatus": "413",
            "port": "5432",
            "version": "2.14.3",
            "buildNumber": "20260220",
            "authMethods": "3",
            "cookieBytes": "4096",
            "pinnedItems": "9",
            "passRate": "0.93",
            "passed": "118",
            "tokenTtlSeconds": "3600",
        },
    ),
)
WORDS = (
    *_all(
        "routes",
        *items(
            r"""/projects/4/files | GET /api/v2/users/81/sessions | POST /api/password/reset |
            /settings/api-keys | /oauth/token | PUT /v1/secrets/rotate | /files/report%202026.pdf
            | /search?q=invoice&page=2 | /auth/callback | DELETE /api/tokens/17 |
            https://docs.example.com/limits#uploads | https://status.acme.example/incidents/42 |
            /a/b/c.min.js | /api/orders?from=2026-01-01&to=2026-02-01 |
            https://github.com/acme/web/pull/182 | /account/password | /users/:id/keys |
            /api/v1/projects/{projectId}/keys"""
        ),
        leads=("@@", "on @@", "route=@@"),
    ),
    *_all(
        "public hosts",
        "docs.example.com",
        "api.acme.example",
        "status.github.com",
        "cdn.jsdelivr.net",
        "www.wikipedia.org",
        "fonts.googleapis.com",
        "hooks.acme.example",
        "my-app.netlify.app",
        "acme.atlassian.net",
        leads=("@@", "see @@", "https://@@/"),
    ),
    *_all(
        "names of things",
        "report-2026-02.pdf",
        "IMG_20260220_100000.jpg",
        "data.csv",
        "src/components/TokenList.tsx",
        "sessions.parquet",
        "application/json",
        "image/svg+xml",
        "text/html; charset=utf-8",
        "multipart/form-data",
        "#ff8800",
        "rgba(255, 136, 0, 0.5)",
        "team-annual",
        "Enterprise Plus",
        "beta_new_uploader",
        "ff-dark-mode-2",
        "eu-central-1",
        "gpt-4o-mini",
        "claude-sonnet-4-5",
        "SELECT id FROM files WHERE size > 52428800",
        "com.acme.sync.Client",
        "TypeError: Cannot read properties of undefined (reading 'id')",
        "at Object.<anonymous> (/srv/app/index.js:10:15)",
        "uploads-worker-3",
        "btn-save-password",
        'data-testid="token-list"',
        "queue: exports.high",
        "Europe/Berlin",
        "de-DE",
        "utf-8",
        "WebSocket",
        "x-request-id",
        "Content-Type: application/json",
        "Cache-Control: no-store",
        "Retry-After: 120",
        "Accept: */*",
    ),
    *_all(
        "prose",
        *items(
            r"""your token expired yesterday | the password reset mail never arrives |
            we play secret santa | my session ended | the key point is this |
            the author of the file | I am the bearer of bad news | please reset my password |
            is the API key page broken? | the secret to success is patience | a token of gratitude
            | the cookie banner covers the button | Passwords must have 12 characters or more. |
            Rotate the API key every 90 days. | sign in with a passkey instead |
            PIN entry is disabled on this device | author: unknown | the session: it ended |
            Das Passwort wurde zurückgesetzt | Mein Token ist abgelaufen |
            Der Schlüssel passt nicht zum Schloss | Die Sitzung ist beendet |
            Bitte Kennwort ändern und neu anmelden | Geheimnisse im Bericht entfernen |
            the upload fails at 99% and nothing else happens | credentials are not accepted |
            authorization required for this action | basic plan, bearer shares | Token: expired |
            password: incorrect | secret: missing | API key: not set | session: active |
            auth: failed | cookie: blocked by browser | two-factor code was wrong |
            the phone app crashes | email notifications are off | our address book is empty |
            card was declined | street view does not load | name is required |
            the host is unreachable"""
        ),
        leads=("@@",),
    ),
    *_keyed(
        "words under keys",
        {
            "tokenStatus": "expired",
            "passwordPolicy": "strong",
            "authProvider": "google",
            "authMethod": "password",
            "sessionState": "active",
            "keyType": "publishable",
            "secretRotation": "enabled",
            "cookieConsent": "granted",
            "credentialType": "oauth2",
            "tokenType": "Bearer",
            "grantType": "client_credentials",
            "apiKeyName": "ci-deploy",
            "passwordChangedAt": "2026-02-01T09:00:00Z",
            "plan": "team",
            "role": "editor",
            "status": "failed",
            "type": "project",
            "fileName": "report.pdf",
            "projectName": "Apollo",
            "eventName": "upload_failed",
            "featureName": "bulk-export",
            "queueName": "exports",
            "hostName": "docs.example.com",
            "country": "PT",
            "locale": "de-DE",
            "browserName": "Firefox",
            "keyboard": "qwertz",
            "passenger": "2",
            "author": "system",
            "tokenizer": "bpe",
            "secretary": "office",
            "sessionsEnabled": "true",
            "pinned": "false",
            "workspaceName": "Design team",
            "planName": "Team annual",
        },
    ),
)
