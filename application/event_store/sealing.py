"""What a decision is written as: its events sealed and chained, and folded into its views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from application.case_keys import CaseKey
from application.event_store.append import Append, Remembered, ViewDocument
from application.event_store.mapper import CaseMapper
from application.event_store.record import Chance, place_of, place_of_remembered
from application.event_store.recorded import GENESIS, Cause, Link, Recorded
from domain.case import Case
from domain.errors import CaseNotFound
from domain.events import CaseEvent, SnapshotFrozen
from domain.evolve import evolve
from domain.model import MILLISECOND


class InlineView(Protocol):
    """A view that is written in the append's own transaction: a pure fold of a case's events."""

    def fold(self, state: Any, recorded: Recorded[Any]) -> Any:
        """What the view knows of a case after one more event."""
        ...

    def documents(
        self, before: Any, after: Any, new: Sequence[Recorded[Any]]
    ) -> list[ViewDocument]:
        """The documents that these events changed, unsealed."""
        ...


class Decided(NamedTuple):
    """A case after a decision, the events that followed, and what they changed of its views."""

    case: Case
    recorded: tuple[Recorded[Any], ...] = ()
    documents: tuple[ViewDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What is written in the same transaction as a case's events, but not to its stream."""

    snapshot: tuple[str, SnapshotFrozen] | None = None
    parts: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


class Loaded(NamedTuple):
    """A case in hand; before its first event there is no `case` and no time. `states` are what the
    inline views know of it, and `head` is the hash of its last event.
    """

    id: str
    subject: str
    states: tuple[Any, ...]
    case: Case | None = None
    head: str = GENESIS
    recorded_at: datetime | None = None


NOTHING_BESIDE = Beside()


class Sealing:
    """Makes of decisions what the event store appends."""

    def __init__(self, mapper: CaseMapper, chance: Chance, views: Sequence[InlineView]) -> None:
        """`views` are written in the transaction of the events that change them."""
        self._mapper = mapper
        self._chance = chance
        self._views = tuple(views)

    def nothing(self, case_id: str, subject: str) -> Loaded:
        """A case before its first event."""
        return Loaded(case_id, subject, (None,) * len(self._views))

    def prepared(
        self,
        loaded: Loaded,
        key: CaseKey,
        events: Sequence[CaseEvent],
        cause: Cause,
        beside: Beside = NOTHING_BESIDE,
    ) -> tuple[Append, Decided, Loaded]:
        """Seal and chain events, and fold them into the case and its views; gives the case as it
        stands then too. Raises `CaseNotFound` if there is neither a case nor an event.
        """
        case, head, at, states = loaded.case, loaded.head, loaded.recorded_at, loaded.states
        links: list[Link] = []
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
            link = self._mapper.link(recorded, key)
            head, case = link.hash, evolve(case, recorded)
            states = self.folded(states, recorded)
            links.append(link)
            new.append(recorded)
        if case is None:
            raise CaseNotFound
        if new and beside.snapshot is not None:
            links.append(self._frozen(beside.snapshot, new[-1], key))
        documents = [
            document
            for view, before, after in zip(self._views, loaded.states, states, strict=True)
            for document in view.documents(before, after, new)
        ]
        command = Append(
            links=tuple(links),
            documents=tuple(self.sealed(document, key) for document in documents),
            parts=tuple(beside.parts.items()) if new else (),
        )
        decided = Decided(case, tuple(new), tuple(documents))
        return command, decided, Loaded(loaded.id, loaded.subject, states, case, head, at)

    def _frozen(
        self, snapshot: tuple[str, SnapshotFrozen], captured: Recorded[Any], key: CaseKey
    ) -> Link:
        stream, event = snapshot
        recorded = captured._replace(
            originator_id=stream,
            originator_version=1,
            event_id=self._chance.new_id("evt"),
            previous_hash=GENESIS,
            event=event,
        )
        return self._mapper.link(recorded, key)

    def folded(self, states: tuple[Any, ...], recorded: Recorded[Any]) -> tuple[Any, ...]:
        """What the views know of a case after one more event."""
        return tuple(
            view.fold(state, recorded) for view, state in zip(self._views, states, strict=True)
        )

    def sealed(self, document: ViewDocument, key: CaseKey) -> ViewDocument:
        """A document as it is stored."""
        view, case_id, ordinal, owner, version, body = document
        if body is None:
            return document
        sealed = key.seal(body, place_of(document), self._chance.entropy)
        return ViewDocument(view, case_id, ordinal, owner, version, sealed)

    def remembering(self, command: Append, remembered: Remembered | None, key: CaseKey) -> Append:
        """Add the outcome that a request is answered with when it is sent again, sealed."""
        if remembered is None:
            return command
        if remembered.body is not None:
            place = place_of_remembered(remembered.id)
            body = key.seal(remembered.body, place, self._chance.entropy)
            remembered = replace(remembered, body=body)
        return command._replace(remembered=remembered)
