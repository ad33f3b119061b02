"""Counting requests over a sliding minute, for all processes that share a database.

In a file of its own, which nobody waits for the disk to keep: what a power failure takes from it is
a minute's counting, and the record must not wait for it.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from application.event_store.recorder import WINDOW_MS
from application.event_store.sqlite.connection import (
    BUSY_TIMEOUT_SECONDS,
    store_away,
    write_ahead,
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS request_times (who TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS request_times_by_user ON request_times (who, at);
"""
# The machine's clock, in milliseconds since 1970 (sqlite.org/lang_datefunc.html).
NOW = "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"


class Counts:
    """When each user asked in the last minute."""

    def __init__(self, path: str) -> None:
        """Name the file; it is made when it is first needed."""
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def close(self) -> None:
        """Close the file."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def count(self, asked: Sequence[tuple[str, int]]) -> list[int]:
        """Count requests (see `CaseRecorder.count_requests`)."""
        with store_away():
            connection = self._opened()
            try:
                connection.execute("BEGIN IMMEDIATE")
                now: int = connection.execute(NOW).fetchone()[0]
                waits = [_count(connection, who, limit, now) for who, limit in asked]
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        return waits

    def forget(self) -> None:
        """Drop what is older than a minute."""
        with store_away():
            connection = self._opened()
            now: int = connection.execute(NOW).fetchone()[0]
            connection.execute("DELETE FROM request_times WHERE at <= ?", (now - WINDOW_MS,))

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            try:
                self._connection = _open(self._path)
            except sqlite3.DatabaseError as error:
                if type(error) is not sqlite3.DatabaseError:
                    raise
                # Damaged by a power failure. Nothing in it is worth mending.
                for ending in ("", "-wal", "-shm"):
                    with suppress(FileNotFoundError):
                        Path(self._path + ending).unlink()
                self._connection = _open(self._path)
        return self._connection


def _open(path: str) -> sqlite3.Connection:
    Path(path).touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
    write_ahead(connection)
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(SCHEMA)
    return connection


def _count(connection: sqlite3.Connection, who: str, limit: int, now: int) -> int:
    recent = connection.execute(
        "SELECT at FROM request_times WHERE who = ? AND at > ? ORDER BY at DESC LIMIT ?",
        (who, now - WINDOW_MS, limit),
    ).fetchall()
    if len(recent) >= limit:
        oldest: int = recent[-1][0]
        return max(1, oldest + WINDOW_MS - now)
    connection.execute(
        "DELETE FROM request_times WHERE who = ? AND at <= ?", (who, now - WINDOW_MS)
    )
    connection.execute("INSERT INTO request_times VALUES (?, ?)", (who, now))
    return 0
