"""A case that is read the quick way is answered as any request is."""

import json
import socket
from typing import BinaryIO

import pytest

from api.middleware import LARGEST_HEADERS, MOST_HEADERS
from api.quick_reads import QuickReads
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
def test_the_quick_way_is_taken_as_the_order_of_headers_shows(
    gateway: Gateway, token: str, case_id: str
):
    ends = [
        [name for name, _ in gateway.get(address, token=token).headers][-2:]
        for address in (f"/api/cases/{case_id}", f"/api/cases/{case_id}?", "/api/cases")
    ]

    usual = ["x-request-id", "vary"]
    assert ends == [["cache-control", "vary"], usual, usual]


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


@pytest.mark.parametrize(
    ("url", "headers", "found"),
    [
        (f"/api/cases/{CASE}", (), CASE),
        (f"/api/cases/{CASE}?", (), None),
        (f"/api/cases/{CASE}/", (), None),
        (f"/api/cases/{CASE}0", (), None),
        (f"/api/cases/{CASE.upper()}", (), None),
        (f"http://x/api/cases/{CASE}", (), None),
        (f"/api/cases/{CASE}", (("content-length", "0"),), None),
        (f"/api/cases/{CASE}", (("transfer-encoding", "chunked"),), None),
        (f"/api/cases/{CASE}", (("expect", "100-continue"),), None),
        (f"/api/cases/{CASE}", (("upgrade", "h2c"),), None),
        (f"/api/cases/{CASE}", (("x", "x" * LARGEST_HEADERS),), None),
        (f"/api/cases/{CASE}", (("x", "x"),) * (MOST_HEADERS + 1), None),
    ],
)
def test_only_what_is_usual_goes_the_quick_way(
    url: str, headers: tuple[tuple[str, str], ...], found: str | None
):
    raw = [(name.encode(), value.encode()) for name, value in headers]

    assert QuickReads.case_id(url.encode(), raw) == found


def assert_alike(
    gateway: Gateway, case_id: str, token: str | None, headers: tuple[tuple[str, str], ...]
) -> None:
    """The same request the quick way, and with an address that goes the usual way."""
    quick = gateway.get(f"/api/cases/{case_id}", token=token, headers=headers)
    usual = gateway.get(f"/api/cases/{case_id}?", token=token, headers=headers)

    assert told(quick) == told(usual)


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
