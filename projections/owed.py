"""What the gateway owes: an answer to each recorded question, a ticket to each escalation.

A debt is a document of the view `owed`, written with the event that made it and taken away with the
event that paid it, so that whoever looks after a crash finds exactly what is left to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import orjson

from application.event_store.append import ViewDocument
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Recorded
from domain.events import (
    AnswerFailed,
    CaseErased,
    CaseEscalated,
    MessageAdded,
    TicketFailed,
    TicketOpened,
)
from domain.model import iso

OWED: Final = "owed"


@dataclass(frozen=True, slots=True)
class Debt:
    """Something owed to a case since `since`; `reference` is the question, or the ticket."""

    case_id: str
    ordinal: int
    kind: Literal["answer", "ticket"]
    reference: str
    since: datetime


class Owed:
    """The fold (see `InlineView`): what is owed to one case."""

    def fold(self, state: tuple[Debt, ...] | None, recorded: Recorded[Any]) -> tuple[Debt, ...]:
        """Owe or pay."""
        debts = state or ()
        event = recorded.event
        match event:
            case MessageAdded(role="user"):
                return (*debts, _debt("answer", event.message_id, recorded))
            case MessageAdded() | AnswerFailed():
                return tuple(debt for debt in debts if debt.reference != event.in_reply_to)
            case CaseEscalated():
                return (*debts, _debt("ticket", event.ticket_id, recorded))
            case TicketOpened() | TicketFailed():
                return tuple(debt for debt in debts if debt.kind != "ticket")
            case CaseErased():
                return ()
            case _:
                return debts

    def documents(
        self,
        before: tuple[Debt, ...] | None,
        after: tuple[Debt, ...],
        new: Sequence[Recorded[Any]],
    ) -> list[ViewDocument]:
        """The debts made, and those paid."""
        old = before or ()
        if after is old or not new:
            return []
        version = new[-1].originator_version
        made = [_written(debt, version) for debt in after if debt not in old]
        paid = [
            ViewDocument(OWED, debt.case_id, debt.ordinal, None, version, None)
            for debt in old
            if debt not in after
        ]
        return made + paid


def _debt(kind: Literal["answer", "ticket"], reference: str, recorded: Recorded[Any]) -> Debt:
    return Debt(
        recorded.case_id, recorded.originator_version, kind, reference, recorded.recorded_at
    )


def _written(debt: Debt, version: int) -> ViewDocument:
    body = orjson.dumps({"kind": debt.kind, "reference": debt.reference, "since": iso(debt.since)})
    return ViewDocument(OWED, debt.case_id, debt.ordinal, None, version, body)


async def debts(store: CaseStore) -> list[Debt]:
    """What is owed, oldest case first."""
    return [debt async for debt in store.read_view(OWED, debt_of)]


def debt_of(document: ViewDocument) -> Debt:
    """Read a debt back from its document."""
    facts = orjson.loads(document.body or b"{}")
    since = datetime.fromisoformat(facts["since"])
    return Debt(document.key, document.ordinal, facts["kind"], facts["reference"], since)
