"""Gateways of a test's own on one database, which may be killed, and a model that waits."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from tests.api.conftest import SAID, SECRETS
from tests.gateway import Gateway, claims, free_port, running, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.messages_api import Asked, Behaviour, MessagesApi, answers

TOKEN = signed(claims("ten_acme", "usr_durable"), SECRETS["ten_acme"][0])
ASKING = signed(claims("ten_claude", "usr_durable"), SECRETS["ten_claude"][0])

DATABASE_SECONDS = 8.0
"""How soon everything works again once a database does."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/record.db"
    url = request.getfixturevalue("postgres_url")
    assert isinstance(url, str)
    return url


@dataclass
class Slowness:
    """A model that answers when it is told to; `arrived` is set once it was asked."""

    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def behaviour(self) -> Behaviour:
        """Wait, then answer."""

        async def behave(asked: Asked) -> web.StreamResponse:
            self.arrived.set()
            await asyncio.to_thread(self.released.wait, 30)
            return await answers(SAID)(asked)

        return behave


@pytest.fixture
def slowness(model_loop: asyncio.AbstractEventLoop) -> Iterator[tuple[Slowness, MessagesApi]]:
    """A Messages API of this test's own that waits to be released."""
    slowness = Slowness()
    with running(MessagesApi(slowness.behaviour()), model_loop) as api:
        yield slowness, api
        slowness.released.set()


@pytest.fixture
def new_gateway(
    tmp_path: Path, host: Host, slowness: tuple[Slowness, MessagesApi], database_url: str
) -> Callable[..., Gateway]:
    """Makes gateways on one database, each to be started; with a key it asks the slow model."""

    def make(
        *, workers: int = 1, url: str = database_url, key: str = "", more: str = ""
    ) -> Gateway:
        folder = tmp_path / f"gateway-{free_port()}"
        folder.mkdir()
        tables = [
            tenant(
                name,
                secrets=SECRETS[name],
                host_url=host.url,
                service_token=SERVICE_TOKEN,
                more=f'[tenants.{name}.answers]\ngenerator = "{generator}"',
            )
            for name, generator in (("ten_acme", "builtin"), ("ten_claude", "claude"))
        ]
        return Gateway(
            folder,
            database_url=url,
            config="".join(tables) + more,
            environ={"ANTHROPIC_API_KEY": key, "ANTHROPIC_BASE_URL": slowness[1].base_url},
            workers=workers,
        )

    return make
