"""The same tests over both engines."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from application.event_store.case_store import CaseStore
from tests.stores import migrate, opened_store, sqlite_location


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty, migrated database is."""
    found: str = (
        sqlite_location(tmp_path)
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    migrate(found)
    return found


@pytest.fixture
async def store(location: str) -> AsyncIterator[CaseStore]:
    """An open store."""
    async with opened_store(location) as opened:
        yield opened
