"""Pays what the gateway owes: answers and tickets that a request has left behind.

A debt is left alone for as long as a lease: whoever made it is busy with it. After that the lease
in the store decides who pays (see `application.leases`).
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from api.telemetry import LOG
from application.duties import Duties
from application.event_store.append import StoreAway
from application.event_store.case_store import CaseStore
from application.event_store.record import refusals
from application.idempotency import KEPT_MS, LEASE_MS
from application.ports import TicketDeskFailed
from application.retention import Retention
from domain.errors import CaseNotFound, Refused
from projections.owed import Debt, debts

PAUSE_SECONDS: Final = 1.0
TIDY_SECONDS: Final = 600.0
STOP_SECONDS: Final = 5.0
"""How long a payment that was begun may still take when the gateway ends."""

OVERDUE: Final = timedelta(milliseconds=LEASE_MS)
AT_ONCE: Final[Mapping[Literal["answer", "ticket"], int]] = {"answer": 16, "ticket": 4}
"""Payments of a kind under way in this process, so that a desk that hangs holds up no answer."""


class Worker:
    """The loops of one gateway that nobody waits for."""

    def __init__(
        self,
        store: CaseStore,
        duties: Duties,
        now: Callable[[], datetime],
        new_id: Callable[[str], str],
        *,
        retention: Retention,
        kept: Mapping[str, timedelta | None],
    ) -> None:
        """Pay the debts of this store; `kept` says by tenant how long cases are, if not always."""
        self._retention = retention
        self._kept = kept
        self._store = store
        self._duties = duties
        self._now = now
        self._new_id = new_id
        self._paying: dict[Debt, asyncio.Task[None]] = {}
        self._not_before: dict[Debt, datetime] = {}
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin."""
        self._duties.leases.start()
        self._loops = [
            asyncio.create_task(self._every(PAUSE_SECONDS, self.look), name="worker"),
            asyncio.create_task(self._every(TIDY_SECONDS, self._tidy), name="tidying"),
        ]

    async def stop(self) -> None:
        """End; what is not paid by then stays owed, and anybody may pay it at once."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        paying = list(self._paying.values())
        if paying:
            _, late = await asyncio.wait(paying, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*paying, return_exceptions=True)
        await self._duties.leases.stop()

    async def look(self) -> None:
        """Begin to pay what is overdue, oldest case first."""
        now = self._now()
        self._not_before = {debt: at for debt, at in self._not_before.items() if at > now}
        after: str | None = None
        while found := await debts(self._store, after=after):
            for debt in found:
                if self._is_due(debt, now):
                    task = asyncio.create_task(self._pay(debt), name="payment")
                    self._paying[debt] = task
            after = found[-1].case_id

    async def paid(self) -> None:
        """Wait until all that is being paid is paid, or has failed."""
        await asyncio.gather(*self._paying.values())

    async def _every(self, seconds: float, work: Callable[[], Coroutine[None, None, None]]) -> None:
        while True:
            try:
                await work()
            except (Refused, StoreAway, TicketDeskFailed) as error:
                LOG.warning("the worker could not look: %s", type(error).__name__)
            await asyncio.sleep(seconds)

    async def _tidy(self) -> None:
        """Forget old requests, leases and counts, and erase the cases that are no longer kept."""
        ms = int(self._now().timestamp() * 1000)
        await self._store.forget_requests(ms - KEPT_MS)
        with refusals():
            await self._store.cases.forget_leases(ms - 60 * LEASE_MS)
            await self._store.cases.forget_counts()
        done = await self._retention.erase_expired(self._kept, self._now())
        if done.erased:
            LOG.info("erased %d cases that were kept long enough", len(done.erased))
        if done.failed:
            LOG.error("%d cases are kept too long: no ticket file is erased", len(done.failed))

    def _is_due(self, debt: Debt, now: datetime) -> bool:
        under_way = sum(debt.kind == other.kind for other in self._paying)
        return (
            now - debt.since >= OVERDUE
            and debt not in self._paying
            and debt not in self._not_before
            and under_way < AT_ONCE[debt.kind]
            and not self._duties.leases.holds(_leased(debt))
        )

    async def _pay(self, debt: Debt) -> None:
        request_id = self._new_id("req")
        paid = False
        try:
            if debt.kind == "answer":
                paid = await self._duties.pay_answer(debt.case_id, debt.reference, request_id)
            else:
                paid = await self._duties.pay_ticket(debt.case_id, request_id)
        except CaseNotFound:
            return
        # Whatever it was: the lease has counted it, the debt is tried again, and in the end given
        # up on record. One that cannot be paid must not keep others from being paid.
        except Exception as error:  # noqa: BLE001 - see above
            facts = {"caseId": debt.case_id, "error": type(error).__name__}
            LOG.warning("still owed: %s", debt.kind, extra={"facts": facts})
        finally:
            if not paid:
                # The older a debt, the less often it is worth a look.
                age = self._now() - debt.since
                pause = min(max(age / 8, timedelta(seconds=1)), timedelta(minutes=10))
                self._not_before[debt] = self._now() + pause
            del self._paying[debt]


def _leased(debt: Debt) -> str:
    return debt.reference if debt.kind == "answer" else debt.case_id
