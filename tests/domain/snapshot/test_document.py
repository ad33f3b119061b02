"""Places in a snapshot, and pointers that follow them."""

import pytest

from domain.snapshot.document import (
    PROFILE,
    Place,
    at,
    followed,
    place_of,
    rows,
    with_only,
    without,
)
from domain.snapshot.shape import Profile
from tests.domain.snapshot.documents import a_user, an_event, document

EVENTS = ("recentActivity", "events")


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/recentActivity/events/3/page", Place(*EVENTS, 3)),
        ("/recentActivity/events/12", Place(*EVENTS, 12)),
        ("/identity/roles/0", Place("identity", "roles", 0)),
        ("/identity/profile/email", PROFILE),
        ("/identity/profile", PROFILE),
        ("/identity/plan", None),
        ("/recentActivity/windowHours", None),
        ("/recentActivity/events", None),
        ("", None),
    ],
)
def test_a_pointer_leads_into_a_place_or_elsewhere(pointer: str, place: Place | None):
    assert place_of(pointer) == place


def test_pointers_into_later_rows_move_up_and_into_cut_rows_go():
    pointers = [
        "/recentActivity/events/0/page",
        "/recentActivity/events/1/page",
        "/recentActivity/events/2/page/deep",
        "/recentActivity/clickTimeline/2/page",
        "/identity/profile/email",
        "/identity/plan",
    ]
    gone = [Place(*EVENTS, 1), Place(*EVENTS, 7), PROFILE]

    assert followed(pointers, gone) == {
        0: "/recentActivity/events/0/page",
        2: "/recentActivity/events/1/page/deep",
        3: "/recentActivity/clickTimeline/2/page",
        5: "/identity/plan",
    }


def test_cutting_leaves_the_given_document_alone():
    whole = document(
        identity=a_user(profile=Profile(country="PT")), events=(an_event(event="a"), an_event())
    )

    cut = without(whole, [Place(*EVENTS, 0), PROFILE])

    assert rows(cut, *EVENTS) == rows(whole, *EVENTS)[1:]
    assert len(rows(whole, *EVENTS)) == 2
    assert "profile" not in cut["identity"]
    assert at(whole, PROFILE) == {"country": "PT"}


def test_what_is_no_list_has_no_rows():
    with pytest.raises(TypeError, match=r"identity\.plan"):
        rows(document(), "identity", "plan")


def test_some_rows_by_themselves_know_where_they_stood():
    whole = document(
        identity=a_user(profile=Profile(country="PT")),
        events=(an_event(event="a"), an_event(event="b"), an_event(event="c")),
    )

    few, stood = with_only(whole, [Place(*EVENTS, 2), PROFILE, Place(*EVENTS, 0)])

    assert rows(few, *EVENTS) == [rows(whole, *EVENTS)[0], rows(whole, *EVENTS)[2]]
    assert stood[EVENTS] == [0, 2]
    assert few["identity"]["profile"] == {"country": "PT"}
    assert rows(few, "identity", "roles") == []
