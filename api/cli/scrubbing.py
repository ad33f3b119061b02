"""What is left of deleted keys in the files of a database, and how it is overwritten.

A key that was deleted is no row any more, but its bytes may stand in a page's free space and in
the write-ahead log until something else is written there.
"""

import sqlite3
from contextlib import closing

import psycopg

from api.cli.reasons import of_database
from application.config import Settings
from application.event_store.sqlite import connect

REWRITE = (
    "PRAGMA temp_store = MEMORY",
    "BEGIN IMMEDIATE",
    "CREATE TEMP TABLE kept AS SELECT * FROM case_keys",
    "DELETE FROM case_keys",
    "INSERT INTO case_keys SELECT * FROM kept ORDER BY case_id",
    "COMMIT",
    "DROP TABLE kept",
)


class NotScrubbed(Exception):
    """Something that was deleted may still be found in the database's files."""


def scrub(settings: Settings) -> list[str]:
    """Write the keys that are left to a clean place, and the log into the database; gives lines
    that say what is still to be done. Raises `NotScrubbed`.
    """
    path = settings.sqlite_file
    try:
        return _scrub_postgres(settings.database_url) if path is None else _scrub_sqlite(str(path))
    except (sqlite3.Error, psycopg.Error) as error:
        raise NotScrubbed(of_database(error)) from error


def _scrub_sqlite(path: str) -> list[str]:
    with closing(connect(path)) as connection:
        # All pages of the table are freed, and freed pages are overwritten (`secure_delete`).
        for statement in REWRITE:
            connection.execute(statement)
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise NotScrubbed("the database is in use; try again")
    return ["scrubbed: no key that was deleted is left in the database and its write-ahead log"]


def _scrub_postgres(url: str) -> list[str]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (FULL) case_keys")
        row = connection.execute(
            "SELECT pg_switch_wal(), current_setting('wal_recycle')"
        ).fetchone()
        # The second lets go of the log that the first still wanted to keep.
        connection.execute("CHECKPOINT")
        connection.execute("CHECKPOINT")
    lines = ["scrubbed: no key that was deleted is left in the tables"]
    if row is not None and row[1] == "on":
        lines.append("old write-ahead log is overwritten in time; at once with wal_recycle = off")
    return lines
