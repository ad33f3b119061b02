"""What an auditor asks on the command line: events, whole chains, views that agree."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag

from api.wiring import case_store
from application.config import Settings
from application.event_store.append import Positioned
from application.event_store.case_store import CaseStore
from application.event_store.recorded import GENESIS, Recorded, hash_of
from domain.events import ModelExchange
from domain.model import JSON, iso
from projections.check import differences

PAGE = 500

Write = Callable[[str], None]


def events(settings: Settings, case_id: str | None, write: Write) -> int:
    """Write every event, of one case if so asked, as a JSON line in the order of the log."""

    async def work(store: CaseStore) -> int:
        async for positioned in _log(store, case_id):
            recorded = await store.recorded(positioned.row)
            write(orjson.dumps(event_line(positioned, recorded)).decode())
        return 0

    return _with_store(settings, work)


def event_line(positioned: Positioned, recorded: Recorded[Any]) -> dict[str, object]:
    """One event with its envelope; `data` holds what was sealed too, unless it was erased."""
    cause = recorded.cause
    data = recorded.event.model_dump(mode="json", by_alias=True, exclude={"type"})
    sealed = data.pop("sealed", {})
    return {
        "position": positioned.position,
        "case_id": recorded.originator_id,
        "version": recorded.originator_version,
        "type": recorded.event.type,
        "recorded_at": iso(recorded.recorded_at),
        "actor": {"kind": cause.actor.kind, "pseudonym": cause.actor.pseudonym},
        "event_id": recorded.event_id,
        "correlation_id": cause.correlation_id,
        "causation_id": cause.causation_id,
        "data": data | (sealed or {}),
        "erased": sealed is None,
        "hash": positioned.hash,
        "previous_hash": recorded.previous_hash,
    }


def verify(settings: Settings, case_id: str | None, write: Write) -> int:
    """Check each stream's chain, each stored hash, each seal, each kept part of a model request.

    Writes a line for each mistake, then one that counts; gives 1 if there was any.
    """

    async def work(store: CaseStore) -> int:
        heads: dict[str, tuple[int, str]] = {}
        mistakes = last = 0
        async for positioned in _log(store, case_id):
            stream = str(positioned.row.originator_id)
            gap = case_id is None and positioned.position != last + 1
            last = positioned.position
            wrong = _wrong(positioned, heads.get(stream, (0, GENESIS)))
            wrong = wrong or ("positions are missing before it" if gap else None)
            wrong = wrong or await _unsealable(store, positioned)
            heads[stream] = (positioned.row.originator_version, positioned.hash)
            if wrong is not None:
                mistakes += 1
                write(f"{stream} version {positioned.row.originator_version}: {wrong}")
        count = sum(version for version, _ in heads.values())
        verdict = "every chain holds" if mistakes == 0 else f"{mistakes} mistakes"
        write(f"{count} events in {len(heads)} streams: {verdict}")
        return 1 if mistakes else 0

    return _with_store(settings, work)


def check_projections(settings: Settings, write: Write) -> int:
    """Compare every view of every case with a fold from the first event; 1 if any differs."""

    async def work(store: CaseStore) -> int:
        cases = wrong = 0
        async for case_id, found in differences(store):
            cases += 1
            for difference in found:
                wrong += 1
                state = "missing" if difference.stored is None else "different"
                state = "not in the record" if difference.folded is None else state
                write(f"{case_id} {difference.view} {difference.ordinal}: {state}")
        verdict = "every view is what was recorded" if wrong == 0 else f"{wrong} differences"
        write(f"{cases} cases: {verdict}")
        return 1 if wrong else 0

    return _with_store(settings, work)


def _wrong(positioned: Positioned, head: tuple[int, str]) -> str | None:
    """What does not follow from the event before it in its stream."""
    version, previous = head
    row = positioned.row
    if hash_of(row) != positioned.hash:
        return "its hash is not that of its content"
    if row.originator_version != version + 1:
        return f"it follows version {version}"
    try:
        stated = orjson.loads(row.state.partition(b"\n")[0])["previousHash"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return "its header cannot be read"
    return None if stated == previous else "it does not name the hash of the event before it"


async def _unsealable(store: CaseStore, positioned: Positioned) -> str | None:
    """What cannot be opened though its key is there, or refers to a part that is not."""
    try:
        recorded = await store.recorded(positioned.row)
    except (InvalidTag, ValueError):
        return "what is sealed in it was altered"
    sealed = getattr(recorded.event, "sealed", None)
    exchanges: tuple[ModelExchange, ...] = getattr(sealed, "exchanges", ())
    for reference in {part for one in exchanges for part in _references(one.request)}:
        text = await store.cases.select_part(reference)
        if text is None or f"sha256:{hashlib.sha256(text).hexdigest()}" != reference:
            return f"the part {reference} of its model request is missing or altered"
    return None


def _references(template: JSON) -> list[str]:
    """The kept parts that a request's template refers to."""
    if isinstance(template, list):
        return [found for item in template for found in _references(item)]
    if isinstance(template, dict):
        return [found for value in template.values() for found in _references(value)]
    return [template] if isinstance(template, str) and template.startswith("sha256:") else []


async def _log(store: CaseStore, case_id: str | None) -> AsyncIterator[Positioned]:
    """The log; with a case, only what is recorded under it: its own stream and its snapshot's."""
    after = 0
    while rows := await store.cases.select_log(after=after, limit=PAGE):
        for positioned in rows:
            if case_id is None or store.case_mapper.case_id_of(positioned.row) == case_id:
                yield positioned
        after = rows[-1].position


def _with_store(settings: Settings, work: Callable[[CaseStore], Awaitable[int]]) -> int:
    async def run() -> int:
        store = case_store(settings)
        await store.open()
        try:
            return await work(store)
        finally:
            await store.shut()

    return asyncio.run(run())
