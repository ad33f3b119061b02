"""Whoever owns the database: drops what guards the record, and writes into it what he likes."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import orjson
import psycopg
from eventsourcing.persistence import StoredEvent

from application.event_store.recorded import hash_of

SELECT = (
    "SELECT originator_id, originator_version, topic, state, hash, notification_id"
    " FROM stored_events ORDER BY notification_id"
)


@dataclass(frozen=True)
class Row:
    """A row of `stored_events`."""

    stream: str
    version: int
    topic: str
    state: bytes
    hash: str
    position: int

    @property
    def header(self) -> dict[str, Any]:
        """What stands readable."""
        header: dict[str, Any] = orjson.loads(self.state.partition(b"\n")[0])
        return header

    @property
    def sealed(self) -> bytes:
        """What does not."""
        return self.state.partition(b"\n")[2]

    def with_header(self, **changed: Any) -> "Row":
        """The same with another header."""
        header = orjson.dumps(self.header | changed, option=orjson.OPT_SORT_KEYS)
        return replace(self, state=header + b"\n" + self.sealed)

    def rehashed(self) -> "Row":
        """The same with the hash that its content has."""
        return replace(
            self, hash=hash_of(StoredEvent(self.stream, self.version, self.topic, self.state))
        )


class Forger:
    """Reads all rows of a database, and puts others in their place."""

    def __init__(self, location: str) -> None:
        """Drop the triggers and whatever else refuses."""
        self._location = location
        self._is_sqlite = not location.startswith("postgresql:")
        if self._is_sqlite:
            self._run(
                [
                    "DROP TRIGGER prompt_parts_refuse_update",
                    "DROP TRIGGER prompt_parts_refuse_delete",
                    f"CREATE TABLE unguarded AS {SELECT}",
                    "DROP TABLE stored_events",
                    "ALTER TABLE unguarded RENAME TO stored_events",
                ]
            )
        else:
            self._run(
                [
                    "ALTER TABLE stored_events DISABLE TRIGGER USER",
                    "ALTER TABLE prompt_parts DISABLE TRIGGER USER",
                    "ALTER TABLE stored_events DROP CONSTRAINT stored_events_pkey",
                    "DROP INDEX stored_events_by_position",
                ]
            )

    def rows(self) -> list[Row]:
        """All of them, in order of position."""
        if self._is_sqlite:
            with closing(sqlite3.connect(self._location)) as connection, connection:
                return [Row(*row) for row in connection.execute(SELECT)]
        with psycopg.connect(self._location) as postgres:
            return [Row(*row) for row in postgres.execute(SELECT.encode())]

    def write(self, rows: Sequence[Row]) -> None:
        """Put these in the place of all."""
        values = [
            (row.stream, row.version, row.topic, row.state, row.hash, row.position) for row in rows
        ]
        if self._is_sqlite:
            with closing(sqlite3.connect(self._location)) as connection, connection:
                connection.execute("DELETE FROM stored_events")
                connection.executemany(
                    "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?, ?)", values
                )
            return
        with psycopg.connect(self._location) as postgres, postgres.cursor() as cursor:
            cursor.execute("DELETE FROM stored_events")
            cursor.executemany("INSERT INTO stored_events VALUES (%s, %s, %s, %s, %s, %s)", values)

    def execute(self, statement: str) -> None:
        """Change something else."""
        self._run([statement])

    def _run(self, statements: Sequence[str]) -> None:
        if self._is_sqlite:
            with closing(sqlite3.connect(self._location)) as connection, connection:
                for statement in statements:
                    connection.execute(statement)
            return
        with psycopg.connect(self._location) as postgres:
            for statement in statements:
                postgres.execute(statement.encode())
