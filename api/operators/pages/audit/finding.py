"""Finding cases, and seeing who looked at what."""

from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.head import CASE_ID
from api.operators.audit import CASES, LOOKS, Audit
from api.operators.pages.frame import AUDIT, moved, page
from api.operators.pages.sessions import Sessions
from api.operators.query import Query
from domain.case import Status
from domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Finding:
    """The pages, and what they stand on."""

    audit: Audit
    sessions: Sessions

    async def cases(self, request: Request) -> Response:
        """`GET /operator/audit`: the list, narrowed; with a case's id, the way to that case."""
        viewer = self.sessions.viewer(request, "auditor")
        query = Query(request, (*CASES, "caseId"), blanks=True)
        case_id = query.text("caseId")
        if case_id is not None:
            if not CASE_ID.fullmatch(case_id.strip()):
                raise Invalid("caseId: is cas_ and 32 hexadecimal digits", field="caseId")
            return moved(f"{AUDIT}/cases/{case_id.strip()}")
        found = await self.audit.cases(request, viewer, query)
        tenants = self.audit.tenant_ids if viewer.tenants is None else viewer.tenants
        return page(
            request,
            "audit-cases.html",
            title="Cases",
            given=query.narrowed(),
            tenants=sorted(tenants),
            statuses=get_args(Status),
            cases=found.data,
            onward=_onward(AUDIT, query, found.next_cursor),
        )

    async def looks(self, request: Request) -> Response:
        """`GET /operator/audit/views`: who looked at what."""
        viewer = self.sessions.viewer(request, "auditor")
        query = Query(request, LOOKS, blanks=True)
        found = await self.audit.looks(request, viewer, query)
        return page(
            request,
            "audit-looks.html",
            title="Access log",
            given=query.narrowed(),
            looks=found.items,
            onward=_onward(f"{AUDIT}/views", query, found.next_cursor),
        )


def _onward(address: str, query: Query, cursor: str | None) -> str | None:
    """Where the next page is."""
    return (
        None if cursor is None else f"{address}?{urlencode(query.narrowed() | {'cursor': cursor})}"
    )
