"""Pays what the gateway owes: answers and tickets that a request has left behind.

A debt is left alone for as long as a lease: whoever made it is busy with it. After that the lease
in the store decides who pays (see `application.duties.leases`).
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from api.telemetry.logs import LOG
from application.duties import Duties
from application.duties.leases import Leases
from application.event_store.append import StoreAway
from application.event_store.case_store import CaseStore
from application.event_store.refusals import refusals
from application.idempotency import KEPT_MS, LEASE_MS
from application.ports import TicketDeskFailed
from application.retention import Retention
from domain.errors import CaseNotFound, Refused, Unavailable
from domain.model import milliseconds
from projections.owed import Debt, debts

PAUSE_SECONDS: Final = 1.0
TIDY_SECONDS: Final = 600.0
STOP_SECONDS: Final = 5.0
"""How long a payment that was begun may still take when the gateway ends."""

OVERDUE: Final = timedelta(milliseconds=LEASE_MS)
LONGEST_PAUSE: Final = timedelta(minutes=10)
AHEAD: Final = 2 * LONGEST_PAUSE
"""What lies further in the future than this was written while a clock was wrong."""

AT_ONCE: Final[Mapping[Literal["answer", "ticket"], int]] = {"answer": 32, "ticket": 8}
"""Payments of a kind under way in this process, so that a desk that hangs holds up no answer. One
tenant has no more of them than there are left for others, so that its desk holds up no other's
tickets (as memory is shared in "Dynamic Queue Length Thresholds", Choudhury and Hahne, 1998).
"""
LEASES_KEPT_MS: Final = 24 * 3_600_000
"""How long the attempts at what is still owed are remembered: longer than any pause between two."""


class Worker:
    """The loops of one gateway that nobody waits for."""

    def __init__(
        self,
        store: CaseStore,
        duties: Duties,
        leases: Leases,
        now: Callable[[], datetime],
        new_id: Callable[[str], str],
        *,
        retention: Retention,
        kept: Mapping[str, timedelta | None],
    ) -> None:
        """Pay the debts of this store. `kept` says by tenant how long cases are, if not always."""
        self._retention = retention
        self._kept = kept
        self._store = store
        self._duties = duties
        self._leases = leases
        self._now = now
        self._new_id = new_id
        self._paying: dict[Debt, asyncio.Task[None]] = {}
        self._tenants: dict[str, str] = {}
        self._not_before: dict[Debt, datetime] = {}
        self._loops: list[asyncio.Task[None]] = []
        self._forgotten_up_to: deque[int] = deque(maxlen=2)

    def start(self) -> None:
        """Begin."""
        self._leases.start()
        self._loops = [
            asyncio.create_task(self._every(PAUSE_SECONDS, self.look), name="worker"),
            asyncio.create_task(self._every(PAUSE_SECONDS, self.forget), name="forgetting"),
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
        await self._leases.stop()

    async def look(self) -> None:
        """Begin to pay what is overdue, oldest case first."""
        now = self._now()
        self._not_before = {
            debt: at for debt, at in self._not_before.items() if now < at <= now + AHEAD
        }
        owed = await debts(self._store)
        for debt in owed:
            if self._is_due(debt, now):
                await self._begin(debt)
        cases = {debt.case_id for debt in owed}
        self._tenants = {one: tenant for one, tenant in self._tenants.items() if one in cases}

    async def paid(self) -> None:
        """Wait until all that is being paid is paid, or has failed."""
        await asyncio.gather(*self._paying.values())

    async def forget(self) -> None:
        """Drop from memory what other processes have changed or erased since this was last called.

        So whoever asks after a quiet while need not wait until all that was written in it is taken
        in. Of what was erased nothing is served any more: its key and its documents are gone from
        the store. It is dropped once more the next time, as some of it may have been in reading.
        """
        await self._store.tail.level()
        with refusals():
            # What was erased before this process began never was in its memory.
            after = self._forgotten_up_to[0] if self._forgotten_up_to else 2**62
            head, erased = await self._store.case_recorder.select_erased(after=after)
        for case_id in erased:
            self._store.forget(case_id)
        self._forgotten_up_to.append(head)

    async def _every(self, seconds: float, work: Callable[[], Coroutine[None, None, None]]) -> None:
        while True:
            try:
                await work()
            except (Refused, StoreAway, TicketDeskFailed) as error:
                LOG.warning("the worker could not look: %s", type(error).__name__)
            # Without this loop nothing that is left over would ever be paid.
            except Exception:  # noqa: BLE001 - see above
                LOG.exception("the worker could not look")
            await asyncio.sleep(seconds)

    async def _tidy(self) -> None:
        """Forget old requests, leases and counts, and erase the cases that are no longer kept."""
        ms = milliseconds(self._now())
        await self._store.forget_requests(ms - KEPT_MS)
        with refusals():
            await self._store.case_recorder.forget_leases(ms - LEASES_KEPT_MS)
            await self._store.case_recorder.forget_counts()
        done = await self._retention.erase_expired(self._kept, self._now())
        if done.erased:
            LOG.info("erased %d cases that were kept long enough", len(done.erased))
        if done.failed:
            LOG.error("%d cases are kept too long: no ticket file is erased", len(done.failed))

    def _is_due(self, debt: Debt, now: datetime) -> bool:
        return (
            not now - OVERDUE < debt.since <= now + AHEAD
            and debt not in self._paying
            and debt not in self._not_before
            and not self._leases.holds(_leased(debt))
        )

    async def _begin(self, debt: Debt) -> None:
        """Begin to pay a debt, if there is room; one that cannot be read keeps no other waiting."""
        try:
            has_room = await self._has_room(debt)
        except (Unavailable, StoreAway):
            raise
        except Exception as error:  # noqa: BLE001 - an altered record may raise anything
            _tell(debt, error)
            self._pause(debt)
            return
        if has_room:
            self._paying[debt] = asyncio.create_task(self._pay(debt), name="payment")

    async def _has_room(self, debt: Debt) -> bool:
        """Whether one more of its kind may be begun, and one more of its tenant's."""
        under_way = [other.case_id for other in self._paying if other.kind == debt.kind]
        free = AT_ONCE[debt.kind] - len(under_way)
        if free <= 0:
            return False
        tenant = await self._tenant(debt.case_id)
        return sum(self._tenants.get(case_id) == tenant for case_id in under_way) < free

    async def _tenant(self, case_id: str) -> str:
        tenant = self._tenants.get(case_id)
        if tenant is None:
            tenant = self._tenants[case_id] = (await self._store.case(case_id)).tenant_id
        return tenant

    async def _pay(self, debt: Debt) -> None:
        request_id = self._new_id("req")
        paid = False
        try:
            if debt.kind == "answer":
                paid = await self._duties.pay_answer(debt.case_id, debt.reference, request_id)
            else:
                paid = await self._duties.pay_ticket(debt.case_id, request_id)
        except CaseNotFound:
            pass
        # Whatever it was: the lease has counted it, the debt is tried again, and in the end given
        # up on record. One that cannot be paid must not keep others from being paid.
        except Exception as error:  # noqa: BLE001 - see above
            _tell(debt, error)
        finally:
            if not paid:
                self._pause(debt)
            del self._paying[debt]

    def _pause(self, debt: Debt) -> None:
        """The older a debt, the less often it is worth a look."""
        age = self._now() - debt.since
        pause = min(max(age / 8, timedelta(seconds=1)), LONGEST_PAUSE)
        self._not_before[debt] = self._now() + pause


def _tell(debt: Debt, error: Exception) -> None:
    facts = {"caseId": debt.case_id, "error": type(error).__name__}
    LOG.warning("still owed: %s", debt.kind, extra={"facts": facts})


def _leased(debt: Debt) -> str:
    return debt.reference if debt.kind == "answer" else debt.case_id
