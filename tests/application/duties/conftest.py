"""Two processes on one store with a case whose question is not answered yet."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from api.worker import OVERDUE, Worker
from application.adapters.breaker import Breaker
from application.adapters.builtin import Builtin
from application.adapters.host_app import HttpHostApp
from application.adapters.tickets import FileDesk
from application.briefing import Briefing
from application.duties import Duties
from application.duties.fulfilment import Fulfilment
from application.duties.leases import Leases
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor
from application.ports import (
    OpenedTicket,
    Proposal,
    TenantPorts,
    Ticket,
    TicketDeskFailed,
    Turn,
)
from application.retention import Retention
from projections.owed import debts
from tests.facts import opened
from tests.hosts import SERVICE_TOKEN, Host
from tests.stores import CAUSE, Clock, opened_store

A_DAY = timedelta(days=1)


class Away:
    """A ticket desk that takes nothing until it is told to."""

    connector = "file"
    doubt = timedelta(0)

    def __init__(self) -> None:
        self.back = False
        self.asked = 0

    async def open(self, ticket: Ticket) -> OpenedTicket:
        self.asked += 1
        if not self.back:
            raise TicketDeskFailed
        return OpenedTicket("7", "https://desk.example/7")

    async def erase(self, key: str) -> None:
        """Nothing is kept."""


class Slow:
    """An answerer that waits until it may go on, and then answers as the built-in one, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.times = 0
        self._error = error

    async def propose(self, turn: Turn) -> Proposal:
        self.times += 1
        self.asked.set()
        await self.goes_on.wait()
        if self._error is not None:
            raise self._error
        return await Builtin().propose(turn)


@dataclass
class Process:
    """One gateway's duties, its worker, and what it keeps in memory of cases."""

    briefing: Briefing
    duties: Duties
    worker: Worker

    async def pay(self) -> None:
        """Do what the worker does every second, and wait for it."""
        await self.worker.look()
        await self.worker.paid()


@dataclass
class World:
    """Two processes on one store, whose clock is told. `ports` may be changed for both."""

    store: CaseStore
    clock: Clock
    ports: dict[str, TenantPorts]
    make: Callable[[str, Builtin | Slow], Process]
    another_store: Callable[[], AbstractAsyncContextManager[CaseStore]]

    async def owing(self) -> list[str]:
        """What is owed."""
        return [debt.kind for debt in await debts(self.store)]

    async def kinds(self) -> list[str]:
        """The case's events, without what opens it."""
        return [one.event.type for one in await self.store.history("cas_1")][2:]

    def late(self) -> None:
        """Some time passes, after which what is owed is overdue."""
        self.clock.forward(OVERDUE + timedelta(seconds=1))


class AnsweredBy(Mapping[str, TenantPorts]):
    """The tenants as they are for both processes, but for who answers in this one."""

    def __init__(self, builtin: Builtin | Slow, ports: Mapping[str, TenantPorts]) -> None:
        self._builtin = builtin
        self._ports = ports

    def __getitem__(self, name: str) -> TenantPorts:
        return replace(self._ports[name], builtin=self._builtin)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ports)

    def __len__(self) -> int:
        return len(self._ports)


@pytest.fixture
async def world(location: str, tmp_path: Path) -> AsyncIterator[World]:
    """A store with one case, `cas_1`, whose question `msg_1` is not answered yet."""
    async with _world(location, tmp_path) as made:
        await made.store.open_case("cas_1", opened(), CAUSE)
        yield made


@asynccontextmanager
async def _world(location: str, folder: Path) -> AsyncIterator[World]:
    clock, numbers = Clock(), count(1)

    def new_id(prefix: str) -> str:
        return f"{prefix}_new{next(numbers)}"

    async with AsyncExitStack() as stack:
        host = await stack.enter_async_context(Host())
        session = await stack.enter_async_context(aiohttp.ClientSession())
        store = await stack.enter_async_context(opened_store(location, now=clock))
        ports = {
            "ten_acme": TenantPorts(
                host_app=HttpHostApp(
                    session,
                    base_url=host.url,
                    service_token=SecretStr(SERVICE_TOKEN),
                    breaker=Breaker(lambda: 0.0),
                    clock=lambda: 0.0,
                    timeout=5.0,
                    max_bytes=5_242_880,
                ),
                claude=None,
                why_not=None,
                builtin=Builtin(),
                desk=FileDesk(folder),
                window_hours=72,
                max_snapshot_bytes=262_144,
                link_hosts=frozenset(),
                deadline=25.0,
                patience=30.0,
            )
        }

        def make(holder: str, builtin: Builtin | Slow) -> Process:
            briefing = Briefing(store)
            leases = Leases(store.case_recorder, holder=holder, now=clock)
            fulfilment = Fulfilment(
                store,
                briefing,
                tenants=AnsweredBy(builtin, ports),
                now=clock,
                clock=asyncio.get_running_loop().time,
                processor_time=time.thread_time,
                new_id=new_id,
            )
            duties = Duties(
                store, fulfilment, leases, clock=asyncio.get_running_loop().time, new_id=new_id
            )
            keeping = Retention(
                store,
                tickets_of=lambda tenant_id: None,
                actor=Actor("system"),
                new_id=new_id,
            )
            worker = Worker(
                store,
                duties,
                leases,
                clock,
                new_id,
                retention=keeping,
                kept={},
            )
            return Process(briefing, duties, worker)

        def another_store() -> AbstractAsyncContextManager[CaseStore]:
            return opened_store(location, now=clock, prefix="b")

        yield World(store, clock, ports, make, another_store)
