"""What a host said is frozen: redacted, within its bound, canonical, and always readable."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

import application.snapshots
from application.ports import BusinessRules, HostAnswers, UserHistory, UserLogs, UserState
from application.redaction import REDACTION_VERSION, Numbers, Removal
from application.snapshots import Captured, freeze, thaw
from domain.case import Caller
from domain.events import Requester
from domain.model import JSON, iso
from domain.snapshot.fit import MOST_POINTERS, SMALLEST_BOUND
from domain.snapshot.shape import LimitReached, ProductEntity, Profile, UserEvent
from tests.domain.snapshot.documents import (
    OPENED,
    ROWS,
    SOURCES,
    a_catalogued,
    a_doc,
    a_job,
    a_request,
    an_active_error,
    an_event,
)

NOTHING = HostAnswers(UserState(), UserHistory(), UserLogs(), BusinessRules(), SOURCES)


JANE = Requester(user_id="usr_jane", email="jane@acme.example", roles=("viewer",), plan="free")


def _freeze(
    answers: HostAnswers, max_bytes: int = 262_144, *, requester: Requester = JANE
) -> Captured:
    return freeze(
        answers,
        snapshot_id="scs_1",
        created_at=OPENED,
        caller=Caller("ten_acme", requester),
        window_hours=72,
        max_bytes=max_bytes,
    )


def _answers(rows: dict[str, Any]) -> HostAnswers:
    return HostAnswers(
        UserState(
            entities=rows["entities"],
            active_errors=rows["active_errors"],
            limits_reached=rows["limits_reached"],
        ),
        UserHistory(events=rows["events"], click_timeline=rows["clicks"]),
        UserLogs(recent_requests=rows["requests"], jobs=rows["jobs"], errors=rows["errors"]),
        BusinessRules(
            rules=rows["rules"],
            error_catalog=rows["error_catalog"],
            docs=rows["docs"],
            runbooks=rows["runbooks"],
            changelog=rows["changelog"],
        ),
        SOURCES,
    )


def _events(count: int, page: str = "/files") -> HostAnswers:
    events = tuple(
        UserEvent(ts=iso(OPENED - timedelta(seconds=count - i)), event=f"event {i}", page=page)
        for i in range(count)
    )
    return replace(NOTHING, user_history=UserHistory(events=events))


@given(st.fixed_dictionaries(ROWS).map(_answers), st.integers(SMALLEST_BOUND, 9_000))
def test_any_answers_freeze_within_the_bound(answers: HostAnswers, bound: int):
    captured = _freeze(answers, bound)

    text = captured.snapshot.text.encode()
    assert captured.bytes == len(text) <= bound
    assert captured.sha256 == hashlib.sha256(text).hexdigest()
    assert rfc8785.dumps(orjson.loads(text)) == text
    assert thaw("scs_1", captured.snapshot.text) == captured.snapshot
    assert captured.truncation == captured.snapshot.value.meta.truncation


def test_the_same_answers_freeze_to_the_same_hash():
    assert _freeze(_events(50)) == _freeze(_events(50))


@pytest.mark.parametrize("bound", [SMALLEST_BOUND, 20_000, 262_144])
def test_large_answers_fill_the_bound_and_keep_the_newest(bound: int):
    captured = _freeze(_events(20_000), bound)

    kept = captured.snapshot.value.recent_activity.events
    assert bound - 120 < captured.bytes <= bound
    assert captured.truncation.events_removed == 20_000 - len(kept)
    assert kept[-1].event == "event 19999"


def test_what_shrinks_when_it_is_redacted_is_not_cut_for_nothing():
    address = "jane.catherine.doe@customers.example.com, " * 60
    captured = _freeze(_events(20, page=address), 20_000)

    assert captured.truncation.events_removed == 0
    assert captured.bytes <= 20_000


def test_personal_data_is_redacted_and_the_fields_are_named():
    state = UserState(
        profile=Profile(email="jane.doe@example.com"),
        entities=(
            ProductEntity(type="t", status="s", metadata={"note": "mail jane.doe@example.com"}),
        ),
    )

    captured = _freeze(replace(NOTHING, user_state=state))

    assert "jane.doe" not in captured.snapshot.text
    privacy = captured.snapshot.value.privacy
    assert privacy.redaction_version == REDACTION_VERSION
    assert set(privacy.fields_removed) == {
        "/identity/profile/email",
        "/productState/entities/0/metadata/note",
    }
    assert privacy.fields_removed_total == sum(captured.redactions.values()) == 2


def test_a_field_with_two_things_in_it_is_named_once():
    note = "mail jane.doe@example.com from 203.0.113.7"
    entity = ProductEntity(type="t", status="s", metadata={"note": note})

    captured = _freeze(replace(NOTHING, user_state=UserState(entities=(entity,))))

    privacy = captured.snapshot.value.privacy
    assert privacy.fields_removed == ("/productState/entities/0/metadata/note",)
    assert privacy.fields_removed_total == 1
    assert captured.redactions == {"email": 1, "ip": 1}


def test_fields_are_named_where_they_stand_after_the_cut():
    answers = _events(2_000, page="see jane.doe@example.com")

    captured = _freeze(answers, 150_000)

    privacy = captured.snapshot.value.privacy
    kept = captured.snapshot.value.recent_activity.events
    assert 0 < len(kept) < 2_000
    assert privacy.fields_removed_total == len(kept)
    assert privacy.fields_removed == tuple(
        f"/recentActivity/events/{row}/page" for row in range(MOST_POINTERS)
    )


def test_the_ids_that_the_token_signed_stay():
    named = JANE.model_copy(update={"user_id": "jane.doe@example.com"})
    captured = _freeze(NOTHING, SMALLEST_BOUND, requester=named)

    assert captured.snapshot.value.identity.user_id == "jane.doe@example.com"
    assert captured.redactions == {}


def test_signed_roles_and_plan_stand_in_where_the_host_gave_none():
    signed = _freeze(NOTHING).snapshot.value.identity
    told = _freeze(replace(NOTHING, user_state=UserState(roles=(), plan="pro")))

    assert (signed.roles, signed.plan) == (("viewer",), "free")
    assert (told.snapshot.value.identity.roles, told.snapshot.value.identity.plan) == ((), "pro")


def test_what_a_diagnosis_needs_is_kept():
    answers = HostAnswers(
        UserState(
            active_errors=(an_active_error(),),
            limits_reached=(LimitReached(limit="upload_size_mb", current=61.4, max=50),),
        ),
        UserHistory(events=(an_event(),)),
        UserLogs(recent_requests=(a_request(),), jobs=(a_job("job_export_4711"),)),
        BusinessRules(
            rules={"upload_size_mb": {"pro": 50}},
            error_catalog=(a_catalogued("UPLOAD_TOO_LARGE"),),
            runbooks=(a_doc("rb"),),
        ),
        SOURCES,
    )

    captured = _freeze(answers)

    value = captured.snapshot.value
    assert value.product_state.active_errors == answers.user_state.active_errors
    assert value.product_state.limits_reached == answers.user_state.limits_reached
    assert value.backend.jobs == answers.user_logs.jobs
    assert [doc.id for doc in value.knowledge_pack.runbooks] == [
        "rb",
        "rule:upload_size_mb",
        "error:UPLOAD_TOO_LARGE",
    ]
    assert captured.redactions == {}


def test_numbers_that_parsers_disagree_on_do_not_stop_it():
    state = UserState(
        limits_reached=(
            LimitReached(limit="none", current=1, max=2**63 - 1),
            LimitReached(limit="nonsense", current=float("nan"), max=1),
        ),
        entities=(ProductEntity(type="t", id=2**60, status="s", metadata={"n": 1e300}),),
    )

    snapshot = _freeze(replace(NOTHING, user_state=state)).snapshot

    assert snapshot.value.product_state.entities[0].id == "1152921504606846976"
    assert [limit.limit for limit in snapshot.value.product_state.limits_reached] == ["none"]
    assert snapshot.value.meta.sources.user_state.rows_dropped == 1


def test_a_row_that_redaction_makes_misfit_is_dropped_and_counted(
    monkeypatch: pytest.MonkeyPatch,
):
    def harsh(value: JSON, _: Numbers) -> tuple[JSON, list[Removal]]:
        document = cast("dict[str, dict[str, list[dict[str, JSON]]]]", value)
        for row in document["backend"]["recentRequests"][:2]:
            row["httpStatus"] = "[card]"
        document["backend"]["jobs"][0]["queue"] = "[secret]"
        return value, [
            Removal("/backend/recentRequests/0/httpStatus", "card"),
            Removal("/backend/recentRequests/1/httpStatus", "card"),
            Removal("/backend/recentRequests/2/route", "email"),
            Removal("/backend/jobs/0/queue", "secret"),
        ]

    monkeypatch.setattr(application.snapshots, "redact", harsh)
    logs = UserLogs(recent_requests=(a_request(),) * 3, jobs=(a_job(),))

    captured = _freeze(replace(NOTHING, user_logs=logs))

    value = captured.snapshot.value
    assert len(value.backend.recent_requests) == len(value.backend.jobs) == 1
    assert value.meta.sources.user_logs.rows_dropped == 2
    assert value.meta.sources.user_state.rows_dropped == 0
    assert value.privacy.fields_removed == (
        "/backend/recentRequests/0/route",
        "/backend/jobs/0/queue",
    )
    assert captured.redactions == {"email": 1, "secret": 1}
