"""What a command is run with: streams, environment, clock and randomness, and how it stops."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO


class Stopped(Exception):
    """A command cannot be done, for a reason that one can foresee; `lines` say it on stderr."""

    def __init__(self, *lines: str, code: int = 2) -> None:
        """Take the exit code: 2 for what was asked or configured wrong, or cannot be reached."""
        self.lines = lines
        self.code = code
        super().__init__("\n".join(lines))


class Unwritten(OSError):
    """What is said on stdout cannot be written, though somebody still listens: a disk is full."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Everything from outside that a command depends on.

    The streams are UTF-8, whatever the locale. `now` gives seconds since the epoch, and `random`
    that many bytes, fit for keys.
    """

    environ: Mapping[str, str]
    stdin: BinaryIO
    stdout: BinaryIO
    stderr: BinaryIO
    now: Callable[[], int]
    random: Callable[[int], bytes]

    def say(self, line: str) -> None:
        """Write a line to stdout; raises as `telling` does."""
        with telling():
            self.stdout.write(_encoded(line))
            if self.stdout.isatty():
                self.stdout.flush()

    def complain(self, line: str) -> None:
        """Write a line to stderr."""
        self.stderr.write(_encoded(line))
        self.stderr.flush()


@contextmanager
def telling() -> Generator[None]:
    """Write to stdout. Raises `Unwritten`, or `BrokenPipeError` if nobody listens."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unwritten(error.errno, error.strerror) from error


def _encoded(line: str) -> bytes:
    # Arguments and file names that are no UTF-8 arrive as lone surrogates (PEP 383).
    return f"{line}\n".encode(errors="backslashreplace")
