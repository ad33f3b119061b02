"""The widget's calls: each reads a command or an address, and answers with what a handler made."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from api.auth import WidgetTokens
from api.body import read_command
from api.event_stream import wants_events
from api.head import case_id_of, etag_matches, idempotency_key, limit_of, parameter
from api.rate_limiter import Kind, RateLimiter
from api.streaming import Streams, replayed
from application.aside import aside
from application.commands import (
    AddMessage,
    CloseCase,
    EscalateCase,
    GiveFeedback,
    OpenCase,
    TakeAction,
)
from application.event_store.append import ViewDocument
from application.event_store.case_store import CaseStore
from application.handlers import Asked, Handlers
from application.idempotency import Attempt, Replay, begin, comparable
from domain.case import Caller, TicketState
from domain.errors import CaseNotFound
from domain.model import JSON, Model, milliseconds
from projections.case_details import CaseReads, Details, case_of, message_of
from projections.case_list import own_cases

CREATED: Final = 201
STREAMED: Final[frozenset[Kind]] = frozenset({"creates", "messages"})
OK: Final = b'{"ok":true}'

Command = TypeVar("Command", bound=Model)
Work = Callable[[Asked, Command], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Cases:
    """The routes under `/api/cases`, and what they stand on. `disclosures` are by tenant."""

    store: CaseStore
    reads: CaseReads
    handlers: Handlers
    streams: Streams
    tokens: WidgetTokens
    limits: RateLimiter
    disclosures: Mapping[str, str]
    now: Callable[[], datetime]
    new_id: Callable[[str], str]

    def routes(self) -> list[Route]:
        """All of them, the most used first."""
        one = "/api/cases/{case_id}"
        return [
            Route(one, self.get_case, methods=["GET"]),
            Route(f"{one}/messages", self.add_message, methods=["POST"]),
            Route("/api/cases", self.list_cases, methods=["GET"]),
            Route("/api/cases", self.open_case, methods=["POST"]),
            Route(f"{one}/events", self.follow_case, methods=["GET"]),
            Route(f"{one}/feedback", self.give_feedback, methods=["POST"]),
            Route(f"{one}/close", self.close_case, methods=["POST"]),
            Route(f"{one}/escalate", self.escalate_case, methods=["POST"]),
            Route(f"{one}/actions", self.take_action, methods=["POST"]),
        ]

    # Reads

    def caller(self, scope: Scope) -> Caller:
        """Who calls, whose tenant is noted; raises `Unauthorized`."""
        caller = self.tokens.caller(scope["headers"])
        scope["tenant"] = caller.tenant_id
        return caller

    async def get_case(self, request: Request) -> Response:
        """`GET /api/cases/{caseId}`."""
        details = await self.read(self.caller(request.scope), case_id_of(request))
        etag = f'"{details.version}"'
        if etag_matches(",".join(request.headers.getlist("if-none-match")), etag):
            return Response(status_code=304, headers={"ETag": etag})
        return _json(details.body, headers={"ETag": etag})

    async def read(self, caller: Caller, case_id: str) -> Details:
        """A case for its owner; counts as a request."""
        await self.limits.count(caller, "others")
        return await self.reads.details(case_id, self._owner(caller))

    async def list_cases(self, request: Request) -> Response:
        """`GET /api/cases`."""
        caller = self.caller(request.scope)
        await self.limits.count(caller, "others")
        page = await own_cases(
            self.store,
            self._owner(caller),
            cursor=parameter(request, "cursor"),
            limit=limit_of(request),
        )
        cursor = orjson.dumps(page.next_cursor)
        return _json(b'{"data":[' + b",".join(page.items) + b'],"nextCursor":' + cursor + b"}")

    async def follow_case(self, request: Request) -> Response:
        """`GET /api/cases/{caseId}/events`."""
        caller = self.caller(request.scope)
        await self.limits.count(caller, "others")
        case_id = case_id_of(request)
        again = partial(self.caller, request.scope)
        return await self.streams.follow(request, caller, case_id, again)

    # Commands

    async def open_case(self, request: Request) -> Response:
        """`POST /api/cases`."""

        async def work(asked: Asked, command: OpenCase) -> bytes:
            disclosure = orjson.dumps(self.disclosures[asked.caller.tenant_id])

            def respond(documents: Sequence[ViewDocument], answer_id: str) -> bytes:
                case, answer = case_of(documents), message_of(documents, answer_id)
                snapshot = orjson.dumps({"id": orjson.loads(case)["snapshotId"]})
                return (
                    b'{"case":%b,"snapshot":%b,"aiMessage":%b,"disclosure":%b}'
                    % (case, snapshot, answer, disclosure)
                )  # fmt: skip

            return await self.handlers.open_case(asked, command, respond)

        return await self._perform(request, "creates", OpenCase, work, status=CREATED)

    async def add_message(self, request: Request) -> Response:
        """`POST /api/cases/{caseId}/messages`."""

        def respond(documents: Sequence[ViewDocument], answer_id: str) -> bytes:
            return b'{"message":' + message_of(documents, answer_id) + b"}"

        async def work(asked: Asked, command: AddMessage) -> bytes:
            return await self.handlers.add_message(asked, case_id_of(request), command, respond)

        return await self._perform(request, "messages", AddMessage, work)

    async def give_feedback(self, request: Request) -> Response:
        """`POST /api/cases/{caseId}/feedback`."""

        async def work(asked: Asked, command: GiveFeedback) -> bytes:
            return await self.handlers.give_feedback(asked, case_id_of(request), command, OK)

        return await self._perform(request, "others", GiveFeedback, work)

    async def close_case(self, request: Request) -> Response:
        """`POST /api/cases/{caseId}/close`."""

        async def work(asked: Asked, command: CloseCase) -> bytes:
            return await self.handlers.close_case(asked, case_id_of(request), command, OK)

        return await self._perform(request, "others", CloseCase, work)

    async def escalate_case(self, request: Request) -> Response:
        """`POST /api/cases/{caseId}/escalate`."""

        def respond(ticket: TicketState) -> bytes:
            return orjson.dumps({"ticketId": ticket.ticket_id, "ticketUrl": ticket.url})

        async def work(asked: Asked, command: EscalateCase) -> bytes:
            return await self.handlers.escalate_case(asked, case_id_of(request), command, respond)

        return await self._perform(request, "others", EscalateCase, work, may_be_empty=True)

    async def take_action(self, request: Request) -> Response:
        """`POST /api/cases/{caseId}/actions`."""

        def respond(result: str) -> bytes:
            return orjson.dumps({"result": result})

        async def work(asked: Asked, command: TakeAction) -> bytes:
            return await self.handlers.take_action(asked, case_id_of(request), command, respond)

        return await self._perform(request, "others", TakeAction, work)

    # What they have in common

    async def _perform(
        self,
        request: Request,
        kind: Kind,
        model: type[Command],
        work: Work[Command],
        *,
        status: int = 200,
        may_be_empty: bool = False,
    ) -> Response:
        """Verify, read, recognise a repetition, count, work: in this order.

        What may take long can be streamed.
        """
        caller = self.caller(request.scope)
        key = idempotency_key(request.headers)
        command, body, large = await read_command(model, request, may_be_empty=may_be_empty)
        streaming = kind in STREAMED and wants_events(request.headers)
        attempt: Attempt | None = None
        if key is not None:
            path: str = request.scope["path"]
            fresh = await aside(large, self._attempt, caller, path, key, body, status)
            begun = begin(await self.store.remembered(fresh.id), fresh)
            if isinstance(begun, Replay):
                return await self._replay(begun, streaming=streaming)
            attempt = begun
        await self.limits.count(caller, kind)
        asked = Asked(caller, request.scope["request_id"], attempt)
        if streaming:
            return await self.streams.answer(
                request, caller, lambda report: work(asked._replace(report=report), command), status
            )
        answer = await work(asked, command)
        return _json(answer, status, _location(answer, status))

    def _owner(self, caller: Caller) -> str:
        return self.store.keys.pseudonym(*caller.person)

    def _attempt(self, caller: Caller, path: str, key: str, body: JSON, status: int) -> Attempt:
        return Attempt(
            id=self.store.keys.keyed_hash("request", *caller.person, path, key),
            claim=self.new_id("clm"),
            fingerprint=self.store.keys.keyed_hash("body", comparable(body)),
            status=status,
            now=milliseconds(self.now()),
        )

    async def _replay(self, replay: Replay, *, streaming: bool) -> Response:
        body = await self.store.response(replay.case_id, replay.request_id, replay.sealed)
        if body is None:
            raise CaseNotFound
        headers = {"Idempotency-Replayed": "true"} | _location(body, replay.status)
        respond = replayed if streaming else _json
        return respond(body, replay.status, headers)


def _location(body: bytes, status: int) -> dict[str, str]:
    """Where to find what was created (RFC 9110, 10.2.2)."""
    if status != CREATED:
        return {}
    return {"Location": f"/api/cases/{orjson.loads(body)['case']['id']}"}


def _json(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(body, status, headers, "application/json")
