"""What is decided is recorded, chained, sealed and shown, on both engines alike."""

import asyncio
import sys
from collections.abc import Coroutine
from datetime import timedelta
from types import FrameType
from typing import Any, Literal

import pytest
from eventsourcing.persistence import IntegrityError

from application.event_store.append import Append, VersionConflict, ViewDocument
from application.event_store.case_store import CaseStore
from application.event_store.mapper import CaseMapper
from application.event_store.record import AT_ONCE, PART
from application.event_store.recorded import GENESIS, Link, hash_of, link_of
from application.event_store.sealing import Beside, Decided
from application.idempotency import Attempt
from domain.case import Case
from domain.errors import CaseAlreadyClosed, CaseNotFound, IdempotencyInProgress
from domain.events import FeedbackGiven, SnapshotBody, SnapshotFrozen
from domain.evolve import fold
from domain.model import MILLISECOND
from projections.case_details import case_details
from projections.check import differences
from projections.owed import debts
from tests.facts import CAPTURED, MAYA, NOON, QUESTION, answered, opened
from tests.stores import CAUSE, Clock, opened_store

SNAPSHOT = SnapshotFrozen(sealed=SnapshotBody(text='{"meta":{}}' + " " * 9_000))


async def open_case(store: CaseStore, case_id: str = "cas_1") -> Decided:
    return await store.open_case(case_id, opened(), CAUSE)


async def test_what_was_decided_is_what_is_loaded_in_another_process(location: str) -> None:
    async with opened_store(location, prefix="a") as one:
        await open_case(one)
        await one.decide("cas_1", lambda case: case.give_feedback("positive"), CAUSE)
    async with opened_store(location, prefix="b") as other:
        case = await other.case("cas_1")
    assert (case.version, case.feedback, case.requester) == (3, "positive", MAYA.requester)


@pytest.mark.parametrize("length", [PART - 1, PART, 2 * PART + 1])
async def test_a_case_longer_than_what_is_read_at_a_time_is_loaded_whole_and_goes_on(
    location: str, length: int
) -> None:
    async with opened_store(location, prefix="a") as one:
        await open_case(one)
        await one.decide("cas_1", lambda _: _changes_of_mind(length - 2), CAUSE)
        decided = await one.case("cas_1")
    async with opened_store(location, prefix="b") as other:
        assert (decided.version, await other.case("cas_1")) == (length, decided)
        await other.decide("cas_1", lambda case: case.close("resolved", 9), CAUSE)
        rows = await other.case_recorder.select_stream("cas_1")
        history = [await other.recorded(row) for row in rows]
        heads = [GENESIS, *map(hash_of, rows)]
        assert [recorded.previous_hash for recorded in history] == heads[:-1]
        backwards = [recorded async for recorded in other.history_backwards("cas_1")]
        assert backwards[::-1] == history


def _changes_of_mind(times: int) -> list[FeedbackGiven]:
    given: list[Literal["positive", "negative"]] = ["positive", "negative"]
    return [FeedbackGiven(feedback=given[number % 2]) for number in range(times)]


async def test_a_case_that_does_not_exist_is_not_found(store: CaseStore) -> None:
    with pytest.raises(CaseNotFound):
        await store.decide("cas_9", lambda _: (), CAUSE)


async def test_a_refused_decision_changes_nothing(store: CaseStore) -> None:
    await open_case(store)
    await store.decide("cas_1", lambda case: case.close("resolved", 9), CAUSE)
    before = await store.case_recorder.select_log(after=0, limit=100)
    with pytest.raises(CaseAlreadyClosed):
        await store.decide("cas_1", lambda case: case.close("unresolved", 1), CAUSE)
    assert await store.case_recorder.select_log(after=0, limit=100) == before


async def test_positions_have_no_gap_and_hashes_chain_in_each_stream(store: CaseStore) -> None:
    await open_case(store)
    await store.open_case("cas_2", opened(), CAUSE)
    await store.decide(
        "cas_1",
        lambda case: case.capture_snapshot(CAPTURED),
        CAUSE,
        beside=Beside(snapshot=("scs_1", SNAPSHOT)),
    )
    log = await store.case_recorder.select_log(after=0, limit=100)
    assert [one.position for one in log] == [1, 2, 3, 4, 5, 6]
    heads: dict[str, str] = {}
    for one in log:
        recorded = await store.recorded(one.row)
        stream = recorded.originator_id
        assert recorded.previous_hash == heads.get(stream, GENESIS)
        assert one.hash == hash_of(one.row)
        heads[stream] = one.hash
    assert set(heads) == {"cas_1", "cas_2", "scs_1"}


async def test_time_moves_with_every_event_though_the_clock_stands_still_or_goes_back(
    location: str,
) -> None:
    clock = Clock()
    async with opened_store(location, now=clock) as store:
        await open_case(store)
        clock.forward(timedelta(seconds=-5))
        await store.decide("cas_1", lambda case: case.give_feedback("positive"), CAUSE)
        times = [one.recorded_at for one in await store.history("cas_1")]
    assert times == [NOON, NOON + MILLISECOND, NOON + 2 * MILLISECOND]


async def test_a_long_history_is_read_in_turns_with_whatever_else_there_is_to_do(
    store: CaseStore,
) -> None:
    await open_case(store)
    for given in ("positive", "negative") * 3 * AT_ONCE:
        await store.decide("cas_1", lambda case, said=given: case.give_feedback(said), CAUSE)  # type: ignore[misc]  # one of two words
    last = (await store.case("cas_1")).version
    read = await read_in_each_turn(store.history("cas_1"))
    assert sum(read) == last > 6 * AT_ONCE
    assert max(read) <= AT_ONCE


async def test_a_long_view_is_read_in_turns_with_whatever_else_there_is_to_do(
    store: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.event_store.record.PAGE", 2)
    for number in range(5):
        await open_case(store, f"cas_{number}")

    async def keys() -> list[str]:
        return [key async for key in store.read_view("case", lambda document: document.key)]

    assert await keys() == [f"cas_{number}" for number in range(5)]
    assert await turns_in(keys()) >= 2


async def read_in_each_turn(reading: Coroutine[Any, Any, object]) -> list[int]:
    """How many events were read between each two turns of others."""
    read = [0]

    def count(frame: FrameType, event: str, _: object) -> None:
        read[-1] += event == "call" and frame.f_code is CaseMapper.read.__code__

    async def take_turns() -> None:
        while True:
            await asyncio.sleep(0)
            read.append(0)

    taking = asyncio.create_task(take_turns())
    await asyncio.sleep(0)
    sys.setprofile(count)
    try:
        await reading
    finally:
        sys.setprofile(None)
        taking.cancel()
    return read


async def turns_in(reading: Coroutine[Any, Any, object]) -> int:
    """How often others get their turn until something is read."""
    turns = 0

    async def take_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    taking = asyncio.create_task(take_turns())
    await asyncio.sleep(0)
    await reading
    taking.cancel()
    return turns


async def test_no_word_of_a_person_lies_readable_in_what_is_stored(store: CaseStore) -> None:
    await open_case(store)
    documents = await store.case_recorder.select_documents(("case", "message", "owed"), "cas_1")
    stored = b"".join(
        [one.row.state for one in await store.case_recorder.select_log(after=0, limit=100)]
        + [document.body or b"" for document in documents]
    )
    for word in (QUESTION, "usr_maya", "maya@customer.example", "starter"):
        assert word.encode() not in stored


async def test_a_snapshot_is_stored_with_the_event_that_captures_it(store: CaseStore) -> None:
    await open_case(store)
    await store.decide(
        "cas_1",
        lambda case: case.capture_snapshot(CAPTURED),
        CAUSE,
        beside=Beside(snapshot=("scs_1", SNAPSHOT)),
    )
    assert SNAPSHOT.sealed is not None
    assert await store.snapshot_text("scs_1") == SNAPSHOT.sealed.text
    rows = await store.case_recorder.select_stream("scs_1")
    assert len(rows[0].state) < 1_000, "it is compressed before it is sealed"


async def test_decisions_that_come_at_once_are_put_in_an_order(store: CaseStore) -> None:
    await open_case(store)
    await asyncio.gather(*(_ask(store, f"msg_{n}") for n in range(20)))
    case = await store.case("cas_1")
    assert (case.version, case.message_count) == (22, 21)


async def test_two_processes_deciding_on_one_case_lose_nothing(location: str) -> None:
    async with opened_store(location, prefix="a") as one, opened_store(location, prefix="b") as two:
        await open_case(one)
        await asyncio.gather(
            *(_ask(one, f"msg_a{n}") for n in range(10)),
            *(_ask(two, f"msg_b{n}") for n in range(10)),
        )
        case = await one.case("cas_1")
        history = await two.history("cas_1")
        assert (case.version, case.message_count) == (22, 21)
        assert [recorded.originator_version for recorded in history] == list(range(1, 23))
        assert [found async for _, found in differences(one)] == [[]]


async def test_a_refusal_is_never_given_on_what_another_process_has_overtaken(
    location: str,
) -> None:
    async with opened_store(location, prefix="a") as one, opened_store(location, prefix="b") as two:
        await open_case(one)
        await two.case("cas_1")
        await one.decide("cas_1", lambda case: case.give_feedback("positive"), CAUSE)
        decided = await two.decide("cas_1", lambda case: case.give_feedback("positive"), CAUSE)
    assert decided.recorded == (), "the same feedback again, as the other process knows"


async def test_what_is_shown_is_written_with_the_events(store: CaseStore) -> None:
    await open_case(store)
    await store.decide("cas_1", lambda _: [answered()], CAUSE)
    owner = store.keys.pseudonym("ten_acme", "usr_maya")
    details = await case_details(store, "cas_1", owner)
    assert details.version == 3
    assert QUESTION.encode() in details.body
    with pytest.raises(CaseNotFound):
        await case_details(store, "cas_1", store.keys.pseudonym("ten_other", "usr_maya"))


async def test_an_answer_is_owed_until_it_is_recorded(store: CaseStore) -> None:
    await open_case(store)
    assert [debt.reference for debt in await debts(store)] == ["msg_1"]
    await store.decide("cas_1", lambda _: [answered()], CAUSE)
    assert await debts(store) == []


async def test_a_view_that_was_altered_differs_from_its_fold(store: CaseStore) -> None:
    await open_case(store)
    key = await store.key("cas_1")
    assert key is not None
    body = key.seal(b'{"id":"cas_1"}', b"case\ncas_1\n0", lambda size: b"\7" * size)
    await store.case_recorder.append(
        Append(documents=(ViewDocument("case", "cas_1", 0, None, 2, body),))
    )
    ((_, found),) = [pair async for pair in differences(store)]
    assert [difference.where for difference in found] == ["case 0"]


async def test_the_librarys_own_repository_and_notification_log_read_the_store(
    store: CaseStore,
) -> None:
    await open_case(store)
    await store.decide("cas_1", lambda case: case.close("resolved", None), CAUSE)
    case: Case = await asyncio.to_thread(store.repository.get, "cas_1", projector_func=fold)
    section = await asyncio.to_thread(lambda: store.notification_log["1,10"])
    assert (case.id, case.version, case.status) == ("cas_1", 3, "resolved")
    assert [item.topic for item in section.items] == [
        "case.opened",
        "case.message_added",
        "case.closed",
    ]
    assert [item.id for item in section.items] == [1, 2, 3]


async def test_the_librarys_own_insert_follows_the_same_rules(store: CaseStore) -> None:
    await open_case(store)
    rows = await store.case_recorder.select_stream("cas_1")
    with pytest.raises(IntegrityError):
        await asyncio.to_thread(store.recorder.insert_events, [rows[-1]])
    assert await asyncio.to_thread(store.recorder.max_notification_id) == 2


async def test_a_conflict_fails_alone_in_its_batch(store: CaseStore) -> None:
    await open_case(store)
    stale = (await store.case_recorder.select_stream("cas_1"))[-1]
    outcomes = await asyncio.gather(
        store.open_case("cas_2", opened(), CAUSE),
        store.case_recorder.append(Append(links=(link_of(stale),))),
        store.open_case("cas_3", opened(), CAUSE),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], VersionConflict)
    assert [type(outcome) for outcome in outcomes] == [Decided, VersionConflict, Decided]


def _attempt(claim: str, now: int = 0) -> Attempt:
    return Attempt("request-1", claim, "fingerprint", 200, now)


async def test_commands_of_one_stream_that_wait_together_are_written_one_after_the_other(
    store: CaseStore,
) -> None:
    commands = [*(_append("cas_1", version) for version in (1, 2, 3)), _append("cas_2")]
    positions = await asyncio.gather(*map(store.case_recorder.append, commands))
    assert positions == [(1,), (3,), (4,), (2,)]


@pytest.mark.parametrize("at_fault", range(5))
async def test_what_cannot_be_written_fails_alone_among_those_it_is_written_with(
    store: CaseStore, at_fault: int
) -> None:
    # No database takes half a surrogate pair for a topic.
    topics = ["case.opened" if number != at_fault else "\ud800" for number in range(5)]
    commands = [_append(f"cas_{number}", topic=topic) for number, topic in enumerate(topics)]
    outcomes = await asyncio.gather(
        *map(store.case_recorder.append, commands), return_exceptions=True
    )
    assert isinstance(outcomes[at_fault], UnicodeEncodeError)
    written = [f"cas_{number}" for number in range(5) if number != at_fault]
    log = await store.case_recorder.select_log(after=0, limit=100)
    assert [one.row.originator_id for one in log] == written
    assert [one for one in outcomes if isinstance(one, tuple)] == [(1,), (2,), (3,), (4,)]


def _append(stream: str, version: int = 1, *, topic: str = "case.opened") -> Append:
    """An event without words, which nothing was decided about."""
    return Append(links=(Link(stream, version, topic, b"{}\n", f"{stream} {version}".zfill(64)),))


async def test_an_idempotency_key_is_held_by_one_attempt_only(store: CaseStore) -> None:
    await open_case(store)
    await _feedback(store, _attempt("one"), answered=False)
    with pytest.raises(IdempotencyInProgress):
        await _feedback(store, _attempt("two"), answered=True)
    await _feedback(store, _attempt("one"), answered=True)
    row = await store.remembered("request-1")
    assert row is not None
    assert row.body is not None
    assert await store.response("cas_1", "request-1", row.body) == b'{"ok":true}'


async def test_an_attempt_whose_lease_ran_out_is_taken_over_and_cannot_come_back(
    store: CaseStore,
) -> None:
    await open_case(store)
    await _feedback(store, _attempt("one"), answered=False)
    await _feedback(store, _attempt("two", now=60_000), answered=False)
    with pytest.raises(IdempotencyInProgress):
        await _feedback(store, _attempt("one", now=61_000), answered=True)


async def _feedback(store: CaseStore, attempt: Attempt, *, answered: bool) -> None:
    await store.decide(
        "cas_1",
        lambda _: (),
        CAUSE,
        remember=lambda _: (
            attempt.answered("cas_1", b'{"ok":true}') if answered else attempt.claimed("cas_1")
        ),
    )


async def _ask(store: CaseStore, message_id: str) -> None:
    await store.decide(
        "cas_1", lambda case: case.add_message(message_id=message_id, content="And?"), CAUSE
    )


async def test_an_erased_case_is_dark_and_its_chain_still_holds(location: str) -> None:
    async with opened_store(location, prefix="a") as store:
        await open_case(store)
        await store.decide(
            "cas_1",
            lambda case: case.capture_snapshot(CAPTURED),
            CAUSE,
            beside=Beside(snapshot=("scs_1", SNAPSHOT)),
        )
        await _feedback(store, _attempt("one"), answered=True)
        await store.decide("cas_1", lambda case: case.erase("request"), CAUSE)
        assert await store.documents(("case", "message", "owed"), "cas_1") == []
        assert await store.remembered("request-1") is None
        assert await store.snapshot_text("scs_1") is None
        with pytest.raises(CaseNotFound):
            (await store.case("cas_1")).seen_by(MAYA)
    async with opened_store(location, prefix="b") as other:
        history = await other.history("cas_1")
        assert [getattr(one.event, "sealed", None) for one in history] == [None] * 4
        assert [one.event.type for one in history][-1] == "case.erased"
        assert [found async for _, found in differences(other)] == [[]]
        with pytest.raises(CaseNotFound):
            await _feedback(other, _attempt("two"), answered=True)


async def test_tokens_are_set_aside_only_within_the_days_limit(store: CaseStore) -> None:
    day = NOON.date()
    taken = [
        await store.case_recorder.reserve_tokens("ten_acme", day, 400, 1_000) for _ in range(3)
    ]
    assert taken == [True, True, False]
    await store.case_recorder.settle_tokens("ten_acme", day, -300)
    assert await store.case_recorder.reserve_tokens("ten_acme", day, 400, 1_000)
    assert await store.case_recorder.reserve_tokens("ten_other", day, 1_000, 1_000)
    assert not await store.case_recorder.reserve_tokens("ten_third", day, 1, 0)
    spent = await store.case_recorder.select_spent_tokens(day)
    assert spent == {"ten_acme": 900, "ten_other": 1_000}
