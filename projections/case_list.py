"""A user's own cases, newest first, by an opaque cursor."""

from dataclasses import dataclass

from application.event_store.case_store import CaseStore
from projections.case_details import CASE, is_of
from projections.cursors import read_cursor, write_cursor

LIMIT = 20
MAXIMUM = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Cases as finished JSON, and where the next page begins."""

    cases: tuple[bytes, ...]
    next_cursor: str | None


async def own_cases(store: CaseStore, owner: str, *, cursor: str | None, limit: int) -> Page:
    """List an owner's cases; ids are ordered by time, so the newest has the greatest.

    Raises `Invalid` for a cursor that no page has given.
    """
    before = None if cursor is None else read_cursor(cursor, "cas_")
    found = await store.owned(CASE, owner, before=before, limit=limit + 1)
    shown = await store.unsealed(found[:limit])
    more = len(found) > limit
    return Page(
        tuple(one.body or b"" for one in shown if is_of(store, one, owner)),
        write_cursor(found[limit - 1].key) if more else None,
    )
