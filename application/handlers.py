"""One method a command: decide, call out, decide again, with nothing held in between.

What the user said is a fact before anyone is called, and what came back is another. So whatever is
interrupted goes on from its last recorded fact, by whoever finds it.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from application.answering import answer
from application.commands import (
    AddMessage,
    CloseCase,
    EscalateCase,
    GiveFeedback,
    OpenCase,
    TakeAction,
)
from application.context import cut_context
from application.event_store.append import Document, Remembered
from application.event_store.case_store import Beside, CaseStore, Decided, Remember
from application.event_store.recorded import Actor, Cause
from application.idempotency import Attempt
from application.ports import Assistant, HostApp, Reply, TicketDesk, TicketDeskFailed
from application.redaction import REDACTION_VERSION, redact, redact_text
from application.snapshots import freeze
from application.turns import CaseReader
from domain.answer import ActionType
from domain.case import Caller, Case, TicketState
from domain.errors import CaseNotFound
from domain.events import SnapshotBody, SnapshotCaptured, SnapshotDigest, SnapshotFrozen

Respond = Callable[[Sequence[Document], str], bytes]
"""Makes a response's body out of a case's pieces and the id of the message it is about."""

DESK_SECONDS = 15.0
"""How long a ticket desk may take before the ticket is left owed."""

RESULTS: dict[ActionType, str] = {
    "retry": "Please try the operation again now.",
    "open_docs": "The documentation is open.",
    "create_ticket": "Please escalate the case to open a ticket.",
    "request_access": "Please ask the owner of the resource for access.",
    "custom": "Noted.",
}
"""What an action answers, in one sentence."""


@dataclass(frozen=True, slots=True)
class TenantPorts:
    """What one tenant brings: its application, who answers for it, its ticket desk, its bounds.

    `claude` is None where no model may or can be asked, and `why_not` says why: None where the
    tenant itself wants the built-in answerer.
    """

    host_app: HostApp
    claude: Assistant | None
    why_not: str | None
    desk: TicketDesk
    window_hours: int
    max_snapshot_bytes: int
    link_hosts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, in which request, under which Idempotency-Key if any."""

    caller: Caller
    request_id: str
    attempt: Attempt | None = None


class Handlers:
    """What the gateway does when a widget asks, and when something is owed."""

    def __init__(  # noqa: PLR0913  everything unpredictable is an argument
        self,
        store: CaseStore,
        *,
        tenants: Mapping[str, TenantPorts],
        builtin: Assistant,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        new_id: Callable[[str], str],
    ) -> None:
        """`clock` counts seconds steadily, `new_id` makes an id under a prefix."""
        self._store = store
        self._tenants = tenants
        self._builtin = builtin
        self._now = now
        self._clock = clock
        self._new_id = new_id
        self._reader = CaseReader(store)
        self.at_work: set[str] = set()
        """Questions and cases that a request of this process is busy with."""

    # Commands

    async def open_case(self, asked: Asked, command: OpenCase, respond: Respond) -> bytes:
        """Open a case, take the snapshot, give the first answer."""
        attempt = asked.attempt
        if attempt and attempt.taken_over and attempt.taken_over.question_id:
            case_id, question_id = attempt.taken_over.case_id, attempt.taken_over.question_id
        else:
            case_id, question_id = self._new_id("cas"), self._new_id("msg")
            events = Case.open(
                asked.caller,
                snapshot_id=self._new_id("scs"),
                message_id=question_id,
                question=redact_text(command.message),
                context=cut_context(command.context),
            )
            await self._store.open_case(
                case_id, events, self._by_user(asked), remember=_claiming(attempt, question_id)
            )
        return await self._answered(case_id, question_id, asked, respond)

    async def add_message(
        self, asked: Asked, case_id: str, command: AddMessage, respond: Respond
    ) -> bytes:
        """Record a question and answer it."""
        attempt = asked.attempt
        content = redact_text(command.content)
        if attempt and attempt.taken_over and attempt.taken_over.question_id:
            question_id = attempt.taken_over.question_id
            return await self._answered(case_id, question_id, asked, respond)
        case = (await self._store.case(case_id)).seen_by(asked.caller)
        answer_id = case.repeats_opening(content, self._now())
        if case.status == "active" and answer_id is not None:
            documents = await self._store.documents(("case", "message"), case_id)
            return await self._finish(case_id, asked, respond(documents, answer_id))
        question_id = self._new_id("msg")
        await self._store.decide(
            case_id,
            lambda case: case.seen_by(asked.caller).add_message(
                message_id=question_id, content=content
            ),
            self._by_user(asked),
            remember=_claiming(attempt, question_id),
        )
        return await self._answered(case_id, question_id, asked, respond)

    async def give_feedback(
        self, asked: Asked, case_id: str, command: GiveFeedback, body: bytes
    ) -> bytes:
        """Judge the help."""
        await self._store.decide(
            case_id,
            lambda case: case.seen_by(asked.caller).give_feedback(command.feedback),
            self._by_user(asked),
            remember=_answering(asked.attempt, body),
        )
        return body

    async def close_case(
        self, asked: Asked, case_id: str, command: CloseCase, body: bytes
    ) -> bytes:
        """End the case."""
        await self._store.decide(
            case_id,
            lambda case: case.seen_by(asked.caller).close(command.resolution, command.rating),
            self._by_user(asked),
            remember=_answering(asked.attempt, body),
        )
        return body

    async def take_action(
        self,
        asked: Asked,
        case_id: str,
        command: TakeAction,
        respond: Callable[[str], bytes],
    ) -> bytes:
        """Take an action that an answer suggested."""
        body = respond(RESULTS[command.action.type])
        await self._store.decide(
            case_id,
            lambda case: case.seen_by(asked.caller).take_action(command.action),
            self._by_user(asked),
            remember=_answering(asked.attempt, body),
        )
        return body

    async def escalate_case(
        self,
        asked: Asked,
        case_id: str,
        command: EscalateCase,
        respond: Callable[[TicketState], bytes],
    ) -> bytes:
        """Hand the case to people, with a ticket if the desk takes it now."""
        reason = None if command.reason is None else redact_text(command.reason)
        ticket_id = self._new_id("tkt")
        attempt = asked.attempt
        decided = await self._store.decide(
            case_id,
            lambda case: case.seen_by(asked.caller).escalate(ticket_id=ticket_id, reason=reason),
            self._by_user(asked),
            remember=_claiming(attempt, None),
        )
        case = decided.case
        if case.ticket is not None and case.ticket.url is None:
            case = await self.open_ticket(case_id, asked.request_id)
        if case.ticket is None:
            raise CaseNotFound
        return await self._finish(case_id, asked, respond(case.ticket))

    # What is owed, whoever asks for it

    async def answer_question(
        self, case_id: str, question_id: str, request_id: str, remember: Remember | None = None
    ) -> Decided | None:
        """Answer a recorded question; None if it was answered already."""
        self.at_work.add(question_id)
        try:
            case = await self._captured(await self._store.case(case_id), request_id)
            if question_id not in case.unanswered:
                return None
            reply = await self._reply(case, question_id)
            message_id = self._new_id("msg")
            decided = await self._store.decide(
                case_id,
                lambda case: case.answer(
                    question_id,
                    message_id=message_id,
                    answer=reply.answer,
                    pointers=reply.pointers,
                    produced=reply.produced,
                    exchanges=reply.exchanges,
                ),
                Cause(Actor("assistant"), request_id, causation_id=question_id),
                beside=Beside(parts={ref: text.encode() for ref, text in reply.parts.items()}),
                remember=lambda decided: (
                    remember(decided) if remember and decided.recorded else None
                ),
            )
        finally:
            self.at_work.discard(question_id)
        return decided if decided.recorded else None

    async def open_ticket(self, case_id: str, request_id: str) -> Case:
        """Take an escalated case to the desk; if the desk fails, the ticket stays owed."""
        self.at_work.add(case_id)
        try:
            case = await self._store.case(case_id)
            if case.ticket is None or case.ticket.url is not None:
                return case
            desk = self._tenants[case.tenant_id].desk
            ticket = await self._reader.ticket(case, case.ticket.ticket_id)
            try:
                async with asyncio.timeout(DESK_SECONDS):
                    opened = await desk.open(ticket)
            except (TicketDeskFailed, TimeoutError):
                return case
            decided = await self._store.decide(
                case_id,
                lambda case: case.open_ticket(
                    connector=desk.connector,
                    ticket_id=opened.ticket_id,
                    ticket_url=opened.ticket_url,
                ),
                Cause(Actor("system"), request_id),
            )
            return decided.case
        finally:
            self.at_work.discard(case_id)

    # Pieces of the above

    async def _answered(
        self, case_id: str, question_id: str, asked: Asked, respond: Respond
    ) -> bytes:
        """Answer a question and respond with the answer, or with the one it has already."""
        body = b""

        def remember(decided: Decided) -> Remembered | None:
            nonlocal body
            body = respond(decided.documents, decided.recorded[0].event.message_id)
            return asked.attempt.answered(case_id, body) if asked.attempt else None

        decided = await self.answer_question(case_id, question_id, asked.request_id, remember)
        if decided is not None:
            return body
        answer_id = await self._reader.answer_to(case_id, question_id)
        documents = await self._store.documents(("case", "message"), case_id)
        return await self._finish(case_id, asked, respond(documents, answer_id))

    async def _finish(self, case_id: str, asked: Asked, body: bytes) -> bytes:
        """Keep a response that no event goes with."""
        if asked.attempt is not None:
            await self._store.decide(
                case_id,
                lambda _: (),
                self._by_user(asked),
                remember=_answering(asked.attempt, body),
            )
        return body

    async def _captured(self, case: Case, request_id: str) -> Case:
        """Take the snapshot, unless the case has one."""
        if case.snapshot_captured or case.requester is None:
            return case
        tenant = self._tenants[case.tenant_id]
        answers = await tenant.host_app.ask(
            case.requester.user_id, window_hours=tenant.window_hours, request_id=request_id
        )
        captured = await asyncio.to_thread(
            freeze,
            answers,
            snapshot_id=case.snapshot_id,
            created_at=self._now(),
            tenant_id=case.tenant_id,
            user_id=case.requester.user_id,
            signed_roles=case.requester.roles,
            signed_plan=case.requester.plan,
            window_hours=tenant.window_hours,
            max_bytes=tenant.max_snapshot_bytes,
        )
        event = SnapshotCaptured(
            snapshot_id=case.snapshot_id,
            bytes=captured.bytes,
            truncation=captured.truncation,
            sources=answers.sources,
            redaction_version=REDACTION_VERSION,
            redactions=captured.redactions,
            sealed=SnapshotDigest(sha256=captured.sha256),
        )
        frozen = SnapshotFrozen(sealed=SnapshotBody(text=captured.snapshot.text))
        decided = await self._store.decide(
            case.id,
            lambda case: case.capture_snapshot(event),
            Cause(Actor("system"), request_id),
            beside=Beside(snapshot=(case.snapshot_id, frozen)),
        )
        if decided.recorded:
            self._reader.keep(captured.snapshot)
        return decided.case

    async def _reply(self, case: Case, question_id: str) -> Reply:
        tenant = self._tenants[case.tenant_id]
        turn = await self._reader.turn(case, question_id, tenant.link_hosts)
        return await answer(
            turn,
            claude=tenant.claude,
            builtin=self._builtin,
            why_not=tenant.why_not,
            clock=self._clock,
        )

    def _by_user(self, asked: Asked) -> Cause:
        caller = asked.caller
        pseudonym = self._store.keys.pseudonym(caller.tenant_id, caller.requester.user_id)
        return Cause(
            Actor("user", pseudonym),
            asked.request_id,
            idempotency_id=asked.attempt.id if asked.attempt else None,
        )


def _claiming(attempt: Attempt | None, question_id: str | None) -> Remember:
    return lambda decided: attempt.claimed(decided.case.id, question_id) if attempt else None


def _answering(attempt: Attempt | None, body: bytes) -> Remember:
    return lambda decided: attempt.answered(decided.case.id, body) if attempt else None
