"""`audit` and `projections`: what was recorded, whether it is whole, and whether views show it."""

import argparse
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

import psycopg
from eventsourcing.persistence import PersistenceError

from api import audit
from api.cli.settings import settings_of
from api.cli.terminal import Stopped, Terminal
from application.case_keys import WrongEncryptionKey
from application.config import Settings
from application.event_store.append import StoreAway
from application.event_store.postgres.connection import NotDurable as PostgresNotDurable
from application.event_store.sqlite.connection import NotDurable as SqliteNotDurable


def events(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print every event as a JSON line."""
    with _recorded(terminal) as settings:
        return audit.events(settings, arguments.case, terminal.say)


def verify(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Check every hash chain."""
    with _recorded(terminal) as settings:
        return audit.verify(settings, arguments.case, terminal.say)


def projections(_arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Compare every view with a fold of the events."""
    with _recorded(terminal) as settings:
        return audit.check_projections(settings, terminal.say)


@contextmanager
def _recorded(terminal: Terminal) -> Generator[Settings]:
    """Stops in one line where the record cannot be read, which is not to say that it is wrong."""
    settings = settings_of(terminal)
    if settings.sqlite_file and not settings.sqlite_file.exists():
        raise Stopped(f"support-gateway: there is no database in {settings.sqlite_file} yet")
    try:
        yield settings
    except WrongEncryptionKey:
        raise Stopped(
            "support-gateway: SUPPORT_GATEWAY_ENCRYPTION_KEY is not this database's"
        ) from None
    except (
        psycopg.Error,
        sqlite3.Error,
        PersistenceError,
        StoreAway,
        PostgresNotDurable,
        SqliteNotDurable,
    ) as error:
        reason = next(iter(str(error).splitlines()), "it does not answer")
        raise Stopped(f"support-gateway: the database cannot be read: {reason}") from None
