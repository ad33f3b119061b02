"""A gateway process that is forked from one which has imported all that a gateway runs on.

Seconds of imports are made once in a run of tests, not once a gateway. What depends on them needs a
program of its own: the environment is set after they were made, the SDK is there from the start,
and the command line and what runs at an interpreter's exit are not the gateway's.
"""

import contextlib
import importlib.util
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing import forkserver
from pathlib import Path

from api.__main__ import main

ROOT = Path(__file__).parent.parent.parent
_FORKING = multiprocessing.get_context("forkserver")
# What a gateway that answers with a model imports, the last of it when it first asks one.
_IMPORTED = [
    "api.cli.serve",
    "api.process",
    "api.wire.protocol",
    "api.wiring.connections",
    "anthropic.resources.messages",
    "anthropic.types",
    "uvloop",
    __name__,
]


class Forked:
    """The part of `subprocess.Popen` that the tests use of a gateway's process."""

    def __init__(
        self, arguments: Sequence[str], *, folder: Path, environ: Mapping[str, str], log: Path
    ) -> None:
        """Run `support-gateway` with these arguments, all that it writes going to the log."""
        _begin_forking()
        self._process = _FORKING.Process(
            target=_run, args=(tuple(arguments), folder, dict(environ), log), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        """The process."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """The code it ended with, the negative number of a signal that ended it, or None."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """Wait for its end; raises `subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(str(self._process), timeout)
        return code

    def send_signal(self, signal: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, signal)

    def kill(self) -> None:
        """End it by SIGKILL."""
        self._process.kill()


@cache
def _begin_forking() -> None:
    for name in _IMPORTED:
        # One that is not there would be passed over in silence.
        assert importlib.util.find_spec(name), name
    _FORKING.set_forkserver_preload(_IMPORTED)
    # The process that forks finds the tests by the working directory it was started in.
    with contextlib.chdir(ROOT):
        forkserver.ensure_running()


def _run(arguments: tuple[str, ...], folder: Path, environ: dict[str, str], log: Path) -> None:
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(written, 1)
    os.dup2(written, 2)
    os.close(written)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    sys.exit(main(arguments))
