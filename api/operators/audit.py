"""The routes under `/api/audit`. Whatever they show, that it is shown is recorded first."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, cast, get_args

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from api.errors import NotFound, RecordAltered
from api.head import case_id_of
from api.operators.query import JSON_LINES, Query
from api.operators.tokens import OperatorTokens, Viewer
from application.event_store.access_log import AccessLog
from application.event_store.altered import Altered, readable
from application.event_store.case_store import CaseStore
from application.event_store.recorder import Positioned
from application.event_store.refusals import refusals
from domain.errors import CaseNotFound
from domain.events import AuditViewed, LookedAt
from domain.model import Model
from projections.audit_views import NAME as AUDIT_VIEWS
from projections.audit_views import AuditView, audit_views
from projections.audited_case import CaseIdentity, Part, as_it_stood, identity, snapshot
from projections.audited_events import audited, events
from projections.case_index import NAME as CASE_INDEX
from projections.case_index import Wanted, indexed_case, indexed_cases
from projections.case_users import AuditedCasePage, with_users
from projections.paging import Page
from projections.views import FRESH_SECONDS, Views, caught_up

CASES: Final = ("tenantId", "userId", "status", "from", "to", "cursor", "limit")
"""What narrows the list of cases."""

LOOKS: Final = ("operator", "caseId", "cursor", "limit")
"""What narrows the list of looks."""

_PAGE: Final = 100

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Audit:
    """The routes, and what they stand on. `tenant_ids` are those that the gateway serves."""

    record: CaseStore
    views: Views
    tokens: OperatorTokens
    access_log: AccessLog
    tenant_ids: AbstractSet[str]
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> list[Route]:
        """All of them."""
        one = "/api/audit/cases/{case_id}"
        return [
            Route("/api/audit/cases", self.list_cases, methods=["GET"]),
            Route(one, self.in_turn(self.get_case), methods=["GET"]),
            Route(f"{one}/events", self.list_events, methods=["GET"]),
            Route(f"{one}/snapshot", self.get_snapshot, methods=["GET"]),
            Route("/api/audit/views", self.list_views, methods=["GET"]),
        ]

    def in_turn(self, endpoint: Endpoint) -> Endpoint:
        """Serve a look at a whole case after those that were asked for before: however many ask at
        once, one case is in memory, and users wait for one piece of work.
        """

        async def serve(request: Request) -> Response:
            async with self._looking:
                return await endpoint(request)

        return serve

    async def list_cases(self, request: Request) -> Response:
        """`GET /api/audit/cases`."""
        viewer = self.tokens.viewer(request.headers, "auditor")
        page = await self.cases(request, viewer, Query(request, CASES))
        return _json(_written(page))

    async def get_case(self, request: Request) -> Response:
        """`GET /api/audit/cases/{caseId}`."""
        viewer = self.tokens.viewer(request.headers, "auditor")
        case = await self.case_at(request, viewer)
        query = Query(request, ("asOf",))
        with _unaltered():
            stood = await as_it_stood(self.record, case.id, query.as_of())
        await self.look_at(request, viewer, case, "case", query)
        return _json(_written(stood))

    async def list_events(self, request: Request) -> Response:
        """`GET /api/audit/cases/{caseId}/events`: all of them, or a page where a limit is given; as
        JSON lines always all.
        """
        viewer = self.tokens.viewer(request.headers, "auditor")
        case = await self.case_at(request, viewer)
        query = Query(request, ("stream", "cursor", "limit", "format"))
        part = cast("Part", query.one_of("stream", get_args(Part)) or "case")
        stream = case.streams[part]
        kind = query.format("jsonl")
        cursor, limit = query.text("cursor"), query.limit()
        with refusals():
            page = await events(self.views, stream, cursor=cursor, limit=limit)
        await self.look_at(request, viewer, case, "events", query)
        if kind == "jsonl":
            lines = self._lines(self._onward(stream, page))
            return StreamingResponse(lines, media_type=JSON_LINES)
        written, onward = self._audited(page), page.next_cursor
        if query.text("limit") is None:
            written, onward = self._onward(stream, page), None
        return StreamingResponse(self._array(written, onward), media_type="application/json")

    async def get_snapshot(self, request: Request) -> Response:
        """`GET /api/audit/cases/{caseId}/snapshot`."""
        viewer = self.tokens.viewer(request.headers, "auditor")
        case = await self.case_at(request, viewer)
        query = Query(request, ())
        with _unaltered():
            found = await snapshot(self.record, case)
        if found is None:
            raise NotFound("No snapshot was taken for this case yet.")
        await self.look_at(request, viewer, case, "snapshot", query)
        text = b"null" if found.text is None else found.text.encode()
        return _json(b'{"snapshot":%b,"sha256":%b}' % (text, orjson.dumps(found.sha256)))

    async def list_views(self, request: Request) -> Response:
        """`GET /api/audit/views`: who looked at what."""
        viewer = self.tokens.viewer(request.headers, "auditor")
        page = await self.looks(request, viewer, Query(request, LOOKS))
        data = b",".join(_written(view) for view in page.items)
        return _json(b'{"data":[%b],"nextCursor":%b}' % (data, orjson.dumps(page.next_cursor)))

    # What the pages show, too; that it is shown is recorded here

    async def cases(self, request: Request, viewer: Viewer, query: Query) -> AuditedCasePage:
        """A page of the cases that an operator asked for (see `CASES`)."""
        tenant_id, user_id = query.text("tenantId"), query.text("userId")
        tenants = viewer.among(tenant_id)
        subjects = None if user_id is None else self._subjects(tenants, user_id)
        since, until = query.times()
        wanted = Wanted(
            tenants=tenants,
            subjects=subjects,
            status=query.status(),
            since=since,
            until=until,
        )
        cursor, limit = query.text("cursor"), query.limit()
        with refusals():
            await caught_up(self.views, CASE_INDEX, within=FRESH_SECONDS)
            listed = await indexed_cases(self.views, wanted, cursor=cursor, limit=limit)
            page = await with_users(self.record, self.views, listed)
        instead = {"userId": " ".join(sorted(subjects))} if subjects is not None else {}
        viewed = AuditViewed(
            operator=viewer.name,
            looked_at="cases",
            tenant_id=tenant_id if tenant_id and viewer.sees(tenant_id) else None,
            asked=query.narrowed(instead=instead),
        )
        await self._look(request, viewed, subject=next(iter(subjects or ()), ""))
        return page

    async def looks(self, request: Request, viewer: Viewer, query: Query) -> Page[AuditView]:
        """A page of the looks that an operator may know of (see `LOOKS`)."""
        operator, case_id = query.text("operator"), query.text("caseId")
        cursor, limit = query.text("cursor"), query.limit()
        with refusals():
            await caught_up(self.views, AUDIT_VIEWS, within=FRESH_SECONDS)
            page = await audit_views(
                self.views,
                seen_by=viewer.name,
                tenants=viewer.tenants,
                operator=operator,
                case_id=case_id,
                cursor=cursor,
                limit=limit,
            )
        viewed = AuditViewed(operator=viewer.name, looked_at="views", asked=query.narrowed())
        await self._look(request, viewed)
        return page

    async def case_at(self, request: Request, viewer: Viewer) -> CaseIdentity:
        """The case at the address; raises `CaseNotFound` for another tenant's, too."""
        case_id = case_id_of(request)
        with refusals():
            case = await self._identity(case_id)
        if not viewer.sees(case.tenant_id):
            raise CaseNotFound
        return case

    async def look_at(
        self, request: Request, viewer: Viewer, case: CaseIdentity, what: LookedAt, query: Query
    ) -> None:
        """Put on record that something of a case is about to be shown."""
        viewed = AuditViewed(
            operator=viewer.name,
            looked_at=what,
            tenant_id=case.tenant_id,
            case_id=case.id,
            asked=query.narrowed(),
        )
        await self._look(request, viewed, subject=case.subject)

    # What they have in common

    async def _identity(self, case_id: str) -> CaseIdentity:
        """Which case it is; by the list of cases, where its first event is gone or was altered."""
        with suppress(Altered, CaseNotFound), readable():
            return await identity(self.record, self.views, case_id)
        listed = await indexed_case(self.views, case_id)
        if listed is None:
            raise CaseNotFound
        return CaseIdentity(case_id, listed.tenant_id, listed.subject, listed.snapshot_id)

    def _subjects(self, tenants: frozenset[str] | None, user_id: str) -> frozenset[str]:
        """A user id's pseudonyms: one in each tenant."""
        among = self.tenant_ids if tenants is None else tenants
        return frozenset(self.record.keys.pseudonym(tenant, user_id) for tenant in among)

    async def _look(self, request: Request, viewed: AuditViewed, *, subject: str = "") -> None:
        """Put on record that something is about to be shown."""
        request_id: str = request.scope["request_id"]
        await self.access_log.write(viewed, subject=subject, request_id=request_id)

    async def _audited(self, page: Page[Positioned]) -> AsyncGenerator[bytes]:
        for stored in page.items:
            yield _written(await audited(self.record, stored))

    async def _onward(self, stream: str, page: Page[Positioned]) -> AsyncGenerator[bytes]:
        """The events of a page, and all that follow."""
        while True:
            async for event in self._audited(page):
                yield event
            if page.next_cursor is None:
                return
            page = await events(self.views, stream, cursor=page.next_cursor, limit=_PAGE)

    @staticmethod
    async def _array(
        written: AsyncGenerator[bytes], next_cursor: str | None
    ) -> AsyncGenerator[bytes]:
        yield b'{"data":['
        separator = b""
        async for event in written:
            yield separator + event
            separator = b","
        yield b'],"nextCursor":%b}' % orjson.dumps(next_cursor)

    @staticmethod
    async def _lines(written: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
        async for event in written:
            yield event + b"\n"


@contextmanager
def _unaltered() -> Generator[None]:
    """What cannot be put together from the record is refused in its own words."""
    try:
        with readable():
            yield
    except Altered as wrong:
        raise RecordAltered(f"The record of this case was altered: {wrong}.") from wrong


def _written(value: Model) -> bytes:
    return value.model_dump_json(by_alias=True).encode()


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")
