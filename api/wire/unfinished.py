"""Bounds on connections that something is awaited from: how many, how many bytes, how long."""

import asyncio
from typing import Final, Literal, Protocol

MOST_UNFINISHED: Final = 1_000
LARGEST_UNFINISHED: Final = 64 * 1_048_576

Phase = Literal["request", "head", "body", "response", "end"]

SECONDS: Final[dict[Phase, float]] = {
    "request": 10.0,
    "head": 10.0,
    # `api.body` gives up first, with an answer; this is for what nobody reads any more.
    "body": 15.0,
    "response": 60.0,
    "end": 2.0,
}
"""How long may be waited for: a request to begin, the rest of its head, the rest of its body, a
client that takes no more of its answer, and the end of a connection that was refused.
"""

SWEEP_SECONDS = 1.0


class Awaited(Protocol):
    """A connection that is told when it has been waited for too long."""

    def late(self) -> None:
        """Give up waiting; the connection was taken from the list already."""
        ...


class Unfinished:
    """Bounds them all: whoever has waited longest makes room.

    `most` counts connections, and `largest` the bytes of requests that have not come to their end.
    """

    def __init__(self, *, most: int, largest: int) -> None:
        """Begin with none."""
        self._most = most
        self._largest = largest
        self._until: dict[Awaited, float] = {}
        self._held: dict[Awaited, int] = {}
        self._bytes = 0
        self._watching = False

    @property
    def count(self) -> int:
        """How many are waited for."""
        return len(self._until)

    @property
    def bytes(self) -> int:
        """How much of unfinished requests is held."""
        return self._bytes

    def enter(self, connection: Awaited, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        """Wait for a connection from now on, for so many seconds, to within one."""
        self._until.pop(connection, None)
        self._until[connection] = loop.time() + seconds
        if not self._watching:
            self._watch(loop)
        while len(self._until) > self._most:
            self._give_up(next(iter(self._until)))

    def hold(self, connection: Awaited, more: int) -> None:
        """Note so many more bytes of a request that is not whole."""
        self._held[connection] = self._held.get(connection, 0) + more
        self._bytes += more
        while self._bytes > self._largest:
            self._give_up(next(iter(self._held)))

    def leave(self, connection: Awaited) -> None:
        """Wait for a connection no more."""
        if self._until.pop(connection, None) is not None:
            self._bytes -= self._held.pop(connection, 0)

    def _give_up(self, connection: Awaited) -> None:
        self.leave(connection)
        connection.late()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        self._watching = True
        loop.call_later(SWEEP_SECONDS, self._sweep, loop)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        self._watching = False
        now = loop.time()
        for connection in [one for one, until in self._until.items() if until <= now]:
            self._give_up(connection)
        if self._until and not self._watching:
            self._watch(loop)
