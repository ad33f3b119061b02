"""The page that says whether what is recorded of a case is what was recorded, computed anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.operators.audit import Audit
from api.operators.pages.audit.trail import trail
from api.operators.pages.frame import page
from api.operators.pages.sessions import Sessions
from api.operators.query import Query
from api.proof.verification import Verification
from application.event_store.refusals import refusals
from projections.audited_case import Part

_WHAT: Final[Mapping[Part, str]] = {
    "case": "The case",
    "snapshot": "Its snapshot",
    "views": "The looks at it",
}


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream that was walked: what it is, how many events it has, and the hash of the last."""

    what: str
    name: str
    version: int
    head: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The page, and what it stands on."""

    audit: Audit
    sessions: Sessions

    async def get(self, request: Request) -> Response:
        """`GET /operator/audit/cases/{caseId}/chain`."""
        viewer = self.sessions.viewer(request, "auditor")
        case = await self.audit.case_at(request, viewer)
        query = Query(request, ())
        found = await trail(self.audit.record, case)
        verification = Verification(self.audit.record)
        with refusals():
            mistakes = [one async for one in verification.mistakes(case_id=case.id)]
        await self.audit.look_at(request, viewer, case, "events", query)
        log = verification.log
        return page(
            request,
            "audit-chain.html",
            title=f"Chain · Case {case.id}",
            tab="chain",
            case=case,
            trail=found,
            mistakes=mistakes,
            checked=log.events,
            streams=[
                Stream(_WHAT[part], name, *log.heads[name])
                for part, name in case.streams.items()
                if name in log.heads
            ],
        )
