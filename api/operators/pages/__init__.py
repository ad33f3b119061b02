"""The operators' pages: what the operators' calls tell, for people to read in a browser."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.errors import NotFound
from api.operators.audit import Audit
from api.operators.pages import assets, vendor
from api.operators.pages.analytics import AnalyticsPages
from api.operators.pages.audit import AuditPages
from api.operators.pages.frame import HOME
from api.operators.pages.sessions import Sessions
from api.operators.pages.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages, put together."""

    audit: Audit
    now: Callable[[], datetime]

    def routes(self) -> list[Route]:
        """Those under `/operator`."""
        sessions = Sessions(self.audit.record, self.audit.tokens, self.now)
        return [
            assets.route(),
            *SignIn(self.audit.record, sessions).routes(),
            *AuditPages(self.audit, sessions).routes(),
            vendor.route(),
            *AnalyticsPages(self.audit.views, sessions, self.audit.tenant_ids, self.now).routes(),
            Route(HOME + "/{path:path}", _nowhere, methods=["GET"]),
        ]


async def _nowhere(_: Request) -> Response:
    raise NotFound
