"""Runs a gateway as a server: uvicorn in this process, or in several."""

import asyncio
import gc
import os
import resource
import signal
import sqlite3
import sys
import time
from contextlib import suppress
from math import ceil

import psycopg
import uvicorn
from starlette.applications import Starlette
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess

from api.app import application
from api.protocol import Protocol
from api.stores import case_store, migrate
from api.telemetry import LOG, log_to_stderr
from api.wiring import Wired
from application.case_keys import WrongEncryptionKey
from application.config import Misconfigured, Settings, load
from application.duties import SPARE_SECONDS
from application.event_store.append import StoreAway
from application.event_store.migrations import MigrationChanged
from application.event_store.postgres.connection import NotDurable as PostgresNotDurable
from application.event_store.sqlite.connection import NotDurable as SqliteNotDurable

START_SECONDS = 30.0
"""How long a start waits for a database that does not answer, or is itself just starting."""

AGAIN_SECONDS = 0.5
"""How long it waits before it tries again."""

OPEN_FILES = 16_384
"""Enough for the connections that wait, those that are served, and the gateway's own."""

COLLECT_AFTER = 20_000
"""Objects made, and not yet gone, after which the garbage collector looks at them."""

SWITCH_SECONDS = 0.001
"""How long a thread that redacts a large snapshot may keep the others from running at a time."""

HEALTHCHECK_SECONDS = 30
"""How long one of several processes may be busy, or starting, before it is taken for dead."""


def serve(settings: Settings, *, host: str, port: int, workers: int) -> int:
    """Serve until told to stop; gives the exit code."""
    mistake = prepared(settings, patience=START_SECONDS)
    if mistake is not None:
        sys.stderr.write(f"support-gateway: {mistake}\n")
        return 2
    log_to_stderr()
    LOG.info("serving on http://%s:%d", host, port)
    config = uvicorn.Config(
        "api.serve:app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http=Protocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=patience(settings),
        timeout_worker_healthcheck=HEALTHCHECK_SECONDS,
    )
    if workers > 1:
        Workers(config, [config.bind_socket()]).run()
        return 0
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):
        server.run()
    return 0 if server.started else STARTUP_FAILURE


def share_time() -> None:
    """See that neither the garbage collector nor a thread keeps requests waiting for long.

    What is loaded now lives as long as the process, so the collector need never look at it; and a
    request makes so many objects that a look after every 700, Python's default, is several of them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    sys.setswitchinterval(SWITCH_SECONDS)


def patience(settings: Settings) -> int:
    """How many seconds requests that were accepted may still take after SIGTERM: as long as the
    slowest tenant's answer may, and some more.
    """
    return ceil(max(one.patience for one in settings.tenants.values()) + SPARE_SECONDS)


class Workers(Multiprocess):
    """Several processes on one socket, each of which follows a SIGHUP without a restart."""

    def handle_hup(self) -> None:
        """Tell them all; again, if one of them is only starting, which the signal would end."""
        ready = [process for process in self.processes if process.is_ready()]
        for process in ready:
            if process.pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGHUP)
        if len(ready) < len(self.processes):
            self.signal_queue.append(signal.SIGHUP)


def app() -> Starlette:
    """Make the application in the process that serves it, from that process's environment.

    A SIGHUP has the process read its configuration again: all of it is taken, or none.
    """
    log_to_stderr()
    allow_connections()
    share_time()
    settings = load(os.environ)
    gateway = Wired(settings)
    asyncio.get_running_loop().add_signal_handler(
        signal.SIGHUP, read_again, gateway, patience(settings)
    )
    return application(gateway)


def read_again(gateway: Wired, longest: int) -> None:
    """Go by what the configuration says now, or name its mistakes in the log and change nothing.

    The server was told when it started how long it waits for requests when it ends: `longest`.
    """
    try:
        settings = load(os.environ)
        _wait_no_longer(settings, longest)
        gateway.go_by(settings)
    except Misconfigured as wrong:
        for mistake in wrong.mistakes:
            LOG.error("the configuration was not taken: %s", mistake)
        return
    facts = {"tenants": len(settings.tenants), "operators": len(settings.operators)}
    LOG.info("the configuration was read again", extra={"facts": facts})


def _wait_no_longer(settings: Settings, longest: int) -> None:
    if patience(settings) > longest:
        mistake = f"answers that take longer than {longest} s: only takes effect at a start"
        raise Misconfigured((mistake,))


def allow_connections() -> None:
    """Let the process have as many sockets as the system lets it, where the default is few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def prepared(settings: Settings, *, patience: float = 0.0) -> str | None:
    """Bring the database up to date and prove that it can be used; says why not in one line.

    One that is away is tried again for so many seconds.
    """
    give_up = time.monotonic() + patience
    while True:
        try:
            migrate(settings)
            asyncio.run(_opened(settings))
        except (psycopg.OperationalError, StoreAway) as error:
            if time.monotonic() > give_up:
                return _unusable(error)
            sys.stderr.write(f"support-gateway: waiting for it: {_unusable(error)}\n")
            # Nobody says when a database is back.
            time.sleep(min(AGAIN_SECONDS, patience))
        except Exception as error:
            mistake = _mistake(error)
            if mistake is None:
                raise
            return mistake
        else:
            return None


def _mistake(error: Exception) -> str | None:
    """What is wrong with a database that answers; None if it is not the database."""
    match error:
        case SqliteNotDurable() | PostgresNotDurable():
            return str(error)
        case psycopg.Error() | sqlite3.Error() | OSError():
            return _unusable(error)
        case MigrationChanged():
            return "the database was made by another version of this program, and is left alone"
        case WrongEncryptionKey():
            return (
                "SUPPORT_GATEWAY_ENCRYPTION_KEY is not the key under which this database was made"
            )
        case _:
            return None


def _unusable(error: Exception) -> str:
    reason = next(iter(str(error).splitlines()), type(error).__name__)
    return f"the database cannot be used: {reason}"


async def _opened(settings: Settings) -> None:
    store = case_store(settings)
    await store.open()
    await store.shut()
