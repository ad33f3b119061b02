"""Ticket desks to test against: real servers on this machine that speak a vendor's API, and may
misbehave.
"""

import asyncio
import base64
import hashlib
import hmac
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Route = tuple[str, str, Handler]


class Fault(Enum):
    """What a server does instead of answering as it should."""

    HANG = auto()  # does it, and never answers
    DROP = auto()  # does it, and breaks the connection
    BREAK_AFTER = auto()  # does it, and answers 500
    BREAK_BEFORE = auto()  # answers 500, having done nothing
    GARBLE = auto()  # does it, and answers with no JSON
    FLOOD = auto()  # does it, and answers with a body without end
    REDIRECT = auto()  # sends the caller elsewhere
    LIMIT = auto()  # answers 429, having done nothing


@dataclass
class DeskServer(ABC):
    """What all desks share: faults in the order in which they come, and every request kept.

    `faults` are used up by requests of the methods in `faulty`; None behaves.
    """

    faults: list[Fault | None] = field(default_factory=list)
    faulty: frozenset[str] = frozenset({"GET", "POST"})
    requests: list[web.Request] = field(default_factory=list)
    url: str = ""
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @abstractmethod
    def routes(self) -> list[Route]:
        """Method, path and handler of each call."""

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        await request.read()
        self.requests.append(request)
        fault = self.faults.pop(0) if self.faults and request.method in self.faulty else None
        match fault:
            case Fault.BREAK_BEFORE:
                raise web.HTTPInternalServerError(text="SECRET-OF-THE-DESK")
            case Fault.LIMIT:
                raise web.HTTPTooManyRequests(headers={"Retry-After": "1"})
            case Fault.REDIRECT:
                raise web.HTTPFound(f"{self.url}/elsewhere")
            case _:
                answer = await handler(request)
        match fault:
            case Fault.HANG:
                await self.closing.wait()
            case Fault.DROP:
                assert request.transport is not None
                request.transport.abort()
            case Fault.BREAK_AFTER:
                raise web.HTTPInternalServerError(text="SECRET-OF-THE-DESK")
            case Fault.GARBLE:
                return web.Response(text="<html>SECRET-OF-THE-DESK</html>")
            case Fault.FLOOD:
                return await self._flood(request)
            case _:
                pass
        return answer

    async def _flood(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while not self.closing.is_set() and request.transport is not None:
            await answer.write(b" " * 65_536)
        return answer


@asynccontextmanager
async def serving(desk: DeskServer) -> AsyncIterator[None]:
    """Serve a desk on a free port of this machine; its `url` is set for as long."""
    app = web.Application(client_max_size=16 * 1024 * 1024)
    for method, path, handler in desk.routes():

        async def answer(request: web.Request, handler: Handler = handler) -> web.StreamResponse:
            return await desk._answer(request, handler)

        app.router.add_route(method, path, answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0]
        desk.url = f"http://{host}:{port}"
        yield
    finally:
        desk.closing.set()
        await runner.cleanup()


@dataclass
class Zendesk(DeskServer):
    """The Support API's tickets: idempotency keys, external ids, and whom it will not have."""

    email: str = "bot@acme.example"
    api_token: str = "zendesk-token"
    suspended: frozenset[str] = frozenset()
    tickets: list[dict[str, Any]] = field(default_factory=list)
    _known: dict[str, tuple[bytes, dict[str, Any]]] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        """List and create."""
        return [
            ("GET", "/api/v2/tickets.json", self._list),
            ("POST", "/api/v2/tickets.json", self._create),
        ]

    def _check_account(self, request: web.Request) -> None:
        pair = f"{self.email}/token:{self.api_token}".encode()
        if request.headers.get("Authorization") != f"Basic {base64.b64encode(pair).decode()}":
            raise web.HTTPUnauthorized(text='{"error":"Couldn\'t authenticate you"}')

    async def _list(self, request: web.Request) -> web.StreamResponse:
        self._check_account(request)
        wanted = request.query["external_id"]
        found = [ticket for ticket in self.tickets if ticket["external_id"] == wanted]
        return web.json_response({"tickets": found, "count": len(found), "next_page": None})

    async def _create(self, request: web.Request) -> web.StreamResponse:
        self._check_account(request)
        content = await request.read()
        key = request.headers["Idempotency-Key"]
        if key in self._known:
            known, answer = self._known[key]
            if known != content:
                return web.json_response({"error": "IdempotentRequestError"}, status=400)
            return web.json_response(answer, status=201, headers={"x-idempotency-lookup": "hit"})
        ticket = (await request.json())["ticket"]
        if ticket.get("requester", {}).get("email") in self.suspended:
            details = {"requester": [{"description": "Requester is suspended."}]}
            return web.json_response({"error": "RecordInvalid", "details": details}, status=422)
        created = {**ticket, "id": 100 + len(self.tickets)}
        self.tickets.append(created)
        self._known[key] = (content, {"ticket": created})
        return web.json_response({"ticket": created}, status=201)


@dataclass
class Jira(DeskServer):
    """Jira Cloud's issues and their search, which may show an issue only later."""

    email: str = "bot@acme.example"
    api_token: str = "jira-token"
    project_key: str = "SUP"
    priorities: frozenset[str] = frozenset({"Highest", "High", "Medium", "Low"})
    issues: list[dict[str, Any]] = field(default_factory=list)
    index_is_late: bool = False
    created: asyncio.Event = field(default_factory=asyncio.Event)

    def routes(self) -> list[Route]:
        """Search and create."""
        return [
            ("GET", "/rest/api/3/search/jql", self._search),
            ("POST", "/rest/api/3/issue", self._create),
        ]

    def _check_account(self, request: web.Request) -> None:
        pair = f"{self.email}:{self.api_token}".encode()
        if request.headers.get("Authorization") != f"Basic {base64.b64encode(pair).decode()}":
            raise web.HTTPUnauthorized

    async def _search(self, request: web.Request) -> web.StreamResponse:
        self._check_account(request)
        query = re.fullmatch(r'project = "(\w+)" AND labels = "([\w-]+)"', request.query["jql"])
        assert query is not None
        found = [
            {"id": issue["id"], "key": issue["key"], "fields": {"labels": issue["labels"]}}
            for issue in self.issues
            if issue["project"]["key"] == query[1] and query[2] in issue["labels"]
        ]
        return web.json_response({"issues": [] if self.index_is_late else found, "isLast": True})

    async def _create(self, request: web.Request) -> web.StreamResponse:
        self._check_account(request)
        fields = (await request.json())["fields"]
        errors = {}
        if fields["project"]["key"] != self.project_key:
            errors["project"] = "valid project is required"
        if "priority" in fields and fields["priority"]["name"] not in self.priorities:
            errors["priority"] = "The priority selected is invalid."
        if fields["description"]["type"] != "doc" or "\n" in fields["summary"]:
            errors["description"] = "Operation value must be an Atlassian Document"
        if errors:
            return web.json_response({"errorMessages": [], "errors": errors}, status=400)
        number = len(self.issues) + 1
        key = f"{self.project_key}-{number}"
        self.issues.append({**fields, "id": str(10_000 + number), "key": key})
        self.created.set()
        answer = {"id": str(10_000 + number), "key": key, "self": f"{self.url}/rest/api/3/issue/1"}
        return web.json_response(answer, status=201)


@dataclass
class Receiver(DeskServer):
    """A webhook's receiver that checks signatures, and takes each `webhook-id` once."""

    key: bytes = b"k" * 32
    answer: object = None
    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        """The one URL, with a token in its path."""
        return [("POST", "/hooks/path-token", self._take)]

    async def _take(self, request: web.Request) -> web.StreamResponse:
        message_id, sent = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        signed = f"{message_id}.{sent}.".encode() + await request.read()
        digest = base64.b64encode(hmac.digest(self.key, signed, hashlib.sha256)).decode()
        if request.headers["webhook-signature"] != f"v1,{digest}":
            raise web.HTTPForbidden
        self.tickets.setdefault(message_id, await request.json())
        return web.Response(status=204) if self.answer is None else web.json_response(self.answer)
