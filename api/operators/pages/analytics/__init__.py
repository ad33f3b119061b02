"""The analyst's page: every figure with its words, drawn by day, by tenant, and to take away."""

import asyncio
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.errors import NotFound
from api.operators.analytics import series_as, summary_as, tabular
from api.operators.pages.analytics.asked import Question, understood
from api.operators.pages.analytics.found import Found, find
from api.operators.pages.analytics.sections import GLANCE, SECTIONS, TENANTS
from api.operators.pages.analytics.shown import MOST_TENANTS, figure_row, section_shown
from api.operators.pages.frame import ANALYTICS, page
from api.operators.pages.sessions import Sessions
from api.operators.tokens import Viewer
from application.event_store.refusals import refusals
from projections.analytics.dictionary import BREAKDOWNS, DEFINITION
from projections.analytics.facts import NAME
from projections.analytics.summary import By, Span, breakdown, series, summary
from projections.views import FRESH_SECONDS, Views, caught_up

BY: Final[tuple[By, By]] = ("day", "tenantId")
"""How what is downloaded is grouped."""

_BREAKDOWNS: Final = {one.name: one for one in BREAKDOWNS}
_KINDS: Final = ("json", "csv", "jsonl")


@dataclass(frozen=True, slots=True)
class AnalyticsPages:
    """The routes, and what they stand on. `tenant_ids` are those that the gateway serves."""

    views: Views
    sessions: Sessions
    tenant_ids: AbstractSet[str]
    now: Callable[[], datetime]

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route(ANALYTICS, self.show, methods=["GET"]),
            Route(ANALYTICS + "/{name}.{kind}", self.download, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """`GET /operator/analytics`."""
        viewer = self.sessions.viewer(request, "analyst")
        now = self.now()
        asked = understood(request, now)
        tenants = sorted(self.tenant_ids if viewer.tenants is None else viewer.tenants)
        with refusals():
            await caught_up(self.views, NAME, within=FRESH_SECONDS)
            span = asked.period.span(asked.tenant_id, viewer, now)
            listed = [] if asked.tenant_id is not None else tenants
            found = await find(self.views, span, asked.period, listed)
        # Thousands of cells take a tenth of a second, in which users must not wait.
        return await asyncio.to_thread(_written, request, viewer, asked, tenants, found)

    async def download(self, request: Request) -> Response:
        """`GET /operator/analytics/{name}.{kind}`: the summary, the series or one breakdown."""
        viewer = self.sessions.viewer(request, "analyst")
        now = self.now()
        asked = understood(request, now)
        name, kind = request.path_params["name"], request.path_params["kind"]
        if kind not in _KINDS or name not in {"summary", "series", *_BREAKDOWNS}:
            raise NotFound
        span = asked.period.span(asked.tenant_id, viewer, now)
        with refusals():
            await caught_up(self.views, NAME, within=FRESH_SECONDS)
            response = await self._table(name, kind, span)
        response.headers["Content-Disposition"] = (
            f'attachment; filename="{_file(name, asked)}.{kind}"'
        )
        return response

    async def _table(self, name: str, kind: str, span: Span) -> Response:
        if name == "summary":
            return summary_as(kind, await summary(self.views, span))
        if name == "series":
            return series_as(kind, await series(self.views, span, BY))
        one, version = _BREAKDOWNS[name], {"definitionVersion": DEFINITION}
        table = await breakdown(self.views, span, name, BY)
        if kind == "json":
            body = orjson.dumps({**version, **table.model_dump(mode="json")})
            return Response(body, media_type="application/json")
        rows = [row | version for row in table.rows]
        return tabular((*BY, *one.keys, *one.values, *version), rows, kind)


def _written(
    request: Request, viewer: Viewer, asked: Question, tenants: list[str], found: Found
) -> Response:
    return page(
        request,
        "analytics.html",
        title="Analytics",
        address=ANALYTICS,
        asked=asked,
        tenants=tenants,
        unseen=asked.tenant_id is not None and not viewer.sees(asked.tenant_id),
        found=found,
        version=DEFINITION,
        glance=[(figure_row(one, found.whole), one.brief) for one in GLANCE],
        sections=[section_shown(one, found) for one in SECTIONS],
        tenant_columns=[one.title for one in TENANTS],
        tenant_rows=[
            (name, [figure_row(one, values).cells[0] for one in TENANTS])
            for name, values in found.tenants[:MOST_TENANTS]
        ],
        kinds=_KINDS,
    )


def _file(name: str, asked: Question) -> str:
    """What a download is called, without its ending."""
    ends = (asked.period.first, asked.period.last)
    days = [end.isoformat() for end in ends if end is not None]
    return "-".join(["support", name, *days])
