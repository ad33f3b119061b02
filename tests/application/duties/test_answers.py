"""A question is answered once, by whoever finds it, or given up for all to see."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from api import worker as worker_module
from application.adapters.builtin import Builtin
from application.duties import ANSWER_ATTEMPTS, SPARE_SECONDS
from application.duties.fulfilment import OwedAnswer
from application.event_store.record import PAGE
from domain.case import Caller, Case
from domain.errors import Unavailable
from domain.events import MessageAdded
from projections.case_details import NO_ANSWER, case_details
from projections.owed import debts
from tests.application.duties.conftest import Slow, World
from tests.facts import MAYA
from tests.stores import CAUSE


async def test_a_question_that_was_left_over_is_answered(world: World):
    world.late()
    await world.make("one", Builtin()).pay()
    assert await world.owing() == []
    assert await world.kinds() == ["case.snapshot_captured", "case.message_added"]


async def test_a_question_that_was_asked_while_a_clock_was_wrong_is_not_left_until_then(
    world: World,
):
    world.clock.forward(timedelta(hours=-1))
    await world.make("one", Builtin()).pay()
    assert await world.owing() == []


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
        world.make("other", slow).duties.answer_question(OwedAnswer("cas_1", "msg_1", "req_2"))
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
        await world.make("other", slow).duties.answer_question(
            OwedAnswer("cas_1", "msg_1", "req_2")
        )
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


async def test_all_that_is_owed_is_found_however_much_one_case_is_owed(world: World):
    def ask_on(case: Case) -> tuple[MessageAdded, ...]:
        return case.add_message(message_id=f"msg_{case.version}", content="And that?")

    for _ in range(PAGE + 3):
        await world.store.decide("cas_1", ask_on, CAUSE)

    assert len(await debts(world.store)) == PAGE + 4


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
