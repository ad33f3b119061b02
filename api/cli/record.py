"""`audit events`: what was recorded."""

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
from application.event_store.not_durable import NotDurable
from domain.errors import Unavailable


def events(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print every event as a JSON line."""
    with recorded(terminal) as settings:
        return audit.events(settings, arguments.case, terminal.say)


@contextmanager
def recorded(terminal: Terminal) -> Generator[Settings]:
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
        Unavailable,
        NotDurable,
    ) as error:
        reason = next(iter(str(error).splitlines()), "it does not answer")
        raise Stopped(f"support-gateway: the database cannot be read: {reason}") from None
