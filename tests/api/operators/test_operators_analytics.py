"""What an analyst sees: figures with their definitions, as JSON, CSV and JSON lines."""

import csv
import io
import json
from typing import Any

import pytest

from tests.api.operators.conftest import Desk


def values(desk: Desk, query: str = "", operator: str = "acme-analyst") -> dict[str, Any]:
    found = desk.read(f"/api/analytics/summary{query}", operator)
    return {name: figure["value"] for name, figure in found["figures"].items()}


def test_a_summary_counts_what_was_acknowledged_before_it_was_asked_for(desk: Desk):
    before = values(desk)
    case_id, _, token = desk.case()
    desk.gateway.post(f"/api/cases/{case_id}/feedback", {"feedback": "positive"}, token=token)
    desk.gateway.post(
        f"/api/cases/{case_id}/close", {"resolution": "resolved", "rating": 9}, token=token
    )
    after = values(desk)
    grown = {name: after[name] - before[name] for name in ("cases", "answers", "hostCalls")}
    assert grown == {"cases": 1, "answers": 1, "hostCalls": 4}
    for name in ("confirmedResolutions", "satisfiedCases", "positiveFeedback", "builtinAnswers"):
        assert after[name] == before[name] + 1
    assert after["firstResponseMsP50"] > 0


def test_every_figure_comes_with_its_definition_and_the_definitions_version(desk: Desk):
    found = desk.read("/api/analytics/summary?from=2026-01-01", "acme-analyst")
    assert (found["definitionVersion"], found["tenantId"]) == (1, None)
    assert (found["from"], found["to"]) == ("2026-01-01T00:00:00.000Z", None)
    for figure in found["figures"].values():
        assert figure.keys() == {"value", "unit", "definition"}
        assert figure["definition"]
    for table in found["breakdowns"].values():
        assert table.keys() == {"definition", "rows"}


def test_test_traffic_is_left_out(desk: Desk):
    desk.case(userRoles=["member"])
    before = desk.read("/api/analytics/summary", "acme-analyst")
    desk.case(userRoles=["member", "test"])
    after = desk.read("/api/analytics/summary", "acme-analyst")
    assert after["figures"]["cases"] == before["figures"]["cases"]
    assert after["figures"]["answers"] == before["figures"]["answers"]
    assert after["testCasesLeftOut"] == before["testCasesLeftOut"] + 1


def test_an_analyst_sees_figures_of_his_own_tenants_only(desk: Desk):
    desk.case("ten_globex")
    desk.case("ten_acme")
    acme, globex = values(desk), values(desk, operator="globex-both")
    everything = values(desk, operator="all-both")
    assert everything["cases"] == acme["cases"] + globex["cases"]
    assert values(desk, "?tenantId=ten_globex")["cases"] == 0
    assert values(desk, "?tenantId=ten_globex", "all-both") == globex


def test_a_series_has_a_row_for_each_day_and_tenant(desk: Desk):
    desk.case("ten_acme")
    desk.case("ten_globex")
    found = desk.read("/api/analytics/series", "all-both")
    assert found["by"] == ["day", "tenantId"]
    assert {row["tenantId"] for row in found["data"]} == {"ten_acme", "ten_globex"}
    total = sum(row["cases"] for row in found["data"])
    assert total == values(desk, operator="all-both")["cases"]
    (by_day,) = desk.read("/api/analytics/series?by=day", "all-both")["data"][-1:]
    assert by_day.keys() == {"day", *found["figures"]}
    (by_week,) = desk.read("/api/analytics/series?by=week,tenant", "acme-analyst")["data"][-1:]
    assert by_week.keys() == {"week", "tenantId", *found["figures"]}
    assert desk.read("/api/analytics/series?from=2099-01-01", "all-both")["data"] == []


@pytest.mark.parametrize("headers", [[], [("Accept", "text/csv")]])
def test_the_same_comes_as_csv(desk: Desk, headers: list[tuple[str, str]]):
    desk.case()
    query = "" if headers else "?format=csv"
    answer = desk.get(f"/api/analytics/series{query}", "acme-analyst", headers=headers)
    assert answer.header("content-type") == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.body.decode())))
    data = desk.read("/api/analytics/series", "acme-analyst")["data"]
    assert [row["tenantId"] for row in rows] == [row["tenantId"] for row in data]
    assert [int(row["cases"]) for row in rows] == [row["cases"] for row in data]
    assert {row["definitionVersion"] for row in rows} == {"1"}
    answer = desk.get(f"/api/analytics/summary{query}", "acme-analyst", headers=headers)
    figures = {row["name"]: row for row in csv.DictReader(io.StringIO(answer.body.decode()))}
    shown = desk.read("/api/analytics/summary", "acme-analyst")["figures"]
    assert figures.keys() == shown.keys()
    assert figures["cases"]["definition"] == shown["cases"]["definition"]
    assert int(figures["cases"]["value"]) == shown["cases"]["value"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (["text/csv;q=0, application/json"], "application/json"),
        (["text/csv;q=0"], "application/json"),
        (["application/json;q=0.1, text/csv;q=0.9"], "text/csv; charset=utf-8"),
        (["text/csv;q=0.1, */*"], "application/json"),
        (["*/*, text/csv"], "text/csv; charset=utf-8"),
        (["text/html", "TEXT/CSV ; header=present ; q=0.5"], "text/csv; charset=utf-8"),
        (["text/csv;q=0.5", "application/x-ndjson"], "application/x-ndjson"),
        (["text/csv;q=nonsense"], "text/csv; charset=utf-8"),
    ],
)
def test_of_the_forms_that_are_accepted_it_is_the_one_that_is_wanted_most(
    desk: Desk, accept: list[str], form: str
):
    headers = [("Accept", line) for line in accept]
    answer = desk.get("/api/analytics/summary", "acme-analyst", headers=headers)
    assert (answer.status, answer.header("content-type")) == (200, form)


@pytest.mark.parametrize("headers", [[], [("Accept", "application/x-ndjson")]])
def test_the_same_comes_as_json_lines(desk: Desk, headers: list[tuple[str, str]]):
    desk.case()
    query = "" if headers else "?format=jsonl"
    answer = desk.get(f"/api/analytics/series{query}", "acme-analyst", headers=headers)
    assert answer.header("content-type") == "application/x-ndjson"
    rows = [json.loads(line) for line in answer.body.splitlines()]
    data = desk.read("/api/analytics/series", "acme-analyst")["data"]
    assert rows == [row | {"definitionVersion": 1} for row in data]
    answer = desk.get(f"/api/analytics/summary{query}", "acme-analyst", headers=headers)
    assert {"name", "value", "unit"} <= json.loads(answer.body.splitlines()[0]).keys()
