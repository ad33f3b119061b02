"""What an assistant and a ticket desk are told of a case, read back from its events."""

from collections import deque
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any, NamedTuple

from application.event_store.case_store import CaseStore
from application.event_store.recorded import Recorded
from application.event_store.tail import Kept
from application.ports import Said, Ticket, Turn
from application.snapshots import thaw
from domain.case import Case
from domain.errors import CaseNotFound
from domain.events import AnswerFailed, CaseEscalated, CaseOpened, MessageAdded
from domain.model import JSON, iso
from domain.snapshot.frozen import FrozenSnapshot

TOLD_MESSAGES = 60
"""How far back an assistant is told what was said."""

CACHED_CONVERSATION_CHARACTERS = 20_000_000
"""Of what was said, kept in memory: 500 long conversations, at some 170 characters a message."""

_BESIDE_WORDS = 500
"""Characters that a message takes the room of in memory, beside its words."""

CACHED_SNAPSHOT_CHARACTERS = 12_000_000
"""Of texts of snapshots in memory: enough for 250 conversations with 45 KB each. With what is made
of it, a snapshot takes six times its text.
"""


class _Conversation(NamedTuple):
    """What was said last in a case, up to `version`, and what the browser said at first."""

    version: int = 0
    context: dict[str, JSON] | None = None
    said: tuple[Said, ...] = ()

    def and_then(self, version: int, new: Sequence[Said]) -> "_Conversation":
        """The same after what was said up to another version."""
        return self._replace(version=version, said=(*self.said, *new)[-TOLD_MESSAGES:])


class Briefing:
    """Makes turns for assistants and tickets for desks; keeps what was used last in memory, and
    follows what this process records, so that a long conversation costs as little to go on with as
    a short one.
    """

    def __init__(self, store: CaseStore) -> None:
        """Read from this store."""
        self._store = store
        self._conversations: Kept[_Conversation] = Kept(
            store.tail, CACHED_CONVERSATION_CHARACTERS, size=_size, overtaken=True
        )
        self._snapshots: Kept[FrozenSnapshot] = Kept(
            store.tail,
            CACHED_SNAPSHOT_CHARACTERS,
            size=lambda snapshot: len(snapshot.text),
            overtaken=True,
        )

    async def turn(self, case: Case, question_id: str, link_hosts: frozenset[str]) -> Turn:
        """The question and what may be known when it is answered; raises `CaseNotFound`."""
        conversation = await self._conversation(case)
        said = list(conversation.said)
        place = _place(said, question_id)
        if place is None:
            said = _said(await self._store.history(case.id))
            place = _place(said, question_id)
        snapshot = await self.snapshot(case)
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
            snapshot=await self.snapshot(case),
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

    async def snapshot(self, case: Case) -> FrozenSnapshot | None:
        """A case's snapshot; None if it was never taken, or erased."""
        found = self._snapshots.latest(case.id)
        if found is None:
            text = await self._store.snapshot_text(case.snapshot_id)
            if text is None:
                return None
            found = thaw(case.snapshot_id, text)
        self.keep(case, found)
        return found

    def keep(self, case: Case, snapshot: FrozenSnapshot) -> None:
        """Remember a case's snapshot that will soon be asked about."""
        self._snapshots.put(case.id, case.version, snapshot)

    def heard(self, recorded: Sequence[Recorded[Any]]) -> None:
        """Take in what this process has just recorded of a case."""
        if not recorded:
            return
        case_id, before = recorded[0].case_id, recorded[0].originator_version - 1
        known = self._known(case_id)
        if before == 0:
            known = _Conversation(context=_context(recorded[0]))
        # What lies between would be missing; whoever asks next reads it.
        if known.version == before:
            self._keep(case_id, known.and_then(recorded[-1].originator_version, _said(recorded)))

    def _known(self, case_id: str) -> _Conversation:
        """What is in memory of a conversation, which may have gone on since."""
        return self._conversations.latest(case_id) or _Conversation()

    def _keep(self, case_id: str, conversation: _Conversation) -> None:
        self._conversations.put(case_id, conversation.version, conversation)

    async def _conversation(self, case: Case) -> _Conversation:
        """What was said up to this version of the case at least: only what is new is read."""
        conversation = self._known(case.id)
        if conversation.version < case.version:
            conversation = await self._read_on(case.id, conversation)
            self._keep(case.id, conversation)
        return conversation

    async def _read_on(self, case_id: str, known: _Conversation) -> _Conversation:
        """Read back from the end to what is known, or as far as an assistant is told what was said.

        So a case that has gone on for months costs no more than a long one. An answer's event holds
        the whole of what a model was sent, and is let go as soon as its words are taken from it.
        """
        version, new = known.version, deque[Said]()
        async with aclosing(self._store.history_backwards(case_id, after=version)) as history:
            async for one in history:
                version = max(version, one.originator_version)
                new.extendleft(_said([one]))
                if len(new) == TOLD_MESSAGES:
                    break
        if not known.version:
            opening = await self._store.history(case_id, limit=1)
            known = known._replace(context=_context(opening[0]) if opening else None)
        return known.and_then(version, new)


def _size(conversation: _Conversation) -> int:
    return sum(len(one.content) + _BESIDE_WORDS for one in conversation.said)


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
