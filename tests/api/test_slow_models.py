"""A model that is slow, wrong or away, or too dear: the built-in answer, labelled, and in time."""

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.api.conftest import SAID
from tests.gateway import Gateway, claims, running, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.messages_api import (
    Asked,
    Behaviour,
    MessagesApi,
    answers,
    calls_a_tool,
    fails,
    floods,
    hangs,
    hangs_up,
    raw,
    redirects,
    refuses,
    replies,
    says,
)

SECRET = "a-secret-of-32-bytes-or-more-for-all-tenants"
DAY = {"retry-after": "86400"}
MISBEHAVIOURS: dict[str, tuple[Behaviour, str]] = {
    "hangs": (hangs(), "timeout"),
    "hangs_up": (hangs_up(), "unreachable"),
    "overloaded": (fails(529), "unavailable"),
    "away": (fails(503, headers=DAY), "unavailable"),
    "rate_limited": (fails(429, headers=DAY), "rate_limited"),
    "unauthorized": (fails(401), "rejected"),
    "redirects": (redirects("http://127.0.0.1:9/"), "rejected"),
    "refuses": (refuses(), "refused"),
    "calls_a_tool": (calls_a_tool(), "tool_use"),
    "html": (raw(b"<html>502</html>", content_type="text/html"), "malformed"),
    "broken": (raw(b'{"type": "mess'), "malformed"),
    "no_message": (replies([1, 2]), "malformed"),
    "prose": (says("I think that it is broken."), "malformed"),
    "empty": (says(""), "empty"),
    "cut_off": (says('{"content": "The upl', stop_reason="max_tokens"), "cut_off"),
    "wrong_types": (says('{"content": 5, "actions": {}}'), "malformed"),
    "floods": (floods(2 * 1_048_576), "malformed"),
    "lies": (
        answers({**SAID, "content": "Job job_made_up_1 has `DISK_ON_FIRE`."}),
        "not_borne_out",
    ),
}
"""How a model may fail a tenant of that name, and the word for it on the record."""

DEADLINES = {"hangs": 1.0, "patient": 100.0, "breaks": 20.0}


class Models:
    """A Messages API that behaves differently for each tenant, told by the user who asks."""

    def __init__(self) -> None:
        """Begin with nothing held."""
        self.held = threading.Event()
        self.freed = asyncio.Event()

    async def behave(self, asked: Asked) -> web.StreamResponse:
        """Find out whose question it is."""
        text = asked.text()
        for name, (behaviour, _) in MISBEHAVIOURS.items():
            if f"MODEL-{name.upper()}-" in text:
                return await behaviour(asked)
        if "MODEL-BREAKS-" in text:
            return await fails(500, headers={"Retry-After": "0"})(asked)
        if "MODEL-HELD-" in text:
            self.held.set()
            await self.freed.wait()
        return await answers(SAID)(asked)


@pytest.fixture(scope="module")
def models() -> Models:
    """What the model does for whom."""
    return Models()


@pytest.fixture(scope="module")
def api(models: Models, model_loop: asyncio.AbstractEventLoop) -> Iterator[MessagesApi]:
    """The Messages API of this module."""
    with running(MessagesApi(models.behave), model_loop) as api:
        yield api


@pytest.fixture(scope="module")
def gateway(
    tmp_path_factory: pytest.TempPathFactory, host: Host, api: MessagesApi
) -> Iterator[Gateway]:
    """A gateway with a tenant, and so a breaker, for each misbehaviour."""
    folder = tmp_path_factory.mktemp("slow-models")
    config = "".join(
        tenant(
            f"ten_{name}",
            secrets=[SECRET],
            host_url=host.url,
            service_token=SERVICE_TOKEN,
            more=f"[tenants.ten_{name}.answers]\ndeadline_seconds = {DEADLINES.get(name, 20.0)}",
        )
        for name in (*MISBEHAVIOURS, "patient", "breaks")
    )
    environ = {"ANTHROPIC_API_KEY": "test-key", "ANTHROPIC_BASE_URL": api.base_url}
    url = f"sqlite:///{folder}/record.db"
    with Gateway(folder, database_url=url, config=config, environ=environ) as gateway:
        # Whatever was not warm yet is warm after this.
        assert gateway.open_case(token("patient"))["aiMessage"]["content"] == SAID["content"]
        yield gateway


def token(name: str, user_id: str = "usr_maya") -> str:
    """A user of that tenant."""
    return signed(claims(f"ten_{name}", user_id), SECRET)


def produced(gateway: Gateway, case_id: str) -> list[dict[str, Any]]:
    """What the record says of how each answer of a case came about."""
    return [
        event["data"]["produced"]
        for event in gateway.events(case_id)
        if event["type"] == "case.message_added" and event["data"]["role"] == "assistant"
    ]


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_the_built_in_answer_takes_the_models_place(gateway: Gateway, name: str):
    question = f"MODEL-{name.upper()}- Why did my upload fail with UPLOAD_TOO_LARGE?"

    opened = gateway.open_case(token(name), question)

    message = opened["aiMessage"]
    assert "UPLOAD_TOO_LARGE" in {one["value"] for one in message["evidence"]}
    assert "DISK_ON_FIRE" not in message["content"]
    assert "PROVIDER-SAYS-SO" not in json.dumps(opened)
    (how,) = produced(gateway, opened["case"]["id"])
    assert (how["generator"], how["fallback"]) == ("builtin", MISBEHAVIOURS[name][1])


@pytest.mark.timeout(20)
def test_the_deadline_is_the_tenants(gateway: Gateway):
    question = "MODEL-HANGS- Why did my upload fail with UPLOAD_TOO_LARGE?"

    opened = gateway.open_case(token("hangs", "usr_deadline"), question)

    (how,) = produced(gateway, opened["case"]["id"])
    assert how["fallback"] == "timeout"
    assert how["latencyMs"] >= 1000


def test_a_model_that_fails_again_and_again_is_left_alone(gateway: Gateway, api: MessagesApi):
    question = "MODEL-BREAKS- Why did my upload fail?"
    who = token("breaks")
    for _ in range(5):
        gateway.open_case(who, question)
    before = len(api.requests)

    opened = gateway.open_case(who, question)

    assert len(api.requests) == before
    (how,) = produced(gateway, opened["case"]["id"])
    assert (how["generator"], how["fallback"]) == ("builtin", "breaker_open")
    others = gateway.open_case(token("patient"), "Why did my upload fail?")
    assert others["aiMessage"]["content"] == SAID["content"]


def test_a_slow_model_holds_up_nobody_else(gateway: Gateway, models: Models, model_loop: Any):
    slow, other = token("patient", "usr_slow"), token("patient", "usr_other")

    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(gateway.open_case, slow, "MODEL-HELD- What is wrong?")
        assert models.held.wait(30)
        opened = gateway.open_case(other, "Why did my upload fail?")
        case_id = opened["case"]["id"]
        follow_up = gateway.post(
            f"/api/cases/{case_id}/messages", {"content": "And now?"}, token=other
        )
        read = gateway.case(other, case_id)
        (held,) = gateway.get("/api/cases", token=slow).json["data"]
        closing = gateway.post(
            f"/api/cases/{held['id']}/close", {"resolution": "resolved"}, token=slow
        )
        assert not waiting.done()
        model_loop.call_soon_threadsafe(models.freed.set)
        answered = waiting.result()

    assert opened["aiMessage"]["content"] == SAID["content"]
    assert (follow_up.status, closing.status) == (200, 200)
    assert read["case"]["messageCount"] == 4
    assert held["messageCount"] == 1
    assert answered["aiMessage"]["content"] == SAID["content"]


def test_the_sdk_is_warm_before_anybody_asks(
    tmp_path: Path, host: Host, api: MessagesApi, model_loop: Any
):
    config = tenant("ten_patient", secrets=[SECRET], host_url=host.url, service_token=SERVICE_TOKEN)
    environ = {
        "ANTHROPIC_API_KEY": "test-key",
        "ANTHROPIC_BASE_URL": api.base_url,
        "PYTHONVERBOSE": "1",
    }
    url = f"sqlite:///{tmp_path}/record.db"
    gateway = Gateway(tmp_path, database_url=url, config=config, environ=environ, program=True)
    with gateway:
        while "import 'application.adapters.messages_client'" not in gateway.log_file.read_text():
            assert gateway.get("/api/health").status == 200
