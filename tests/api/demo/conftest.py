"""Pinewell, the demo's host application, over HTTP."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from api.demo.host import host_app
from api.demo.processes import bound, host_served

SERVICE_TOKEN = "the-gateways-own"
NOON = datetime(2026, 2, 20, 12, 3, 7, tzinfo=UTC)


@dataclass
class Pinewell:
    """The host application as it runs. `now` may be set to any other time."""

    url: str
    session: aiohttp.ClientSession
    now: datetime = NOON

    async def ask(
        self, endpoint: str, *, token: str | None = SERVICE_TOKEN, **query: str
    ) -> tuple[int, dict[str, Any]]:
        """The status and the body of a support call."""
        headers: Mapping[str, str] = {} if token is None else {"Authorization": f"Bearer {token}"}
        address = f"{self.url}/support/{endpoint}"
        async with self.session.get(address, params=query, headers=headers) as response:
            return response.status, await response.json()

    async def tell(self, endpoint: str, user_id: str, **query: str) -> dict[str, Any]:
        """What it says of this user."""
        status, body = await self.ask(endpoint, userId=user_id, **query)
        assert status == 200
        return body

    async def tell_all(self, user_id: str) -> dict[str, Any]:
        """All that it says when a case of this user's is opened."""
        status, rules = await self.ask("business-rules")
        assert status == 200
        return {
            "user-state": await self.tell("user-state", user_id),
            "user-history": await self.tell("user-history", user_id),
            "user-logs": await self.tell("user-logs", user_id),
            "business-rules": rules,
        }


@pytest.fixture(scope="module")
async def running_pinewell() -> AsyncIterator[Pinewell]:
    with bound(0, "--host-port") as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with aiohttp.ClientSession() as session:
            host = Pinewell(url, session)
            app = host_app(service_token=SERVICE_TOKEN, now=lambda: host.now)
            async with host_served(app, listening):
                yield host


@pytest.fixture
def pinewell(running_pinewell: Pinewell) -> Pinewell:
    running_pinewell.now = NOON
    return running_pinewell
