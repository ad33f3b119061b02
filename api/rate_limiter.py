"""How often one user of one tenant may ask, counted over a sliding minute for all processes."""

import asyncio
import math
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from api.errors import RateLimited
from application.config import RateLimits
from application.event_store.case_store import CaseStore
from application.event_store.refusals import refusals
from domain.case import Caller

REFUSED_USERS = 50_000
"""Users whom this process refuses without a look; the one refused longest ago goes first."""

AT_ONCE = 256
"""Requests that are counted in one statement, at most."""

Kind = Literal["creates", "messages", "others"]
_Waiting = tuple[str, int, "asyncio.Future[int]"]


class RateLimiter:
    """Counts requests in the store, those that come at once in one statement."""

    def __init__(self, limits: RateLimits, store: CaseStore, clock: Callable[[], float]) -> None:
        """`clock` counts seconds steadily."""
        self.keep_to(limits)
        self._store = store
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._counting: asyncio.Task[None] | None = None
        self._refused_until: OrderedDict[str, float] = OrderedDict()

    def keep_to(self, limits: RateLimits) -> None:
        """Hold against these limits from now on."""
        self._limits: dict[Kind, int] = {
            "creates": limits.creates,
            "messages": limits.messages,
            "others": limits.others,
        }

    async def count(self, caller: Caller, kind: Kind) -> None:
        """Count a request, or raise `RateLimited`; `Unavailable` if the store is away."""
        limit = self._limits[kind]
        if limit == 0:
            return
        pseudonym = self._store.keys.pseudonym(*caller.person)
        who = f"{pseudonym}:{kind}"
        until = self._refused_until.get(who)
        # It stays full until then: nobody but the clock makes room in it.
        wait = 0.0 if until is None else until - self._clock()
        if wait <= 0:
            self._refused_until.pop(who, None)
            with refusals():
                wait = await self._counted(who, limit) / 1000
        if wait > 0:
            self._refuse(who, wait)
            raise RateLimited(retry_after=max(1, math.ceil(wait)))

    def _refuse(self, who: str, wait: float) -> None:
        self._refused_until[who] = self._clock() + wait
        self._refused_until.move_to_end(who)
        if len(self._refused_until) > REFUSED_USERS:
            self._refused_until.popitem(last=False)

    async def _counted(self, who: str, limit: int) -> int:
        counted: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((who, limit, counted))
        if self._counting is None:
            self._counting = asyncio.create_task(self._count_all(), name="counting")
        return await counted

    async def _count_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            try:
                waits = await self._store.case_recorder.count_requests(
                    [(who, limit) for who, limit, _ in batch]
                )
            except Exception as error:  # noqa: BLE001 - whoever waits raises it
                for _, _, counted in batch:
                    if not counted.done():
                        counted.set_exception(error)
            else:
                for (_, _, counted), wait in zip(batch, waits, strict=True):
                    if not counted.done():
                        counted.set_result(wait)
        self._counting = None
