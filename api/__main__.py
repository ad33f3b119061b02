"""`support-gateway`, also as `python -m api`: the command line as a process."""

import os
import secrets
import sys
import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TextIO

from api.cli.parser import parse
from api.cli.terminal import Stopped, Terminal, Unwritten, telling

# What a shell reports of a process that such a signal ended: 128 and the signal's number.
_INTERRUPTED = 130
_PIPE_CLOSED = 141
_OUT_OF_REACH = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, and return its exit code: 0, 1 if a check failed, 2 if it cannot be done."""
    # A process that was started with a stream closed has none.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    terminal = Terminal(
        environ=os.environ,
        stdin=sys.stdin.buffer if sys.stdin else BytesIO(),
        stdout=sys.stdout.buffer,
        stderr=sys.stderr.buffer,
        now=lambda: int(time.time()),
        random=secrets.token_bytes,
    )
    try:
        code = _run(argv, terminal)
        with telling():
            sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read this has enough.
        _say_no_more()
        return _PIPE_CLOSED
    except Unwritten as error:
        _say_no_more()
        terminal.complain(f"support-gateway: the output cannot be written: {error.strerror}")
        return _OUT_OF_REACH
    return code


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _say_no_more() -> None:
    """Have what is still buffered not tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(argv: Sequence[str] | None, terminal: Terminal) -> int:
    try:
        command, arguments = parse(argv)
        return command(arguments, terminal)
    except Stopped as stopped:
        for line in stopped.lines:
            terminal.complain(line)
        return stopped.code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0


if __name__ == "__main__":
    sys.exit(main())
