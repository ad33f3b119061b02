"""What a client of one stream gets, whatever becomes of the work, and of the client."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.types import Message

from api.event_stream import HEARTBEAT, Emit, EventStream, event
from api.streaming import pieces
from domain.errors import Unavailable
from tests.api.events import parsed


class Client:
    """One end of a stream, told when to go away; it is `missed` once the stream has found out."""

    def __init__(self) -> None:
        """Stay, for now."""
        self.body = b""
        self.gone = asyncio.Event()
        self.missed = asyncio.Event()
        self.came = asyncio.Event()

    async def receive(self) -> Message:
        """Say nothing until it goes away."""
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Take what comes."""
        self.body += message.get("body", b"")
        self.came.set()


async def served(
    client: Client, make: Callable[[Emit], Awaitable[None]], *, heartbeat: float = 60.0
) -> list[str]:
    """Serve it, and say what was called, in order."""
    called: list[str] = []

    def gone() -> None:
        called.append("gone")
        client.missed.set()

    stream = EventStream(
        make,
        request_id="req_1",
        closed=lambda: called.append("closed"),
        gone=gone,
        heartbeat=heartbeat,
    )
    await stream({"type": "http"}, client.receive, client.send)
    return called


async def test_a_refusal_after_the_beginning_is_an_event():
    client = Client()

    async def make(emit: Emit) -> None:
        emit(event("answering", b"{}"))
        raise Unavailable(retry_after=2)

    assert await served(client, make) == ["closed"]

    answering, error = parsed(client.body)
    assert answering.name == "answering"
    assert error.name == "error"
    assert error.json == {
        "statusCode": 503,
        "error": "UNAVAILABLE",
        "message": Unavailable().message,
        "requestId": "req_1",
    }


async def test_a_mistake_of_ours_is_an_event_that_says_nothing_of_it(
    caplog: pytest.LogCaptureFixture,
):
    client = Client()

    async def make(emit: Emit) -> None:
        raise KeyError("INTERNAL-WORDS")

    with caplog.at_level(logging.ERROR):
        await served(client, make)

    (error,) = parsed(client.body)
    assert (error.name, error.json["error"]) == ("error", "INTERNAL_ERROR")
    assert "INTERNAL-WORDS" not in client.body.decode()
    assert "stream failed" in caplog.text


async def test_a_comment_is_sent_while_nothing_is_said():
    client = Client()

    async def make(emit: Emit) -> None:
        while client.body.count(HEARTBEAT) < 2:
            client.came.clear()
            await client.came.wait()
        emit(event("message", b"{}"))

    await served(client, make, heartbeat=0.001)

    *comments, last = parsed(client.body)
    assert len(comments) >= 2
    assert {one.name for one in comments} == {None}
    assert last.name == "message"


async def test_the_work_is_done_though_the_client_goes_away():
    client = Client()
    done: list[str] = []

    async def make(emit: Emit) -> None:
        client.gone.set()
        await client.missed.wait()
        done.append("recorded")

    assert await served(client, make) == ["gone", "closed"]
    assert done == ["recorded"]


async def test_the_work_ends_with_the_server():
    client = Client()
    began = asyncio.Event()
    ended: list[str] = []

    async def make(emit: Emit) -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    serving = asyncio.create_task(served(client, make))
    await began.wait()
    serving.cancel()
    await asyncio.wait([serving])

    assert serving.cancelled()
    assert ended == ["cancelled"]


@given(st.text())
@example("one two  three\n\n" * 20)
@example("x" * 500)
@example(" " * 500)
@example("\u0928\u093f\u0930\u094d " * 30)
def test_pieces_put_together_are_the_text(content: str):
    cut = pieces(content)

    assert "".join(cut) == content
    assert all(len(piece.rstrip()) <= 40 for piece in cut)
