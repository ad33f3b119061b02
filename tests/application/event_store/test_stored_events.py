"""Events that were ever stored load for ever: `tests/stored` has a sample of each version of each.

A sample is never edited. When an event changes its shape, its schema version goes up, an upcast is
written, and a new sample is added beside the old one.
"""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eventsourcing.persistence import StoredEvent as Row

from application.case_keys import CaseKey
from application.event_store.mapper import CaseMapper, header_of
from application.event_store.recorded import GENESIS, Actor, Cause, Recorded, place_in_stream
from domain.events import AuditViewed, CaseEvent, SnapshotFrozen
from tests.facts import NOON

SAMPLES = sorted((Path(__file__).parents[2] / "stored").glob("*.json"))
TYPES = {
    model.model_fields["type"].default: model
    for model in (*get_args(CaseEvent), SnapshotFrozen, AuditViewed)
}
KEY = CaseKey(AESGCM(b"k" * 32))


def _zeros(size: int) -> bytes:
    return bytes(size)


MAPPER = CaseMapper(lambda _: KEY, _zeros)


def _row(sample: dict[str, Any]) -> Row:
    header = {
        "id": "evt_1",
        "schema": sample["schema"],
        "caseId": "cas_1",
        "subject": "psn_1",
        "recordedAt": "2026-02-20T12:00:00.000Z",
        "actor": {"kind": "user", "pseudonym": "psn_1"},
        "correlationId": "req_1",
        "causationId": None,
        "idempotencyId": None,
        "previousHash": GENESIS,
        "data": sample["data"],
    }
    row = Row("cas_1", 1, sample["type"], json.dumps(header).encode() + b"\n")
    if sample["sealed"] is None:
        return row
    sealed = KEY.seal(
        json.dumps(sample["sealed"]).encode(),
        place_in_stream(row.originator_id, row.originator_version, row.topic),
        _zeros,
    )
    return Row("cas_1", 1, sample["type"], row.state + sealed)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_stored_sample_loads_into_the_event_that_it_was(path: Path) -> None:
    sample = json.loads(path.read_text())
    event = MAPPER.recorded(_row(sample), KEY).event
    assert isinstance(event, TYPES[sample["type"]])
    if sample["schema"] == event.schema_version:
        dumped = event.model_dump(mode="json", by_alias=True, exclude={"type"})
        sealed = {"sealed": sample["sealed"]} if sample["sealed"] else {}
        assert dumped == sample["data"] | sealed, "a new shape takes its `schema_version` up"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_stored_sample_loads_though_its_key_was_destroyed(path: Path) -> None:
    sample = json.loads(path.read_text())
    event = MAPPER.recorded(_row(sample), None).event
    assert getattr(event, "sealed", None) is None


def test_every_event_has_a_sample_of_each_of_its_versions() -> None:
    sampled = {(s["type"], s["schema"]) for s in (json.loads(p.read_text()) for p in SAMPLES)}
    versions = {(name, n + 1) for name, model in TYPES.items() for n in range(model.schema_version)}
    assert sampled == versions


def test_what_is_written_is_read_back_whole() -> None:
    for path in SAMPLES:
        read = MAPPER.recorded(_row(json.loads(path.read_text())), KEY)
        assert MAPPER.recorded(Row(*MAPPER.link(read, KEY)[:-1]), KEY) == read


def test_sealed_bytes_cannot_be_moved_to_another_place() -> None:
    sample = next(found for path in SAMPLES if (found := json.loads(path.read_text()))["sealed"])
    row = _row(sample)
    for moved in (
        Row("cas_2", 1, row.topic, row.state),
        Row("cas_1", 2, row.topic, row.state),
    ):
        with pytest.raises(InvalidTag):
            MAPPER.recorded(moved, KEY)


def test_sealed_bytes_cannot_be_read_beside_another_header() -> None:
    sample = next(found for path in SAMPLES if (found := json.loads(path.read_text()))["sealed"])
    row = MAPPER.link(MAPPER.recorded(_row(sample), KEY), KEY)
    header, _, sealed = row.state.partition(b"\n")
    other = header.replace(GENESIS.encode(), b"1" * 64)
    assert other != header
    with pytest.raises(InvalidTag):
        MAPPER.recorded(Row("cas_1", 1, row.topic, other + b"\n" + sealed), KEY)


def test_the_header_is_one_line_whatever_an_event_holds() -> None:
    event = TYPES["case.answer_failed"](
        message_id="msg_2", in_reply_to="msg_1", reason="line\nbreak"
    )
    cause = Cause(Actor("system"), "req\n1")
    recorded = Recorded("cas_1", 1, "evt_1", "cas_1", "psn_1", NOON, cause, GENESIS, event)
    assert b"\n" not in header_of(recorded)
