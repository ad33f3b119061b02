"""Pays what the gateway owes: answers and tickets that a request has left behind.

A debt is left alone until no request can be busy with it any more. Two gateways may pay the same
debt at once; the record takes the first payment only.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from api.telemetry import LOG
from application.duties import Duties
from application.event_store.append import StoreAway
from application.event_store.case_store import CaseStore
from application.idempotency import KEPT_MS, LEASE_MS
from application.ports import TicketDeskFailed
from application.retention import erase_expired
from domain.errors import CaseNotFound, Refused
from projections.case_details import CASE
from projections.owed import Debt, debts

PAUSE_SECONDS = 5.0
TIDY_EVERY = timedelta(minutes=10)
OVERDUE = timedelta(milliseconds=LEASE_MS)
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(minutes=10)


class Worker:
    """One loop in each gateway."""

    def __init__(
        self,
        store: CaseStore,
        duties: Duties,
        now: Callable[[], datetime],
        new_id: Callable[[str], str],
        kept: Mapping[str, timedelta],
    ) -> None:
        """Pay the debts of this store; `kept` says by tenant how long cases are."""
        self._kept = kept
        self._store = store
        self._duties = duties
        self._now = now
        self._new_id = new_id
        self._not_before: dict[tuple[str, str], tuple[datetime, timedelta]] = {}
        self._tidy_at = now()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="worker")

    async def stop(self) -> None:
        """End at once; what is unfinished stays owed."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self.pay()
                if self._now() >= self._tidy_at:
                    await self._tidy()
            except (Refused, StoreAway, TicketDeskFailed) as error:
                LOG.warning("the worker could not look: %s", type(error).__name__)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _tidy(self) -> None:
        """Forget old requests, and erase the cases that are no longer kept."""
        self._tidy_at = self._now() + TIDY_EVERY
        await self._store.forget_requests(int(self._now().timestamp() * 1000) - KEPT_MS)
        erased = await erase_expired(
            self._store, self._duties, kept=self._kept, now=self._now, view=CASE
        )
        if erased:
            LOG.info("erased %d cases that were kept long enough", erased)

    async def pay(self) -> None:
        """Pay what is overdue, oldest case first."""
        after: str | None = None
        while found := await debts(self._store, after=after):
            for debt in found:
                if self._is_due(debt):
                    await self._pay(debt)
            after = found[-1].case_id

    def _is_due(self, debt: Debt) -> bool:
        busy = self._duties.at_work
        if debt.reference in busy or debt.case_id in busy:
            return False
        now = self._now()
        not_before, _ = self._not_before.get(_name(debt), (now, FIRST_RETRY))
        return now - debt.since >= OVERDUE and now >= not_before

    async def _pay(self, debt: Debt) -> None:
        request_id = self._new_id("req")
        try:
            if debt.kind == "answer":
                await self._duties.answer_question(debt.case_id, debt.reference, request_id)
                return
            case = await self._duties.open_ticket(debt.case_id, request_id)
        except CaseNotFound:
            return
        if case.ticket is not None and case.ticket.url is None:
            self._postpone(debt)

    def _postpone(self, debt: Debt) -> None:
        _, pause = self._not_before.get(_name(debt), (None, FIRST_RETRY))
        self._not_before[_name(debt)] = (self._now() + pause, min(2 * pause, LONGEST_RETRY))
        LOG.warning("a ticket is still owed", extra={"facts": {"caseId": debt.case_id}})


def _name(debt: Debt) -> tuple[str, str]:
    return debt.case_id, debt.reference
