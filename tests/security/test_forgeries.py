"""Whatever is done to the stored record is found, with an anchor or without one."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from api.proof.anchors import Anchors, AnchorsDamaged, read_anchors
from api.proof.verification import Verification
from application.event_store.case_store import CaseStore
from tests.facts import NOON
from tests.security.forger import Forger
from tests.security.forgeries import BROKEN, CHAINED, Forgery, chained
from tests.security.records import answer_with_a_snapshot, open_case
from tests.stores import CAUSE, opened_store

ROUNDS = 5


@pytest.fixture
async def anchors(location: str) -> Anchors:
    """Two anchors: one of the record as it began, one of the whole."""
    async with opened_store(location) as store:
        await open_case(store, "cas_1")
        await answer_with_a_snapshot(store, "cas_1")
        first = await _anchored(store, Anchors())
        await open_case(store, "cas_2")
        for case_id in ("cas_1", "cas_2"):
            await store.decide(case_id, lambda case: case.give_feedback("positive"), CAUSE)
            await store.decide(
                case_id, lambda case: case.add_message(message_id="msg_9", content="And?"), CAUSE
            )
        await open_case(store, "cas_3")
        await store.decide("cas_3", lambda case: case.erase("request"), CAUSE)
        await store.decide("cas_2", lambda case: case.close("resolved", 9), CAUSE)
        return await _anchored(store, first)


async def test_the_record_as_it_is_holds_and_so_do_its_anchors(location: str, anchors: Anchors):
    assert await _found(location, None) == []
    assert await _found(location, anchors) == []
    assert await _found(location, Anchors(anchors.anchors[:1])) == []


async def test_what_was_recorded_after_an_anchor_is_no_mistake(location: str, anchors: Anchors):
    async with opened_store(location, prefix="b") as store:
        await open_case(store, "cas_4")
        await store.decide("cas_1", lambda case: case.close("resolved", 9), CAUSE)
        anchors = await _anchored(store, anchors)
    assert await _found(location, anchors) == []
    assert len(anchors.anchors) == 3
    assert set(anchors.anchors[-1].heads) == {"cas_1", "cas_4"}, "only what has moved"


@pytest.mark.parametrize("forgery", BROKEN, ids=lambda forgery: forgery.__name__)
async def test_what_does_not_chain_is_found_without_an_anchor(
    location: str, anchors: Anchors, forgery: Forgery
):
    await _every_forgery_is_found(location, forgery, None)


@pytest.mark.parametrize("forgery", [*BROKEN, *CHAINED], ids=lambda forgery: forgery.__name__)
async def test_every_forgery_is_found_with_an_anchor(
    location: str, anchors: Anchors, forgery: Forgery
):
    await _every_forgery_is_found(location, forgery, anchors)


async def test_a_forger_who_changes_nothing_is_not_found(location: str, anchors: Anchors):
    forger = Forger(location)
    forger.write(forger.rows())
    assert await _found(location, anchors) == []


async def test_a_stream_that_was_written_anew_is_named(location: str, anchors: Anchors):
    forger = Forger(location)
    whole = forger.rows()
    forger.write([row for row in whole if row.stream != "cas_2"])
    found = await _found(location, anchors)
    assert "cas_2: anchor 2 holds version 5 of it, and it is missing" in found


async def test_a_stream_written_anew_without_its_key_is_found_without_an_anchor(
    location: str, anchors: Anchors
):
    forger = Forger(location)
    whole = forger.rows()
    given = next(at for at, row in enumerate(whole) if row.topic == "case.feedback_given")
    forged = whole[given].with_header(data={"feedback": "negative"})
    forger.write(chained([*whole[:given], forged, *whole[given + 1 :]]))
    [found] = await _found(location, None)
    assert found.startswith(f"{forged.stream} version {forged.version + 1}: what is sealed")


async def test_words_that_were_taken_out_of_the_last_event_are_missed(
    location: str, anchors: Anchors
):
    forger = Forger(location)
    whole = forger.rows()
    said = max(at for at, row in enumerate(whole) if row.stream == "cas_1")
    assert whole[said].sealed
    bare = replace(whole[said], state=whole[said].state.partition(b"\n")[0] + b"\n").rehashed()
    forger.write([*whole[:said], bare, *whole[said + 1 :]])
    assert await _found(location, None) == [
        f"cas_1 version {bare.version}: what was sealed in it is gone, and its case was not erased"
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM case_keys WHERE case_id = 'cas_1'",
        "INSERT INTO case_keys SELECT 'cas_3', wrapped FROM case_keys WHERE case_id = 'cas_1'",
        (
            "UPDATE case_keys SET wrapped = (SELECT wrapped FROM case_keys WHERE case_id = 'cas_2')"
            " WHERE case_id = 'cas_1'"
        ),
        "UPDATE case_keys SET wrapped = store_keys.wrapped FROM store_keys",
        "DELETE FROM prompt_parts",
        "DELETE FROM stored_events WHERE originator_id = 'scs_1'",
    ],
    ids=[
        "a key is gone",
        "a key is back",
        "a key is another's",
        "no key is right",
        "a part",
        "a snapshot",
    ],
)
async def test_what_stands_beside_the_events_is_looked_at_too(
    location: str, anchors: Anchors, statement: str
):
    Forger(location).execute(statement)
    assert await _found(location, None)


async def test_an_anchor_file_that_was_touched_is_damaged(location: str, anchors: Anchors):
    async with opened_store(location) as store:
        walked = await _walked(store, anchors)
    one = Anchors().next(walked.log, NOON)
    two = read_anchors([one]).next(walked.log, NOON + timedelta(hours=1))
    assert len(read_anchors([one, two]).anchors) == 2
    for lines in ([two], [two, one], [one, one], [one, two[:-2] + b"}"], [one[:-9], two], [b""]):
        with pytest.raises(AnchorsDamaged):
            read_anchors(lines)
    for changed in (one.replace(b'"events":', b'"events":1'), one.replace(b"cas_1", b"cas_7")):
        with pytest.raises(AnchorsDamaged):
            read_anchors([changed, two])


async def _every_forgery_is_found(location: str, forgery: Forgery, anchors: Anchors | None) -> None:
    forger = Forger(location)
    whole = forger.rows()
    forged = [
        forgery(whole, Random(n))  # noqa: S311 - the same forgeries every time
        for n in range(ROUNDS)
    ]
    forged = [rows for rows in forged if rows != whole]
    assert forged
    for rows in forged:
        forger.write(rows)
        assert await _found(location, anchors), rows


async def _found(location: str, anchors: Anchors | None) -> list[str]:
    async with opened_store(location) as store:
        return [str(one) async for one in Verification(store).mistakes(anchors=anchors)]


async def _walked(store: CaseStore, anchors: Anchors) -> Verification:
    verification = Verification(store)
    assert [one async for one in verification.mistakes(anchors=anchors)] == []
    return verification


async def _anchored(store: CaseStore, before: Anchors) -> Anchors:
    walked = await _walked(store, before)
    line = before.next(walked.log, NOON)
    lines = [anchor.model_dump_json(by_alias=True).encode() for anchor in before.anchors]
    return read_anchors([*lines, line])
