"""The one transact loop: load a case, decide, append what follows."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakValueDictionary

from eventsourcing.persistence import StoredEvent as Row

from application.case_keys import CaseKey, KeyWrap
from application.event_store.append import Append, Document, Remembered, VersionConflict
from application.event_store.record import (
    RETRY_AFTER_SECONDS,
    Chance,
    Record,
    place_of,
    refusals,
)
from application.event_store.recorded import GENESIS, Cause, Recorded, hash_of
from application.event_store.tail import Kept, Tail
from application.event_store.watch import UNWATCHED, Watch
from domain.case import Case, evolve
from domain.errors import CaseNotFound, Refused, Unavailable
from domain.events import CaseErased, CaseEvent, CaseOpened, SnapshotFrozen
from domain.model import MILLISECOND

CACHED_CASES = 10_000
CONFLICT_SECONDS = 10.0
"""How long a decision that other processes keep overtaking is made again."""


class InlineView(Protocol):
    """A view that is written in the append's own transaction: a pure fold of a case's events."""

    def fold(self, state: Any, recorded: Recorded[Any]) -> Any:
        """What the view knows of a case after one more event."""
        ...

    def documents(self, before: Any, after: Any, new: Sequence[Recorded[Any]]) -> list[Document]:
        """The pieces that these events changed, unsealed."""
        ...


@dataclass(frozen=True, slots=True)
class Decided:
    """A case after a decision, the events that followed, and the pieces of views they changed."""

    case: Case
    recorded: tuple[Recorded[Any], ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What is written in the same transaction as a case's events, but not to its stream."""

    snapshot: tuple[str, SnapshotFrozen] | None = None
    parts: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A case in hand; before its first event there is no `case` and no time."""

    id: str
    subject: str
    states: tuple[Any, ...]
    case: Case | None = None
    head: str = GENESIS
    recorded_at: datetime | None = None


Decision = Callable[[Case], Sequence[CaseEvent]]
Remember = Callable[[Decided], Remembered | None]
NOTHING_BESIDE = Beside()


def _forget(_: Decided) -> None:
    return None


class CaseStore(Record):
    """The record as it is written: nothing but this writes it."""

    def __init__(
        self,
        env: Mapping[str, str],
        *,
        views: Sequence[InlineView],
        wrap: KeyWrap,
        chance: Chance,
        watch: Watch = UNWATCHED,
    ) -> None:
        """`views` are written in the transaction of the events that change them."""
        self._watch = watch
        self._views = tuple(views)
        self._no_states: tuple[Any, ...] = (None,) * len(self._views)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        super().__init__(env, wrap=wrap, chance=chance)
        self.cases.watch = watch
        self.tail = Tail(self.cases)
        self._loaded: Kept[_Loaded] = Kept(self.tail, CACHED_CASES)

    async def open(self) -> None:
        """Connect, and look how far the record has gone; raises what `Record.open` does."""
        await super().open()
        await self.tail.open()

    # Deciding

    async def open_case(
        self,
        case_id: str,
        events: Sequence[CaseEvent],
        cause: Cause,
        *,
        remember: Remember = _forget,
    ) -> Decided:
        """Begin a case; the first event is its `CaseOpened`."""
        clock = asyncio.get_running_loop().time
        began = clock()
        opened = events[0]
        if not isinstance(opened, CaseOpened) or opened.sealed is None:
            msg = "a case begins with its CaseOpened"
            raise TypeError(msg)
        subject = self.keys.pseudonym(opened.tenant_id, opened.sealed.requester.user_id)
        key, wrapped = self.keys.mint(case_id)
        nothing = _Loaded(case_id, subject, self._no_states)
        command, decided, loaded = self._prepare(nothing, key, events, cause, NOTHING_BESIDE)
        command = replace(command, case_key=(case_id, wrapped))
        with refusals():
            await self.cases.append(self._remembering(command, remember(decided), key))
        self.keys.keep(case_id, key)
        self._keep(loaded)
        self._watch.decided(decided.recorded, clock() - began)
        return decided

    async def decide(
        self,
        case_id: str,
        decision: Decision,
        cause: Cause,
        *,
        beside: Beside = NOTHING_BESIDE,
        remember: Remember = _forget,
    ) -> Decided:
        """Append what `decision` makes of the case as it stands; again if it was overtaken.

        What is beside is written only together with events. Raises what `decision` refuses,
        `CaseNotFound`, `IdempotencyInProgress` and `Unavailable`.
        """
        clock = asyncio.get_running_loop().time
        async with self._turn(case_id):
            began = clock()
            give_up = began + CONFLICT_SECONDS
            while True:
                kept = case_id in self._loaded
                try:
                    loaded, case = await self._load(case_id)
                    events = decision(case)
                except Refused:
                    if kept and await self._overtaken(case_id):
                        continue
                    raise
                if not events and kept and await self._overtaken(case_id):
                    continue
                try:
                    decided = await self._append(loaded, events, cause, beside, remember)
                except VersionConflict:
                    self._loaded.drop(case_id)
                    self._watch.overtaken()
                    if clock() > give_up:
                        raise Unavailable(retry_after=RETRY_AFTER_SECONDS) from None
                    await asyncio.sleep(0.02 * self._chance.jitter())
                else:
                    self._watch.decided(decided.recorded, clock() - began)
                    return decided

    async def _append(
        self,
        loaded: _Loaded,
        events: Sequence[CaseEvent],
        cause: Cause,
        beside: Beside,
        remember: Remember,
    ) -> Decided:
        key = await self.key(loaded.id)
        if key is None:
            raise CaseNotFound
        command, decided, after = self._prepare(loaded, key, events, cause, beside)
        command = self._remembering(command, remember(decided), key)
        if any(isinstance(event, CaseErased) for event in events):
            command = replace(command, erased=loaded.id, documents=())
        if command.rows or command.remembered:
            with refusals():
                await self.cases.append(command)
        self._keep(after)
        if command.erased:
            self.keys.forget(loaded.id)
        return decided

    def _prepare(
        self,
        loaded: _Loaded,
        key: CaseKey,
        events: Sequence[CaseEvent],
        cause: Cause,
        beside: Beside,
    ) -> tuple[Append, Decided, _Loaded]:
        """Seal and chain events, and fold them into the case and its views."""
        case, head, at, states = loaded.case, loaded.head, loaded.recorded_at, loaded.states
        rows: list[Row] = []
        new: list[Recorded[Any]] = []
        for event in events:
            now = self._chance.now()
            at = now if at is None else max(now, at + MILLISECOND)
            recorded = Recorded(
                originator_id=loaded.id,
                originator_version=(case.version if case else 0) + 1,
                event_id=self._chance.new_id("evt"),
                case_id=loaded.id,
                subject=loaded.subject,
                recorded_at=at,
                cause=cause,
                previous_hash=head,
                event=event,
            )
            row = self.case_mapper.row(recorded, key)
            head, case = hash_of(row), evolve(case, recorded)
            states = self._fold(states, recorded)
            rows.append(row)
            new.append(recorded)
        if case is None:
            raise CaseNotFound
        if new and beside.snapshot is not None:
            rows.append(self._snapshot_row(beside.snapshot, new[-1], key))
        documents = [
            document
            for view, before, after in zip(self._views, loaded.states, states, strict=True)
            for document in view.documents(before, after, new)
        ]
        command = Append(
            rows=tuple(rows),
            documents=tuple(self._seal(document, key) for document in documents),
            parts=tuple(beside.parts.items()) if new else (),
        )
        decided = Decided(case, tuple(new), tuple(documents))
        return command, decided, _Loaded(loaded.id, loaded.subject, states, case, head, at)

    def _snapshot_row(
        self, snapshot: tuple[str, SnapshotFrozen], captured: Recorded[Any], key: CaseKey
    ) -> Row:
        stream, event = snapshot
        recorded = replace(
            captured,
            originator_id=stream,
            originator_version=1,
            event_id=self._chance.new_id("evt"),
            previous_hash=GENESIS,
            event=event,
        )
        return self.case_mapper.row(recorded, key)

    def _fold(self, states: tuple[Any, ...], recorded: Recorded[Any]) -> tuple[Any, ...]:
        return tuple(
            view.fold(state, recorded) for view, state in zip(self._views, states, strict=True)
        )

    def _seal(self, document: Document, key: CaseKey) -> Document:
        if document.body is None:
            return document
        body = key.seal(document.body, place_of(document), self._chance.entropy)
        # `dataclasses.replace` takes longer than the sealing.
        return Document(
            document.view, document.key, document.ordinal, document.owner, document.version, body
        )

    def _remembering(self, command: Append, remembered: Remembered | None, key: CaseKey) -> Append:
        if remembered is None:
            return command
        if remembered.body is not None:
            body = key.seal(remembered.body, f"remembered\n{remembered.id}", self._chance.entropy)
            remembered = replace(remembered, body=body)
        return replace(command, remembered=remembered)

    # Loading

    def _turn(self, case_id: str) -> AbstractAsyncContextManager[None]:
        """Decisions on one case wait for each other, so that their hashes chain."""
        lock = self._turns.get(case_id)
        if lock is None:
            lock = self._turns[case_id] = asyncio.Lock()
        return lock

    async def _load(self, case_id: str) -> tuple[_Loaded, Case]:
        loaded = self._loaded.get(case_id)
        if loaded is None:
            loaded = await self._replayed(case_id)
            self._keep(loaded)
        if loaded.case is None:
            raise CaseNotFound
        return loaded, loaded.case

    async def _replayed(self, case_id: str) -> _Loaded:
        with refusals():
            rows = await self.cases.select_stream(case_id)
        loaded = _Loaded(case_id, "", self._no_states)
        for row in rows:
            recorded = await self.recorded(row)
            if isinstance(recorded.event, CaseErased):
                # Another process has erased it; nothing may be sealed under its key any more.
                self.keys.forget(case_id)
            loaded = _Loaded(
                case_id,
                recorded.subject,
                self._fold(loaded.states, recorded),
                evolve(loaded.case, recorded),
                recorded_at=recorded.recorded_at,
            )
        return replace(loaded, head=hash_of(rows[-1])) if rows else loaded

    def _keep(self, loaded: _Loaded) -> None:
        if loaded.case is not None:
            self._loaded.put(loaded.id, loaded.case.version, loaded)

    async def _overtaken(self, case_id: str) -> bool:
        """Tell whether another process has extended the case since it was loaded here."""
        await self.tail.level()
        return self._loaded.get(case_id) is None

    async def seen_by(self, case_id: str, owner: str, view: str) -> None:
        """Refuse a case that is not in the owner's own list, `view`; raises `CaseNotFound`.

        Only that list is looked at, so that nothing about another's case can be told from how long
        the refusal takes.
        """
        loaded = self._loaded.get(case_id)
        if loaded is not None and loaded.subject == owner:
            return
        with refusals():
            # A space sorts before whatever an id may go on with.
            found = await self.cases.select_owned(view, owner, before=f"{case_id} ", limit=1)
        if not found or found[0].key != case_id:
            raise CaseNotFound

    async def case(self, case_id: str) -> Case:
        """A case as it stands, in whatever process it was decided last; raises `CaseNotFound`."""
        await self.tail.level()
        return (await self._load(case_id))[1]
