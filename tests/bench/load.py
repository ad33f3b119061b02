"""Clients that ask again as soon as they are answered: HTTP/1.1 over connections that stay open.

Written down to the bytes, since clients and servers share the processors of one machine.
"""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final, cast

_END_OF_HEAD: Final = b"\r\n\r\n"
_PATIENCE_SECONDS: Final = 30.0

Ask = Callable[[int], bytes | None]
"""Makes the next request of a client, by the client's number; None if there is no more to ask."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What came of asking for a while. Times are in seconds, `latencies` sorted."""

    seconds: float
    latencies: tuple[float, ...]
    errors: int

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.latencies) / self.seconds

    def quantile(self, q: float) -> float:
        """The time within which that share of the good answers came."""
        if not self.latencies:
            return 0.0
        return self.latencies[min(len(self.latencies) - 1, int(q * len(self.latencies)))]


class Client(asyncio.Protocol):
    """One connection, with one request under way at most."""

    def __init__(self, number: int, ask: Ask, expected: bytes) -> None:
        """`expected` is the status of a good answer, in digits."""
        self.latencies: list[float] = []
        self.errors = 0
        self.complaint = b""
        self._number = number
        self._ask = ask
        self._good = b"HTTP/1.1 " + expected
        self._loop = asyncio.get_running_loop()
        self._received = b""
        self._sent_at = 0.0
        self._until = 0.0
        self._done: asyncio.Future[None] = self._loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = cast("asyncio.Transport", transport)

    def begin(self, until: float) -> asyncio.Future[None]:
        """Ask until a time of `perf_counter`; gives what is done once the last answer is in."""
        self._until = until
        self._done = self._loop.create_future()
        self._send()
        return self._done

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def _send(self) -> None:
        asked = self._ask(self._number)
        if asked is None:
            self._end()
            return
        self._sent_at = perf_counter()
        self._transport.write(asked)

    def _end(self) -> None:
        if not self._done.done():
            self._done.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Take what came; once an answer is whole, ask again."""
        received = self._received = self._received + data if self._received else data
        head = received.find(_END_OF_HEAD)
        if head < 0:
            return
        if not _is_whole(received, head):
            return
        now = perf_counter()
        if received.startswith(self._good):
            self.latencies.append(now - self._sent_at)
        else:
            self.errors += 1
            self.complaint = received
        self._received = b""
        if now < self._until:
            self._send()
        else:
            self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        """A server that hangs up has not answered."""
        if not self._done.done():
            self.errors += 1
        self._end()


def _is_whole(received: bytes, head: int) -> bool:
    """Whether an answer whose head ends there is all there, of a known length or in chunks."""
    start = received.lower().find(b"content-length:", 0, head)
    if start < 0:
        return received.endswith(b"\r\n0\r\n\r\n")
    start += len(b"content-length:")
    length = int(received[start : received.find(b"\r\n", start)])
    return len(received) >= head + len(_END_OF_HEAD) + length


async def ask_for(
    seconds: float, port: int, ask: Ask, *, clients: int, expected: str = "200"
) -> Slice:
    """Ask a server on this machine for so many seconds, with so many requests under way, or until
    there is no more to ask.
    """
    loop = asyncio.get_running_loop()
    connected: list[Client] = []
    for number in range(clients):
        _, client = await loop.create_connection(
            lambda number=number: Client(number, ask, expected.encode()),  # type: ignore[misc]  # mypy does not infer a default
            "127.0.0.1",
            port,
        )
        connected.append(client)
    began = perf_counter()
    async with asyncio.timeout(seconds + _PATIENCE_SECONDS):
        await asyncio.gather(*(client.begin(began + seconds) for client in connected))
    took = perf_counter() - began
    for client in connected:
        if client.complaint:
            sys.stderr.write(f"\n{client.complaint.decode(errors='replace')}\n")
            break
    for client in connected:
        client.close()
    return Slice(
        took,
        tuple(sorted(latency for client in connected for latency in client.latencies)),
        sum(client.errors for client in connected),
    )


def request(
    method: str, path: str, *, token: str | None = None, body: bytes | None = None
) -> bytes:
    """One request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if token is not None:
        lines.append(f"Authorization: Bearer {token}")
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")
