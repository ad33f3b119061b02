"""Signing in to the operators' pages: who may, what a browser keeps of it, and how it ends."""

import hashlib
import json
import os
import re
import signal
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.operators.browsing import COOKIE, SIGN_IN, Browser, browser, cookie_of, post, words
from tests.api.operators.conftest import Desk, configuration, token_of
from tests.gateway import Gateway
from tests.hosts import Host
from tests.waiting import eventually

NOBODYS = "cas_" + "0" * 32
AUDIT = ["/operator/audit", "/operator/audit/views"]
OF_A_CASE = ["", "/model", "/snapshot", "/chain"]
PAGES = [*AUDIT, *(f"/operator/audit/cases/{NOBODYS}{tab}" for tab in OF_A_CASE)]


@pytest.mark.parametrize("path", ["/operator", *PAGES, "/operator/audit?status=active"])
def test_a_page_without_a_session_leads_to_where_to_sign_in(desk: Desk, path: str):
    answer = desk.gateway.get(path)
    assert answer.status == 303
    assert answer.header("location") == f"{SIGN_IN}?next={quote(path, safe='')}"
    assert answer.header("set-cookie") is None


@pytest.mark.parametrize("path", PAGES)
def test_a_token_in_a_header_opens_no_page(desk: Desk, path: str):
    assert desk.get(path, "all-both").status == 303


def test_a_session_is_no_token_for_the_calls(desk: Desk):
    cookie = browser(desk.gateway, "all-both").cookie
    assert cookie is not None
    for path in ("/api/audit/cases", "/api/analytics/summary"):
        assert desk.gateway.get(path, headers=[("Cookie", cookie)]).status == 401


@pytest.mark.parametrize(
    "token", ["", "op_", "op_unknown", "op_" + "x" * 600, "op_\ud83d", "Bearer"]
)
def test_a_token_that_does_not_hold_signs_nobody_in(desk: Desk, token: str):
    answer = post(desk.gateway, SIGN_IN, {"token": token.encode("utf-8", "replace").decode()})
    assert answer.status == 401
    assert answer.header("set-cookie") is None
    assert "That token does not hold" in words(answer)


def test_a_form_that_says_too_much_signs_nobody_in(desk: Desk):
    fields = {"token": token_of("all-both")} | {f"more{number}": "1" for number in range(20)}
    assert post(desk.gateway, SIGN_IN, fields).status == 401


@pytest.mark.parametrize(("forwarded", "secure"), [((), False), (("https",), True)])
def test_the_cookie_is_kept_from_scripts_and_from_other_sites(
    desk: Desk, forwarded: tuple[str, ...], secure: bool
):
    headers = tuple(("X-Forwarded-Proto", one) for one in forwarded)
    answer = post(desk.gateway, SIGN_IN, {"token": token_of("acme-auditor")}, headers)
    assert (answer.status, answer.header("location")) == (303, "/operator")
    set_cookie = answer.header("set-cookie")
    assert set_cookie is not None
    first, *attributes = set_cookie.split("; ")
    assert first.startswith(f"{COOKIE}=")
    expected = {"HttpOnly", "Max-Age=28800", "Path=/operator", "SameSite=strict"}
    assert set(attributes) == expected | ({"Secure"} if secure else set())


@pytest.mark.parametrize(
    ("operator", "home"),
    [("acme-auditor", "/operator/audit"), ("acme-analyst", "/operator/analytics")],
)
def test_an_operator_comes_to_what_the_role_is_about(desk: Desk, operator: str, home: str):
    assert browser(desk.gateway, operator).get("/operator").header("location") == home
    assert browser(desk.gateway, operator).get(SIGN_IN).header("location") == home


def test_signing_in_leads_on_to_the_page_that_was_wanted(desk: Desk):
    wanted = "/operator/audit?status=active&tenantId=ten_acme"
    form = desk.gateway.get(f"{SIGN_IN}?next={quote(wanted, safe='')}").body.decode()
    assert 'name="next" value="/operator/audit?status=active&amp;tenantId=ten_acme"' in form
    answer = post(desk.gateway, SIGN_IN, {"token": token_of("all-both"), "next": wanted})
    assert answer.header("location") == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/operator",
        "/api/audit/cases",
        "/operatorx",
        "/operator/../api",
        "/operator\\@evil.example",
        "/operator/\r\nSet-Cookie: x",
        SIGN_IN,
    ],
)
def test_signing_in_leads_nowhere_else(desk: Desk, wanted: str):
    form = desk.gateway.get(f"{SIGN_IN}?next={quote(wanted, safe='')}").body.decode()
    assert 'name="next"' not in form


@pytest.mark.parametrize(
    "header",
    [
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ],
)
@pytest.mark.parametrize("path", [SIGN_IN, "/operator/sign-out"])
def test_a_form_of_another_site_is_refused(desk: Desk, path: str, header: tuple[str, str]):
    answer = post(desk.gateway, path, {"token": token_of("acme-auditor")}, (header,))
    assert answer.status == 403
    assert answer.header("set-cookie") is None
    assert "another site" in words(answer)


def test_a_form_of_ours_is_taken(desk: Desk):
    fields = {"token": token_of("acme-auditor")}
    for header in (("Origin", desk.gateway.url), ("Sec-Fetch-Site", "same-origin")):
        assert post(desk.gateway, SIGN_IN, fields, (header,)).status == 303


def test_signing_out_has_the_browser_forget(desk: Desk):
    answer = post(desk.gateway, "/operator/sign-out", {})
    assert (answer.status, answer.header("location")) == (303, SIGN_IN)
    set_cookie = answer.header("set-cookie")
    assert set_cookie is not None
    assert set_cookie.startswith(f'{COOKIE}="";')
    assert "Max-Age=0" in set_cookie


def test_a_session_that_was_made_up_or_has_ended_is_none(desk: Desk):
    cookie = browser(desk.gateway).cookie
    assert cookie is not None
    ends, _, mac = cookie.removeprefix(f"{COOKIE}=").partition(".")
    later, flipped = str(int(ends) + 1), ("0" if mac[0] != "0" else "1") + mac[1:]
    made_up = ["", ends, f"{later}.{mac}", f"{ends}.{flipped}", f"{ends}.{'0' * 32}", f"1.{mac}"]
    for value in made_up:
        assert Browser(desk.gateway, f"{COOKIE}={value}").get("/operator/audit").status == 303
    assert Browser(desk.gateway, cookie).get("/operator/audit").status == 200


def test_the_token_stands_nowhere(desk: Desk):
    case_id, *_ = desk.case()
    token = token_of("acme-auditor")
    digest = hashlib.sha256(token.encode()).hexdigest()
    visitor = browser(desk.gateway)
    assert visitor.cookie is not None
    assert "op_" not in visitor.cookie
    assert digest not in visitor.cookie
    pages = [visitor.page(path) for path in AUDIT]
    pages += [visitor.page(f"/operator/audit/cases/{case_id}{tab}") for tab in OF_A_CASE]
    log = desk.gateway.log_file.read_bytes()
    for text in [page.body for page in pages] + [log]:
        assert token.encode() not in text
        assert digest.encode() not in text
        assert visitor.cookie.partition("=")[2].encode() not in text


def test_a_page_runs_nothing_but_what_the_gateway_serves(desk: Desk):
    case_id, *_ = desk.case()
    paths = [*AUDIT, *(f"/operator/audit/cases/{case_id}{tab}" for tab in OF_A_CASE)]
    for path in [*paths, "/operator/nowhere"]:
        answer = browser(desk.gateway).get(path)
        policy = answer.header("content-security-policy")
        assert policy is not None
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.header("cache-control") == "no-store"
        page = answer.body.decode()
        assert not re.search(r"<script(?! src=\"/operator/assets/)|<style|\sstyle=|\son\w+=", page)
        for address in re.findall(r"(?:src|href)=\"([^\"]*)\"", page):
            assert address.startswith(("/operator", "#"))
        for address in set(re.findall(r"\"(/operator/assets/[^\"]*)\"", page)):
            asset = desk.gateway.get(address)
            assert (asset.status, asset.header("cache-control")) == (
                200,
                "public, max-age=31536000, immutable",
            )


@pytest.mark.parametrize("path", PAGES)
def test_an_analyst_sees_no_page_of_the_auditors(desk: Desk, path: str):
    answer = browser(desk.gateway, "acme-analyst").get(path)
    assert answer.status == 403
    assert "This needs a role" in words(answer)
    assert 'href="/operator/audit"' not in answer.body.decode()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/operator/nowhere", 404),
        ("GET", "/operator/assets/operators.css", 404),
        ("POST", "/operator/audit", 405),
        ("PUT", SIGN_IN, 405),
        ("GET", "/operator/audit?status=open", 400),
        ("GET", "/operator/audit?from=yesterday", 400),
        ("GET", "/operator/audit?caseId=cas_1", 400),
        ("GET", "/operator/audit?" + "x" * 9_000, 414),
    ],
)
def test_a_refusal_is_a_page_with_the_status_that_a_call_would_have(
    desk: Desk, method: str, path: str, status: int
):
    cookie = browser(desk.gateway, "all-both").cookie
    assert cookie is not None
    answer = desk.gateway.request(method, path, headers=[("Cookie", cookie)])
    assert answer.status == status
    assert answer.header("content-type") == "text/html; charset=utf-8"
    assert str(answer.header("x-request-id")) in words(answer)


# Over processes and starts


@pytest.fixture
def own(tmp_path: Path, host: Host) -> Gateway:
    url = f"sqlite:///{tmp_path}/record.db"
    return Gateway(tmp_path, database_url=url, config=configuration(host), workers=2)


def test_a_session_outlives_a_restart_and_ends_with_its_operators_token(own: Gateway):
    with own as gateway:
        cookie = cookie_of(post(gateway, SIGN_IN, {"token": token_of("acme-auditor")}))
    with own as gateway:
        auditor = Browser(gateway, cookie)
        assert {auditor.get("/operator/audit").status for _ in range(8)} == {200}
        config = gateway.folder / "support-gateway.toml"
        without = re.sub(r"\[operators\.acme-auditor\]\n(?:(?!\[).*\n)*", "", config.read_text())
        assert without != config.read_text()
        config.write_text(without)
        read_again(gateway)
        assert {auditor.get("/operator/audit").status for _ in range(8)} == {303}


def test_whoever_guesses_is_held_back(own: Gateway):
    with own as gateway:
        answers = [post(gateway, SIGN_IN, {"token": f"op_{number}"}) for number in range(61)]
        assert [answer.status for answer in answers] == [401] * 60 + [429]
        assert int(answers[-1].header("retry-after") or 0) > 0
        assert post(gateway, SIGN_IN, {"token": token_of("all-both")}).status == 429


def read_again(gateway: Gateway) -> None:
    """Have both processes read the configuration again, and wait until they say so."""
    os.kill(gateway.pid, signal.SIGHUP)
    said: dict[int, int] = {}

    def both_said_so() -> bool:
        for line in gateway.log_file.read_text().splitlines():
            if "the configuration was read again" in line:
                facts = json.loads(line)
                said[facts["process"]] = facts["operators"]
        return len(said) == 2

    eventually(both_said_so, otherwise=gateway.log_file.read_text)
    assert set(said.values()) == {4}
