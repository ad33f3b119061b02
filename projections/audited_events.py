"""A case's events as an auditor reads them: each with all that its hash covers, or what is wrong.

They are read from the log itself, so nothing that is shown could have been written otherwise.
"""

from typing import Any, Final

from application.event_store.altered import Altered, readable
from application.event_store.record import Record
from application.event_store.recorded import (
    ActorKind,
    HashInput,
    Recorded,
    hash_input,
    hash_of,
    split,
)
from application.event_store.recorder import Positioned
from application.event_store.tables import POSITIONED
from domain.model import JSON, Model, Time
from projections.paging import Page, cut, read_position
from projections.views import Views

_CURSOR: Final = "event-"


class AuditedActor(Model):
    """Who caused an event; `pseudonym` stands for a person, or names an operator."""

    kind: ActorKind
    pseudonym: str | None


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


async def events(views: Views, stream: str, *, cursor: str | None, limit: int) -> Page[Positioned]:
    """List rows of one stream in order; raises `Invalid` for a cursor that no page has given."""
    after = 0 if cursor is None else read_position(cursor, _CURSOR)
    rows = await views.read(
        f"{POSITIONED} WHERE originator_id = ? AND notification_id > ?"
        " ORDER BY originator_version LIMIT ?",
        *(stream, after, limit + 1),
    )
    found = [Positioned.of(row) for row in rows]
    page, next_cursor = cut(found, limit, lambda last: f"{_CURSOR}{last.position}")
    return Page(tuple(page), next_cursor)


async def read_event(record: Record, stored: Positioned) -> Recorded[Any]:
    """Read an event; raises `Altered` for a row that is wrong taken by itself."""
    with readable():
        if hash_of(stored.row) == stored.hash:
            return await record.recorded(stored.row)
    raise Altered("its hash is not that of its content")


async def audited(record: Record, stored: Positioned) -> AuditedEvent | AlteredEvent:
    """Show an event with everything that its hash covers, or say why it cannot be."""
    try:
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
    recorded = await read_event(record, stored)
    _, sealed = split(row.state)
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
        hash_input=hash_input(row),
    )
