"""Connections to PostgreSQL: checked, bounded in time, and refused if they could lose anything."""

import asyncio
import os
import socket
from collections.abc import Generator
from contextlib import contextmanager

import psycopg

from application.event_store.append import StoreAway
from application.event_store.migrations import outstanding
from application.event_store.not_durable import NotDurable

MINIMUM_VERSION = 150000
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
CONNECT_TIMEOUT_SECONDS = 5
ANSWER_SECONDS = 10.0
"""How long the server may take for a statement before the connection is given up."""

SESSION = (
    # An append takes a lock and then looks how far the log has gone: what others committed while it
    # waited, it must see, whatever the server's own default.
    "SET default_transaction_isolation = 'read committed'",
    # A session that hangs in a transaction would hold the append lock against all others.
    "SET idle_in_transaction_session_timeout = '10s'",
    "SET lock_timeout = '5s'",
    "SET statement_timeout = '30s'",
    "SET client_encoding = 'UTF8'",
    # Figures are sums over many rows: to compile them takes longer than to compute them, and to
    # sort on a disk for want of memory takes several times as long.
    "SET jit = off",
    "SET work_mem = '64MB'",
)
MIGRATION_LOCK = 7_346_190_243_517
"""Any number that no other program's advisory lock in this database has."""


@contextmanager
def store_away() -> Generator[None]:
    """Whatever the server cannot do now is the store being away."""
    try:
        yield
    except (
        psycopg.OperationalError,
        psycopg.InterfaceError,
        # Such as read_only_sql_transaction, where a standby took the address over or the disk is
        # read-only, and what a server says of damage to its own files.
        psycopg.InternalError,
        # Tables that are not there yet, or no more; rights that were taken away.
        psycopg.errors.UndefinedTable,
        psycopg.errors.UndefinedFunction,
        psycopg.errors.InsufficientPrivilege,
        TimeoutError,
        OSError,
    ) as error:
        raise StoreAway from error


async def connect(url: str) -> psycopg.AsyncConnection:
    """Connect as every part of the gateway does."""
    connection = await psycopg.AsyncConnection.connect(
        url, autocommit=True, connect_timeout=CONNECT_TIMEOUT_SECONDS
    )
    with answering(connection):
        await connection.execute("; ".join(SESSION).encode())
    return connection


@contextmanager
def answering(connection: psycopg.AsyncConnection, seconds: float | None = None) -> Generator[None]:
    """Hang up on a server that does not answer in `ANSWER_SECONDS`, or in so many; whoever waits is
    told so.

    The server's own time-outs are of no use where it hangs, and to cancel a statement is to wait
    for it.
    """
    limit = ANSWER_SECONDS if seconds is None else seconds
    timer = asyncio.get_running_loop().call_later(limit, _hang_up, connection)
    try:
        yield
    finally:
        timer.cancel()


def lost(connection: psycopg.AsyncConnection, error: psycopg.Error) -> bool:
    """Whether an error is about the connection, and not the server's answer to a statement."""
    return connection.closed or error.diag.severity_nonlocalized != "ERROR"


def _hang_up(connection: psycopg.AsyncConnection) -> None:
    if connection.closed:
        return
    with socket.socket(fileno=os.dup(connection.fileno())) as wire:
        wire.shutdown(socket.SHUT_RDWR)


def migrate(url: str) -> None:
    """Bring the schema up to date, under a lock; raises `NotDurable`."""
    with psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_SECONDS) as connection:
        # Whoever waited for the lock sees what was made meanwhile, whatever the server's default.
        connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        assert_durable(connection)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
        # Who owns nothing may not even ask for a table that is there to be made.
        if connection.execute("SELECT to_regclass('schema_migrations')").fetchone() == (None,):
            connection.execute(
                "CREATE TABLE schema_migrations"
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
        raise NotDurable("PostgreSQL 15 or later is needed")
    for name in DURABLE:
        row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
        value = row[0] if row else "unknown"
        if value in {"off", "unknown"} or (name, value) == ("synchronous_commit", "local"):
            raise NotDurable(f"PostgreSQL must run with {name} on, not {value}")
