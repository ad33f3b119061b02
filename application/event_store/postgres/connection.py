"""Connections to PostgreSQL: checked, bounded in time, and refused if they could lose anything."""

from collections.abc import Generator
from contextlib import contextmanager

import psycopg
from psycopg_pool import PoolClosed, PoolTimeout

from application.event_store.append import StoreAway
from application.event_store.migrations import outstanding

MINIMUM_VERSION = 150000
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
CONNECT_TIMEOUT_SECONDS = 5
SESSION = (
    # A session that hangs in a transaction would hold the append lock against all others.
    "SET idle_in_transaction_session_timeout = '10s'",
    "SET lock_timeout = '5s'",
    "SET statement_timeout = '30s'",
    "SET client_encoding = 'UTF8'",
)
MIGRATION_LOCK = 7_346_190_243_517
"""Any number that no other program's advisory lock in this database has."""


class NotDurable(Exception):
    """The server would acknowledge what it may still lose, or is too old."""


@contextmanager
def store_away() -> Generator[None]:
    """Whatever the server cannot do now is the store being away."""
    try:
        yield
    except (
        psycopg.OperationalError,
        psycopg.InterfaceError,
        # read_only_sql_transaction: a standby took the address over, or the disk is read-only
        psycopg.errors.ReadOnlySqlTransaction,
        PoolTimeout,
        PoolClosed,
        OSError,
    ) as error:
        raise StoreAway from error


def migrate(url: str) -> None:
    """Bring the schema up to date, under a lock; raises `NotDurable`."""
    with psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_SECONDS) as connection:
        assert_durable(connection)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations"
            " (number int PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL)"
        )
        taken = connection.execute("SELECT number, sha256 FROM schema_migrations").fetchall()
        for step in outstanding("postgres", dict(taken)):
            connection.execute(step.sql.encode())
            connection.execute(
                "INSERT INTO schema_migrations VALUES (%s, %s, %s)",
                (step.number, step.name, step.sha256),
            )


def assert_durable(connection: psycopg.Connection) -> None:
    """Refuse a server that does not put a commit on its disk before it says so."""
    if connection.info.server_version < MINIMUM_VERSION:
        msg = "PostgreSQL 15 or later is needed"
        raise NotDurable(msg)
    for name in DURABLE:
        row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
        value = row[0] if row else "unknown"
        if value in {"off", "unknown"} or (name, value) == ("synchronous_commit", "local"):
            msg = f"PostgreSQL must run with {name} on, not {value}"
            raise NotDurable(msg)
