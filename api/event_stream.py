"""A response of server-sent events (WHATWG HTML, 9.2) to one client, which may go away."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.accept import accepted, is_preferred
from api.errors import InternalError, error_response
from api.telemetry.logs import LOG
from domain.errors import Invalid, Refused

MEDIA_TYPE: Final = "text/event-stream"
HEARTBEAT_SECONDS = 12.0
"""Proxies commonly give up on a connection that is silent for 30 or 60 seconds."""

RETRY: Final = b"retry: 2000\n\n"
"""Milliseconds after which a client that lost its stream comes again."""

HEARTBEAT: Final = b": still here\n\n"
HEADERS: Final = {"X-Accel-Buffering": "no"}
"""Tells nginx to pass events on at once (its X-Accel module)."""

Emit = Callable[[bytes], None]


def wants_events(headers: Headers) -> bool:
    """Whether a client asks for a stream, rather than for one body of JSON."""
    return is_preferred(MEDIA_TYPE, accepted(headers.raw))


def last_event_id(headers: Headers) -> int:
    """The version that a client has seen; 0 if it says nothing. Raises `Invalid`."""
    text = headers.get("last-event-id", "")
    if len(text) > 9 or (text and not (text.isascii() and text.isdecimal())):  # noqa: PLR2004 - no case has more events
        raise Invalid(
            "Last-Event-ID: must be the id of an event of this case", field="Last-Event-ID"
        )
    return int(text or "0")


def event(name: str, data: bytes, version: int | None = None) -> bytes:
    """Write an event. `data` is one line, as compact JSON is; its id is a version of the case."""
    numbered = b"" if version is None else b"id: %d\n" % version
    return b"event: %b\n%bdata: %b\n\n" % (name.encode(), numbered, data)


def at_once(content: bytes, status: int, headers: Mapping[str, str]) -> Response:
    """Send events that are all there already."""
    return Response(RETRY + content, status, {**HEADERS, **headers}, MEDIA_TYPE)


def _nothing() -> None:
    pass


class EventStream(Response):
    """Sends what `make` emits, and a comment when that was nothing for a while.

    `make` is waited for though nobody listens any more.
    """

    media_type = MEDIA_TYPE

    def __init__(
        self,
        make: Callable[[Emit], Awaitable[None]],
        *,
        request_id: str,
        closed: Callable[[], None],
        gone: Callable[[], None] = _nothing,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        heartbeat: float = HEARTBEAT_SECONDS,
    ) -> None:
        """`gone` is called if the client goes away, and `closed` once nothing more is sent."""
        self.status_code = status
        self.background = None
        self.init_headers({**HEADERS, **(headers or {})})
        self._make = make
        self._request_id = request_id
        self._closed = closed
        self._gone = gone
        self._heartbeat = heartbeat
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Serve the client until all is said, or it goes away."""
        making = asyncio.create_task(self._made())
        leaving = asyncio.create_task(self._until_gone(receive))
        try:
            start = {"status": self.status_code, "headers": self.raw_headers}
            await send({"type": "http.response.start", **start})
            piece: bytes | None = RETRY
            while piece is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = await self._next()
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except BaseException:
            making.cancel()
            raise
        finally:
            leaving.cancel()
            self._closed()
        await making

    async def _made(self) -> None:
        try:
            await self._make(self._pieces.put_nowait)
        except Refused as refused:
            self._fail(refused)
        # What a client gets of a mistake of ours is an answer too, as it would be without a stream.
        except Exception:  # noqa: BLE001 - see above
            LOG.exception("stream failed", extra={"facts": {"requestId": self._request_id}})
            self._fail(InternalError())
        finally:
            self._pieces.put_nowait(None)

    def _fail(self, refused: Refused) -> None:
        response = error_response(refused, request_id=self._request_id, accept="")
        self._pieces.put_nowait(event("error", bytes(response.body)))

    async def _until_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._gone()
        self._pieces.put_nowait(None)

    async def _next(self) -> bytes | None:
        try:
            async with asyncio.timeout(self._heartbeat):
                return await self._pieces.get()
        except TimeoutError:
            return HEARTBEAT
