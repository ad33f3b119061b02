"""Pieces of a response that are sent together, over a real connection."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

from api.wire.together import Together


async def test_what_is_written_in_one_go_arrives_in_one_piece():
    async with connected() as (reader, _, together):
        for piece in (b"head ", b"body ", b"end"):
            together.write(piece)

        assert await reader.read(100) == b"head body end"


async def test_what_is_to_go_now_comes_after_what_is_held():
    async with connected() as (reader, _, together):
        together.write(b"held ")
        together.write_now(b"now ")
        together.write_now(b"and now")

        assert await reader.readexactly(16) == b"held now and now"


async def test_closing_sends_what_is_held():
    async with connected() as (reader, _, together):
        together.write(b"the last words")
        together.close()

        assert await reader.read() == b"the last words"


async def test_after_the_end_what_is_held_has_been_sent_and_nothing_follows():
    async with connected() as (reader, transport, together):
        together.write(b"the last words")
        together.end()
        together.write(b"too late")
        together.write_now(b"later still")

        assert await reader.read() == b"the last words"
        assert together.is_closing()
        assert not transport.is_closing(), "the client may still be sending"


async def test_a_client_that_goes_before_it_is_sent_anything_is_no_mistake():
    mistakes: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    usual = loop.get_exception_handler()
    loop.set_exception_handler(lambda _, about: mistakes.append(about))
    try:
        async with connected() as (reader, transport, together):
            transport.abort()
            together.write(b"too late")

            assert await reader.read() == b""
    finally:
        loop.set_exception_handler(usual)

    assert mistakes == []


@asynccontextmanager
async def connected() -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.Transport, Together]]:
    """What a client reads, the server's end of its connection, and our way out over that."""
    loop = asyncio.get_running_loop()
    accepted: asyncio.Future[asyncio.Transport] = loop.create_future()

    class Server(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            accepted.set_result(cast("asyncio.Transport", transport))

    server = await loop.create_server(Server, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        transport = await accepted
        try:
            yield reader, transport, Together(transport, loop, transport.close)
        finally:
            transport.close()
            writer.close()
            await writer.wait_closed()
