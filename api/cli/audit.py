"""`audit`: what was recorded, whether the record is whole, and proof that it was."""

import argparse
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from api import proof
from api.cli.reasons import of_file
from api.cli.record import record_of
from api.cli.terminal import Stopped, Terminal
from api.proof.anchors import Anchors, AnchorsDamaged, read_anchors
from domain.errors import CaseNotFound


def events(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print every event as a JSON line."""
    with record_of(terminal) as settings:
        try:
            return proof.events(settings, arguments.case, terminal.say)
        except CaseNotFound:
            raise Stopped(
                f"support-gateway audit events: nothing is recorded of {arguments.case}"
            ) from None


def verify(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Check every hash chain, and the anchors if there are any."""
    path: str | None = arguments.anchor
    if path is not None and arguments.case is not None:
        raise Stopped("support-gateway audit verify: --anchor is about all cases, not about one")
    anchors: Anchors | None = None
    if path is not None:
        with _anchors(path):
            anchors = read_anchors(Path(path).read_bytes().splitlines())
            if not anchors.anchors:
                raise AnchorsDamaged("it holds no anchor")
    with record_of(terminal) as settings:
        return proof.verify(settings, arguments.case, terminal.say, anchors=anchors)


def anchor(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Add an anchor to a file."""
    taken_at = datetime.fromtimestamp(terminal.now(), UTC)
    with record_of(terminal) as settings, _anchors(arguments.file):
        return proof.anchor(settings, Path(arguments.file), taken_at, terminal.say)


@contextmanager
def _anchors(path: str) -> Generator[None]:
    """Stops where a file of anchors cannot be used; a damaged one is a failed check."""
    try:
        yield
    except AnchorsDamaged as damaged:
        raise Stopped(f"support-gateway: {path}: {damaged}", code=1) from None
    except (OSError, ValueError) as error:
        raise Stopped(f"support-gateway: {path}: cannot be used: {of_file(error)}") from None
