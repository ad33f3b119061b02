"""Whether the record is what was recorded: chains, hashes, seals, keys, and what anchors hold."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

from api.proof.anchors import Anchor, Anchors, Head, Log
from api.proof.stored_log import log_of, name_of
from application.event_store.altered import Altered
from application.event_store.case_store import CaseStore
from application.event_store.recorded import GENESIS, Recorded
from application.event_store.recorder import Positioned
from application.prompt import names_part, references
from domain.events import CaseErased, CaseOpened, SnapshotCaptured, SnapshotFrozen
from domain.produced import ModelExchange
from projections.audited_case import prompt_part
from projections.audited_events import read_event


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in the record that was not recorded so; `where` names a stream, or what else."""

    where: str
    what: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Verification:
    """One walk through the log. `log` is what was read of it."""

    store: CaseStore
    log: Log = field(default_factory=Log)
    _erased: dict[str, bool] = field(default_factory=dict[str, bool])
    _captured: dict[str, tuple[str, str | None]] = field(
        default_factory=dict[str, tuple[str, str | None]]
    )
    _frozen: dict[str, str | None] = field(default_factory=dict[str, str | None])
    _unsealed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    async def mistakes(
        self, *, case_id: str | None = None, anchors: Anchors | None = None
    ) -> AsyncIterator[Mistake]:
        """Walk, and say what is wrong; of one case only if so asked, and then without anchors."""
        waiting = list(reversed(anchors.anchors if anchors else ()))
        known: dict[str, Head] = {}
        for one in () if case_id else await self.store.case_recorder.select_misplaced():
            yield Mistake(name_of(one), "it has no position of its own in the log")
        async for one in log_of(self.store, case_id):
            if not _is_whole(one.position):
                yield Mistake(name_of(one), "it has no position of its own in the log")
                continue
            while waiting and waiting[-1].last_position < one.position:
                for mistake in self._differences(waiting.pop(), known):
                    yield mistake
            if case_id is None and one.position != self.log.last_position + 1:
                yield Mistake(name_of(one), "positions are missing before it")
            for what in await self._wrong(one):
                yield Mistake(name_of(one), what)
            self.log.add(one)
        if case_id is not None and not self.log.events:
            yield Mistake(case_id, "nothing is recorded of it")
        while waiting:
            for mistake in self._differences(waiting.pop(), known):
                yield mistake
        async for mistake in self._afterwards():
            yield mistake

    # One event

    async def _wrong(self, one: Positioned) -> list[str]:
        row = one.row
        version, previous = self.log.heads.get(str(row.originator_id), (0, GENESIS))
        found: list[str] = []
        if not _is_whole(version) or row.originator_version != version + 1:
            found.append(f"it follows version {version}")
        try:
            recorded = await read_event(self.store, one)
        except Altered as altered:
            return [*found, str(altered)]
        if recorded.previous_hash != previous:
            found.append("it does not name the hash of the event before it")
        if _is_of_another_case(recorded):
            found.append("it names another case, whose key is not its own")
        if not self._is_of_its_user(recorded):
            found.append("it is not of the user whom it names, or the store's own key was altered")
        missing = await self._missing_part(recorded)
        if missing is not None:
            found.append(f"the part {missing} of its model request is missing or altered")
        self._remember(recorded)
        return found

    def _remember(self, recorded: Recorded[Any]) -> None:
        if getattr(recorded.event, "sealed", "nothing to seal") is None:
            place = f"{recorded.originator_id} version {recorded.originator_version}"
            self._unsealed.setdefault(recorded.case_id, []).append(place)
        match recorded.event:
            case CaseOpened():
                self._erased[recorded.case_id] = False
            case CaseErased():
                self._erased[recorded.case_id] = True
            case SnapshotCaptured(snapshot_id=snapshot_id, sealed=sealed):
                self._captured[snapshot_id] = (recorded.case_id, sealed.sha256 if sealed else None)
            case SnapshotFrozen(sealed=sealed):
                text = sealed.text.encode() if sealed else None
                digest = None if text is None else hashlib.sha256(text).hexdigest()
                self._frozen[recorded.originator_id] = digest
            case _:
                pass

    def _is_of_its_user(self, recorded: Recorded[Any]) -> bool:
        """Whether a case's pseudonym is that of the user who opened it, as far as that is known."""
        event = recorded.event
        if not isinstance(event, CaseOpened) or event.sealed is None:
            return True
        user_id = event.sealed.requester.user_id
        return recorded.subject == self.store.keys.pseudonym(event.tenant_id, user_id)

    async def _missing_part(self, recorded: Recorded[Any]) -> str | None:
        """A kept part that a request to a model refers to, and that is not what it was."""
        sealed = getattr(recorded.event, "sealed", None)
        exchanges: tuple[ModelExchange, ...] = getattr(sealed, "exchanges", ())
        named = {name for one in exchanges for name in references(one.request)}
        for name in sorted(filter(names_part, named)):
            if await prompt_part(self.store, name) is None:
                return name
        return None

    # All of them

    async def _afterwards(self) -> AsyncIterator[Mistake]:
        """What only the whole walk shows: snapshots and keys that are not there, or should not."""
        for snapshot_id, (case_id, digest) in self._captured.items():
            frozen = self._frozen.get(snapshot_id, "")
            if frozen == "":
                yield Mistake(case_id, f"its snapshot {snapshot_id} is missing")
            elif frozen != digest:
                yield Mistake(case_id, f"its snapshot {snapshot_id} is another one")
        for case_id, erased in self._erased.items():
            has_key = await self.store.case_recorder.select_case_key(case_id) is not None
            if has_key and erased:
                yield Mistake(case_id, "it was erased, and its key is there")
            elif not has_key and not erased and not await self._erased_by_now(case_id):
                yield Mistake(case_id, "its key is gone, and it was not erased")
            elif has_key:
                for place in self._unsealed.get(case_id, ()):
                    yield Mistake(
                        place, "what was sealed in it is gone, and its case was not erased"
                    )

    async def _erased_by_now(self, case_id: str) -> bool:
        rows = await self.store.case_recorder.select_end_of_stream(case_id, limit=1)
        return bool(rows) and rows[0].topic == "case.erased"

    # Anchors

    def _differences(self, anchor: Anchor, known: dict[str, Head]) -> Iterator[Mistake]:
        """What an anchor shows of the log that was read so far; `known` grows with its heads."""
        known |= anchor.heads
        if (anchor.log, anchor.last_position) == (self.log.digest, self.log.last_position):
            return
        where = f"anchor {anchor.number}"
        if self.log.last_position < anchor.last_position:
            cut = f"the log ended at position {anchor.last_position}, not {self.log.last_position}"
            yield Mistake(where, cut)
        yield Mistake(where, "the log up to its position is not what it was")
        for stream in sorted(known.keys() | self.log.heads.keys()):
            then, now = known.get(stream), self.log.heads.get(stream)
            if then is None:
                yield Mistake(stream, f"{where} knows no such stream")
            elif now is None:
                yield Mistake(stream, f"{where} holds version {then[0]} of it, and it is missing")
            elif then != now:
                yield Mistake(stream, f"{where} holds another version {then[0]} of it")


def _is_of_another_case(recorded: Recorded[Any]) -> bool:
    """Whether an event of a case would be read under another's key, or under none."""
    is_of_a_case = recorded.event.type.startswith("case.")
    return is_of_a_case and recorded.case_id != recorded.originator_id


def _is_whole(number: object) -> bool:
    """Tell a number from what may stand there in a table that somebody made anew."""
    return isinstance(number, int)
