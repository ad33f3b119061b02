"""What an analyst takes away is what the API tells, with the session of the page."""

import csv
import io
import json
from typing import Any

import pytest

from projections.analytics.dictionary import BREAKDOWNS, DEFINITION
from projections.analytics.summary import definitions
from tests.api.operators.analytics_page.told_figures import JANUARY, Reading
from tests.api.operators.conftest import token_of


def summary_of(told: Reading, path: str) -> dict[str, Any]:
    found: dict[str, Any] = told.gateway.get(path, token=token_of("all-both")).json
    del found["computedAt"]
    return found


@pytest.mark.parametrize("name", ["summary", "series"])
def test_downloads_are_what_the_api_tells(told: Reading, name: str):
    api = summary_of(told, f"/api/analytics/{name}?from=2025-01-01&to=2025-02-01")
    answer = told.get(f"/operator/analytics/{name}.json{JANUARY}")
    file_name = f"support-{name}-2025-01-01-2025-01-31.json"
    assert answer.header("content-disposition") == f'attachment; filename="{file_name}"'
    downloaded = answer.json
    del downloaded["computedAt"]
    assert downloaded == api


def test_downloads_come_as_csv_and_as_json_lines(told: Reading):
    answer = told.get(f"/operator/analytics/series.csv{JANUARY}")
    assert answer.header("content-type") == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.body.decode())))
    assert [(row["day"], row["tenantId"], row["cases"]) for row in rows] == [
        ("2025-01-06", "ten_acme", "2"),
        ("2025-01-06", "ten_globex", "1"),
        ("2025-01-08", "ten_acme", "2"),
    ]
    answer = told.get(f"/operator/analytics/summary.jsonl{JANUARY}", "acme-analyst")
    figures = {row["name"]: row for row in map(json.loads, answer.body.splitlines())}
    assert figures.keys() == definitions().keys()
    assert (figures["cases"]["value"], figures["cases"]["definitionVersion"]) == (4, DEFINITION)


def test_each_breakdown_can_be_taken_away_by_day_and_tenant(told: Reading):
    line = {
        "day": "2025-01-06",
        "tenantId": "ten_acme",
        "reason": "negative_feedback",
        "decidedBy": "user",
        "cases": 1,
    }
    path = f"/operator/analytics/escalations.%s{JANUARY}"
    version = {"definitionVersion": DEFINITION}
    assert json.loads(told.get(path % "jsonl").body) == line | version
    (row,) = csv.DictReader(io.StringIO(told.get(path % "csv").body.decode()))
    assert row == {name: str(value) for name, value in (line | version).items()}
    assert told.get(path % "json").json["rows"] == [line]
    for one in BREAKDOWNS:
        assert told.get(f"/operator/analytics/{one.name}.csv{JANUARY}").status == 200


@pytest.mark.parametrize("name", ["cases.csv", "summary.xml", "summary", "../summary.csv"])
def test_there_is_nothing_else_to_take_away(told: Reading, name: str):
    assert told.get(f"/operator/analytics/{name}").status == 404
