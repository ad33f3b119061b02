"""What a process knows of a case is dropped once another one has erased it."""

from application.adapters.builtin import Builtin
from tests.application.duties.conftest import World
from tests.stores import CAUSE


async def test_what_another_process_erases_is_dropped_from_memory(world: World):
    one = world.make("one", Builtin())
    await one.worker.forget()
    await one.duties.answer_question("cas_1", "msg_1", "req_1")
    case = await world.store.case("cas_1")
    reader = one.reader
    assert await reader.snapshot(case.snapshot_id) is not None
    async with world.another_store() as other:
        await other.decide("cas_1", lambda case: case.erase("request"), CAUSE)
    assert world.store.keys.cached("cas_1") is not None
    await one.worker.forget()
    assert world.store.keys.cached("cas_1") is None
    assert (await world.store.case("cas_1")).requester is None
    assert await reader.snapshot(case.snapshot_id) is None
    assert not reader._conversations
