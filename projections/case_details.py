"""What a widget reads back: a case, and its messages in the order in which they happened.

Both are written in the transaction of the events that changed them, as finished JSON: the case as
one document of the view `case`, each message as one of the view `message`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

import orjson
from pydantic_core import to_jsonable_python

from application.event_store.altered import Altered
from application.event_store.append import CASE, MESSAGE, ViewDocument
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Recorded
from application.event_store.tail import Kept
from domain.answer import Evidence, SuggestedAction
from domain.case import Status
from domain.errors import CaseNotFound
from domain.events import (
    AnswerFailed,
    CaseClosed,
    CaseErased,
    CaseEscalated,
    CaseOpened,
    Feedback,
    FeedbackGiven,
    MessageAdded,
    Role,
)
from domain.model import JSON, Model, Time, iso

KEPT_READS: Final = 4_096
LARGEST_KEPT: Final = 32_768
"""Bytes of a case that is kept in memory; a longer conversation is read anew each time."""

NO_ANSWER: Final = (
    "We are sorry: this question could not be answered. Please ask it again, or ask for a person."
)
"""What the user reads in place of an answer that was given up."""


class Case(Model):
    """A case, as the OpenAPI document has it."""

    id: str
    tenant_id: str
    user_id: str
    status: Status = "active"
    snapshot_id: str
    created_at: Time
    updated_at: Time
    resolved_at: Time | None = None
    message_count: int = 0
    feedback: Feedback | None = None
    rating: int | None = None


class Message(Model):
    """A message, as the OpenAPI document has it."""

    id: str
    case_id: str
    role: Role
    content: str
    actions: tuple[SuggestedAction, ...]
    evidence: tuple[Evidence, ...]
    confidence: float | None
    created_at: Time


class Shown(NamedTuple):
    """The case after `version` events, and the pseudonym of the user who may read it.

    `case` has the members of a `Case` as they are written, in their order: to write one is part of
    every command, and what is checked already need not be checked again.
    """

    case: Mapping[str, JSON]
    version: int
    owner: str


class CaseDetails:
    """The fold (see `InlineView`)."""

    def fold(self, state: Shown | None, recorded: Recorded[Any]) -> Shown | None:
        """Show one more event; an erased case is shown no more."""
        event = recorded.event
        if isinstance(event, CaseOpened):
            return None if event.sealed is None else _opened(event, recorded)
        if state is None or isinstance(event, CaseErased):
            return None
        at = iso(recorded.recorded_at)
        case = {**state.case, "updatedAt": at}
        match event:
            case MessageAdded() | AnswerFailed():
                case["messageCount"] = cast("int", case["messageCount"]) + 1
            case FeedbackGiven():
                case["feedback"] = event.feedback
            case CaseClosed():
                case |= {"status": event.resolution, "rating": event.rating}
                if event.resolution == "resolved":
                    case["resolvedAt"] = at
            case CaseEscalated():
                case["status"] = "escalated"
            case _:
                pass
        return Shown(case, recorded.originator_version, state.owner)

    def documents(
        self, before: Shown | None, after: Shown | None, new: Sequence[Recorded[Any]]
    ) -> list[ViewDocument]:
        """The case, whose time changes with every event, and each message that was added."""
        if after is None or after is before:
            return []
        case_id, body = cast("str", after.case["id"]), orjson.dumps(after.case)
        changed = [ViewDocument(CASE, case_id, 0, after.owner, after.version, body)]
        changed.extend(_message(one) for one in new if isinstance(one.event, MessageAdded))
        changed.extend(_no_answer(one) for one in new if isinstance(one.event, AnswerFailed))
        return changed


def _opened(event: CaseOpened, recorded: Recorded[Any]) -> Shown:
    user_id = event.sealed.requester.user_id if event.sealed else ""
    case = Case(
        id=recorded.originator_id,
        tenant_id=event.tenant_id,
        user_id=user_id,
        snapshot_id=event.snapshot_id,
        created_at=recorded.recorded_at,
        updated_at=recorded.recorded_at,
    )
    members = case.model_dump(mode="json", by_alias=True)
    return Shown(members, recorded.originator_version, recorded.subject)


def _message(recorded: Recorded[MessageAdded]) -> ViewDocument:
    event = recorded.event
    words = event.sealed
    return _message_document(
        recorded,
        message_id=event.message_id,
        role=event.role,
        content=words.content if words else "",
        actions=words.actions if words else (),
        evidence=words.evidence if words else (),
        confidence=event.confidence,
    )


def _no_answer(recorded: Recorded[AnswerFailed]) -> ViewDocument:
    return _message_document(
        recorded, message_id=recorded.event.message_id, role="system", content=NO_ANSWER
    )


def _message_document(
    recorded: Recorded[Any],
    *,
    message_id: str,
    role: Role,
    content: str,
    actions: tuple[SuggestedAction, ...] = (),
    evidence: tuple[Evidence, ...] = (),
    confidence: float | None = None,
) -> ViewDocument:
    """A message, with the members of a `Message` as they are written, in their order."""
    members = {
        "id": message_id,
        "caseId": recorded.case_id,
        "role": role,
        "content": content,
        "actions": to_jsonable_python(actions, by_alias=True) if actions else (),
        "evidence": to_jsonable_python(evidence, by_alias=True) if evidence else (),
        "confidence": confidence,
        "createdAt": iso(recorded.recorded_at),
    }
    version = recorded.originator_version
    return ViewDocument(MESSAGE, recorded.case_id, version, None, version, orjson.dumps(members))


# Reading


@dataclass(frozen=True, slots=True)
class Details:
    """A case as it is served: finished JSON, and the version that its ETag names."""

    body: bytes
    version: int


class CaseReads:
    """Cases as their owners read them; what was read lately is served from memory."""

    def __init__(self, store: CaseStore) -> None:
        """Read from this store."""
        self._store = store
        self._kept: Kept[tuple[str, Details]] = Kept(store.tail, KEPT_READS)

    async def details(self, case_id: str, owner: str) -> Details:
        """A case as every acknowledged write has left it; raises `CaseNotFound`, alike whatever
        the reason.
        """
        await self._store.tail.level()
        kept = self._kept.get(case_id)
        if kept is not None and kept[0] == owner:
            return kept[1]
        # Another's case takes the way of one that is not there, lest the time tell.
        details = await case_details(self._store, case_id, owner)
        if len(details.body) <= LARGEST_KEPT:
            self._kept.put(case_id, details.version, (owner, details))
        return details


async def case_details(store: CaseStore, case_id: str, owner: str) -> Details:
    """Read a case that its owner asks for; raises `CaseNotFound`, alike whatever the reason."""
    documents = await store.documents((CASE, MESSAGE), case_id, owned=(CASE, owner))
    if not documents or not is_of(store, documents[0], owner):
        raise CaseNotFound
    check_whole(documents[0], documents[1:])
    messages = b",".join(_body(document) for document in documents[1:])
    body = b'{"case":' + _body(documents[0]) + b',"messages":[' + messages + b"]}"
    return Details(body, documents[0].version)


def is_of(store: CaseStore, case: ViewDocument, owner: str) -> bool:
    """Whether a case, unsealed, is its owner's by what was sealed.

    The column that a case is found by says so to whoever may write to the database.
    """
    members = orjson.loads(_body(case))
    return store.keys.pseudonym(members["tenantId"], members["userId"]) == owner


def check_whole(case: ViewDocument, messages: Sequence[ViewDocument]) -> None:
    """Raise `Altered` where a case that says how many messages it has comes with others.

    Each is sealed, but whoever may write to the database can take a whole one away.
    """
    if orjson.loads(_body(case))["messageCount"] != len(messages):
        raise Altered("messages of it are missing, or were added")


def case_of(documents: Sequence[ViewDocument]) -> bytes:
    """The case among documents that were read or written."""
    return _only(_body(document) for document in documents if document.view == CASE)


def message_of(documents: Sequence[ViewDocument], message_id: str) -> bytes:
    """One message among documents that were read or written."""
    start = b'{"id":"%s",' % message_id.encode()
    return _only(
        body
        for document in documents
        if document.view == MESSAGE and (body := _body(document)).startswith(start)
    )


def _only(bodies: Iterator[bytes]) -> bytes:
    """What there is one of; raises `CaseNotFound` where it was erased meanwhile."""
    for body in bodies:
        return body
    raise CaseNotFound


def _body(document: ViewDocument) -> bytes:
    return document.body or b""
