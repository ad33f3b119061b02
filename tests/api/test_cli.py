"""The command line as a process: what it prints where, and with which code it ends."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from api.__main__ import main

ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the program in the working directory, without anything that is set for a gateway."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "api", *arguments],
        env={**kept, "PYTHONPATH": str(ROOT), **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]):
    assert main(["--help"]) == 0
    said = capsys.readouterr()
    for command in ("serve", "demo", "init", "check", "token", "operator-token"):
        assert f"\n    {command}" in said.out
    for command in ("audit", "projections", "redact"):
        assert f"\n    {command}" in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    "command",
    [
        "serve",
        "demo",
        "init",
        "check",
        "token",
        "operator-token",
        "audit",
        "audit events",
        "audit verify",
        "projections",
        "projections check",
        "redact",
        "host",
        "host check",
        "openapi",
    ],
)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]):
    assert main([*command.split(), "--help"]) == 0
    assert f"usage: support-gateway {command}" in capsys.readouterr().out


def test_help_loads_nothing_that_a_gateway_runs_on():
    code = "import sys; from api.__main__ import main; main(['--help']); print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = ended.stdout.splitlines()[-1].split()
    assert "api.cli.parser" in loaded
    assert {"pydantic", "psycopg", "jwt", "uvicorn", "anthropic", "re2"}.isdisjoint(loaded)


def test_help_can_be_read_under_any_locale():
    ended = run("redact", "--help", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_version_is_one_line():
    ended = run("--version")
    assert ended.returncode == 0
    assert ended.stdout.startswith("support-gateway ")
    assert len(ended.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["server"],
        ["audit"],
        ["serve", "--port", "0"],
        ["serve", "--port", "65536"],
        ["serve", "--port", "http"],
        ["serve", "--host", ""],
        ["serve", "--workers", "0"],
        ["serve", "--por", "8000"],
        ["demo", "--port", "8000", "--host-port", "8000"],
        ["token", "--tenant", "ten_acme"],
        ["token", "--tenant", "ten_acme", "--user", "usr_1", "--ttl", "-1"],
        ["operator-token", "--role", "boss"],
        ["check", "more"],
    ],
)
def test_misuse_is_said_in_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("support-gateway")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    "command",
    [
        "serve",
        "token --tenant ten_acme --user usr_1",
        "audit events",
        "audit verify",
        "projections check",
    ],
)
def test_nothing_runs_on_a_wrong_configuration(command: str):
    ended = run(*command.split(), SUPPORT_GATEWAY_RATE_LIMITS="many")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert [line.partition(": ")[0] for line in ended.stderr.splitlines()] == [
        "support-gateway.toml",
        "SUPPORT_GATEWAY_RATE_LIMITS",
    ]


def test_a_database_out_of_reach_is_said_in_one_line():
    assert main(["init"]) == 0
    ended = run(
        "audit",
        "verify",
        SUPPORT_GATEWAY_DATABASE_URL="postgresql://user:hidden@127.0.0.1:1/gateway",
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1
    assert "hidden" not in ended.stderr


@pytest.mark.parametrize("command", ["audit events", "audit verify", "projections check"])
def test_reading_a_record_that_is_not_there_makes_none(command: str):
    assert main(["init"]) == 0
    ended = run(*command.split())
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == ("support-gateway: there is no database in var/support-gateway.db yet\n")
    assert not Path("var").exists()


@pytest.mark.parametrize("command", ["audit events", "audit verify", "projections check"])
def test_a_file_that_is_no_database_is_said_in_one_line(command: str):
    assert main(["init"]) == 0
    ended = run(*command.split(), SUPPORT_GATEWAY_DATABASE_URL="sqlite:///support-gateway.toml")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("support-gateway: the database cannot be read: ")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_in_use_is_out_of_reach(workers: str):
    assert run("init").returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run("serve", "--port", str(taken.getsockname()[1]), "--workers", workers)
    assert ended.returncode == 2
    assert "address already in use" in ended.stderr.lower()
    assert ended.stderr.splitlines()[-1].startswith("support-gateway serve: not started on 127.0")
    assert "serving on" not in ended.stderr


def test_a_reader_that_leaves_early_is_no_error():
    program = subprocess.Popen(
        [sys.executable, "-m", "api", "redact"],
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with program:
        assert program.stdout is not None
        assert program.stdin is not None
        assert program.stderr is not None
        program.stdout.close()
        # More than the pipe and every buffer on the way can hold, were it read to the end.
        try:
            for _ in range(64):
                program.stdin.write(b'"word"\n' * 10_000)
            program.stdin.close()
        except BrokenPipeError:
            pass
        assert program.stderr.read() == b""
    assert program.returncode == 141


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="this system has no full disk to write to"
)
@pytest.mark.parametrize("arguments", [["--version"], ["openapi"]], ids=["at the end", "before"])
def test_a_disk_that_is_full_is_said_in_one_line(arguments: list[str]):
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "api", *arguments],
            env={"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert ended.returncode == 2
    assert ended.stderr == (
        "support-gateway: the output cannot be written: No space left on device\n"
    )


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_program_with_a_stream_closed_still_runs(closed: str):
    ended = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m api check {closed}', sys.executable],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (1, "")
