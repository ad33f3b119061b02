"""How far the figures of the analyst's page have come, and what they could not take."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from api.operators.pages.analytics.asked import Period
from api.operators.pages.analytics.found import find
from projections.analytics.fold import Analytics
from projections.analytics.summary import Span
from projections.follower import Follower
from projections.sqlite import SqliteViews
from projections.views import head
from tests.api.operators.analytics_page.told_figures import (
    JANUARY,
    MONDAY,
    Reading,
    tell,
)
from tests.projections.cases import level
from tests.stores import opened_store, sqlite_location

DAY = timedelta(days=1)


def test_events_that_could_not_be_counted_are_confessed(told: Reading):
    with closing(sqlite3.connect(told.gateway.folder / "record.db")) as record, record:
        record.execute(
            "INSERT INTO dead_letters (view, generation, position, stream, version, type, error)"
            " SELECT view, generation, 1, 'cas_x', 1, 'case.opened', 'ValueError' FROM"
            " followed_views WHERE view = 'analytics' AND live = 1"
        )
    assert "1 event could not be counted" in told.page(JANUARY).words
    with closing(sqlite3.connect(told.gateway.folder / "record.db")) as record, record:
        record.execute("DELETE FROM dead_letters")
    assert "could not be counted" not in told.page(JANUARY).words


async def test_how_far_the_figures_are_behind_is_found(tmp_path: Path):
    path = sqlite_location(tmp_path)
    await tell(path)
    views = SqliteViews(path)
    today = date(2025, 2, 1)
    span = Span(None, None, None, None, MONDAY + 9 * DAY)
    async with opened_store(path) as store:
        found = await find(views, span, Period(None, None, today), [])
        assert (found.behind, found.days, found.whole["cases"]) == (await head(views), (), 0)
        await level(Follower(store, views, (Analytics(),)))
        found = await find(views, span, Period(None, None, today), ["ten_new"])
    await views.close()
    assert (found.behind, len(found.days), found.whole["cases"]) == (0, 27, 5)
    assert [name for name, _ in found.tenants] == ["ten_acme", "ten_globex", "ten_new"]
