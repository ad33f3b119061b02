"""The figures of one store, as they stand some time after the last event."""

from datetime import datetime, timedelta
from typing import Any

from application.event_store.case_store import CaseStore
from domain.produced import Grounding
from projections.all_views import FOLLOWED_VIEWS
from projections.analytics.reading import earliest
from projections.analytics.summary import (
    By,
    Series,
    Span,
    Summary,
    Table,
    breakdown,
    series,
    summary,
)
from projections.follower import Follower
from projections.views import Views
from tests.projections.cases import Told, level

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


class Counted:
    """The figures of one store."""

    def __init__(self, told: Told, store: CaseStore, views: Views) -> None:
        self._told = told
        self._views = views
        self._follower = Follower(store, views, FOLLOWED_VIEWS)

    async def summary(self, *, later: timedelta = SECOND, **span: Any) -> Summary:
        await level(self._follower)
        return await summary(self._views, self._span(later, **span))

    async def series(self, *by: By, **span: Any) -> Series:
        await level(self._follower)
        return await series(self._views, self._span(SECOND, **span), by)

    async def breakdown(self, name: str, *by: By, **span: Any) -> Table:
        await level(self._follower)
        return await breakdown(self._views, self._span(SECOND, **span), name, by)

    async def earliest(self, **span: Any) -> datetime | None:
        await level(self._follower)
        return await earliest(self._views, self._span(SECOND, **span))

    async def figures(self, *, later: timedelta = SECOND) -> dict[str, int | float | None]:
        found = await self.summary(later=later)
        return {name: figure.value for name, figure in found.figures.items()}

    def _span(self, later: timedelta, **changed: Any) -> Span:
        facts: dict[str, Any] = {
            "tenant_id": None,
            "tenants": None,
            "since": None,
            "until": None,
            **changed,
        }
        return Span(**facts, now=self._told.clock() + later)


def grounding(outcome: str) -> Grounding:
    """What became of an answer's claims."""
    return Grounding.model_validate(
        {
            "outcome": outcome,
            "evidence_kept": 2,
            "evidence_dropped": 1,
            "claims_held": 3,
            "claims_failed": 0,
        }
    )
