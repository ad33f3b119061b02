"""The auditor's pages in a browser: find a case, go through time, see what was sent, verify."""

import os
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pytest

pytest.importorskip("playwright")

from playwright.async_api import Browser, Page, expect

from tests.api.demo.running import Demo
from tests.browser.contrast import CONTRAST, RATIOS
from tests.browser.visit import DESK, PHONE, PICTURE, SCREENSHOTS, Visit

if TYPE_CHECKING:
    from tests.browser.conftest import Claude

WIDE = (1600, 900)
TABS = ("", "/model", "/snapshot", "/chain")
SECRET = "I am lena.fischer@north-college.example"


@dataclass(frozen=True, slots=True)
class Auditor:
    """An operator in a tab of the browser."""

    page: Page
    demo: Demo

    @property
    def url(self) -> str:
        """The gateway's address."""
        return f"http://127.0.0.1:{self.demo.port}"

    @property
    def token(self) -> str:
        """The operator's token, as the demo prints it."""
        (line,) = (line for line in self.demo.lines if "sign in with" in line)
        return line.split()[-1]

    async def sign_in(self) -> None:
        """Fill the form in."""
        await self.page.get_by_label("Operator token").fill(self.token)
        await self.page.keyboard.press("Enter")
        await self.page.get_by_role("button", name="Sign out").wait_for()

    async def go(self, path: str) -> None:
        """Go to a page, and sign in on the way where that is asked for."""
        await self.page.goto(self.url + path)
        if "/sign-in" in self.page.url:
            await self.sign_in()

    async def picture(self, name: str) -> None:
        """Take a picture for the README, where the environment asks for pictures."""
        if os.environ.get("SUPPORT_GATEWAY_TEST_SCREENSHOTS") == "true":
            SCREENSHOTS.mkdir(exist_ok=True)
            await self.page.set_viewport_size({"width": PICTURE[0], "height": PICTURE[1]})
            await self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@asynccontextmanager
async def auditing(browser: Browser, demo: Demo, *, scripts: bool = True) -> AsyncIterator[Auditor]:
    """A fresh profile. Nothing may be complained of, and nothing asked for elsewhere."""
    context = await browser.new_context(
        viewport={"width": DESK[0], "height": DESK[1]},
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    troubles: list[str] = []
    asked: list[str] = []
    context.on("console", lambda said: troubles.append(said.text))
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    context.on("request", lambda request: asked.append(request.url))
    auditor = Auditor(await context.new_page(), demo)
    yield auditor
    await context.close()
    assert troubles == []
    assert [url for url in asked if not url.startswith(f"{auditor.url}/operator")] == []
    assert not any("op_" in url for url in asked)


@pytest.fixture
async def auditor(browser: Browser, builtin: Demo) -> AsyncIterator[Auditor]:
    """The auditor of the demo without a key."""
    async with auditing(browser, builtin) as found:
        yield found


async def test_a_case_is_found_and_read_as_it_stood(auditor: Auditor):
    page = auditor.page
    case_id = auditor.demo.open_case("usr_maya", "Why can I not upload? " + SECRET)["case"]["id"]
    await auditor.go("/operator")
    await page.get_by_label("User id").fill("usr_maya")
    await page.get_by_role("button", name="Find").click()
    await page.get_by_role("link", name=case_id).click()
    await expect(page.get_by_role("heading", name="The case as it stands")).to_be_visible()

    slider = page.get_by_role("slider", name="As it stood after event")
    await slider.focus()
    await page.keyboard.press("Home")

    await expect(page.locator(".stood .head")).to_contain_text("after event 1 of 4")
    await expect(page.get_by_role("heading", name="The case as it stood")).to_be_visible()
    await expect(page.locator(".conversation .message")).to_have_count(0)
    await expect(slider).to_be_focused()
    await expect(slider).to_have_attribute("aria-valuetext", "event 1 of 4")
    await page.get_by_role("link", name="One event later").click()
    await expect(page.locator(".conversation .message")).to_have_count(1)
    await expect(page.locator(".conversation mark")).to_have_text("[email]")
    await expect(page.get_by_role("link", name="One event later")).to_be_focused()
    await page.go_back()
    await expect(page.locator(".stood .head")).to_contain_text("after event 1 of 4")
    await page.locator("#event-4").get_by_role("heading").get_by_role("link").click()
    await expect(page.locator(".conversation .message")).to_have_count(2)
    assert page.url.endswith(f"{case_id}?asOf=4")


async def test_time_can_be_gone_through_without_any_script(browser: Browser, builtin: Demo):
    case_id = builtin.open_case("usr_omar", "What is wrong?")["case"]["id"]
    async with auditing(browser, builtin, scripts=False) as auditor:
        page = auditor.page
        await auditor.go(f"/operator/audit/cases/{case_id}")
        await page.get_by_role("link", name="One event earlier").click()
        await expect(page.locator(".stood .head")).to_contain_text("after event 3 of 4")
        await page.get_by_role("slider").focus()
        await page.keyboard.press("ArrowLeft")
        await page.locator(".slide").get_by_role("button", name="Show").click()
        await expect(page.locator(".stood .head")).to_contain_text("after event 2 of 4")
        at = await page.locator("#event-1 time").get_attribute("datetime")
        await page.get_by_label("or at a time").fill(at or "")
        await page.locator(".at").get_by_role("button", name="Show").click()
        await expect(page.locator(".stood .head")).to_contain_text("after event 1 of 4")


async def test_what_the_model_was_sent_is_put_together_again(browser: Browser, claude: "Claude"):
    case_id = claude.demo.open_case("usr_maya", "Why can I not upload? " + SECRET)["case"]["id"]
    async with auditing(browser, claude.demo) as auditor:
        page = auditor.page
        await auditor.go(f"/operator/audit/cases/{case_id}")
        await page.get_by_role("link", name="what the model was sent").click()
        await expect(page.locator(".call .note.good")).to_contain_text("the one recorded")
        await expect(page.locator(".call .pill").first).to_have_text("reply accepted")
        await expect(page.locator(".block", has_text="Why can I not upload?")).to_contain_text(
            "I am [email]"
        )
        snapshot = page.locator("details", has_text="the snapshot, as it was frozen").first
        await expect(snapshot.locator("pre")).to_be_hidden()
        await snapshot.locator("summary").click()
        await expect(snapshot.locator("pre")).to_contain_text("UPLOAD_TOO_LARGE")
        await auditor.go(f"/operator/audit/cases/{case_id}?asOf=4")
        await auditor.picture("auditor")


async def test_a_chain_holds_until_somebody_edits_the_record(auditor: Auditor):
    page = auditor.page
    case_id = auditor.demo.open_case("usr_jonas", "Where is my export?")["case"]["id"]
    await auditor.go(f"/operator/audit/cases/{case_id}/chain")
    await expect(page.get_by_role("heading", name="The chain holds")).to_be_visible()

    (record,) = auditor.demo.folder.glob("support-gateway-demo-*/record.db")
    with closing(sqlite3.connect(record)) as database, database:
        database.execute("PRAGMA busy_timeout = 20000")
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        edited = database.execute(
            "UPDATE stored_events SET hash = ? WHERE originator_id = ? AND originator_version = 2",
            ("0" * 64, case_id),
        )
        assert edited.rowcount == 1
    database.close()

    await page.get_by_role("link", name="Verify again").click()
    broken = page.get_by_role("alert")
    await expect(broken.get_by_role("heading", name="The chain is broken")).to_be_visible()
    await expect(broken).to_contain_text(f"{case_id} version 2")
    await page.get_by_role("link", name="History").click()
    await expect(page.get_by_role("alert").first).to_contain_text("This record was altered.")
    await expect(page.locator("#event-2")).to_contain_text("its hash is not that of its content")


async def test_the_demos_page_leads_to_the_record_of_its_case(visit: Visit):
    await visit.become("usr_priya")
    await visit.ask("Why can I not add a colleague?")
    await visit.answered(1)
    async with visit.page.context.expect_page() as opening:
        await visit.page.get_by_role("link", name="Audit").click()
    auditor = Auditor(await opening.value, visit.demo)
    await auditor.sign_in()
    await expect(auditor.page.get_by_role("heading", level=1)).to_contain_text(
        await visit.case_id()
    )


async def test_the_keyboard_gets_past_the_head_of_a_page(auditor: Auditor):
    await auditor.go("/operator/audit")
    await auditor.page.keyboard.press("Tab")
    await expect(auditor.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await auditor.page.keyboard.press("Enter")
    await expect(auditor.page.get_by_role("main")).to_be_focused()


async def test_signing_out_closes_the_pages(auditor: Auditor):
    await auditor.go("/operator/audit")
    await auditor.page.get_by_role("button", name="Sign out").click()
    await expect(auditor.page.get_by_label("Operator token")).to_be_focused()
    await auditor.page.goto(f"{auditor.url}/operator/audit")
    await expect(auditor.page).to_have_url(re.compile("/operator/sign-in"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_can_be_read_and_nothing_hangs_over_the_edge(
    browser: Browser, claude: "Claude", scheme: Literal["light", "dark"]
):
    case_id = claude.demo.open_case("usr_maya", "Why can I not upload? " + SECRET)["case"]["id"]
    pages = ["/operator/audit", "/operator/audit/views"]
    pages += [f"/operator/audit/cases/{case_id}{tab}" for tab in (*TABS, "?asOf=2")]
    async with auditing(browser, claude.demo) as auditor:
        page = auditor.page
        await page.emulate_media(color_scheme=scheme)
        await auditor.go("/operator")
        for path in pages:
            await auditor.go(path)
            await page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            ratios = await page.evaluate(RATIOS)
            assert len(ratios) > 2
            assert min(ratios) >= CONTRAST, path
            # Colours change no widths.
            for width, height in (PHONE, (768, 900), DESK, WIDE) if scheme == "light" else ():
                await page.set_viewport_size({"width": width, "height": height})
                reach = await page.evaluate("document.documentElement.scrollWidth")
                assert reach <= width, (path, width)
