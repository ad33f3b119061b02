"""What comes back over the wire."""

import http.client
import json
import socket
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it came. `headers` keep their order and repetitions, names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        """The one header of that name; None if it is missing."""
        values = [value for key, value in self.headers if key == name.lower()]
        assert len(values) < 2, f"{name} came more than once: {values}"
        return values[0] if values else None


def read_answer(response: http.client.HTTPResponse) -> Answer:
    """Read a response to its end."""
    headers = tuple((name.lower(), value) for name, value in response.getheaders())
    return Answer(response.status, headers, response.read())


def read_raw(wire: socket.socket) -> bytes:
    """Read a response as bytes again; nothing if the other side hangs up."""
    response = http.client.HTTPResponse(wire)
    try:
        response.begin()
        fields = "".join(f"{name}: {value}\r\n" for name, value in response.getheaders())
        return f"HTTP/1.1 {response.status}\r\n{fields}\r\n".encode() + response.read()
    except http.client.RemoteDisconnected:
        return b""
    finally:
        response.close()
