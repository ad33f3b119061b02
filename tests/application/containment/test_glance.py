"""A glance passes over nothing that a pattern finds, in whatever letters, digits and spaces."""

import re

import pytest

from application.containment.glance import Glance

CALL = re.compile(r"\bcall\sus\s\d+\b", re.IGNORECASE)
TOLD = re.compile(r"(?<!\w)kind\w+(?!\w)", re.IGNORECASE)
GLANCE = Glance((CALL, r"call\sus\s\d+"), (TOLD, r"kind\w+"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call us 24 hours a day", [CALL]),
        ("CALL\u00a0US\u20037", [CALL]),
        ("call us \u0664\u0662", [CALL]),
        ("call u\u017f 24", [CALL]),
        ("\ud800 call us 24", [CALL]),
        ("the \u212aindergarten", [TOLD]),
        ("the kind\u00e9s", [TOLD]),
        ("kindly call us 24", [CALL, TOLD]),
        ("nothing of the kind", []),
    ],
)
def test_a_glance_tells_what_may_match(text: str, found: list[re.Pattern[str]]) -> None:
    assert [pattern for pattern in (CALL, TOLD) if pattern.search(text)] == found
    assert GLANCE.may_match(text) == found


def test_a_simpler_pattern_may_match_where_the_exact_one_does_not() -> None:
    assert GLANCE.may_match("mankindly") == [TOLD]
    assert not TOLD.search("mankindly")
