"""How long cases are kept: those older than their tenant wants are erased."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import orjson

from application.duties import Duties
from application.event_store.case_store import CaseStore

PAGE = 200


def id_before(moment: datetime) -> str:
    """The least id that a case opened at `moment` may have: ids begin with their time."""
    return f"cas_{int(moment.timestamp() * 1000):012x}"


async def erase_expired(
    store: CaseStore,
    duties: Duties,
    *,
    kept: Mapping[str, timedelta],
    now: Callable[[], datetime],
    view: str,
) -> int:
    """Erase what is older than its tenant keeps cases; `kept` is by tenant, `view` the cases'.

    Gives how many were erased.
    """
    if not kept:
        return 0
    newest = id_before(now() - min(kept.values()))
    after, erased = "", 0
    while found := await store.pieces(view, after=after, limit=PAGE):
        for document in found:
            if document.key >= newest:
                return erased
            case = orjson.loads(document.body or b"{}")
            age = kept.get(case.get("tenantId"))
            if age is not None and document.key < id_before(now() - age):
                await duties.erase_case(document.key, "retention")
                erased += 1
        after = found[-1].key
    return erased
