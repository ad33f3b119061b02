"""The limit of the disk and the database: the same rows without anything of ours around them."""

import re
import sqlite3
import subprocess
import time
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg

from tests.bench.world import World

ROW_BYTES: Final = 1_024
BATCHED: Final = 10
"""Rows in one transaction, where the same rows are written in batches."""

LEAST_SECONDS: Final = 2
"""pgbench counts whole seconds, and to connect 128 clients is part of them."""

_TABLE: Final = """
CREATE TABLE bench_events (
    originator_id      text   COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL,
    topic              text   NOT NULL,
    state              bytea  NOT NULL,
    hash               text   NOT NULL,
    notification_id    bigserial NOT NULL,
    PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX bench_events_by_position ON bench_events (notification_id);
ALTER TABLE bench_events ALTER COLUMN state SET STORAGE EXTERNAL;
"""
# psql's variables live as long as a client of pgbench does, so versions count up.
_SCRIPT: Final = r"""
\set version :version + {rows}
INSERT INTO bench_events (originator_id, originator_version, topic, state, hash)
SELECT 'cas_' || :slice || '_' || :client_id, :version + row, 'case.message_added',
       decode('{state}', 'hex'), '{hash}'
FROM generate_series(1, {rows}) AS row;
"""
_ONE_ROW: Final = r"""
\set version :version + 1
INSERT INTO bench_events (originator_id, originator_version, topic, state, hash)
VALUES ('cas_' || :slice || '_' || :client_id, :version, 'case.message_added',
        decode('{state}', 'hex'), '{hash}');
"""
_TPS: Final = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


class PgBench:
    """PostgreSQL's own benchmark, with prepared statements, on a database of its own."""

    def __init__(self, world: World) -> None:
        """Make the table and the scripts."""
        self._pgbench = world.server.programs / "pgbench"
        self._url = world.server.url(world.server.create_database())
        self._slices = count(1)
        with psycopg.connect(self._url) as connection:
            connection.execute(_TABLE.encode())
        fill = {"state": "5a" * ROW_BYTES, "hash": "0" * 64}
        self._scripts: dict[int, Path] = {}
        for rows, script in ((1, _ONE_ROW), (BATCHED, _SCRIPT)):
            self._scripts[rows] = world.folder / f"rows-{rows}.sql"
            self._scripts[rows].write_text(script.format(rows=rows, **fill))

    def rows_a_second(self, seconds: float, *, clients: int, rows: int = 1) -> float:
        """Insert rows, so many a transaction, for about so many seconds."""
        url = urlsplit(self._url)
        command = [str(self._pgbench), "--no-vacuum", "--protocol=prepared", "--jobs=1"]
        command += [f"--client={clients}", f"--time={max(LEAST_SECONDS, round(seconds))}"]
        command += [f"--define=slice={next(self._slices)}", "--define=version=0"]
        command += [f"--file={self._scripts[rows]}", f"--host={url.hostname}", f"--port={url.port}"]
        command += [f"--username={url.username}", url.path.removeprefix("/")]
        done = subprocess.run(
            command,
            env={"PGPASSWORD": url.password or ""},
            capture_output=True,
            text=True,
            check=True,
        )
        found = _TPS.search(done.stdout)
        assert found, done.stdout
        return float(found[1]) * rows


def sqlite_rows_a_second(seconds: float, folder: Path) -> float:
    """Insert rows into SQLite, one a transaction, as durably as the gateway does."""
    path = folder / "limit.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bench_events (originator_id text NOT NULL,"
            " originator_version integer NOT NULL, topic text NOT NULL, state blob NOT NULL,"
            " hash text NOT NULL, notification_id integer PRIMARY KEY,"
            " UNIQUE (originator_id, originator_version))"
        )
        stream = f"cas_{time.monotonic_ns()}"
        state, digest = b"Z" * ROW_BYTES, "0" * 64
        began, rows = time.monotonic(), 0
        while (now := time.monotonic()) < began + seconds:
            rows += 1
            connection.execute(
                "INSERT INTO bench_events VALUES (?, ?, 'case.message_added', ?, ?, NULL)",
                (stream, rows, state, digest),
            )
        return rows / (now - began)
