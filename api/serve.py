"""Runs a gateway as a server: uvicorn in this process, or in several.

What serves is imported where it serves (`api.process`): who only starts others need not wait.
"""

import asyncio
import gc
import os
import signal
import sqlite3
import sys
import time
from contextlib import suppress
from math import ceil

import psycopg
import uvicorn
from uvicorn.supervisors.multiprocess import Multiprocess

from api.stores import migrate, opened_store
from api.telemetry.logs import LOG, log_to_stderr
from application.case_keys import WrongEncryptionKey
from application.config import Settings
from application.duties import SPARE_SECONDS
from application.event_store.append import StoreAway
from application.event_store.migrations import MigrationChanged
from application.event_store.not_durable import NotDurable

START_SECONDS = 30.0
"""How long a start waits for a database that does not answer, or is itself just starting."""

AGAIN_SECONDS = 0.5
"""How long it waits before it tries again."""

HEALTHCHECK_SECONDS = 30
"""How long one of several processes may be busy, or starting, before it is taken for dead."""


def serve(settings: Settings, *, host: str, port: int, workers: int) -> int:
    """Serve until told to stop; gives the exit code: 2 if it could not start, as when the port is
    taken, where uvicorn would leave with a code of its own.
    """
    mistake = prepared(settings, patience=START_SECONDS)
    if mistake is not None:
        sys.stderr.write(f"support-gateway: {mistake}\n")
        return 2
    log_to_stderr()
    LOG.info("starting on http://%s:%d", host, port)
    config = uvicorn.Config(
        "api.process:app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http="api.wire.protocol:Protocol",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=patience(settings),
        timeout_worker_healthcheck=HEALTHCHECK_SECONDS,
    )
    if workers > 1:
        try:
            door = config.bind_socket()
        except SystemExit:
            return _not_started(host, port)
        Workers(config, [door]).run()
        return 0
    server = uvicorn.Server(config)
    # The process turns it on again when it has imported what it serves (`process.share_time`).
    gc.disable()
    with suppress(KeyboardInterrupt, SystemExit):
        server.run()
    return 0 if server.started else _not_started(host, port)


def _not_started(host: str, port: int) -> int:
    """Say so in a last line that is found among those of the log."""
    sys.stderr.write(
        f"support-gateway serve: not started on {host}:{port}, as the log above says; "
        "--host and --port choose another address\n"
    )
    return 2


def patience(settings: Settings) -> int:
    """How many seconds requests that were accepted may still take after SIGTERM: as long as the
    slowest tenant's answer may, and some more.
    """
    return ceil(max(one.patience for one in settings.tenants.values()) + SPARE_SECONDS)


class Workers(Multiprocess):
    """Several processes on one socket, each of which follows a SIGHUP without a restart."""

    def terminate_all(self) -> None:
        """Close the socket here too, then tell them all.

        Until they end it would go on taking connections, which nobody answers any more.
        """
        for door in self.sockets:
            door.close()
        super().terminate_all()

    def handle_hup(self) -> None:
        """Tell them all; again, if one of them is only starting, which the signal would end."""
        ready = [process for process in self.processes if process.is_ready()]
        for process in ready:
            if process.pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGHUP)
        if len(ready) < len(self.processes):
            self.signal_queue.append(signal.SIGHUP)


def prepared(settings: Settings, *, patience: float = 0.0) -> str | None:
    """Bring the database up to date and prove that it can be used; says why not in one line.

    One that is away is tried again for so many seconds.
    """
    give_up = time.monotonic() + patience
    said = ""
    while True:
        try:
            migrate(settings)
            asyncio.run(_opened(settings))
        except (psycopg.OperationalError, StoreAway) as error:
            if time.monotonic() > give_up:
                return _unusable(error)
            if said != (said := _unusable(error)):
                sys.stderr.write(f"support-gateway: waiting for it: {said}\n")
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
        case NotDurable():
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
    async with opened_store(settings):
        pass
