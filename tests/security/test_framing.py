"""Where a request ends: read in one way, or refused, and nothing behind it taken for another."""

import logging
from collections.abc import Iterator

import pytest

from api.wire.protocol import Protocol
from tests.security.conftest import Place
from tests.security.wire import (
    Application,
    Client,
    connected,
    envelope_of,
    eventually,
    serving,
    status_of,
)
from tests.waiting import PATIENCE

POST = b"POST /tell HTTP/1.1\r\nHost: x\r\n"
GET = b"GET /tell HTTP/1.1\r\nHost: x\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"
NEXT = b"GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Application, int]]:
    """An application and the port of its server."""
    application = Application()
    with serving(application, Protocol) as port:
        yield application, port


@pytest.fixture
def application(served: tuple[Application, int]) -> Application:
    """What is served, and was asked for nothing yet."""
    application, _ = served
    application.asked.clear()
    application.go_on.clear()
    application.gone.clear()
    return application


@pytest.fixture
def client(application: Application, served: tuple[Application, int]) -> Iterator[Client]:
    """A connection to the server."""
    with connected(served[1]) as client:
        yield client


BODIES = {
    "a length": [b"Content-Length: 5\r\n\r\nhello"],
    "a length, in pieces": [b"Content-Length: 5\r\n\r\n", b"he", b"llo"],
    "chunks": [b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"],
    "chunks, in pieces": [
        b"Transfer-Encoding: chunked\r\n\r\n",
        b"5\r\nhe",
        b"llo\r\n0\r\n",
        b"X-Trailer: x\r\n\r\n",
    ],
}


@pytest.mark.parametrize("protocol", [b"h2c", b"websocket", b"TLS/1.0"])
@pytest.mark.parametrize("body", BODIES)
def test_who_would_rather_speak_another_protocol_is_served_in_this_one_body_and_all(
    client: Client, application: Application, protocol: bytes, body: str
):
    wish = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: " + protocol + b"\r\n"
    for piece in (POST + wish + BODIES[body][0], *BODIES[body][1:]):
        client.send(piece)
    client.send(NEXT)
    response = client.read()
    assert response.endswith(b'["/tell", 5]')
    assert b"connection: close" in response.lower()
    assert application.asked == ["/tell"], "what follows may be in that other protocol"


def test_a_wish_behind_a_request_that_is_being_answered_waits_for_its_turn(
    client: Client, application: Application
):
    client.send(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
    client.send(POST + b"Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 5\r\n\r\nhello")
    application.go_on.set()
    response = client.read()
    assert response.index(b'["/slow", 0]') < response.index(b'["/tell", 5]')


def test_a_body_behind_a_wish_that_does_not_come_is_refused_as_any_other(client: Client):
    client.send(POST + b"Connection: Upgrade\r\nUpgrade: h2c\r\nTransfer-Encoding: chunked\r\n\r\n")
    client.send(b"nonsense\r\n")
    assert status_of(client.read()) == 400


def test_a_question_asked_by_a_client_that_wishes_for_http2_is_understood(place: Place):
    head = (
        "POST /api/cases HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        "Upgrade: h2c\r\nHTTP2-Settings: AAMA\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {place.token()}\r\nContent-Length: 31\r\n\r\n"
    )
    with connected(place.gateway.port) as client:
        client.send(head.encode(), b'{"message": "Why did it fail?"}')
        assert status_of(client.read()) == 201


SERVED = {
    "an upgrade without a connection's": POST + b"Upgrade: h2c\r\nContent-Length: 5\r\n\r\nhello",
    "a connection's without an upgrade": POST
    + b"Connection: Upgrade\r\nContent-Length: 5\r\n\r\nhello",
    "an expectation": POST + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
    "another expectation": POST + b"Expect: wonders\r\nContent-Length: 5\r\n\r\nhello",
    "space around a length": POST + b"Content-Length: \t5 \r\n\r\nhello",
    "zeros before a length": POST + b"Content-Length: 0005\r\n\r\nhello",
    "a coding in capitals": POST + b"Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "a chunk with an extension": CHUNKED + b"\r\n5;a=b\r\nhello\r\n0\r\n\r\n",
    "zeros before a chunk's size": CHUNKED + b"\r\n0005\r\nhello\r\n000\r\n\r\n",
    "a trailer": CHUNKED + b"\r\n5\r\nhello\r\n0\r\nX-Trailer: x\r\n\r\n",
    "an absolute address": b"POST http://y/tell HTTP/1.1\r\nHost: x\r\n"
    b"Content-Length: 5\r\n\r\nhello",
    "an absolute address with a user": b"POST http://a:b@y/tell HTTP/1.1\r\nHost: x\r\n"
    b"Content-Length: 5\r\n\r\nhello",
    "a fragment": b"POST /tell#there HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
    "empty lines before it": b"\r\n\r\n" + POST + b"Content-Length: 5\r\n\r\nhello",
    "a host with a port": b"POST /tell HTTP/1.1\r\nHost: [::1]:80\r\n"
    b"Content-Length: 5\r\n\r\nhello",
}


@pytest.mark.parametrize("name", SERVED)
def test_what_can_be_read_in_one_way_is_served_and_so_is_what_follows(
    client: Client, application: Application, name: str
):
    client.send(SERVED[name] + NEXT)
    response = client.read()
    assert b'["/tell", 5]' in response
    assert response.endswith(b'["/next", 0]')
    assert application.asked == ["/tell", "/next"]


OLD = {
    "nothing more": (b"GET /tell HTTP/1.0\r\n\r\n", 0),
    "a wish to stay": (b"GET /tell HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 0),
    "a length": (b"POST /tell HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello", 5),
    "no length": (b"POST /tell HTTP/1.0\r\n\r\nhello", 0),
    "an expectation": (
        b"POST /tell HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
        5,
    ),
}


@pytest.mark.parametrize("name", OLD)
def test_http_1_0_is_one_request_and_one_answer(
    client: Client, application: Application, name: str
):
    request, length = OLD[name]
    client.send(request + NEXT)
    response = client.read()
    assert response.startswith(b"HTTP/1.1 200 "), "and no interim answer before it"
    assert response.endswith(b'["/tell", %d]' % length)
    assert application.asked == ["/tell"]


def test_a_body_that_is_waited_for_is_asked_for(client: Client):
    client.send(POST + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")
    assert client.read_until(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
    client.send(b"hello")
    assert client.read_until(b'["/tell", 5]')


def test_a_client_that_goes_is_known_to_be_gone_whatever_it_has_sent_behind(
    client: Client, application: Application
):
    client.send(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n" + NEXT)
    eventually(lambda: application.asked == ["/wait"])
    client.close()
    assert application.gone.wait(PATIENCE)
    assert application.asked == ["/wait"]


NO_CHUNK = b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n"


def test_a_body_of_nonsense_behind_a_request_is_not_answered_in_its_place(
    client: Client, application: Application
):
    client.send(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + GET + b"\r\n" + POST + NO_CHUNK)
    application.go_on.set()
    response = client.read()
    assert response.count(b"HTTP/1.1 200 ") == response.count(b"HTTP/1.1") == 2
    assert b'["/slow", 0]HTTP/1.1' in response
    assert response.endswith(b'["/tell", 0]')
    assert application.asked == ["/slow", "/tell"]


def test_whoever_sends_nonsense_before_it_is_told_to_go_on_is_refused_and_no_more(
    client: Client, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.WARNING):
        client.send(POST + b"Expect: 100-continue\r\n" + NO_CHUNK)
        response = client.read()
    assert envelope_of(response)["error"] == "VALIDATION_ERROR"
    assert caplog.messages == []


REFUSED = {
    **{
        f"a length of {length!r}": POST + b"Content-Length: " + length + b"\r\n\r\nhello"
        for length in (
            *(b"+5", b"-5", b"5,5", b"5 5", b"0x5", b"5.0", b"5e0", b"", b"\x0b5", b"\xc2\xb25"),
            b"18446744073709551621",
        )
    },
    **{
        f"a coding of {coding!r}": POST
        + b"Transfer-Encoding: "
        + coding
        + b"\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
        for coding in (
            *(b"identity", b"gzip, chunked", b"chunked, chunked", b"chunked;q=1", b'"chunked"'),
            *(b"\x0bchunked", b"", b"chunked\r\nTransfer-Encoding: identity"),
        )
    },
    **{
        f"chunks of {chunks!r}": CHUNKED + b"\r\n" + chunks
        for chunks in (
            *(
                b"0x5\r\nhello\r\n0\r\n\r\n",
                b" 5\r\nhello\r\n0\r\n\r\n",
                b"+5\r\nhello\r\n0\r\n\r\n",
            ),
            *(b"5 \r\nhello\r\n0\r\n\r\n", b"g\r\nhello\r\n0\r\n\r\n", b"5\nhello\n0\n\n"),
            *(b"5\rhello\r0\r\r", b"5;a\nhello\r\n0\r\n\r\n", b"5\r\nhello0\r\n\r\n"),
            *(b"10000000000000000\r\nhello", b"5\r\nhell\r\n0\r\n\r\n"),
            b"5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n",
            b"5\r\nhello\r\n0\r\nX\0: x\r\n\r\n",
        )
    },
    "chunks of HTTP/1.0": b"POST /tell HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "only line feeds": b"GET /tell HTTP/1.1\nHost: x\n\n",
    "a line feed in the head": b"GET /tell HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n",
    "a fold by a tab": GET + b"X-A: a\r\n\tb\r\n\r\n",
    "a fold of the first line": b"GET /tell HTTP/1.1\r\n Host: x\r\n\r\n",
    "a coding on the next line": POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "a space before a coding's colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a NUL in a name": GET + b"X\0: a\r\n\r\n",
    "no name": GET + b": a\r\n\r\n",
    "no colon": GET + b"X-A\r\n\r\n",
    "a control character": GET + b"X-A: \x01\r\n\r\n",
    "the same host twice": GET + b"Host: x\r\n\r\n",
    "a host that is none": b"GET /tell HTTP/1.1\r\nHost: a b/c\r\n\r\n",
    "an address without a path": b"GET http://x HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address with half a host": b"GET http://[::1/tell HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address with no such port": b"GET http://x:99999999/tell HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address of a file": b"GET file:///tell HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address that is a host": b"GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a space in the address": b"GET /te ll HTTP/1.1\r\nHost: x\r\n\r\n",
    "tabs in the first line": b"GET\t/tell\tHTTP/1.1\r\nHost: x\r\n\r\n",
    "HTTP/1.2": b"GET /tell HTTP/1.2\r\nHost: x\r\n\r\n",
    "HTTP/01.1": b"GET /tell HTTP/01.1\r\nHost: x\r\n\r\n",
    "http in small letters": b"GET /tell http/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_be_read_in_two_ways_is_refused_and_nothing_behind_it_heard(
    client: Client, application: Application, name: str
):
    client.send(REFUSED[name] + NEXT)
    response = client.read()
    assert status_of(response) in {400, 405}
    assert envelope_of(response)["error"] in {"VALIDATION_ERROR", "METHOD_NOT_ALLOWED"}
    assert response.count(b"HTTP/1.1 ") == 1
    assert "/next" not in application.asked
