"""How a duty is fulfilled, once it is clear who does it: an answer is made, a ticket opened.

Nothing is held while anyone is called: what came back is recorded by a decision of its own.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from application.answering import reply_to
from application.briefing import Briefing
from application.event_store.case_store import CaseStore, Remember
from application.event_store.recorded import Actor, Cause
from application.event_store.sealing import Beside, Decided
from application.ports import Reply, TenantPorts, TicketDeskFailed
from application.progress import Report, SnapshotTaken, unheard
from application.redaction import REDACTION_VERSION
from application.snapshots import freeze
from application.snapshots.freezing import Freezing
from domain.case import Caller, Case
from domain.errors import CaseNotFound, Unavailable
from domain.events import SnapshotBody, SnapshotCaptured, SnapshotDigest, SnapshotFrozen

DESK_SECONDS = 15.0
"""How long a ticket desk may take before the ticket is left owed."""


class DutyFailed(Exception):
    """A duty could not be fulfilled, and stays owed."""


class OwedAnswer(NamedTuple):
    """An answer that is owed to a recorded question, and the request in which it is made.

    `remember` gives what is kept of that request with the answer, and `report` is told how far the
    work is.
    """

    case_id: str
    question_id: str
    request_id: str
    remember: Remember | None = None
    report: Report = unheard


class Fulfilment:
    """Answers questions and opens tickets."""

    def __init__(
        self,
        store: CaseStore,
        briefing: Briefing,
        *,
        tenants: Mapping[str, TenantPorts],
        now: Callable[[], datetime],
        clock: Callable[[], float],
        processor_time: Callable[[], float],
        new_id: Callable[[str], str],
    ) -> None:
        """`clock` counts seconds steadily, `processor_time` those that a thread has worked, and
        `new_id` makes an id under a prefix.
        """
        self._store = store
        self._briefing = briefing
        self._tenants = tenants
        self._now = now
        self._clock = clock
        self._new_id = new_id
        self._freezing = Freezing(processor_time)

    async def answer_question(self, owed: OwedAnswer) -> Decided | None:
        """Answer a recorded question; None if it is answered already. Raises `DutyFailed`."""
        question_id, remember = owed.question_id, owed.remember
        case = await self._store.case(owed.case_id)
        if question_id not in case.unanswered:
            return None
        case = await self._captured(case, owed.request_id, owed.report)
        if question_id not in case.unanswered:
            return None
        reply = await self._reply(case, question_id, owed.report)
        message_id = self._new_id("msg")
        decided = await self._store.decide(
            owed.case_id,
            lambda case: case.answer(
                question_id,
                message_id=message_id,
                answer=reply.answer,
                pointers=reply.pointers,
                produced=reply.produced,
                exchanges=reply.exchanges,
            ),
            Cause(Actor("assistant"), owed.request_id, causation_id=question_id),
            beside=Beside(parts={ref: text.encode() for ref, text in reply.parts.items()}),
            remember=lambda decided: remember(decided) if remember and decided.recorded else None,
        )
        self._briefing.heard(decided.recorded)
        return decided if decided.recorded else None

    def patience(self, case: Case) -> float:
        """How many seconds an answer may take; none if the tenant is configured no more."""
        ports = self._tenants.get(case.tenant_id)
        return 0.0 if ports is None else ports.patience

    def doubt(self, case: Case) -> timedelta:
        """See `TicketDesk`; none if the tenant is configured no more."""
        ports = self._tenants.get(case.tenant_id)
        return timedelta(0) if ports is None else ports.desk.doubt

    async def open_ticket(self, case_id: str, request_id: str) -> Case:
        """Take an escalated case to the desk. Raises `DutyFailed`."""
        case = await self._store.case(case_id)
        pending = case.pending_ticket
        if pending is None:
            return case
        desk = self._ports(case).desk
        ticket = await self._briefing.ticket(case, pending.ticket_id)
        try:
            async with asyncio.timeout(DESK_SECONDS):
                opened = await desk.open(ticket)
        except (TicketDeskFailed, TimeoutError) as error:
            raise DutyFailed from error
        try:
            decided = await self._store.decide(
                case_id,
                lambda case: case.open_ticket(
                    connector=desk.connector,
                    ticket_id=opened.ticket_id,
                    ticket_url=opened.ticket_url,
                ),
                Cause(Actor("system"), request_id),
            )
        except CaseNotFound:
            # It was erased while the desk was busy.
            await desk.erase(case_id)
            raise
        except Unavailable as error:
            # The desk has it, but may not show it yet to whoever asks next.
            raise DutyFailed from error
        return decided.case

    def _ports(self, case: Case) -> TenantPorts:
        """What the case's tenant brings. Raises `DutyFailed` if it is configured no more."""
        ports = self._tenants.get(case.tenant_id)
        if ports is None:
            raise DutyFailed(case.tenant_id)
        return ports

    async def _captured(self, case: Case, request_id: str, report: Report) -> Case:
        """Take the snapshot, unless the case has one."""
        if case.snapshot_captured or case.requester is None:
            return case
        tenant = self._ports(case)
        answers = await tenant.host_app.ask(
            case.requester.user_id, window_hours=tenant.window_hours, request_id=request_id
        )
        making = partial(
            freeze,
            answers,
            snapshot_id=case.snapshot_id,
            created_at=self._now(),
            caller=Caller(case.tenant_id, case.requester),
            window_hours=tenant.window_hours,
            max_bytes=tenant.max_snapshot_bytes,
            marks=case.marks,
            keyed_hash=self._store.keys.marking(case.id),
        )
        captured = await self._freezing.captured(
            making, tenant_id=case.tenant_id, size=answers.bytes
        )
        event = SnapshotCaptured(
            snapshot_id=case.snapshot_id,
            bytes=captured.bytes,
            truncation=captured.truncation,
            sources=captured.snapshot.sources,
            redaction_version=REDACTION_VERSION,
            redactions=captured.redactions,
            sealed=SnapshotDigest(sha256=captured.sha256, marks=captured.marks),
        )
        frozen = SnapshotFrozen(sealed=SnapshotBody(text=captured.snapshot.text))
        decided = await self._store.decide(
            case.id,
            lambda case: case.capture_snapshot(event),
            Cause(Actor("system"), request_id),
            beside=Beside(snapshot=(case.snapshot_id, frozen)),
        )
        self._briefing.heard(decided.recorded)
        if decided.recorded:
            self._briefing.keep(decided.case, captured.snapshot)
            report(SnapshotTaken(case.snapshot_id, answers.sources, decided.case.version))
        return decided.case

    async def _reply(self, case: Case, question_id: str, report: Report) -> Reply:
        tenant = self._ports(case)
        return await reply_to(
            await self._briefing.turn(case, question_id, tenant.link_hosts),
            claude=tenant.claude,
            builtin=tenant.builtin,
            why_not=tenant.why_not,
            clock=self._clock,
            deadline=tenant.deadline,
            report=report,
        )
