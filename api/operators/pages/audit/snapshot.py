"""The page of a case's snapshot: its content, its sources' fate, what was cut and what redacted."""

import json
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.operators.audit import Audit
from api.operators.pages.audit.trail import trail
from api.operators.pages.frame import page
from api.operators.pages.sessions import Sessions
from api.operators.pages.writing import SOURCES
from api.operators.query import Query
from application.event_store.altered import Altered, readable
from domain.model import JSON
from projections.audited_case import SnapshotText, snapshot

_PARTS: Final = {
    "identity": "Who the user is",
    "productState": "What the product looks like to the user",
    "recentActivity": "What the user did",
    "backend": "What the server saw",
    "knowledgePack": "What the application knows about itself",
    "privacy": "What was taken out",
    "meta": "What the snapshot says of itself",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A member of the snapshot as JSON; `many` counts the entries of its lists."""

    name: str
    title: str
    text: str
    many: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The page, and what it stands on."""

    audit: Audit
    sessions: Sessions

    async def get(self, request: Request) -> Response:
        """`GET /operator/audit/cases/{caseId}/snapshot`."""
        viewer = self.sessions.viewer(request, "auditor")
        case = await self.audit.case_at(request, viewer)
        query = Query(request, ())
        found = await trail(self.audit.record, case)
        frozen: SnapshotText | None = None
        altered: str | None = None
        try:
            with readable():
                frozen = await snapshot(self.audit.record, case)
        except Altered as wrong:
            altered = str(wrong)
        await self.audit.look_at(request, viewer, case, "snapshot", query)
        document: JSON = json.loads(frozen.text) if frozen and frozen.text else {}
        captured = found.captured
        recorded = captured.sealed.sha256 if captured and captured.sealed else None
        return page(
            request,
            "audit-snapshot.html",
            title=f"Snapshot · Case {case.id}",
            tab="snapshot",
            case=case,
            trail=found,
            altered=altered,
            frozen=frozen,
            captured=captured,
            recorded_sha256=recorded,
            names=SOURCES,
            sources=captured.sources.model_dump(by_alias=True) if captured else {},
            parts=_parts(document),
            privacy=document.get("privacy", {}) if isinstance(document, dict) else {},
        )


def _parts(document: JSON) -> list[Part]:
    if not isinstance(document, dict):
        return []
    order = [*_PARTS, *sorted(document.keys() - _PARTS.keys())]
    return [
        Part(
            name,
            _PARTS.get(name, name),
            json.dumps(document[name], indent=2, ensure_ascii=False),
            _many(document[name]),
        )
        for name in order
        if name in document
    ]


def _many(value: JSON) -> int:
    members = value.values() if isinstance(value, dict) else ()
    return sum(len(member) for member in members if isinstance(member, list))
