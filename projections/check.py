"""Whether what widgets read is what was recorded, and how it becomes that again.

The views that are written with the events are compared with a fold from the first event, and
written anew where they differ. Those that follow are compared by `rebuild`.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from application.event_store.altered import Altered, readable
from application.event_store.append import ViewDocument
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Recorded
from application.event_store.recorder import Positioned
from domain.events import CaseErased
from projections.all_views import INLINE_NAMES, INLINE_VIEWS

PAGE = 500
_LAST = 2**62
"""An ordinal that no document has."""
_TRIES = 5
"""How often a case is written anew that moves meanwhile."""

_Place = tuple[str, int]
"""A document's view and ordinal, which tell those of a case apart."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as the record says; `where` names a view's document, or a version of the case."""

    where: str
    what: str


class _Compared(NamedTuple):
    """What differs of a case, and what would mend it: documents as they are stored, each with what
    its events make; none where the events cannot be read, or only without what was sealed in them.
    """

    differences: list[Difference]
    changes: Sequence[tuple[ViewDocument | None, ViewDocument | None]] = ()


async def repair(store: CaseStore, case_id: str) -> list[Difference]:
    """Show of a case what is recorded of it; gives what is different still, which is what is wrong
    with its events.
    """
    compared = await _compared(store, case_id)
    for _ in range(_TRIES):
        if not compared.changes:
            break
        await store.show(case_id, compared.changes)
        compared = await _compared(store, case_id)
    return compared.differences


async def differences(store: CaseStore) -> AsyncIterator[tuple[str, list[Difference]]]:
    """Go through all cases in the log; gives each case's id with what differs.

    In the end the same of what is shown of cases that are not in the log.
    """
    cases: set[str] = set()
    async for positioned in store.whole_log():
        stream = str(positioned.row.originator_id)
        if positioned.row.topic == "case.opened":
            cases.add(stream)
            yield stream, (await _compared(store, stream)).differences
    for case_id in await _shown_beside(store, cases):
        found = (await _compared(store, case_id)).differences
        if found:
            yield case_id, found


async def _compared(store: CaseStore, case_id: str) -> _Compared:
    sealed, rows = await _stored(store, case_id)
    recorded, wrong = await _events(store, rows)
    if wrong:
        return _Compared(wrong)
    try:
        with readable():
            folded = {_place(document): document for document in fold_documents(recorded)}
    except Altered as altered:
        return _Compared([Difference("the fold of its events", str(altered))])
    shown, unreadable = await _opened(store, sealed)
    found = [Difference(_named(place), what) for place, what in unreadable.items()]
    as_stored = {_place(document): document for document in sealed}
    changes: list[tuple[ViewDocument | None, ViewDocument | None]] = []
    for place in sorted(shown.keys() | folded.keys()):
        was, wanted = shown.get(place), folded.get(place)
        if was == wanted:
            continue
        changes.append((as_stored.get(place), wanted))
        if place not in unreadable:
            what = "missing" if was is None else "different"
            found.append(Difference(_named(place), "not in the record" if wanted is None else what))
    erased = any(isinstance(one.event, CaseErased) for one in recorded)
    if recorded and not erased and await store.key(case_id) is None:
        return _Compared(found)
    return _Compared(found, changes)


async def _stored(
    store: CaseStore, case_id: str
) -> tuple[Sequence[ViewDocument], Sequence[Positioned]]:
    """A case's documents and events, of one moment: read again while the case moves."""
    while True:
        sealed = await store.case_recorder.select_documents(INLINE_NAMES, case_id)
        rows = await store.case_recorder.select_streams((case_id,))
        if sealed == await store.case_recorder.select_documents(INLINE_NAMES, case_id):
            return sealed, rows


async def _events(
    store: CaseStore, rows: Sequence[Positioned]
) -> tuple[list[Recorded[Any]], list[Difference]]:
    """The events in rows, and what is wrong with those that cannot be read."""
    recorded: list[Recorded[Any]] = []
    wrong: list[Difference] = []
    for one in rows:
        try:
            with readable():
                recorded.append(await store.recorded(one.row))
        except Altered as altered:
            wrong.append(Difference(f"version {one.row.originator_version}", str(altered)))
    return recorded, wrong


async def _opened(
    store: CaseStore, sealed: Sequence[ViewDocument]
) -> tuple[dict[_Place, ViewDocument], dict[_Place, str]]:
    """Documents as they are shown, and why some cannot be. One that no key is there to open stays
    as it is, and so differs.
    """
    shown = {_place(document): document for document in sealed}
    unreadable: dict[_Place, str] = {}
    for document in sealed:
        try:
            with readable():
                shown |= {_place(opened): opened for opened in await store.unsealed((document,))}
        except Altered as altered:
            unreadable[_place(document)] = str(altered)
    return shown, unreadable


async def _shown_beside(store: CaseStore, cases: set[str]) -> list[str]:
    """Cases that some view shows, and that none of these is."""
    found: set[str] = set()
    for view in INLINE_NAMES:
        after: tuple[str, int] | None = None
        while page := await store.case_recorder.select_view(view, after=after, limit=PAGE):
            found |= {document.key for document in page} - cases
            after = page[-1].key, _LAST
    return sorted(found)


def fold_documents(recorded: list[Recorded[Any]]) -> list[ViewDocument]:
    """All documents that the events of one case make, as if each had been written in its turn."""
    latest: dict[_Place, ViewDocument] = {}
    for view in INLINE_VIEWS:
        state: Any = None
        for one in recorded:
            before, state = state, view.fold(state, one)
            for document in view.documents(before, state, [one]):
                latest[_place(document)] = document
    return [document for document in latest.values() if document.body is not None]


def _place(document: ViewDocument) -> _Place:
    return document.view, document.ordinal


def _named(place: _Place) -> str:
    view, ordinal = place
    return f"{view} {ordinal}"
