"""Figures as the analyst's page writes them."""

import pytest

from api.operators.pages.analytics.layout import Ranked, Shown
from api.operators.pages.analytics.sections import SECTIONS
from api.operators.pages.analytics.writing import Kind, written
from projections.analytics.dictionary import BREAKDOWNS, PERCENTILES
from projections.analytics.reading import Value
from projections.analytics.summary import definitions


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (None, "share", "\N{EN DASH}"),
        (1204, "count", "1,204"),
        (0, "share", "0 %"),
        (0.0004, "share", "< 0.1 %"),
        (0.043, "share", "4.3 %"),
        (0.34, "share", "34 %"),
        (0.996, "share", "99.6 %"),
        (0.9996, "share", "> 99.9 %"),
        (1.0, "share", "100 %"),
        (3, "time", "3 ms"),
        (1_200, "time", "1.2 s"),
        (9_970, "time", "10 s"),
        (90_000, "time", "1.5 min"),
        (7_200_000, "time", "2.0 h"),
        (864_000_000, "time", "10 d"),
        (0.2233, "number", "0.22"),
        (8.3333, "points", "8.3"),
        (2_048, "bytes", "2.0 KiB"),
    ],
)
def test_a_figure_has_its_unit_and_no_more_digits_than_it_bears(
    value: Value, kind: Kind, shown: str
):
    assert written(value, kind).replace("\u202f", " ") == shown


def test_every_figure_and_every_breakdown_has_its_place_once():
    figures = [one for section in SECTIONS for one in section.figures]
    shares_take = {one.parts[0] for one in figures if one.parts is not None}
    names = [one.name for one in figures] + sorted(shares_take)
    ranked = [one.name for section in SECTIONS for one in section.ranked]
    assert len(names) == len(set(names))
    assert sorted(ranked) == sorted(one.name for one in PERCENTILES)
    assert {*names, *(f"{name}P{rank}" for name in ranked for rank in (50, 90, 99))} == {
        *definitions()
    }
    breakdowns = [one.name for section in SECTIONS for one in section.breakdowns]
    assert sorted(breakdowns) == sorted(one.name for one in BREAKDOWNS)


def test_whatever_may_have_no_value_says_why():
    shown: list[Shown | Ranked] = []
    for section in SECTIONS:
        shown += [*section.figures, *section.ranked]
    counts = ("count", "cases", "answers", "calls", "tokens")
    for one in shown:
        if isinstance(one, Ranked):
            assert one.none
        elif one.parts is not None or definitions()[one.name].unit not in counts:
            assert one.why, one.name
