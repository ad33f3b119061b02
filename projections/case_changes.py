"""What happened to a case after a version of it that a widget has seen already."""

from dataclasses import dataclass

from application.event_store.append import CASE, MESSAGE
from application.event_store.case_store import CaseStore
from application.event_store.refusals import refusals
from domain.case import CLOSED
from domain.errors import CaseNotFound
from projections.case_details import Case, check_whole, is_of
from projections.owed import OWED, debt_of


@dataclass(frozen=True, slots=True)
class CaseChanges:
    """The messages that came after, in order and each with its version; and the case as it stands.

    `over` says that nothing more will be said: the case is closed, and every question answered.
    """

    messages: tuple[tuple[int, bytes], ...]
    case: bytes
    version: int
    over: bool


async def case_changes(store: CaseStore, case_id: str, owner: str, after: int) -> CaseChanges:
    """Read what its owner has not seen yet; raises `CaseNotFound`, alike whatever the reason."""
    documents = await store.documents((CASE, MESSAGE, OWED), case_id, owned=(CASE, owner))
    case = next((document for document in documents if document.view == CASE), None)
    if case is None or not is_of(store, case, owner):
        raise CaseNotFound
    said = [document for document in documents if document.view == MESSAGE]
    check_whole(case, said)
    body = case.body or b""
    messages = tuple((one.version, one.body or b"") for one in said if one.version > after)
    closed = Case.model_validate_json(body).status in CLOSED
    owed = [debt_of(document) for document in documents if document.view == OWED]
    waiting = any(debt.kind == "answer" for debt in owed)
    return CaseChanges(messages, body, case.version, over=closed and not waiting)


async def case_version(store: CaseStore, case_id: str) -> int:
    """The version that a case has reached in whatever process: one look-up in an index."""
    with refusals():
        return await store.case_recorder.select_version(case_id)
