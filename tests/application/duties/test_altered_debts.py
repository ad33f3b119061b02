"""A debt that was altered in the database is passed over, said aloud once, and counted."""

from typing import cast

import pytest

from application.adapters.builtin import Builtin
from application.event_store.append import ViewDocument
from application.event_store.passed_over import AGAIN
from application.event_store.record import place_of
from application.event_store.tables import Tables
from domain.case import Case
from projections.owed import debts
from tests.application.duties.conftest import World
from tests.facts import MAYA
from tests.stores import CAUSE, PassedOver


def tables(world: World) -> Tables:
    """The rows of that store."""
    return cast("Tables", world.store.case_recorder)


async def put(world: World, body: bytes) -> None:
    """Have this stand where the debt stood."""
    await tables(world).change("UPDATE documents SET body = ? WHERE view = 'owed'", body)


async def lines(world: World, caplog: pytest.LogCaptureFixture) -> int:
    """How many lines three looks at the debts are worth."""
    caplog.clear()
    for _ in range(3):
        await debts(world.store)
    return len(caplog.records)


async def test_a_debt_that_was_altered_keeps_no_other_from_being_paid(world: World):
    other = Case.open(MAYA, snapshot_id="scs_0", message_id="msg_0", question="Why?", context=None)
    await world.store.open_case("cas_0", other, CAUSE)
    recorder = tables(world)
    await recorder.change("UPDATE documents SET body = ? WHERE key = 'cas_0'", b"nonsense")
    world.late()

    await world.make("one", Builtin()).pay()

    assert await world.kinds() == ["case.snapshot_captured", "case.message_added"]


async def test_a_debt_that_is_sealed_and_says_nothing_keeps_no_other_from_being_found(
    world: World,
):
    key = await world.store.key("cas_1")
    assert key is not None
    sealed = key.seal(b"{}", place_of(ViewDocument("owed", "cas_1", 99, None, 1, None)), bytes)
    await tables(world).change(
        "INSERT INTO documents VALUES ('owed', 'cas_1', 99, NULL, 1, ?)", sealed
    )
    assert await world.owing() == ["answer"]


async def test_a_debt_that_was_altered_is_logged_once_and_counted_at_each_look(
    world: World, caplog: pytest.LogCaptureFixture
):
    counting = tables(world).watch = PassedOver()
    assert await lines(world, caplog) == 0
    await put(world, b"nonsense")
    assert await lines(world, caplog) == 1
    assert await lines(world, caplog) == 0
    assert counting.views == ["owed"] * 6


async def test_a_debt_that_is_altered_once_more_is_news(
    world: World, caplog: pytest.LogCaptureFixture
):
    await put(world, b"nonsense")
    assert await lines(world, caplog) == 1
    await put(world, b"other nonsense")
    assert await lines(world, caplog) == 1


async def test_after_an_hour_it_is_said_again(world: World, caplog: pytest.LogCaptureFixture):
    await put(world, b"nonsense")
    assert await lines(world, caplog) == 1
    world.clock.forward(AGAIN)
    assert await lines(world, caplog) == 1


async def test_what_was_whole_or_gone_in_between_is_news(
    world: World, caplog: pytest.LogCaptureFixture
):
    columns = "view, key, ordinal, owner, version"
    ((*place, whole),) = await tables(world).rows(
        f"SELECT {columns}, body FROM documents WHERE view = 'owed'"  # noqa: S608 - ours
    )
    await put(world, b"nonsense")
    assert await lines(world, caplog) == 1
    await put(world, whole)
    assert await lines(world, caplog) == 0
    await put(world, b"nonsense")
    assert await lines(world, caplog) == 1
    await tables(world).change("DELETE FROM documents WHERE view = 'owed'")
    assert await lines(world, caplog) == 0
    await tables(world).change(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", *place, b"nonsense"
    )
    assert await lines(world, caplog) == 1
