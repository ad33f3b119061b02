"""The record that a command works on: where it is, and that it can be read."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

import psycopg
from eventsourcing.persistence import PersistenceError

from api.cli.reasons import of_database
from api.cli.settings import settings_of
from api.cli.terminal import Stopped, Terminal
from application.case_keys import WrongEncryptionKey
from application.config import Settings
from application.event_store.append import StoreAway
from application.event_store.not_durable import NotDurable
from domain.errors import Unavailable


@contextmanager
def record_of(terminal: Terminal) -> Generator[Settings]:
    """The settings that lead to it; stops in one line where it cannot be read, which is not to say
    that it is wrong.
    """
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
        reason = of_database(error)
        raise Stopped(f"support-gateway: the database cannot be read: {reason}") from None
