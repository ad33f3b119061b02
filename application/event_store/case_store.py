"""The one transact loop: load a case, decide, append what follows."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from application.case_keys import KeyWrap
from application.event_store.append import Remembered, VersionConflict, ViewDocument
from application.event_store.record import PART, Chance, Record
from application.event_store.recorded import Cause, Recorded, hash_of
from application.event_store.refusals import RETRY_AFTER_SECONDS, refusals
from application.event_store.sealing import (
    NOTHING_BESIDE,
    Beside,
    Decided,
    InlineView,
    Loaded,
    Sealing,
)
from application.event_store.tail import Kept, Tail
from application.event_store.turns import Turns
from application.event_store.watch import UNWATCHED, Watch
from domain.case import Case
from domain.errors import CaseNotFound, Refused, Unavailable
from domain.events import CaseErased, CaseEvent, CaseOpened
from domain.evolve import evolve

CACHED_CASES = 4_096
"""What a busy process has in hand at a time; each takes some 4 KB of memory."""

CONFLICT_SECONDS = 10.0
"""How long a decision that other processes keep overtaking is made again."""


Decision = Callable[[Case], Sequence[CaseEvent]]
Remember = Callable[[Decided], Remembered | None]


def _forget(_: Decided) -> None:
    return None


class CaseStore(Record):
    """The record as it is written: nothing else decides what happens to a case.

    Looks at the record are written by `AccessLog`.
    """

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
        self._turns = Turns()
        super().__init__(env, wrap=wrap, chance=chance)
        self._sealing = Sealing(self.case_mapper, chance, views)
        self.case_recorder.watch = watch
        self.tail = Tail(self.case_recorder)
        self._loaded: Kept[Loaded] = Kept(self.tail, CACHED_CASES, overtaken=True)

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
            raise TypeError("a case begins with its CaseOpened")
        subject = self.keys.pseudonym(opened.tenant_id, opened.sealed.requester.user_id)
        key, wrapped = self.keys.mint(case_id)
        nothing = self._sealing.nothing(case_id, subject)
        command, decided, loaded = self._sealing.prepared(nothing, key, events, cause)
        command = self._sealing.remembering(command, remember(decided), key)
        with refusals():
            await self.case_recorder.append(command._replace(case_key=(case_id, wrapped)))
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
        async with self._turns.of(case_id):  # so that their hashes chain
            began = clock()
            give_up = began + CONFLICT_SECONDS
            while True:
                known = self._loaded.get(case_id)
                try:
                    loaded = known or await self._load(case_id)
                    case = _existing(loaded)
                    events = decision(case)
                except Refused:
                    if known and await self._overtaken(case_id):
                        continue
                    raise
                if not events and known and await self._overtaken(case_id):
                    continue
                try:
                    decided = await self._append(loaded, events, cause, beside, remember)
                except VersionConflict:
                    self._loaded.went_to(case_id, case.version + 1)
                    self._watch.overtaken()
                    if clock() > give_up:
                        raise Unavailable(retry_after=RETRY_AFTER_SECONDS) from None
                    await asyncio.sleep(0.02 * self._chance.jitter())
                else:
                    self._watch.decided(decided.recorded, clock() - began)
                    return decided

    async def _append(
        self,
        loaded: Loaded,
        events: Sequence[CaseEvent],
        cause: Cause,
        beside: Beside,
        remember: Remember,
    ) -> Decided:
        key = self.keys.cached(loaded.id) or await self.key(loaded.id)
        if key is None:
            raise CaseNotFound
        command, decided, after = self._sealing.prepared(loaded, key, events, cause, beside)
        command = self._sealing.remembering(command, remember(decided), key)
        if CaseErased in map(type, events):
            command = command._replace(erased=loaded.id, documents=())
        if command.links or command.remembered:
            with refusals():
                await self.case_recorder.append(command)
        self._keep(after)
        if command.erased:
            self.forget(loaded.id)
        return decided

    async def show(
        self, case_id: str, changes: Sequence[tuple[ViewDocument | None, ViewDocument | None]]
    ) -> None:
        """Put documents in the place of those that are shown of a case, unless they have changed
        meanwhile. Raises `Unavailable`.
        """
        key = await self.key(case_id)
        with refusals():
            for shown, recorded in changes:
                sealed = self._sealing.sealed(recorded, key) if recorded and key else None
                if shown or sealed:
                    await self.case_recorder.replace_document(shown, sealed)

    def forget(self, case_id: str) -> None:
        """Drop from memory what was read of a case, and its key."""
        self.keys.forget(case_id)
        self.tail.forget(case_id)

    # Loading

    async def _load(self, case_id: str) -> Loaded:
        loaded = await self._replayed(case_id)
        self._keep(loaded)
        return loaded

    async def _replayed(self, case_id: str) -> Loaded:
        behind = self._loaded.overtaken(case_id)
        gone_on = None if behind is None else await self._gone_on(behind)
        if gone_on is not None:
            return gone_on
        nothing = self._sealing.nothing(case_id, "")
        return await self._gone_on(nothing) or nothing

    async def _gone_on(self, loaded: Loaded) -> Loaded | None:
        """Fold what came after; None if nothing did.

        None, too, if what was in memory is not to be gone on with: where the case was erased, and
        where what came does not follow upon it, as in a database that lost its last writes.
        """
        known = loaded
        after = loaded.case.version if loaded.case else 0
        while True:
            with refusals():
                rows = await self.case_recorder.select_stream(loaded.id, after=after, limit=PART)
            for row in rows:
                recorded = await self.recorded(row)
                if known.case and not _follows(recorded, known, first=loaded is known):
                    return None
                loaded = self._folded(loaded, recorded)
            if rows:
                loaded = loaded._replace(head=hash_of(rows[-1]))
                after = rows[-1].originator_version
            if len(rows) < PART:
                return None if loaded is known else loaded

    def _folded(self, loaded: Loaded, recorded: Recorded[Any]) -> Loaded:
        if isinstance(recorded.event, CaseErased):
            # Another process has erased it; nothing may be sealed under its key any more.
            self.keys.forget(loaded.id)
        return Loaded(
            loaded.id,
            recorded.subject,
            self._sealing.folded(loaded.states, recorded),
            evolve(loaded.case, recorded),
            recorded_at=recorded.recorded_at,
        )

    def _keep(self, loaded: Loaded) -> None:
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
            found = await self.case_recorder.select_owned(
                view, owner, before=f"{case_id} ", limit=1
            )
        if not found or found[0].key != case_id:
            raise CaseNotFound

    async def case(self, case_id: str) -> Case:
        """A case as it stands, in whatever process it was decided last; raises `CaseNotFound`."""
        await self.tail.level()
        return _existing(self._loaded.get(case_id) or await self._load(case_id))


def _existing(loaded: Loaded) -> Case:
    if loaded.case is None:
        raise CaseNotFound
    return loaded.case


def _follows(recorded: Recorded[Any], known: Loaded, *, first: bool) -> bool:
    is_next = not first or recorded.previous_hash == known.head
    return is_next and not isinstance(recorded.event, CaseErased)
