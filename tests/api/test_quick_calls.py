"""Calls that go the quick way are answered as any request is."""

import json
import socket
from typing import BinaryIO

import pytest

from api.__main__ import main
from api.app import application
from api.body import LARGEST_BODY
from api.middleware import LARGEST_HEADERS, MOST_HEADERS
from api.quick_calls import QuickCalls
from api.wiring import Wired
from application.config import load
from tests.api.conftest import ACME_ORIGIN, GATEWAY_ORIGIN, GLOBEX_ORIGIN
from tests.gateway import Answer, Gateway

on_sqlite = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")

CASE = "cas_0123456789abcdef0123456789abcdef"
HEADERS = {
    "nothing else": (),
    "its version": (("If-None-Match", '"@"'),),
    "its version, weakly": (("If-None-Match", 'W/"1", W/"@"'),),
    "another version": (("If-None-Match", '"1"'),),
    "any version": (("If-None-Match", "*"),),
    "two conditions": (("If-None-Match", '"1"'), ("If-None-Match", '"@"')),
    "the gateway's origin": (("Origin", GATEWAY_ORIGIN),),
    "the tenant's origin": (("Origin", ACME_ORIGIN),),
    "another tenant's origin": (("Origin", GLOBEX_ORIGIN),),
    "nobody's origin": (("Origin", "https://évil.example"),),
    "an end": (("Connection", "close"),),
    "a wish for problems": (("Accept", "application/problem+json"),),
    "two wishes": (("Accept", "text/html"), ("Accept", "application/problem+json")),
    "many words": tuple((f"X-{number}", "x" * 300) for number in range(MOST_HEADERS - 10)),
    "too many headers": tuple((f"X-{number}", "x") for number in range(MOST_HEADERS + 1)),
    "too large headers": tuple((f"X-{number}", "x" * 8_000) for number in range(5)),
}
"""What a request may say beside its token; `@` stands for the version of the case."""

COMMANDS = {
    "a judgement": ("feedback", b'{"feedback": "positive"}'),
    "none": ("feedback", b'{"feedback": "so so"}'),
    "a member that is missing": ("close", b"{}"),
    "a blank question": ("messages", b'{"content": " "}'),
    "an action": ("actions", b'{"action": {"type": "retry", "label": "Again", "payload": {}}}'),
    "no object": ("actions", b"[]"),
    "no JSON": ("escalate", b'{"reason": '),
    "too much": ("messages", b'{"content": "' + b"x" * LARGEST_BODY + b'"}'),
    "a command that there is none of": ("sing", b"{}"),
}
"""What is asked of a case, with which body."""


@on_sqlite
@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_a_case_is_answered_as_the_usual_way_does(
    gateway: Gateway, token: str, case_id: str, headers: tuple[tuple[str, str], ...]
):
    version = (gateway.get(f"/api/cases/{case_id}", token=token).header("ETag") or "").strip('"')

    assert_alike(
        gateway,
        case_id,
        token,
        tuple((name, value.replace("@", version)) for name, value in headers),
    )


@on_sqlite
@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_a_case_that_is_not_there_is_refused_as_the_usual_way_does(
    gateway: Gateway, token: str, headers: tuple[tuple[str, str], ...]
):
    assert_alike(gateway, CASE, token, headers)


@on_sqlite
@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("bearer", [None, "nonsense"])
def test_nobody_is_refused_as_the_usual_way_does(
    gateway: Gateway, case_id: str, bearer: str | None, headers: tuple[tuple[str, str], ...]
):
    assert_alike(gateway, case_id, bearer, headers)


@on_sqlite
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_a_command_is_answered_as_the_usual_way_does(
    gateway: Gateway, token: str, case_id: str, command: str, headers: tuple[tuple[str, str], ...]
):
    verb, body = COMMANDS[command]

    assert_commanded_alike(gateway, f"/api/cases/{case_id}/{verb}", body, token, headers)


@on_sqlite
@pytest.mark.parametrize(
    "header",
    [
        ("Content-Type", "text/plain"),
        ("Content-Type", "application/json; charset=latin-1"),
        ("Content-Type", 'application/json; charset="UTF-8"'),
        ("Content-Encoding", "gzip"),
        ("Idempotency-Key", ""),
        ("Idempotency-Key", "é"),
    ],
)
def test_what_is_said_of_a_body_is_heeded_as_the_usual_way_does(
    gateway: Gateway, token: str, case_id: str, header: tuple[str, str]
):
    address, body = f"/api/cases/{case_id}/feedback", b'{"feedback": "negative"}'

    assert_commanded_alike(gateway, address, body, token, (header,))


@on_sqlite
def test_a_repetition_is_known_on_either_way(gateway: Gateway, token: str, case_id: str):
    address, body = f"/api/cases/{case_id}/feedback", b'{"feedback": "positive"}'
    key = (("Idempotency-Key", "k"),)

    first = gateway.request("POST", address, token=token, body=body, headers=key)
    again = gateway.request("POST", address, token=token, body=[body], headers=key)

    assert (first.status, first.header("Idempotency-Replayed")) == (200, None)
    assert (again.status, again.header("Idempotency-Replayed")) == (200, "true")
    assert again.body == first.body
    assert_commanded_alike(gateway, address, body, token, key)


@on_sqlite
def test_the_quick_way_is_taken_as_the_order_of_headers_shows(
    gateway: Gateway, token: str, case_id: str
):
    judged = (f"/api/cases/{case_id}/feedback", b'{"feedback": "positive"}')
    quick = [
        gateway.get(f"/api/cases/{case_id}", token=token),
        gateway.get("/api/cases", token=token),
        gateway.post(*judged, token=token),
        gateway.post("/api/cases", b"{}", token=token),
    ]
    usual = [
        gateway.get(f"/api/cases/{case_id}?", token=token),
        gateway.get("/api/cases?", token=token),
        gateway.request("POST", judged[0], token=token, body=[judged[1]]),
        gateway.post(*judged, token=token, headers=[("Accept", "text/event-stream")]),
    ]

    assert {last_two(answer) for answer in quick} == {("cache-control", "vary")}
    assert {last_two(answer) for answer in usual} == {("x-request-id", "vary")}


@on_sqlite
def test_a_body_may_come_in_pieces(gateway: Gateway, token: str, case_id: str):
    head = f"POST /api/cases/{case_id}/feedback HTTP/1.1\r\nHost: x\r\n"
    head += f"Authorization: Bearer {token}\r\nContent-Length: 23\r\nConnection: close\r\n\r\n"

    answer = gateway.raw(head.encode(), b'{"feedback":', b'"negative', b'"}')

    assert answer.startswith(b"HTTP/1.1 200\r\n")
    assert gateway.get(f"/api/cases/{case_id}", token=token).json["case"]["feedback"] == "negative"


@on_sqlite
def test_two_tokens_are_none(gateway: Gateway, token: str, case_id: str):
    assert_alike(gateway, case_id, token, (("Authorization", f"Bearer {token}"),))


@on_sqlite
def test_what_is_known_already_is_not_sent_again(gateway: Gateway, token: str, case_id: str):
    address = f"/api/cases/{case_id}"
    etag = gateway.get(address, token=token).header("ETag")

    again = gateway.get(address, token=token, headers=[("If-None-Match", str(etag))])

    assert (again.status, again.body, again.header("ETag")) == (304, b"", etag)
    assert_alike(gateway, case_id, token, (("If-None-Match", str(etag)),))


@on_sqlite
def test_conditions_on_several_lines_are_one_list(gateway: Gateway, token: str, case_id: str):
    etag = str(gateway.get(f"/api/cases/{case_id}", token=token).header("ETag"))
    known, other = ("If-None-Match", etag), ("If-None-Match", '"zz"')

    for lines in ((other, known), (known, other)):
        assert gateway.get(f"/api/cases/{case_id}", token=token, headers=lines).status == 304
        assert_alike(gateway, case_id, token, lines)


@on_sqlite
def test_requests_are_answered_in_their_order(gateway: Gateway, token: str, case_id: str):
    head = f"Host: x\r\nAuthorization: Bearer {token}\r\n"
    addresses = [f"/api/cases/{case_id}", f"/api/cases/{CASE}", "/api/cases", "/nowhere"]
    asked = [*addresses, *addresses[:3]]
    sent = "".join(f"GET {address} HTTP/1.1\r\n{head}\r\n" for address in asked[:-1])
    sent += f"GET {asked[-1]} HTTP/1.1\r\n{head}Connection: close\r\n\r\n"

    with socket.create_connection(("127.0.0.1", gateway.port), timeout=30) as wire:
        wire.sendall(sent.encode())
        with wire.makefile("rb") as stream:
            bodies = [one_body(stream) for _ in asked]
            assert stream.read() == b""

    apart = [gateway.get(address, token=token) for address in asked]
    assert [without_id(body) for body in bodies] == [without_id(one.body) for one in apart]


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> QuickCalls:
    """What tells which calls are quick."""
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(tmp_path_factory.mktemp("quick"))
        assert main(["init"]) == 0
        calls = application(Wired(load({}))).state.quick_calls
    assert isinstance(calls, QuickCalls)
    return calls


@pytest.mark.parametrize(
    ("asked", "route"),
    [
        (f"GET /api/cases/{CASE}", "/api/cases/{case_id}"),
        ("GET /api/cases", "/api/cases"),
        ("POST /api/cases", "/api/cases"),
        (f"POST /api/cases/{CASE}/messages", "/api/cases/{case_id}/messages"),
        (f"POST /api/cases/{CASE}/close", "/api/cases/{case_id}/close"),
        (f"GET /api/cases/{CASE}/events", None),
        (f"HEAD /api/cases/{CASE}", None),
        (f"POST /api/cases/{CASE}", None),
        (f"GET /api/cases/{CASE}/messages", None),
        (f"GET /api/cases/{CASE}?", None),
        (f"GET /api/cases/{CASE}/", None),
        (f"GET /api/cases/{CASE}0", None),
        (f"GET /api/cases/{CASE.upper()}", None),
        (f"GET http://x/api/cases/{CASE}", None),
        ("GET /api/cases?limit=2", None),
        ("GET /api/health", None),
    ],
)
def test_only_what_is_known_goes_the_quick_way(quick: QuickCalls, asked: str, route: str | None):
    method, url = asked.encode().split()
    headers = [(b"content-length", b"2")] if method == b"POST" else []

    call, case_id = quick.call(method, url, headers)

    assert (call and call.route) == route
    assert case_id == (CASE if call and "case_id" in call.route else "")


@pytest.mark.parametrize("method", [b"GET", b"POST"])
@pytest.mark.parametrize(
    ("headers", "usual"),
    [
        ((("accept", "application/json"), ("x", "x")), True),
        ((("transfer-encoding", "chunked"),), False),
        ((("expect", "100-continue"),), False),
        ((("upgrade", "h2c"),), False),
        ((("accept", "*/*"), ("accept", "x, Text/Event-Stream; q=0.9")), False),
        ((("x", "x" * LARGEST_HEADERS),), False),
        ((("x", "x"),) * (MOST_HEADERS + 1), False),
    ],
)
def test_only_what_is_usual_goes_the_quick_way(
    quick: QuickCalls, method: bytes, headers: tuple[tuple[str, str], ...], *, usual: bool
):
    raw = [(name.encode(), value.encode()) for name, value in headers]
    length = [(b"content-length", b"2")]
    with_body, without = (length, []) if method == b"POST" else ([], length)

    assert (quick.call(method, b"/api/cases", raw + with_body)[0] is not None) == usual
    assert quick.call(method, b"/api/cases", raw + without)[0] is None


def assert_alike(
    gateway: Gateway, case_id: str, token: str | None, headers: tuple[tuple[str, str], ...]
) -> None:
    """The same request the quick way, and with an address that goes the usual way."""
    quick = gateway.get(f"/api/cases/{case_id}", token=token, headers=headers)
    usual = gateway.get(f"/api/cases/{case_id}?", token=token, headers=headers)

    assert told(quick) == told(usual)


def assert_commanded_alike(
    gateway: Gateway, address: str, body: bytes, token: str, headers: tuple[tuple[str, str], ...]
) -> None:
    """The same command the quick way, and in a body of chunks, which goes the usual way."""
    quick = gateway.request("POST", address, token=token, body=body, headers=headers)
    usual = gateway.request("POST", address, token=token, body=[body], headers=headers)

    assert told(quick) == told(usual)


def last_two(answer: Answer) -> tuple[str, ...]:
    """The names of the last headers, whose order is another on either way."""
    return tuple(name for name, _ in answer.headers)[-2:]


def told(answer: Answer) -> tuple[int, list[tuple[str, str]], object]:
    """All of an answer but what no two have in common."""
    passing = {"x-request-id", "date"}
    assert passing <= {name for name, _ in answer.headers}
    lasting = sorted(line for line in answer.headers if line[0] not in passing)
    return answer.status, lasting, without_id(answer.body)


def one_body(stream: BinaryIO) -> bytes:
    """The body of the next answer on a connection."""
    length = 0
    while (line := stream.readline()) != b"\r\n":
        name, _, value = line.partition(b": ")
        if name.lower() == b"content-length":
            length = int(value)
    return stream.read(length)


def without_id(body: bytes) -> object:
    """A body without the id of its request."""
    if not body:
        return body
    document = json.loads(body)
    document.pop("requestId", None)
    return document
