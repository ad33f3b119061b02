"""Server processes of a benchmark, and the processor time that they and their children took."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.gateway import free_port

_START_SECONDS = 30.0
_STOP_SECONDS = 30.0
_PROC = Path("/proc")


class Uvicorn:
    """One application under uvicorn as its documentation advises: uvloop, httptools, no log."""

    def __init__(self, app: str, environ: Mapping[str, str]) -> None:
        """`app` is named as uvicorn names it."""
        self.port = free_port()
        self._app = app
        self._environ = {"PATH": os.environ["PATH"], **environ}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that runs."""
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> Self:
        with socket.create_server(("127.0.0.1", self.port), backlog=512) as door:
            # The process takes over a socket that listens already: nobody waits for it to come up.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.serve", self._app, str(door.fileno())],
                env=self._environ,
                cwd=Path(__file__).parent.parent.parent,
                stdin=subprocess.DEVNULL,
                pass_fds=(door.fileno(),),
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def processor_seconds(pids: Iterable[int]) -> float | None:
    """Processor time that these processes and their living children took; None where there is no
    `/proc` to tell.
    """
    if not _PROC.is_dir():
        return None
    ticks = 0
    for pid in _with_children(set(pids)):
        with suppress(OSError):
            fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            # proc_pid_stat(5): utime and stime are the 14th and 15th fields, cutime and cstime next
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _with_children(pids: set[int]) -> set[int]:
    parents: dict[int, int] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
    family = set(pids)
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return family
