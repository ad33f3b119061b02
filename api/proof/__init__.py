"""Whether the record is what was recorded, and proof that it was: what the `audit` commands do."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from api.counted import counted
from api.proof.anchors import Anchors, Log, anchor_file, hash_of_line, read_anchors
from api.proof.stored_log import log_of
from api.proof.verification import Verification
from api.stores import with_store
from application.config import Settings
from application.event_store.case_store import CaseStore
from domain.errors import CaseNotFound
from projections.audited_events import AlteredEvent, audited

Write = Callable[[str], None]


def events(settings: Settings, case_id: str | None, write: Write) -> int:
    """Write every event, of one case if so asked, as a JSON line in the order of the log.

    Of one that was altered the line says what is wrong, and the exit code is 1. Raises
    `CaseNotFound` for a case of which nothing is recorded.
    """

    async def work(store: CaseStore) -> int:
        written = altered = 0
        async for positioned in log_of(store, case_id):
            event = await audited(store, positioned)
            written += 1
            altered += isinstance(event, AlteredEvent)
            write(event.model_dump_json(by_alias=True))
        if case_id is not None and not written:
            raise CaseNotFound(case_id)
        return 1 if altered else 0

    return with_store(settings, work)


def verify(
    settings: Settings, case_id: str | None, write: Write, *, anchors: Anchors | None = None
) -> int:
    """Check each stream's chain, each stored hash, each seal, each kept part of a model request,
    and that nothing differs from the anchors.

    Writes a line for each mistake, then one that counts; gives 1 if there was any.
    """

    async def work(store: CaseStore) -> int:
        verification = Verification(store)
        mistakes = 0
        async for mistake in verification.mistakes(case_id=case_id, anchors=anchors):
            mistakes += 1
            write(str(mistake))
        log = verification.log
        verdict = "every chain holds" if mistakes == 0 else counted(mistakes, "mistake")
        if anchors is not None and anchors.anchors and mistakes == 0:
            verdict += (
                f", and {counted(len(anchors.anchors), 'anchor')} as well, the last {anchors.head}"
            )
        write(f"{_scope(log)}: {verdict}")
        return 1 if mistakes else 0

    return with_store(settings, work)


def anchor(settings: Settings, path: Path, taken_at: datetime, write: Write) -> int:
    """Add an anchor of the record as it stands to a file; not if the record or the file is wrong.

    Writes what the anchor covers and its hash; gives 1, with a line for each mistake, if there is
    any. Raises `OSError` and `AnchorsDamaged`.
    """

    async def work(store: CaseStore) -> int:
        with anchor_file(path) as file:
            before = read_anchors(file.lines())
            verification = Verification(store)
            mistakes = [str(one) async for one in verification.mistakes(anchors=before)]
            for mistake in mistakes:
                write(mistake)
            if mistakes:
                write(f"{counted(len(mistakes), 'mistake')}: no anchor was written")
                return 1
            line = before.next(verification.log, taken_at)
            file.add(line)
        number, log = len(before.anchors) + 1, verification.log
        write(f"anchor {number} of {_scope(log)}: {hash_of_line(line)}")
        return 0

    return with_store(settings, work)


def _scope(log: Log) -> str:
    return f"{counted(log.events, 'event')} in {counted(len(log.heads), 'stream')}"
