"""Brings followed views level with the log, in batches, as long as the gateway runs.

Positions of the log have no gaps and become visible in their order, so one number says how far a
view has come. It is written in the transaction of the rows that it vouches for: whatever dies on
the way, no event is missed and none is folded twice. In each process one follower runs, and one
process leads a view; the others stand ready.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from application.event_store.altered import Altered, readable
from application.event_store.append import StoreAway
from application.event_store.record import Record
from projections.views import (
    FollowedView,
    Header,
    Logged,
    Tracked,
    Views,
    generations,
)
from projections.work import Work, apply, begin, move

BATCH: Final = 500
"""Events in one transaction, at most."""

EVERY_SECONDS: Final = 0.1
"""The least time between two looks at the log, so that a busy gateway pays for few transactions and
not for one a command. What comes after a while in which nothing happened is followed at once.
"""

POLL_SECONDS: Final = 0.5
"""How long a wake-up that was lost can go unnoticed, and a view that lost its leader is left."""

TRIES: Final = 3
"""How often an event that a view cannot take is tried before it is put aside."""

_BREATH: Final = 100
"""Events after which other work of the process gets its turn."""

_log = logging.getLogger(__name__)


class CannotTake(Exception):
    """A view does not take an event; it is tried again."""


class Follower:
    """Follows the log of a record for some views."""

    def __init__(
        self, record: Record, views: Views, followed: Sequence[FollowedView], *, tries: int = TRIES
    ) -> None:
        """`tries` is how often an event that a view cannot take is tried."""
        self._mapper = record.case_mapper
        self._views = views
        self._followed = tuple(followed)
        self._tries = tries
        self._read_before: dict[int, Logged] = {}
        self._known: dict[str, Tracked] = {}
        self._failed: dict[tuple[str, int], int] = {}
        self._stale: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to follow."""
        self._task = asyncio.create_task(self._run(), name="follower")

    async def stop(self) -> None:
        """End; a transaction that is under way is taken back."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        clock = asyncio.get_running_loop().time
        trouble = ""
        while True:
            try:
                next_look = clock() + EVERY_SECONDS
                if await self.follow() < BATCH:
                    trouble = ""
                    await self._views.woken(POLL_SECONDS)
                    await asyncio.sleep(max(0.0, next_look - clock()))
            except (StoreAway, CannotTake) as error:
                self._known = {}
                said = f"{type(error).__name__} {error}"
                if said != trouble:
                    trouble = said
                    _log.warning("the follower cannot go on, and tries again: %s", said)
                await asyncio.sleep(POLL_SECONDS)
            # Without this loop no list and no figure would ever move again.
            except Exception:  # noqa: BLE001 - see above
                self._known = {}
                _log.exception("the follower cannot go on, and tries again")
                await asyncio.sleep(POLL_SECONDS)

    async def follow(self) -> int:
        """Fold one batch into each view that this process leads; gives how many events it had.

        Raises `StoreAway`, and `CannotTake` while an event that a view cannot take is tried again.
        """
        current = await self._current()
        if not current:
            return 0
        headers = await self.batch(min(tracked.position for _, tracked in current))
        if not headers:
            # A database that was restored ends before what is known; nothing else would tell.
            self._known = {}
            return 0
        last = headers[-1].position
        works = [
            Work(view, one, one.position, last, [h for h in headers if h.position > one.position])
            for view, one in current
            if one.position < last
        ]
        # Until all is well, nothing is known for certain of how far anything has come.
        self._known = {}
        if await self.fold(*works):
            self._known = {
                view.name: replace(one, position=max(one.position, last)) for view, one in current
            }
        return len(headers)

    async def batch(self, after: int) -> list[Header]:
        """The next events of the log, for `fold`."""
        self._read_before.clear()
        headers = await self._views.headers(after=after, limit=BATCH)
        if headers and headers[-1].position - after != len(headers):
            facts = {"after": after, "to": headers[-1].position, "found": len(headers)}
            _log.error("events are missing from the record", extra={"facts": facts})
        return headers

    async def _current(self) -> list[tuple[FollowedView, Tracked]]:
        """How far each view has come that this process leads, and that is of our definition."""
        led = [view for view in self._followed if await self._views.leads(view.name)]
        if any(view.name not in self._known for view in led):
            self._known = {one.view: one for one in await generations(self._views) if one.live}
        current: list[tuple[FollowedView, Tracked]] = []
        for view in led:
            tracked = self._known.get(view.name) or await begin(self._views, view)
            if tracked.definition == view.definition:
                current.append((view, tracked))
            elif view.name not in self._stale:
                self._stale.add(view.name)
                _log.error(
                    "the view %s is of definition %d and this program has %d: it is left alone"
                    " until `support-gateway projections rebuild --view %s`",
                    *(view.name, tracked.definition, view.definition, view.name),
                )
        return current

    async def fold(self, *works: Work) -> bool:
        """Bring generations of views to the last of their headers, all in one transaction.

        One that fails is parted, down to the one event at fault. Gives whether every view was
        where it was thought to be.
        """
        try:
            read = [await self._read(work) for work in works]
            async with self._views.changing() as change:
                moved = [
                    await apply(change, work, logged)
                    for work, logged in zip(works, read, strict=True)
                ]
        except StoreAway:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one event, the rest goes on
            return await self._fold_parts(works, error)
        return all(moved)

    async def _fold_parts(self, works: Sequence[Work], error: Exception) -> bool:
        if len(works) > 1:
            return await self._fold_each(works)
        (work,) = works
        if len(work.headers) <= 1:
            return await self._refused(work, error)
        middle = len(work.headers) // 2
        between = work.headers[middle - 1].position
        before = await self.fold(replace(work, to=between, headers=work.headers[:middle]))
        behind = await self.fold(replace(work, after=between, headers=work.headers[middle:]))
        return before and behind

    async def _fold_each(self, works: Sequence[Work]) -> bool:
        """Fold into each view by itself: what one cannot take keeps no other waiting."""
        level = True
        cannot: CannotTake | None = None
        for work in works:
            try:
                level = await self.fold(work) and level
            except CannotTake as error:
                cannot = error
        if cannot is not None:
            raise cannot
        return level

    async def _read(self, work: Work) -> list[Logged]:
        logged: list[Logged] = []
        topics = work.view.topics
        with readable():
            for number, header in enumerate(work.headers, 1):
                if header.topic in topics:
                    logged.append(self._logged(header))
                if number % _BREATH == 0:
                    await asyncio.sleep(0)
        return logged

    def _logged(self, header: Header) -> Logged:
        """Read an event, once for all views that fold it."""
        logged = self._read_before.get(header.position)
        if logged is None:
            recorded = self._mapper.read(header.stream, header.version, header.topic, header.state)
            logged = Logged(header.position, recorded)
            self._read_before[header.position] = logged
        return logged

    async def _refused(self, work: Work, error: Exception) -> bool:
        """Try again, or put the event aside and go past it.

        An event that cannot be read will not be readable later either.
        """
        if not work.headers:
            raise CannotTake(f"{work.view.name}: no event is at fault") from error
        (header,) = work.headers
        place = (work.view.name, header.position)
        tried = self._failed.pop(place, 0) + 1
        # The error's own words may be long, and say what the event says.
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        if tried < self._tries and not isinstance(error, Altered):
            self._failed[place] = tried
            raise CannotTake(f"{work.view.name} {header.position}: {reason}")
        async with self._views.changing() as change:
            if not await move(change, work):
                return False
            await change.rows(
                "INSERT INTO dead_letters VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                *(work.view.name, work.tracked.generation, header.position),
                *(header.stream, header.version, header.topic, reason),
            )
        _log.error(
            "the view %s cannot take an event, which is put aside",
            work.view.name,
            extra={"facts": {"position": header.position, "type": header.topic, "error": reason}},
        )
        return True
