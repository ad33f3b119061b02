"""Between an event in its envelope and the row that is stored: sealing, opening, upcasting."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast

import orjson
from cryptography.exceptions import InvalidTag
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper
from eventsourcing.persistence import StoredEvent as Row
from pydantic import TypeAdapter
from pydantic_core import to_json

from application.case_keys import CaseKey, Entropy, KeyDestroyed
from application.event_store.recorded import Actor, Cause, Link, Recorded, place_in_stream, split
from domain.events import StoredEvent
from domain.model import JSON, iso

_events: Final[TypeAdapter[StoredEvent]] = TypeAdapter(StoredEvent)

Upcast = Callable[[dict[str, JSON]], dict[str, JSON]]
UPCASTS: Final[dict[tuple[str, int], Upcast]] = {
    ("case.opened", 1): lambda members: {**members, "test": False},
}
"""By stored name and schema version: makes the event's members those of the next version."""

_NOT_DATA: Final = {"type", "sealed"}
"""Members of an event that stand elsewhere than in its header's data."""


class CaseMapper(Mapper[str]):
    """The library's mapper over our envelope.

    `key_of` gives a case's key, reading the store if need be; None if it was destroyed.
    """

    def __init__(self, key_of: Callable[[str], CaseKey | None], entropy: Entropy) -> None:
        """Map under the keys that `key_of` gives."""
        self._key_of = key_of
        self._entropy = entropy

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> Row:
        """Write an event; raises `KeyDestroyed` if there is no key to seal it under."""
        recorded = cast("Recorded[StoredEvent]", domain_event)
        return Row(*self.link(recorded, self._key_of(recorded.case_id))[:-1])

    def link(self, recorded: Recorded[StoredEvent], key: CaseKey | None) -> Link:
        """Write the header in clear, and what is sealed under the key of the case; hash both.

        What is sealed is bound to its header, too, and by the hash in there to all that came
        before: who has no key can then not write a stream anew so that it can be read. Raises
        `KeyDestroyed` if there is something to seal, and no key.
        """
        event, stream, version = recorded.event, recorded.originator_id, recorded.originator_version
        header = header_of(recorded)
        in_clear = b"%b\n%b" % (place_in_stream(stream, version, event.type), header)
        sealed = b""
        # Where a model has no such member, `getattr` goes a long way before it finds that out.
        words = event.__dict__.get("sealed")
        if words is not None:
            if key is None:
                raise KeyDestroyed(recorded.case_id)
            plaintext = to_json(words, by_alias=True, inf_nan_mode="null")
            sealed = key.seal(plaintext, in_clear, self._entropy)
        digest = hashlib.sha256(b"%b\n%b" % (in_clear, sealed)).hexdigest()
        return Link(stream, version, event.type, b"%b\n%b" % (header, sealed), digest)

    def to_domain_event(self, stored_event: Row) -> DomainEventProtocol[str]:
        """Read a row; where the key of its case was destroyed, `event.sealed` is None."""
        key = self._key_of(self.case_id_of(stored_event))
        return cast("DomainEventProtocol[str]", self.recorded(stored_event, key))

    @staticmethod
    def case_id_of(row: Row) -> str:
        """Name the case whose key seals a row."""
        case_id: str = orjson.loads(split(row.state)[0])["caseId"]
        return case_id

    def recorded(self, row: Row, key: CaseKey | None) -> Recorded[Any]:
        """Read a row with the key of its case, if there still is one."""
        header, sealed = split(row.state)
        opened = orjson.loads(_opened(row, header, sealed, key)) if sealed and key else None
        return self.read(str(row.originator_id), row.originator_version, row.topic, header, opened)

    def read(
        self, stream: str, version: int, topic: str, header: bytes, sealed: JSON = None
    ) -> Recorded[Any]:
        """Read a header, and what was sealed beside it if that is known."""
        facts = orjson.loads(header)
        members: dict[str, JSON] = {**facts["data"], "type": topic, "sealed": sealed}
        schema = facts["schema"]
        while (upcast := UPCASTS.get((topic, schema))) is not None:
            members, schema = upcast(members), schema + 1
        actor = facts["actor"]
        return Recorded(
            originator_id=stream,
            originator_version=version,
            event_id=facts["id"],
            case_id=facts["caseId"],
            subject=facts["subject"],
            recorded_at=datetime.fromisoformat(facts["recordedAt"]),
            cause=Cause(
                actor=Actor(actor["kind"], actor["pseudonym"]),
                correlation_id=facts["correlationId"],
                causation_id=facts["causationId"],
                idempotency_id=facts["idempotencyId"],
            ),
            previous_hash=facts["previousHash"],
            event=_events.validate_python(members),
        )


def header_of(recorded: Recorded[StoredEvent]) -> bytes:
    """Write the readable part of an envelope: one line of JSON, members sorted."""
    event, cause = recorded.event, recorded.cause
    header = {
        "id": recorded.event_id,
        "schema": event.schema_version,
        "caseId": recorded.case_id,
        "subject": recorded.subject,
        "recordedAt": iso(recorded.recorded_at),
        "actor": {"kind": cause.actor.kind, "pseudonym": cause.actor.pseudonym},
        "correlationId": cause.correlation_id,
        "causationId": cause.causation_id,
        "idempotencyId": cause.idempotency_id,
        "previousHash": recorded.previous_hash,
        # What `model_dump` calls, without what it does before: a third of the header's cost.
        "data": event.__pydantic_serializer__.to_python(
            event, mode="json", by_alias=True, exclude=_NOT_DATA
        ),
    }
    return orjson.dumps(header, option=orjson.OPT_SORT_KEYS)


def _opened(row: Row, header: bytes, sealed: bytes, key: CaseKey) -> bytes:
    place = place_in_stream(row.originator_id, row.originator_version, row.topic)
    try:
        return key.open(sealed, b"%b\n%b" % (place, header))
    except InvalidTag:
        # What was recorded before headers were bound is sealed for its place alone.
        return key.open(sealed, place)
