"""The operators' list of cases: what can be told of one without a word that is sealed.

A case that was erased stays in it; only whose it was can then be told by nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, get_args

from domain.case import Status
from domain.events import (
    CaseClosed,
    CaseErased,
    CaseEscalated,
    CaseEvent,
    CaseOpened,
    Feedback,
    FeedbackGiven,
    MessageAdded,
    TicketOpened,
)
from domain.model import Model, Time, milliseconds, moment_of
from projections.paging import Page, cut, read_cursor
from projections.views import Folded, Logged, Row, Table, Views, live, one_of

NAME: Final = "case_index"
TOPICS: Final = frozenset(str(kind.model_fields["type"].default) for kind in get_args(CaseEvent))
"""All that happens to a case: each moves its version and the time of its last change."""


class IndexRow(NamedTuple):
    """A case as it is stored in the list (see `projections.views` for times and truths)."""

    case_id: str
    tenant_id: str
    subject: str
    status: str
    snapshot_id: str
    created_at: int
    updated_at: int
    resolved_at: int | None
    version: int
    message_count: int
    answer_count: int
    feedback: str | None
    rating: int | None
    ticket_id: str | None
    test: int
    erased: int


class IndexedCase(Model):
    """A case in the operators' list. `subject` is the pseudonym of its user."""

    id: str
    tenant_id: str
    subject: str
    status: Status
    snapshot_id: str
    created_at: Time
    updated_at: Time
    resolved_at: Time | None
    version: int
    message_count: int
    answer_count: int
    feedback: Feedback | None
    rating: int | None
    ticket_id: str | None
    test: bool
    erased: bool


TABLE: Final = Table(NAME, IndexRow, ("case_id",))


class CaseIndex:
    """The fold (see `FollowedView`)."""

    name = NAME
    definition = 1
    topics = TOPICS
    tables: Mapping[type[Any], Table] = {IndexRow: TABLE}
    state = IndexRow

    def fold(self, state: IndexRow | None, logged: Logged) -> Folded:
        """List a case, or note what became of it."""
        recorded = logged.recorded
        event = recorded.event
        at = milliseconds(recorded.recorded_at)
        if state is None:
            if not isinstance(event, CaseOpened):
                return Folded(None)
            opened = IndexRow(
                case_id=recorded.originator_id,
                tenant_id=event.tenant_id,
                subject=recorded.subject,
                status="active",
                snapshot_id=event.snapshot_id,
                created_at=at,
                updated_at=at,
                resolved_at=None,
                version=recorded.originator_version,
                message_count=0,
                answer_count=0,
                feedback=None,
                rating=None,
                ticket_id=None,
                test=int(event.test),
                erased=0,
            )
            return Folded(opened)
        if recorded.originator_version <= state.version:
            return Folded(state)
        changes = _changes(state, event, at)
        return Folded(state._replace(version=recorded.originator_version, updated_at=at, **changes))


def _changes(state: IndexRow, event: object, at: int) -> dict[str, Any]:
    match event:
        case MessageAdded():
            answers = state.answer_count + (event.role == "assistant")
            return {"message_count": state.message_count + 1, "answer_count": answers}
        case FeedbackGiven():
            return {"feedback": event.feedback}
        case CaseClosed():
            resolved_at = at if event.resolution == "resolved" else state.resolved_at
            return {
                "status": event.resolution,
                "rating": event.rating,
                "resolved_at": resolved_at,
            }
        case CaseEscalated():
            return {"status": "escalated", "ticket_id": event.ticket_id}
        case TicketOpened():
            return {"ticket_id": event.ticket_id}
        case CaseErased():
            return {"erased": 1}
        case _:
            return {}


# Reading


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list. `subjects` are pseudonyms of users; `tenants` None is all of them.
    `since` and `until` bound when a case was opened, the latter not included.
    """

    tenants: frozenset[str] | None = None
    subjects: frozenset[str] | None = None
    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None


async def indexed_cases(
    views: Views, wanted: Wanted, *, cursor: str | None, limit: int
) -> Page[IndexedCase]:
    """List cases, newest first; raises `Invalid` for a cursor that no page has given."""
    where, parameters = _conditions(wanted)
    if cursor is not None:
        where += " AND case_id < ?"
        parameters.append(read_cursor(cursor, "cas_"))
    rows = await views.read(
        f"SELECT {','.join(TABLE.columns)} FROM case_index WHERE generation = {live(NAME)}{where}"  # noqa: S608 - names of ours
        " ORDER BY case_id DESC LIMIT ?",
        *parameters,
        limit + 1,
    )
    page, next_cursor = cut(rows, limit, lambda last: IndexRow(*last).case_id)
    return Page(tuple(map(shown, page)), next_cursor)


async def indexed_case(views: Views, case_id: str) -> IndexedCase | None:
    """What the list has of one case."""
    rows = await views.read(
        f"SELECT {','.join(TABLE.columns)} FROM case_index WHERE generation = {live(NAME)}"  # noqa: S608 - names of ours
        " AND case_id = ?",
        case_id,
    )
    return shown(rows[0]) if rows else None


def shown(row: Row) -> IndexedCase:
    """A stored row as operators see it."""
    facts: dict[str, Any] = IndexRow(*row)._asdict()
    for name in ("created_at", "updated_at", "resolved_at"):
        at = facts[name]
        facts[name] = None if at is None else moment_of(at)
    return IndexedCase.model_validate({"id": facts["case_id"], **facts})


def _conditions(wanted: Wanted) -> tuple[str, list[object]]:
    where, parameters = "", list[object]()
    for column, among in (("tenant_id", wanted.tenants), ("subject", wanted.subjects)):
        if among is not None:
            where += f" AND {one_of(column, among)}"
            parameters += sorted(among)
    since = None if wanted.since is None else milliseconds(wanted.since)
    until = None if wanted.until is None else milliseconds(wanted.until)
    for condition, value in (
        ("status = ?", wanted.status),
        ("created_at >= ?", since),
        ("created_at < ?", until),
    ):
        if value is not None:
            where += f" AND {condition}"
            parameters.append(value)
    return where, parameters
