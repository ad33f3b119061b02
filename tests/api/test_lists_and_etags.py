"""The list of one's own cases, page by page, and reads that bring nothing new."""

import base64

import pytest

from tests.gateway import Gateway


def test_who_has_no_case_gets_an_empty_list(gateway: Gateway, token: str):
    answer = gateway.get("/api/cases", token=token)

    assert (answer.status, answer.json) == (200, {"data": [], "nextCursor": None})


def test_cases_are_listed_newest_first_as_they_are_read(gateway: Gateway, token: str):
    opened = [gateway.open_case(token, f"Case {n}?")["case"]["id"] for n in range(3)]
    gateway.post(f"/api/cases/{opened[0]}/feedback", {"feedback": "negative"}, token=token)
    gateway.post(f"/api/cases/{opened[1]}/close", {"resolution": "resolved"}, token=token)

    answer = gateway.get("/api/cases", token=token)

    assert answer.json["nextCursor"] is None
    expected = [gateway.case(token, case_id)["case"] for case_id in reversed(opened)]
    assert answer.json["data"] == expected


def test_pages_follow_each_other_without_gap_or_repetition(gateway: Gateway, token: str):
    opened = [gateway.open_case(token, f"Case {n}?")["case"]["id"] for n in range(7)]
    seen: list[str] = []
    page = gateway.get("/api/cases?limit=3", token=token).json
    gateway.open_case(token, "Opened while the list was read?")
    for _ in range(2):
        seen += [case["id"] for case in page["data"]]
        page = gateway.get(f"/api/cases?limit=3&cursor={page['nextCursor']}", token=token).json
    seen += [case["id"] for case in page["data"]]

    assert seen == opened[::-1]
    assert page["nextCursor"] is None


@pytest.mark.parametrize("limit", [1, 2, 4, 5, 100])
def test_a_page_is_as_long_as_asked(gateway: Gateway, token: str, limit: int):
    for n in range(4):
        gateway.open_case(token, f"Case {n}?")

    page = gateway.get(f"/api/cases?limit={limit}", token=token).json

    assert len(page["data"]) == min(limit, 4)
    assert (page["nextCursor"] is None) == (limit >= 4)


@pytest.mark.parametrize(
    "limit", ["0", "-1", "101", "1000", "x", "", "1.0", "1e1", "%D9%A1", "+1", "%201"]
)
def test_what_is_no_limit_is_refused(gateway: Gateway, token: str, limit: str):
    answer = gateway.get(f"/api/cases?limit={limit}", token=token)

    assert answer.status == 400
    assert (answer.json["error"], answer.json["field"]) == ("VALIDATION_ERROR", "limit")


def encoded(text: bytes) -> str:
    """As cursors are."""
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "",
        "%00",
        "a" * 5000,
        "%F0%9F%98%80",
        encoded(b"nonsense"),
        encoded(b"cas_\x00"),
        encoded(b"cas_" + b"x" * 4000),
        encoded(b"cas_'; DROP TABLE events; --"),
        encoded(b"cas_\xff"),
        encoded(b"msg_0192"),
    ],
)
def test_what_is_no_cursor_is_refused(gateway: Gateway, token: str, cursor: str):
    answer = gateway.get(f"/api/cases?cursor={cursor}", token=token)

    assert answer.status == 400
    assert (answer.json["error"], answer.json["field"]) == ("VALIDATION_ERROR", "cursor")


@pytest.mark.parametrize("name", ["cursor", "limit"])
def test_what_is_asked_twice_is_refused(gateway: Gateway, token: str, name: str):
    answer = gateway.get(f"/api/cases?{name}=1&{name}=1", token=token)

    assert answer.status == 400
    assert (answer.json["error"], answer.json["field"]) == ("VALIDATION_ERROR", name)


def test_an_etag_is_that_of_what_is_read(gateway: Gateway, token: str, case_id: str):
    path = f"/api/cases/{case_id}"
    first = gateway.get(path, token=token)
    etag = first.header("etag") or ""

    same = gateway.get(path, token=token, headers=[("If-None-Match", etag)])

    assert etag.startswith('"')
    assert (same.status, same.body) == (304, b"")
    assert same.header("etag") == etag
    gateway.post(f"{path}/feedback", {"feedback": "positive"}, token=token)
    changed = gateway.get(path, token=token, headers=[("If-None-Match", etag)])
    assert changed.status == 200
    assert changed.header("etag") != etag
    assert changed.json["case"]["feedback"] == "positive"


@pytest.mark.parametrize("condition", ["{}", "W/{}", '"x", {}', '"x",W/{} , "y"', "*"])
def test_a_condition_may_be_written_in_many_ways(
    gateway: Gateway, token: str, case_id: str, condition: str
):
    path = f"/api/cases/{case_id}"
    etag = gateway.get(path, token=token).header("etag") or ""

    answer = gateway.get(path, token=token, headers=[("If-None-Match", condition.format(etag))])

    assert answer.status == 304


@pytest.mark.parametrize("condition", ['"x"', "x", "", '"', "W/", '""', ", ,"])
def test_another_condition_does_not_hold(
    gateway: Gateway, token: str, case_id: str, condition: str
):
    answer = gateway.get(
        f"/api/cases/{case_id}", token=token, headers=[("If-None-Match", condition)]
    )

    assert answer.status == 200


def test_every_event_changes_the_etag(gateway: Gateway, token: str):
    opened = gateway.open_case(token)
    path = f"/api/cases/{opened['case']['id']}"
    tags = [gateway.get(path, token=token).header("etag")]
    for verb, body in (
        ("feedback", {"feedback": "positive"}),
        ("messages", {"content": "More?"}),
        ("actions", {"action": opened["aiMessage"]["actions"][0]}),
        ("escalate", {}),
        ("close", {"resolution": "resolved"}),
    ):
        assert gateway.post(f"{path}/{verb}", body, token=token).status == 200
        tags.append(gateway.get(path, token=token).header("etag"))

    assert len(set(tags)) == len(tags)


def test_what_changes_nothing_keeps_the_etag(gateway: Gateway, token: str, case_id: str):
    path = f"/api/cases/{case_id}"
    gateway.post(f"{path}/feedback", {"feedback": "positive"}, token=token)
    etag = gateway.get(path, token=token).header("etag")

    gateway.post(f"{path}/feedback", {"feedback": "positive"}, token=token)

    assert gateway.get(path, token=token).header("etag") == etag
