"""The documentation page in a browser, under its own strict policy."""

import os
from collections.abc import AsyncIterator
from typing import Literal

import pytest

pytest.importorskip("playwright")

from playwright.async_api import Browser, Page, expect

from tests.api.demo.running import Demo
from tests.browser.contrast import CONTRAST, RATIOS
from tests.browser.visit import DESK, PHONE, SCREENSHOTS


@pytest.fixture
async def page(browser: Browser, builtin: Demo) -> AsyncIterator[Page]:
    """The page on a desk; nothing may be complained of, and nothing asked for elsewhere."""
    width, height = DESK
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = await context.new_page()
    troubles: list[str] = []
    asked: list[str] = []
    page.on("console", lambda said: troubles.append(said.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    here = f"http://127.0.0.1:{builtin.port}"
    await page.goto(f"{here}/docs")
    yield page
    await context.close()
    assert troubles == []
    assert {url for url in asked if not url.startswith(f"{here}/docs")} == set()


async def test_a_line_is_copied_whole(page: Page):
    if os.environ.get("SUPPORT_GATEWAY_TEST_SCREENSHOTS") == "true":
        SCREENSHOTS.mkdir(exist_ok=True)
        await page.screenshot(path=SCREENSHOTS / "docs.png")

    await page.get_by_role("button", name="Copy: Open a case, with curl").click()

    copied = await page.evaluate("navigator.clipboard.readText()")

    assert copied.startswith('curl "$GATEWAY/api/cases" \\\n')
    assert copied.endswith("\nJSON")
    assert "Copy" not in copied


async def test_finding_leaves_what_was_looked_for(page: Page):
    await page.get_by_label("Find").fill("escalate")

    await expect(page.get_by_role("heading", name="Ask for a person")).to_be_visible()
    await expect(page.get_by_role("heading", name="Open a case")).to_be_hidden()
    await page.get_by_label("Find").fill("")
    await expect(page.get_by_role("heading", name="Open a case")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_can_be_read_by_day_and_by_night(
    page: Page, scheme: Literal["light", "dark"]
):
    await page.emulate_media(color_scheme=scheme)

    ratios = await page.evaluate(RATIOS)

    assert len(ratios) > 4
    assert min(ratios) >= CONTRAST


@pytest.mark.parametrize("size", [DESK, PHONE])
async def test_nothing_hangs_over_the_edge(page: Page, size: tuple[int, int]):
    width, height = size
    await page.set_viewport_size({"width": width, "height": height})

    assert await page.evaluate("document.documentElement.scrollWidth") <= width
