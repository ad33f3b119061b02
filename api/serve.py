"""Runs a gateway as a server: uvicorn in this process, or in several."""

import asyncio
import os
import sqlite3
import sys

import psycopg
import uvicorn
from starlette.applications import Starlette

from api.app import application
from api.telemetry import LOG, log_to_stderr
from api.wiring import Wired, case_store, migrate
from application.case_keys import WrongEncryptionKey
from application.config import Settings, load
from application.event_store.append import StoreAway
from application.event_store.migrations import MigrationChanged
from application.event_store.postgres.connection import NotDurable as PostgresNotDurable
from application.event_store.sqlite.connection import NotDurable as SqliteNotDurable

SHUTDOWN_SECONDS = 40
"""How long requests that were accepted may still take after SIGTERM."""


def serve(settings: Settings, *, host: str, port: int, workers: int) -> int:
    """Serve until told to stop; gives the exit code."""
    mistake = prepared(settings)
    if mistake is not None:
        sys.stderr.write(f"support-gateway: {mistake}\n")
        return 2
    log_to_stderr()
    LOG.info("serving on http://%s:%d", host, port)
    uvicorn.run(
        "api.serve:app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http="httptools",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    return 0


def app() -> Starlette:
    """Make the application in the process that serves it, from that process's environment."""
    log_to_stderr()
    return application(Wired(load(os.environ)))


def prepared(settings: Settings) -> str | None:
    """Bring the database up to date and prove that it can be used; says why not in one line."""
    try:
        migrate(settings)
        asyncio.run(_opened(settings))
    except (SqliteNotDurable, PostgresNotDurable) as error:
        return str(error)
    except (psycopg.Error, sqlite3.Error, StoreAway, OSError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        return f"the database cannot be used: {reason}"
    except MigrationChanged:
        return "the database was made by another version of this program, and is left alone"
    except WrongEncryptionKey:
        return "SUPPORT_GATEWAY_ENCRYPTION_KEY is not the key under which this database was made"
    return None


async def _opened(settings: Settings) -> None:
    store = case_store(settings)
    await store.open()
    await store.shut()
