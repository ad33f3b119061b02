"""A tenant's daily budget, over real gateways: shared, durable, and reserved before it is spent."""

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiohttp import web

from tests.api.conftest import SAID
from tests.gateway import Gateway, claims, running, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.messages_api import Asked, MessagesApi, says
from tests.postgres import Postgres

SECRET = "a-secret-of-32-bytes-or-more-for-all-tenants"
SPENT = 10_000
"""Tokens that the model says each call has cost."""

DAILY = {"ten_day": 30_000, "ten_narrow": 20_000, "ten_none": 0}
"""A call reserves between 11,000 and 20,000 of these: what it may cost at most."""


class Till:
    """A model that can be held while it works."""

    def __init__(self) -> None:
        """Hold nothing."""
        self.asked = threading.Event()
        self.free = asyncio.Event()

    async def behave(self, asked: Asked) -> web.StreamResponse:
        """Answer, at a price; a question that says so is held."""
        if "HOLD-THIS" in asked.text():
            self.asked.set()
            await self.free.wait()
        usage = {"input_tokens": SPENT - 10, "output_tokens": 10}
        return await says(json.dumps(SAID), usage=usage)(asked)


@pytest.fixture(scope="module")
def till() -> Till:
    """What the model does."""
    return Till()


@pytest.fixture(scope="module")
def api(till: Till, model_loop: asyncio.AbstractEventLoop) -> Iterator[MessagesApi]:
    """The Messages API of this module."""
    with running(MessagesApi(till.behave), model_loop) as api:
        yield api


@pytest.fixture(scope="module")
def gateways(
    postgres_server: Postgres,
    tmp_path_factory: pytest.TempPathFactory,
    host: Host,
    api: MessagesApi,
) -> Iterator[tuple[Gateway, Gateway]]:
    """Two processes on one record."""
    first, second = (tmp_path_factory.mktemp("budget") for _ in range(2))
    name = postgres_server.create_database()
    url = postgres_server.url(name)
    config = "".join(
        tenant(
            tenant_id,
            secrets=[SECRET],
            host_url=host.url,
            service_token=SERVICE_TOKEN,
            more=f"[tenants.{tenant_id}.answers]\ndaily_tokens = {tokens}",
        )
        for tenant_id, tokens in DAILY.items()
    )
    environ = {"ANTHROPIC_API_KEY": "test-key", "ANTHROPIC_BASE_URL": api.base_url}
    with (
        Gateway(first, database_url=url, config=config, environ=environ) as one,
        Gateway(second, database_url=url, config=config, environ=environ) as two,
    ):
        yield one, two
    postgres_server.drop_database(name)


def ask(gateway: Gateway, tenant_id: str, question: str = "Why did my upload fail?") -> Any:
    """Open a case; gives how its answer was produced."""
    opened = gateway.open_case(signed(claims(tenant_id, "usr_maya"), SECRET), question)
    (produced,) = (
        event["data"]["produced"]
        for event in gateway.events(opened["case"]["id"])
        if event["type"] == "case.message_added" and event["data"]["role"] == "assistant"
    )
    return produced["generator"], produced["fallback"]


def test_a_day_is_spent_once_over_gateways_and_restarts(gateways: tuple[Gateway, Gateway]):
    one, two = gateways

    answers = [ask(one, "ten_day"), ask(two, "ten_day"), ask(one, "ten_day")]
    one.stop()
    one.start()
    answers.append(ask(one, "ten_day"))

    spent = ("builtin", "no_budget")
    assert answers == [("claude", None), ("claude", None), spent, spent]


def test_a_call_under_way_is_counted_before_it_ends(
    gateways: tuple[Gateway, Gateway], till: Till, model_loop: asyncio.AbstractEventLoop
):
    one, two = gateways
    till.asked.clear()
    model_loop.call_soon_threadsafe(till.free.clear)

    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(ask, one, "ten_narrow", "HOLD-THIS Why did my upload fail?")
        assert till.asked.wait(30)
        meanwhile = [ask(gateway, "ten_narrow") for gateway in gateways]
        model_loop.call_soon_threadsafe(till.free.set)
        answered = first.result()

    assert meanwhile == [("builtin", "no_budget")] * 2
    assert answered == ("claude", None)
    assert ask(two, "ten_narrow") == ("builtin", "no_budget")


def test_no_tokens_are_none(gateways: tuple[Gateway, Gateway], api: MessagesApi):
    before = len(api.requests)

    assert [ask(gateway, "ten_none") for gateway in gateways] == [("builtin", "no_budget")] * 2
    assert len(api.requests) == before


def test_the_built_in_answer_is_as_good_a_reply(gateways: tuple[Gateway, Gateway]):
    opened = gateways[0].open_case(
        signed(claims("ten_none", "usr_maya"), SECRET), "Why did my upload fail?"
    )

    assert opened["aiMessage"]["content"]
    assert "UPLOAD_TOO_LARGE" in {one["value"] for one in opened["aiMessage"]["evidence"]}
