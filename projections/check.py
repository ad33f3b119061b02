"""Whether what is shown is what was recorded: every view against a fold from the first event."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from application.event_store.append import Document
from application.event_store.case_store import CaseStore, InlineView
from application.event_store.recorded import Recorded
from projections.analytics.facts import Analytics
from projections.audit_views import AuditViews
from projections.case_details import CASE, MESSAGE, CaseDetails
from projections.case_index import CaseIndex
from projections.owed import OWED, Owed
from projections.views import FollowedView

PAGE = 500

INLINE_VIEWS: tuple[InlineView, ...] = (CaseDetails(), Owed())
"""The views that are written with the events, in the order in which `CaseStore` holds them."""

FOLLOWED_VIEWS: tuple[FollowedView, ...] = (CaseIndex(), AuditViews(), Analytics())
"""The views that are written after the events."""

VIEW_NAMES = (CASE, MESSAGE, OWED)


@dataclass(frozen=True, slots=True)
class Difference:
    """A piece that is not what the record says; None where it is missing."""

    view: str
    case_id: str
    ordinal: int
    stored: bytes | None
    folded: bytes | None


async def differences(store: CaseStore) -> AsyncIterator[tuple[str, list[Difference]]]:
    """Go through all cases in the log; gives each case's id with what differs."""
    after = 0
    while rows := await store.cases.select_log(after=after, limit=PAGE):
        for positioned in rows:
            stream = str(positioned.row.originator_id)
            if positioned.row.topic == "case.opened":
                yield stream, await _differences_of(store, stream)
        after = rows[-1].position


async def _differences_of(store: CaseStore, case_id: str) -> list[Difference]:
    # The pieces are read before the events and after: a case that moves meanwhile is read again.
    while True:
        stored = await store.documents(VIEW_NAMES, case_id)
        recorded = await store.history(case_id)
        if stored == await store.documents(VIEW_NAMES, case_id):
            break
    folded = fold_documents(recorded)
    places = {_place(document): document for document in stored}
    wanted = {_place(document): document for document in folded}
    return [
        Difference(
            view,
            case_id,
            ordinal,
            places[view, ordinal].body if (view, ordinal) in places else None,
            wanted[view, ordinal].body if (view, ordinal) in wanted else None,
        )
        for view, ordinal in sorted(places.keys() | wanted.keys())
        if places.get((view, ordinal)) != wanted.get((view, ordinal))
    ]


def fold_documents(recorded: list[Recorded[Any]]) -> list[Document]:
    """All pieces that the events of one case make, as if each had been written in its turn."""
    pieces: dict[tuple[str, int], Document] = {}
    for view in INLINE_VIEWS:
        state: Any = None
        for one in recorded:
            before, state = state, view.fold(state, one)
            for document in view.documents(before, state, [one]):
                pieces[_place(document)] = document
    return [document for document in pieces.values() if document.body is not None]


def _place(document: Document) -> tuple[str, int]:
    return document.view, document.ordinal
