"""What a torture needs around it: gateways on one database, a host, a model, and ticket desks."""

import asyncio
import contextlib
import random
import resource
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aiohttp import web

from tests.gateway import Gateway, claims, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.messages_api import Asked, MessagesApi, answers
from tests.postgres import PostgresServer, embedded_postgres
from tests.ticket_desks import Fault, Jira, Zendesk, serving
from tests.wire import Wire

Engine = Literal["sqlite", "postgresql"]

SECRET = "secret-of-the-torture-32-bytes-or-more"
TENANTS = ("ten_jira", "ten_zendesk")
SAID = {
    "content": "The upload was refused because of its size: UPLOAD_TOO_LARGE.",
    "actions": [],
    "evidence": [{"type": "error_code", "label": "Error", "value": "UPLOAD_TOO_LARGE"}],
    "confidence": 0.9,
}


class Victim(Gateway):
    """A gateway that is broken on purpose; `without` is a safeguard it lacks (see `launch`)."""

    without = "all"
    lease_ms = 10_000

    def command(self) -> list[str]:
        """Through the launcher."""
        _, _, _, *rest = super().command()
        launcher = [sys.executable, "-m", "tests.torture.launch", str(self.lease_ms), self.without]
        return [*launcher, *rest]

    def pause(self) -> None:
        """Stop it where it is."""
        self._running().send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on."""
        self._running().send_signal(signal.SIGCONT)

    def limit_files(self, size: int | None) -> None:
        """Let no file of its grow beyond a size, as on a full disk; None lifts that."""
        pid = self._running().pid
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard if size is None else size, hard))


@dataclass
class World:
    """All of it, running. `database` is the file of SQLite, `server` that of PostgreSQL, and
    `wire` the way to it.
    """

    gateways: list[Victim]
    jira: Jira
    zendesk: Zendesk
    messages_api: MessagesApi
    database: Path | None
    server: PostgresServer | None
    wire: Wire | None

    def token(self, user: int) -> str:
        """A token of a user, of one tenant or the other."""
        return signed(claims(TENANTS[user % 2], f"usr_{user:03}"), SECRET)


@asynccontextmanager
async def world(
    folder: Path, engine: Engine, *, rng: random.Random, without: str, lease_ms: int
) -> AsyncGenerator[World]:
    """Start everything: one gateway on SQLite, two on one PostgreSQL."""
    jira = Jira(faults=_quarter(rng))
    zendesk = Zendesk(faults=_quarter(rng))

    async def slowly(asked: Asked) -> web.StreamResponse:
        await asyncio.sleep(rng.choice((0.05, 0.3, 1.0)))
        return await answers(SAID)(asked)

    async with contextlib.AsyncExitStack() as stack:
        host = await stack.enter_async_context(Host())
        messages_api = await stack.enter_async_context(MessagesApi(slowly))
        await stack.enter_async_context(serving(jira))
        await stack.enter_async_context(serving(zendesk))
        server, database, wire = None, None, None
        if engine == "postgresql":
            package = embedded_postgres()
            assert package is not None, "embedded-postgres is not installed"
            server = await asyncio.to_thread(PostgresServer, package)
            stack.push_async_callback(asyncio.to_thread, server.close)
            await asyncio.to_thread(server.start)
            wire = await stack.enter_async_context(Wire(server.url(), rng))
            url = wire.url
        else:
            database = folder / "record.db"
            url = f"sqlite:///{database}"
        gateways: list[Victim] = []
        for number in range(1 if engine == "sqlite" else 2):
            own = folder / f"gateway-{number}"
            own.mkdir()
            victim = Victim(
                own,
                database_url=url,
                config=_configuration(host, jira, zendesk),
                environ={
                    "ANTHROPIC_API_KEY": "key-of-the-torture",
                    "ANTHROPIC_BASE_URL": messages_api.base_url,
                },
                program=True,
            )
            victim.without, victim.lease_ms = without, lease_ms
            gateways.append(victim)
            stack.callback(_end, victim)
            await asyncio.to_thread(victim.start)
        yield World(gateways, jira, zendesk, messages_api, database, server, wire)


def _quarter(rng: random.Random) -> list[Fault | None]:
    """A desk that does it, and drops a quarter of its answers."""
    return [Fault.DROP if rng.random() < 0.25 else None for _ in range(100_000)]


def _end(victim: Victim) -> None:
    if victim._process is not None:
        victim.go_on()
        victim.kill()


def _configuration(host: Host, jira: Jira, zendesk: Zendesk) -> str:
    desks = {
        "ten_jira": (
            '[tenants.ten_jira.answers]\ngenerator = "builtin"\n[tenants.ten_jira.tickets]\n'
            f'connector = "jira"\nbase_url = "{jira.url}"\nemail = "{jira.email}"\n'
            f'api_token = "{jira.api_token}"\nproject_key = "{jira.project_key}"\n'
            "allow_private = true"
        ),
        "ten_zendesk": (
            "[tenants.ten_zendesk.tickets]\n"
            f'connector = "zendesk"\nbase_url = "{zendesk.url}"\nemail = "{zendesk.email}"\n'
            f'api_token = "{zendesk.api_token}"\nallow_private = true'
        ),
    }
    return "".join(
        tenant(name, secrets=[SECRET], host_url=host.url, service_token=SERVICE_TOKEN, more=more)
        for name, more in desks.items()
    )
