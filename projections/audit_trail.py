"""What an auditor reads of one case: its events, the case as it stood, the snapshot.

All of it is read from the log itself, so nothing that is shown could have been written otherwise.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from eventsourcing.persistence import StoredEvent as Row

from application.event_store.access_log import stream_of
from application.event_store.altered import Altered, readable
from application.event_store.append import Positioned
from application.event_store.mapper import split
from application.event_store.record import Record
from application.event_store.recorded import ActorKind, Recorded
from domain.answer import Evidence, SuggestedAction
from domain.errors import CaseNotFound, Invalid
from domain.events import CaseOpened, MessageAdded, Produced, Role
from domain.model import JSON, Model, Time
from projections.case_index import CaseIndex, IndexRow, shown
from projections.case_users import AuditedCase
from projections.cursors import read_position, write_cursor
from projections.views import Logged, Views
from projections.views import Row as StoredColumns

Part = Literal["case", "snapshot", "views"]
"""A stream about a case: its own, its snapshot's, that of the looks at it."""

_CURSOR: Final = "event-"
_EVENTS: Final = (
    "SELECT notification_id, originator_id, originator_version, topic, state, hash"
    " FROM stored_events WHERE originator_id = ?"
)


# The events


class AuditedActor(Model):
    """Who caused an event; `pseudonym` stands for a person, or names an operator."""

    kind: ActorKind
    pseudonym: str | None


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


class AuditedEvent(Model):
    """One event. `data` is what stays readable for ever; `sealed` is what is not, and None where
    nothing was sealed or the case was erased, which `erased` tells apart.
    """

    position: int
    stream: str
    version: int
    type: str
    event_id: str
    schema_version: int
    recorded_at: Time
    actor: AuditedActor
    subject: str
    correlation_id: str
    causation_id: str | None
    data: dict[str, JSON]
    sealed: dict[str, JSON] | None
    erased: bool
    hash: str
    previous_hash: str
    hash_input: HashInput


class AlteredEvent(Model):
    """One event that is not what was recorded: where it stands, and what is wrong with it."""

    position: int
    stream: str
    version: int
    type: str
    hash: str
    altered: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """Stored rows of a stream in order, and where the next page begins."""

    rows: tuple[Positioned, ...]
    next_cursor: str | None


async def events(
    views: Views, case: "Opened", part: Part, *, cursor: str | None, limit: int
) -> EventPage:
    """A page of one stream; raises `Invalid` for a cursor that no page has given."""
    streams = {"case": case.id, "snapshot": case.snapshot_id, "views": stream_of(case.id)}
    after = 0 if cursor is None else read_position(cursor, _CURSOR)
    rows = await views.read(
        f"{_EVENTS} AND notification_id > ? ORDER BY originator_version LIMIT ?",
        *(streams[part], after, limit + 1),
    )
    page = tuple(_positioned(row) for row in rows[:limit])
    more = len(rows) > limit
    return EventPage(page, write_cursor(f"{_CURSOR}{page[-1].position}") if more else None)


async def audited(record: Record, stored: Positioned) -> AuditedEvent | AlteredEvent:
    """Show an event with everything that its hash covers, or say why it cannot be."""
    try:
        with readable():
            return await _audited(record, stored)
    except Altered as wrong:
        row = stored.row
        return AlteredEvent(
            position=stored.position,
            stream=str(row.originator_id),
            version=row.originator_version,
            type=row.topic,
            hash=stored.hash,
            altered=str(wrong),
        )


async def _audited(record: Record, stored: Positioned) -> AuditedEvent:
    row = stored.row
    recorded = await record.recorded(row)
    header, sealed = split(row.state)
    facts = recorded.event.model_dump(mode="json", by_alias=True, exclude={"type"})
    words = facts.pop("sealed", None)
    cause = recorded.cause
    return AuditedEvent(
        position=stored.position,
        stream=recorded.originator_id,
        version=recorded.originator_version,
        type=recorded.event.type,
        event_id=recorded.event_id,
        schema_version=recorded.event.schema_version,
        recorded_at=recorded.recorded_at,
        actor=AuditedActor(kind=cause.actor.kind, pseudonym=cause.actor.pseudonym),
        subject=recorded.subject,
        correlation_id=cause.correlation_id,
        causation_id=cause.causation_id,
        data=facts,
        sealed=words,
        erased=bool(sealed) and words is None,
        hash=stored.hash,
        previous_hash=recorded.previous_hash,
        hash_input=HashInput(
            stream=str(row.originator_id),
            version=row.originator_version,
            type=row.topic,
            header=header.decode(),
            sealed_base64=base64.b64encode(sealed).decode(),
        ),
    )


def _positioned(row: StoredColumns) -> Positioned:
    return Positioned(row[0], Row(*row[1:5]), row[5])


# The case as it stood


class AuditedMessage(Model):
    """A message, and what produced it; `content` is None once the case was erased."""

    id: str
    case_id: str
    role: Role
    content: str | None
    actions: tuple[SuggestedAction, ...]
    evidence: tuple[Evidence, ...]
    confidence: float | None
    in_reply_to: str | None
    produced: Produced | None
    created_at: Time


class CaseAsItStood(Model):
    """A case and its messages after `version` events, the last of them at `as_of`."""

    case: AuditedCase
    messages: tuple[AuditedMessage, ...]
    version: int
    as_of: Time
    latest_version: int


@dataclass(frozen=True, slots=True)
class Opened:
    """What an operator's right to see a case depends on, and where to find its parts."""

    id: str
    tenant_id: str
    subject: str
    snapshot_id: str


async def opened(record: Record, views: Views, case_id: str) -> Opened:
    """How a case began; raises `CaseNotFound`.

    If another process has erased it, its key is dropped from the memory of this one.
    """
    if await record.case_recorder.select_case_key(case_id) is None:
        record.keys.forget(case_id)
    rows = await views.read(f"{_EVENTS} AND originator_version = 1", case_id)
    first = record.case_mapper.recorded(_positioned(rows[0]).row, None) if rows else None
    if first is None or not isinstance(first.event, CaseOpened):
        raise CaseNotFound
    return Opened(case_id, first.event.tenant_id, first.subject, first.event.snapshot_id)


async def as_it_stood(record: Record, case_id: str, moment: datetime | int | None) -> CaseAsItStood:
    """Fold a case from its events up to a time or a version; None is up to now.

    Raises `CaseNotFound` for a time before the case, and `Invalid` for a version that it has not
    reached.
    """
    history = await record.history(case_id)
    past = _up_to(history, moment)
    row: IndexRow | None = None
    for one in past:
        row = CaseIndex().fold(row, Logged(0, one)).state
    if row is None:
        raise CaseNotFound
    sealed = past[0].event.sealed
    user_id = sealed.requester.user_id if sealed else None
    case = AuditedCase.model_validate({**dict(shown(row)), "user_id": user_id})
    messages = tuple(_message(one) for one in past if isinstance(one.event, MessageAdded))
    return CaseAsItStood(
        case=case,
        messages=messages,
        version=past[-1].originator_version,
        as_of=past[-1].recorded_at,
        latest_version=history[-1].originator_version,
    )


def _up_to(history: list[Recorded[Any]], moment: datetime | int | None) -> list[Recorded[Any]]:
    if moment is None:
        return history
    if isinstance(moment, datetime):
        return [one for one in history if one.recorded_at <= moment]
    if history and not 1 <= moment <= history[-1].originator_version:
        raise Invalid(
            f"asOf: the case has the versions 1 to {history[-1].originator_version}", field="asOf"
        )
    return history[:moment]


def _message(recorded: Recorded[MessageAdded]) -> AuditedMessage:
    event, words = recorded.event, recorded.event.sealed
    return AuditedMessage(
        id=event.message_id,
        case_id=recorded.case_id,
        role=event.role,
        content=words.content if words else None,
        actions=words.actions if words else (),
        evidence=words.evidence if words else (),
        confidence=event.confidence,
        in_reply_to=event.in_reply_to,
        produced=event.produced,
        created_at=recorded.recorded_at,
    )


# The snapshot


@dataclass(frozen=True, slots=True)
class SnapshotText:
    """A snapshot as it was frozen, with its SHA-256; both None once the case was erased."""

    text: str | None
    sha256: str | None


async def snapshot(record: Record, case: Opened) -> SnapshotText | None:
    """The snapshot of a case; None if none was taken yet."""
    frozen = await record.history(case.snapshot_id)
    if not frozen:
        return None
    sealed = frozen[0].event.sealed
    text = sealed.text if sealed else None
    digest = None if text is None else hashlib.sha256(text.encode()).hexdigest()
    return SnapshotText(text, digest)
