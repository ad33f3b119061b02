"""The page without a mouse, on a small window, in the dark, and for those who do not see it."""

from typing import Any, Literal

import pytest

pytest.importorskip("playwright")

from playwright.async_api import Browser, expect

from tests.api.demo.running import Demo
from tests.browser.visit import DESK, PHONE, Visit, opened

MOST_STEPS = 60
LEAST_CONTRAST = 4.5
"""For text of any size: WCAG 2.2, 1.4.3, level AA."""

LEAST_TARGET = 24
"""Pixels each way: WCAG 2.2, 2.5.8, level AA."""

# Gives the text that is shown with its contrast, where that is less than it should be. A background
# is that of the nearest element around the text that has one.
_POOR_CONTRAST = """least => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255).map(
      v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest("option, .unseen")) continue;
    const [one, other] = [rgba(getComputedStyle(element).color), behind(element)].map(luminance);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < least) poor.push(`${element.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""

# Links within a sentence may be as low as its lines (WCAG 2.2, 2.5.8, exception "inline").
_SMALL_TARGETS = """least => [...document.querySelectorAll("button, select, textarea, .action")]
  .filter(one => one.checkVisibility())
  .filter(one => {
    const { width, height } = one.getBoundingClientRect();
    return Math.min(width, height) < least;
  })
  .map(one => one.textContent || one.ariaLabel)"""

_FOCUSED = """() => {
  const one = document.activeElement;
  return one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent;
}"""


async def tab_to(visit: Visit, name: str) -> None:
    """Press Tab until what is so named has the focus."""
    for _ in range(MOST_STEPS):
        await visit.page.keyboard.press("Tab")
        focused: Any = await visit.page.evaluate(_FOCUSED)
        if focused.strip() == name:
            return
    pytest.fail(f"no Tab leads to {name!r}")


async def test_everything_can_be_done_with_a_keyboard(visit: Visit):
    press = visit.page.keyboard.press
    await visit.become("usr_priya")
    await tab_to(visit, "Why can I not add a colleague to the project?")
    await press("Enter")
    await visit.answered(1)
    await expect(visit.page.get_by_label("Your message")).to_be_focused()

    await visit.page.keyboard.type("Who can give me access?")
    await press("Shift+Enter")
    await visit.page.keyboard.type("Please tell me.")
    await press("Enter")
    await visit.answered(2)
    own = visit.page.get_by_role("log").locator(".own .bubble").last
    await expect(own).to_have_text("Who can give me access?\nPlease tell me.")

    await press("Shift+Tab")
    await press("Shift+Tab")
    await expect(visit.button("Talk to a person")).to_be_focused()
    await press("Enter")
    await expect(visit.page.get_by_label("What should they know?")).to_be_focused()
    await press("Escape")
    await expect(visit.button("Talk to a person")).to_be_focused()
    await tab_to(visit, "Close case")
    await press("Enter")
    await expect(visit.page.get_by_role("radio", name="Yes")).to_be_focused()
    await press("ArrowRight")
    await expect(visit.page.get_by_role("radio", name="No")).to_be_checked()
    await press("Enter")
    await expect(visit.panel.locator(".standing")).to_be_focused()

    await press("Escape")
    await expect(visit.panel).to_be_hidden()
    await expect(visit.button("Help")).to_be_focused()
    await press("Enter")
    await expect(visit.panel).to_be_visible()


async def test_tabs_of_the_product_move_with_the_arrows(visit: Visit):
    files, members = (visit.page.get_by_role("tab", name=name) for name in ("Files", "Members"))
    await files.focus()
    await visit.page.keyboard.press("ArrowRight")
    await expect(members).to_be_focused()
    await expect(members).to_have_attribute("aria-selected", "true")
    await expect(visit.page.get_by_role("tabpanel", name="Members")).to_be_visible()
    await expect(visit.page.get_by_role("tabpanel", name="Files")).to_be_hidden()


async def test_on_a_phone_the_panel_covers_the_page_and_gives_it_back(
    browser: Browser, builtin: Demo
):
    async with opened(browser, builtin, size=PHONE) as visit:
        await expect(visit.panel).to_be_hidden()
        await visit.button("Help").click()
        await expect(visit.page.get_by_role("dialog", name="Support")).to_be_visible()
        for _ in range(12):
            await visit.page.keyboard.press("Tab")
            outside: Any = await visit.page.evaluate(
                "document.getElementById('product').contains(document.activeElement)"
            )
            assert not outside
        await visit.page.get_by_label("Your message").focus()
        await visit.page.keyboard.press("Escape")
        await expect(visit.panel).to_be_hidden()
        await expect(visit.button("Help")).to_be_focused()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_can_be_read_and_hit_at_any_size_in_any_light(
    browser: Browser, builtin: Demo, scheme: Literal["light", "dark"], size: tuple[int, int]
):
    async with opened(browser, builtin, size=size, scheme=scheme) as visit:
        await visit.become("usr_sam" if scheme == "dark" else "usr_maya")
        await _is_fit(visit)
        if size == PHONE:
            await visit.button("Help").click()
        await visit.panel.locator(".questions button").first.click()
        await visit.answered(1)
        if (scheme, size) in {("light", DESK), ("dark", PHONE)}:
            await visit.picture(f"answer-{scheme}")
        await _is_fit(visit)
        await visit.button("Close case").click()
        await _is_fit(visit)


async def _is_fit(visit: Visit) -> None:
    assert await visit.page.evaluate(_POOR_CONTRAST, LEAST_CONTRAST) == []
    assert await visit.page.evaluate(_SMALL_TARGETS, LEAST_TARGET) == []
    wide: Any = await visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


async def test_what_is_going_on_is_told_to_those_who_do_not_see_it(visit: Visit):
    log = visit.page.get_by_role("log", name="Conversation")
    await expect(log).to_have_attribute("aria-live", "polite")
    await visit.button("Why does my video not upload?").click()
    await visit.answered(1)
    await expect(log).to_contain_text("You said:")
    await expect(log).to_contain_text("Support said:")
    unnamed: Any = await visit.page.evaluate(
        "[...document.querySelectorAll('button, a, select, textarea, input')]"
        ".filter(one => !(one.textContent.trim() || one.ariaLabel || one.labels?.length)).length"
    )
    assert unnamed == 0
