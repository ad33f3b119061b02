"""A user's own cases, newest first, by an opaque cursor."""

from application.event_store.append import CASE
from application.event_store.case_store import CaseStore
from projections.case_details import is_of
from projections.paging import Page, cut, read_cursor

LIMIT = 20
MAXIMUM = 100


async def own_cases(store: CaseStore, owner: str, *, cursor: str | None, limit: int) -> Page[bytes]:
    """List an owner's cases as finished JSON; ids are ordered by time, so the newest has the
    greatest.

    Raises `Invalid` for a cursor that no page has given.
    """
    before = None if cursor is None else read_cursor(cursor, "cas_")
    found = await store.owned(CASE, owner, before=before, limit=limit + 1)
    page, next_cursor = cut(found, limit, lambda last: last.key)
    shown = await store.unsealed(page)
    return Page(tuple(one.body or b"" for one in shown if is_of(store, one, owner)), next_cursor)
