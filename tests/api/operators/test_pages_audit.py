"""What an auditor reads on the pages, and that every look at them is on record."""

import html
import json
import re

import pytest

from tests.api.operators.browsing import browser, words
from tests.api.operators.conftest import Desk
from tests.hosts import Host
from tests.hosts.behaviours import status

pytestmark = pytest.mark.parametrize("desk", ["sqlite"], indirect=True, scope="session")

TABS = ["", "/model", "/snapshot", "/chain"]
HOSTILE = '</p><script>alert("1")</script><img src=x onerror=alert(1)> {{ 7 * 7 }} "quoted"'


def case_page(case_id: str, more: str = "") -> str:
    return f"/operator/audit/cases/{case_id}{more}"


def looks(desk: Desk, case_id: str) -> list[tuple[str, dict[str, str]]]:
    """What was looked at of a case, and what was asked, oldest first."""
    found = desk.read(f"/api/audit/views?caseId={case_id}", "all-both")["data"]
    return [(look["lookedAt"], look["asked"]) for look in found[::-1]]


# Finding a case


def test_a_case_is_found_by_its_user(desk: Desk):
    case_id, user_id, _ = desk.case()
    form = f"tenantId=&userId={user_id}&status=active&from=2020-01-01&to="
    page = browser(desk.gateway).page(f"/operator/audit?{form}")
    assert re.findall(r"/operator/audit/cases/(cas_\w+)", page.body.decode()) == [case_id]
    assert "1 case on this page" in words(page)
    assert f'value="{user_id}"' in page.body.decode()


def test_the_list_leads_on_to_older_cases(desk: Desk):
    user_id, token = desk.user()
    opened = [desk.gateway.open_case(token, f"No {n}?")["case"]["id"] for n in range(3)]
    listed: list[str] = []
    path: str | None = f"/operator/audit?userId={user_id}&limit=2"
    while path is not None:
        page = browser(desk.gateway).page(path).body.decode()
        listed += re.findall(r"/operator/audit/cases/(cas_\w+)", page)
        onward = re.search(r'rel="next" href="([^"]*)"', page)
        path = html.unescape(onward[1]) if onward else None
    assert listed == opened[::-1]


def test_an_operator_finds_only_cases_of_his_own_tenants(desk: Desk):
    _, user_id, _ = desk.case("ten_globex")
    auditor = browser(desk.gateway, "acme-auditor")
    assert "No case" in auditor.reads(f"/operator/audit?userId={user_id}")
    assert "No case" in auditor.reads("/operator/audit?tenantId=ten_globex")
    assert "ten_globex" not in auditor.reads("/operator/audit")
    found = browser(desk.gateway, "all-both").reads(f"/operator/audit?userId={user_id}")
    assert "1 case on this page" in found


def test_a_look_at_the_list_is_recorded_without_the_users_id(desk: Desk):
    _, user_id, _ = desk.case()
    page = browser(desk.gateway).page(f"/operator/audit?userId={user_id}&status=")
    recorded = desk.read("/api/audit/views?operator=acme-auditor")["data"]
    (look,) = (one for one in recorded if one["requestId"] == page.header("x-request-id"))
    assert look["lookedAt"] == "cases"
    assert look["asked"].keys() == {"userId"}
    assert look["asked"]["userId"].startswith("psn_")


def test_a_case_is_opened_by_its_id(desk: Desk):
    case_id, *_ = desk.case()
    answer = browser(desk.gateway).get(f"/operator/audit?caseId=%20{case_id}%20")
    assert (answer.status, answer.header("location")) == (303, case_page(case_id))


# One case


def test_the_timeline_tells_every_event(desk: Desk):
    case_id, user_id, token = desk.case()
    desk.gateway.post(f"/api/cases/{case_id}/feedback", {"feedback": "negative"}, token=token)
    desk.gateway.post(f"/api/cases/{case_id}/escalate", {"reason": "Too slow"}, token=token)
    closing = {"resolution": "resolved", "rating": 9}
    desk.gateway.post(f"/api/cases/{case_id}/close", closing, token=token)
    page = browser(desk.gateway).page(case_page(case_id))
    body, said = page.body.decode(), words(page)
    events = desk.read(f"/api/audit/cases/{case_id}/events")["data"]
    assert len(re.findall(r'id="event-\d+"', body)) == len(events)
    for event in events:
        assert f'id="event-{event["version"]}"' in body
        for fact in ("hash", "previousHash", "eventId", "correlationId", "type", "recordedAt"):
            assert event[fact] in body
        assert f"{event['position']} in the log" in said
        for data in (event["data"], event["sealed"]):
            written = {**(data or {})}
            written.pop("exchanges", None)
            text = json.dumps(written, indent=2, ensure_ascii=False)
            assert not written or text in html.unescape(re.sub(r"</?mark[^>]*>", "", body))
    for told in ("A user asked for help", "Too slow", "closed as resolved", "rated 9 of 10"):
        assert told in said
    assert user_id in said


def test_a_case_is_shown_as_it_stood_at_a_version_and_at_a_time(desk: Desk):
    case_id, _, token = desk.case()
    desk.gateway.post(f"/api/cases/{case_id}/close", {"resolution": "unresolved"}, token=token)
    at = desk.read(f"/api/audit/cases/{case_id}?asOf=2")["asOf"]
    auditor = browser(desk.gateway)
    for moment in ("2", at):
        said = auditor.reads(case_page(case_id, f"?asOf={moment}"))
        assert "The case as it stood after event 2 of 5" in said
        assert "Status active" in said
        assert "Messages 1 (0 answers)" in said
    assert "Status unresolved" in auditor.reads(case_page(case_id))
    assert auditor.get(case_page(case_id, "?asOf=6")).status == 400
    assert auditor.get(case_page(case_id, "?asOf=2020-01-01")).status == 404


def test_an_answer_comes_with_what_it_rests_on(desk: Desk):
    case_id, *_ = desk.case()
    said = browser(desk.gateway).reads(case_page(case_id))
    answer = desk.read(f"/api/audit/cases/{case_id}")["messages"][1]
    assert "Built-in answerer" in said
    assert f"confidence {answer['confidence']} {answer['confidence']:.2f}" in said
    assert answer["evidence"]
    for fact in answer["evidence"]:
        assert f"{fact['label']} {fact['type']} {fact['value']} /" in said


def test_words_of_a_case_are_words_and_nothing_else(desk: Desk):
    user_id, token = desk.user()
    opened = desk.gateway.open_case(token, HOSTILE, context={HOSTILE: HOSTILE})
    case_id = opened["case"]["id"]
    desk.gateway.post(f"/api/cases/{case_id}/escalate", {"reason": HOSTILE}, token=token)
    for tab in TABS:
        body = browser(desk.gateway).page(case_page(case_id, tab)).body.decode()
        assert "<img src=x" not in body
        assert "alert(" not in re.sub(r"&lt;.*?&gt;|alert\(&#34;|alert\(\\&#34;", "", body)
    said = browser(desk.gateway).reads(case_page(case_id))
    assert HOSTILE in said
    listed = browser(desk.gateway).page(f"/operator/audit?userId={user_id}%22%3E%3Cb%3E")
    assert "<b>" not in listed.body.decode()


def test_redactions_stand_out(desk: Desk):
    _, token = desk.user()
    case_id = desk.gateway.open_case(token, "Write to maya@example.org")["case"]["id"]
    body = browser(desk.gateway).page(case_page(case_id)).body.decode()
    assert re.search(r"Write to <mark [^>]*>\[email\]</mark>", body)
    assert "maya@example.org" not in body
    assert re.search(
        r"<mark [^>]*>\[email#2\]</mark>",
        browser(desk.gateway).page(case_page(case_id, "/snapshot")).body.decode(),
    )


def test_the_snapshot_tells_its_sources_fate_and_its_content(desk: Desk, host: Host):
    host.behave("user-logs", status(500))
    try:
        case_id, user_id, _ = desk.case()
    finally:
        host.behave("user-logs")
    said = browser(desk.gateway).reads(case_page(case_id, "/snapshot"))
    shown = desk.read(f"/api/audit/cases/{case_id}/snapshot")
    assert "user logs failed" in said
    assert "user state ok" in said
    assert f"as recorded {shown['sha256']}" in said
    assert f'"userId": "{user_id}"' in said
    for pointer in shown["snapshot"]["privacy"]["fieldsRemoved"]:
        assert pointer in said
    assert "without user logs (failed)" in browser(desk.gateway).reads(case_page(case_id))


def test_where_no_model_was_asked_the_page_says_so(desk: Desk):
    case_id, *_ = desk.case()
    said = browser(desk.gateway).reads(case_page(case_id, "/model"))
    assert "No model was asked for this answer" in said
    assert browser(desk.gateway).get(case_page(case_id, "/model?message=msg_1")).status == 400


def test_the_chain_is_computed_anew(desk: Desk):
    case_id, *_ = desk.case()
    said = browser(desk.gateway).reads(case_page(case_id, "/chain"))
    assert "The chain holds" in said
    last = desk.read(f"/api/audit/cases/{case_id}/events")["data"][-1]
    assert last["hash"] in said


def test_every_look_at_a_page_is_an_event(desk: Desk):
    case_id, *_ = desk.case()
    auditor = browser(desk.gateway)
    for more in ("?asOf=2", "/snapshot", "/model", "/chain"):
        auditor.page(case_page(case_id, more))
    assert looks(desk, case_id) == [
        ("case", {"asOf": "2"}),
        ("events", {"asOf": "2"}),
        ("snapshot", {}),
        ("events", {}),
        ("snapshot", {}),
        ("events", {}),
    ]
    said = auditor.reads(f"/operator/audit/views?caseId={case_id}&operator=")
    assert said.count(case_id) == 6
    assert "asOf 2" in said


def test_the_access_log_shows_only_looks_that_an_operator_may_know_of(desk: Desk):
    case_id, *_ = desk.case("ten_globex")
    browser(desk.gateway, "globex-both").page(case_page(case_id))
    assert case_id not in browser(desk.gateway, "acme-auditor").reads("/operator/audit/views")
    assert case_id in browser(desk.gateway, "all-both").reads("/operator/audit/views")


@pytest.mark.parametrize("tab", TABS)
def test_another_tenants_case_is_like_none_at_all(desk: Desk, tab: str):
    case_id, *_ = desk.case("ten_globex")
    auditor = browser(desk.gateway, "acme-auditor")
    pages = [
        auditor.get(case_page(one, tab)) for one in (case_id, "cas_" + "0" * 32, "cas_1", "%00")
    ]
    assert {page.status for page in pages} == {404}
    said = {words(page).replace(str(page.header("x-request-id")), "") for page in pages}
    assert len(said) == 1
    assert looks(desk, case_id) == []


# Erased, held


def test_an_erased_case_is_unreadable_at_once_wherever_it_was_erased(desk: Desk):
    user_id, token = desk.user()
    case_id = desk.gateway.open_case(token, "My secret trouble")["case"]["id"]
    auditor = browser(desk.gateway)
    for tab in TABS:
        assert "This case was erased." not in auditor.reads(case_page(case_id, tab))
    assert user_id in auditor.reads(case_page(case_id))

    (listed,) = desk.read(f"/api/audit/cases?userId={user_id}")["data"]
    assert listed["userId"] == user_id

    assert desk.gateway.run("erase", case_id).returncode == 0

    (listed,) = desk.read(f"/api/audit/cases?userId={user_id}")["data"]
    assert (listed["id"], listed["userId"]) == (case_id, None)
    for tab in TABS:
        said = auditor.reads(case_page(case_id, tab))
        assert "This case was erased." in said
        assert "altered" not in said
        assert "My secret trouble" not in said
        assert not re.search(rf"\b{user_id}\b", said)
    assert "The chain holds" in auditor.reads(case_page(case_id, "/chain"))
    for part in ("", "/events", "/snapshot"):
        assert b"My secret trouble" not in desk.get(f"/api/audit/cases/{case_id}{part}").body


def test_a_held_case_says_so_from_then_on(desk: Desk):
    case_id, *_ = desk.case()
    assert desk.gateway.run("hold", case_id, "--reason", "A lawsuit").returncode == 0
    said = browser(desk.gateway).reads(case_page(case_id))
    assert "Status active held" in said
    assert "A hold was placed A lawsuit" in said
    assert "Status active held" not in browser(desk.gateway).reads(case_page(case_id, "?asOf=4"))
