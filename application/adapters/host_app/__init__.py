"""A company's application over HTTP: four calls at once, bounded, and not trusted."""

import asyncio
from collections.abc import Callable, Mapping
from typing import NamedTuple

import aiohttp
from pydantic import SecretStr
from yarl import URL

from application.adapters.breaker import Breaker
from application.adapters.host_app.answers import (
    Answer,
    Nonsense,
    Reading,
    business_rules,
    read,
    user_history,
    user_logs,
    user_state,
)
from application.adapters.host_app.call import Came, Limits, get
from application.aside import LARGE, aside
from application.ports import BusinessRules, HostAnswers, UserHistory, UserLogs, UserState
from domain.snapshot.shape import Source, Sources

__all__ = ["HttpHostApp"]


class Calls(NamedTuple):
    """What came of the four calls."""

    user_state: Came
    user_history: Came
    user_logs: Came
    business_rules: Came


class HttpHostApp:
    """A `HostApp` that is asked over HTTP.

    `session` is one of `application.adapters.outbound.guarded_session` that resends nothing, for a
    second try is made here. `timeout` is in seconds and `max_bytes` in bytes, both for each call.
    `clock` gives seconds of a monotonic clock. The `breaker` counts a case as failed when the host
    answered none of its calls, by a refused or broken connection, by silence or by 502, 503 or 504.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base_url: str,
        service_token: SecretStr,
        breaker: Breaker,
        clock: Callable[[], float],
        timeout: float,
        max_bytes: int,
    ) -> None:
        """`base_url` is one in which `application.urls.base_url_mistake` finds nothing."""
        self._session = session
        self._base_url = base_url.rstrip("/")
        self._service_token = service_token
        self._breaker = breaker
        self._clock = clock
        self._limits = Limits(seconds=timeout, size=max_bytes)

    @property
    def away(self) -> bool:
        """Whether calls are kept from it, but for a probe now and then."""
        return self._breaker.open

    async def ask(self, user_id: str, *, window_hours: int, request_id: str) -> HostAnswers:
        """Make the four calls at once; never raises for anything that the host does."""
        if not self._breaker.allows():
            return _unasked()
        calls = await self.call(user_id, window_hours=window_hours, request_id=request_id)
        if any(call.answered for call in calls):
            self._breaker.succeeded()
        else:
            self._breaker.failed()
        return await read_calls(calls, user_id)

    async def call(self, user_id: str, *, window_hours: int, request_id: str) -> Calls:
        """Make the four calls, whatever the breaker says; what came is not read yet."""
        about = {"userId": user_id}
        lately = {**about, "windowHours": str(window_hours)}
        came = await asyncio.gather(
            self._get("user-state", about, request_id),
            self._get("user-history", lately, request_id),
            self._get("user-logs", lately, request_id),
            self._get("business-rules", {}, request_id),
        )
        return Calls(*came)

    async def _get(self, path: str, query: Mapping[str, str], request_id: str) -> Came:
        return await get(
            self._session,
            URL(f"{self._base_url}/support/{path}").with_query(query),
            {
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Authorization": f"Bearer {self._service_token.get_secret_value()}",
                "X-Request-Id": request_id,
            },
            self._limits,
            self._clock,
        )


async def read_calls(calls: Calls, user_id: str) -> HostAnswers:
    """Read what came of all four calls."""
    (state, of_state), (history, of_history), (logs, of_logs), (rules, of_rules) = (
        await _answer(calls.user_state, user_id, user_state, UserState()),
        await _answer(calls.user_history, user_id, user_history, UserHistory()),
        await _answer(calls.user_logs, user_id, user_logs, UserLogs()),
        await _answer(calls.business_rules, None, business_rules, BusinessRules()),
    )
    return HostAnswers(
        user_state=state,
        user_history=history,
        user_logs=logs,
        business_rules=rules,
        sources=Sources(
            user_state=of_state,
            user_history=of_history,
            user_logs=of_logs,
            business_rules=of_rules,
        ),
    )


async def _answer(
    came: Came, user_id: str | None, reading: Reading[Answer], nothing: Answer
) -> tuple[Answer, Source]:
    """What a call brought, and its fate; `nothing` where it brought nothing usable."""
    fate = Source(status=came.status, ms=came.ms, bytes=came.size, rows_dropped=0)
    if came.status != "ok":
        return nothing, fate
    try:
        large = len(came.body) > LARGE
        answer, dropped = await aside(large, read, came.body, user_id, reading)
    except Nonsense:
        return nothing, fate.model_copy(update={"status": "invalid"})
    return answer, fate.model_copy(update={"rows_dropped": dropped})


def _unasked() -> HostAnswers:
    fate = Source(status="failed", ms=0, bytes=0, rows_dropped=0)
    return HostAnswers(
        user_state=UserState(),
        user_history=UserHistory(),
        user_logs=UserLogs(),
        business_rules=BusinessRules(),
        sources=Sources(user_state=fate, user_history=fate, user_logs=fate, business_rules=fate),
    )
