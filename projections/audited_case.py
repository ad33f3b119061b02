"""What an auditor reads of one case: how it stood at any time, and its snapshot.

All of it is read from the log itself, so nothing that is shown could have been written otherwise.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from eventsourcing.persistence import StoredEvent as Row

from application.event_store.access_log import stream_of
from application.event_store.record import Record
from application.event_store.recorded import Recorded
from application.prompt import reference
from domain.answer import Evidence, SuggestedAction
from domain.errors import CaseNotFound, Invalid
from domain.events import CaseOpened, MessageAdded, Role
from domain.model import Model, Time
from domain.produced import Produced
from projections.case_index import CaseIndex, IndexRow, shown
from projections.case_users import AuditedCase
from projections.views import Logged, Views

Part = Literal["case", "snapshot", "views"]
"""A stream about a case: its own, its snapshot's, that of the looks at it."""


# Which case it is


@dataclass(frozen=True, slots=True)
class CaseIdentity:
    """What an operator's right to see a case depends on, and where to find its parts."""

    id: str
    tenant_id: str
    subject: str
    snapshot_id: str

    @property
    def streams(self) -> dict[Part, str]:
        """The streams about it."""
        return {"case": self.id, "snapshot": self.snapshot_id, "views": stream_of(self.id)}


async def identity(record: Record, views: Views, case_id: str) -> CaseIdentity:
    """What the event says that a case began with; raises `CaseNotFound`.

    If another process has erased it, its key is dropped from the memory of this one.
    """
    if await record.case_recorder.select_case_key(case_id) is None:
        record.keys.forget(case_id)
    rows = await views.read(
        "SELECT originator_id, originator_version, topic, state FROM stored_events"
        " WHERE originator_id = ? AND originator_version = 1",
        case_id,
    )
    first = record.case_mapper.recorded(Row(*rows[0]), None) if rows else None
    if first is None or not isinstance(first.event, CaseOpened):
        raise CaseNotFound
    return CaseIdentity(case_id, first.event.tenant_id, first.subject, first.event.snapshot_id)


# How it stood


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


# Its snapshot


@dataclass(frozen=True, slots=True)
class SnapshotText:
    """A snapshot as it was frozen, with its SHA-256; both None once the case was erased."""

    text: str | None
    sha256: str | None


async def snapshot(record: Record, case: CaseIdentity) -> SnapshotText | None:
    """The snapshot of a case; None if none was taken yet."""
    frozen = await record.history(case.snapshot_id)
    if not frozen:
        return None
    sealed = frozen[0].event.sealed
    text = sealed.text if sealed else None
    digest = None if text is None else hashlib.sha256(text.encode()).hexdigest()
    return SnapshotText(text, digest)


# What a model was asked with it


async def prompt_part(record: Record, name: str) -> str | None:
    """The text of a stored prompt part; None where it is missing, or is not what it was."""
    stored = await record.case_recorder.select_part(name)
    text = None if stored is None else stored.decode(errors="replace")
    return text if text is not None and reference(text) == name else None
