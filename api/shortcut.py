"""The way to the calls of cases that leaves out what a web framework does for every request.

Starlette's router tries one address after another and wraps each call several times, which takes
longer than to read a case that is in memory. The routes are the same ones, and whatever is not one
of them goes its usual way.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import error_response
from domain.errors import Refused

CASES: Final = "/api/cases"
_ONE_CASE: Final = f"{CASES}/{{case_id}}"
_ID_AT: Final = len(CASES) + 1
_ID_ENDS: Final = _ID_AT + len("cas_") + 32

Handler = Callable[[Request], Awaitable[Response]]


class Shortcut:
    """Takes a request straight to its handler, if it is one of these routes."""

    def __init__(self, app: ASGIApp, routes: Iterable[Route]) -> None:
        """`app` serves all other requests."""
        self._app = app
        self._one: dict[tuple[str, str], tuple[Route, Handler]] = {}
        self._all: dict[str, tuple[Route, Handler]] = {}
        for route in routes:
            found = route, cast("Handler", route.endpoint)
            for method in (route.methods or set()) - {"HEAD"}:
                if route.path == CASES:
                    self._all[method] = found
                elif route.path.startswith(_ONE_CASE):
                    self._one[method, route.path.removeprefix(_ONE_CASE)] = found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        found = self._found(scope) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        scope["route"], handler = found
        request = Request(scope, receive, send)
        try:
            response = await handler(request)
        except Refused as refused:
            accept = request.headers.get("accept", "")
            response = error_response(refused, request_id=scope["request_id"], accept=accept)
        await response(scope, receive, send)

    def _found(self, scope: Scope) -> tuple[Route, Handler] | None:
        path: str = scope["path"]
        if path == CASES:
            scope["path_params"] = {}
            return self._all.get(scope["method"])
        case_id = path[_ID_AT:_ID_ENDS]
        if not path.startswith(f"{CASES}/cas_") or "/" in case_id or len(path) < _ID_ENDS:
            return None
        scope["path_params"] = {"case_id": case_id}
        return self._one.get((scope["method"], path[_ID_ENDS:]))
