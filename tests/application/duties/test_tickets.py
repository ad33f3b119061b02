"""A ticket is opened once, when the desk takes it, or given up on record."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

from application.adapters.builtin import Builtin
from application.duties import TICKET_ATTEMPTS, TICKET_PAUSE_MS
from application.duties.fulfilment import OwedAnswer
from application.event_store.case_store import CaseStore
from application.event_store.tables import Tables
from application.ports import OpenedTicket, Ticket, TicketDesk
from tests.application.duties.conftest import A_DAY, Away, World
from tests.stores import CAUSE


class Unrecorded:
    """A desk that takes a ticket, and the record cannot be written from then on."""

    connector = "file"
    doubt = timedelta(0)

    def __init__(self, store: CaseStore) -> None:
        self.asked = 0
        self._recorder = cast("Tables", store.case_recorder)

    async def open(self, ticket: Ticket) -> OpenedTicket:
        self.asked += 1
        if self.asked == 1:
            await self._recorder.change("ALTER TABLE stored_events RENAME TO taken_away")
        return OpenedTicket("7", "https://desk.example/7")

    async def bring_back(self) -> None:
        """Let the record be written again."""
        await self._recorder.change("ALTER TABLE taken_away RENAME TO stored_events")

    async def erase(self, key: str) -> None:
        """Nothing is kept."""


async def escalate(world: World) -> None:
    """Answer the question, and hand the case to people."""
    await world.make("first", Builtin()).duties.answer_question(
        OwedAnswer("cas_1", "msg_1", "req_1")
    )
    await world.store.decide(
        "cas_1", lambda case: case.escalate(ticket_id="tkt_1", reason=None), CAUSE
    )


def with_desk(world: World, desk: TicketDesk) -> None:
    """Have the tenant use another desk."""
    world.ports["ten_acme"] = replace(world.ports["ten_acme"], desk=desk)


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


async def test_a_desk_that_failed_while_a_clock_was_wrong_is_not_left_alone_until_then(
    world: World,
):
    await escalate(world)
    desk = Away()
    with_desk(world, desk)
    worker = world.make("one", Builtin())
    world.clock.forward(A_DAY)
    await worker.pay()
    assert desk.asked == 1
    desk.back = True
    world.clock.forward(-A_DAY)
    world.late()
    await worker.pay()
    assert await world.owing() == []


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


async def test_a_desk_whose_ticket_could_not_be_recorded_is_asked_again_only_after_a_pause(
    world: World,
):
    await escalate(world)
    desk = Unrecorded(world.store)
    with_desk(world, desk)
    one, other = world.make("one", Builtin()), world.make("other", Builtin())
    world.late()
    await one.pay()
    await desk.bring_back()
    await other.pay()
    assert (desk.asked, await world.owing()) == (1, ["ticket"])
    world.clock.forward(timedelta(milliseconds=TICKET_PAUSE_MS + 1))
    await world.make("third", Builtin()).pay()
    assert (desk.asked, await world.owing()) == (2, [])
