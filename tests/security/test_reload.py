"""A running gateway reads its configuration again at a SIGHUP: all of it, or none."""

import asyncio
import json
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from api.serve import patience
from application.config import load
from tests.gateway import Answer, Gateway, claims, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.hosts.behaviours import Behaviour
from tests.security.wire import eventually

OLD, NEW, OTHER = (f"{name}-secret-of-32-bytes-or-more-in-all" for name in ("old", "new", "other"))
ORIGIN = "https://app.acme.example"


@dataclass(frozen=True, slots=True)
class Running:
    """A gateway whose configuration is written anew."""

    gateway: Gateway
    host: Host

    def write(self, *tenants: str, more: str = "") -> None:
        """Write a configuration."""
        (self.gateway.folder / "support-gateway.toml").write_text(more + "".join(tenants))

    def read_again(self) -> dict[str, Any]:
        """Send a SIGHUP; gives the line of the log that says what came of it."""
        before = len(self._told())
        os.kill(self.gateway.pid, signal.SIGHUP)
        eventually(lambda: len(self._told()) > before)
        return self._told()[-1]

    def _told(self) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.gateway.log_lines()]
        return [line for line in lines if line["message"].startswith("the configuration was")]

    def acme(self, *secrets: str, more: str = "", origins: tuple[str, ...] = ()) -> str:
        """The tenant of most tests."""
        return _tenant("ten_acme", self.host, *secrets, more=more, origins=origins)

    def status(self, secret: str, tenant_id: str = "ten_acme") -> int:
        """What a token under that secret is answered with."""
        token = signed(claims(tenant_id, "usr_maya"), secret)
        return self.gateway.get("/api/cases", token=token).status


def _tenant(
    name: str, host: Host, *secrets: str, more: str = "", origins: tuple[str, ...] = ()
) -> str:
    return tenant(
        name,
        secrets=secrets,
        host_url=host.url,
        service_token=host.service_token,
        origins=origins,
        more=f'[tenants.{name}.answers]\ngenerator = "builtin"\n{more}',
    )


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A gateway that all tests but one of this file have read other configurations."""
    folder = tmp_path_factory.mktemp("reloaded")
    with Host() as host:
        config = _tenant("ten_acme", host, OLD)
        url = f"sqlite:///{folder / 'record.db'}"
        with Gateway(folder, database_url=url, config=config) as gateway:
            yield Running(gateway, host)


@pytest.fixture
def running(started: Running) -> Running:
    """The same, with one tenant that has one secret."""
    started.host.reset()
    started.host.service_token = SERVICE_TOKEN
    started.write(started.acme(OLD))
    assert started.read_again()["level"] == "info"
    return started


def test_the_secret_of_tokens_is_rotated_without_a_moment_in_which_none_holds(running: Running):
    assert (running.status(OLD), running.status(NEW)) == (200, 401)
    running.write(running.acme(NEW, OLD))
    running.read_again()
    assert (running.status(OLD), running.status(NEW)) == (200, 200)
    running.write(running.acme(NEW))
    running.read_again()
    assert (running.status(OLD), running.status(NEW)) == (401, 200), "also where it was remembered"


def test_tenants_come_and_go(running: Running):
    running.write(running.acme(OLD), _tenant("ten_globex", running.host, OTHER))
    running.read_again()
    assert (running.status(OLD), running.status(OTHER, "ten_globex")) == (200, 200)
    opened = running.gateway.open_case(signed(claims("ten_globex", "usr_1"), OTHER))
    assert opened["disclosure"]
    running.write(_tenant("ten_globex", running.host, OTHER))
    running.read_again()
    assert (running.status(OLD), running.status(OTHER, "ten_globex")) == (401, 200)


def test_hosts_tokens_origins_and_operators_follow(running: Running):
    token = signed(claims("ten_acme", "usr_maya"), OLD)
    running.host.service_token = "another-service-token"
    operator = running.gateway.run("operator-token", "--name", "desk").stdout.split("\n\n")
    running.write(running.acme(OLD, origins=(ORIGIN,)), operator[1])
    assert running.gateway.get("/api/audit/cases", token=operator[0]).status == 401
    running.read_again()
    opened = running.gateway.open_case(token)["case"]["id"]
    sources = running.gateway.snapshot(opened)["meta"]["sources"]
    assert {source["status"] for source in sources.values()} == {"ok"}
    answer = running.gateway.get("/api/cases", token=token, headers=[("Origin", ORIGIN)])
    assert answer.header("access-control-allow-origin") == ORIGIN
    assert running.gateway.get("/api/audit/cases", token=operator[0]).status == 200


@pytest.mark.parametrize(
    "wrong",
    [
        '[tenants.ten_b]\ntoken_secrets = ["wee-secret"]\n',
        "this is no TOML: hush-hush-hush",
        "",
        'surprise = "hush-hush-hush"\n',
    ],
    ids=["a secret too short", "no TOML", "nothing", "an unknown setting"],
)
def test_a_wrong_configuration_changes_nothing_and_is_named_without_its_secrets(
    running: Running, wrong: str
):
    # A key of the file's own stands before its tables.
    before, after = ("", wrong) if wrong.startswith("[") else (wrong, "")
    running.write(*([running.acme(NEW)] if wrong else []), after, more=before)
    told = running.read_again()
    assert told["level"] == "error"
    assert "was not taken" in told["message"]
    log = running.gateway.log_file.read_text()
    assert "wee-secret" not in log
    assert "hush-hush-hush" not in log
    assert (running.status(OLD), running.status(NEW)) == (200, 401)


def test_what_is_under_way_goes_on_by_the_old_settings(running: Running):
    token = signed(claims("ten_acme", "usr_maya"), OLD)
    came, go_on = threading.Event(), threading.Event()
    running.host.behave("user-state", _held(came, go_on))
    answers: list[Answer] = []

    def ask() -> None:
        answers.append(running.gateway.post("/api/cases", {"message": "Why?"}, token=token))

    thread = threading.Thread(target=ask)
    thread.start()
    assert came.wait(20)
    running.write(_tenant("ten_globex", running.host, OTHER))
    running.read_again()
    go_on.set()
    thread.join()
    assert answers[0].status == 201
    assert running.status(OLD) == 401


def test_every_process_of_several_follows(tmp_path: Path):
    with Host() as host:
        config = _tenant("ten_acme", host, OLD)
        url = f"sqlite:///{tmp_path / 'record.db'}"
        with Gateway(tmp_path, database_url=url, config=config, workers=2) as gateway:
            running = Running(gateway, host)
            running.write(running.acme(NEW))
            os.kill(gateway.pid, signal.SIGHUP)
            eventually(lambda: gateway.log_file.read_text().count("was read again") > 1)
            assert {running.status(NEW) for _ in range(20)} == {200}
            assert {running.status(OLD) for _ in range(20)} == {401}
            assert "died" not in gateway.log_file.read_text()


def _held(came: threading.Event, go_on: threading.Event) -> Behaviour:
    async def behave(request: web.Request) -> web.StreamResponse:
        came.set()
        await asyncio.to_thread(go_on.wait, 20)
        return web.json_response({"userId": request.query["userId"]})

    return behave


def test_answers_that_take_longer_than_a_shutdown_waits_need_a_start(started: Running):
    longer = "deadline_seconds = 120\n"
    started.write(started.acme(OLD, more=longer))
    told = started.read_again()
    assert "answers that take longer than 40 s: only takes effect at a start" in told["message"]
    shorter = "deadline_seconds = 20\n"
    started.write(started.acme(OLD, more=shorter))
    assert started.read_again()["message"] == "the configuration was read again"


@pytest.mark.parametrize(("more", "seconds"), [("", 40), ("deadline_seconds = 120", 135)])
def test_a_shutdown_waits_for_the_slowest_tenants_answers(
    more: str, seconds: int, tmp_path: Path, started: Running
):
    config = tmp_path / "support-gateway.toml"
    config.write_text(started.acme(OLD, more=more) + _tenant("ten_other", started.host, NEW))
    assert patience(load({"SUPPORT_GATEWAY_CONFIG": str(config)})) == seconds
