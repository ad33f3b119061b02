"""A Messages API on this machine that says what a test wants, or misbehaves as a test wants.

    async with MessagesApi(answers({"content": "…", …})) as api:
        …  # api.base_url, api.requests

A behaviour takes what was asked and gives a response. It may be changed while the server runs
(`api.behaviour = …`), and serves any process of this machine.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its JSON, its bytes as they came, its headers, and how many came before."""

    body: Body
    raw: bytes
    headers: dict[str, str]
    index: int
    connection: web.Request = field(repr=False)

    def text(self) -> str:
        """All that a model would read, joined."""
        blocks = [*self.body["system"], *(b for m in self.body["messages"] for b in m["content"])]
        return "\n".join(block["text"] for block in blocks)


Behaviour = Callable[[Asked], Awaitable[web.StreamResponse]]


def message(text: str, *, stop_reason: str = "end_turn", **members: Any) -> Body:
    """A message as the API gives it, saying `text`."""
    return {
        "id": "msg_01",
        "type": "message",
        "role": "assistant",
        "model": "claude-test",
        "content": [{"type": "text", "text": text}],
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": {
            "input_tokens": 100,
            "output_tokens": 20,
            "cache_creation_input_tokens": 7,
            "cache_read_input_tokens": 3,
        },
        **members,
    }


def says(text: str | Callable[[Asked], str], **members: Any) -> Behaviour:
    """Answer with a message that says this text, or what a function makes of the request."""

    async def behave(asked: Asked) -> web.StreamResponse:
        return web.json_response(message(text if isinstance(text, str) else text(asked), **members))

    return behave


def answers(reply: Body | Callable[[Asked], Body]) -> Behaviour:
    """Answer with this reply as JSON, or with what a function makes of the request."""
    return says(lambda asked: json.dumps(reply if isinstance(reply, dict) else reply(asked)))


def replies(document: Any) -> Behaviour:
    """Answer 200 with this document in place of a message."""

    async def behave(asked: Asked) -> web.StreamResponse:
        return web.json_response(document)

    return behave


def raw(body: bytes, *, content_type: str = "application/json", status: int = 200) -> Behaviour:
    """Answer with these bytes: garbage, HTML, broken JSON."""

    async def behave(asked: Asked) -> web.StreamResponse:
        return web.Response(body=body, content_type=content_type, status=status)

    return behave


def fails(status: int, *, headers: dict[str, str] | None = None) -> Behaviour:
    """Refuse as the API does, with an error whose text must go nowhere."""
    document = {"type": "error", "error": {"type": "api_error", "message": "PROVIDER-SAYS-SO"}}

    async def behave(asked: Asked) -> web.StreamResponse:
        return web.json_response(document, status=status, headers=headers)

    return behave


def refuses() -> Behaviour:
    """Decline, as the model does for safety."""
    return replies(message("", stop_reason="refusal", content=[]))


def calls_a_tool() -> Behaviour:
    """Ask for a tool that nobody offered, every time."""
    block = {"type": "tool_use", "id": "toolu_01", "name": "delete_case", "input": {}}
    return replies(message("", stop_reason="tool_use", content=[block]))


def redirects(location: str) -> Behaviour:
    """Send the caller, and its key, somewhere else."""
    return fails(307, headers={"Location": location})


def hangs() -> Behaviour:
    """Take the request and say nothing until the caller gives up or the server closes."""

    async def behave(asked: Asked) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    return behave


def waits(released: asyncio.Event, then: Behaviour) -> Behaviour:
    """Say nothing until the event is set, then behave so."""

    async def behave(asked: Asked) -> web.StreamResponse:
        await released.wait()
        return await then(asked)

    return behave


def hangs_up() -> Behaviour:
    """Drop the connection in the middle of a body."""

    async def behave(asked: Asked) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        response.content_type = "application/json"
        await response.prepare(asked.connection)
        await response.write(b'{"type": "message", "content": [')
        transport = asked.connection.transport
        assert transport is not None
        transport.abort()
        return response

    return behave


def floods(size: int) -> Behaviour:
    """Answer with a message of so many bytes, in pieces."""

    async def behave(asked: Asked) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_type = "application/json"
        await response.prepare(asked.connection)
        await response.write(b'{"content": [{"type": "text", "text": "')
        for _ in range(size // 65_536):
            await response.write(b"x" * 65_536)
        await response.write(b'"}]}')
        return response

    return behave


def in_turn(behaviours: Iterable[Behaviour]) -> Behaviour:
    """Behave one way after the other; the last one stays."""
    waiting = list(behaviours)

    async def behave(asked: Asked) -> web.StreamResponse:
        return await (waiting.pop(0) if len(waiting) > 1 else waiting[0])(asked)

    return behave


class MessagesApi:
    """The server: `POST /v1/messages` on 127.0.0.1, on a port of its own."""

    def __init__(self, behaviour: Behaviour) -> None:
        """Say how to behave."""
        self.behaviour = behaviour
        self.requests: list[Asked] = []
        self.base_url = ""
        self._under_way: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        """Listen."""
        app = web.Application(client_max_size=64 * 1_048_576)
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.base_url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop, and let go of whoever still waits."""
        for task in self._under_way:
            task.cancel()
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        if request.method != "POST" or request.path != "/v1/messages":
            return web.json_response({"type": "error"}, status=404)
        received = await request.read()
        asked = Asked(
            body=json.loads(received),
            raw=received,
            headers={name.lower(): value for name, value in request.headers.items()},
            index=len(self.requests),
            connection=request,
        )
        self.requests.append(asked)
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            return await self.behaviour(asked)
        finally:
            self._under_way.discard(task)
