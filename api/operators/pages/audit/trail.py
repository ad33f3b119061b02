"""A case's events as a page needs them: each read, or said not to be what was recorded."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from application.event_store.altered import Altered
from application.event_store.case_store import CaseStore
from application.event_store.record import AT_ONCE
from application.event_store.recorded import GENESIS, Recorded
from application.event_store.recorder import Positioned
from application.event_store.refusals import refusals
from domain.events import SnapshotCaptured
from projections.audited_case import CaseIdentity
from projections.audited_events import read_event

_ERASED = "case.erased"
_HELD, _RELEASED = "case.hold_placed", "case.hold_released"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it is stored. `recorded` is None where it cannot be read, and `wrong` says what
    is not as it was recorded, None where nothing is.
    """

    stored: Positioned
    recorded: Recorded[Any] | None
    wrong: str | None

    @property
    def version(self) -> int:
        """Its place in the stream."""
        return self.stored.row.originator_version


@dataclass(frozen=True, slots=True)
class Trail:
    """All events of a case. `has_key` tells whether what is sealed can be read at all."""

    case: CaseIdentity
    entries: tuple[Entry, ...]
    has_key: bool

    @property
    def latest(self) -> int:
        """The version of the last event."""
        return self.entries[-1].version if self.entries else 0

    @property
    def erased(self) -> bool:
        """Whether the case was erased."""
        return any(entry.stored.row.topic == _ERASED for entry in self.entries)

    @property
    def captured(self) -> SnapshotCaptured | None:
        """What is recorded of the snapshot's capture; None where it was not taken, or altered."""
        events = (entry.recorded.event for entry in self.entries if entry.recorded)
        return next((one for one in events if isinstance(one, SnapshotCaptured)), None)

    @property
    def wrong(self) -> tuple[Entry, ...]:
        """Those that are not what was recorded."""
        return tuple(entry for entry in self.entries if entry.wrong)

    def held(self, version: int | None = None) -> bool:
        """Whether the case is held, or was after a version."""
        topics = [
            entry.stored.row.topic
            for entry in self.entries
            if version is None or entry.version <= version
        ]
        holds = [topic for topic in topics if topic in {_HELD, _RELEASED}]
        return bool(holds) and holds[-1] == _HELD


async def trail(store: CaseStore, case: CaseIdentity) -> Trail:
    """Read all events of a case, whatever is wrong with them."""
    with refusals():
        rows = await store.case_recorder.select_streams((case.id,))
        has_key = await store.case_recorder.select_case_key(case.id) is not None
        entries = await _entries(store, rows)
    return Trail(case, entries, has_key)


async def _entries(store: CaseStore, rows: Sequence[Positioned]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    version, head = 0, GENESIS
    for number, one in enumerate(sorted(rows, key=lambda row: row.row.originator_version)):
        if number % AT_ONCE == AT_ONCE - 1:
            await asyncio.sleep(0)
        wrong: str | None = None
        recorded: Recorded[Any] | None = None
        try:
            recorded = await read_event(store, one)
        except Altered as altered:
            wrong = str(altered)
        else:
            if one.row.originator_version != version + 1:
                wrong = f"the event before it is missing: it follows version {version}"
            elif recorded.previous_hash != head:
                wrong = "it does not name the hash of the event before it"
        version, head = one.row.originator_version, one.hash
        entries.append(Entry(one, recorded, wrong))
    return tuple(entries)
