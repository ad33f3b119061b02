"""What is remembered of the record, kept level with it: one look, shared by all who ask at once.

Events become visible in the order of their positions, and before they are acknowledged. So who was
told of every event up to the last position knows of every write that was acknowledged before the
look began, whatever process made it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from application.event_store.recorder import CaseRecorder, Moved
from application.event_store.refusals import refusals

PAGE = 1_000
"""Events that one look takes in at a time."""

TOLD_STREAMS = 20_000
"""Streams of which it is known how far they went; whoever reads one for longer than it takes so
many others to move on finds out by a conflict, as if there were no memory.
"""

Value = TypeVar("Value")


class Tail:
    """How far each stream has gone that moved on lately."""

    def __init__(self, cases: CaseRecorder) -> None:
        """Look at this record."""
        self._cases = cases
        self._met: Moved | None = None
        self._told: OrderedDict[str, int] = OrderedDict()
        self._kept: list[Kept[Any]] = []
        self._waiting: list[asyncio.Future[None]] = []
        self._looking: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin at the end of the log: nothing is remembered yet. Raises `StoreAway`."""
        last = await self._cases.select_last_position()
        self._met = next(iter(await self._cases.select_moved(after=last - 1, limit=1)), None)

    async def level(self) -> None:
        """Return once all is known that was acknowledged before this call; raises `Unavailable`."""
        level: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(level)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_for_all(), name="tail")
        await level

    def went_past(self, stream: str, version: int) -> bool:
        """Whether a stream is known to have gone further."""
        return self._told.get(stream, 0) > version

    def keep_level(self, kept: "Kept[Any]") -> None:
        """Tell this of every stream that moves on from now on."""
        self._kept.append(kept)

    def forget(self, stream: str) -> None:
        """Have nothing in memory any more that was made of a stream."""
        for kept in self._kept:
            kept.drop(stream)

    async def _look_for_all(self) -> None:
        """Look as long as somebody waits; who comes during a look waits for the next."""
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            failed: Exception | None = None
            try:
                with refusals():
                    await self._look()
            except Exception as error:  # noqa: BLE001 - whoever waits raises it
                failed = error
            for level in waiting:
                if not level.done():
                    level.set_result(None) if failed is None else level.set_exception(failed)
        self._looking = None

    async def _look(self) -> None:
        """Take in what came after what was met last, which is met again.

        If it is not, the database is another one, or was restored, and lacks the last writes: so it
        may be behind any connection, old or new.
        """
        while True:
            after = self._met.position - 1 if self._met else 0
            moved = await self._cases.select_moved(after=after, limit=PAGE)
            if self._met and self._met not in moved[:1]:
                self._told.clear()
                for kept in self._kept:
                    kept.drop_all()
                await self.open()
                return
            for one in moved:
                self._met = one
                self._told[one.stream] = one.version
                self._told.move_to_end(one.stream)
                for kept in self._kept:
                    kept.went_to(one.stream, one.version)
            while len(self._told) > TOLD_STREAMS:
                self._told.popitem(last=False)
            if len(moved) < PAGE:
                return


class Kept(Generic[Value]):
    """What was made of streams, the most recently used of it, as long as nothing came after.

    Whoever gets a value after `Tail.level` may use it as if it had been read from the record then.
    `overtaken` also keeps values that something came after, for who reads on from there.
    """

    def __init__(
        self,
        tail: Tail,
        most: int,
        *,
        size: Callable[[Value], int] = lambda _: 1,
        overtaken: bool = False,
    ) -> None:
        """Keep so many values, or so much of them by their `size`."""
        self._tail = tail
        self._most = most
        self._size = size
        self._total = 0
        self._keeps_overtaken = overtaken
        self._values: OrderedDict[str, _Made[Value]] = OrderedDict()
        tail.keep_level(self)

    def get(self, stream: str) -> Value | None:
        """The value of a stream, unless it is known to be overtaken."""
        found = self._values.get(stream)
        if found is None or found.is_overtaken:
            return None
        self._values.move_to_end(stream)
        return found.value

    def latest(self, stream: str) -> Value | None:
        """What was made of a stream last, which may have gone on since."""
        return self.get(stream) or self.overtaken(stream)

    def overtaken(self, stream: str) -> Value | None:
        """What was made of a stream that has gone on since."""
        found = self._values.get(stream)
        return found.value if found is not None and found.is_overtaken else None

    def put(self, stream: str, version: int, value: Value) -> None:
        """Keep what was made of a stream up to a version, as long as nothing came after."""
        self.drop(stream)
        made = _Made(version, value, self._size(value), self._tail.went_past(stream, version))
        if made.is_overtaken and not self._keeps_overtaken:
            return
        self._values[stream] = made
        self._total += made.size
        while self._total > self._most and len(self._values) > 1:
            self.drop(next(iter(self._values)))

    def went_to(self, stream: str, version: int) -> None:
        """Serve no more what was made of a stream before it had this version."""
        found = self._values.get(stream)
        if found is not None and found.version < version:
            self._overtake(stream)

    def drop(self, stream: str) -> None:
        """Forget what was made of a stream."""
        found = self._values.pop(stream, None)
        if found is not None:
            self._total -= found.size

    def drop_all(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._total = 0

    def _overtake(self, stream: str) -> None:
        if self._keeps_overtaken:
            self._values[stream] = self._values[stream]._replace(is_overtaken=True)
        else:
            self.drop(stream)


class _Made(NamedTuple, Generic[Value]):
    """What was made of a stream up to a version."""

    version: int
    value: Value
    size: int
    is_overtaken: bool
