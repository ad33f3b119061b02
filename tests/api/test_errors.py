"""Every refusal comes in one envelope, whatever is wrong with a request, and shows nothing else."""

import json
import re
from typing import Any

import pytest

from tests.gateway import Answer, Gateway

# What is tested here is the same over every engine.
pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")


def is_refused(answer: Answer, status: int, code: str) -> None:
    """See that it is the envelope, whole, and nothing but the envelope."""
    assert answer.status == status, answer.body
    assert answer.header("content-type") == "application/json"
    assert answer.json.keys() == {"statusCode", "error", "message", "requestId"}
    assert (answer.json["statusCode"], answer.json["error"]) == (status, code)
    assert answer.json["message"].strip()
    assert answer.json["requestId"] == answer.header("x-request-id")
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,}", answer.json["requestId"])
    assert not re.search(rb"Traceback|pydantic|starlette|\.py|sqlite|psycopg|/home/", answer.body)
    assert answer.header("server") is None


@pytest.mark.parametrize("path", ["/api/" + "x" * 9000, "/api/cases?cursor=" + "x" * 9000])
def test_a_long_address_is_too_long(gateway: Gateway, token: str, path: str):
    is_refused(gateway.get(path, token=token), 414, "URI_TOO_LONG")


@pytest.mark.parametrize(
    "headers",
    [
        [("X-Long", "x" * 40_000)],
        [(f"X-Many-{n}", "x" * 100) for n in range(400)],
    ],
)
def test_large_headers_are_too_large(gateway: Gateway, token: str, headers: list[tuple[str, str]]):
    is_refused(gateway.get("/api/cases", token=token, headers=headers), 431, "HEADERS_TOO_LARGE")


def test_ordinary_headers_are_not_too_large(gateway: Gateway, token: str):
    assert gateway.get("/api/cases", token=token, headers=[("Cookie", "x" * 4096)]).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api",
        "/api/",
        "/api/case",
        "/api/cases/",
        "/api/cases/cas_1/",
        "/api/cases/cas_1/unknown",
        "/api/cases/cas_1/messages/msg_1",
        "/api/health/",
        "/api/Cases",
        "/API/cases",
        "//api/cases",
        "/favicon.ico",
        "/.env",
        "/api/cases/../health",
        "/api/%63ases%2f",
        "/%00",
        "/\u00e9".encode().decode("latin-1"),
    ],
)
def test_an_unknown_address_is_not_found(gateway: Gateway, token: str, path: str):
    for method in ("GET", "POST"):
        sent = _escaped(path)
        is_refused(gateway.request(method, sent, token=token, body=b""), 404, "NOT_FOUND")


def _escaped(path: str) -> str:
    return "".join(c if ord(c) < 128 else f"%{ord(c):02X}" for c in path)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/health", {"GET"}),
        ("/api/cases", {"GET", "POST"}),
        ("/api/cases/cas_1", {"GET"}),
        ("/api/cases/cas_1/messages", {"POST"}),
        ("/api/cases/cas_1/feedback", {"POST"}),
        ("/api/cases/cas_1/close", {"POST"}),
        ("/api/cases/cas_1/escalate", {"POST"}),
        ("/api/cases/cas_1/actions", {"POST"}),
    ],
)
def test_another_method_is_not_allowed(gateway: Gateway, path: str, allowed: set[str]):
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"} - allowed:
        answer = gateway.request(method, path)
        is_refused(answer, 405, "METHOD_NOT_ALLOWED")
        named = {name.strip() for name in (answer.header("allow") or "").split(",")}
        assert named - {"HEAD", "OPTIONS"} == allowed


def test_head_is_get_without_a_body(gateway: Gateway, token: str, case_id: str):
    for path in ("/api/health", f"/api/cases/{case_id}"):
        answer = gateway.request("HEAD", path, token=token)
        assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize(
    "request_line",
    [
        b"BREW /api/cases HTTP/1.1",
        b"GET /api/cases HTTP/9.9",
        b"GET /api/cases",
        b"get /api/cases HTTP/1.1",
        b"GET  HTTP/1.1",
        b"\x16\x03\x01\x02\x00",
    ],
)
def test_what_is_no_http_is_refused_in_the_envelope(gateway: Gateway, request_line: bytes):
    answer = gateway.raw(request_line + b"\r\nHost: x\r\n\r\n")

    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    assert 400 <= status < 500
    assert b"application/json" in head.lower()
    assert b'"requestId"' in body
    assert b"x-request-id" in head.lower()


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: -1",
        b"Content-Length: x",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked, gzip",
        b"X Header: 1",
        b"X-Header : 1",
    ],
)
def test_headers_that_contradict_each_other_are_refused(
    gateway: Gateway, token: str, headers: bytes
):
    answer = gateway.raw(
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer " + token.encode() + b"\r\n" + headers + b"\r\n\r\n0\r\n\r\n",
        half_close=True,
    )

    assert 400 <= int(answer.split()[1]) < 500
    assert b'"requestId"' in answer


@pytest.mark.parametrize("path", ["cas_x", "cas_" + "0" * 32, "msg_" + "0" * 32, "%00", "*", "a b"])
def test_a_case_that_is_not_there_is_not_found(gateway: Gateway, token: str, path: str):
    sent = f"/api/cases/{path.replace(' ', '%20')}"
    is_refused(gateway.get(sent, token=token), 404, "CASE_NOT_FOUND")
    bodies: dict[str, Any] = {
        "messages": {"content": "x"},
        "feedback": {"feedback": "positive"},
        "close": {"resolution": "resolved"},
        "escalate": {},
        "actions": {"action": {"type": "custom", "label": "x"}},
    }
    for verb, body in bodies.items():
        answer = gateway.post(f"{sent}/{verb}", body, token=token)
        is_refused(answer, 404, "CASE_NOT_FOUND")


@pytest.mark.parametrize(
    "accept",
    [
        "application/problem+json",
        "application/problem+json, */*;q=0.5",
        "Application/Problem+JSON",
        "application/json, application/problem+json",
    ],
)
def test_who_accepts_problems_gets_problems(gateway: Gateway, token: str, accept: str):
    answer = gateway.post(
        "/api/cases",
        {"message": 5},
        token=token,
        headers=[("Accept", accept)],
    )

    assert (answer.status, answer.header("content-type")) == (400, "application/problem+json")
    assert answer.json["status"] == 400
    assert answer.json.keys() >= {"type", "title", "status", "detail", "requestId"}
    assert (answer.json["code"], answer.json["field"]) == ("VALIDATION_ERROR", "message")
    assert answer.json["requestId"] == answer.header("x-request-id")


@pytest.mark.parametrize(
    "accept",
    [
        "application/problem+json;q=0",
        "*/*, application/problem+json ; q=0.00",
        "application/problem+json;q=0.5, application/json",
    ],
)
def test_who_accepts_no_problems_gets_none(gateway: Gateway, accept: str):
    answer = gateway.get("/api/cases", headers=[("Accept", accept)])

    assert answer.header("content-type") == "application/json"


@pytest.mark.parametrize("after", [" ", "\t", " \t "])
def test_white_space_behind_a_header_is_no_part_of_it(gateway: Gateway, token: str, after: str):
    sent = [
        ("Authorization", f"Bearer {token}{after}"),
        ("Origin", f"http://localhost:3000{after}"),
        ("Accept", f"application/problem+json{after}"),
    ]
    answer = gateway.get("/api/cases?limit=0", headers=sent)

    assert (answer.status, answer.header("content-type")) == (400, "application/problem+json")
    assert answer.header("access-control-allow-origin") == "http://localhost:3000"
    replayed = [
        gateway.post(
            "/api/cases", {"message": "Why?"}, token=token, headers=[("Idempotency-Key", key)]
        )
        for key in (
            f"spaced-{len(after)}{ord(after[0])}",
            f"spaced-{len(after)}{ord(after[0])}{after}",
        )
    ]
    assert replayed[0].body == replayed[1].body


@pytest.mark.parametrize("path", ["/api/cases", "/nothing", "/api/" + "x" * 9000])
def test_every_refusal_can_be_a_problem(gateway: Gateway, path: str):
    answer = gateway.get(path, headers=[("Accept", "application/problem+json")])

    assert answer.header("content-type") == "application/problem+json"
    assert answer.json["status"] == answer.status


@pytest.mark.parametrize("path", ["/api/cases", "/api/cases?limit=0", "/nothing"])
def test_all_lines_of_what_is_accepted_are_one_list(gateway: Gateway, path: str):
    lines = [("Accept", "text/html"), ("Accept", "application/problem+json")]

    answer = gateway.get(path, headers=lines)

    assert answer.header("content-type") == "application/problem+json"


@pytest.mark.parametrize(
    ("rest", "status"), [(b"A: " + b"x" * 200_000, b"431"), (b"Two words: x", b"400")]
)
def test_a_refusal_on_the_wire_is_what_was_asked_for(gateway: Gateway, rest: bytes, status: bytes):
    told = b"GET /api/cases HTTP/1.1\r\nHost: a\r\nAccept: application/problem+json\r\n"
    told += b"Origin: http://localhost:3000\r\nX-Else: 1\r\n"

    answer = gateway.raw(told + rest + b"\r\n\r\n")

    head, _, body = answer.lower().partition(b"\r\n\r\n")
    assert head.split()[1] == status
    assert b"content-type: application/problem+json" in head
    assert b"access-control-allow-origin: http://localhost:3000" in head
    assert b"vary: origin" in head
    assert json.loads(body)["status"] == int(status)


def test_what_succeeds_is_never_a_problem(gateway: Gateway, token: str):
    answer = gateway.get(
        "/api/cases", token=token, headers=[("Accept", "application/problem+json")]
    )

    assert (answer.status, answer.header("content-type")) == (200, "application/json")
