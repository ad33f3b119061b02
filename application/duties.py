"""What the gateway owes once it is on record: an answer to a question, a ticket to an escalation.

Paid by the request that made the debt, or after a crash by the worker that finds it. Nothing is
held while anyone is called: what came back is recorded by a decision of its own.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from application.answering import answer
from application.budget import Reservation, TokenBudget
from application.event_store.case_store import Beside, CaseStore, Decided, Remember
from application.event_store.recorded import Actor, Cause
from application.ports import Assistant, HostApp, Reply, TicketDesk, TicketDeskFailed
from application.redaction import REDACTION_VERSION
from application.snapshots import freeze
from application.turns import CaseReader
from domain.case import Case
from domain.events import (
    ErasureReason,
    SnapshotBody,
    SnapshotCaptured,
    SnapshotDigest,
    SnapshotFrozen,
)

DESK_SECONDS = 15.0
"""How long a ticket desk may take before the ticket is left owed."""


@dataclass(frozen=True, slots=True)
class TenantPorts:
    """What one tenant brings: its application, who answers for it, its ticket desk, its bounds.

    `claude` is None where no model may or can be asked, and `why_not` says why: None where the
    tenant itself wants the built-in answerer. `daily_tokens` None is no budget.
    """

    host_app: HostApp
    claude: Assistant | None
    why_not: str | None
    desk: TicketDesk
    window_hours: int
    max_snapshot_bytes: int
    link_hosts: frozenset[str]
    daily_tokens: int | None = None


class Duties:
    """Pays what is owed."""

    def __init__(
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
        self._budget = TokenBudget(store.cases, now)
        self.reader = CaseReader(store)
        self.at_work: set[str] = set()
        """Questions and cases that this process is busy with."""

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
            ticket = await self.reader.ticket(case, case.ticket.ticket_id)
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

    async def erase_case(self, case_id: str, reason: ErasureReason) -> None:
        """Destroy the key of a case and what was derived from it; the record keeps its shape.

        Raises `CaseNotFound` and, if what the desk holds cannot be taken back, `TicketDeskFailed`.
        """
        case = await self._store.case(case_id)
        tenant = self._tenants.get(case.tenant_id)
        if tenant is not None and case.ticket is not None:
            await tenant.desk.erase(case_id)
        self.reader.forget(case.snapshot_id)
        await self._store.decide(
            case_id,
            lambda case: case.erase(reason),
            Cause(Actor("system"), self._new_id("req")),
        )

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
            self.reader.keep(captured.snapshot)
        return decided.case

    async def _reply(self, case: Case, question_id: str) -> Reply:
        tenant = self._tenants[case.tenant_id]
        turn = await self.reader.turn(case, question_id, tenant.link_hosts)
        claude, why_not = tenant.claude, tenant.why_not
        reserved: Reservation | None = None
        if claude is not None and tenant.daily_tokens is not None:
            reserved = await self._budget.reserve(turn, tenant.daily_tokens)
            if reserved is None:
                claude, why_not = None, "no_budget"
        reply = await answer(
            turn, claude=claude, builtin=self._builtin, why_not=why_not, clock=self._clock
        )
        if reserved is not None:
            await reserved.settle(reply.produced.usage)
        return reply
