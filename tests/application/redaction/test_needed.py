"""What is needed to tell what went wrong stays to the letter, and its near neighbours go."""

import pytest

from application.redaction import JSON, redact, redact_text

OBJECT_ID = "675e45cce2b4f7845cbf1349"
UUID = "0a1b2c3d-bbfd-4b2d-9b5d-ab8dfbbd4bed"
WEBHOOK = f"https://acme.webhook.office.example/webhookb2/{UUID}@{UUID}"

STAYS = [
    f"GET /v1/projects/{OBJECT_ID}/items 500",
    f"/v1/exports/{OBJECT_ID}",
    f"/v1/projects/{OBJECT_ID}/items?limit=50",
    f"https://api.acme.example/v1/projects/{OBJECT_ID}/items",
    f"http://localhost:8080/v1/projects/{OBJECT_ID}/items",
    f"uploads/{OBJECT_ID}/video",
    "/api/exports/01JF8Q0Z3M5N7P9R1T3V5X7Z9B",
    "/v1/customers/cus_R52HkPmTZrrO4K",
    "POST /files/9f86d081884c7d659a2feaa0c55ad015 failed",
    "/objects/2naeRjTrrHJAkfd3tOuEjw90WCA",
    "/repos/acme/web/commits/da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "/v2/vpcs/vpc-0a1b2c3d4e5f6a7b8/subnets",
    "MD5 (a.zip) = 9f86d081884c7d659a2feaa0c55ad015",
    "SMS quota 1000000 used 998123",
    "dial timeout 10000000 ns",
    "ring buffer 1048576 bytes",
    "called with 123456789 rows",
    "call 88213451 took 32 ms",
    "contact: id 12345678",
    "tokens: 128000",
    "Tests: pass=12 fail=3",
    "password: min 8, max 64",
    "auth: saml2, signature: v4",
    "report.zip: 14 files",
    "line1: syntax error near token",
    "address: 0x7fff5fbff8a0",
    "foo-1.2.3.4.jar and acme-1.2.3.4.tgz",
    "package foo (1.2.3.4) and agent 7.51.0.1 installed",
    "kernel 6.1.0.18",
    "upgraded from 5.1.9.4 to 5.2.0.1",
    "fine in version 4.2.0.1 but not in 4.3.0.0",
    "acme-agent 7.4.33.2 started",
    "update 3.2.1.0 -> 3.3.0.0 failed",
    "client 8.1.0.44 is too old, 8.2.0.0 needed",
    "we are on 9.2.0.4 of the desktop client",
    "Module not found: can't resolve 'react-plugin-2'",
    'If-None-Match: W/"34bc6b1c8beddf5dde63da98258c89e2"',
    'W/"34bc6b1c8beddf5dde63da98258c89e2"',
    "page: 92e0a3cfe53b170419ea177e8fec375b is empty",
    "libacme==2.3.4.5",
    "pod export-worker-7d9f8b6c54-x2k9q OOMKilled",
    "evicted from gke-main-pool-1-f5ee0c21-x8kq",
    "the passphrase is asked again after each restart",
    "my passphrase is rejected every single time",
    "lookup order-88123 failed",
    "passphrase is required for the key import",
    "passphrase: must hold three words",
    "http://localhost:8080/x and s3://acme-exports-2/2026/11",
    "column 123-456-789 01 is read as text",
    "https://app.acme.io/x/92e0a3cfe53b170419ea177e8fec375b/edit",
    "https://app.acme.io/c/4xQiPcoG0wRe5pPAvN-IG/edit",
    "https://docs.acme.io/d/12yalqqG4wadUOch3HEEn5AjDnDCm4oP3O8uZ8uPW5xm/edit",
]

GOES = [
    ("data abc/XJ3kd93kfQz0pLmN8vbX2cR7tY1uI5oPaSdF/GhJkL9wErT", "data [secret:blob]"),
    ("saw wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY", "saw [secret:blob]"),
    ("/v1/d/k3J9xQ0pLmN8vbX2cR7tY1uI5oPaSdFGhJkL9wErT2x4Z6c8/items", "/v1/d/[secret:blob]/items"),
    (
        "550e8400-e29b-41d4-a716-446655440000/k3J9xQ0pLmN8vbX2cR7tY1uI5oPaSdFGhJkL9wErT",
        "550e8400-e29b-41d4-a716-446655440000/[secret:blob]",
    ),
    (
        f"{WEBHOOK}/IncomingWebhook/9f86d081884c7d659a2feaa0c55ad015",
        f"{WEBHOOK}/IncomingWebhook/[secret:url]",
    ),
    ("/reset/h8Jk3LmN9pQr2StUvWxYz0A1b2C3d4", "/reset/[secret:url]"),
    ("call me on 4155552671", "call me on [phone]"),
    ("sms 07911123456 sent", "sms [phone] sent"),
    ("call 88213451 please", "call [phone] please"),
    ("pass=hunter22", "pass=[secret:password]"),
    ("zip: 94107", "zip: [address]"),
    ("line1: 12 Main Street", "line1: [address]"),
    ("client 203.0.113.5 refused", "client [ip] refused"),
    ("version 203.0.1.2 of 10.4.7.99 at 198.51.100.7", "version 203.0.1.2 of [ip] at [ip#2]"),
    ("version 10.2.0.1 asked 10.4.7.99", "version 10.2.0.1 asked [ip]"),
    ("http://build-07:8080/job/9", "http://[internal-host]:8080/job/9"),
    ("update 10.2.3.4 failed, 10.2.3.5 too", "update [ip] failed, [ip#2] too"),
    ("updated 8.8.8.8 and 9.9.9.9", "updated [ip] and [ip#2]"),
    ("lookup db-2 on 10.0.0.10:53: timeout", "lookup [internal-host] on [ip]:53: timeout"),
    ("10.2.3.4 -> 203.0.113.5", "[ip] -> [ip#2]"),
    ("getaddrinfo ENOTFOUND build-agent-12", "getaddrinfo ENOTFOUND [internal-host]"),
    ("lookup db-2: no such host", "lookup [internal-host]: no such host"),
    ("/accept-invite/h8Jk3LmN9pQr2StUvWxYz0A1b2C3d4", "/accept-invite/[secret:url]"),
    ("my CNPJ 11.222.333/0001-81", "my CNPJ [national-id]"),
    ("seen 112-233-445 95 there", "seen [national-id] there"),
]


@pytest.mark.parametrize("text", STAYS)
def test_what_is_needed_stays(text: str):
    assert redact_text(text) == text


@pytest.mark.parametrize(("text", "left"), GOES)
def test_its_neighbour_goes(text: str, left: str):
    assert redact_text(text) == left


@pytest.mark.parametrize(
    "document",
    [
        {"tokens": 128_000},
        {"usage": {"promptTokens": 1_234_567, "totalTokens": 9_999_999}},
        {"memory_address": "0x7ffee4c0a8b0"},
        {"route": f"/v1/projects/{OBJECT_ID}/items?limit=50"},
    ],
)
def test_numbers_and_addresses_that_are_nobodys_stay(document: JSON):
    assert redact(document) == (document, [])


def test_a_token_that_is_a_number_goes():
    assert redact({"token": 8_392_018})[0] == {"token": "[secret:token]"}


def test_a_key_without_any_digit_goes_whatever_its_field_claims():
    assert redact({"accessKeyId": "AKIAIGBRBASDIAPSDFFP"})[0] == {"accessKeyId": "[secret:aws]"}
