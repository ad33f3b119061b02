"""The auditor's pages: find a case, see what happened to it, and whether the record of it holds."""

from dataclasses import dataclass

from starlette.routing import Route

from api.operators.audit import Audit
from api.operators.pages.audit.chain import Chain
from api.operators.pages.audit.finding import Finding
from api.operators.pages.audit.history import History
from api.operators.pages.audit.sent_to_model import SentToModel
from api.operators.pages.audit.snapshot import Snapshot
from api.operators.pages.frame import AUDIT
from api.operators.pages.sessions import Sessions


@dataclass(frozen=True, slots=True)
class AuditPages:
    """All of them, put together."""

    audit: Audit
    sessions: Sessions

    def routes(self) -> list[Route]:
        """Those under `/operator/audit`."""
        finding = Finding(self.audit, self.sessions)
        in_turn = self.audit.in_turn
        one = AUDIT + "/cases/{case_id}"
        pages = {
            AUDIT: finding.cases,
            f"{AUDIT}/views": finding.looks,
            one: in_turn(History(self.audit, self.sessions).get),
            f"{one}/model": in_turn(SentToModel(self.audit, self.sessions).get),
            f"{one}/snapshot": in_turn(Snapshot(self.audit, self.sessions).get),
            f"{one}/chain": in_turn(Chain(self.audit, self.sessions).get),
        }
        return [Route(path, endpoint, methods=["GET"]) for path, endpoint in pages.items()]
