"""Where a request begins and ends, read so that no server in front of us can read it otherwise."""

import re
from typing import Final, Protocol

import httptools

VERSIONS: Final = frozenset({"1.0", "1.1"})
_HOST: Final = re.compile(
    # RFC 9110, 7.2: a host by RFC 3986, 3.2.2, and perhaps a port.
    rb"(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\[[0-9A-Za-z:.]+\])(?::[0-9]*)?"
)


class Framing:
    """What the head of one request says of its length and of whom it is for."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._hosts: list[bytes] = []
        self._codings: list[bytes] = []
        self._lengths: list[bytes] = []

    def note(self, name: bytes, value: bytes) -> None:
        """Take in a header; its name is in lower case."""
        if name == b"host":
            self._hosts.append(value)
        elif name == b"transfer-encoding":
            self._codings.append(value)
        elif name == b"content-length":
            self._lengths.append(value)

    def mistake(self, version: str, *, whole: bool) -> str | None:
        """Why the request cannot be served; the head may not be `whole` where it is too large."""
        if version not in VERSIONS:
            return "only HTTP/1.0 and HTTP/1.1 are spoken here"
        # RFC 9112, 3.2: who names two hosts may be read differently by the server in front of us.
        if len(self._hosts) > 1 or (not self._hosts and version == "1.1" and whole):
            return "there must be one Host header"
        if self._hosts and not _HOST.fullmatch(self._hosts[0]):
            return "the Host header names no host"
        # RFC 9112, 6.1: of HTTP/1.0, chunks are a sign of faulty framing. No other coding is known
        # here, and what is coded would be taken for the body.
        if self._codings and version == "1.0":
            return "HTTP/1.0 has no transfer codings"
        if any(coding.strip().lower() != b"chunked" for coding in self._codings):
            return "the only transfer coding is chunked"
        return None

    def head_of_the_rest(self) -> bytes | None:
        """A head that announces the same body and nothing else; None if there is no body."""
        if self._codings:
            return b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        if self._lengths and self._lengths[0].strip(b"0 \t"):
            return b"POST / HTTP/1.1\r\nContent-Length: %b\r\n\r\n" % self._lengths[0]
        return None


class Connection(Protocol):
    """Whom a body belongs to."""

    def on_body(self, body: bytes) -> None:
        """Take a piece."""
        ...

    def on_message_complete(self) -> None:
        """It is whole."""
        ...

    def hear_no_more(self) -> None:
        """Answer what came so far, and leave what follows alone."""
        ...


class _OneBody:
    """Hands on what comes up to the end of one body."""

    def __init__(self, connection: Connection) -> None:
        self._connection: Connection | None = connection

    def on_body(self, body: bytes) -> None:
        if self._connection is not None:
            self._connection.on_body(body)

    def on_message_complete(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.on_message_complete()
            connection.hear_no_more()


def parser_of_the_rest(connection: Connection, head: bytes) -> httptools.HttpRequestParser:
    """A parser for the body of a request that asks for another protocol, too.

    Such a wish may be ignored (RFC 9110, 7.8), but httptools takes all that follows the head for
    that other protocol. Java's own client sends `Upgrade: h2c` with every first request.
    """
    parser = httptools.HttpRequestParser(_OneBody(connection))
    parser.feed_data(head)
    return parser
