"""`redact` shows, line by line, what the gateway would keep."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.__main__ import main

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def redact(given: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run `redact` as a process on that input."""
    return subprocess.run(
        [sys.executable, "-m", "api", "redact", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=given,
        capture_output=True,
        check=False,
    )


def test_each_line_is_redacted_and_the_rest_stays():
    ended = redact(b'{"mail": "maya@example.com", "code": "E_LIMIT"}\n\n[1, 2.5, null, "\xc3\xa4"]')
    assert (ended.returncode, ended.stderr) == (0, b"")
    first, second = (json.loads(line) for line in ended.stdout.splitlines())
    assert first == {"mail": "[email]", "code": "E_LIMIT"}
    assert second == [1, 2.5, None, "ä"]


def test_what_was_removed_is_named_when_asked_for():
    ended = redact(b'{"who": {"mail": "maya@example.com"}}\n', "--removed")
    shown = json.loads(ended.stdout)
    assert shown["value"] == {"who": {"mail": "[email]"}}
    (removal,) = shown["removed"]
    assert removal["pointer"] == "/who/mail"
    assert "email" in removal["rule"]


def test_a_line_that_is_no_json_is_named_and_the_rest_done():
    ended = redact(b'"one"\n{"secret": hidden}\n"two"\n[1] 2\n"\\ud800"\nNaN\n\xff\n')
    assert ended.returncode == 1
    assert ended.stdout == b'"one"\n"two"\n'
    complaints = ended.stderr.decode().splitlines()
    assert [complaint.partition(": ")[0] for complaint in complaints] == [
        "-:2",
        "-:4",
        "-:5",
        "-:6",
        "-:7",
    ]
    assert b"hidden" not in ended.stderr


def test_a_line_of_any_depth_is_answered():
    ended = redact(b"[" * 1000 + b"]" * 1000 + b"\n" + b"[" * 5000 + b"]" * 5000 + b'\n"last"\n')
    assert b"Traceback" not in ended.stderr
    assert ended.stdout.splitlines()[-1] == b'"last"'


def test_files_are_read_in_their_order(capfdbinary: pytest.CaptureFixture[bytes]):
    Path("one").write_bytes(b'"1"\n')
    Path("two").write_bytes(b'"2"')
    assert main(["redact", "two", "missing", "one"]) == 1
    said = capfdbinary.readouterr()
    assert said.out == b'"2"\n"1"\n'
    assert said.err == b"missing: cannot be read: No such file or directory\n"


def test_the_rules_are_printed_as_a_table():
    ended = redact(b"", "--rules")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"| `[email]` |" in ended.stdout
