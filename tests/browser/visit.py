"""Somebody looks at the demo's page: what is done there, and what must never happen meanwhile."""

import json
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tests.api.demo.running import Demo

if TYPE_CHECKING:
    from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, Route

SCREENSHOTS = Path(__file__).with_name("screenshots")
DESK = (1280, 720)
PHONE = (360, 740)
PICTURE = (1120, 660)
"""The largest that a picture may be, so that it stays a small file."""

_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")


@dataclass
class Visit:
    """A page in a tab of its own. `troubles` is what the browser complains of: it must be empty.

    A refusal by the gateway is such a complaint too, unless its status is in `refusals`, and so is
    a connection that fails, unless it is `offline`.
    """

    page: "Page"
    demo: Demo
    refusals: set[int] = field(default_factory=set)
    offline: bool = False
    troubles: list[str] = field(default_factory=list)
    sent: list["Request"] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://127.0.0.1:{self.demo.host_port}/"

    @property
    def gateway_url(self) -> str:
        """The gateway's, another origin."""
        return f"http://127.0.0.1:{self.demo.port}"

    @property
    def panel(self) -> "Locator":
        """The support panel."""
        return self.page.locator("#support")

    @property
    def answers(self) -> "Locator":
        """What support said, whole."""
        return self.page.get_by_role("log").locator(".answer")

    def button(self, name: str) -> "Locator":
        """A button by all that it says."""
        return self.page.get_by_role("button", name=name, exact=True)

    async def become(self, user_id: str) -> None:
        """Be somebody."""
        await self.page.get_by_label("Demo: you are").select_option(user_id)

    async def ask(self, words: str) -> None:
        """Write a question and send it; does not wait for the answer."""
        await self.page.get_by_label("Your message").fill(words)
        await self.page.keyboard.press("Enter")

    async def answered(self, count: int) -> "Locator":
        """Wait for so many answers, and for the wait to be over; gives the last one."""
        await self.answers.nth(count - 1).wait_for()
        await self.page.locator(".composer[aria-busy=true]").wait_for(state="detached")
        return self.answers.nth(count - 1)

    async def case_id(self) -> str:
        """The id of the case that is shown."""
        title = await self.page.locator(".case-facts span").first.get_attribute("title")
        assert title is not None
        return title

    def posts(self, path: str) -> list["Request"]:
        """The POST requests that went to a path of the gateway's."""
        return [
            request
            for request in self.sent
            if request.method == "POST" and request.url == self.gateway_url + path
        ]

    async def at_first(
        self, address: str, behave: Callable[["Route"], Awaitable[object]], *, times: int = 1
    ) -> None:
        """Answer the first requests to an address so, and let the others pass."""
        waiting = [behave] * times

        async def answer(route: "Route") -> None:
            await (waiting.pop()(route) if waiting else route.continue_())

        await self.page.route(address, answer)

    async def picture(self, name: str) -> None:
        """Take a picture for the README, where the environment asks for pictures."""
        size = self.page.viewport_size
        if os.environ.get("SUPPORT_GATEWAY_TEST_SCREENSHOTS") != "true" or size is None:
            return
        SCREENSHOTS.mkdir(exist_ok=True)
        await self.page.set_viewport_size(
            {"width": min(size["width"], PICTURE[0]), "height": min(size["height"], PICTURE[1])}
        )
        await self.page.screenshot(path=SCREENSHOTS / f"{name}.png")
        await self.page.set_viewport_size(size)

    def note(self, request: "Request") -> None:
        """Take note of what is sent."""
        self.sent.append(request)

    def hear(self, message: "ConsoleMessage") -> None:
        """Take note of what the console says."""
        refused = _REFUSED.search(message.text)
        expected = refused is not None and int(refused[1]) in self.refusals
        expected |= self.offline and "net::ERR_" in message.text
        if message.type in {"error", "warning"} and not expected:
            self.troubles.append(message.text)


@asynccontextmanager
async def opened(
    browser: "Browser",
    demo: Demo,
    *,
    size: tuple[int, int] = DESK,
    scheme: Literal["light", "dark"] = "light",
) -> AsyncIterator[Visit]:
    """The demo's page in a fresh profile; fails at the end if the browser complained.

    It complains of mistakes in scripts, of everything that the page's policy forbids, and of
    addresses that cannot be loaded. Neither may the page reach for anything but its two servers.
    """
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = await context.new_page()
    visit = Visit(page, demo)
    context.on("console", visit.hear)
    context.on("weberror", lambda error: visit.troubles.append(str(error.error)))
    context.on("request", visit.note)
    await page.goto(visit.url)
    await page.get_by_role("heading", level=1).wait_for()
    yield visit
    await context.close()
    assert visit.troubles == []
    servers = (visit.url, f"{visit.gateway_url}/")
    assert [one.url for one in visit.sent if not one.url.startswith(servers)] == []


def shown_as(case: dict[str, Any], content: str, **more: Any) -> str:
    """A case with one answer, as the gateway would send it."""
    message = {
        "id": "msg_1",
        "caseId": case["id"],
        "role": "assistant",
        "content": content,
        "actions": [],
        "evidence": [],
        "confidence": 0.5,
        "createdAt": case["createdAt"],
        **more,
    }
    return json.dumps({"case": case, "messages": [message]})
