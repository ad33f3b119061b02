"""Asks a host application as the gateway does."""

import time

import aiohttp
from pydantic import SecretStr

from application.adapters.breaker import Breaker
from application.adapters.host_app import HttpHostApp
from application.ports import HostApp, UserState
from domain.snapshot.shape import Source
from tests.hosts import SERVICE_TOKEN, Host
from tests.hosts.behaviours import MIB, Behaviour

USER = "usr_jane"
"""The user that is asked about."""


def app_of(
    host: Host,
    session: aiohttp.ClientSession,
    *,
    timeout: float = 5.0,
    max_bytes: int = 5 * MIB,
    breaker: Breaker | None = None,
) -> HostApp:
    """The host application as the gateway sees it."""
    return HttpHostApp(
        session,
        base_url=host.url,
        service_token=SecretStr(SERVICE_TOKEN),
        breaker=breaker or Breaker(time.monotonic),
        clock=time.monotonic,
        timeout=timeout,
        max_bytes=max_bytes,
    )


async def fate_of(host: Host, session: aiohttp.ClientSession, behaviour: Behaviour) -> Source:
    """What becomes of user-state when it behaves so, after checking that the rest is unharmed."""
    host.behave("user-state", behaviour)
    answers = await app_of(host, session).ask(USER, window_hours=72, request_id="req_1")
    assert answers.sources.user_history.status == "ok"
    assert answers.sources.user_logs.status == "ok"
    assert answers.sources.business_rules.status == "ok"
    if answers.sources.user_state.status != "ok":
        assert answers.user_state == UserState()
    return answers.sources.user_state
