"""A host application, and a session to ask it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from application.adapters.outbound import guarded_session
from tests.hosts import Host


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    """A host application that behaves."""
    async with Host() as serving:
        yield serving


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A session that may connect to this machine."""
    async with guarded_session(allow_private=True, resends=False) as opened:
        yield opened
