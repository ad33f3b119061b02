"""One gateway for each engine, which nearly all tests of this folder speak to."""

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.gateway import Gateway, claims, free_port, looping, running, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.messages_api import MessagesApi, answers
from tests.postgres import Postgres
from tests.ticket_desks import Receiver, serving

SECRETS = {
    "ten_acme": ["acme-first-secret-of-32-bytes-or-more", "acme-second-secret-of-32-bytes-or-more"],
    "ten_globex": ["globex-secret-of-32-bytes-or-more-too"],
    "ten_claude": ["claude-secret-of-32-bytes-or-more-too"],
    "ten_failing": ["failing-secret-of-32-bytes-or-more-to"],
    "ten_rough": ["rough-secret-of-32-bytes-or-more-too-"],
    "ten_small": ["small-secret-of-32-bytes-or-more-too-"],
    "ten_down": ["down-secret-of-32-bytes-or-more-too--"],
    "ten_hook": ["hook-secret-of-32-bytes-or-more-too--"],
}
GATEWAY_ORIGIN = "http://localhost:3000"
ACME_ORIGIN = "https://app.acme.example"
GLOBEX_ORIGIN = "https://app.globex.example"
WEBHOOK_SECRET = "whsec_a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="  # 32 bytes of "k"
SAID: dict[str, Any] = {
    "content": "The upload was refused because of its size: UPLOAD_TOO_LARGE.",
    "actions": [{"type": "retry", "label": "Try a smaller file", "payload": {}}],
    "evidence": [{"type": "error_code", "label": "Error", "value": "UPLOAD_TOO_LARGE"}],
    "confidence": 0.9,
}
"""What the model says where a test does not tell it otherwise; all of it stands in the host's
lifelike data.
"""


PLANTED = {
    "an address": "wanda.winter@private.example",
    "a vendor's key": "sk_live_4eC39HqLyjWDarjtT1zdp7dcEXAMPLE",
    "a JWT": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0"
    ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "a password": "hunter2-Tr0ub4dor",
    "a connection string": "postgresql://app:s3cr3t-pw@db.private.example:5432/app",
    "an access key": "AKIAIOSFODNN7EXAMPLE",
    "a card": "4111 1111 1111 1111",
}
"""What the host says of its user and should not have said."""


@dataclass(frozen=True, slots=True)
class World:
    """A gateway and all that stands around it. `loop` is the Messages API's;
    `planted` are words that may come out nowhere; `slow` are requests that never end, begun with
    the gateway, since each takes ten seconds to be given up.
    """

    gateway: Gateway
    host: Host
    rough_host: Host
    messages_api: MessagesApi
    receiver: Receiver
    engine: str
    database: Path | None
    loop: asyncio.AbstractEventLoop
    slow: dict[str, Future[bytes]]

    def token(self, tenant_id: str = "ten_acme", user_id: str = "usr_maya", **changed: Any) -> str:
        """A good token of that user."""
        return signed(claims(tenant_id, user_id, **changed), SECRETS[tenant_id][0])


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """A host application that always behaves, and says more than it should."""
    with Host() as host:
        _plant(host)
        yield host


@pytest.fixture(scope="session")
def rough_host() -> Iterator[Host]:
    """A host application that tests tell how to misbehave."""
    with Host() as host:
        yield host


@pytest.fixture(scope="session")
def model_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The event loop that the Messages API and the webhook's receiver run in."""
    with looping() as loop:
        yield loop


@pytest.fixture(scope="session")
def messages_api(model_loop: asyncio.AbstractEventLoop) -> Iterator[MessagesApi]:
    """The Messages API that the gateway's SDK talks to."""
    with running(MessagesApi(answers(SAID)), model_loop) as api:
        yield api


@pytest.fixture(scope="session")
def receiver(model_loop: asyncio.AbstractEventLoop) -> Iterator[Receiver]:
    """A receiver of signed webhooks."""
    desk = Receiver()
    with running(serving(desk), model_loop):
        yield desk


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def world(  # noqa: PLR0917 - pytest hands fixtures over by name
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    host: Host,
    rough_host: Host,
    messages_api: MessagesApi,
    model_loop: asyncio.AbstractEventLoop,
    receiver: Receiver,
) -> Iterator[World]:
    """The gateway of most tests, without rate limits, on each engine in turn."""
    folder = tmp_path_factory.mktemp(f"gateway-{request.param}")
    database: Path | None = None
    postgres: Postgres | None = None
    name = ""
    if request.param == "sqlite":
        database = folder / "record.db"
        url = f"sqlite:///{database}"
    else:
        postgres = request.getfixturevalue("postgres_server")
        assert isinstance(postgres, Postgres)
        name = postgres.create_database()
        url = postgres.url(name)
    environ = {
        "ANTHROPIC_API_KEY": "test-key-of-the-messages-api",
        "ANTHROPIC_BASE_URL": messages_api.base_url,
    }
    config = configuration(host, rough_host, receiver.url)
    with (
        Gateway(folder, database_url=url, config=config, environ=environ) as gateway,
        ThreadPoolExecutor(6) as threads,
    ):
        here = World(
            gateway,
            host,
            rough_host,
            messages_api,
            receiver,
            str(request.param),
            database,
            model_loop,
            _slow_requests(gateway, threads),
        )
        _wait_for_the_model(here)
        yield here
    if postgres is not None:
        postgres.drop_database(name)


@pytest.fixture
def gateway(world: World) -> Gateway:
    """The gateway itself."""
    return world.gateway


@pytest.fixture
def token(world: World, request: pytest.FixtureRequest) -> str:
    """The token of a user whom no other test knows."""
    return world.token(user_id=f"usr_{abs(hash(request.node.nodeid)):x}")


@pytest.fixture
def case_id(gateway: Gateway, token: str) -> str:
    """A fresh case of that user, with its first answer."""
    opened: str = gateway.open_case(token)["case"]["id"]
    return opened


@pytest.fixture
def model(world: World) -> Iterator[MessagesApi]:
    """The Messages API, well-behaved again afterwards."""
    yield world.messages_api
    world.messages_api.behaviour = answers(SAID)


@pytest.fixture
def claude(world: World, model: MessagesApi) -> str:
    """The token of a user whose tenant asks the model, which has just answered one turn well.

    So no run of failures is long enough to open the breaker.
    """
    model.behaviour = answers(SAID)
    token = world.token("ten_claude", "usr_model")
    opened = world.gateway.open_case(token, "Is the model there?")
    assert opened["aiMessage"]["content"] == SAID["content"]
    model.requests.clear()
    return token


def configuration(host: Host, rough_host: Host, webhook_url: str) -> str:
    """The tenants that tests speak for."""
    builtin = '[tenants.{0}.answers]\ngenerator = "builtin"'
    tables = {
        "ten_acme": (host.url, (ACME_ORIGIN,), builtin),
        "ten_globex": (host.url, (GLOBEX_ORIGIN,), builtin),
        "ten_claude": (
            host.url,
            (),
            '[tenants.{0}.answers]\ndeadline_seconds = 1.5\nlink_hosts = ["docs.acme.example"]',
        ),
        "ten_failing": (host.url, (), "[tenants.{0}.answers]\ndeadline_seconds = 1.5"),
        "ten_rough": (rough_host.url, (), "timeout_seconds = 1\n" + builtin),
        "ten_small": (
            rough_host.url,
            (),
            builtin + "\n[tenants.{0}.snapshot]\nmax_bytes = 8192",
        ),
        "ten_down": (f"http://127.0.0.1:{free_port()}", (), builtin),
        "ten_hook": (
            host.url,
            (),
            builtin
            + '\n[tenants.{0}.tickets]\nconnector = "webhook"\nallow_private = true\n'
            + f'url = "{webhook_url}/hooks/path-token"\nsecret = "{WEBHOOK_SECRET}"',
        ),
    }
    return f"allowed_origins = {json.dumps([GATEWAY_ORIGIN])}\n" + "".join(
        tenant(
            name,
            secrets=SECRETS[name],
            host_url=url,
            service_token=SERVICE_TOKEN,
            origins=origins,
            more=more.format(name),
        )
        for name, (url, origins, more) in tables.items()
    )


def _plant(host: Host) -> None:
    state, logs, rules = (
        host.data[endpoint] for endpoint in ("user-state", "user-logs", "business-rules")
    )
    state["profile"]["email"] = PLANTED["an address"]
    state["entities"][0]["description"] = f"Spring campaign of {PLANTED['an address']}"
    state["entities"][0]["metadata"] |= {
        "apiKey": PLANTED["a vendor's key"],
        "password": PLANTED["a password"],
        PLANTED["an address"]: "owner",
    }
    logs["recentRequests"][0]["route"] = f"GET /api/projects/7?token={PLANTED['a JWT']}"
    logs["jobs"][0]["lastStage"] = f"connect {PLANTED['a connection string']}"
    rules["docs"][0]["content"] += f" Call with {PLANTED['an access key']}."
    rules["runbooks"][0]["content"] += f" Refund to {PLANTED['a card']}."


def _slow_requests(gateway: Gateway, threads: Executor) -> dict[str, Future[bytes]]:
    token = signed(claims("ten_acme", "usr_slow"), SECRETS["ten_acme"][0]).encode()
    begin = (
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer " + token + b"\r\n"
    )
    requests = {
        "no body": begin + b"Content-Length: 50\r\n\r\n",
        "half a body": begin + b'Content-Length: 50\r\n\r\n{"message":',
        "half a chunk": begin + b'Transfer-Encoding: chunked\r\n\r\n50\r\n{"message":',
        "half the headers": begin + b"Content-Le",
        "half a line": b"POST /api/ca",
        "nothing": b"",
    }
    return {name: threads.submit(gateway.raw, sent) for name, sent in requests.items()}


def _wait_for_the_model(world: World) -> None:
    """The SDK takes seconds to import; until then the built-in answerer serves."""
    token = world.token("ten_claude", "usr_warm")
    give_up = time.monotonic() + 60
    while True:
        opened = world.gateway.open_case(token)
        if opened["aiMessage"]["content"] == SAID["content"]:
            return
        assert time.monotonic() < give_up, opened
