"""Every refusal comes in one envelope, whatever is wrong with a request, and shows nothing else."""

import re
from typing import Any

import pytest

from tests.api.conftest import World
from tests.gateway import Answer, Gateway

MIB = 1024 * 1024


def is_refused(answer: Answer, status: int, code: str, field: str | None = None) -> None:
    """See that it is the envelope, whole, and nothing but the envelope."""
    assert answer.status == status, answer.body
    assert answer.header("content-type") == "application/json"
    expected = {"statusCode", "error", "message", "requestId"} | ({"field"} if field else set())
    assert answer.json.keys() == expected
    assert (answer.json["statusCode"], answer.json["error"]) == (status, code)
    assert answer.json.get("field") == field
    assert answer.json["message"].strip()
    assert answer.json["requestId"] == answer.header("x-request-id")
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,}", answer.json["requestId"])
    assert not re.search(rb"Traceback|pydantic|starlette|\.py|sqlite|psycopg|/home/", answer.body)
    assert answer.header("server") is None


MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \n ",
    "half a document": b'{"message":"x"',
    "two documents": b'{"message":"x"}{}',
    "a comma too many": b'{"message":"x",}',
    "single quotes": b"{'message':'x'}",
    "a comment": b'{"message":"x"}//',
    "a name without quotes": b'{message:"x"}',
    "a control character": b'{"message":"a\nb"}',
    "not UTF-8": b'{"message":"\xff\xfe"}',
    "Latin-1": '{"message":"é"}'.encode("latin-1"),
    "UTF-16": '{"message":"x"}'.encode("utf-16"),
    "UTF-16 without a mark": '{"message":"x"}'.encode("utf-16-le"),
    "an overlong encoding": b'{"message":"\xc0\xaf"}',
    "an encoded surrogate": b'{"message":"\xed\xa0\x80"}',
    "a byte order mark": b'\xef\xbb\xbf{"message":"x"}',
    "NaN": b'{"message":"x","context":{"n":NaN}}',
    "Infinity": b'{"message":"x","context":{"n":Infinity}}',
    "-Infinity": b'{"message":"x","context":{"n":-Infinity}}',
    "1e999": b'{"message":"x","context":{"n":1e999}}',
    "-1e999": b'{"message":"x","context":{"n":-1e999}}',
    "a number of 5000 digits": b'{"message":"x","context":{"n":%s}}' % (b"9" * 5000),
    "2 to the 64th": b'{"message":"x","context":{"n":18446744073709551616}}',
    "below -2 to the 63rd": b'{"message":"x","context":{"n":-9223372036854775809}}',
    "a leading zero": b'{"message":"x","context":{"n":01}}',
    "a plus": b'{"message":"x","context":{"n":+1}}',
    "hexadecimal": b'{"message":"x","context":{"n":0x1}}',
    "a bare point": b'{"message":"x","context":{"n":.5}}',
    "the same member twice": b'{"message":"x","message":"y"}',
    "the same member alike twice": b'{"message":"x","message":"x"}',
    "the same member escaped": b'{"message":"x","m\\u0065ssage":"y"}',
    "the same member further in": b'{"message":"x","context":{"a":{"b":1,"b":1}}}',
    "the same unknown member": b'{"message":"x","y":1,"y":2}',
    "65 deep": b'{"message":"x","context":' + b'{"a":' * 64 + b"1" + b"}" * 64 + b"}",
    "65 lists deep": b'{"message":"x","y":' + b"[" * 64 + b"]" * 64 + b"}",
    "100,000 deep": b'{"message":"x","context":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "100,000 deep and open": b"[" * 100_000,
    "100,000 objects deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a bad escape": b'{"message":"\\x41"}',
    "a cut escape": b'{"message":"\\u00"}',
    "form data": b"message=x",
    "XML": b"<message>x</message>",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_strict_json_is_malformed(gateway: Gateway, token: str, body: bytes):
    is_refused(gateway.post("/api/cases", body, token=token), 400, "MALFORMED_JSON")


@pytest.mark.parametrize("body", [b"[]", b'[{"message":"x"}]', b'"x"', b"5", b"null", b"true"])
def test_a_body_that_is_no_object_is_not_valid(gateway: Gateway, token: str, body: bytes):
    answer = gateway.post("/api/cases", body, token=token)

    assert (answer.status, answer.json["error"]) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize("verb", ["messages", "feedback", "close", "actions"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b"null"])
def test_no_post_takes_a_body_that_is_none(
    gateway: Gateway, token: str, case_id: str, verb: str, body: bytes
):
    answer = gateway.post(f"/api/cases/{case_id}/{verb}", body, token=token)

    assert answer.status == 400
    assert answer.json["error"] in {"MALFORMED_JSON", "VALIDATION_ERROR"}


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'{"reason":', b'"x"'])
def test_an_escalation_takes_an_object_or_nothing(
    gateway: Gateway, token: str, case_id: str, body: bytes
):
    assert gateway.post(f"/api/cases/{case_id}/escalate", body, token=token).status == 400
    assert gateway.case(token, case_id)["case"]["status"] == "active"


def test_64_deep_is_not_too_deep(gateway: Gateway, token: str):
    body = b'{"message":"x","context":' + b'{"a":' * 63 + b"1" + b"}" * 63 + b"}"

    assert gateway.post("/api/cases", body, token=token).status == 201


def test_brackets_in_a_string_are_not_deep(gateway: Gateway, token: str):
    assert gateway.post("/api/cases", {"message": '"[{' * 1000}, token=token).status == 201


# Media types


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/jsonp",
        "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "json",
        "*/*",
    ],
)
def test_another_media_type_is_not_supported(gateway: Gateway, token: str, media_type: str):
    answer = gateway.request(
        "POST",
        "/api/cases",
        token=token,
        body=b'{"message":"x"}',
        headers=[("Content-Type", media_type)],
    )

    is_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        'application/json; charset="utf-8"',
        "Application/JSON",
        "application/json ; charset=utf-8",
    ],
)
def test_json_is_supported_however_it_is_written(gateway: Gateway, token: str, media_type: str):
    answer = gateway.request(
        "POST",
        "/api/cases",
        token=token,
        body=b'{"message":"x"}',
        headers=[("Content-Type", media_type)],
    )

    assert answer.status == 201


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd", "gzip, identity", "x"])
def test_no_content_coding_is_supported(gateway: Gateway, token: str, coding: str):
    answer = gateway.post(
        "/api/cases", {"message": "x"}, token=token, headers=[("Content-Encoding", coding)]
    )

    is_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


def test_an_escalation_without_a_body_has_no_coding_either(
    gateway: Gateway, token: str, case_id: str
):
    answer = gateway.post(
        f"/api/cases/{case_id}/escalate", b"", token=token, headers=[("Content-Encoding", "gzip")]
    )

    is_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


# Sizes


def test_a_body_of_1_mib_is_read(gateway: Gateway, token: str):
    body = b'{"message":"x","padding":"' + b"y" * (MIB - 28) + b'"}'
    assert len(body) == MIB

    assert gateway.post("/api/cases", body, token=token).status == 201


def test_a_larger_body_is_too_large(gateway: Gateway, token: str):
    body = b'{"message":"x","padding":"' + b"y" * (MIB - 27) + b'"}'
    assert len(body) == MIB + 1

    is_refused(gateway.post("/api/cases", body, token=token), 413, "PAYLOAD_TOO_LARGE")


def test_a_larger_body_without_a_length_is_too_large(gateway: Gateway, token: str):
    answer = gateway.request(
        "POST",
        "/api/cases",
        token=token,
        body=[b'{"message":"x","padding":"', *[b"y" * 65_536] * 17, b'"}'],
        headers=[("Content-Type", "application/json")],
    )

    is_refused(answer, 413, "PAYLOAD_TOO_LARGE")


def test_a_body_in_chunks_is_read(gateway: Gateway, token: str):
    answer = gateway.request(
        "POST",
        "/api/cases",
        token=token,
        body=[b'{"mess', b'age":', b'"x"}'],
        headers=[("Content-Type", "application/json")],
    )

    assert answer.status == 201


def test_a_length_over_the_limit_is_refused_before_the_body_is_sent(gateway: Gateway, token: str):
    answer = gateway.raw(
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer " + token.encode() + b"\r\nContent-Length: 99999999999\r\n\r\n"
    )

    assert answer.startswith(b"HTTP/1.1 413")
    assert b'"PAYLOAD_TOO_LARGE"' in answer


def test_a_token_is_looked_at_before_the_body_is_read(gateway: Gateway):
    answer = gateway.raw(
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer bad\r\nContent-Length: 500\r\n\r\n"
    )

    assert answer.startswith(b"HTTP/1.1 401")


def test_who_expects_to_be_asked_for_the_body_is_refused_at_once(gateway: Gateway):
    answer = gateway.raw(
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
        b"Content-Type: application/json\r\nContent-Length: 500\r\n\r\n"
    )

    assert answer.startswith(b"HTTP/1.1 401")


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


# Routes and methods


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
        "/docs",
        "/openapi.json",
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


# Problem details


def test_who_accepts_problems_gets_problems(gateway: Gateway, token: str):
    answer = gateway.post(
        "/api/cases",
        {"message": 5},
        token=token,
        headers=[("Accept", "application/problem+json, application/json;q=0.5")],
    )

    assert (answer.status, answer.header("content-type")) == (400, "application/problem+json")
    assert answer.json["status"] == 400
    assert answer.json.keys() >= {"type", "title", "status", "detail", "requestId"}
    assert (answer.json["code"], answer.json["field"]) == ("VALIDATION_ERROR", "message")
    assert answer.json["requestId"] == answer.header("x-request-id")


@pytest.mark.parametrize("path", ["/api/cases", "/nothing", "/api/" + "x" * 9000])
def test_every_refusal_can_be_a_problem(gateway: Gateway, path: str):
    answer = gateway.get(path, headers=[("Accept", "application/problem+json")])

    assert answer.header("content-type") == "application/problem+json"
    assert answer.json["status"] == answer.status


def test_what_succeeds_is_never_a_problem(gateway: Gateway, token: str):
    answer = gateway.get(
        "/api/cases", token=token, headers=[("Accept", "application/problem+json")]
    )

    assert (answer.status, answer.header("content-type")) == (200, "application/json")


@pytest.mark.parametrize(
    "name", ["no body", "half a body", "half a chunk", "half the headers", "half a line"]
)
def test_a_request_that_does_not_come_times_out(world: World, name: str):
    answer = world.slow[name].result()

    assert answer.startswith(b"HTTP/1.1 408")
    assert b'"REQUEST_TIMEOUT"' in answer
    assert b"x-request-id" in answer.lower()


def test_a_connection_that_asks_nothing_is_closed(world: World):
    assert world.slow["nothing"].result() == b""
