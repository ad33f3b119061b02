"""uvicorn's HTTP/1.1 connection, with bounds: what is no request is refused in the usual envelope,
and every wait ends.

uvicorn answers what it cannot parse in plain text, waits without end for a request's head, for the
rest of a body that it no longer needs and for a client that does not read, queues as many pipelined
requests as are sent, and keeps as many headers; all of it is ours to mend. What a body may hold is
for `api.body`.
"""

import asyncio
from typing import Any, Final, cast

import httptools
from starlette.datastructures import Headers
from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from api.errors import HeadersTooLarge, MethodNotAllowed, UriTooLong
from api.event_stream import wants_events
from api.middleware import LARGEST_HEADERS, LONGEST_URI, METHODS, MOST_HEADERS, Origins
from api.quick_calls import QuickCalls
from api.wire.connection import Connection
from api.wire.framing import Framing, parser_of_the_rest
from api.wire.together import Together
from domain.errors import Invalid

LARGEST_HEAD: Final = LONGEST_URI + 2 * LARGEST_HEADERS
"""Bytes of a head, or of trailers, after which no more is read; what is smaller, but too large, is
weighed by the middleware.
"""

MOST_PIPELINED: Final = 8
"""Requests that may wait on one connection behind the one that is being answered."""


class Protocol(Connection):
    """One connection, as its transport and its parser tell of it."""

    parser: httptools.HttpRequestParser

    _framing: Framing
    _rest: bytes | None = None

    # What the transport says

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._together = Together(transport, self.loop, self._hang_up)
        state = getattr(self.app, "state", None)
        quick, origins = getattr(state, "quick_calls", None), getattr(state, "origins", None)
        self._quick_calls = quick if isinstance(quick, QuickCalls) else None
        self._origins = origins if isinstance(origins, Origins) else None
        self._await()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more, and let whoever is busy with an answer know."""
        self.unfinished.leave(self)
        if self._answering:
            self._running.disconnected = True
            self._running.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless what comes leads nowhere."""
        if self._deaf:
            return
        self._fruitless += len(data)
        try:
            self._parse(data)
        except httptools.HttpParserInvalidMethodError:
            self._refuse(MethodNotAllowed(), allow=METHODS)
        except httptools.HttpParserError as error:
            if isinstance(error.__context__, _Enough):
                self.hear_no_more()
            else:
                self._refuse(Invalid("This is no HTTP request that can be understood."))
        else:
            if self._fruitless > LARGEST_HEAD and self._part is not None:
                too_long = self._part == "head" and len(self.url) > LONGEST_URI
                self._refuse(UriTooLong() if too_long else HeadersTooLarge())
        self._await(len(data))

    def _parse(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            head, self._rest = self._rest, None
            if head is None:
                self.hear_no_more()
            else:
                self.parser = parser_of_the_rest(self, head)
                self.parser.feed_data(data[upgrade.args[0] :])

    def pause_writing(self) -> None:
        """Wait for the client to read."""
        super().pause_writing()
        self._unread = True
        self._await()

    def resume_writing(self) -> None:
        """Go on."""
        super().resume_writing()
        self._unread = False
        self._await()

    def eof_received(self) -> bool:  # type: ignore[override]  # as asyncio has it
        """Answer what came whole to a client that only stops to send (RFC 9293, 3.6).

        A stream ends: nothing else tells that its client went away.
        """
        answer_still = self._answering and self._part is None and not self.pipeline
        streaming = self._following() or wants_events(Headers(raw=self.headers))
        if answer_still and not streaming:
            self.hear_no_more()
            return True
        return False

    # What the server says

    def shutdown(self) -> None:
        """Have whoever follows a case over this connection come to an end, then end as usual."""
        if stopping := self._following():
            stopping.set()
        super().shutdown()

    def _following(self) -> asyncio.Event | None:
        """What ends the stream of a case that is followed, whatever its client said it accepts."""
        if not self._answering:
            return None
        stopping = cast("Scope", self._running.scope).get("state", {}).get("stopping")
        return stopping if isinstance(stopping, asyncio.Event) else None

    # What the parser says

    def on_message_begin(self) -> None:
        """Take another request, if not too many wait."""
        if len(self.pipeline) >= MOST_PIPELINED:
            raise _Enough
        super().on_message_begin()
        self._part = "head"
        self._phase = None
        self._framing = Framing()

    def on_url(self, url: bytes) -> None:
        """Keep no more of an address than shows that it is too long."""
        if len(self.url) < 2 * LONGEST_URI:
            self.url += url[: 2 * LONGEST_URI]

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep no more headers than show that they are too many, and no trailers."""
        if self._part != "head" or len(self.headers) > MOST_HEADERS:
            return
        name = name.lower()
        if name == b"expect":
            self.expect_100_continue = value.lower() == b"100-continue"
        self._framing.note(name, value)
        # White space around a value is no part of it (RFC 9110, 5.5); the parser leaves the last.
        self.headers.append((name, value.rstrip(b" \t")))

    def on_headers_complete(self) -> None:
        """Serve the request."""
        version = self.parser.get_http_version()
        whole = len(self.headers) <= MOST_HEADERS
        mistake = self._framing.mistake(version, whole=whole)
        if mistake is not None:
            raise ValueError(mistake)
        if version == "1.0":
            # Who speaks it knows of no interim responses (RFC 9110, 10.1.1).
            self.expect_100_continue = False
        if self.parser.should_upgrade():
            self._rest = self._framing.head_of_the_rest()
        quick = self._quick_calls
        call = None if quick is None else quick.taken(self, self._together)
        if call is None:
            super().on_headers_complete()
            self.cycle.transport = self._together
        else:
            self._begin(call)
        self._answering = True
        self._part = "body"
        self._fruitless = 0

    def _begin(self, cycle: RequestResponseCycle) -> None:
        """Serve it now, or when those before it are answered."""
        self.cycle = cycle
        if self._answering:
            self.flow.pause_reading()
            self.pipeline.appendleft((cycle, self.app))
        else:
            self._start_asgi_task(cycle, self.app)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_body(self, body: bytes) -> None:
        """Hand a piece of the body on."""
        self._fruitless = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Expect another request, unless the body of this one is still to be read."""
        if self._rest is not None:
            return
        self._part = None
        self._fruitless = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Turn to the request that waits, or wait for one.

        As uvicorn does, but that `unfinished` looks after idle connections too.
        """
        self.server_state.total_requests += 1
        self._together.flush()
        self._answering = False
        if not self.transport.is_closing():
            self.flow.resume_reading()
            if self.pipeline:
                self._answering = True
                self._start_asgi_task(*self.pipeline.pop())
        self._await()


class _Enough(Exception):
    """More requests came at once than wait on one connection."""
