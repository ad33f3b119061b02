"""How often one user of one tenant may ask, counted over a sliding minute."""

import math
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from api.errors import RateLimited
from domain.case import Caller

WINDOW = 60.0
USERS = 50_000
"""Users that are remembered; the one who asked longest ago is forgotten first."""

Kind = Literal["creates", "messages", "others"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests a minute; 0 is no limit."""

    creates: int = 10
    messages: int = 30
    others: int = 60


class RateLimits:
    """Counts requests of this process."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        """`clock` counts seconds steadily."""
        self._limits = {
            "creates": limits.creates,
            "messages": limits.messages,
            "others": limits.others,
        }
        self._clock = clock
        self._asked: OrderedDict[tuple[str, str, Kind], deque[float]] = OrderedDict()

    def count(self, caller: Caller, kind: Kind) -> None:
        """Count a request, or raise `RateLimited`."""
        limit = self._limits[kind]
        if limit == 0:
            return
        now = self._clock()
        user = (caller.tenant_id, caller.requester.user_id, kind)
        asked = self._asked.setdefault(user, deque())
        self._asked.move_to_end(user)
        while asked and asked[0] <= now - WINDOW:
            asked.popleft()
        if len(asked) >= limit:
            raise RateLimited(retry_after=max(1, math.ceil(asked[0] + WINDOW - now)))
        asked.append(now)
        if len(self._asked) > USERS:
            self._asked.popitem(last=False)
