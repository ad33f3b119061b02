"""What a gateway connects to: each tenant's host application, the model, the ticket desk.

All of it is imported when it is first needed, or by a thread once the gateway serves
(`Wired.go_by`): it takes a quarter of a second, which no start need wait for.
"""

import random
import time
from contextlib import AsyncExitStack

import aiohttp

from api.chance import new_id, now
from api.telemetry.metrics import Metrics
from api.telemetry.monitoring import Breaks
from api.telemetry.tracing import Tracing
from api.telemetry.watched import WatchedAssistant, WatchedDesk, WatchedHostApp
from application.adapters.breaker import Breaker
from application.adapters.builtin import Builtin
from application.adapters.claude import Claude
from application.adapters.host_app import HttpHostApp
from application.adapters.host_app.check import tried
from application.adapters.outbound import guarded_session
from application.adapters.tickets import desk_of
from application.budget import NO_BUDGET, Budgeted, TokenBudget
from application.config import HostSettings, Settings, Tenant
from application.event_store.recorder import CaseRecorder
from application.host_check import TriedHost
from application.ports import Assistant, TenantPorts
from application.snapshots import freeze
from domain.case import Caller
from domain.events import Requester

HOST_PROBE_SECONDS = 5.0
"""A host is asked again sooner than a model: without it every answer is a poor one."""


class Connections:
    """Makes what tenants bring, and keeps it connected until the end."""

    def __init__(
        self,
        settings: Settings,
        cases: CaseRecorder,
        metrics: Metrics,
        tracing: Tracing | None,
        breakers: dict[str, list[Breaks]],
    ) -> None:
        """Connect to nobody yet. What may keep calls from a tenant's is added to `breakers`.

        Of the settings only those are used that a running gateway does not change.
        """
        self._settings = settings
        self._cases = cases
        self._metrics = metrics
        self._tracing = tracing
        self._breakers = breakers
        self._builtin = Builtin()
        self._sessions: dict[tuple[bool, bool], aiohttp.ClientSession] = {}
        self._models: list[Claude] = []

    def ports(self, tenant: Tenant) -> TenantPorts:
        """Make what a tenant brings; must be called in the event loop that serves."""
        claude = self._claude(tenant)
        host, tickets = tenant.host, tenant.tickets
        host_app = _host_app(host, self._session(allow_private=host.allow_private, to_desks=False))
        breakers: list[Breaks] = [("host", lambda: host_app.away)]
        model: Assistant | None = None
        if claude is not None:
            # Requests may be under way when it is replaced, so it is not closed before the end.
            self._models.append(claude)
            breakers.append(("model", lambda: claude.away))
            model = WatchedAssistant(claude, self._settings.model, self._metrics, self._tracing)
        self._breakers[tenant.id] = breakers
        desk = desk_of(
            tickets,
            session=self._session(allow_private=tickets.allow_private, to_desks=True),
            clock=now,
        )
        return TenantPorts(
            host_app=WatchedHostApp(host_app, tenant.id, self._metrics, self._tracing),
            claude=self._within_budget(model, tenant.answers.daily_tokens),
            why_not=self._why_not(tenant),
            builtin=self._builtin,
            desk=WatchedDesk(desk, tenant.id, self._metrics, self._tracing),
            window_hours=host.window_hours,
            max_snapshot_bytes=tenant.snapshot.max_bytes,
            link_hosts=tenant.answers.link_hosts,
            deadline=tenant.answers.deadline_seconds,
            patience=tenant.patience,
        )

    async def warm(self) -> None:
        """Prepare the models before the first user asks; one by one, so that threads stay free."""
        for claude in tuple(self._models):
            await claude.warm()

    async def close(self) -> None:
        """Close all connections."""
        async with AsyncExitStack() as closing:
            for session in self._sessions.values():
                closing.push_async_callback(session.close)
            for claude in self._models:
                closing.push_async_callback(claude.close)

    def _session(self, *, allow_private: bool, to_desks: bool) -> aiohttp.ClientSession:
        kind = allow_private, to_desks
        if kind not in self._sessions:
            self._sessions[kind] = guarded_session(
                allow_private=allow_private, resends=to_desks, reuses=not to_desks
            )
        return self._sessions[kind]

    def _claude(self, tenant: Tenant) -> Claude | None:
        key = self._settings.anthropic_api_key
        if key is None or tenant.answers.generator == "builtin" or tenant.answers.daily_tokens == 0:
            return None
        return Claude(
            api_key=key.get_secret_value(),
            base_url=self._settings.anthropic_base_url,
            model=self._settings.model,
            clock=time.monotonic,
            rng=random.random,
            deadline=tenant.answers.deadline_seconds,
        )

    def _within_budget(self, model: Assistant | None, daily_tokens: int | None) -> Assistant | None:
        if model is None or daily_tokens is None:
            return model
        return Budgeted(model, TokenBudget(self._cases, now), daily_tokens)

    def _why_not(self, tenant: Tenant) -> str | None:
        """Why no model is asked for this tenant, if it would have one."""
        if tenant.answers.generator == "builtin":
            return None
        if self._settings.anthropic_api_key is None:
            return "no_key"
        return NO_BUDGET if tenant.answers.daily_tokens == 0 else None


async def try_host(host: HostSettings, user_id: str, max_bytes: int) -> TriedHost:
    """Ask a host application as for a case of this user, with an answer for no one; `max_bytes`
    bounds the snapshot.
    """
    async with guarded_session(allow_private=host.allow_private, resends=False) as session:
        found = await tried(
            _host_app(host, session),
            user_id,
            window_hours=host.window_hours,
            request_id=new_id("req"),
        )
    captured = freeze(
        found.answers,
        snapshot_id=new_id("scs"),
        created_at=now(),
        caller=Caller("ten_check", Requester(user_id=user_id, email="", roles=(), plan="")),
        window_hours=host.window_hours,
        max_bytes=max_bytes,
    )
    return TriedHost(found.endpoints, found.answers, captured, max_bytes)


def _host_app(host: HostSettings, session: aiohttp.ClientSession) -> HttpHostApp:
    return HttpHostApp(
        session,
        base_url=host.base_url,
        service_token=host.service_token,
        breaker=Breaker(time.monotonic, probe_after=HOST_PROBE_SECONDS),
        clock=time.monotonic,
        timeout=host.timeout_seconds,
        max_bytes=host.max_bytes,
    )
