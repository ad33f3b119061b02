"""Turns: what is done under one name is done one after the other, in the order of coming."""

import asyncio
from collections import deque
from types import TracebackType
from typing import Self


class Turns:
    """The names that somebody is at work under, and who waits behind.

    A lock of asyncio's for each name does the same at five times the cost, which every command
    would pay.
    """

    def __init__(self) -> None:
        """Nobody is at work yet."""
        self._behind: dict[str, deque[asyncio.Future[None]]] = {}

    def of(self, name: str) -> "_Turn":
        """Wait for those who came before under this name, as `async with`."""
        return _Turn(self._behind, name)


class _Turn:
    __slots__ = ("_behind", "_name")

    def __init__(self, behind: dict[str, deque[asyncio.Future[None]]], name: str) -> None:
        self._behind = behind
        self._name = name

    async def __aenter__(self) -> Self:
        behind = self._behind.get(self._name)
        if behind is None:
            self._behind[self._name] = deque()
            return self
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        behind.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():
                self._end()  # it was given the turn, and does not take it
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        behind = self._behind[self._name]
        while behind:
            following = behind.popleft()
            if not following.done():
                following.set_result(None)
                return
        del self._behind[self._name]
