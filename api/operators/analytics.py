"""The routes under `/api/analytics`: figures as JSON, CSV (RFC 4180) and JSON lines."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.operators.query import CSV, JSON_LINES, Query
from api.operators.tokens import OperatorTokens
from application.event_store.refusals import refusals
from domain.model import JSON, Model
from projections.analytics.facts import NAME
from projections.analytics.summary import By, Series, Span, Summary, series, summary
from projections.views import FRESH_SECONDS, Views, caught_up

_SPAN: Final = ("tenantId", "from", "to", "format")
_SUMMARY_COLUMNS: Final = ("name", "value", "unit", "definitionVersion", "definition")
_GROUPINGS: Final[Mapping[str, tuple[By, ...]]] = {
    "day": ("day",),
    "week": ("week",),
    "tenant": ("tenantId",),
    "day,tenant": ("day", "tenantId"),
    "week,tenant": ("week", "tenantId"),
}

Line = dict[str, JSON]


@dataclass(frozen=True, slots=True)
class Analytics:
    """The routes, and what they stand on."""

    views: Views
    tokens: OperatorTokens
    now: Callable[[], datetime]

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/api/analytics/summary", self.get_summary, methods=["GET"]),
            Route("/api/analytics/series", self.get_series, methods=["GET"]),
        ]

    async def get_summary(self, request: Request) -> Response:
        """`GET /api/analytics/summary`: every figure of a span."""
        query, span = self._query(request, _SPAN)
        kind = query.format()
        with refusals():
            await caught_up(self.views, NAME, within=FRESH_SECONDS)
            found = await summary(self.views, span)
        return summary_as(kind, found)

    async def get_series(self, request: Request) -> Response:
        """`GET /api/analytics/series`: every figure by day or week, by tenant, or by both."""
        query, span = self._query(request, (*_SPAN, "by"))
        kind = query.format()
        by = _GROUPINGS[query.one_of("by", _GROUPINGS) or "day,tenant"]
        with refusals():
            await caught_up(self.views, NAME, within=FRESH_SECONDS)
            found = await series(self.views, span, by)
        return series_as(kind, found)

    def _query(self, request: Request, known: Iterable[str]) -> tuple[Query, Span]:
        viewer = self.tokens.viewer(request.headers, "analyst")
        query = Query(request, known)
        tenant_id = query.text("tenantId")
        since, until = query.times()
        return query, Span(tenant_id, viewer.among(tenant_id), since, until, self.now())


def summary_as(kind: str, found: Summary) -> Response:
    """The figures as JSON, or each as a row of a table (see `tabular`)."""
    if kind == "json":
        return _json(found)
    rows: list[Line] = [
        {
            "name": name,
            "value": figure.value,
            "unit": figure.unit,
            "definitionVersion": found.definition_version,
            "definition": figure.definition,
        }
        for name, figure in found.figures.items()
    ]
    return tabular(_SUMMARY_COLUMNS, rows, kind)


def series_as(kind: str, found: Series) -> Response:
    """The figures as JSON, or each group as a row of a table (see `tabular`)."""
    if kind == "json":
        return _json(found)
    version: Line = {"definitionVersion": found.definition_version}
    columns = (*found.by, *found.figures, *version)
    return tabular(columns, (row | version for row in found.data), kind)


def tabular(columns: Iterable[str], rows: Iterable[Line], kind: str) -> Response:
    """Rows as JSON lines where `kind` is `jsonl`, else as CSV."""
    if kind == "jsonl":
        lines = b"".join(orjson.dumps(row) + b"\n" for row in rows)
        return Response(lines, media_type=JSON_LINES)
    table = io.StringIO()
    writer = csv.DictWriter(table, list(columns))
    writer.writeheader()
    writer.writerows(rows)
    return Response(table.getvalue(), media_type=CSV)


def _json(found: Model) -> Response:
    return Response(found.model_dump_json(by_alias=True), media_type="application/json")
