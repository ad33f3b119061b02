"""The analyst's page in a browser: charts under a strict policy, and all of it without a script."""

import csv
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("playwright")

from playwright.async_api import Browser, Locator, Page, expect

from tests.api.operators.conftest import configuration, token_of
from tests.browser.lively import LIVELY, tell
from tests.browser.visit import DESK, PHONE, SCREENSHOTS
from tests.gateway import Gateway
from tests.hosts import Host
from tests.stores import sqlite_location

_CONTRAST = 4.5

# How many of a chart's dots have the colour of one of its keys.
_INKED = """figure => {
  const canvas = figure.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = [...figure.querySelectorAll(".key")].map(
    key => getComputedStyle(key).color.match(/[0-9]+/g).slice(0, 3).map(Number));
  let inked = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 255 && colours.some(c => c.every((v, i) => v === data[at + i]))) inked++;
  }
  return inked;
}"""

_CONTRASTS = """() => {
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255).map(
      v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const parts = colour => colour.match(/[0-9.]+/g).map(Number);
  const ground = element => {
    const colour = parts(getComputedStyle(element).backgroundColor);
    return colour[3] === 0 ? ground(element.parentElement) : colour;
  };
  return [...document.querySelectorAll("main *")].filter(
    one => [...one.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(one => {
      const style = getComputedStyle(one), under = ground(one);
      const ink = parts(style.color).map(
        (v, i) => v * style.opacity + under[i] * (1 - style.opacity));
      const [dark, light] = [luminance(ink), luminance(under)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    });
}"""


@pytest.fixture(scope="module")
async def gateway(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gateway]:
    """A gateway with thirty lively days on record."""
    folder: Path = tmp_path_factory.mktemp("lively")
    path = sqlite_location(folder)
    await tell(path)
    with (
        Host() as host,
        Gateway(folder, database_url=f"sqlite:///{path}", config=configuration(host)) as started,
    ):
        yield started


@dataclass
class Desk:
    """The page in a browser in which an analyst has signed in."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    def chart(self, title: str) -> Locator:
        """A chart by its title."""
        return self.page.locator("figure.chart").filter(
            has=self.page.get_by_text(title, exact=True)
        )

    async def value(self, title: str) -> str:
        """What a chart says of the whole time, or of the day that is pointed at."""
        text = await self.chart(title).locator("b").first.text_content()
        assert text is not None
        return text.replace("\u202f", " ")

    async def row(self, table: str, day: str) -> list[str]:
        """The cells of a day."""
        row = self.page.locator(f"#{table} tr", has=self.page.locator(f"time[datetime='{day}']"))
        return [text.replace("\u202f", " ") for text in await row.locator("td").all_text_contents()]


@asynccontextmanager
async def opened(
    browser: Browser, gateway: Gateway, query: str = LIVELY, **settings: Any
) -> AsyncIterator[Desk]:
    """Sign in, open the page and see that the browser has nothing to complain of."""
    width, height = DESK
    context = await browser.new_context(
        **{"viewport": {"width": width, "height": height}, "locale": "en-GB", **settings}
    )
    desk = Desk(await context.new_page())
    asked: list[str] = []
    context.on("console", lambda said: _hear(desk, said.type, said.text))
    context.on("weberror", lambda error: desk.troubles.append(str(error.error)))
    context.on("request", lambda request: asked.append(request.url))
    await desk.page.goto(f"{gateway.url}/operator/sign-in")
    await desk.page.get_by_label("Operator token").fill(token_of("all-both"))
    await desk.page.get_by_role("button", name="Sign in").click()
    await desk.page.goto(f"{gateway.url}/operator/analytics{query}")
    yield desk
    await context.close()
    assert desk.troubles == []
    assert {url for url in asked if not url.startswith(f"{gateway.url}/operator")} == set()


def _hear(desk: Desk, kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        desk.troubles.append(text)


@pytest.fixture
async def desk(browser: Browser, gateway: Gateway) -> AsyncIterator[Desk]:
    """The page of those thirty days."""
    async with opened(browser, gateway) as found:
        yield found


async def test_every_chart_is_drawn_in_the_colours_of_its_keys(desk: Desk):
    if os.environ.get("SUPPORT_GATEWAY_TEST_SCREENSHOTS") == "true":
        SCREENSHOTS.mkdir(exist_ok=True)
        await desk.page.set_viewport_size({"width": 1120, "height": 950})
        await desk.page.screenshot(path=SCREENSHOTS / "analytics.png")
        await desk.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    charts = await desk.page.locator("figure.chart[data-table]").all()
    assert len(charts) > 25
    for chart in charts:
        await expect(chart.locator("canvas")).to_have_count(1)
        values = await chart.locator("b").all_text_contents()
        if set(values) == {"0"}:
            continue
        assert await chart.evaluate(_INKED) > 0, values


async def test_pointing_at_a_day_tells_it_in_all_charts_at_once(desk: Desk):
    whole = await desk.value("Cases opened")
    plot = desk.chart("Cases opened").locator(".u-over")
    await plot.scroll_into_view_if_needed()
    box = await plot.bounding_box()
    assert box is not None

    await desk.page.mouse.move(box["x"] + box["width"] * 0.52, box["y"] + box["height"] / 2)

    await expect(desk.chart("Cases opened").locator(".when")).to_have_text("16 Jan 2025")
    cases, answered, _ = await desk.row("days-cases", "2025-01-16")
    assert await desk.value("Cases opened") == cases != whole
    assert await desk.value("Answered, of all cases") == answered
    assert await desk.value("First response") == (await desk.row("days-times", "2025-01-16"))[0]
    await expect(desk.chart("Thumbs up").locator(".when")).to_have_text("16 Jan 2025")

    await desk.page.mouse.move(1, 1)

    await expect(desk.chart("Cases opened").locator(".when")).to_have_text("")
    assert await desk.value("Cases opened") == whole


async def test_without_a_script_the_tables_have_it_all(browser: Browser, gateway: Gateway):
    async with opened(browser, gateway, java_script_enabled=False) as desk:
        await expect(desk.page.locator("canvas")).to_have_count(0)
        table = desk.page.locator("#days-cases")
        await expect(table).to_be_hidden()

        await desk.page.locator("#cases summary").click()

        await expect(table).to_be_visible()
        await expect(table.locator("tbody tr")).to_have_count(30)
        assert (await desk.row("days-cases", "2025-01-16"))[1] == "100 %"


async def test_a_tenant_and_days_are_chosen_in_the_form(desk: Desk):
    before = int(await desk.value("Cases opened"))
    await desk.page.get_by_label("Tenant", exact=True).select_option("ten_globex")
    await desk.page.get_by_label("From", exact=True).fill("2025-01-20")
    await desk.page.get_by_label("Through", exact=True).fill("2025-01-24")
    await desk.page.get_by_role("button", name="Show").click()

    await expect(desk.page.locator("#days-cases tbody tr")).to_have_count(5)
    assert 0 < int(await desk.value("Cases opened")) < before / 5
    asked = parse_qs(urlsplit(desk.page.url).query)
    assert asked == {
        "from": ["2025-01-20"],
        "through": ["2025-01-24"],
        "tenantId": ["ten_globex"],
    }

    await desk.page.get_by_role("link", name="all", exact=True).click()

    await expect(desk.page.get_by_label("Tenant", exact=True)).to_have_value("ten_globex")
    await expect(desk.page.get_by_label("From", exact=True)).to_have_value("")


async def test_figures_are_taken_away_with_the_session(desk: Desk, tmp_path: Path):
    async with desk.page.expect_download() as downloading:
        await desk.page.locator(".about").get_by_role("link", name="CSV").last.click()
    download = await downloading.value
    assert download.suggested_filename == "support-series-2025-01-01-2025-01-30.csv"
    await download.save_as(tmp_path / "series.csv")
    rows = list(csv.DictReader((tmp_path / "series.csv").read_text().splitlines()))
    assert sum(int(row["cases"]) for row in rows) == int(await desk.value("Cases opened"))


async def test_charts_change_their_colours_when_night_falls(desk: Desk):
    chart = desk.chart("Cases opened")
    by_day = await chart.locator(".key").first.evaluate("key => getComputedStyle(key).color")

    await desk.page.emulate_media(color_scheme="dark")

    by_night = await chart.locator(".key").first.evaluate("key => getComputedStyle(key).color")
    assert by_night != by_day
    # What `wait_for_function` asks a second time it evaluates, which the page's own policy forbids.
    await desk.page.evaluate(
        f"async () => {{ while (({_INKED})(document.querySelector('figure.chart')) <= 0)"
        " await new Promise(requestAnimationFrame) }"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE])
async def test_every_word_can_be_read_and_nothing_hangs_over_the_edge(
    browser: Browser, gateway: Gateway, scheme: Literal["light", "dark"], size: tuple[int, int]
):
    width, height = size
    viewport = {"width": width, "height": height}
    async with opened(browser, gateway, color_scheme=scheme, viewport=viewport) as desk:
        assert await desk.page.evaluate("document.documentElement.scrollWidth") == width
        contrasts = await desk.page.evaluate(_CONTRASTS)
        assert len(contrasts) > 200
        assert min(contrasts) >= _CONTRAST


async def test_a_time_without_cases_is_a_page_without_charts(browser: Browser, gateway: Gateway):
    async with opened(browser, gateway, "?from=2024-01-01&through=2024-02-01") as desk:
        await expect(desk.page.get_by_text("Nothing was recorded in this time")).to_be_visible()
        await expect(desk.page.locator("figure.chart")).to_have_count(0)
