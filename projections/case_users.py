"""The user behind each case of the operators' list: the only part of it that is sealed."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from eventsourcing.persistence import StoredEvent as Row

from application.event_store.altered import Altered, readable
from application.event_store.record import Record
from domain.model import Model
from projections.case_index import IndexedCase
from projections.paging import Page
from projections.views import Views, one_of

_BREATH: Final = 25
"""Cases that are opened before others may have the event loop."""


class AuditedCase(IndexedCase):
    """A case with what an auditor may know of it beside the list; `user_id` is None once erased."""

    user_id: str | None


class AuditedCasePage(Model):
    """Cases, newest first. `nextCursor` is null on the last page."""

    data: tuple[AuditedCase, ...]
    next_cursor: str | None


async def with_users(record: Record, views: Views, page: Page[IndexedCase]) -> AuditedCasePage:
    """Add to a page of the list whose each case is."""
    users = await _users(record, views, [case.id for case in page.items])
    cases = (
        AuditedCase.model_validate({**dict(case), "user_id": users.get(case.id)})
        for case in page.items
    )
    return AuditedCasePage(data=tuple(cases), next_cursor=page.next_cursor)


async def _users(record: Record, views: Views, case_ids: Sequence[str]) -> dict[str, str]:
    """The ids of users by those of their cases, but for cases that were erased or altered.

    The keys are read with the events, for one that lies in memory may have been destroyed since,
    and they are not kept, for one may be destroyed while this runs.
    """
    rows = await views.read(
        "SELECT e.originator_id, e.originator_version, e.topic, e.state, k.wrapped"  # noqa: S608 - marks
        " FROM stored_events AS e JOIN case_keys AS k ON k.case_id = e.originator_id"
        f" WHERE e.originator_version = 1 AND {one_of('e.originator_id', case_ids)}",
        *case_ids,
    )
    users: dict[str, str] = {}
    for number, (*columns, wrapped) in enumerate(rows):
        if number % _BREATH == 0:
            await asyncio.sleep(0)
        row = Row(*columns)
        with suppress(Altered), readable():
            key = record.keys.once(str(row.originator_id), wrapped)
            opened = record.case_mapper.recorded(row, key).event
            users[str(row.originator_id)] = opened.sealed.requester.user_id
    return users
