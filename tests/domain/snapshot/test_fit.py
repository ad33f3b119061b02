"""A snapshot is cut to its bound exactly: never above it, and no more than it takes."""

from itertools import accumulate
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.model import JSON
from domain.snapshot.document import (
    LISTS,
    PROFILE,
    Document,
    Place,
    at,
    followed,
    rows,
    without,
)
from domain.snapshot.fit import MOST_POINTERS, SMALLEST_BOUND, Fitted, fit
from domain.snapshot.rank import cut_order
from domain.snapshot.shape import Profile, SupportContextSnapshot
from tests.domain.snapshot.documents import (
    DOCUMENTS,
    a_backend_error,
    a_doc,
    a_job,
    a_request,
    a_user,
    an_active_error,
    an_event,
    document,
    size,
)


def _bytes(whole: Document) -> int:
    return size(cast("JSON", whole))


def _counts(whole: Document) -> dict[str, int]:
    return {member: len(rows(whole, section, member)) for section, member in LISTS}


def _pointers(whole: Document) -> list[str]:
    """One pointer into every row, and one to the plan."""
    lists = [
        f"/{section}/{member}/{row}/x"
        for section, member in LISTS
        for row in range(len(rows(whole, section, member)))
    ]
    return ["/identity/plan", *lists]


def _cost(whole: Document, place: Place) -> int:
    """What a place takes, its comma and its name included."""
    name = size("profile") + 1 if place == PROFILE else 0
    return size(at(whole, place)) + 1 + name


def _with_bound(whole: Document, share: int) -> int:
    """A bound between what ids need and what the whole snapshot does."""
    least = _bytes(without(whole, cut_order(whole))) + 600
    return least + max(0, _bytes(whole) - least) * share // 100


@given(DOCUMENTS, st.integers(0, 110), st.booleans())
def test_a_fitted_snapshot_is_within_its_bound(whole: Document, share: int, redacted: bool):
    bound, before = _with_bound(whole, share), _bytes(whole)

    fitted = fit(whole, bound, size=size, pointers=_pointers(whole) if redacted else ())

    assert _bytes(fitted.document) <= bound
    assert fitted.document["meta"]["truncation"] == fitted.truncation.model_dump(by_alias=True)
    SupportContextSnapshot.model_validate(fitted.document)
    assert _bytes(whole) == before


@given(DOCUMENTS, st.integers(0, 110), st.booleans())
def test_the_cut_is_the_smallest_that_suffices_in_the_order_of_rank(
    whole: Document, share: int, redacted: bool
):
    bound = _with_bound(whole, share)
    pointers = _pointers(whole) if redacted else []

    fitted = fit(whole, bound, size=size, pointers=pointers)

    assert fitted.document == _after(whole, fitted.cuts, bound, pointers)
    if fitted.cuts:
        assert _bytes(_after(whole, fitted.cuts - 1, bound, pointers)) > bound


def test_at_every_bound_the_cut_is_exact():
    whole = document(
        identity=a_user(profile=Profile(country="PT")),
        events=(an_event(), an_event(event="é")),
        requests=(a_request(),),
        docs=(a_doc(),),
        runbooks=(a_doc(),),
        active_errors=(an_active_error(),),
    )
    pointers = _pointers(whole)
    for bound in range(_bytes(without(whole, cut_order(whole))) + 20, _bytes(whole) + 300):
        fitted = fit(whole, bound, size=size, pointers=pointers)

        assert _bytes(fitted.document) <= bound
        assert fitted.document == _after(whole, fitted.cuts, bound, pointers)
        if fitted.cuts:
            assert _bytes(_after(whole, fitted.cuts - 1, bound, pointers)) > bound


def test_what_would_not_fit_even_alone_makes_no_other_row_go():
    whole = document(
        identity=a_user(profile=Profile(full_name="x" * 5_000)),
        events=(an_event(), an_event(event="x" * 5_000)),
        requests=(a_request(),),
        docs=(a_doc(content="x" * 5_000), a_doc()),
        active_errors=(an_active_error(),),
    )

    fitted = fit(whole, 4_096, size=size)

    assert fitted.cuts == 3
    assert "profile" not in fitted.document["identity"]
    left = {member: count for member, count in _counts(fitted.document).items() if count}
    assert left.items() >= {"events": 1, "recentRequests": 1, "docs": 1, "activeErrors": 1}.items()
    assert (fitted.truncation.docs_removed, fitted.truncation.events_removed) == (1, 1)
    assert not fitted.truncation.logs_trimmed


def _after(whole: Document, count: int, bound: int, pointers: list[str]) -> Document:
    """The snapshot after so many cuts, put together the slow way."""
    order = cut_order(whole)
    alone_too_large = [place for place in order if _cost(whole, place) > bound]
    gone = [*alone_too_large, *(one for one in order if one not in alone_too_large)][:count]
    cut = without(whole, gone)
    now = list(followed(pointers, gone).values())
    spent = accumulate(size(pointer) + 1 for pointer in now)
    room = [pointer for pointer, sum_ in zip(now, spent, strict=True) if sum_ <= bound // 16]
    cut["privacy"] |= {
        "fieldsRemoved": cast("JSON", room[:MOST_POINTERS]),
        "fieldsRemovedTotal": len(now),
    }
    members = [place.member for place in gone]
    cut["meta"] |= {
        "truncation": {
            "eventsRemoved": members.count("events") + members.count("clickTimeline"),
            "logsTrimmed": not {"recentRequests", "jobs", "errors"}.isdisjoint(members),
            "docsRemoved": sum(map(members.count, ("docs", "runbooks", "changelog"))),
        }
    }
    return cut


@given(DOCUMENTS, st.integers(0, 110))
def test_pointers_follow_their_rows(whole: Document, share: int):
    marked = _marked(whole)
    pointers = [p.replace("/x", "/mark") for p in _pointers(marked) if p.endswith("/x")]
    pointers = [p for p in pointers if not p.startswith("/identity")]

    fitted = fit(marked, _with_bound(marked, share), size=size, pointers=pointers)

    listed = cast("list[str]", fitted.document["privacy"]["fieldsRemoved"])
    found = [_look_up(fitted.document, pointer) for pointer in listed]
    assert found == [_look_up(marked, pointers[i]) for i in fitted.kept][: len(listed)]
    assert fitted.document["privacy"]["fieldsRemovedTotal"] == len(fitted.kept)


def _marked(whole: Document) -> Document:
    """The document with a mark of its own in each row."""
    marked = {section: dict(members) for section, members in whole.items()}
    number = 0
    for section, member in LISTS:
        if section == "identity":
            continue
        listed: list[JSON] = []
        for row in rows(whole, section, member):
            assert isinstance(row, dict)
            number += 1
            listed.append({**row, "mark": number})
        marked[section][member] = listed
    return marked


def _look_up(whole: Document, pointer: str) -> JSON:
    value = cast("JSON", whole)
    for part in pointer.split("/")[1:]:
        value = (
            value[int(part)] if isinstance(value, list) else cast("dict[str, JSON]", value)[part]
        )
    return value


@given(st.text(max_size=20), st.integers(0, 300_000))
@example("é", 100_000)
@example('"\\', 5_000)
@example("\x01", 70_000)
def test_a_plan_of_any_length_ends_within_the_smallest_bound(letters: str, length: int):
    plan = (letters * (length // max(1, len(letters)) + 1))[:length]
    whole = document(identity=a_user(plan=plan), events=(an_event(),))

    fitted = fit(whole, SMALLEST_BOUND, size=size)

    assert _bytes(fitted.document) <= SMALLEST_BOUND
    assert plan.startswith(cast("str", fitted.document["identity"]["plan"]))
    assert fitted.document["identity"]["userId"] == "usr_jane"


def test_ids_that_leave_no_room_are_shortened_last():
    whole = document(identity=a_user(plan="p" * 5_000).model_copy(update={"user_id": "u" * 9_000}))

    fitted = fit(whole, SMALLEST_BOUND, size=size).document

    assert _bytes(fitted) == SMALLEST_BOUND
    assert fitted["identity"]["plan"] == ""
    assert fitted["identity"]["tenantId"] == "ten_acme"


def test_a_bound_below_the_gateways_own_metadata_is_refused():
    with pytest.raises(ValueError, match="bytes too few"):
        fit(document(), 100, size=size)


def test_knowledge_goes_before_activity_before_logs_before_state():
    whole = document(
        docs=tuple(a_doc(f"d{i}", "x" * 300) for i in range(20)),
        events=tuple(an_event(event="e" * 300) for _ in range(20)),
        requests=tuple(a_request() for _ in range(30)),
        jobs=(a_job(),),
        errors=(a_backend_error(),),
        active_errors=(an_active_error(),),
        identity=a_user(profile=Profile(country="PT")),
    )
    last = _counts(whole)
    for bound in range(_bytes(whole), SMALLEST_BOUND // 4, -50):
        now = _counts(fit(whole, bound, size=size).document)
        assert now["docs"] == 0 or now["events"] == 20
        assert now["events"] == 0 or now["recentRequests"] == 30
        assert now["recentRequests"] == 0 or now["errors"] == 1
        assert now["errors"] == 0 or now["activeErrors"] == 1
        assert all(now[member] <= last[member] for member in now)
        last = now
    assert last["errors"] == 0


def test_counters_of_an_earlier_cut_are_added_to():
    whole = document(events=tuple(an_event(event="e" * 100) for _ in range(100)))

    once = fit(whole, 9_000, size=size)
    twice = fit(once.document, 5_000, size=size)

    assert twice.truncation == fit(whole, 5_000, size=size).truncation


def test_pointers_are_listed_up_to_their_number_and_counted_all():
    whole = document(events=tuple(an_event() for _ in range(500)))

    fitted = fit(whole, 10**6, size=size, pointers=_pointers(whole))

    assert len(cast("list[str]", fitted.document["privacy"]["fieldsRemoved"])) == MOST_POINTERS
    assert fitted.document["privacy"]["fieldsRemovedTotal"] == len(_pointers(whole))


def test_pointers_take_no_more_than_their_share():
    whole = document(identity=a_user(), events=(an_event(),))
    pointers = [f"/identity/plan/{'k' * 90}" for _ in range(50)]

    fitted = fit(whole, SMALLEST_BOUND, size=size, pointers=pointers)

    listed = cast("list[str]", fitted.document["privacy"]["fieldsRemoved"])
    assert len(listed) == 2
    assert fitted.cuts == 0
    assert fitted.document["privacy"]["fieldsRemovedTotal"] == 50


def test_a_pointer_to_the_profile_goes_with_it():
    whole = document(identity=a_user(profile=Profile(full_name="[name]" * 800)))

    fitted: Fitted = fit(
        whole, SMALLEST_BOUND, size=size, pointers=["/identity/profile/fullName", "/identity/plan"]
    )

    assert "profile" not in fitted.document["identity"]
    assert fitted.document["privacy"]["fieldsRemoved"] == ["/identity/plan"]
    assert fitted.kept == (1,)
