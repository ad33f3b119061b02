"""Runs the demo: a gateway and its host application, until it is told to end."""

import asyncio
import os
import shlex
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from api.demo.host import host_app
from api.demo.leaflet import Leaflet
from api.demo.people import PEOPLE
from api.demo.processes import (
    SOURCE_ROOT,
    CannotRun,
    bound,
    gateway_started,
    host_served,
    signals_set,
    until_answering,
)
from api.demo.site import Site
from api.demo.storefront import middleware, routes
from application.config import Misconfigured, load

_START_SECONDS: Final = 90
_LOG_LINES: Final = 40
# What a shell may have set for a gateway of its own, and the demo's is to be without.
_NOT_INHERITED: Final = ("SUPPORT_GATEWAY_RATE_LIMITS", "SUPPORT_GATEWAY_ENCRYPTION_KEY")


def run(*, port: int, host_port: int) -> int:
    """Run the demo until Ctrl-C, SIGTERM or SIGHUP; returns the exit code of the process.

    The gateway listens on `port`, the host application on `host_port`, both on loopback only. All
    that they keep lies in a temporary directory, which goes with them. To be called in the main
    thread.
    """
    runner, ending = asyncio.Runner(), asyncio.Event()
    with signals_set(ending, runner.get_loop()), runner:
        try:
            runner.run(_demo(port, host_port, ending))
        except CannotRun as reason:
            print(f"support-gateway demo: {reason}", file=sys.stderr)
            return 1
    return 0


async def _demo(port: int, host_port: int, ending: asyncio.Event) -> None:
    # The gateway binds its port itself, later; it is held until the other one is known to be free.
    with bound(port, "--port"):
        listening = bound(host_port, "--host-port")
    with listening, tempfile.TemporaryDirectory(prefix="support-gateway-demo-") as name:
        site = Site(port, host_port, Path(name))
        site.write_configuration()
        environ = {to: is_ for to, is_ in os.environ.items() if to not in _NOT_INHERITED}
        environ |= site.environ
        model = _model(environ)
        text = _leaflet(site, environ, model)
        app = host_app(
            service_token=site.service_token,
            now=_now,
            routes=routes(site, model=model, now=_now),
            middleware=middleware(site),
        )
        async with (
            host_served(app, listening),
            gateway_started(port, environ, folder=site.folder, log=site.log) as gateway,
        ):
            await _until_ended(gateway, site, ending, text)


async def _until_ended(
    gateway: asyncio.subprocess.Process, site: Site, ending: asyncio.Event, text: str
) -> None:
    ready = asyncio.create_task(_both_answer(site))
    ended = asyncio.create_task(gateway.wait())
    asked = asyncio.create_task(ending.wait())
    first = asyncio.FIRST_COMPLETED
    try:
        await asyncio.wait({ready, ended, asked}, timeout=_START_SECONDS, return_when=first)
        if ready.done():
            await ready
            print(text, flush=True)
            await asyncio.wait({ended, asked}, return_when=first)
        if asked.done():
            return
        lines = site.log.read_text(encoding="utf-8", errors="replace").splitlines()
        print("\n".join(lines[-_LOG_LINES:]), file=sys.stderr)
        if ended.done():
            raise CannotRun(f"the gateway ended by itself, with exit code {ended.result()}")
        raise CannotRun(f"nothing answered within {_START_SECONDS} seconds")
    finally:
        for task in (ready, ended, asked):
            task.cancel()


async def _both_answer(site: Site) -> None:
    authorization = f"Bearer {site.service_token}"
    await until_answering(
        site.host_port, "/support/business-rules", {"Authorization": authorization}
    )
    await until_answering(site.port, "/api/health", {})


def _now() -> datetime:
    return datetime.now(UTC)


def _model(environ: dict[str, str]) -> str | None:
    """The model that answers, if there is a key for one."""
    try:
        settings = load(environ)
    except Misconfigured as wrong:
        raise CannotRun("; ".join(wrong.mistakes)) from None
    return settings.model if settings.anthropic_api_key else None


def _leaflet(site: Site, environ: dict[str, str], model: str | None) -> str:
    now = _now()
    return Leaflet(
        site,
        people=[(person, site.token_for(person, now)) for person in PEOPLE],
        command=_command(),
        model=model,
        pretty=shutil.which("python3") is not None,
        colours=sys.stdout.isatty() and not environ.get("NO_COLOR"),
    ).text()


def _command() -> str:
    script = Path(sys.executable).with_name("support-gateway")
    if script.exists():
        return shlex.quote(str(script))
    path, python = shlex.quote(str(SOURCE_ROOT)), shlex.quote(sys.executable)
    return f"PYTHONPATH={path} {python} -m api"
