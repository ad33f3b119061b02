"""Who may look: operators by their tokens, within their roles and tenants, and nobody else."""

import pytest

from tests.api.operators.conftest import Desk, token_of

# What is tested here is the same over every engine.
pytestmark = pytest.mark.parametrize("desk", ["sqlite"], indirect=True, scope="session")

AUDIT = ["/api/audit/cases", "/api/audit/views"]
OF_A_CASE = ["", "/events", "/snapshot"]
ANALYTICS = ["/api/analytics/summary", "/api/analytics/series"]


@pytest.mark.parametrize("path", [*AUDIT, *ANALYTICS, "/api/audit/cases/cas_1"])
@pytest.mark.parametrize(
    "authorization",
    [
        [],
        ["Bearer"],
        ["Bearer op_"],
        ["Bearer op_unknown-token-of-nobody-at-all"],
        ["Basic " + token_of("all-both")],
        ["Bearer " + token_of("all-both")[3:]],
        ["Bearer " + token_of("all-both") + "x"],
        ["Bearer " + token_of("all-both"), "Bearer " + token_of("all-both")],
        ["Bearer op_" + "x" * 9_000],
    ],
)
def test_a_token_that_does_not_hold_is_always_refused_alike(
    desk: Desk, path: str, authorization: list[str]
):
    answer = desk.gateway.get(path, headers=[("Authorization", one) for one in authorization])
    assert answer.status == 401
    assert answer.header("www-authenticate") == "Bearer"
    assert answer.json["error"] == "UNAUTHORIZED"
    assert answer.json["message"] == "A valid bearer token is required."


@pytest.mark.parametrize("path", [*AUDIT, *ANALYTICS])
def test_a_widget_token_is_never_an_operators(desk: Desk, path: str):
    _, token = desk.user()
    assert desk.gateway.get(path, token=token).status == 401


@pytest.mark.parametrize("path", ["/api/cases", "/api/cases/cas_" + "0" * 32])
def test_an_operators_token_is_never_a_widgets(desk: Desk, path: str):
    assert desk.gateway.get(path, token=token_of("all-both")).status == 401


@pytest.mark.parametrize("path", AUDIT)
def test_an_analyst_is_no_auditor(desk: Desk, path: str):
    answer = desk.get(path, "acme-analyst")
    assert (answer.status, answer.json["error"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize("part", OF_A_CASE)
def test_whoever_may_not_audit_cannot_tell_a_case_from_none(desk: Desk, part: str):
    case_id, *_ = desk.case()
    for one in (case_id, "cas_" + "0" * 32):
        assert desk.get(f"/api/audit/cases/{one}{part}", "acme-analyst").status == 403


@pytest.mark.parametrize("path", ANALYTICS)
def test_an_auditor_is_no_analyst(desk: Desk, path: str):
    assert desk.get(path, "acme-auditor").status == 403


@pytest.mark.parametrize("path", [*AUDIT, *ANALYTICS])
def test_an_admin_has_every_role(desk: Desk, path: str):
    assert desk.get(path, "all-admin").status == 200


@pytest.mark.parametrize("part", OF_A_CASE)
def test_another_tenants_case_is_like_none_at_all(desk: Desk, part: str):
    case_id, *_ = desk.case("ten_globex")
    answers = [
        desk.get(f"/api/audit/cases/{one}{part}", "acme-auditor")
        for one in (case_id, "cas_" + "0" * 32, "cas_1", "scs_1", "%00", "aud_" + case_id)
    ]
    assert {answer.status for answer in answers} == {404}
    said = [
        {name: value for name, value in answer.json.items() if name != "requestId"}
        for answer in answers
    ]
    assert all(one == said[0] for one in said)
    assert said[0]["error"] == "CASE_NOT_FOUND"
    assert desk.get(f"/api/audit/cases/{case_id}{part}", "globex-both").status == 200


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/audit/cases?limit=0", "limit"),
        ("/api/audit/cases?limit=501", "limit"),
        ("/api/audit/cases?limit=1e2", "limit"),
        ("/api/audit/cases?status=open", "status"),
        ("/api/audit/cases?from=yesterday", "from"),
        ("/api/audit/cases?from=2026-02-30", "from"),
        ("/api/audit/cases?from=2026-02-21&to=2026-02-20", "to"),
        ("/api/audit/cases?to=2026-02-20T10:00:00", "to"),
        ("/api/audit/cases?to=0001-01-01T00:00:00%2B14:00", "to"),
        ("/api/audit/cases?cursor=AAAA", "cursor"),
        ("/api/audit/cases?cursor=", "cursor"),
        ("/api/audit/cases?userId=%00", "userId"),
        ("/api/audit/cases?userID=usr_1", "userID"),
        ("/api/audit/cases?status=active&status=resolved", "status"),
        ("/api/audit/views?cursor=Y2FzXzE", "cursor"),
        ("/api/analytics/summary?from=2026-02-21&to=2026-02-20", "to"),
        ("/api/analytics/summary?format=xml", "format"),
        ("/api/analytics/series?by=hour", "by"),
    ],
)
def test_a_question_that_cannot_be_understood_names_what_is_wrong(
    desk: Desk, path: str, field: str
):
    answer = desk.get(path, "all-both")
    assert answer.status == 400, answer.body
    assert (answer.json["error"], answer.json["field"]) == ("VALIDATION_ERROR", field)


def test_a_refusal_comes_as_a_problem_where_that_is_asked_for(desk: Desk):
    answer = desk.get("/api/audit/cases?limit=x", headers=[("Accept", "application/problem+json")])
    assert answer.header("content-type") == "application/problem+json"
    assert answer.json["code"] == "VALIDATION_ERROR"


def test_operators_only_read(desk: Desk):
    answer = desk.gateway.post("/api/audit/cases", {}, token=token_of("all-both"))
    assert (answer.status, answer.header("allow")) == (405, "GET, HEAD")
