"""The demo's two servers, each for as long as it is needed: host application and gateway."""

import asyncio
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from starlette.applications import Starlette

from api.demo.site import LOOPBACK

SOURCE_ROOT: Final = Path(__file__).parents[2]
"""Where the package `api` is found, installed or not."""

_END_SECONDS: Final = 15
_ASK_SECONDS: Final = 5


class CannotRun(Exception):
    """The demo cannot run, or go on; says why in one line."""


class _HostServer(uvicorn.Server):
    """A server that leaves the process's signals to the demo."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def bound(port: int, option: str) -> socket.socket:
    """A socket with this port of the loopback address; raises `CannotRun`, which names `option`."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # As servers do: a connection that closed a moment ago does not hold the port.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((LOOPBACK, port))
        # Two sockets may be bound with this option, but only one may listen.
        taken.listen()
    except (OSError, OverflowError) as error:
        taken.close()
        raise CannotRun(f"port {port} {_trouble(error)}; choose another with {option}") from None
    return taken


@contextmanager
def signals_set(
    event: asyncio.Event, loop: asyncio.AbstractEventLoop
) -> Generator[None, None, None]:
    """SIGINT, SIGTERM and SIGHUP set the event, as often as they come.

    SIGHUP does not where it is ignored already, as under nohup.
    """

    def end(_signal: int, _frame: FrameType | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(event.set)

    ends = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        ends.append(signal.SIGHUP)
    before = {number: signal.signal(number, end) for number in ends}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@asynccontextmanager
async def host_served(app: Starlette, listening: socket.socket) -> AsyncGenerator[None, None]:
    """The host application, in this process, on a socket that listens already."""
    settings = uvicorn.Config(app, lifespan="off", log_config=None, timeout_graceful_shutdown=2)
    server = _HostServer(settings)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def gateway_started(
    port: int, environ: Mapping[str, str], *, folder: Path, log: Path
) -> AsyncGenerator[asyncio.subprocess.Process, None]:
    """The gateway, in a process of its own, which is ended in every case.

    It works in `folder` and writes what it prints to `log`. Its session is its own: Ctrl-C reaches
    the demo only, which ends it in order.
    """
    arguments = ("-m", "api", "serve", "--host", LOOPBACK, "--port", str(port))
    with log.open("wb") as output:
        gateway = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=_with_source(environ),
            start_new_session=True,
        )
    try:
        yield gateway
    finally:
        await _end(gateway)


async def until_answering(port: int, path: str, headers: Mapping[str, str]) -> None:
    """Return once a GET of this path on this port is answered with 200."""
    # Another process does not tell this one when it is ready.
    while not await asyncio.to_thread(_answers, port, path, headers):  # noqa: ASYNC110
        await asyncio.sleep(0.1)


def _trouble(error: Exception) -> str:
    match error:
        case OSError(errno=errno.EADDRINUSE):
            return "is in use"
        case OSError():
            return f"cannot be used ({error.strerror})"
        case _:
            return "does not exist"


def _answers(port: int, path: str, headers: Mapping[str, str]) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=_ASK_SECONDS)
    try:
        connection.request("GET", path, headers=dict(headers))
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _with_source(environ: Mapping[str, str]) -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(SOURCE_ROOT), environ.get("PYTHONPATH"))))
    return {**environ, "PYTHONPATH": path}


async def _end(gateway: asyncio.subprocess.Process) -> None:
    for ask in (gateway.terminate, gateway.kill):
        if await _ended(gateway, ask):
            return


async def _ended(gateway: asyncio.subprocess.Process, ask: Callable[[], None]) -> bool:
    with suppress(ProcessLookupError):
        ask()
    with suppress(TimeoutError):
        async with asyncio.timeout(_END_SECONDS):
            await gateway.wait()
            return True
    return False
