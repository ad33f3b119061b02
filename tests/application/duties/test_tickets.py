"""A ticket is opened once, when the desk takes it, or given up on record."""

from dataclasses import replace

from application.adapters.builtin import Builtin
from application.duties import TICKET_ATTEMPTS
from application.ports import TicketDesk
from tests.application.duties.conftest import A_DAY, CAUSE, Away, World


async def escalate(world: World) -> None:
    """Answer the question, and hand the case to people."""
    await world.make("first", Builtin()).duties.answer_question("cas_1", "msg_1", "req_1")
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
