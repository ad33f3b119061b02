"""The analyst's page: figures of cases whose story is known, each beside its words."""

import re

import pytest

from projections.analytics.dictionary import BREAKDOWNS, DEFINITION
from projections.analytics.summary import definitions
from tests.api.operators.analytics_page.told_figures import JANUARY, Page, Reading

DASH = "\N{EN DASH}"


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


# Figures and words


def test_every_figure_stands_beside_its_definition_and_the_definitions_version(january: Page):
    beside = " ".join(" ".join(row) for row in january.figures.values())
    for name, what in definitions().items():
        assert re.search(rf"\b{name}\b", beside), name
        assert re.sub(r" \d\d of 100 took no longer\.$", "", what.definition) in beside, name
    for one in BREAKDOWNS:
        assert one.definition.replace("`", "") in january.words
    assert f"version {DEFINITION} of their definitions" in january.words
    assert january.html.count(f"(definition {DEFINITION})") >= 10 + len(BREAKDOWNS)


@pytest.mark.parametrize(
    ("title", "shown", "of"),
    [
        ("Cases", ["5"], ""),
        ("Answered, of all cases", ["100 %"], "5 of 5."),
        ("First response", ["3.0 s", "1.5 min", "1.5 min"], ""),
        ("Confirmed, of answered cases", ["20 %"], "1 of 5."),
        ("Assumed, of answered cases", ["60 %"], "3 of 5."),
        ("Escalated, of all cases", ["20 %"], "1 of 5."),
        ("CSAT, of rated cases", ["100 %"], "1 of 1."),
        ("Mean rating, of 10", ["9.0"], ""),
        ("Brier score", ["0.29"], ""),
        ("Built-in, of all answers", ["40 %"], "2 of 5."),
        ("Held at once", ["100 %"], "5 of 5."),
        ("Redactions", ["15"], ""),
        ("Good calls, of all", ["100 %"], "20 of 20."),
        ("Mean size of a snapshot", ["2.0 KiB"], ""),
        ("Tokens", ["3,612"], ""),
    ],
)
def test_figures_are_written_with_their_units_and_what_they_are_made_of(
    january: Page, title: str, shown: list[str], of: str
):
    row = [plain(cell) for cell in january.figures[title]]
    assert row[:-1] == shown
    assert row[-1].startswith(of)


def test_reasons_and_fates_are_told_in_words(january: Page):
    assert january.tables["words-escalations"][1][:3] == ["After negative feedback", "User", "1"]
    assert [row[:3] for row in january.tables["words-sources"][1:]] == [
        [source, "Answered", "5"]
        for source in ("Business rules", "User history", "User logs", "User state")
    ]
    assert january.tables["words-redactionRules"][1][:2] == ["email", "10"]
    ratings = {row[0]: row[1] for row in january.tables["words-ratings"][1:]}
    assert ratings == {str(rating): "1" if rating == 9 else "0" for rating in range(1, 11)}


def test_test_traffic_is_left_out_and_this_is_said(january: Page):
    assert "Test traffic is left out: 1 case of users" in january.words
    assert january.figures["Cases"][0] == "5"


def test_how_far_the_figures_have_come_is_said(january: Page):
    assert "level with the record" in january.words
    assert re.search(r"up to event [\d,]+ of the record", january.words)


# Days, weeks, tenants


def test_a_day_without_cases_is_a_nought_where_things_are_counted_and_else_a_dash(january: Page):
    days = {row[0]: [plain(cell) for cell in row[1:]] for row in january.tables["days-cases"][1:]}
    assert len(days) == 31
    assert days["2025-01-06"] == ["3", "100 %", "67 %"]
    assert days["2025-01-07"] == ["0", DASH, DASH]
    assert days["2025-01-08"] == ["2", "100 %", "100 %"]
    times = {row[0]: [plain(cell) for cell in row[1:4]] for row in january.tables["days-times"][1:]}
    assert times["2025-01-06"] == ["2.0 s", "3.0 s", "3.0 s"]
    assert times["2025-01-07"] == [DASH] * 3
    escalated = january.tables["days-escalation"]
    column = escalated[0].index("After negative feedback")
    assert [row[column] for row in escalated[6:9]] == ["1", "0", "0"]


def test_a_long_time_is_shown_week_by_week(told: Reading):
    page = told.page("?from=2020-01-01&through=2025-02-02")
    weeks = page.tables["days-cases"]
    assert [row[:2] for row in weeks[1:]] == [
        ["2025-01-06", "5"],
        ["2025-01-13", "0"],
        ["2025-01-20", "0"],
        ["2025-01-27", "0"],
    ]
    assert "week by week" in page.words


def test_tenants_stand_side_by_side_with_those_of_most_cases_first(january: Page):
    rows = [row[:3] for row in january.tables[""] if row[0].startswith("ten_")]
    assert [[plain(cell) for cell in row] for row in rows] == [
        ["ten_acme", "4", "2.0 s"],
        ["ten_globex", "1", "3.0 s"],
    ]


def test_one_tenant_and_some_days_can_be_asked_for(told: Reading):
    assert told.page(f"{JANUARY}&tenantId=ten_globex").figures["Cases"][0] == "1"
    assert told.page("?from=2025-01-07&through=2025-01-08").figures["Cases"][0] == "2"
    assert told.page("?from=&through=").figures["Cases"][0] == "5"
    assert told.page("?from=&through=2025-01-06&tenantId=").figures["Cases"][0] == "3"


# Nothing there


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?from=2024-01-01&through=2024-01-31",
        "?from=9999-01-01&through=9999-12-31",
        "?from=0001-01-01&through=0001-01-01",
    ],
)
def test_where_there_is_nothing_no_share_is_claimed_and_the_reason_is_given(
    told: Reading, query: str
):
    page = told.page(query)
    assert "Nothing was recorded in this time" in page.words
    for row in page.figures.values():
        assert not {"0 %", "NaN", "None", "nan", "inf"} & {plain(cell) for cell in row}
    assert page.figures["Cases"][0] == "0"
    rated = page.figures["CSAT, of rated cases"]
    assert rated[0] == DASH
    assert rated[1].startswith("No figure: no rated case.")
    assert "data-table" not in page.html
