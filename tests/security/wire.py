"""An HTTP server on our protocol and a bare application, and clients that write what they like."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.types import Receive, Scope, Send

from api.wire.protocol import Protocol
from tests.waiting import PATIENCE, eventually

__all__ = [
    "Application",
    "Client",
    "connected",
    "envelope_of",
    "eventually",
    "serving",
    "status_of",
]


@dataclass
class Application:
    """Answers `/slow` when it is told to, `/deaf` without reading, `/large` with 8 MiB, `/wait`
    never, `/tell` with the number of bytes that it read. `gone` is set when `/wait` is left alone.
    """

    asked: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        self.asked.append(path)
        size = 0
        if path == "/slow":
            await asyncio.to_thread(self.go_on.wait, PATIENCE)
        elif path != "/deaf":
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    self.gone.set()
                    return
                size += len(message.get("body", b""))
                more = path == "/wait" or message.get("more_body", False)
        body = b"x" * 8_388_608 if path == "/large" else json.dumps([path, size]).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@contextmanager
def serving(application: Application, protocol: type[Protocol]) -> Iterator[int]:
    """Run the server in a thread; gives its port."""
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http=protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        thread = threading.Thread(target=server.run, args=([listening],), name="server on the wire")
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            application.go_on.set()
            server.should_exit = True
            thread.join()


class Client:
    """A connection that writes bytes as they are."""

    def __init__(self, port: int, *, window: int | None, patience: float) -> None:
        """Connect; `window` is about how many bytes are received before they are read."""
        self._socket = socket.socket()
        if window is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        self._socket.settimeout(patience)
        self._socket.connect(("127.0.0.1", port))
        self.sent = 0

    def send(self, *pieces: bytes) -> None:
        """Write, unless the server has hung up."""
        with suppress(BrokenPipeError, ConnectionResetError):
            for piece in pieces:
                self._socket.sendall(piece)
                self.sent += len(piece)

    def read(self) -> bytes:
        """Read to the end of the connection, however it ends."""
        received = bytearray()
        with suppress(ConnectionResetError):
            while piece := self._socket.recv(65_536):
                received += piece
        return bytes(received)

    def read_until(self, end: bytes) -> bytes:
        """Read until `end` has come."""
        received = bytearray()
        while end not in received:
            piece = self._socket.recv(65_536)
            assert piece, f"the connection ended after {bytes(received)!r}"
            received += piece
        return bytes(received)

    def stop_sending(self) -> None:
        """Say that nothing more comes, and go on to listen."""
        self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


@contextmanager
def connected(
    port: int, *, window: int | None = None, patience: float = PATIENCE
) -> Iterator[Client]:
    """Connect to a port; whatever takes more seconds than `patience` fails."""
    client = Client(port, window=window, patience=patience)
    try:
        yield client
    finally:
        client.close()


def status_of(response: bytes) -> int:
    """The status of a response; 0 where none came."""
    return int(response.split()[1]) if response.startswith(b"HTTP/1.1 ") else 0


def envelope_of(response: bytes) -> dict[str, Any]:
    """The body of a refusal, which is whole and carries its request id twice."""
    head, _, body = response.partition(b"\r\n\r\n")
    document: dict[str, Any] = json.loads(body)
    assert document["statusCode"] == status_of(response)
    assert f"x-request-id: {document['requestId']}".encode() in head.lower()
    assert b"application/json" in head.lower()
    return document
