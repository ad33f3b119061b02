"""The same tests over both engines."""

from collections.abc import AsyncIterator

import pytest

from application.event_store.case_store import CaseStore
from tests.stores import opened_store


@pytest.fixture
async def store(location: str) -> AsyncIterator[CaseStore]:
    """An open store."""
    async with opened_store(location) as opened:
        yield opened
