"""Whatever comes from the API is shown as text, and leads nowhere that it must not."""

import json
from typing import Any
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("playwright")

from playwright.async_api import Route, expect

from tests.browser.conftest import SAID, Claude
from tests.browser.visit import Visit, shown_as
from tests.messages_api import answers

MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>bold</b>'
HOSTILE = f"""UPLOAD_TOO_LARGE {MARKUP}

- [a script](javascript:document.title=3)
- [data](data:text/html,<script>document.title=4</script>)
- [another host's](//evil.example/x)
- [with a name](https://user:secret@evil.example/)
- ![an image](https://evil.example/pixel.png)
- **bold `code {MARKUP}`** and `{MARKUP}`

```
{MARKUP}
```
"""


def api_get(visit: Visit, user_id: str, path: str) -> Any:
    """What the gateway says, without a page."""
    headers = {"Authorization": f"Bearer {visit.demo.token(user_id)}"}
    with urlopen(Request(visit.gateway_url + path, headers=headers)) as response:  # noqa: S310 - our own address
        return json.load(response)


async def nothing_took_effect(visit: Visit, title: str) -> None:
    """See that the words made no element, ran nothing and changed nothing."""
    assert await visit.page.title() == title
    log = visit.page.get_by_role("log")
    for name in ("img", "script", "b", "iframe", "style", "form"):
        await expect(log.locator(name)).to_have_count(0)
    addresses = [await one.get_attribute("href") for one in await log.locator("a").all()]
    allowed = ("https://", "/docs/", "/cases/")
    assert [address for address in addresses if not str(address).startswith(allowed)] == []
    assert [address for address in addresses if "@" in str(address)] == []


async def test_what_a_model_says_is_inert(claude_visit: Visit, claude: Claude):
    visit = claude_visit
    title = await visit.page.title()
    claude.api.behaviour = answers(
        {
            **SAID,
            "content": HOSTILE,
            "actions": [
                {"type": "open_docs", "label": MARKUP[:80], "payload": {"url": "javascript:1"}},
                {"type": "custom", "label": "<i>x</i>", "payload": {"html": MARKUP}},
            ],
            "evidence": [{"type": "error_code", "label": MARKUP, "value": "UPLOAD_TOO_LARGE"}],
        }
    )
    await visit.ask("Why does my video not upload?")
    await visit.answered(1)
    await nothing_took_effect(visit, title)


async def test_what_a_broken_gateway_says_is_inert(visit: Visit):
    title = await visit.page.title()
    await visit.ask("Why does my video not upload?")
    await visit.answered(1)
    path = f"/api/cases/{await visit.case_id()}"
    case = api_get(visit, "usr_maya", path)["case"]
    body = shown_as(
        case,
        HOSTILE,
        actions=[
            {
                "type": "open_docs",
                "label": MARKUP,
                "payload": {"url": "javascript:document.title=5"},
            },
            {"type": "open_docs", "label": "no address", "payload": {"url": "/\\evil.example"}},
            {"type": MARKUP, "label": "odd", "payload": {}},
        ],
        evidence=[{"type": MARKUP, "label": MARKUP, "value": MARKUP}],
    )

    async def hostile(route: Route) -> None:
        origin = {"Access-Control-Allow-Origin": visit.url.rstrip("/")}
        await route.fulfill(body=body, content_type="application/json", headers=origin)

    await visit.page.route(visit.gateway_url + path, hostile)
    await visit.page.reload()
    answer = await visit.answered(1)

    await expect(answer.locator(".words")).to_contain_text(MARKUP)
    await expect(answer.locator(".words")).to_contain_text(
        "[a script](javascript:document.title=3)"
    )
    await expect(answer.locator(".words pre")).to_have_text(MARKUP)
    await expect(answer.locator("dd").first).to_have_text(MARKUP)
    # An address over https is left: which hosts an answer may lead to is the gateway's to say.
    link = answer.get_by_role("link")
    await expect(link).to_have_attribute("href", "https://evil.example/pixel.png")
    await nothing_took_effect(visit, title)


async def test_simple_markdown_is_shown_as_what_it_means(claude_visit: Visit, claude: Claude):
    visit = claude_visit
    claude.api.behaviour = answers(
        {
            **SAID,
            "content": "The upload **failed** with `UPLOAD_TOO_LARGE`.\n\n1. Make it smaller\n"
            "2. Ask an *owner*\n\n- or wait\n\nSee [the limits]"
            "(https://docs.pinewell.example/uploads/limits).",
        }
    )
    await visit.ask("What is wrong with my upload?")
    words = (await visit.answered(1)).locator(".words")
    await expect(words.locator("strong")).to_have_text("failed")
    await expect(words.locator("p > code")).to_have_text("UPLOAD_TOO_LARGE")
    await expect(words.locator("ol > li")).to_have_count(2)
    await expect(words.locator("ul > li")).to_have_text("or wait")
    await expect(words.locator("em")).to_have_text("owner")
    link = words.get_by_role("link", name="the limits")
    await expect(link).to_have_attribute("href", "/docs/uploads/limits")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
