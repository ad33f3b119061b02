"""Stores and their followed views, over both engines."""

from collections.abc import AsyncIterator

import pytest

from application.event_store.case_store import CaseStore
from projections.postgres import PostgresViews
from projections.sqlite import SqliteViews
from projections.views import Views
from tests.projections.cases import Told
from tests.stores import Clock, opened_store


@pytest.fixture
def clock() -> Clock:
    """The time of what is recorded."""
    return Clock()


@pytest.fixture
async def store(location: str, clock: Clock) -> AsyncIterator[CaseStore]:
    """An open store."""
    async with opened_store(location, now=clock) as opened:
        yield opened


@pytest.fixture
def told(store: CaseStore, clock: Clock) -> Told:
    """Cases of that store."""
    return Told(store, clock)


def views_at(location: str) -> Views:
    """The followed views of a database, not open yet."""
    return PostgresViews(location) if location.startswith("postgresql:") else SqliteViews(location)


@pytest.fixture
async def views(location: str) -> AsyncIterator[Views]:
    """The followed views of that store."""
    found = views_at(location)
    yield found
    await found.close()
