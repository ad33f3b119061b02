"""Calls of cases, answered by plain code: no requests are more frequent.

Starlette's router, ASGI's messages and uvicorn's look at every header of every answer take longer
than much of what there is to do. Whatever is unusual about a request goes its usual way, and is
answered alike (`tests/api/test_quick_calls.py`).
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from api.accept import accepted
from api.body import WholeRequest
from api.cases import Cases
from api.errors import InternalError, error_response
from api.event_stream import MEDIA_TYPE
from api.head import etag_matches
from api.middleware import DEFAULTS, Origins, request_facts, too_large
from api.telemetry.logs import LOG, log_request
from api.telemetry.metrics import Metrics
from api.wire.together import Together, lines_of
from domain.errors import Refused
from projections.case_details import Details

if TYPE_CHECKING:
    from api.wire.protocol import Protocol

CASES: Final = "/api/cases"
ONE_CASE: Final = f"{CASES}/{{case_id}}"
ADDRESS: Final = re.compile(rb"/api/cases(?:/(cas_[0-9a-f]{32})((?:/[a-z]+)?))?")

Handler = Callable[[Request], Awaitable[Response]]
Headers = Sequence[tuple[bytes, bytes]]

_STREAMED: Final = f"{ONE_CASE}/events"
_UNUSUAL: Final = frozenset({b"transfer-encoding", b"expect", b"upgrade"})
_EVENTS: Final = MEDIA_TYPE.encode()
ALWAYS: Final = lines_of([*DEFAULTS, (b"vary", b"Origin")])
"""The lines that every answer has."""
_LAST: Final = b"connection: close\r\n\r\n"


class Call(NamedTuple):
    """What may be asked. To read a case needs no `handler`."""

    method: str
    route: str
    handler: Handler | None


class Answer(NamedTuple):
    """What is answered: the `lines` of its headers, each with its end, and its body. `last` is
    whether the connection ends with it.
    """

    status: int
    lines: bytes
    body: bytes
    last: bool = False


class QuickCalls:
    """Answers such requests, as `api.middleware.Edge` and what stands behind it would."""

    def __init__(
        self, cases: Cases, *, origins: Origins, new_id: Callable[[str], str], metrics: Metrics
    ) -> None:
        """Call for these cases."""
        self._cases = cases
        self._origins = origins
        self._new_id = new_id
        self._metrics = metrics
        self._calls = {
            (method.encode(), _after_the_id(route.path)): Call(
                method, route.path, cast("Handler", route.endpoint)
            )
            for route in cases.routes()
            for method in (route.methods or set()) - {"HEAD"}
            if route.path != _STREAMED
        }
        self._calls[b"GET", b""] = Call("GET", ONE_CASE, handler=None)

    def taken(self, connection: "Protocol", way_out: Together) -> "QuickCall | None":
        """The request whose head a connection has just read, if it is one of these."""
        parser = connection.parser
        if parser.get_http_version() != "1.1":
            return None
        url = connection.url
        call, case_id = self.call(parser.get_method(), url, connection.headers)
        if call is None:
            return None
        scope = connection.scope
        scope["method"], scope["query_string"] = call.method, b""
        scope["raw_path"], scope["path"] = url, url.decode()
        return QuickCall(
            self,
            call,
            case_id,
            way_out,
            scope=scope,
            flow=connection.flow,
            logger=connection.logger,
            access_logger=connection.access_logger,
            access_log=False,
            default_headers=connection.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=parser.should_keep_alive(),
            on_response=connection.on_response_complete,
        )

    def call(self, method: bytes, url: bytes, headers: Headers) -> tuple[Call | None, str]:
        """What a request asks for, and at which case, if there is nothing unusual about it."""
        address = ADDRESS.fullmatch(url)
        call = None if address is None else self._calls.get((method, address[2]))
        if address is None or call is None or too_large(headers):
            return None, ""
        names = {name for name, _ in headers}
        if not _UNUSUAL.isdisjoint(names) or (b"content-length" in names) != (method == b"POST"):
            return None, ""
        if b"accept" in names and any(
            name == b"accept" and _EVENTS in value.lower() for name, value in headers
        ):
            return None, ""
        return call, (address[1] or b"").decode()

    async def answer(
        self, call: Call, case_id: str, scope: Scope, receive: Receive, body: bytes | None
    ) -> Answer | None:
        """Answer one request, count it and log it; `body` is None where `receive` gives the rest.

        Gives None for a client that has gone away.
        """
        began = time.perf_counter()
        headers: Headers = scope["headers"]
        request_id = scope["request_id"] = self._new_id("req")
        try:
            answer = await self._made(call, case_id, scope, receive, body)
        except ClientDisconnect:
            self._note(call, request_id, 0, began)
            return None
        except Refused as refused:
            answer = _written(_refusal(refused, request_id, headers))
        except Exception:  # noqa: BLE001 - whatever it is, the client gets a clean 500
            LOG.exception("request failed", extra={"facts": {"requestId": request_id}})
            answer = _written(_refusal(InternalError(), request_id, headers))
        shared = lines_of(self._origins.shared(headers, scope.get("tenant")))
        own = request_id.encode(), ALWAYS, shared
        lines = b"%bx-request-id: %b\r\n%b%b" % (answer.lines, *own)
        self._note(call, request_id, answer.status, began)
        return Answer(answer.status, lines, answer.body, answer.last)

    async def _made(
        self, call: Call, case_id: str, scope: Scope, receive: Receive, body: bytes | None
    ) -> Answer:
        if call.handler is None:
            details = await self._cases.read(self._cases.caller(scope), case_id)
            conditions = [value for name, value in scope["headers"] if name == b"if-none-match"]
            return _told(details, b",".join(conditions))
        scope["path_params"] = {"case_id": case_id}
        request = Request(scope, receive) if body is None else WholeRequest(scope, body)
        return _written(await call.handler(request))

    def _note(self, call: Call, request_id: str, status: int, began: float) -> None:
        seconds = time.perf_counter() - began
        self._metrics.served(call.method, call.route, status, seconds)
        log_request(request_facts(request_id, call.method, call.route, status, seconds))


def _after_the_id(route: str) -> bytes | None:
    """The rest of an address, None where no case is named."""
    return None if route == CASES else route.removeprefix(ONE_CASE).encode()


def _told(details: Details, condition: bytes) -> Answer:
    etag = f'"{details.version}"'
    if condition and etag_matches(condition.decode("latin-1"), etag):
        return Answer(304, b"etag: %b\r\n" % etag.encode(), b"")
    lines = b"content-length: %d\r\ncontent-type: application/json\r\netag: %b\r\n"
    return Answer(200, lines % (len(details.body), etag.encode()), details.body)


def _refusal(refused: Refused, request_id: str, headers: Headers) -> Response:
    return error_response(refused, request_id=request_id, accept=accepted(headers))


def _written(response: Response) -> Answer:
    headers = [header for header in response.raw_headers if header[0] != b"connection"]
    last = len(headers) < len(response.raw_headers)
    return Answer(response.status_code, lines_of(headers), bytes(response.body), last)


class QuickCall(RequestResponseCycle):
    """One such request, in the place of a cycle of uvicorn's."""

    def __init__(
        self, calls: QuickCalls, call: Call, case_id: str, way_out: Together, **usual: Any
    ) -> None:
        """`usual` is what else `RequestResponseCycle` is made of."""
        super().__init__(transport=way_out, **usual)
        self._way_out = way_out
        self._calls = calls
        self._call = call
        self._case_id = case_id

    async def run_asgi(self, app: object) -> None:
        """Answer it, without the application."""
        del app
        scope, body = cast("Scope", self.scope), None if self.more_body else bytes(self.body)
        receive = cast("Receive", self.receive)
        try:
            answer = await self._calls.answer(self._call, self._case_id, scope, receive, body)
        except BaseException:
            # A mistake of ours, or an end that waits no longer: nobody is left without a word.
            self._way_out.close()
            raise
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if answer is None or self.disconnected:
            return
        self.keep_alive = self.keep_alive and not answer.last
        self.response_started = self.response_complete = True
        pieces = (
            STATUS_LINE[answer.status],
            lines_of(self.default_headers),
            answer.lines,
            b"\r\n" if self.keep_alive else _LAST,
            answer.body,
        )
        self._way_out.write_now(b"".join(pieces))
        if not self.keep_alive:
            self._way_out.close()
        self.on_response()
        # It would hold the connection, which holds it.
        self.on_response = _nothing


def _nothing() -> None: ...
