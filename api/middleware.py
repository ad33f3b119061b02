"""The one middleware: what is the same for every request, whatever it asks for.

`api.quick_calls` answers the most frequent ones by itself, with what stands here.
"""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.accept import accepted
from api.errors import HeadersTooLarge, InternalError, UriTooLong, error_response
from api.operators.pages.frame import is_page, refusal_page
from api.telemetry.logs import LOG, log_request
from api.telemetry.metrics import Metrics
from api.telemetry.tracing import Tracing
from domain.errors import Refused

LONGEST_URI = 8_192
LARGEST_HEADERS = 32_768
MOST_HEADERS = 100

METHODS: Final = "GET, POST"
REQUEST_HEADERS: Final = "Authorization, Content-Type, Idempotency-Key, If-None-Match"
FOLLOWING: Final = "Last-Event-ID"
"""One more, only where events of a case are followed."""

EXPOSED: Final = "ETag, Retry-After, X-Request-Id, Idempotency-Replayed"
PREFLIGHT_SECONDS: Final = "600"

SECURITY: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

DEFAULTS: Final = Headers({**SECURITY, "Cache-Control": "no-store"}).raw
"""What every answer carries, unless it has its own."""


class Origins:
    """Who may call from a browser: the gateway's origins everywhere, a tenant's for its own."""

    def __init__(self, everywhere: tuple[str, ...], tenants: Mapping[str, tuple[str, ...]]) -> None:
        """Take origins as browsers send them; `*` is any."""
        self.allow(everywhere, tenants)

    def allow(self, everywhere: tuple[str, ...], tenants: Mapping[str, tuple[str, ...]]) -> None:
        """Allow these from now on, and no others."""
        self._everywhere = frozenset(everywhere)
        self._tenants = {name: frozenset(origins) for name, origins in tenants.items()}
        self._any = self._everywhere.union(*self._tenants.values())

    def allowed(self, origin: str, tenant: str | None) -> bool:
        """Tell for a tenant; before a token was verified, for any of them."""
        own = self._any if tenant is None else self._tenants.get(tenant, frozenset())
        allowed = self._everywhere | own
        return origin in allowed or "*" in allowed

    def shared(
        self, headers: Iterable[tuple[bytes, bytes]], tenant: str | None
    ) -> list[tuple[bytes, bytes]]:
        """The headers that let a script of the request's origin read its answer, if it may."""
        for name, value in headers:
            if name == b"origin":
                origin = value.decode("latin-1")
                return _shared_with(origin) if self.allowed(origin, tenant) else []
        return []


class Edge:
    """Gives each request its id, its bounds, its headers and its log line, and turns mistakes of
    ours into a clean 500.

    Further in, `scope["request_id"]` is set, and `scope["tenant"]` once a token was verified.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        origins: Origins,
        new_id: Callable[[str], str],
        metrics: Metrics,
        tracing: Tracing | None,
    ) -> None:
        """Wrap an application."""
        self._app = app
        self._metrics = metrics
        self._tracing = tracing
        self._origins = origins
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, count it and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        scope["request_id"] = self._new_id("req")
        trace_id: str | None = None
        if self._tracing is None:
            status = await self._serve(scope, receive, send)
        else:
            with self._tracing.request(scope) as span:
                status = await self._serve(scope, receive, send)
                trace_id = self._tracing.answered(span, scope, status)
        seconds = time.perf_counter() - began
        route: str | None = getattr(scope.get("route"), "path", None)
        self._metrics.served(scope["method"], route, status, seconds)
        about = request_facts(scope["request_id"], scope["method"], route, status, seconds)
        log_request(about if trace_id is None else {**about, "traceId": trace_id})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> int:
        """Serve one request; gives the status that was sent, 0 if none was."""
        request_id: str = scope["request_id"]
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(message, scope)
            await send(message)

        try:
            refused = _out_of_bounds(scope)
            if refused is not None:
                await self._refuse(refused, scope, receive, answer)
            elif scope["method"] == "OPTIONS" and _is_preflight(scope):
                await Response(status_code=204)(scope, receive, answer)
            else:
                await self._app(scope, receive, answer)
        except ClientDisconnect:
            pass
        except Exception:  # noqa: BLE001 - whatever it is, the client gets a clean 500
            LOG.exception("request failed", extra={"facts": {"requestId": request_id}})
            if status == 0:
                await self._refuse(InternalError(), scope, receive, answer)
        return status

    async def _refuse(self, refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
        await refusal(Request(scope), refused)(scope, receive, send)

    def _dress(self, response: Message, scope: Scope) -> None:
        headers: list[tuple[bytes, bytes]] = list(response.get("headers", ()))
        names = {name for name, _ in headers}
        headers += [header for header in DEFAULTS if header[0] not in names]
        headers.append((b"x-request-id", scope["request_id"].encode()))
        response["headers"] = headers
        if b"vary" in names:
            MutableHeaders(raw=headers).add_vary_header("Origin")
        else:
            headers.append((b"vary", b"Origin"))
        shared = self._origins.shared(scope["headers"], scope.get("tenant"))
        headers += shared
        if shared and scope["method"] == "OPTIONS":
            headers += _asked_by_scripts(scope["path"])


def refusal(request: Request, refused: Refused) -> Response:
    """Answer a refusal: as a page where there are pages, else in the envelope."""
    scope = request.scope
    if is_page(scope["path"]):
        return refusal_page(request, refused)
    accept = accepted(scope["headers"])
    return error_response(refused, request_id=scope["request_id"], accept=accept)


def _is_preflight(scope: Scope) -> bool:
    return any(name == b"access-control-request-method" for name, _ in scope["headers"])


def _shared_with(origin: str) -> list[tuple[bytes, bytes]]:
    """What lets a browser's script of this origin read the answer (Fetch, 3.3.3)."""
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-expose-headers", EXPOSED.encode()),
    ]


def _asked_by_scripts(path: str) -> list[tuple[bytes, bytes]]:
    """What a browser's script may ask at this address (Fetch, 3.3.3)."""
    names = f"{REQUEST_HEADERS}, {FOLLOWING}" if path.endswith("/events") else REQUEST_HEADERS
    headers = {
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": names,
        "Access-Control-Max-Age": PREFLIGHT_SECONDS,
    }
    return Headers(headers).raw


def _out_of_bounds(scope: Scope) -> Refused | None:
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_URI:
        return UriTooLong()
    return HeadersTooLarge() if too_large(scope["headers"]) else None


def too_large(headers: Collection[tuple[bytes, bytes]]) -> bool:
    """Whether a request has too many headers, or too long ones."""
    if len(headers) > MOST_HEADERS:
        return True
    size = 0
    for name, value in headers:
        size += len(name) + len(value)
    return size > LARGEST_HEADERS


def request_facts(
    request_id: str, method: str, route: str | None, status: int, seconds: float
) -> dict[str, object]:
    """What the log says of a request."""
    return {
        "requestId": request_id,
        "method": method,
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
