"""A client of event streams, which reads them as they come."""

import http.client
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from tests.gateway import Gateway

EVENTS = ("Accept", "text/event-stream")


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it came; `comment` where it was only that."""

    name: str | None
    id: str | None
    data: str | None
    comment: str | None = None

    @property
    def json(self) -> Any:
        """The data as JSON."""
        assert self.data is not None
        return json.loads(self.data)


class Stream:
    """An open stream. Leaving the block hangs up, whatever is still to come."""

    def __init__(
        self,
        gateway: Gateway,
        path: str,
        token: str,
        document: Any = None,
        *,
        headers: Iterable[tuple[str, str]] = (),
    ) -> None:
        """POST a document, or GET if there is none."""
        self._connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=60)
        self._sent = {"Authorization": f"Bearer {token}", **dict([EVENTS]), **dict(headers)}
        self._path = path
        self._body = None if document is None else json.dumps(document)
        self.status = 0

    def __enter__(self) -> Self:
        method = "GET" if self._body is None else "POST"
        self._connection.request(method, self._path, self._body, self._sent)
        self._response = self._connection.getresponse()
        self.status = self._response.status
        self.headers = {name.lower(): value for name, value in self._response.getheaders()}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._response.close()
        self._connection.close()

    def __iter__(self) -> Iterator[Event]:
        """The events that are not read yet, each as soon as it is there."""
        lines: list[str] = []
        while line := self._response.readline():
            text = line.decode().rstrip("\n")
            if text:
                lines.append(text)
            elif lines:
                found = _event(lines)
                lines = []
                if found is not None:
                    yield found

    def until(self, name: str) -> Event:
        """Read on to the next event of that name."""
        for one in self:
            if one.name == name:
                return one
        raise AssertionError(f"the stream ended without {name}")


def parsed(body: bytes) -> list[Event]:
    """All events of a whole stream."""
    found = [_event(block.split("\n")) for block in body.decode().split("\n\n") if block]
    return [one for one in found if one is not None]


def _event(lines: list[str]) -> Event | None:
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        assert name not in fields, lines
        fields[name] = value.removeprefix(" ")
    assert fields.keys() <= {"", "event", "id", "data", "retry"}, lines
    if fields.keys() == {"retry"}:
        return None
    return Event(fields.get("event"), fields.get("id"), fields.get("data"), fields.get(""))
