"""A case that is read, answered by plain code: no request is more frequent, and none does less.

Starlette's objects, ASGI's messages and uvicorn's look at every header of every answer take longer
than what there is to do. Whatever is unusual about a request goes its usual way, and is answered
alike (`tests/api/test_quick_reads.py`).
"""

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from starlette.responses import Response
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from api.cases import Cases, matches
from api.errors import InternalError, error_response
from api.metrics import Metrics
from api.middleware import DEFAULTS, Origins, facts, shared_with, too_large
from api.telemetry import LOG, log_request
from api.together import Together, lines_of
from domain.errors import Refused
from projections.case_details import Details

if TYPE_CHECKING:
    from api.protocol import Protocol

ROUTE: Final = "/api/cases/{case_id}"
ADDRESS: Final = re.compile(rb"/api/cases/(cas_[0-9a-f]{32})")

Headers = Sequence[tuple[bytes, bytes]]

_UNUSUAL: Final = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})
_ALWAYS: Final = lines_of([*DEFAULTS, (b"vary", b"Origin")])
_LAST: Final = b"connection: close\r\n\r\n"


class Answer(NamedTuple):
    """What is answered: the `lines` of its headers, each with its end, and its body."""

    status: int
    lines: bytes
    body: bytes


class QuickReads:
    """Answers such requests, as `api.middleware.Edge` and what stands behind it would."""

    def __init__(
        self, cases: Cases, *, origins: Origins, new_id: Callable[[str], str], metrics: Metrics
    ) -> None:
        """Read these cases."""
        self._cases = cases
        self._origins = origins
        self._new_id = new_id
        self._metrics = metrics

    def taken(self, connection: "Protocol", way_out: Together) -> "QuickRead | None":
        """The request whose head a connection has just read, if it is one of these."""
        parser = connection.parser
        if parser.get_method() != b"GET" or parser.get_http_version() != "1.1":
            return None
        case_id = self.case_id(connection.url, connection.headers)
        if case_id is None:
            return None
        return QuickRead(
            self,
            case_id,
            connection.headers,
            way_out,
            scope=connection.scope,
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

    @staticmethod
    def case_id(url: bytes, headers: Headers) -> str | None:
        """The case that a GET asks for, if there is nothing unusual about it."""
        address = ADDRESS.fullmatch(url)
        if address is None or too_large(headers) or any(name in _UNUSUAL for name, _ in headers):
            return None
        return address[1].decode()

    async def answer(self, case_id: str, headers: Headers) -> Answer:
        """Answer one request, count it and log it."""
        began = time.perf_counter()
        request_id = self._new_id("req")
        tenant: str | None = None
        try:
            caller = self._cases.tokens.caller(headers)
            tenant = caller.tenant_id
            details = await self._cases.read(caller, case_id)
        except Refused as refused:
            answer = _made_of(_refusal(refused, request_id, headers))
        except Exception:  # noqa: BLE001 - whatever it is, the client gets a clean 500
            LOG.exception("request failed", extra={"facts": {"requestId": request_id}})
            answer = _made_of(_refusal(InternalError(), request_id, headers))
        else:
            conditions = [value for name, value in headers if name == b"if-none-match"]
            answer = _told(details, b",".join(conditions))
        shared = b""
        origin = (_first(headers, b"origin") or b"").decode("latin-1")
        if origin and self._origins.allowed(origin, tenant):
            shared = lines_of(shared_with(origin))
        lines = b"%bx-request-id: %b\r\n%b%b" % (answer.lines, request_id.encode(), _ALWAYS, shared)
        seconds = time.perf_counter() - began
        self._metrics.served("GET", ROUTE, answer.status, seconds)
        log_request(facts(request_id, "GET", ROUTE, answer.status, seconds))
        return Answer(answer.status, lines, answer.body)


def _told(details: Details, condition: bytes) -> Answer:
    etag = f'"{details.version}"'
    if condition and matches(condition.decode("latin-1"), etag):
        return Answer(304, b"etag: %b\r\n" % etag.encode(), b"")
    lines = b"content-length: %d\r\ncontent-type: application/json\r\netag: %b\r\n"
    return Answer(200, lines % (len(details.body), etag.encode()), details.body)


def _refusal(refused: Refused, request_id: str, headers: Headers) -> Response:
    accept = (_first(headers, b"accept") or b"").decode("latin-1")
    return error_response(refused, request_id=request_id, accept=accept)


def _made_of(response: Response) -> Answer:
    return Answer(response.status_code, lines_of(response.raw_headers), bytes(response.body))


def _first(headers: Headers, wanted: bytes) -> bytes | None:
    for name, value in headers:
        if name == wanted:
            return value
    return None


class QuickRead(RequestResponseCycle):
    """One such request, in the place of a cycle of uvicorn's."""

    def __init__(
        self, reads: QuickReads, case_id: str, headers: Headers, way_out: Together, **usual: Any
    ) -> None:
        """`usual` is what else `RequestResponseCycle` is made of."""
        super().__init__(transport=way_out, **usual)
        self._way_out = way_out
        self._reads = reads
        self._case_id = case_id
        self._headers = headers

    async def run_asgi(self, app: object) -> None:
        """Answer it, without the application."""
        del app
        try:
            answer = await self._reads.answer(self._case_id, self._headers)
        except BaseException:
            # A mistake of ours, or an end that waits no longer: nobody is left without a word.
            self._way_out.close()
            raise
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
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
