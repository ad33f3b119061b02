"""The envelope that every event is stored in, and the hash that chains it to the one before.

What is stored of an event is a header, a line feed, and the sealed bytes (none where nothing is
sealed). The header is one line of JSON: who, when, why, the hash of the previous event of the
stream, and those members of the event that stay readable. The hash of an event is

    SHA-256( stream LF version LF type LF header LF sealed )

over UTF-8, with the version in decimal: everything that is stored of it, and nothing else. The
first event of a stream follows sixty-four zeros.
"""

import base64
import hashlib
from datetime import datetime
from typing import Generic, Literal, NamedTuple, TypeVar

from eventsourcing.persistence import StoredEvent as Row

from domain.events import StoredEvent
from domain.model import Model

GENESIS = "0" * 64

ActorKind = Literal["user", "assistant", "operator", "system"]
Body = TypeVar("Body", bound=StoredEvent, covariant=True)  # noqa: PLC0105 - read as English


class Actor(NamedTuple):
    """Who caused an event; `pseudonym` stands for a person (see `CaseKeys.pseudonym`)."""

    kind: ActorKind
    pseudonym: str | None = None


class Cause(NamedTuple):
    """Why events are recorded.

    `correlation_id` is the request's id, `causation_id` the message that led to these, if one did;
    `idempotency_id` stands for the request's Idempotency-Key (see `application.idempotency`).
    """

    actor: Actor
    correlation_id: str
    causation_id: str | None = None
    idempotency_id: str | None = None


class Recorded(NamedTuple, Generic[Body]):
    """An event as it is recorded: a domain event in the sense of `eventsourcing`.

    `originator_id` is the stream, `originator_version` the place in it from 1. `case_id` is the
    case whose key seals it: the stream itself, but for a snapshot. `subject` is the pseudonym of
    the case's user.
    """

    originator_id: str
    originator_version: int
    event_id: str
    case_id: str
    subject: str
    recorded_at: datetime
    cause: Cause
    previous_hash: str
    event: Body


class Link(NamedTuple):
    """An event as it is stored, and its hash, which the next one of its stream names."""

    stream: str
    version: int
    topic: str
    state: bytes
    hash: str


def place_in_stream(stream: object, version: int, topic: str) -> bytes:
    """Name the place of an event: what its hash and what binds its sealed bytes begin with."""
    return f"{stream}\n{version}\n{topic}".encode()


def split(state: bytes) -> tuple[bytes, bytes]:
    """Part a stored state into its header and its sealed bytes."""
    header, _, sealed = state.partition(b"\n")
    return header, sealed


def link_of(row: Row) -> Link:
    """A row with its hash."""
    stream = str(row.originator_id)
    return Link(stream, row.originator_version, row.topic, row.state, hash_of(row))


def hash_of(row: Row) -> str:
    """Hash a stored row, in hex, as this module's docstring says."""
    place = place_in_stream(row.originator_id, row.originator_version, row.topic)
    return hashlib.sha256(b"%b\n%b" % (place, row.state)).hexdigest()


class HashInput(Model):
    """What the hash of an event covers.

    It is SHA-256( stream LF version LF type LF header LF sealed ) over UTF-8, with the version in
    decimal, and for `sealed` the bytes that `sealed_base64` writes (RFC 4648, section 4).
    """

    stream: str
    version: int
    type: str
    header: str
    sealed_base64: str


def hash_input(row: Row) -> HashInput:
    """What the hash of a stored row covers, for whoever computes it anew."""
    header, sealed = split(row.state)
    return HashInput(
        stream=str(row.originator_id),
        version=row.originator_version,
        type=row.topic,
        header=header.decode(),
        sealed_base64=base64.b64encode(sealed).decode(),
    )
