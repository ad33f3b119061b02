"""Connections that lose nothing they acknowledged, and the schema behind them."""

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

from application.event_store.append import StoreAway
from application.event_store.migrations import outstanding
from application.event_store.not_durable import NotDurable

BUSY_TIMEOUT_SECONDS = 5
_AGAIN_SECONDS = 0.01

PRAGMAS = (
    "PRAGMA synchronous = FULL",
    # On macOS only F_FULLFSYNC reaches the disk (sqlite.org/pragma.html#pragma_fullfsync).
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    # Pages that are written again and again are copied back less often than after the usual 1,000.
    "PRAGMA wal_autocheckpoint = 8000",
    # What is deleted (a key, a document) is overwritten in the file.
    "PRAGMA secure_delete = ON",
)


def connect(path: str) -> sqlite3.Connection:
    """Open the database as every part of the gateway does; raises `NotDurable`."""
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = _readable
    write_ahead(connection)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    level = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, level) != ("wal", 2):
        connection.close()
        raise NotDurable(
            f"SQLite must run with journal_mode=wal and synchronous=FULL, not {mode} and {level}"
        )
    return connection


def write_ahead(connection: sqlite3.Connection) -> None:
    """Have a file keep a write-ahead log.

    While another process turns the same new file to one, SQLite says at once that it is locked, and
    waits for nobody: only of this statement.
    """
    give_up = monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > give_up:
                connection.close()
                raise
        else:
            return
        sleep(_AGAIN_SECONDS)


def _readable(text: bytes) -> str:
    """Read what a column holds; what a forger left there and is no UTF-8 stops nobody."""
    return text.decode("utf-8", "replace")


def migrate(path: str) -> None:
    """Bring the schema up to date."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).touch(mode=0o600)
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations"
            " (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT"
        )
        taken = connection.execute("SELECT number, sha256 FROM schema_migrations").fetchall()
        for step in outstanding("sqlite", dict(taken)):
            for statement in _statements(step.sql):
                connection.execute(statement)
            connection.execute(
                "INSERT INTO schema_migrations VALUES (?, ?, ?)",
                (step.number, step.name, step.sha256),
            )
        connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """Part a script; `executescript` would commit our transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def store_away() -> Generator[None]:
    """Whatever SQLite cannot do (locked, full, read-only, damaged) is the store being away."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.InterfaceError) as error:
        raise StoreAway from error
    except sqlite3.DatabaseError as error:
        # A damaged file; what else is a DatabaseError is a mistake of ours.
        if type(error) is sqlite3.DatabaseError:
            raise StoreAway from error
        raise
