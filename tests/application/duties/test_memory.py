"""What a process knows of a case is dropped once another one has erased it."""

from application.adapters.builtin import Builtin
from application.duties.fulfilment import OwedAnswer
from tests.application.duties.conftest import World
from tests.stores import CAUSE


async def test_what_another_process_erases_is_dropped_from_memory(world: World):
    one = world.make("one", Builtin())
    await one.worker.forget()
    await one.duties.answer_question(OwedAnswer("cas_1", "msg_1", "req_1"))
    case = await world.store.case("cas_1")
    briefing = one.briefing
    assert await briefing.snapshot(case) is not None
    async with world.another_store() as other:
        await other.decide("cas_1", lambda case: case.erase("request"), CAUSE)
    assert world.store.keys.cached("cas_1") is not None
    await one.worker.forget()
    assert world.store.keys.cached("cas_1") is None
    assert (await world.store.case("cas_1")).requester is None
    assert await briefing.snapshot(case) is None
    assert not briefing._conversations._values


async def test_an_idle_process_learns_what_others_did_before_anybody_asks_it(world: World):
    one = world.make("one", Builtin())
    await world.store.case("cas_1")
    async with world.another_store() as other:
        await other.decide("cas_1", lambda case: case.give_feedback("positive"), CAUSE)
    assert world.store._loaded.get("cas_1") is not None
    await one.worker.forget()
    assert world.store._loaded.get("cas_1") is None


async def test_it_is_dropped_though_its_key_was_known_to_be_gone_already(world: World):
    one = world.make("one", Builtin())
    await one.worker.forget()
    await one.duties.answer_question(OwedAnswer("cas_1", "msg_1", "req_1"))
    case = await world.store.case("cas_1")
    async with world.another_store() as other:
        await other.decide("cas_1", lambda case: case.erase("request"), CAUSE)
    # As an auditor does who looks at it.
    world.store.keys.forget("cas_1")
    await one.worker.forget()
    assert [kept._values for kept in world.store.tail._kept] == [{}] * 3
    assert await one.briefing.snapshot(case) is None


async def test_what_was_being_read_while_it_was_erased_is_dropped_soon(world: World):
    one = world.make("one", Builtin())
    await one.worker.forget()
    await one.duties.answer_question(OwedAnswer("cas_1", "msg_1", "req_1"))
    case = await world.store.case("cas_1")
    snapshot = await one.briefing.snapshot(case)
    assert snapshot is not None
    async with world.another_store() as other:
        await other.decide("cas_1", lambda case: case.erase("request"), CAUSE)
    await one.worker.forget()
    one.briefing.keep(case, snapshot)
    await one.worker.forget()
    assert await one.briefing.snapshot(case) is None
