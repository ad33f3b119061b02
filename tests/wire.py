"""A way to PostgreSQL on which things get lost: a proxy of one's own before the server."""

import asyncio
import contextlib
import random
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self
from urllib.parse import urlsplit

Trouble = Literal["question", "answer", "silence"]

LARGE = 1_500
"""Bytes that a message has which writes something, and none that reads or connects."""

_BLOCK = 1_048_576


class Wire:
    """A proxy on 127.0.0.1, which passes everything on until it is told not to.

    `url` leads through it. `next` is trouble for the next message, once: a `question` is lost on
    the way there, an `answer` on the way back, and with it the connection; `silence` is an answer
    that does not come while the connection stays. While `losing` is above 0, so many of the
    answers to what is `LARGE` are lost.
    """

    def __init__(self, url: str, rng: random.Random | None = None) -> None:
        """Stand before the server of this URL."""
        self.next: Trouble | None = None
        self.losing = 0.0
        self.url = ""
        self._rng = rng or random.Random(1)  # noqa: S311 - a run can be repeated
        self._target = urlsplit(url)
        self._tasks: set[asyncio.Task[None]] = set()

    def is_calm(self) -> bool:
        """Whether the trouble has come and gone."""
        return self.next is None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        account = self._target.netloc.rpartition("@")[0]
        self.url = self._target._replace(netloc=f"{account}@127.0.0.1:{port}").geturl()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(OSError):
                await self._connect(reader, writer)
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._target.hostname, self._target.port)
        asked = _Asked()
        forth = asyncio.create_task(self._forth(reader, back, asked))
        try:
            while data := await there.read(_BLOCK):
                lost = asked.size > LARGE and self._rng.random() < self.losing
                if lost or self.next == "answer":
                    self.next = None
                    break
                if self.next == "silence":
                    self.next = None
                    await asyncio.wait([forth])
                    break
                # uvloop takes it amiss if something is written to who hung up meanwhile.
                if writer.is_closing():
                    break
                writer.write(data)
        finally:
            forth.cancel()
            back.close()

    async def _forth(
        self, reader: asyncio.StreamReader, back: asyncio.StreamWriter, asked: "_Asked"
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_BLOCK):
                if self.next == "question":
                    self.next = None
                    break
                if back.is_closing():
                    break
                asked.size = len(data)
                back.write(data)
        back.close()


@dataclass
class _Asked:
    """The last message of a connection, in bytes."""

    size: int = 0
