"""What monitoring asks: is the gateway well, what has this process counted, how do things stand."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.errors import Forbidden
from api.operators.tokens import OperatorTokens
from api.telemetry.metrics import Metrics, Standing
from application.event_store.append import StoreAway
from application.event_store.recorder import CaseRecorder
from application.event_store.refusals import RETRY_AFTER_SECONDS
from projections.views import Views, dead_letters, lag

Breaks = tuple[str, Callable[[], bool]]
"""What calls may be kept from, and how to ask whether they are."""

Breakers = Mapping[str, Iterable[Breaks]]
"""By tenant; one that nothing has been asked of has none yet."""


@dataclass(frozen=True, slots=True)
class Monitoring:
    """The routes, and what they stand on. `budgets` gives tokens a day by tenant."""

    version: str
    store_name: str

    tokens: OperatorTokens
    tenant_ids: AbstractSet[str]
    metrics: Metrics
    cases: CaseRecorder
    views: Views
    breakers: Breakers
    budgets: Callable[[], Mapping[str, int]]
    today: Callable[[], date]

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/api/health", self.get_health, methods=["GET"]),
            Route("/metrics", self.get_metrics, methods=["GET"]),
        ]

    async def get_health(self, _: Request) -> Response:
        """`GET /api/health`."""
        facts = {"version": self.version, "store": self.store_name}
        try:
            await self.cases.ping()
            behind = await lag(self.views)
        except StoreAway:
            body = {"ok": False, "status": "unavailable", **facts, "projectionLag": None}
            return _json(body, 503, {"Retry-After": str(RETRY_AFTER_SECONDS)})
        return _json({"ok": True, "status": "ok", **facts, "projectionLag": behind})

    async def get_metrics(self, request: Request) -> Response:
        """`GET /metrics`: figures of all tenants, so for an operator who sees all of them."""
        viewer = self.tokens.viewer(request.headers, None)
        if not all(map(viewer.sees, self.tenant_ids)):
            raise Forbidden
        standing = await self._standing()
        body, media_type = self.metrics.written(request.headers.get("accept", ""), standing)
        return Response(body, headers={"Content-Type": media_type})

    async def _standing(self) -> Standing:
        breakers = [
            (tenant, kept_from, is_open())
            for tenant in sorted(self.tenant_ids)
            for kept_from, is_open in self.breakers.get(tenant, ())
        ]
        try:
            behind = await lag(self.views)
            letters = len(await dead_letters(self.views))
            spent = await self.cases.select_spent_tokens(self.today())
        except StoreAway:
            return Standing(
                store_up=False,
                projection_lag=None,
                dead_letters=None,
                breakers=breakers,
                budgets=(),
            )
        return Standing(
            store_up=True,
            projection_lag=behind,
            dead_letters=letters,
            breakers=breakers,
            budgets=[
                (tenant, spent.get(tenant, 0), tokens)
                for tenant, tokens in sorted(self.budgets().items())
            ],
        )


def _json(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), status, headers, "application/json")
