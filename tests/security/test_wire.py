"""What a client may do to a connection, and what becomes of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from api.wire import unfinished
from api.wire.protocol import LARGEST_HEAD, MOST_PIPELINED, Protocol
from api.wire.unfinished import SECONDS, Unfinished
from tests.security.wire import (
    Application,
    Client,
    connected,
    envelope_of,
    eventually,
    serving,
    status_of,
)


class Small(Protocol):
    """Waits for few."""

    unfinished = Unfinished(most=6, largest=300_000)


@pytest.fixture
def application() -> Application:
    """What is served."""
    return Application()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every deadline is over at once."""
    monkeypatch.setattr(unfinished, "SWEEP_SECONDS", 0.05)
    for phase in SECONDS:
        monkeypatch.setitem(SECONDS, phase, 0.2)


@pytest.fixture
def port(application: Application) -> Iterator[int]:
    """A server."""
    with serving(application, Small) as port:
        yield port


@pytest.fixture
def client(port: int) -> Iterator[Client]:
    """A connection to it."""
    with connected(port) as client:
        yield client


@pytest.fixture
def late_client(impatient: None, application: Application) -> Iterator[Client]:
    """A connection to a server that has no time."""
    with serving(application, Small) as port, connected(port) as client:
        yield client


def test_a_head_that_does_not_end_is_given_up(late_client: Client):
    late_client.send(b"GET /tell HTTP/1.1\r\nHost: x\r\nX-More")
    response = late_client.read()
    assert (status_of(response), envelope_of(response)["error"]) == (408, "REQUEST_TIMEOUT")


def test_a_connection_that_says_nothing_is_closed_without_a_word(late_client: Client):
    assert late_client.read() == b""


def test_a_connection_that_says_only_empty_lines_is_given_up(late_client: Client):
    late_client.send(b"GET /tell HTTP/1.1\r\nHost: x\r\n\r\n")
    assert late_client.read_until(b'["/tell", 0]')
    late_client.send(b"\r\n")
    assert status_of(late_client.read()) in {0, 408}


def test_a_body_that_nobody_reads_is_not_waited_for(late_client: Client):
    late_client.send(b"POST /deaf HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nx")
    answer = late_client.read_until(b'["/deaf", 0]')
    assert status_of(answer) == 200
    assert late_client.read() == b""


def test_a_body_that_does_not_come_is_given_up(late_client: Client):
    late_client.send(b"POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx")
    response = late_client.read()
    assert (status_of(response), envelope_of(response)["error"]) == (408, "REQUEST_TIMEOUT")


def test_a_client_that_does_not_read_is_given_up(impatient: None, application: Application):
    with (
        serving(application, Small) as port,
        connected(port, window=4_096) as reader,
        connected(port) as other,
    ):
        reader.send(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        assert status_of(reader.read_until(b"\r\n\r\n")) == 200
        # Nothing is read here until the server has given up.
        other.send(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        eventually(lambda: "/slow" in application.asked and not Small.unfinished.count)
        assert len(reader.read()) < 8_388_608


@pytest.mark.parametrize(
    "behind", [b"GET /te", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nha"]
)
def test_a_slow_answer_is_not_cut_off_by_what_comes_behind_it(
    late_client: Client, application: Application, behind: bytes
):
    late_client.send(b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n" + behind)
    eventually(lambda: application.asked == ["/slow"] and not Small.unfinished.count)
    application.go_on.set()
    response = late_client.read()
    assert response.endswith(b'["/slow", 0]')
    assert status_of(response) == 200


def test_nonsense_behind_a_request_is_not_answered_in_its_place(
    client: Client, application: Application
):
    client.send(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n", b"\0\0nonsense\r\n\r\n")
    application.go_on.set()
    response = client.read()
    assert response.endswith(b'["/slow", 0]')
    assert response.count(b"HTTP/1.1") == 1


def test_a_client_that_stops_to_send_gets_the_answer_that_it_waits_for(
    client: Client, application: Application
):
    client.send(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
    client.stop_sending()
    eventually(lambda: application.asked == ["/slow"])
    application.go_on.set()
    response = client.read()
    assert response.endswith(b'["/slow", 0]')
    assert b"connection: close" in response.lower()


@pytest.mark.parametrize(
    "request_of",
    [
        b"GET /slow HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n",
        b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf",
        b"GET /slow HTTP/1.1\r\nHost",
    ],
    ids=["a stream", "half a body", "half a head"],
)
def test_a_client_that_stops_to_send_too_soon_or_follows_a_stream_is_gone(
    client: Client, request_of: bytes
):
    client.send(request_of)
    client.stop_sending()
    assert client.read() == b""


def test_pipelined_requests_are_answered_in_order_up_to_a_bound(
    client: Client, application: Application
):
    client.send(b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % n for n in range(5_000)))
    response = client.read()
    answered = response.count(b"HTTP/1.1 200 OK")
    assert answered == MOST_PIPELINED + 1
    assert application.asked == [f"/{n}" for n in range(answered)]
    assert response.lower().count(b"connection: close") == 1


def test_whoever_has_waited_longest_makes_room(port: int):
    with ExitStack() as stack:
        clients = [stack.enter_context(connected(port)) for _ in range(6)]
        for number, client in enumerate(clients, 1):
            client.send(b"GET /tell HTTP/1.1\r\nHost:")
            eventually(_bytes_are(25 * number))
        newest = stack.enter_context(connected(port))
        assert status_of(clients[0].read()) == 408
        for client in (*clients[1:], newest):
            rest = (
                b" x\r\n\r\n" if client is not newest else b"GET /tell HTTP/1.1\r\nHost: x\r\n\r\n"
            )
            client.send(rest)
            assert client.read_until(b'["/tell", 0]')


def _bytes_are(number: int) -> Callable[[], bool]:
    return lambda: Small.unfinished.bytes == number


def test_bodies_that_are_not_whole_take_so_much_memory_and_no_more(port: int):
    with connected(port) as oldest, connected(port) as newer:
        for client in (oldest, newer):
            client.send(b"POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n")
            client.send(b"x" * 190_000)
            eventually(lambda: newer.sent > 0 or Small.unfinished.bytes > 190_000)
        assert status_of(oldest.read()) == 408
        newer.send(b"x" * 10_000)
        assert newer.read_until(b'["/tell", 200000]')


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /tell HTTP/1.1\r\nHost: x\r\nX-Long: ", 431),
        (b"GET /tell HTTP/1.1\r\nHost: x\r\nX-", 431),
        (b"GET /", 414),
        (
            b"POST /tell HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Trailer: ",
            431,
        ),
        (b"POST /tell HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;ext=", 431),
    ],
    ids=["header value", "header name", "address", "trailer", "chunk extension"],
)
def test_what_never_ends_is_refused(client: Client, request_line: bytes, status: int):
    client.send(request_line, *[b"x" * 10_000] * 50)
    response = client.read()
    assert status_of(response) == status
    envelope_of(response)


def test_trailers_are_not_kept(client: Client):
    trailers = b"".join(b"X-%d: x\r\n" % n for n in range(1_000))
    head = b"POST /tell HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    client.send(head + b"1\r\nx\r\n0\r\n" + trailers + b"\r\n")
    assert client.read_until(b'["/tell", 1]')


def test_a_head_may_be_as_large_as_it_may_be_and_come_in_pieces(client: Client):
    client.send(b"GET /tell HTTP/1.1\r\nHost: x\r\n")
    client.send(*[b"X-Piece: " + b"x" * 1_000 + b"\r\n"] * (LARGEST_HEAD // 1_100), b"\r\n")
    assert client.read_until(b'["/tell", 0]')


AMBIGUOUS = {
    "two lengths": b"POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
    b"Content-Length: 2\r\n\r\nx",
    "the same length twice": b"POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
    b"Content-Length: 1\r\n\r\nx",
    "a list of lengths": b"POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\nx",
    "a signed length": b"POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\nx",
    "a length that does not fit": b"POST /tell HTTP/1.1\r\nHost: x\r\n"
    b"Content-Length: 99999999999999999999999\r\n\r\nx",
    "length and chunks": b"POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and length": b"POST /tell HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Length: 1\r\n\r\n0\r\n\r\n",
    "chunks that are not last": b"POST /tell HTTP/1.1\r\nHost: x\r\n"
    b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "an unknown coding": b"POST /tell HTTP/1.1\r\nHost: x\r\n"
    b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a chunk of no size": b"POST /tell HTTP/1.1\r\nHost: x\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n\r\n\r\n",
    "a chunk of a negative size": b"POST /tell HTTP/1.1\r\nHost: x\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n",
    "a chunk longer than it says": b"POST /tell HTTP/1.1\r\nHost: x\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n1\r\nxyz\r\n0\r\n\r\n",
    "a space before the colon": b"GET /tell HTTP/1.1\r\nHost: x\r\nContent-Length : 0\r\n\r\n",
    "a folded line": b"GET /tell HTTP/1.1\r\nHost: x\r\nX-Folded: a\r\n b\r\n\r\n",
    "a NUL in a header": b"GET /tell HTTP/1.1\r\nHost: x\r\nX-Nul: a\0b\r\n\r\n",
    "a bare carriage return": b"GET /tell HTTP/1.1\r\nHost: x\r\nX-Cr: a\rX-B: c\r\n\r\n",
    "no host": b"GET /tell HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /tell HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    "no such version": b"GET /tell HTTP/3.0\r\nHost: x\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no version": b"GET /tell\r\n\r\n",
    "no such method": b"GOT /tell HTTP/1.1\r\nHost: x\r\n\r\n",
    "a method in lower case": b"get /tell HTTP/1.1\r\nHost: x\r\n\r\n",
    "a tunnel": b"CONNECT internal:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100,
    "bytes in the address": b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_what_two_servers_could_read_differently_is_refused_and_nothing_behind_it_heard(
    client: Client, application: Application, name: str
):
    client.send(AMBIGUOUS[name] + b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
    response = client.read()
    assert status_of(response) in {400, 405}
    assert envelope_of(response)["error"] in {"VALIDATION_ERROR", "METHOD_NOT_ALLOWED"}
    assert "/smuggled" not in application.asked


def test_an_upgrade_is_ignored_and_ends_the_connection(client: Client, application: Application):
    upgrade = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n"
    client.send(b"GET /tell HTTP/1.1\r\nHost: x\r\n" + upgrade + b"\r\n")
    client.send(b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
    response = client.read()
    assert response.endswith(b'["/tell", 0]')
    assert b"connection: close" in response.lower()
    assert application.asked == ["/tell"]


def test_a_refusal_reaches_a_client_that_still_sends(client: Client):
    client.send(b"\0\0\r\n\r\n" + b"x" * 2_000_000)
    assert status_of(client.read()) in {400, 405}
