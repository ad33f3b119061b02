"""What the gateway owes once it is on record: an answer to a question, a ticket to an escalation.

Paid by the request that made the debt, or after a crash by the worker that finds it; by one payer
at a time (see `application.leases`). Nothing is held while anyone is called: what came back is
recorded by a decision of its own.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from application.answering import answer
from application.event_store.case_store import Beside, CaseStore, Decided, Remember
from application.event_store.recorded import Actor, Cause
from application.leases import Leases, Overtaken
from application.ports import Assistant, HostApp, Reply, TicketDesk, TicketDeskFailed
from application.progress import Report, SnapshotTaken, unheard
from application.redaction import REDACTION_VERSION
from application.snapshots import freeze
from application.turns import CaseReader
from domain.case import Case
from domain.errors import CaseNotFound, Unavailable
from domain.events import (
    SnapshotBody,
    SnapshotCaptured,
    SnapshotDigest,
    SnapshotFrozen,
)

DESK_SECONDS = 15.0
"""How long a ticket desk may take before the ticket is left owed."""

WAIT_SECONDS = 40.0
"""How long a request waits for an answer that another payer is busy with."""

DOUBT_MS = 6_000
"""How long nobody, in whatever gateway, asks a desk again that may be doing what it was asked.

Longer than a desk takes to show a ticket that it has opened (see `application.adapters.tickets`).
"""

TICKET_WAIT_SECONDS = 8.0
"""How long an escalation waits for a ticket that another payer is busy with, or in doubt about."""

LOOK_SECONDS = 0.2
ANSWER_ATTEMPTS = 6
TICKET_ATTEMPTS = 150
"""About a day of them."""


_log = logging.getLogger(__name__)


class DutyFailed(Exception):
    """A debt could not be paid, and stays owed."""


def answer_pause(attempts: int) -> int:
    """Milliseconds before a question is tried again: all attempts fit into half a minute."""
    return int(min(1_000 * 2 ** (attempts - 1), 8_000))


def ticket_pause(attempts: int) -> int:
    """Milliseconds before a desk is tried again: soon, then every ten minutes."""
    return int(min(DOUBT_MS * 2 ** min(attempts - 1, 20), 600_000))


@dataclass(frozen=True, slots=True)
class TenantPorts:
    """What one tenant brings: its application, who answers for it, its ticket desk, its bounds.

    `claude` is None where no model may or can be asked, and `why_not` says why: None where the
    tenant itself wants the built-in answerer. `deadline` is in seconds, for a whole answer.
    """

    host_app: HostApp
    claude: Assistant | None
    why_not: str | None
    desk: TicketDesk
    window_hours: int
    max_snapshot_bytes: int
    link_hosts: frozenset[str]
    deadline: float


class Duties:
    """Pays what is owed."""

    def __init__(
        self,
        store: CaseStore,
        *,
        tenants: Mapping[str, TenantPorts],
        builtin: Assistant,
        leases: Leases,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        new_id: Callable[[str], str],
    ) -> None:
        """`clock` counts seconds steadily, `new_id` makes an id under a prefix."""
        self._store = store
        self._tenants = tenants
        self._builtin = builtin
        self.leases = leases
        self._now = now
        self._clock = clock
        self._new_id = new_id
        self.reader = CaseReader(store)

    # On request

    async def answer_question(
        self,
        case_id: str,
        question_id: str,
        request_id: str,
        remember: Remember | None = None,
        report: Report = unheard,
        *,
        just_asked: bool = False,
    ) -> Decided | None:
        """Answer a recorded question; None if it is answered, or was given up, by somebody else.

        Waits for whoever is busy with it, unless it was `just_asked`, by this very request. Raises
        `Unavailable` if that takes too long.
        """
        give_up = self._clock() + WAIT_SECONDS
        while True:
            lease = (
                self.leases.assumed(question_id)
                if just_asked
                else self.leases.taken(question_id, pause=answer_pause, skip_after=0)
            )
            just_asked = False
            with contextlib.suppress(Overtaken):
                async with lease as attempts:
                    if attempts is not None:
                        return await self._answer(
                            case_id, question_id, request_id, remember, report
                        )
            if question_id not in (await self._store.case(case_id)).unanswered:
                return None
            if self._clock() > give_up:
                raise Unavailable(retry_after=1)
            await asyncio.sleep(LOOK_SECONDS)

    async def open_ticket(self, case_id: str, request_id: str) -> Case:
        """Take an escalated case to the desk; if the desk fails, the ticket stays owed.

        Waits for whoever is busy with it.
        """
        give_up = self._clock() + TICKET_WAIT_SECONDS
        while True:
            lease = self.leases.taken(case_id, pause=ticket_pause, skip_after=DOUBT_MS)
            try:
                async with lease as attempts:
                    if attempts is not None:
                        return await self._take_to_desk(case_id, request_id)
            except DutyFailed:
                return await self._store.case(case_id)
            except Overtaken:
                pass
            case = await self._store.case(case_id)
            if case.ticket is None or case.ticket.url is not None or self._clock() > give_up:
                return case
            await asyncio.sleep(LOOK_SECONDS)

    # What is left over

    async def pay_answer(self, case_id: str, question_id: str, request_id: str) -> bool:
        """Answer a question that is left over, or give it up; False if somebody is busy with it.

        Whatever goes wrong is raised, and counted as an attempt if it is not the store's fault.
        """
        async with self.leases.taken(question_id, pause=answer_pause) as attempts:
            if attempts is None:
                return False
            if attempts <= ANSWER_ATTEMPTS:
                await self._answer(case_id, question_id, request_id, None, unheard)
                return True
            _log.error("a question was given up after %d attempts", ANSWER_ATTEMPTS)
            message_id = self._new_id("msg")
            await self._store.decide(
                case_id,
                lambda case: case.fail_answer(
                    question_id, message_id=message_id, reason="attempts_failed"
                ),
                Cause(Actor("system"), request_id, causation_id=question_id),
            )
        return True

    async def pay_ticket(self, case_id: str, request_id: str) -> bool:
        """Take a case to the desk that is left over, or give the desk up; else as `pay_answer`."""
        async with self.leases.taken(case_id, pause=ticket_pause) as attempts:
            if attempts is None:
                return False
            if attempts <= TICKET_ATTEMPTS:
                await self._take_to_desk(case_id, request_id)
                return True
            _log.error("a ticket was given up after %d attempts", TICKET_ATTEMPTS)
            await self._store.decide(
                case_id,
                lambda case: case.fail_ticket(attempts - 1),
                Cause(Actor("system"), request_id),
            )
        return True

    # While a lease is held

    async def _answer(
        self,
        case_id: str,
        question_id: str,
        request_id: str,
        remember: Remember | None,
        report: Report,
    ) -> Decided | None:
        case = await self._store.case(case_id)
        if question_id not in case.unanswered:
            return None
        case = await self._captured(case, request_id, report)
        if question_id not in case.unanswered:
            return None
        reply = await self._reply(case, question_id, report)
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
            remember=lambda decided: remember(decided) if remember and decided.recorded else None,
        )
        return decided if decided.recorded else None

    async def _take_to_desk(self, case_id: str, request_id: str) -> Case:
        """Open the ticket. Raises `DutyFailed`."""
        case = await self._store.case(case_id)
        if case.ticket is None or case.ticket.url is not None:
            return case
        desk = self._ports(case).desk
        ticket = await self.reader.ticket(case, case.ticket.ticket_id)
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
            sources=captured.snapshot.value.meta.sources,
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
            report(SnapshotTaken(case.snapshot_id, answers.sources, decided.case.version))
        return decided.case

    async def _reply(self, case: Case, question_id: str, report: Report) -> Reply:
        tenant = self._ports(case)
        return await answer(
            await self.reader.turn(case, question_id, tenant.link_hosts),
            claude=tenant.claude,
            builtin=self._builtin,
            why_not=tenant.why_not,
            clock=self._clock,
            deadline=tenant.deadline,
            report=report,
        )
