"""Brings followed views level with the log, in batches, as long as the gateway runs.

Positions of the log have no gaps and become visible in their order, so one number says how far a
view has come. It is written in the transaction of the rows that it vouches for: whatever dies on
the way, no event is missed and none is folded twice. In each process one follower runs, and one
process leads a view; the others stand ready.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Final

from eventsourcing.persistence import StoredEvent as StoredRow

from application.event_store.append import StoreAway
from application.event_store.record import Record
from projections.views import (
    Change,
    FollowedView,
    Header,
    Logged,
    Tracked,
    Views,
    generations,
)

BATCH: Final = 500
"""Events in one transaction, at most."""

GATHERED_SECONDS: Final = 0.05
"""How long a follower that was woken lets events gather, so that a busy gateway pays for few
transactions and not for one a command.
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
    """Follows the log for some views."""

    def __init__(
        self, store: Record, views: Views, followed: Sequence[FollowedView], *, tries: int = TRIES
    ) -> None:
        """`tries` is how often an event that a view cannot take is tried."""
        self._mapper = store.case_mapper
        self._views = views
        self._followed = tuple(followed)
        self._tries = tries
        self._read_before: dict[int, Logged] = {}
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
        while True:
            try:
                if not await self.follow():
                    await self._views.woken(POLL_SECONDS)
                    await asyncio.sleep(GATHERED_SECONDS)
            except (StoreAway, CannotTake) as error:
                _log.warning("the follower could not go on: %s", type(error).__name__)
                await asyncio.sleep(POLL_SECONDS)

    async def follow(self) -> int:
        """Fold one batch into each view that this process leads; gives how many were new.

        Raises `StoreAway`, and `CannotTake` while an event that a view cannot take is tried again.
        """
        led = [view for view in self._followed if await self._views.leads(view.name)]
        current = await self._current(led)
        if not current:
            return 0
        after = min(tracked.position for _, tracked in current)
        headers = await self.batch(after)
        for view, tracked in current:
            new = [header for header in headers if header.position > tracked.position]
            await self.fold(view, tracked, new)
        return len(headers)

    async def batch(self, after: int) -> list[Header]:
        """The next events of the log, for `fold`."""
        self._read_before.clear()
        return await self._views.headers(after=after, limit=BATCH)

    async def _current(self, led: Sequence[FollowedView]) -> list[tuple[FollowedView, Tracked]]:
        """How far these views have come; without those that are of another definition than ours."""
        known = {one.view: one for one in await generations(self._views) if one.live}
        for view in led:
            if view.name not in known:
                await begin(self._views, view)
                return await self._current(led)
        for view in led:
            definition = known[view.name].definition
            if definition != view.definition and view.name not in self._stale:
                self._stale.add(view.name)
                _log.error(
                    "the view %s is of definition %d and this program has %d: it is left alone"
                    " until `support-gateway projections rebuild --view %s`",
                    *(view.name, definition, view.definition, view.name),
                )
        return [
            (view, known[view.name])
            for view in led
            if known[view.name].definition == view.definition
        ]

    async def fold(self, view: FollowedView, tracked: Tracked, headers: Sequence[Header]) -> None:
        """Bring one generation of a view to the last of these headers.

        A batch that fails is halved until the event at fault is alone.
        """
        if not headers:
            return
        try:
            logged = await self._read(view, headers)
            async with self._views.changing() as change:
                first, last = headers[0].position, headers[-1].position
                await apply(change, view, tracked, logged, first=first, last=last)
        except StoreAway:
            raise
        except Exception as error:  # noqa: BLE001  whatever is wrong with one event, the rest goes on
            if len(headers) == 1:
                await self._refused(view, tracked, headers[0], error)
                return
            middle = len(headers) // 2
            await self.fold(view, tracked, headers[:middle])
            await self.fold(view, tracked, headers[middle:])

    async def _read(self, view: FollowedView, headers: Sequence[Header]) -> list[Logged]:
        logged: list[Logged] = []
        for number, header in enumerate(headers, 1):
            if header.topic in view.topics:
                logged.append(self._logged(header))
            if number % _BREATH == 0:
                await asyncio.sleep(0)
        return logged

    def _logged(self, header: Header) -> Logged:
        """Read an event, once for all views that fold it."""
        logged = self._read_before.get(header.position)
        if logged is None:
            row = StoredRow(header.stream, header.version, header.topic, header.state)
            logged = Logged(header.position, self._mapper.recorded(row, None))
            self._read_before[header.position] = logged
        return logged

    async def _refused(
        self, view: FollowedView, tracked: Tracked, header: Header, error: Exception
    ) -> None:
        """Try again, or put the event aside and go past it."""
        place = (view.name, header.position)
        self._failed[place] = self._failed.get(place, 0) + 1
        # The error's own words may be long, and say what the event says.
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        if self._failed[place] < self._tries:
            raise CannotTake(f"{view.name} {header.position}: {reason}")
        del self._failed[place]
        async with self._views.changing() as change:
            if await move(change, tracked, first=header.position, last=header.position):
                await change.rows(
                    "INSERT INTO dead_letters VALUES (?, ?, ?, ?, ?, ?, ?)",
                    *(view.name, tracked.generation, header.position),
                    *(header.stream, header.version, header.topic, reason),
                )
        _log.error(
            "the view %s cannot take an event, which is put aside",
            view.name,
            extra={"facts": {"position": header.position, "type": header.topic, "error": reason}},
        )


async def begin(views: Views, view: FollowedView) -> None:
    """Make the first generation of a view, empty, unless it has one."""
    async with views.changing() as change:
        await change.rows(
            "INSERT INTO followed_views SELECT ?, 1, ?, 0, 1 WHERE NOT EXISTS"
            " (SELECT 1 FROM followed_views WHERE view = ?) ON CONFLICT DO NOTHING",
            *(view.name, view.definition, view.name),
        )


async def apply(
    change: Change,
    view: FollowedView,
    tracked: Tracked,
    logged: Sequence[Logged],
    *,
    first: int,
    last: int,
) -> None:
    """Fold events of these positions into one generation, unless someone else has meanwhile."""
    if not await move(change, tracked, first=first, last=last):
        return
    states = await _states(change, view, tracked, logged)
    before = dict(states)
    facts: dict[type[Any], dict[object, Any]] = {}
    for one in logged:
        stream = one.recorded.originator_id
        folded = view.fold(states.get(stream), one)
        if folded.state is not None:
            states[stream] = folded.state
        for fact in folded.facts:
            kind: type[Any] = fact.__class__
            place = tuple(getattr(fact, name) for name in view.tables[kind].key)
            facts.setdefault(kind, {})[place] = fact
    changed = [state for stream, state in states.items() if state is not before.get(stream)]
    if view.state is not None and changed:
        await change.put(view.tables[view.state], tracked.generation, changed)
    for kind, found in facts.items():
        await change.put(view.tables[kind], tracked.generation, list(found.values()))


async def _states(
    change: Change, view: FollowedView, tracked: Tracked, logged: Sequence[Logged]
) -> dict[str, Any]:
    """What the view knows of the streams of these events."""
    if view.state is None or not logged:
        return {}
    table = view.tables[view.state]
    streams = sorted({one.recorded.originator_id for one in logged})
    key = table.columns.index(table.key[0])
    held = await change.held(table, tracked.generation, streams)
    return {row[key]: view.state(*row) for row in held}


async def move(change: Change, tracked: Tracked, *, first: int, last: int) -> bool:
    """Take a generation from just before `first` to `last`; False if it is not there."""
    moved = await change.rows(
        "UPDATE followed_views SET position = ? WHERE view = ? AND generation = ?"
        " AND definition = ? AND position = ? RETURNING position",
        *(last, tracked.view, tracked.generation, tracked.definition, first - 1),
    )
    return bool(moved)
