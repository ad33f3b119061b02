"""`support-gateway demo` as a process of its own, for tests that talk to it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from api.demo.people import Person
from tests.ports import free_port

ROOT = Path(__file__).parents[3]
BETWEEN = "\x1e"


def command(port: int, host_port: int) -> list[str]:
    """The demo's command line."""
    ports = ("--port", str(port), "--host-port", str(host_port))
    return [sys.executable, "-m", "api", "demo", *ports]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """An environment of nothing but what a shell has, with temporary files in `folder`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder), **more}


def free_ports() -> tuple[int, int]:
    """Two ports that nobody has."""
    return free_port(), free_port()


@dataclass
class Demo:
    """A demo that runs. `folder` is where its temporary files go, `lines` what it has printed."""

    process: subprocess.Popen[str]
    port: int
    host_port: int
    folder: Path
    lines: list[str]

    def to_paste(self, start: str) -> list[str]:
        """The printed lines that start so."""
        return [line for line in self.lines if line.startswith(start)]

    def paste(self, lines: list[str]) -> list[str]:
        """What bash prints for each line, as if it were pasted; fails where one fails."""
        script = f"\nprintf '{BETWEEN}'\n".join(lines)
        ended = subprocess.run(
            ["bash", "-euo", "pipefail"],  # noqa: S607 - whichever the PATH has
            input=script,
            env=environment(self.folder),
            cwd="/",
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr + ended.stdout
        return ended.stdout.split(BETWEEN)

    def as_user(self, person: Person) -> str:
        """The line by which the pasting shell becomes this user's."""
        [line] = [
            line
            for before, line in zip(self.lines, self.lines[1:], strict=False)
            if before.strip().startswith(f"{person.user_id} ")
        ]
        assert line.startswith("export TOKEN=")
        return line

    def talk(self) -> list[str]:
        """The lines of a conversation, from the first question to the close."""
        return [
            line
            for line in self.lines
            if line.startswith(("curl", "CASE=", "cat ")) and "Bearer ey" not in line
        ]

    def token(self, user_id: str, *, seconds: int = 600) -> str:
        """A widget token, as the page gets it."""
        query = f"user={user_id}&seconds={seconds}"
        with urlopen(f"http://127.0.0.1:{self.host_port}/demo/token?{query}") as response:
            token: str = json.load(response)["token"]
        return token

    def open_case(self, user_id: str, message: str) -> dict[str, Any]:
        """Open a case without any page; gives the body of the 201."""
        asked = Request(
            f"http://127.0.0.1:{self.port}/api/cases",
            data=json.dumps({"message": message}).encode(),
            headers={
                "Authorization": f"Bearer {self.token(user_id)}",
                "Content-Type": "application/json",
            },
        )
        with urlopen(asked) as response:  # noqa: S310 - our own address
            opened: dict[str, Any] = json.load(response)
        return opened

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send the signal; the exit code, and what stands on standard error."""
        self.process.send_signal(number)
        _, errors = self.process.communicate()
        return self.process.returncode, errors


@contextmanager
def demo(folder: Path, **more: str) -> Generator[Demo, None, None]:
    """A demo that has printed all that it prints; it is ended if the test did not."""
    port, host_port = free_ports()
    process = subprocess.Popen(
        command(port, host_port),
        env=environment(folder, **more),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        try:
            assert process.stdout is not None
            lines: list[str] = []
            for line in process.stdout:
                lines.append(line.rstrip("\n"))
                if "Ctrl-C" in line:
                    break
            else:
                pytest.fail(process.communicate()[1])
            yield Demo(process, port, host_port, folder, lines)
        finally:
            process.terminate()
            process.communicate()
