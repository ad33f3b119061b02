"""Real host applications over HTTP, which behave, or misbehave as they are told.

`async with Host() as host:` serves in the running loop, `with Host() as host:` in a thread with a
loop of its own, for tests of whole processes.
"""

import asyncio
import threading
from copy import deepcopy
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.hosts.behaviours import Behaviour, answer
from tests.hosts.lifelike import lifelike

ENDPOINTS = ("user-state", "user-history", "user-logs", "business-rules")
"""The four calls, by the last part of their paths."""

SERVICE_TOKEN = "service-token-of-the-host"
"""What `Host` expects as bearer token unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came. `query` keeps the order, and repetitions."""

    endpoint: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]


class Host:
    """A host application on 127.0.0.1.

    `data` holds what each endpoint answers, with the `userId` asked for put into user-state.
    `behave` replaces that. `requests` collects what came, refused requests included.
    """

    def __init__(self, *, service_token: str = SERVICE_TOKEN) -> None:
        """Take a free port, which stays the same when the host is started again."""
        self.service_token = service_token
        self.port = 0
        self.data: dict[str, dict[str, Any]] = lifelike()
        self.requests: list[Received] = []
        self._behaviours: dict[str, list[Behaviour]] = {}
        self._runner: web.AppRunner | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def behave(self, endpoint: str, *behaviours: Behaviour) -> None:
        """Answer the coming requests so, one after another; the last one stays.

        Without any, answer `data` again.
        """
        self._behaviours[endpoint] = list(behaviours)

    def behave_everywhere(self, *behaviours: Behaviour) -> None:
        """Tell all four endpoints."""
        for endpoint in ENDPOINTS:
            self.behave(endpoint, *behaviours)

    def reset(self) -> None:
        """Answer lifelike data everywhere again, and forget what came."""
        self.data = lifelike()
        self.requests.clear()
        self._behaviours.clear()

    async def start(self) -> None:
        """Serve in the running loop. Raises OSError if the port is taken."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = runner.addresses[0][1]
        self._runner = runner

    async def close(self) -> None:
        """Stop serving, and drop every connection."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __enter__(self) -> Self:
        loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=loop.run_forever, name="host application")
        self._thread.start()
        self._loop = loop
        try:
            asyncio.run_coroutine_threadsafe(self.start(), loop).result()
        except OSError:
            self._end_thread()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(self.close(), self._loop).result()
        self._end_thread()

    def _end_thread(self) -> None:
        assert self._loop is not None
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        endpoint = request.path.rpartition("/support/")[2]
        self.requests.append(
            Received(endpoint, request.path, tuple(request.query.items()), dict(request.headers))
        )
        if endpoint not in ENDPOINTS or request.method != "GET":
            return web.json_response({"error": "no such thing"}, status=404)
        if request.headers.get("Authorization") != f"Bearer {self.service_token}":
            return web.json_response({"error": "who are you?"}, status=401)
        behaviours = self._behaviours.get(endpoint, [])
        if len(behaviours) > 1:
            return await behaviours.pop(0)(request)
        if behaviours:
            return await behaviours[0](request)
        return await answer(self._document(endpoint, request))(request)

    def _document(self, endpoint: str, request: web.Request) -> dict[str, Any]:
        document = deepcopy(self.data[endpoint])
        if endpoint == "user-state":
            document.setdefault("userId", request.query.get("userId"))
        return document
