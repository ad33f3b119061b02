"""A real browser, and the demo's page in it.

The browser is the one that `SUPPORT_GATEWAY_TEST_CHROMIUM` names, else the `chromium` of the PATH.
Where there is none these tests are skipped, and one line at the end says so. With `CI=true` they
fail.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.api.demo.running import Demo, demo
from tests.browser.visit import Visit, opened
from tests.gateway import looping, running
from tests.messages_api import MessagesApi, answers
from tests.waiting import eventually

if TYPE_CHECKING:
    from playwright.async_api import Browser

CHROMIUM = os.environ.get("SUPPORT_GATEWAY_TEST_CHROMIUM") or shutil.which("chromium")
FLAGS = [
    # A browser in a container, or started by root, has no sandbox of its own.
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-lcd-text",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
SAID = {
    "content": "Your video is over the limit of your plan: `UPLOAD_TOO_LARGE`.",
    "actions": [],
    "evidence": [{"type": "error_code", "label": "Error", "value": "UPLOAD_TOO_LARGE"}],
    "confidence": 0.9,
}
"""What the model says of Maya where a test does not tell it otherwise."""

_MODEL_SECONDS = 30.0

_NO_CHROMIUM = "there is no Chromium"


@dataclass(frozen=True, slots=True)
class Claude:
    """A demo whose gateway asks a Messages API of ours, and the loop that this API runs in."""

    demo: Demo
    api: MessagesApi
    loop: asyncio.AbstractEventLoop


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips or fails a test of this folder before anything is started for it in vain."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium (with CI=true there must be one)", pytrace=False)
        pytest.skip(_NO_CHROMIUM)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in one line what was not tested for want of a browser."""
    left_out = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and _NO_CHROMIUM in report.longrepr[2]
    ]
    if left_out:
        line = (
            f"NOT TESTED IN A BROWSER, for want of Chromium: {len(left_out)} tests; "
            "SUPPORT_GATEWAY_TEST_CHROMIUM may name one"
        )
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator["Browser"]:
    """The browser, for all tests of pages."""
    playwright = pytest.importorskip("playwright.async_api")
    async with playwright.async_playwright() as driver:
        launched = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        await launched.close()


@pytest.fixture(scope="package")
def builtin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo without a key: the built-in answerer answers."""
    with demo(tmp_path_factory.mktemp("builtin")) as started:
        yield started


@pytest.fixture(scope="package")
def claude_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Claude]:
    """A demo with a key, for our own Messages API."""
    with looping() as loop, running(MessagesApi(answers(SAID)), loop) as api:
        environ = {"ANTHROPIC_API_KEY": "made-up", "ANTHROPIC_BASE_URL": api.base_url}
        with demo(tmp_path_factory.mktemp("claude"), **environ) as started:
            _wait_for_the_model(started, api)
            yield Claude(started, api, loop)


@pytest.fixture
def claude(claude_demo: Claude) -> Iterator[Claude]:
    """That demo, its model well-behaved again afterwards."""
    yield claude_demo
    claude_demo.api.behaviour = answers(SAID)


@pytest.fixture
async def visit(browser: "Browser", builtin: Demo) -> AsyncIterator[Visit]:
    """The page of the demo without a key, on a desk."""
    async with opened(browser, builtin) as visiting:
        yield visiting


@pytest.fixture
async def claude_visit(browser: "Browser", claude: Claude) -> AsyncIterator[Visit]:
    """The page of the demo where a model answers."""
    async with opened(browser, claude.demo) as visiting:
        yield visiting


def _wait_for_the_model(started: Demo, api: MessagesApi) -> None:
    """The SDK takes seconds to import; until then the built-in answerer serves."""

    def asked() -> object:
        started.open_case("usr_lena", "Is the model there?")
        return api.requests

    eventually(asked, within=_MODEL_SECONDS, every=0.5)
