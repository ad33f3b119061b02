"""What the house promises of itself: its layers, its pins, and the ground its tests stand on."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import psycopg
import pytest
import uvloop

from tests.postgres import Postgres, PostgresServer, embedded_postgres

ROOT = Path(__file__).parent.parent


def test_imports_point_inwards(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    cli = pytest.importorskip("importlinter.cli")
    # It would silence all loggers that there are by now, for whatever test comes next.
    monkeypatch.setattr(cli.logging_config, "dictConfig", lambda _: None)

    outcome = cli.lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)

    assert outcome == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_domain_knows_no_package_but_pydantic():
    grimp = pytest.importorskip("grimp")
    graph = grimp.build_graph("domain", include_external_packages=True, cache_dir=None)
    ours = graph.find_descendants("domain") | {"domain"}

    known = {name for module in ours for name in graph.find_modules_directly_imported_by(module)}

    assert known - ours - sys.stdlib_module_names <= {"pydantic"}


def test_a_start_does_not_wait_for_what_connects_to_others():
    seen = subprocess.run(
        [sys.executable, "-c", "import api.process, sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    slow = {"aiohttp", "anthropic", "application.adapters", "api.wiring.connections"}
    assert slow.isdisjoint(seen.stdout.split())


def test_every_dependency_is_pinned_by_hash_and_no_registry_is_named():
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["dependency-groups"]["build"],
    ]

    pin = r"^([a-z0-9-]+)==[^\\\n]+\\\n    --hash=sha256:[0-9a-f]{64}"
    pinned = re.findall(pin, lock, re.MULTILINE)

    names = {re.split(r"[^A-Za-z0-9-]", requirement)[0].lower() for requirement in wanted}
    assert names <= set(pinned)
    assert len(pinned) == len(re.findall(r"^[^ #\n]", lock, re.MULTILINE))
    assert "://" not in lock


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_no_socket_leaves_this_machine(method: str, refused_connections: list[str]):
    with socket.socket() as outward, pytest.raises(OSError, match="stay on this machine"):
        getattr(outward, method)(("192.0.2.1", 9))

    assert refused_connections == ["192.0.2.1"]
    refused_connections.clear()


def test_no_datagram_leaves_this_machine(refused_connections: list[str]):
    with socket.socket(type=socket.SOCK_DGRAM) as outward, pytest.raises(OSError, match="stay on"):
        outward.sendto(b"", ("192.0.2.1", 9))

    refused_connections.clear()


async def test_no_event_loop_leaves_this_machine(refused_connections: list[str]):
    loop = asyncio.get_running_loop()

    with pytest.raises(OSError, match="stay on this machine"):
        await loop.create_connection(asyncio.Protocol, "192.0.2.1", 9)
    with pytest.raises(socket.gaierror, match="no names"):
        await loop.getaddrinfo("gateway.example", 9)

    assert isinstance(loop, uvloop.Loop)
    assert refused_connections == ["192.0.2.1"]
    refused_connections.clear()


@pytest.mark.parametrize(
    ("ci", "exit_code", "closing"),
    [("false", 0, "1 passed, 2 skipped"), ("true", 1, "2 failed, 1 passed")],
)
def test_a_missing_package_is_said_aloud_and_fails_in_ci(
    ci: str, exit_code: int, closing: str, tmp_path: Path
):
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "def test_one(): pytest.importorskip('not_there')\n"
        "def test_another(): pytest.importorskip('not_there_either')\n"
        "def test_with_nothing_missing(): pass\n"
    )

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "--rootdir", tmp_path, tmp_path],
        cwd=tmp_path,
        env=os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == exit_code, run.stdout
    said = "NOT TESTED" in run.stdout and "not_there (1), not_there_either (1)" in run.stdout
    assert said or (ci == "true" and run.stdout.count("no package may be missing") >= 2)
    assert closing in run.stdout


def test_the_shared_postgres_writes_durably(postgres_url: str):
    with psycopg.connect(postgres_url) as connection:
        settings = ("fsync", "full_page_writes", "synchronous_commit")
        values = [connection.execute(f"SHOW {name}").fetchone() for name in settings]

    assert values == [("on",), ("on",), ("on",)]


def test_a_new_database_is_a_copy_of_its_template(postgres_server: Postgres):
    template = postgres_server.create_database()
    with psycopg.connect(postgres_server.url(template)) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'kept' AS content")

    copy = postgres_server.create_database(template)
    with psycopg.connect(postgres_server.url(copy)) as connection:
        assert connection.execute("SELECT content FROM note").fetchone() == ("kept",)

    for database in (copy, template):
        postgres_server.drop_database(database)


def test_a_killed_postgres_comes_back_with_what_it_acknowledged(
    own_postgres_server: PostgresServer,
):
    url = own_postgres_server.url()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'kept' AS content")

    own_postgres_server.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    own_postgres_server.start()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT content FROM note").fetchone() == ("kept",)


def test_a_stopped_postgres_starts_again_where_it_was(own_postgres_server: PostgresServer):
    url = own_postgres_server.url()

    own_postgres_server.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    own_postgres_server.start()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_killed_tests_leave_no_postgres_behind():
    if embedded_postgres() is None:
        pytest.skip("could not import 'embedded_postgres'")
    program = (
        "from tests.postgres import PostgresServer, embedded_postgres\n"
        "server = PostgresServer(embedded_postgres())\n"
        "server.start()\n"
        "print(server.url(), server.folder, flush=True)\n"
        "input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as tests:
        assert tests.stdout is not None
        url, folder = tests.stdout.readline().split()
        with psycopg.connect(url) as connection:
            tests.kill()
            # The server's end ends the wait.
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT pg_sleep(60)")
        # Who cleans up holds this pipe open until it is done.
        tests.stdout.read()

    assert not Path(folder).exists()
