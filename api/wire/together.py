"""Responses as they go out: in as few pieces as can be."""

import asyncio
from collections.abc import Callable, Iterable


class Together(asyncio.Transport):
    """The way out for responses: what is written in one go, head and body, is sent in one go.

    uvicorn writes them one after the other, and each time is a call of the system and a packet.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        loop: asyncio.AbstractEventLoop,
        hang_up: Callable[[], None],
    ) -> None:
        """Write to this transport; `hang_up` ends the connection."""
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._hang_up = hang_up
        self._held: list[bytes] = []
        self._ended = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Hold it until there is no more for now."""
        if not self._held:
            self._loop.call_soon(self.flush)
        self._held.append(bytes(data))

    def write_now(self, data: bytes) -> None:
        """Send it at once, after what is held."""
        if self._held:
            self.flush()
        if not self.is_closing():
            self._transport.write(data)

    def flush(self) -> None:
        """Send what is held, unless the client has gone meanwhile."""
        held, self._held = self._held, []
        if held and not self.is_closing():
            self._transport.write(b"".join(held))

    def end(self) -> None:
        """Send what is held, then say that nothing more comes; what is written later goes nowhere.

        The client may go on to send.
        """
        self.flush()
        if not self.is_closing():
            self._transport.write_eof()
            self._ended = True

    def close(self) -> None:
        """Send what is held, then hang up."""
        self.flush()
        self._hang_up()

    def is_closing(self) -> bool:
        """Whether somebody hangs up, or nothing more is said."""
        return self._ended or self._transport.is_closing()


def lines_of(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Headers as they stand in a head, each with its end."""
    return b"".join([b"%b: %b\r\n" % header for header in headers])
