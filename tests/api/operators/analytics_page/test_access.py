"""Who may look at the analyst's page, and what becomes of words that others wrote."""

import hashlib
from importlib.resources import files
from urllib.parse import quote

import pytest

from api.operators.pages.vendor import SHA256, vendored
from projections.analytics.dictionary import BREAKDOWNS
from tests.api.operators.analytics_page.told_figures import HOSTILE, JANUARY, Page, Reading
from tests.api.operators.conftest import Desk, token_of


def test_only_an_analyst_or_an_admin_sees_the_page(told: Reading):
    assert told.get("/operator/analytics", "acme-auditor").status == 403
    assert told.get("/operator/analytics/summary.csv", "acme-auditor").status == 403
    for operator in ("acme-analyst", "all-admin"):
        assert told.get("/operator/analytics", operator).status == 200


@pytest.mark.parametrize("path", ["/operator/analytics", "/operator/analytics/series.csv"])
def test_without_a_session_one_is_led_to_sign_in_and_a_bearer_token_is_none(
    told: Reading, path: str
):
    answer = told.gateway.get(path, token=token_of("all-both"))
    assert answer.status == 303
    assert answer.header("location") == f"/operator/sign-in?next={quote(path, safe='')}"


def test_an_analyst_sees_his_own_tenants_only(told: Reading):
    page = told.page(JANUARY, "acme-analyst")
    assert page.figures["Cases"][0] == "4"
    assert "ten_globex" not in page.html
    other = told.page(f"{JANUARY}&tenantId=ten_globex", "acme-analyst")
    assert other.figures["Cases"][0] == "0"
    assert "ten_globex is none of your tenants" in other.words


# What others wrote


@pytest.mark.parametrize(
    "query",
    [
        "?from=yesterday",
        "?from=2025-1-6",
        "?from=2025-W02-1",
        "?from=2025-02-30",
        "?from=2025-02-01&through=2025-01-01",
        "?from=%3Cscript%3E",
        "?from=2025-01-01&from=2025-01-02",
        "?to=2025-01-01",
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(told: Reading, query: str):
    answer = told.get(f"/operator/analytics{query}")
    assert answer.status == 400
    assert answer.header("content-type") == "text/html; charset=utf-8"
    assert b"<script>" not in answer.body


def test_names_are_written_as_text_whatever_they_are(told: Reading, january: Page):
    assert HOSTILE in january.words
    assert HOSTILE not in january.html
    hostile = f'"><script>{HOSTILE}</script>'
    page = told.page(f"{JANUARY}&tenantId={quote(hostile)}")
    assert hostile in page.words
    assert "<script>" not in page.html
    assert HOSTILE not in page.html


@pytest.mark.parametrize("name", SHA256)
def test_what_is_vendored_is_what_its_authors_released_and_comes_from_the_gateway(
    told: Reading, name: str
):
    file = files("api.operators.pages.vendor").joinpath(name).read_bytes()
    assert hashlib.sha256(file).hexdigest() == SHA256[name]
    answer = told.gateway.get(vendored(name))
    assert (answer.status, answer.body) == (200, file)
    assert told.gateway.get(vendored(name).replace("uplot", "other")).status == 404


# On each engine


def test_the_page_counts_what_was_acknowledged_before_it_was_asked_for(desk: Desk):
    reading = Reading(desk.gateway)
    before = int(reading.page("", "globex-both").figures["Cases"][0].replace(",", ""))
    desk.case("ten_globex")
    page = reading.page("", "globex-both")
    assert int(page.figures["Cases"][0].replace(",", "")) == before + 1
    assert "level with the record" in page.words
    for one in BREAKDOWNS:
        path = f"/operator/analytics/{one.name}.json"
        assert reading.get(path, "globex-both").status == 200
