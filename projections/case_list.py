"""A user's own cases, newest first, by an opaque cursor."""

import base64
import binascii
from dataclasses import dataclass

from application.event_store.case_store import CaseStore
from domain.errors import Invalid
from projections.case_details import CASE

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
    before = None if cursor is None else _read_cursor(cursor)
    found = await store.owned(CASE, owner, before=before, limit=limit + 1)
    shown = await store.unsealed(found[:limit])
    more = len(found) > limit
    return Page(
        tuple(document.body or b"" for document in shown),
        _write_cursor(found[limit - 1].key) if more else None,
    )


def _write_cursor(case_id: str) -> str:
    return base64.urlsafe_b64encode(case_id.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> str:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        case_id = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        case_id = ""
    if not case_id.startswith("cas_"):
        msg = "cursor: is none that a page has given"
        raise Invalid(msg, field="cursor")
    return case_id
