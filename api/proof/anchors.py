"""Anchors: what the record was at a time, in a file that is kept where its database is not.

A chain shows an edit, but not a tail that was cut off, a stream that is missing, or one that was
written anew so that it chains again. An anchor does: it holds the head of every stream, and a
digest of the whole log up to its last position. An anchor file has one anchor a line, each of which
holds the hash of the line before, and only the heads that have moved since.

The digest of the log is, for each event in order of position, beginning with sixty-four zeros,

    SHA-256( digest before LF position LF stream LF version LF hash )

in hex over UTF-8, numbers in decimal; the hash of an anchor is the SHA-256 of its line, without the
line feed. So anyone can check both with any tool.
"""

import fcntl
import hashlib
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, StrictInt, StrictStr, ValidationError

from application.event_store.recorded import GENESIS
from application.event_store.recorder import Positioned
from domain.model import Model, Time

Hash = Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[StrictInt, Field(ge=0)]
Head = tuple[Count, Hash]
"""The version that a stream has reached, and the hash of its last event."""


class Anchor(Model):
    """The record up to one position."""

    number: Annotated[StrictInt, Field(ge=1)]
    taken_at: Time
    last_position: Count
    events: Count
    streams: Count
    log: Hash
    heads: dict[str, Head]
    previous: Hash


@dataclass(slots=True)
class Log:
    """A log as far as it was read."""

    digest: str = GENESIS
    last_position: int = 0
    events: int = 0
    heads: dict[str, Head] = field(default_factory=dict[str, Head])

    def add(self, one: Positioned) -> None:
        """Read one more event."""
        stream, version = str(one.row.originator_id), one.row.originator_version
        line = f"{self.digest}\n{one.position}\n{stream}\n{version}\n{one.hash}"
        self.digest = hashlib.sha256(line.encode()).hexdigest()
        self.last_position = one.position
        self.events += 1
        self.heads[stream] = (version, one.hash)


class AnchorsDamaged(Exception):
    """A line of an anchor file is none, or does not follow from the one before."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of a file, oldest first, and the hash of the last line."""

    anchors: tuple[Anchor, ...] = ()
    head: str = GENESIS

    def next(self, log: Log, taken_at: datetime) -> bytes:
        """Write the line that comes next."""
        known: dict[str, Head] = {}
        for anchor in self.anchors:
            known |= anchor.heads
        anchor = Anchor(
            number=len(self.anchors) + 1,
            taken_at=taken_at,
            last_position=log.last_position,
            events=log.events,
            streams=len(log.heads),
            log=log.digest,
            heads={name: head for name, head in log.heads.items() if known.get(name) != head},
            previous=self.head,
        )
        return anchor.model_dump_json(by_alias=True).encode()


def read_anchors(lines: Sequence[bytes]) -> Anchors:
    """Read an anchor file's lines; raises `AnchorsDamaged`."""
    found: list[Anchor] = []
    head = GENESIS
    for number, line in enumerate(lines, 1):
        try:
            anchor = Anchor.model_validate_json(line)
        except ValidationError:
            raise AnchorsDamaged(f"line {number} is no anchor") from None
        last = found[-1].last_position if found else 0
        if (anchor.number, anchor.previous) != (number, head) or anchor.last_position < last:
            raise AnchorsDamaged(f"line {number} does not follow from the one before")
        found.append(anchor)
        head = hash_of_line(line)
    return Anchors(tuple(found), head)


def hash_of_line(line: bytes) -> str:
    """Hash an anchor's line, in hex."""
    return hashlib.sha256(line).hexdigest()


class AnchorFile:
    """A file of anchors that is open, and that no other process adds to meanwhile."""

    def __init__(self, handle: int) -> None:
        """Take the file's descriptor."""
        self._handle = handle

    def lines(self) -> list[bytes]:
        """All that it holds."""
        with os.fdopen(os.dup(self._handle), "rb") as file:
            file.seek(0)
            return file.read().splitlines()

    def add(self, line: bytes) -> None:
        """Add one line, durably."""
        os.lseek(self._handle, 0, os.SEEK_END)
        whole = line + b"\n"
        while whole:
            whole = whole[os.write(self._handle, whole) :]
        os.fsync(self._handle)


@contextmanager
def anchor_file(path: Path) -> Generator[AnchorFile]:
    """Open an anchor file, which is made if it is not there; raises `OSError`."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield AnchorFile(handle)
    finally:
        os.close(handle)
