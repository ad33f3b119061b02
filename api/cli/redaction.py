"""`redact`: what the gateway makes of data before it stores, logs or sends any of it."""

import argparse
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

import orjson

from api.cli.reasons import of_file
from api.cli.terminal import Terminal
from application.redaction import redact as redacted
from application.redaction.rules_table import rules_table

_STDIN = "-"


def redact(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print the redacted value of each line that is JSON, or the rules; pass over empty lines.

    A line that is no JSON, and a file that cannot be read, is named on stderr, and the rest done.
    """
    if arguments.rules:
        terminal.say(rules_table().rstrip())
        return 0
    complaints = 0
    for name in arguments.files or [_STDIN]:
        try:
            source = nullcontext(terminal.stdin) if name == _STDIN else _opened(name)
        except (OSError, ValueError) as error:
            terminal.complain(f"{name}: cannot be read: {of_file(error)}")
            complaints += 1
            continue
        with source as lines:
            complaints += _redact_lines(name, lines, terminal, with_removed=arguments.removed)
    return 1 if complaints else 0


def _opened(name: str) -> BinaryIO:
    return Path(name).open("rb")


def _redact_lines(
    name: str, lines: Iterable[bytes], terminal: Terminal, *, with_removed: bool
) -> int:
    complaints = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            terminal.say(_redacted_line(line, with_removed=with_removed))
        except orjson.JSONDecodeError as error:
            terminal.complain(f"{name}:{number}: is no JSON: {error.msg} (column {error.colno})")
            complaints += 1
    return complaints


def _redacted_line(line: bytes, *, with_removed: bool) -> str:
    value, removals = redacted(orjson.loads(line))
    if not with_removed:
        return orjson.dumps(value).decode()
    removed = [{"pointer": removal.pointer, "rule": removal.rule} for removal in removals]
    return orjson.dumps({"value": value, "removed": removed}).decode()
