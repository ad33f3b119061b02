"""What a host application may answer, from the right thing to an attack."""

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

Behaviour = Callable[[web.Request], Awaitable[web.StreamResponse]]

MIB = 1024 * 1024


def says(
    body: bytes,
    *,
    status: int = 200,
    content_type: str = "application/json",
    headers: dict[str, str] | None = None,
) -> Behaviour:
    """Answer these bytes."""

    async def behave(_: web.Request) -> web.StreamResponse:
        return web.Response(
            body=body, status=status, headers={"Content-Type": content_type, **(headers or {})}
        )

    return behave


def answer(document: Any) -> Behaviour:
    """Answer a JSON document."""
    return says(json.dumps(document).encode())


def status(code: int) -> Behaviour:
    """Answer an error with a JSON body."""
    return says(b'{"error":"as told"}', status=code)


def redirect(location: str, code: int = 302) -> Behaviour:
    """Send the caller elsewhere."""
    return says(b"", status=code, headers={"Location": location})


def slow(document: Any, seconds: float) -> Behaviour:
    """Answer a document, later."""

    async def behave(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await answer(document)(request)

    return behave


async def hang(_: web.Request) -> web.StreamResponse:
    """Never answer; ends when the caller goes or the host is closed."""
    await asyncio.Event().wait()
    raise AssertionError("nobody sets this event")


async def hang_in_the_body(request: web.Request) -> web.StreamResponse:
    """Begin to answer, and never finish."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(b'{"events":[')
    return await hang(request)


async def drop(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def break_off(request: web.Request) -> web.StreamResponse:
    """Promise more bytes than come."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"roles":')
    return await drop(request)


def speaks(raw: bytes) -> Behaviour:
    """Answer these bytes in place of HTTP, and close the connection."""

    async def behave(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(raw)
        request.transport.close()
        return web.Response()

    return behave


async def never_end(request: web.Request) -> web.StreamResponse:
    """Send a body in chunks, without a length and without an end."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.enable_chunked_encoding()
    await response.prepare(request)
    await response.write(b'{"events":[')
    while True:
        await response.write(b"0," * 32768)


HUGE = says(b" " * (6 * MIB) + b"{}")
"""More than a call may bring, with its length stated."""

GZIP_BOMB = says(gzip.compress(b" " * (20 * MIB) + b"{}"), headers={"Content-Encoding": "gzip"})
"""20 KB that would be 20 MiB."""

DEEPLY_NESTED = says(b'{"userId":' + b"[" * 100_000 + b"]" * 100_000 + b"}")
"""What exhausts the stack of a recursive parser."""

NONSENSE: dict[str, Behaviour] = {
    "HTML": says(b"<!doctype html><title>Log in</title>", content_type="text/html"),
    "half a document": says(b'{"roles":["editor"],"entities":[{"type":'),
    "NaN": says(b'{"limitsReached":[{"limit":"x","current":NaN,"max":1}]}'),
    "Infinity": says(b'{"limitsReached":[{"limit":"x","current":1,"max":Infinity}]}'),
    "a list": says(b"[]"),
    "a string": says(b'"fine"'),
    "null": says(b"null"),
    "nothing": says(b""),
    "not UTF-8": says(b'{"plan":"\xff\xfe"}'),
    "two documents": says(b"{}{}"),
    "nested 100,000 deep": DEEPLY_NESTED,
    "a gzip bomb": GZIP_BOMB,
    "an error": says(b'{"error":"no such user","status":404}'),
    "an envelope": says(b'{"success":true,"data":{"roles":["editor"],"jobs":[],"events":[]}}'),
}
"""Answers with status 200 that are no answer."""

REFUSALS: dict[str, Behaviour] = {
    "400": status(400),
    "401": status(401),
    "403": status(403),
    "404": status(404),
    "429": status(429),
    "500": status(500),
    "502 for good": status(502),
    "204": says(b"", status=204),
    "206": says(b"{}", status=206),
    "301": redirect("/support/user-state", 301),
    "307": redirect("/support/user-state", 307),
    "a dropped connection": drop,
    "a broken body": break_off,
    "no HTTP": speaks(b"220 mail.example ESMTP\r\n\r\n"),
    "a broken chunk": speaks(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}"),
    "an endless header": speaks(b"HTTP/1.1 200 OK\r\nX: " + b"x" * MIB + b"\r\n\r\n{}"),
    "two lengths": speaks(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} "),
}
"""Answers that fail a call."""
