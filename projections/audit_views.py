"""Who looked at the record, when, and at what: the list of the looks themselves."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from domain.model import Model, Time, milliseconds, moment_of
from projections.paging import Page, cut, read_position
from projections.views import Folded, Logged, Table, Views, live, one_of

NAME: Final = "audit_views"
_CURSOR: Final = "look-"


class AuditViewRow(NamedTuple):
    """A look as it is stored in the list; `asked` is JSON."""

    position: int
    viewed_at: int
    operator: str
    looked_at: str
    tenant_id: str | None
    case_id: str | None
    asked: str
    request_id: str
    stream: str
    version: int


class AuditView(Model):
    """A look at the record. `stream` and `version` say where it is recorded itself."""

    position: int
    viewed_at: Time
    operator: str
    looked_at: str
    tenant_id: str | None
    case_id: str | None
    asked: dict[str, str]
    request_id: str
    stream: str
    version: int


TABLE: Final = Table(NAME, AuditViewRow, ("position",))


class AuditViews:
    """The fold (see `FollowedView`)."""

    name = NAME
    definition = 1
    topics = frozenset({"audit.viewed"})
    tables: Mapping[type[Any], Table] = {AuditViewRow: TABLE}
    state = None

    def fold(self, state: None, logged: Logged) -> Folded:  # noqa: ARG002 - looks do not add up
        """List a look."""
        recorded = logged.recorded
        event = recorded.event
        look = AuditViewRow(
            position=logged.position,
            viewed_at=milliseconds(recorded.recorded_at),
            operator=event.operator,
            looked_at=event.looked_at,
            tenant_id=event.tenant_id,
            case_id=event.case_id,
            asked=json.dumps(event.asked, sort_keys=True),
            request_id=recorded.cause.correlation_id,
            stream=recorded.originator_id,
            version=recorded.originator_version,
        )
        return Folded(None, (look,))


# Reading


async def audit_views(
    views: Views,
    *,
    seen_by: str,
    tenants: frozenset[str] | None,
    operator: str | None,
    case_id: str | None,
    cursor: str | None,
    limit: int,
) -> Page[AuditView]:
    """List looks, newest first: those at these tenants' cases, and all that `seen_by` had.

    `tenants` None is all of them. Raises `Invalid` for a cursor that no page has given.
    """
    where, parameters = "", list[object]()
    if tenants is not None:
        where += f" AND ({one_of('tenant_id', tenants)} OR operator = ?)"
        parameters += [*sorted(tenants), seen_by]
    before = None if cursor is None else read_position(cursor, _CURSOR)
    for condition, value in (
        ("operator = ?", operator),
        ("case_id = ?", case_id),
        ("position < ?", before),
    ):
        if value is not None:
            where += f" AND {condition}"
            parameters.append(value)
    rows = await views.read(
        f"SELECT {','.join(TABLE.columns)} FROM audit_views WHERE generation = {live(NAME)}{where}"  # noqa: S608 - names of ours
        " ORDER BY position DESC LIMIT ?",
        *parameters,
        limit + 1,
    )
    found = [AuditViewRow(*row) for row in rows]
    page, next_cursor = cut(found, limit, lambda last: f"{_CURSOR}{last.position}")
    return Page(tuple(map(_shown, page)), next_cursor)


def _shown(row: AuditViewRow) -> AuditView:
    return AuditView(
        position=row.position,
        viewed_at=moment_of(row.viewed_at),
        operator=row.operator,
        looked_at=row.looked_at,
        tenant_id=row.tenant_id,
        case_id=row.case_id,
        asked=json.loads(row.asked),
        request_id=row.request_id,
        stream=row.stream,
        version=row.version,
    )
