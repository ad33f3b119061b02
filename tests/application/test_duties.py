"""What is owed is paid once, by whoever finds it, or given up for all to see."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from api import worker as worker_module
from api.worker import OVERDUE, Worker
from application.adapters.breaker import Breaker
from application.adapters.builtin import Builtin
from application.adapters.host_app import HttpHostApp
from application.adapters.tickets import FileDesk
from application.duties import ANSWER_ATTEMPTS, SPARE_SECONDS, TICKET_ATTEMPTS, Duties
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor, Cause
from application.leases import Leases
from application.payments import TenantPorts
from application.ports import OpenedTicket, Proposal, Ticket, TicketDesk, TicketDeskFailed, Turn
from application.retention import Retention
from domain.case import Caller, Case
from domain.errors import Unavailable
from projections.case_details import NO_ANSWER, case_details
from projections.owed import debts
from tests.facts import MAYA, opened
from tests.hosts import SERVICE_TOKEN, Host
from tests.stores import Clock, migrate, opened_store, sqlite_location

CAUSE = Cause(Actor("user", "psn_x"), "req_1")
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
    """One gateway's duties, and its worker."""

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


@pytest.fixture(params=["sqlite", "postgresql"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A store with one case, `cas_1`, whose question `msg_1` is not answered yet."""
    sqlite = request.param == "sqlite"
    location = sqlite_location(tmp_path) if sqlite else request.getfixturevalue("postgres_url")
    migrate(location)
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
                ),
                claude=None,
                why_not=None,
                desk=FileDesk(folder),
                window_hours=72,
                max_snapshot_bytes=262_144,
                link_hosts=frozenset(),
                deadline=25.0,
                patience=30.0,
            )
        }

        def make(holder: str, builtin: Builtin | Slow) -> Process:
            duties = Duties(
                store,
                tenants=ports,
                builtin=builtin,
                leases=Leases(store.cases, holder=holder, now=clock),
                now=clock,
                clock=asyncio.get_running_loop().time,
                new_id=new_id,
            )
            keeping = Retention(
                store,
                tickets_of=lambda tenant_id: None,
                forget=lambda case: None,
                actor=Actor("system"),
                new_id=new_id,
                view="case",
            )
            worker = Worker(store, duties, clock, new_id, retention=keeping, kept={})
            return Process(duties, worker)

        def another_store() -> AbstractAsyncContextManager[CaseStore]:
            return opened_store(location, now=clock, prefix="b")

        yield World(store, clock, ports, make, another_store)


async def escalate(world: World) -> None:
    """Answer the question, and hand the case to people."""
    await world.make("first", Builtin()).duties.answer_question("cas_1", "msg_1", "req_1")
    await world.store.decide(
        "cas_1", lambda case: case.escalate(ticket_id="tkt_1", reason=None), CAUSE
    )


def with_desk(world: World, desk: TicketDesk) -> None:
    """Have the tenant use another desk."""
    world.ports["ten_acme"] = replace(world.ports["ten_acme"], desk=desk)


async def test_a_question_that_was_left_over_is_answered(world: World):
    world.late()
    await world.make("one", Builtin()).pay()
    assert await world.owing() == []
    assert await world.kinds() == ["case.snapshot_captured", "case.message_added"]


async def test_a_question_is_left_to_whoever_asked_it_for_a_while(world: World):
    await world.make("one", Builtin()).pay()
    assert await world.owing() == ["answer"]


async def test_two_gateways_that_find_one_question_ask_the_model_once(world: World):
    world.late()
    slow = Slow()
    one, other = world.make("one", slow), world.make("other", slow)
    paying = asyncio.create_task(one.pay())
    await slow.asked.wait()
    await other.pay()
    slow.goes_on.set()
    await paying
    assert slow.times == 1
    assert await world.owing() == []


async def test_a_request_waits_for_the_answer_that_another_gateway_is_making(world: World):
    world.late()
    slow = Slow()
    paying = asyncio.create_task(world.make("one", slow).pay())
    await slow.asked.wait()
    waiting = asyncio.create_task(
        world.make("other", slow).duties.answer_question("cas_1", "msg_1", "req_2")
    )
    slow.goes_on.set()
    await paying
    assert await waiting is None
    assert slow.times == 1


async def test_a_request_waits_no_longer_than_an_answer_may_take(world: World):
    world.late()
    world.ports["ten_acme"] = replace(world.ports["ten_acme"], patience=-SPARE_SECONDS)
    slow = Slow()
    paying = asyncio.create_task(world.make("one", slow).pay())
    await slow.asked.wait()
    with pytest.raises(Unavailable):
        await world.make("other", slow).duties.answer_question("cas_1", "msg_1", "req_2")
    slow.goes_on.set()
    await paying


async def test_one_tenants_debts_leave_room_for_anothers(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worker_module, "AT_ONCE", {"answer": 4, "ticket": 1})
    world.ports["ten_other"] = world.ports["ten_acme"]
    for number, tenant_id in enumerate(["ten_acme"] * 4 + ["ten_other"]):
        case_id = f"cas_{number + 2:03}"
        question = Case.open(
            Caller(tenant_id, MAYA.requester),
            snapshot_id=f"scs_{case_id}",
            message_id=f"msg_{case_id}",
            question="Why?",
            context=None,
        )
        await world.store.open_case(case_id, question, CAUSE)
    world.late()
    slow = Slow()
    one = world.make("one", slow)
    await one.worker.look()
    begun = [debt.case_id for debt in one.worker._paying]
    assert begun == ["cas_002", "cas_003", "cas_006"], "the newest of all, too"
    slow.goes_on.set()
    await one.worker.paid()
    await one.pay()
    await one.pay()
    assert await world.owing() == []


async def test_an_answer_that_cannot_be_made_is_given_up_and_the_user_is_told(world: World):
    broken = Slow(RuntimeError())
    broken.goes_on.set()
    worker = world.make("one", broken)
    for _ in range(ANSWER_ATTEMPTS + 1):
        assert await world.owing() == ["answer"]
        world.late()
        await worker.pay()
    assert broken.times == ANSWER_ATTEMPTS
    assert await world.owing() == []
    assert (await world.kinds())[-1] == "case.answer_failed"
    owner = (await world.store.history("cas_1"))[0].subject
    shown = (await case_details(world.store, "cas_1", owner)).body.decode()
    assert '"role":"system"' in shown
    assert NO_ANSWER in shown
    assert '"messageCount":2' in shown


async def test_a_question_of_a_tenant_that_is_gone_is_given_up(world: World):
    ports = world.ports.pop("ten_acme")
    worker = world.make("one", Builtin())
    for _ in range(ANSWER_ATTEMPTS + 1):
        world.late()
        await worker.pay()
    world.ports["ten_acme"] = ports
    assert await world.kinds() == ["case.answer_failed"]


async def test_one_question_that_cannot_be_answered_keeps_no_other_from_it(world: World):
    stranger = Caller("ten_gone", MAYA.requester)
    other = Case.open(
        stranger, snapshot_id="scs_0", message_id="msg_0", question="Why?", context=None
    )
    await world.store.open_case("cas_0", other, CAUSE)
    world.late()
    await world.make("one", Builtin()).pay()
    assert [debt.case_id for debt in await debts(world.store)] == ["cas_0"]


async def test_a_ticket_comes_when_the_desk_is_back(world: World):
    await escalate(world)
    desk = Away()
    with_desk(world, desk)
    worker = world.make("one", Builtin())
    case = await worker.duties.open_ticket("cas_1", "req_1")
    assert case.ticket is not None
    assert case.ticket.url is None
    desk.back = True
    world.late()
    await worker.pay()
    assert await world.owing() == []
    case = await worker.duties.open_ticket("cas_1", "req_2")
    assert case.ticket is not None
    assert case.ticket.url == "https://desk.example/7"
    assert desk.asked == 2


async def test_a_desk_that_stays_away_is_given_up_on_record_and_a_user_may_try_again(world: World):
    await escalate(world)
    desk = Away()
    with_desk(world, desk)
    worker = world.make("one", Builtin())
    for _ in range(TICKET_ATTEMPTS + 1):
        world.clock.forward(A_DAY)
        await worker.pay()
    assert desk.asked == TICKET_ATTEMPTS
    assert (await world.kinds())[-1] == "case.ticket_failed"
    assert await world.owing() == []
    desk.back = True
    world.late()
    case = await worker.duties.open_ticket("cas_1", "req_2")
    assert case.ticket is not None
    assert case.ticket.url == "https://desk.example/7"


async def test_a_gateway_that_ends_leaves_the_question_to_the_next_one(world: World):
    world.late()
    slow = Slow()
    one = world.make("one", slow)
    await one.worker.look()
    await slow.asked.wait()
    for payment in one.worker._paying.values():
        payment.cancel()
    await asyncio.gather(*one.worker._paying.values(), return_exceptions=True)
    world.late()
    await world.make("other", Builtin()).pay()
    assert await world.owing() == []


async def test_what_another_process_erases_is_dropped_from_memory(world: World):
    one = world.make("one", Builtin())
    await one.worker.forget()
    await one.duties.answer_question("cas_1", "msg_1", "req_1")
    case = await world.store.case("cas_1")
    reader = one.duties.reader
    assert await reader.snapshot(case.snapshot_id) is not None
    async with world.another_store() as other:
        await other.decide("cas_1", lambda case: case.erase("request"), CAUSE)
    assert world.store.keys.cached("cas_1") is not None
    await one.worker.forget()
    assert world.store.keys.cached("cas_1") is None
    assert (await world.store.case("cas_1")).requester is None
    assert await reader.snapshot(case.snapshot_id) is None
    assert not reader._conversations
