"""Makes a followed view again from the first event, beside the one that is read.

The new generation is compared with the old one at the very same position, and takes its place in
one step: whoever reads sees the one or the other, whole.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from application.event_store.record import Record
from projections.follower import BATCH, Follower
from projections.views import (
    TRACKED,
    FollowedView,
    Table,
    Tracked,
    Transaction,
    Views,
    generations,
    tracked_of,
)
from projections.work import Work, begin

SHOWN: Final = 20
"""Differences that are named; all are counted."""

Progress = Callable[[int, int], None]
"""Told how many events are folded, and of how many."""

Kind = Literal["different", "missing", "not in the record"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the record says; `key` is that of its table, as text."""

    table: str
    key: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of it. `differences` names some of the `different` rows."""

    view: str
    events: int
    rows: int
    different: int
    differences: tuple[Difference, ...]
    dead_letters: int
    switched: bool


class Superseded(Exception):
    """Another rebuild of the same view, which began later, has finished first."""


async def rebuild(
    record: Record, views: Views, view: FollowedView, *, switch: bool, progress: Progress
) -> Rebuilt:
    """Fold all events up to where the view stands; without `switch` only to compare.

    Raises `StoreAway` and `Superseded`.
    """
    await begin(views, view)
    mine = await _begin_beside(views, view)
    follower = Follower(record, views, (view,), tries=1)
    compared: Rebuilt | None = None
    try:
        while True:
            old, new = await _both(views, view, mine)
            progress(new.position, old.position)
            if new.position < old.position:
                headers = await follower.batch(new.position)
                wanted = [one for one in headers if one.position <= old.position]
                # Fewer than a batch, and there are no more up to where the view stands, which
                # may be the position of an event that was deleted since.
                to = wanted[-1].position if len(wanted) == BATCH else old.position
                await follower.fold(Work(view, new, new.position, to, wanted))
            elif compared is None:
                compared = await _compare(views, view, mine)
            elif not switch:
                return compared
            elif await _switch(views, view, mine):
                return replace(compared, switched=True)
    finally:
        await _clear_up(views, view, mine)


async def _begin_beside(views: Views, view: FollowedView) -> int:
    async with views.changing() as change:
        # Locks the row, so that of two that begin at once each gets a number of its own.
        await change.rows(
            "UPDATE followed_views SET position = position WHERE view = ? AND live = 1", view.name
        )
        ((last,),) = await change.rows(
            "SELECT max(generation) FROM followed_views WHERE view = ?", view.name
        )
        await change.rows(
            "INSERT INTO followed_views VALUES (?, ?, ?, 0, 0)",
            *(view.name, last + 1, view.definition),
        )
    return int(last) + 1


async def _both(views: Views, view: FollowedView, mine: int) -> tuple[Tracked, Tracked]:
    """The generation that is read, and the new one, as they stand."""
    known = [one for one in await generations(views) if one.view == view.name]
    old = [one for one in known if one.live]
    new = [one for one in known if one.generation == mine]
    if not old or not new or old[0].generation > mine:
        raise Superseded(view.name)
    return old[0], new[0]


async def _compare(views: Views, view: FollowedView, mine: int) -> Rebuilt | None:
    """Compare both generations as they stand at one moment; None unless they stand level."""
    async with views.reading() as moment:
        rows = await moment.rows(
            f"SELECT {TRACKED} FROM followed_views WHERE view = ? AND (live = 1 OR generation = ?)"  # noqa: S608 - names of ours
            " ORDER BY generation",
            *(view.name, mine),
        )
        known = [tracked_of(row) for row in rows]
        if not _are_level(known):
            return None
        old = next(one.generation for one in known if one.live)
        count = 0
        different = list[Difference]()
        for table in view.tables.values():
            different += await _differences(moment, table, old, mine)
            count += await _count(moment, table.name, "generation = ?", mine)
        dead = await _count(moment, "dead_letters", "view = ? AND generation = ?", view.name, mine)
        return Rebuilt(
            view=view.name,
            events=known[0].position,
            rows=count,
            different=len(different),
            differences=tuple(different[:SHOWN]),
            dead_letters=dead,
            switched=False,
        )


async def _switch(views: Views, view: FollowedView, mine: int) -> bool:
    """Have the new generation read from now on, unless the old one has moved past it.

    It never takes the place of a later one, whose rebuild may be taking this one away.
    """
    async with views.changing() as change:
        # Both rows stay locked until the end, and the follower moves one of them.
        rows = await change.rows(
            "UPDATE followed_views SET position = position"  # noqa: S608 - names of ours
            f" WHERE view = ? AND (live = 1 OR generation = ?) RETURNING {TRACKED}",
            *(view.name, mine),
        )
        known = [tracked_of(row) for row in rows]
        if any(one.live and one.generation > mine for one in known):
            raise Superseded(view.name)
        if not _are_level(known):
            return False
        await change.rows(
            "UPDATE followed_views SET live = CASE WHEN generation = ? THEN 1 ELSE 0 END"
            " WHERE view = ? AND (live = 1 OR generation = ?)",
            *(mine, view.name, mine),
        )
        return True


def _are_level(known: list[Tracked]) -> bool:
    """Whether the old generation and the new one are both there, and stand at the same position."""
    return len(known) == 2 and known[0].position == known[1].position  # noqa: PLR2004 - said above


async def _differences(moment: Transaction, table: Table, old: int, new: int) -> list[Difference]:
    """Rows of two generations that are not alike, by key."""
    columns, key = ", ".join(table.columns), ", ".join(table.key)

    async def only(one: int, other: int) -> set[tuple[object, ...]]:
        rows = await moment.rows(
            f"SELECT {key} FROM (SELECT {columns} FROM {table.name} WHERE generation = ?"  # noqa: S608 - names of ours
            f" EXCEPT SELECT {columns} FROM {table.name} WHERE generation = ?) AS differing",
            *(one, other),
        )
        return set(rows)

    before, after = await only(old, new), await only(new, old)
    kinds: dict[tuple[object, ...], Kind] = dict.fromkeys(before, "not in the record")
    kinds |= {place: "different" if place in before else "missing" for place in after}
    return [
        Difference(table.name, " ".join(str(part) for part in place), kinds[place])
        for place in sorted(kinds, key=str)
    ]


async def _count(moment: Transaction, table: str, where: str, *parameters: object) -> int:
    rows = await moment.rows(f"SELECT count(*) FROM {table} WHERE {where}", *parameters)  # noqa: S608 - names of ours
    return int(rows[0][0])


async def _clear_up(views: Views, view: FollowedView, mine: int) -> None:
    """Take away what is older than the generation that is read, and ours if it is not read."""
    # Another may be read by now, but none before this one: whatever is older stays unread.
    ((live,),) = await views.read(
        "SELECT max(generation) FROM followed_views WHERE view = ? AND live = 1", view.name
    )
    over = "generation < ? OR (generation = ? AND generation <> ?)"
    async with views.changing() as change:
        for name in ("followed_views", "dead_letters"):
            await change.rows(
                f"DELETE FROM {name} WHERE view = ? AND ({over})",  # noqa: S608
                *(view.name, live, mine, live),
            )
        for table in view.tables.values():
            await change.rows(f"DELETE FROM {table.name} WHERE {over}", live, mine, live)  # noqa: S608
