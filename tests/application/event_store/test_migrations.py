"""The schema comes up to date once, however many start at once, and only where it lasts."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from application.event_store import postgres, sqlite
from application.event_store.migrations import MigrationChanged, migrations
from application.event_store.not_durable import NotDurable
from tests.stores import migrate

STARTERS = 8
MIGRATE = "import sys; from tests.stores import migrate; sys.stdin.readline(); migrate(sys.argv[1])"


def test_processes_that_start_at_once_all_find_the_schema(
    tmp_path: Path, request: pytest.FixtureRequest, engine: str
) -> None:
    location = (
        str(tmp_path / "record.db")
        if engine == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    if engine == "postgresql, repeatable read":
        with psycopg.connect(location, autocommit=True) as connection:
            setting = "default_transaction_isolation = 'repeatable read'"
            connection.execute(f'ALTER DATABASE "{connection.info.dbname}" SET {setting}'.encode())
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, location],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=Path(__file__).parents[3],
            text=True,
        )
        for _ in range(STARTERS)
    ]
    for starter in starters:
        assert starter.stdin is not None
        starter.stdin.write("go\n")
        starter.stdin.flush()
    errors = [starter.communicate(timeout=60)[1] for starter in starters]
    assert [starter.returncode for starter in starters] == [0] * STARTERS, errors


@pytest.fixture(params=["sqlite", "postgresql", "postgresql, repeatable read"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn, and a server whose transactions see only what was when they began."""
    name: str = request.param
    return name


def test_the_two_engines_have_the_same_migrations() -> None:
    names = [[step.name for step in migrations(dialect)] for dialect in ("sqlite", "postgres")]
    assert names[0] == names[1]


def test_a_database_with_another_schema_is_left_alone(tmp_path: Path) -> None:
    path = str(tmp_path / "record.db")
    migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE schema_migrations SET sha256 = 'other'")
        connection.commit()
    with pytest.raises(MigrationChanged):
        sqlite.migrate(path)


@pytest.mark.parametrize("statement", [
    "UPDATE stored_events SET topic = 'x'",
    "DELETE FROM stored_events",
    "UPDATE prompt_parts SET sha256 = 'x'",
    "DELETE FROM prompt_parts",
])  # fmt: skip
def test_sqlite_refuses_to_change_what_is_recorded(tmp_path: Path, statement: str) -> None:
    path = str(tmp_path / "record.db")
    migrate(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO stored_events VALUES ('cas_1', 1, 'x', x'00', 'h', 1)")
        connection.execute("INSERT INTO prompt_parts VALUES ('h', x'00')")
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(statement)


@pytest.mark.parametrize("statement", [
    "UPDATE stored_events SET topic = 'x'",
    "DELETE FROM stored_events",
    "TRUNCATE stored_events",
    "UPDATE prompt_parts SET text = 'x'",
    "DELETE FROM prompt_parts",
    "TRUNCATE prompt_parts",
])  # fmt: skip
def test_postgresql_refuses_to_change_what_is_recorded(postgres_url: str, statement: str) -> None:
    migrate(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("INSERT INTO stored_events VALUES ('cas_1', 1, 'x', '\\x00', 'h', 1)")
        connection.execute("INSERT INTO prompt_parts VALUES ('h', '\\x00')")
        with pytest.raises(psycopg.errors.RaiseException, match="never"):
            connection.execute(statement.encode())


@pytest.mark.parametrize("setting", ["synchronous_commit"])
def test_a_postgresql_that_may_lose_what_it_acknowledged_is_refused(
    postgres_url: str, setting: str
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET {setting} = off'.encode())
    with pytest.raises(NotDurable, match=setting):
        postgres.migrate(postgres_url)


def test_sqlite_writes_through_to_the_disk(tmp_path: Path) -> None:
    with closing(sqlite.connect(str(tmp_path / "record.db"))) as connection:
        modes = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "secure_delete")
        ]
    assert modes == ["wal", 2, 1]
