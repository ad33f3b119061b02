"""What an auditor reads of a case, before and after it was erased."""

import hashlib
import json

import pytest

from application.event_store.access_log import AccessLog
from application.event_store.case_store import CaseStore
from domain.errors import CaseNotFound
from domain.events import AuditViewed
from domain.model import MILLISECOND
from projections.audit_views import AuditViews, audit_views
from projections.audited_case import as_it_stood, identity, snapshot
from projections.audited_events import AuditedEvent, audited, events
from projections.case_index import CaseIndex, Wanted, indexed_cases
from projections.follower import Follower
from projections.views import Views
from tests.facts import NOON, QUESTION
from tests.projections.analytics.counted import SECOND
from tests.projections.cases import Told, level
from tests.stores import opened_store


@pytest.fixture
async def erased(told: Told) -> str:
    """A case that was answered, judged and then erased."""
    await told.opened("cas_1")
    await told.answered("cas_1", after=SECOND)
    await told.judged("cas_1", "positive")
    await told.erased("cas_1")
    return "cas_1"


async def test_an_erased_case_keeps_its_shape_and_none_of_its_words(
    erased: str, store: CaseStore
) -> None:
    stood = await as_it_stood(store, erased, None)
    assert stood.case.erased
    assert (stood.case.user_id, stood.case.feedback, stood.version) == (None, "positive", 6)
    assert [message.content for message in stood.messages] == [None, None]
    assert stood.messages[1].produced is not None
    assert (await as_it_stood(store, erased, 5)).case.user_id is None, "nor as it once stood"


async def test_the_events_of_an_erased_case_still_carry_what_their_hashes_cover(
    erased: str, store: CaseStore, views: Views
) -> None:
    case = await identity(store, views, erased)
    page = await events(views, case.id, cursor=None, limit=100)
    found = [await audited(store, row) for row in page.items]
    shown = [event for event in found if isinstance(event, AuditedEvent)]
    assert [event.erased for event in shown] == [True, True, True, True, False, False]
    assert all(event.sealed is None for event in shown)
    assert all(event.hash_input.sealed_base64 for event in shown[:4])


async def test_an_erased_snapshot_is_none(erased: str, store: CaseStore, views: Views) -> None:
    case = await identity(store, views, erased)
    found = await snapshot(store, case)
    assert found is not None
    assert (found.text, found.sha256) == (None, None)


async def test_an_erased_case_stays_in_the_list(
    erased: str, store: CaseStore, views: Views
) -> None:
    await level(Follower(store, views, [CaseIndex()]))
    (case,) = (await indexed_cases(views, Wanted(), cursor=None, limit=10)).items
    assert (case.id, case.erased, case.message_count) == (erased, True, 2)
    assert QUESTION not in case.model_dump_json()


async def test_a_snapshot_comes_as_it_was_frozen(
    told: Told, store: CaseStore, views: Views
) -> None:
    await told.opened("cas_1")
    found = await snapshot(store, await identity(store, views, "cas_1"))
    assert found is not None
    assert found.text is not None
    assert found.sha256 == hashlib.sha256(found.text.encode()).hexdigest()


@pytest.mark.parametrize("stream", ["cas_9", "scs_1", "aud_cas_1"])
async def test_only_a_case_is_a_case(
    told: Told, store: CaseStore, views: Views, stream: str
) -> None:
    await told.opened("cas_1")
    with pytest.raises(CaseNotFound):
        await identity(store, views, stream)


async def test_a_case_did_not_stand_before_it_was_opened(told: Told, store: CaseStore) -> None:
    await told.opened("cas_1")
    with pytest.raises(CaseNotFound):
        await as_it_stood(store, "cas_1", NOON - MILLISECOND)
    assert (await as_it_stood(store, "cas_1", NOON)).version == 1


def _look(operator: str, case_id: str | None = None) -> AuditViewed:
    return AuditViewed(
        operator=operator,
        looked_at="case" if case_id else "cases",
        case_id=case_id,
        tenant_id="ten_acme",
    )


async def test_looks_from_two_gateways_make_one_chain(
    told: Told, store: CaseStore, views: Views, location: str
) -> None:
    await told.opened("cas_1")
    async with opened_store(location, prefix="b") as other:
        books = [
            AccessLog(each, now=told.clock, new_id=lambda kind: f"{kind}_1")
            for each in (store, other)
        ]
        for _ in range(5):
            for book in books:
                await book.write(_look("desk", "cas_1"), subject="psn_1", request_id="req_1")
    history = await store.history("aud_cas_1")
    assert [one.originator_version for one in history] == list(range(1, 11))
    assert [one.recorded_at for one in history] == sorted({one.recorded_at for one in history})


async def test_looks_at_lists_stand_in_a_stream_of_the_operators(
    store: CaseStore, views: Views, told: Told
) -> None:
    book = AccessLog(store, now=told.clock, new_id=lambda kind: f"{kind}_1")
    for operator in ("desk", "desk", "other"):
        await book.write(_look(operator), subject="", request_id="req_1")
    await level(Follower(store, views, [AuditViews()]))
    page = await audit_views(
        views, seen_by="desk", tenants=None, operator=None, case_id=None, cursor=None, limit=10
    )
    assert [(look.stream, look.version) for look in page.items] == [
        ("aud_operator:other", 1),
        ("aud_operator:desk", 2),
        ("aud_operator:desk", 1),
    ]
    rows = await store.case_recorder.select_stream("aud_operator:desk")
    assert json.loads(rows[0].state)["data"]["operator"] == "desk"
