"""A piece of a follower's work: events, and how they are folded into the rows of a view.

It brings one generation of the view from one position of the log to another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from projections.views import (
    TRACKED,
    Change,
    FollowedView,
    Header,
    Logged,
    Tracked,
    Views,
    tracked_of,
)


@dataclass(frozen=True, slots=True)
class Work:
    """One generation of a view, and the events that bring it from one position to another.

    The positions are said and not taken from the events: one that was deleted from the record
    stops no view.
    """

    view: FollowedView
    tracked: Tracked
    after: int
    to: int
    headers: Sequence[Header]


async def begin(views: Views, view: FollowedView) -> Tracked:
    """The generation of a view that is read: an empty one is made if it has none, and of several,
    which none but a stranger makes, the last.
    """
    async with views.changing() as change:
        await change.rows(
            "INSERT INTO followed_views SELECT ?, (SELECT coalesce(max(generation), 0) + 1"
            " FROM followed_views WHERE view = ?), ?, 0, 1 WHERE NOT EXISTS"
            " (SELECT 1 FROM followed_views WHERE view = ? AND live = 1) ON CONFLICT DO NOTHING",
            *(view.name, view.name, view.definition, view.name),
        )
        await change.rows(
            "UPDATE followed_views SET live = 0 WHERE view = ? AND live = 1 AND generation <"
            " (SELECT max(generation) FROM followed_views WHERE view = ? AND live = 1)",
            *(view.name, view.name),
        )
        rows = await change.rows(
            f"SELECT {TRACKED} FROM followed_views WHERE view = ? AND live = 1",  # noqa: S608 - names of ours
            view.name,
        )
    return tracked_of(rows[0])


async def apply(change: Change, work: Work, logged: Sequence[Logged]) -> bool:
    """Fold events into one generation, unless someone else has meanwhile: then False."""
    view, tracked = work.view, work.tracked
    if not await move(change, work):
        return False
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
            table, rows = view.tables[kind], facts.setdefault(kind, {})
            place = fact[: len(table.key)]
            rows[place] = table.together(rows[place], fact) if place in rows else fact
    changed = [state for stream, state in states.items() if state is not before.get(stream)]
    if view.state is not None and changed:
        await change.put(view.tables[view.state], tracked.generation, changed)
    for kind, found in facts.items():
        await change.put(view.tables[kind], tracked.generation, list(found.values()))
    return True


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


async def move(change: Change, work: Work) -> bool:
    """Take a generation from where the work begins to where it ends; False if it is not there."""
    tracked = work.tracked
    moved = await change.rows(
        "UPDATE followed_views SET position = ? WHERE view = ? AND generation = ?"
        " AND definition = ? AND live = ? AND position = ? RETURNING position",
        *(work.to, tracked.view, tracked.generation, tracked.definition),
        *(int(tracked.live), work.after),
    )
    return bool(moved)
