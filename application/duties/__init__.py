"""What the gateway owes once it is on record: an answer to a question, a ticket to an escalation.

Here it is settled who pays, and when, and when to give up: the request that made the debt, or after
a crash the worker that finds it, one payer at a time (see `leases`). How an answer is made and a
ticket opened is `fulfilment`.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from application.duties.fulfilment import DutyFailed, Fulfilment, OwedAnswer
from application.duties.leases import Leases, Overtaken
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor, Cause
from application.event_store.sealing import Decided
from domain.case import Case
from domain.errors import Unavailable

SPARE_SECONDS = 10.0
"""What is added to the time that an answer may take, for whatever else there is to do: so long a
request waits for an answer that another payer is busy with, and a gateway that ends for the
requests that it has accepted.
"""

TICKET_PAUSE_MS = 6_000
"""How long a desk is left alone after a first failure: longer than the `doubt` of any desk."""

TICKET_WAIT_SECONDS = 8.0
"""How long an escalation waits for a ticket that another payer is busy with, or in doubt about."""

LOOK_SECONDS = 0.2
ANSWER_ATTEMPTS = 6
TICKET_ATTEMPTS = 150
"""About a day of them."""

_log = logging.getLogger(__name__)


def answer_pause(attempts: int) -> int:
    """Milliseconds before a question is tried again: all attempts fit into half a minute."""
    return int(min(1_000 * 2 ** (attempts - 1), 8_000))


def ticket_pause(attempts: int) -> int:
    """Milliseconds before a desk is tried again: soon, then every ten minutes."""
    return int(min(TICKET_PAUSE_MS * 2 ** min(attempts - 1, 20), 600_000))


class Duties:
    """Has what is owed paid, by one payer at a time."""

    def __init__(
        self,
        store: CaseStore,
        fulfilment: Fulfilment,
        leases: Leases,
        *,
        clock: Callable[[], float],
        new_id: Callable[[str], str],
    ) -> None:
        """`clock` counts seconds steadily, and `new_id` makes an id under a prefix."""
        self._store = store
        self._fulfilment = fulfilment
        self._leases = leases
        self._clock = clock
        self._new_id = new_id

    # On request

    async def answer_question(
        self, owed: OwedAnswer, *, just_asked: bool = False
    ) -> Decided | None:
        """Answer a recorded question; None if it is answered, or was given up, by somebody else.

        Waits for whoever is busy with it, unless it was `just_asked`, by this very request. Raises
        `Unavailable` if that takes too long.
        """
        began, question_id = self._clock(), owed.question_id
        while True:
            lease = (
                self._leases.assumed(question_id)
                if just_asked
                else self._leases.taken(question_id, pause=answer_pause, skip_after=0)
            )
            just_asked = False
            with contextlib.suppress(Overtaken):
                async with lease as attempts:
                    if attempts is not None:
                        return await self._fulfilment.answer_question(owed)
            case = await self._store.case(owed.case_id)
            if question_id not in case.unanswered:
                return None
            if self._clock() > began + self._fulfilment.patience(case) + SPARE_SECONDS:
                raise Unavailable(retry_after=1)
            await asyncio.sleep(LOOK_SECONDS)

    async def open_ticket(self, case_id: str, request_id: str) -> Case:
        """Take an escalated case to the desk; if the desk fails, the ticket stays owed.

        Waits for whoever is busy with it.
        """
        give_up = self._clock() + TICKET_WAIT_SECONDS
        doubt = self._fulfilment.doubt(await self._store.case(case_id))
        doubt_ms = int(doubt.total_seconds() * 1000)
        while True:
            lease = self._leases.taken(case_id, pause=ticket_pause, skip_after=doubt_ms)
            try:
                async with lease as attempts:
                    if attempts is not None:
                        return await self._fulfilment.open_ticket(case_id, request_id)
            except DutyFailed:
                return await self._store.case(case_id)
            except Overtaken:
                pass
            case = await self._store.case(case_id)
            if case.pending_ticket is None or self._clock() > give_up:
                return case
            await asyncio.sleep(LOOK_SECONDS)

    # What is left over

    async def pay_answer(self, case_id: str, question_id: str, request_id: str) -> bool:
        """Answer a question that is left over, or give it up; False if somebody is busy with it.

        Whatever goes wrong is raised, and counted as an attempt if it is not the store's fault.
        """
        async with self._leases.taken(question_id, pause=answer_pause) as attempts:
            if attempts is None:
                return False
            if attempts <= ANSWER_ATTEMPTS:
                await self._fulfilment.answer_question(OwedAnswer(case_id, question_id, request_id))
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
        async with self._leases.taken(case_id, pause=ticket_pause) as attempts:
            if attempts is None:
                return False
            if attempts <= TICKET_ATTEMPTS:
                await self._fulfilment.open_ticket(case_id, request_id)
                return True
            _log.error("a ticket was given up after %d attempts", TICKET_ATTEMPTS)
            await self._store.decide(
                case_id,
                lambda case: case.fail_ticket(attempts - 1),
                Cause(Actor("system"), request_id),
            )
        return True
