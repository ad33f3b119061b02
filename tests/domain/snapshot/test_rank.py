"""What helps a diagnosis least is cut first."""

from domain.model import JSON
from domain.snapshot.document import LISTS, PROFILE, Document, Place, at, rows
from domain.snapshot.rank import cut_order
from domain.snapshot.shape import ChangelogEntry, LimitReached, ProductEntity, Profile
from tests.domain.snapshot.documents import (
    a_backend_error,
    a_catalogued,
    a_doc,
    a_job,
    a_user,
    an_active_error,
    an_event,
    document,
)


def _order(whole: Document, name: str, *members: str) -> list[JSON]:
    found = [at(whole, place) for place in cut_order(whole) if place.member in members]
    return [row[name] if isinstance(row, dict) else row for row in found]


def test_every_row_and_the_profile_have_a_turn_and_only_one():
    whole = document(
        identity=a_user(profile=Profile(country="PT")),
        events=(an_event(), an_event()),
        docs=(a_doc(),),
        jobs=(a_job(),),
        active_errors=(an_active_error(),),
        rules={"a": 1},
    )

    everything = [
        Place(section, member, row)
        for section, member in LISTS
        for row in range(len(rows(whole, section, member)))
    ]
    assert sorted(cut_order(whole)) == sorted([*everything, PROFILE])


def test_without_a_profile_it_has_no_turn():
    assert PROFILE not in cut_order(document())


def test_the_oldest_goes_first_by_time_and_not_by_text():
    whole = document(
        events=(
            an_event("2026-02-20T10:00:00+02:00", "8 o'clock"),
            an_event("2026-02-20T07:59:59.999Z", "before 8"),
            an_event("2026-02-20", "midnight, no zone"),
        )
    )

    assert _order(whole, "event", "events") == ["midnight, no zone", "before 8", "8 o'clock"]


def test_what_has_no_time_counts_as_oldest():
    whole = document(
        events=(
            an_event("1970-01-01T00:00:00Z", "old"),
            an_event("yesterday", "says nothing"),
            an_event("9999-12-31T23:59:59-14:00", "beyond the calendar"),
        )
    )

    order = _order(whole, "event", "events")
    assert order == ["says nothing", "beyond the calendar", "old"]


def test_rows_of_one_time_go_in_their_order():
    whole = document(events=tuple(an_event(event=str(number)) for number in range(9)))

    assert _order(whole, "event", "events") == list("012345678")


def test_a_job_is_as_old_as_its_last_change():
    whole = document(
        jobs=(
            a_job("old but changed", createdAt="2020-01-01", updatedAt="2026-02-20"),
            a_job("newer, left alone", createdAt="2025-01-01", updatedAt="2025-01-02"),
            a_job("never changed", createdAt="2026-01-01", updatedAt="never"),
        )
    )

    order = _order(whole, "jobId", "jobs")
    assert order == ["newer, left alone", "never changed", "old but changed"]


def test_the_changelog_goes_before_anything():
    whole = document(
        docs=(a_doc(),),
        changelog=(
            ChangelogEntry(version="2", date="2026-02-01", summary="…"),
            ChangelogEntry(version="1", date="2026-01-01", summary="…"),
        ),
    )

    assert _order(whole, "version", "changelog") == ["1", "2"]
    assert [place.member for place in cut_order(whole)[:3]] == ["changelog", "changelog", "docs"]


def test_knowledge_about_an_active_error_goes_last_and_about_other_troubles_before_it():
    whole = document(
        active_errors=(an_active_error("UPLOAD_TOO_LARGE"),),
        jobs=(a_job(errorCode="EXPORT_TIMEOUT"),),
        errors=(a_backend_error("E 42"),),
        limits_reached=(LimitReached(limit="upload_mb", current=60, max=50),),
        docs=(
            a_doc("about uploads", "Seen UPLOAD_TOO_LARGE? Use a smaller file."),
            a_doc("about nothing"),
        ),
        runbooks=(a_doc("exports", "after EXPORT_TIMEOUT."), a_doc("cache")),
        rules={"upload_mb": 50, "colour": "blue"},
        error_catalog=tuple(map(a_catalogued, ("UPLOAD_TOO_LARGE", "E 42", "OTHER"))),
    )

    assert _order(whole, "id", "docs", "runbooks") == [
        "about nothing",
        "cache",
        "error:OTHER",
        "rule:colour",
        "exports",
        "error:E 42",
        "rule:upload_mb",
        "about uploads",
        "error:UPLOAD_TOO_LARGE",
    ]


def test_a_code_within_a_longer_word_is_another_code():
    whole = document(
        active_errors=(an_active_error("E1"),),
        docs=(a_doc("this", "E1: wait."), a_doc("that", "E10 and XE1")),
    )

    assert _order(whole, "id", "docs") == ["that", "this"]


def test_the_entity_that_an_error_is_about_goes_after_the_others():
    def entity(name: str | int) -> ProductEntity:
        return ProductEntity(type="project", id=name, status="active", metadata={})

    whole = document(
        active_errors=(an_active_error(resource="7"),),
        entities=(entity("first"), entity(7), entity("last")),
    )

    assert _order(whole, "id", "entities") == ["last", "first", 7]


def test_errors_limits_and_identity_go_at_the_very_end():
    whole = document(
        identity=a_user(profile=Profile(country="PT")),
        active_errors=(
            an_active_error("new", at="2026-02-20T09:00:00Z"),
            an_active_error("old", at="2026-02-19T09:00:00Z"),
        ),
        limits_reached=(LimitReached(limit="x", current=1, max=1),),
        errors=(a_backend_error(),),
        entities=(ProductEntity(type="t", status="s", metadata={}),),
    )

    assert [place.member for place in cut_order(whole)] == [
        "errors",
        "entities",
        "activeErrors",
        "activeErrors",
        "limitsReached",
        "featuresEnabled",
        "roles",
        "profile",
    ]
    assert _order(whole, "errorCode", "activeErrors") == ["old", "new"]


def test_of_errors_limits_and_what_is_known_of_the_user_the_longest_list_gives_way():
    whole = document(
        identity=a_user().model_copy(update={"features_enabled": ("a", "b", "c", "d")}),
        active_errors=(an_active_error("new"), an_active_error("old", at="2026-02-19T09:00:00Z")),
        limits_reached=(LimitReached(limit="x", current=1, max=1),),
    )

    assert _order(whole, "errorCode", "featuresEnabled", "activeErrors") == [
        "d",
        "c",
        "old",
        "b",
        "new",
        "a",
    ]
    assert [place.member for place in cut_order(whole)[-4:]] == [
        "activeErrors",
        "limitsReached",
        "featuresEnabled",
        "roles",
    ]
