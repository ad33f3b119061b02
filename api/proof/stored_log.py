"""The record as an auditor finds it: rows in the order of the log."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import suppress

import orjson

from application.event_store.access_log import stream_of
from application.event_store.altered import Altered, readable
from application.event_store.case_store import CaseStore
from application.event_store.record import AT_ONCE
from application.event_store.recorded import split
from application.event_store.recorder import Positioned


async def log_of(store: CaseStore, case_id: str | None) -> AsyncIterator[Positioned]:
    """The log; with a case, only its streams: its own, its snapshot's, that of the looks at it."""
    if case_id is not None:
        own = await store.case_recorder.select_streams((case_id,))
        beside = sorted({stream_of(case_id), *_snapshots(own)})
        rows = await store.case_recorder.select_streams((case_id, *beside))
        for number, one in enumerate(rows):
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
            yield one
        return
    async for one in store.whole_log():
        yield one


def name_of(one: Positioned) -> str:
    """Name a row."""
    return f"{one.row.originator_id} version {one.row.originator_version}"


def _snapshots(rows: Iterable[Positioned]) -> Iterator[str]:
    """The snapshots that rows of a case speak of."""
    for one in rows:
        with suppress(Altered), readable():
            yield str(orjson.loads(split(one.row.state)[0])["data"]["snapshotId"])
