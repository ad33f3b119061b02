"""The one transact loop: load a case, decide, append what follows; and reading cases back."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, cast
from weakref import WeakValueDictionary

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper
from eventsourcing.persistence import StoredEvent as Row

from application.case_keys import CaseKey, CaseKeys, Entropy, KeyDestroyed, KeyWrap
from application.event_store.append import (
    Append,
    AttemptTaken,
    CaseRecorder,
    Document,
    Remembered,
    RememberedRow,
    StoreAway,
    VersionConflict,
)
from application.event_store.mapper import CaseMapper
from application.event_store.recorded import GENESIS, Cause, Recorded, hash_of
from domain.case import Case, evolve
from domain.errors import CaseNotFound, IdempotencyInProgress, Refused, Unavailable
from domain.events import CaseEvent, CaseOpened, SnapshotFrozen
from domain.model import MILLISECOND

CACHED_CASES = 10_000
CONFLICT_SECONDS = 10.0
"""How long a decision that other processes keep overtaking is made again."""

RETRY_AFTER_SECONDS = 2


class InlineView(Protocol):
    """A view that is written in the append's own transaction: a pure fold of a case's events."""

    def fold(self, state: Any, recorded: Recorded[Any]) -> Any:  # noqa: ANN401  the view's own
        """What the view knows of a case after one more event."""
        ...

    def documents(self, before: Any, after: Any, new: Sequence[Recorded[Any]]) -> list[Document]:  # noqa: ANN401  the view's own
        """The pieces that these events changed, unsealed."""
        ...


@dataclass(frozen=True, slots=True)
class Decided:
    """A case after a decision, the events that followed, and the view's pieces that they changed."""

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
    case: Case
    head: str
    recorded_at: datetime
    subject: str
    states: tuple[Any, ...]


Decision = Callable[[Case], Sequence[CaseEvent]]
Remember = Callable[[Decided], Remembered | None]
NOTHING_BESIDE = Beside()


def _forget(_: Decided) -> None:
    return None


class CaseStore(Application[str]):
    """The event store of the gateway, an `Application` of the library.

    The library's own `repository` and `notification_log` read it; nothing but this writes it.
    """

    name = "support_gateway"

    def __init__(  # noqa: PLR0913  everything unpredictable is an argument
        self,
        env: Mapping[str, str],
        *,
        views: Sequence[InlineView],
        wrap: KeyWrap,
        entropy: Entropy,
        now: Callable[[], datetime],
        new_id: Callable[[str], str],
        jitter: Callable[[], float],
    ) -> None:
        """`env` names the engine (see `wiring`); `new_id` makes an id under a prefix.

        `jitter` gives a number between 0 and 1.
        """
        self._views = tuple(views)
        self._wrap = wrap
        self._entropy = entropy
        self._now = now
        self._new_id = new_id
        self._jitter = jitter
        self._cache: OrderedDict[str, _Loaded] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        super().__init__(dict(env))
        self.cases = cast("CaseRecorder", self.recorder)

    def construct_mapper(self) -> Mapper[str]:
        """Make the mapper that seals."""
        self.case_mapper = CaseMapper(self._read_key, self._entropy)
        return self.case_mapper

    async def open(self) -> None:
        """Connect, and learn the store's own key.

        Raises `WrongEncryptionKey` if it was wrapped under another encryption key.
        """
        await self.cases.open()
        stored = await self.cases.store_key(self._wrap.wrap(self._entropy(32), "store"))
        key = self._wrap.unwrap(stored, "store")
        if self._wrap.wraps and stored.endswith(key):
            await self.cases.replace_store_key(stored, self._wrap.wrap(key, "store"))
        self.keys = CaseKeys(self._wrap, key, self._entropy)

    async def shut(self) -> None:
        """Write what was submitted, then disconnect."""
        await self.cases.close()
        self.close()

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
        opened = events[0]
        if not isinstance(opened, CaseOpened) or opened.sealed is None:
            msg = "a case begins with its CaseOpened"
            raise TypeError(msg)
        subject = self.keys.pseudonym(opened.tenant_id, opened.sealed.requester.user_id)
        key, wrapped = self.keys.mint(case_id)
        command, decided, loaded = self._prepare(
            case_id, None, subject, key, events, cause, NOTHING_BESIDE
        )
        command = replace(command, case_key=(case_id, wrapped))
        with _refusals():
            await self.cases.append(self._remembering(command, remember(decided), key))
        self.keys.keep(case_id, key)
        self._keep(loaded)
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
        async with self._turn(case_id):
            give_up = asyncio.get_running_loop().time() + CONFLICT_SECONDS
            while True:
                cached = case_id in self._cache
                try:
                    loaded = await self._load(case_id)
                    events = decision(loaded.case)
                except Refused:
                    if cached and await self._overtaken(case_id):
                        continue
                    raise
                if not events and cached and await self._overtaken(case_id):
                    continue
                try:
                    return await self._append(loaded, events, cause, beside, remember)
                except VersionConflict:
                    self._cache.pop(case_id, None)
                    if asyncio.get_running_loop().time() > give_up:
                        raise Unavailable(retry_after=RETRY_AFTER_SECONDS) from None
                    await asyncio.sleep(0.02 * self._jitter())

    async def _append(
        self,
        loaded: _Loaded,
        events: Sequence[CaseEvent],
        cause: Cause,
        beside: Beside,
        remember: Remember,
    ) -> Decided:
        case_id = loaded.case.id
        key = await self.key(case_id)
        if key is None:
            raise CaseNotFound
        command, decided, after = self._prepare(
            case_id, loaded, loaded.subject, key, events, cause, beside
        )
        command = self._remembering(command, remember(decided), key)
        if command.rows or command.remembered:
            with _refusals():
                await self.cases.append(command)
        self._keep(after)
        return decided

    def _prepare(  # noqa: PLR0913  the parts of an envelope
        self,
        case_id: str,
        loaded: _Loaded | None,
        subject: str,
        key: CaseKey,
        events: Sequence[CaseEvent],
        cause: Cause,
        beside: Beside,
    ) -> tuple[Append, Decided, _Loaded]:
        """Seal and chain events, and fold them into the case and its views."""
        case = loaded.case if loaded else None
        states = loaded.states if loaded else (None,) * len(self._views)
        head, at = (loaded.head, loaded.recorded_at) if loaded else (GENESIS, None)
        before, rows, new = states, list[Row](), list[Recorded[Any]]()
        for event in events:
            now = self._now()
            at = now if at is None else max(now, at + MILLISECOND)
            recorded = Recorded(
                originator_id=case_id,
                originator_version=(case.version if case else 0) + 1,
                event_id=self._new_id("evt"),
                case_id=case_id,
                subject=subject,
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
        if case is None or at is None:
            raise CaseNotFound
        if new and beside.snapshot is not None:
            rows.append(self._snapshot_row(beside.snapshot, new[-1], key))
        documents = [
            document
            for view, old, now_shown in zip(self._views, before, states, strict=True)
            for document in view.documents(old, now_shown, new)
        ]
        command = Append(
            rows=tuple(rows),
            documents=tuple(self._seal(document, key) for document in documents),
            parts=tuple(beside.parts.items()) if new else (),
        )
        decided = Decided(case, tuple(new), tuple(documents))
        return command, decided, _Loaded(case, head, at, subject, states)

    def _snapshot_row(
        self, snapshot: tuple[str, SnapshotFrozen], captured: Recorded[Any], key: CaseKey
    ) -> Row:
        stream, event = snapshot
        recorded = replace(
            captured,
            originator_id=stream,
            originator_version=1,
            event_id=self._new_id("evt"),
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
        return replace(document, body=key.seal(document.body, _place(document), self._entropy))

    def _remembering(self, command: Append, remembered: Remembered | None, key: CaseKey) -> Append:
        if remembered is None:
            return command
        if remembered.body is not None:
            body = key.seal(remembered.body, f"remembered\n{remembered.id}", self._entropy)
            remembered = replace(remembered, body=body)
        return replace(command, remembered=remembered)

    # Loading

    def _turn(self, case_id: str) -> AbstractAsyncContextManager[None]:
        """Decisions on one case wait for each other, so that their hashes chain."""
        lock = self._turns.get(case_id)
        if lock is None:
            lock = self._turns[case_id] = asyncio.Lock()
        return lock

    async def _load(self, case_id: str) -> _Loaded:
        loaded = self._cache.get(case_id)
        if loaded is not None:
            self._cache.move_to_end(case_id)
            return loaded
        recorded, head = await self._read(case_id)
        case: Case | None = None
        states: tuple[Any, ...] = (None,) * len(self._views)
        for fact in recorded:
            case = evolve(case, fact)
            states = self._fold(states, fact)
        if case is None:
            raise CaseNotFound
        last = recorded[-1]
        loaded = _Loaded(case, head, last.recorded_at, last.subject, states)
        self._keep(loaded)
        return loaded

    def _keep(self, loaded: _Loaded) -> None:
        self._cache[loaded.case.id] = loaded
        if len(self._cache) > CACHED_CASES:
            self._cache.popitem(last=False)

    async def _overtaken(self, case_id: str) -> bool:
        """Tell whether another process has extended the case since it was loaded here."""
        with _refusals():
            version = await self.cases.select_version(case_id)
        loaded = self._cache.get(case_id)
        if loaded is not None and loaded.case.version == version:
            return False
        self._cache.pop(case_id, None)
        return True

    async def _read(
        self, stream: str, *, last: int | None = None
    ) -> tuple[list[Recorded[Any]], str]:
        with _refusals():
            rows = await self.cases.select_stream(stream, last=last)
        recorded = [await self.recorded(row) for row in rows]
        return recorded, hash_of(rows[-1]) if rows else GENESIS

    # Reading

    async def case(self, case_id: str) -> Case:
        """A case as it stands, in whatever process it was decided last; raises `CaseNotFound`."""
        if case_id in self._cache:
            await self._overtaken(case_id)
        return (await self._load(case_id)).case

    async def history(self, case_id: str, *, last: int | None = None) -> list[Recorded[Any]]:
        """The events of a case, or only the last so many."""
        return (await self._read(case_id, last=last))[0]

    async def recorded(self, row: Row) -> Recorded[Any]:
        """Read a row of any stream."""
        return self.case_mapper.recorded(row, await self.key(CaseMapper.case_id_of(row)))

    async def snapshot_text(self, snapshot_id: str) -> str | None:
        """A snapshot's canonical text; None if there is none, or it was erased."""
        recorded, _ = await self._read(snapshot_id)
        if not recorded or recorded[0].event.sealed is None:
            return None
        text: str = recorded[0].event.sealed.text
        return text

    async def documents(self, views: Sequence[str], case_id: str) -> list[Document]:
        """Pieces of inline views of one case, unsealed."""
        with _refusals():
            found = await self.cases.select_documents(views, case_id)
        return await self.unsealed(found)

    async def unsealed(self, documents: Sequence[Document]) -> list[Document]:
        """Open pieces that were read; those whose case was erased are left out."""
        opened: list[Document] = []
        for document in documents:
            key = await self.key(document.key)
            if key is not None and document.body is not None:
                body = key.open(document.body, _place(document))
                opened.append(replace(document, body=body))
        return opened

    async def owned(
        self, view: str, owner: str, *, before: str | None, limit: int
    ) -> list[Document]:
        """An owner's pieces of a view, greatest key first, still sealed."""
        with _refusals():
            return list(await self.cases.select_owned(view, owner, before=before, limit=limit))

    async def remembered(self, request_id: str) -> RememberedRow | None:
        """What is remembered of a request."""
        with _refusals():
            return await self.cases.select_remembered(request_id)

    async def response(self, case_id: str, request_id: str, sealed: bytes) -> bytes | None:
        """Open the remembered answer to a request; None if its case was erased."""
        key = await self.key(case_id)
        return None if key is None else key.open(sealed, f"remembered\n{request_id}")

    # Keys

    async def key(self, case_id: str) -> CaseKey | None:
        """The key of a case; None if it was destroyed."""
        key = self.keys.cached(case_id)
        if key is not None:
            return key
        with _refusals():
            stored = await self.cases.select_case_key(case_id)
        with contextlib.suppress(KeyDestroyed):
            return self.keys.unwrapped(case_id, stored)
        return None

    def _read_key(self, case_id: str) -> CaseKey | None:
        """The same for the library's synchronous readers."""
        key = self.keys.cached(case_id)
        if key is None:
            with contextlib.suppress(KeyDestroyed):
                key = self.keys.unwrapped(case_id, self.cases.read_case_key(case_id))
        return key


def _place(document: Document) -> str:
    return f"{document.view}\n{document.key}\n{document.ordinal}"


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """Say to the outside what the store could not do."""
    try:
        yield
    except StoreAway as error:
        raise Unavailable(retry_after=RETRY_AFTER_SECONDS) from error
    except AttemptTaken as error:
        raise IdempotencyInProgress(retry_after=RETRY_AFTER_SECONDS) from error
