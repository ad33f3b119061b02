"""The operators' calls: who looks at the record, what they may see, and that they looked."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import datetime

from starlette.routing import Route

from api.operators.analytics import Analytics
from api.operators.audit import Audit
from api.operators.pages import Pages
from api.operators.tokens import OperatorTokens
from application.event_store.access_log import AccessLog
from application.event_store.case_store import CaseStore
from projections.views import Views

__all__ = ["OperatorTokens", "Operators"]


class Operators:
    """All of the operators' routes, put together."""

    def __init__(
        self,
        *,
        record: CaseStore,
        views: Views,
        tokens: OperatorTokens,
        access_log: AccessLog,
        tenant_ids: AbstractSet[str],
        now: Callable[[], datetime],
    ) -> None:
        """`tenant_ids` are those that the gateway serves."""
        self._audit = Audit(record, views, tokens, access_log, tenant_ids)
        self._analytics = Analytics(views, tokens, now)
        self._pages = Pages(self._audit, now)

    def routes(self) -> list[Route]:
        """Those under `/api/audit` and `/api/analytics`, and the pages under `/operator`."""
        return [*self._audit.routes(), *self._analytics.routes(), *self._pages.routes()]
