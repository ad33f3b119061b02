"""Sessions to call desks with, as the wiring makes them."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from application.adapters.outbound import guarded_session


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A session of a tenant whose desk stands on this machine."""
    async with guarded_session(allow_private=True, reuses=False) as opened:
        yield opened


@pytest.fixture
async def public_session() -> AsyncIterator[aiohttp.ClientSession]:
    """A session of a tenant who may call public addresses only."""
    async with guarded_session(allow_private=False, reuses=False) as opened:
        yield opened
