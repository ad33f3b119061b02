"""Many connections at once that waste the gateway's time and memory."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.gateway import Gateway
from tests.security.conftest import Place
from tests.security.wire import connected, status_of

MEBIBYTE = 1_048_576


@pytest.fixture(scope="module")
def gateway(place: Place) -> Gateway:
    """The gateway."""
    return place.gateway


@pytest.fixture
def flood(gateway: Gateway) -> Iterator[ExitStack]:
    """Connections that are closed in the end."""
    with ExitStack() as stack:
        yield stack


def test_health_answers_within_a_second_while_150_connections_dribble(
    gateway: Gateway, flood: ExitStack
):
    dribbling = [flood.enter_context(connected(gateway.port)) for _ in range(150)]
    for client in dribbling[::2]:
        client.send(b"POST /api/cases HTTP/1.1\r\nHost: x\r\nX-")
    for client in dribbling[1::2]:
        client.send(b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
    for client in dribbling:
        client.send(b"x")
        assert status_of(_health(gateway)) == 200


def test_endless_heads_and_bodies_take_no_memory(place: Place, flood: ExitStack):
    gateway = place.gateway
    authorized = f"POST /api/cases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {place.token()}\r\n"
    begin = (
        b"GET /api/health HTTP/1.1\r\nHost: x\r\nX-Long: ",
        b"GET /api/health HTTP/1.1\r\nHost: x\r\n" + b"a:\r\n" * 200_000,
        b"GET /" + b"x" * MEBIBYTE,
        b"GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n" * 50_000,
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
        authorized.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 200_000,
        authorized.encode() + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX-Trailer: ",
    )
    assert status_of(_health(gateway)) == 200
    before = _peak(gateway)
    for head in begin:
        for _ in range(10):
            client = flood.enter_context(connected(gateway.port))
            client.send(head, *[b"x" * 65_536] * 64)
            client.close()
    assert status_of(_health(gateway)) == 200
    assert _peak(gateway) - before < 100 * MEBIBYTE


def _health(gateway: Gateway) -> bytes:
    with connected(gateway.port, patience=1.0) as client:
        client.send(b"GET /api/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return client.read()


def _peak(gateway: Gateway) -> int:
    """The most memory that the process ever had, in bytes."""
    for line in Path(f"/proc/{gateway.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1_024
    raise AssertionError("no VmHWM")
