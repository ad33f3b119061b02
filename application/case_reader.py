"""What an assistant and a ticket desk are told of a case, read back from its events."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from application.event_store.case_store import CaseStore
from application.event_store.recorded import Recorded
from application.ports import FrozenSnapshot, Said, Ticket, Turn
from application.snapshots import thaw
from domain.case import Case
from domain.errors import CaseNotFound
from domain.events import AnswerFailed, CaseEscalated, CaseOpened, MessageAdded
from domain.model import JSON, iso

TOLD_MESSAGES = 60
"""How far back an assistant is told what was said."""

CACHED_CONVERSATIONS = 1_000
CACHED_SNAPSHOT_CHARACTERS = 12_000_000
"""Of texts of snapshots in memory: enough for 250 conversations with 45 KB each. With what is made
of it, a snapshot takes six times its text.
"""


@dataclass(slots=True)
class _Conversation:
    """What was said last in a case, up to `version`, and what the browser said at first."""

    version: int = 0
    context: dict[str, JSON] | None = None
    said: deque[Said] = field(default_factory=lambda: deque(maxlen=TOLD_MESSAGES))

    def follow(self, recorded: Sequence[Recorded[Any]]) -> None:
        """Take in the events that came after `version`."""
        for one in recorded:
            self.version = one.originator_version
            if isinstance(one.event, CaseOpened):
                self.context = _context(one)
        self.said.extend(_said(recorded))


class CaseReader:
    """Reads turns and tickets; keeps what was used last in memory, and follows what this process
    records, so that a long conversation costs as little to go on with as a short one.
    """

    def __init__(self, store: CaseStore) -> None:
        """Read from this store."""
        self._store = store
        self._conversations: OrderedDict[str, _Conversation] = OrderedDict()
        self._snapshots: OrderedDict[str, FrozenSnapshot] = OrderedDict()
        self._characters = 0

    async def turn(self, case: Case, question_id: str, link_hosts: frozenset[str]) -> Turn:
        """The question and what may be known when it is answered; raises `CaseNotFound`."""
        conversation = await self._conversation(case)
        said = list(conversation.said)
        place = _place(said, question_id)
        if place is None:
            said = _said(await self._store.history(case.id))
            place = _place(said, question_id)
        snapshot = await self.snapshot(case.snapshot_id)
        if place is None or snapshot is None:
            raise CaseNotFound
        return Turn(
            case_id=case.id,
            tenant_id=case.tenant_id,
            snapshot=snapshot,
            context=conversation.context,
            conversation=tuple(said[:place]),
            question=said[place],
            link_hosts=link_hosts,
        )

    async def ticket(self, case: Case, ticket_id: str) -> Ticket:
        """The whole case for people; raises `CaseNotFound` once it is erased."""
        recorded = await self._store.history(case.id)
        if case.requester is None:
            raise CaseNotFound
        reasons = [
            one.event.sealed.reason
            for one in recorded
            if isinstance(one.event, CaseEscalated) and one.event.sealed
        ]
        return Ticket(
            key=case.id,
            ticket_id=ticket_id,
            tenant_id=case.tenant_id,
            requester=case.requester,
            opened_at=recorded[0].recorded_at,
            reason=reasons[-1] if reasons else None,
            conversation=tuple(_said(recorded)),
            snapshot=await self.snapshot(case.snapshot_id),
            context=_context(recorded[0]),
            timeline=tuple(f"{iso(one.recorded_at)} {one.event.type}" for one in recorded),
        )

    async def answer_to(self, case_id: str, question_id: str) -> str:
        """The id of what answers a question, or says that nothing will.

        Raises `CaseNotFound` if there is neither.
        """
        for one in reversed(await self._store.history(case_id)):
            event = one.event
            if isinstance(event, MessageAdded | AnswerFailed) and event.in_reply_to == question_id:
                return event.message_id
        raise CaseNotFound

    async def snapshot(self, snapshot_id: str) -> FrozenSnapshot | None:
        """A frozen snapshot; None if it was never taken, or erased."""
        found = self._snapshots.get(snapshot_id)
        if found is None:
            text = await self._store.snapshot_text(snapshot_id)
            if text is None:
                return None
            found = thaw(snapshot_id, text)
        self.keep(found)
        return found

    def keep(self, snapshot: FrozenSnapshot) -> None:
        """Remember a snapshot that will soon be asked about."""
        if snapshot.snapshot_id not in self._snapshots:
            self._characters += len(snapshot.text)
        self._snapshots[snapshot.snapshot_id] = snapshot
        self._snapshots.move_to_end(snapshot.snapshot_id)
        while self._characters > CACHED_SNAPSHOT_CHARACTERS and len(self._snapshots) > 1:
            self._characters -= len(self._snapshots.popitem(last=False)[1].text)

    def forget(self, case: Case) -> None:
        """Drop from memory what was read of a case."""
        self._conversations.pop(case.id, None)
        snapshot = self._snapshots.pop(case.snapshot_id, None)
        if snapshot is not None:
            self._characters -= len(snapshot.text)

    def heard(self, recorded: Sequence[Recorded[Any]]) -> None:
        """Take in what this process has just recorded of a case."""
        if not recorded:
            return
        case_id, before = recorded[0].case_id, recorded[0].originator_version - 1
        conversation = self._conversations.get(case_id)
        if conversation is None and before == 0:
            conversation = self._remembered(case_id)
        # What lies between would be missing; whoever asks next reads it all.
        if conversation is not None and conversation.version == before:
            conversation.follow(recorded)

    def _remembered(self, case_id: str) -> _Conversation:
        conversation = self._conversations.setdefault(case_id, _Conversation())
        self._conversations.move_to_end(case_id)
        if len(self._conversations) > CACHED_CONVERSATIONS:
            self._conversations.popitem(last=False)
        return conversation

    async def _conversation(self, case: Case) -> _Conversation:
        """What was said up to this version of the case at least: only what is new is read."""
        conversation = self._remembered(case.id)
        if conversation.version < case.version:
            if conversation.version:
                new = await self._store.history(case.id, after=conversation.version)
                # Another turn of the same case may have taken in the same events meanwhile.
                conversation.follow(
                    [one for one in new if one.originator_version > conversation.version]
                )
            else:
                read = await self._read_back(case.id)
                if conversation.version < read.version:
                    conversation.version, conversation.said = read.version, read.said
                    conversation.context = read.context
        return conversation

    async def _read_back(self, case_id: str) -> _Conversation:
        """Read from the end for as long as an assistant is told what was said.

        So a case that has gone on for months costs no more than a long one. An answer's event holds
        the whole of what a model was sent, and is let go as soon as its words are taken from it.
        """
        read = _Conversation()
        async with aclosing(self._store.history_backwards(case_id)) as history:
            async for one in history:
                read.version = read.version or one.originator_version
                read.said.extendleft(_said([one]))
                if len(read.said) == TOLD_MESSAGES:
                    break
        (opening,) = await self._store.history(case_id, limit=1)
        read.context = _context(opening)
        return read


def _place(said: Sequence[Said], message_id: str) -> int | None:
    return next((n for n, one in enumerate(said) if one.message_id == message_id), None)


def _said(recorded: Sequence[Recorded[Any]]) -> list[Said]:
    return [
        Said(
            event.message_id,
            event.role,
            event.sealed.content,
            event.sealed.evidence,
        )
        for one in recorded
        if isinstance(event := one.event, MessageAdded) and event.sealed
    ]


def _context(opening: Recorded[Any]) -> dict[str, JSON] | None:
    event = opening.event
    return event.sealed.context if isinstance(event, CaseOpened) and event.sealed else None
