"""Tokens run out, connections break, pages are reloaded: nothing is lost, nothing asked twice."""

import asyncio
import json
import time
import tomllib
from http.client import HTTPConnection
from urllib.error import HTTPError

import pytest

pytest.importorskip("playwright")

from playwright.async_api import Route, expect

from api.demo.site import TENANT
from tests.api.demo.running import Demo
from tests.browser.conftest import SAID, Claude
from tests.browser.visit import Visit
from tests.gateway import claims, signed
from tests.messages_api import answers, waits

QUESTION = "Why does my video not upload?"


def call(demo: Demo, token: str, method: str, path: str, document: object = None) -> int:
    """Ask the gateway without a page; gives the status."""
    connection = HTTPConnection("127.0.0.1", demo.port, timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = None if document is None else json.dumps(document)
    connection.request(method, path, body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def spent_token(demo: Demo, user_id: str) -> str:
    """A token of that user's that has just run out."""
    [file] = demo.folder.glob("support-gateway-demo-*/support-gateway.toml")
    tenant = tomllib.loads(file.read_text())["tenants"][TENANT]
    now = int(time.time())
    return signed(claims(TENANT, user_id, iat=now - 60, exp=now - 1), tenant["token_secrets"][0])


def ask_until_refused(demo: Demo, user_id: str) -> None:
    """Open one case after the other, which the gateway puts up with for a while only."""
    while True:
        demo.open_case(user_id, "Why can I not invite anybody?")


async def keys(visit: Visit, path: str) -> list[str | None]:
    """The Idempotency-Keys of what was sent there, in order."""
    return [await one.header_value("idempotency-key") for one in visit.posts(path)]


async def test_a_token_that_has_run_out_is_renewed_once(visit: Visit):
    token = spent_token(visit.demo, "usr_maya")

    async def spent(route: Route) -> None:
        await route.fulfill(json={"token": token, "expiresAt": "2026-01-01T00:00:00.000Z"})

    await visit.at_first("**/demo/token*", spent)
    visit.refusals.add(401)
    await visit.ask(QUESTION)
    await visit.answered(1)

    first, second = await keys(visit, "/api/cases")
    assert first == second
    assert first is not None
    await visit.ask("How do I get a higher upload limit?")
    await visit.answered(2)
    assert len([one for one in visit.sent if "/demo/token" in one.url]) == 2


async def test_tokens_are_as_short_lived_as_the_address_of_the_page_says(visit: Visit):
    await visit.page.goto(f"{visit.url}?tokenSeconds=60")
    await visit.become("usr_jonas")
    await visit.ask("How long is an export kept?")
    await visit.answered(1)
    minted = [one.url for one in visit.sent if "/demo/token" in one.url]
    assert minted == [f"{visit.url}demo/token?user=usr_jonas&seconds=60"]


async def test_a_question_survives_a_connection_that_breaks(visit: Visit):
    visit.offline = True
    await visit.become("usr_priya")
    await visit.at_first(f"{visit.gateway_url}/api/cases", Route.abort, times=2)
    await visit.ask("Who can add members?")
    await visit.answered(1)

    sent = await keys(visit, "/api/cases")
    assert len(sent) == 3
    assert len(set(sent)) == 1
    await visit.button("Your cases").click()
    listed = visit.panel.locator(".case").filter(has_text="Who can add members?")
    await expect(listed).to_have_count(1)


async def test_a_question_survives_a_reload_while_it_is_being_answered(
    claude_visit: Visit, claude: Claude
):
    visit, released = claude_visit, asyncio.Event()
    claude.api.behaviour = waits(released, answers(SAID))
    visit.refusals.add(409)
    await visit.ask(QUESTION)
    await expect(visit.panel.get_by_text("Writing an answer…")).to_be_visible()

    await visit.page.reload()
    await expect(visit.page.get_by_role("log")).to_contain_text(QUESTION)
    await expect(visit.page.locator(".dots")).to_be_visible()
    claude.loop.call_soon_threadsafe(released.set)

    answer = await visit.answered(1)
    await expect(answer.locator(".source")).to_have_text("Claude")
    await expect(answer.locator(".label")).to_have_count(0)
    await expect(visit.page.get_by_role("log").locator(".own")).to_have_count(1)
    sent = await keys(visit, "/api/cases")
    assert len(set(sent)) == 1
    assert len(sent) > 1


async def test_the_wait_ends_also_where_there_is_no_answer(visit: Visit):
    await visit.become("usr_omar")
    with pytest.raises(HTTPError, match="429"):
        await asyncio.to_thread(ask_until_refused, visit.demo, "usr_omar")
    visit.refusals.add(429)
    await visit.ask("Why can I not invite a colleague?")

    trouble = visit.page.get_by_role("alert")
    await expect(trouble).to_contain_text("Wait")
    await expect(visit.page.locator(".progress")).to_be_hidden()
    await expect(visit.button("Try again")).to_be_visible()
    await expect(visit.panel.locator(".stage")).to_have_text("")


async def test_a_gateway_that_is_busy_is_asked_again_when_it_said(visit: Visit):
    async def busy(route: Route) -> None:
        headers = {
            "Access-Control-Allow-Origin": visit.url.rstrip("/"),
            "Access-Control-Expose-Headers": "Retry-After",
            "Retry-After": "0",
        }
        await route.fulfill(status=503, headers=headers, json={"error": "UNAVAILABLE"})

    visit.refusals.add(503)
    await visit.become("usr_sam")
    await visit.at_first(f"{visit.gateway_url}/api/cases", busy, times=2)
    await visit.ask("When can I try again?")
    await visit.answered(1)
    assert len(set(await keys(visit, "/api/cases"))) == 1


async def test_a_case_that_is_no_more_gives_way_to_a_new_one(visit: Visit):
    gone: dict[str, object] = {"open": f"cas_{'0' * 32}", "cases": {}, "pending": None}
    memory = {"user": "usr_lena", "users": {"usr_lena": gone}}
    await visit.page.evaluate(
        "held => sessionStorage.setItem('pinewell.support', held)", json.dumps(memory)
    )
    visit.refusals.add(404)
    await visit.page.reload()
    await expect(visit.page.get_by_role("alert")).to_be_visible()
    await visit.ask("Is something wrong with my account?")
    await visit.answered(1)
    await expect(visit.page.get_by_role("alert")).to_have_count(0)


async def test_a_case_that_was_closed_elsewhere_is_shown_as_it_is(visit: Visit):
    await visit.become("usr_lena")
    await visit.ask("How long are old versions kept?")
    await visit.answered(1)
    path = f"/api/cases/{await visit.case_id()}/close"
    token = visit.demo.token("usr_lena")
    assert call(visit.demo, token, "POST", path, {"resolution": "unresolved"}) == 200

    visit.refusals.add(409)
    await visit.ask("And files in the bin?")
    await expect(visit.panel.locator(".standing")).to_contain_text("not solved")
    await expect(visit.page.get_by_role("alert")).to_be_visible()
    await expect(visit.page.get_by_label("Your message")).to_be_hidden()


async def test_a_case_that_did_not_change_is_not_sent_again(visit: Visit):
    await visit.become("usr_jonas")
    await visit.ask("Where do I find my export?")
    await visit.answered(1)
    case_id = await visit.case_id()
    await visit.button("Your cases").click()
    async with visit.page.expect_response(f"**/api/cases/{case_id}") as reading:
        await visit.panel.locator(".case").first.click()
    response = await reading.value
    assert response.status == 304
    await visit.answered(1)
