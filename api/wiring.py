"""Connects everything, once: settings become engines, adapters, handlers and routes."""

import asyncio
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from importlib.metadata import version
from typing import Final

import aiohttp

from api.auth import WidgetTokens
from api.cases import Cases
from api.chance import new_id, now
from api.metrics import Metrics
from api.middleware import Origins
from api.monitoring import Monitoring
from api.operators import Operators, OperatorTokens
from api.rate_limits import Limits, RateLimits
from api.stores import case_store, followed_views, store_name
from api.streaming import Streams
from api.telemetry import LOG
from api.tracing import tracing
from api.watched import WatchedAssistant, WatchedDesk, WatchedHostApp
from api.worker import Worker
from application.adapters.breaker import Breaker
from application.adapters.builtin import Builtin
from application.adapters.claude import Claude
from application.adapters.host_app import HttpHostApp
from application.adapters.host_app.check import tried
from application.adapters.outbound import guarded_session
from application.adapters.tickets import FileDesk, desk_of
from application.budget import NO_BUDGET, Budgeted, TokenBudget
from application.config import (
    HostSettings,
    Misconfigured,
    Settings,
    SnapshotSettings,
    Tenant,
)
from application.duties import Duties
from application.event_store.access_log import AccessLog
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor
from application.handlers import Handlers
from application.host_check import TriedHost
from application.leases import Leases
from application.payments import TenantPorts
from application.ports import Assistant
from application.retention import Retention
from application.snapshots import freeze
from domain.case import Case
from projections.case_details import CASE, CaseReads
from projections.check import FOLLOWED_VIEWS
from projections.follower import Follower

HOST_PROBE_SECONDS = 5.0
"""A host is asked again sooner than a model: without it every answer is a poor one."""

FIXED: Final = (
    "database_url",
    "encryption_key",
    "anthropic_api_key",
    "anthropic_base_url",
    "model",
)
"""Settings that a running gateway does not change."""


async def try_host(host: HostSettings, user_id: str) -> TriedHost:
    """Ask a host application as for a case of this user, with an answer for no one."""
    async with guarded_session(allow_private=host.allow_private) as session:
        found = await tried(
            _host_app(host, session),
            user_id,
            window_hours=host.window_hours,
            request_id=new_id("req"),
        )
    max_bytes = SnapshotSettings().max_bytes
    captured = freeze(
        found.answers,
        snapshot_id=new_id("scs"),
        created_at=now(),
        tenant_id="ten_check",
        user_id=user_id,
        signed_roles=(),
        signed_plan="",
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


class Wired:
    """A gateway, put together."""

    def __init__(self, settings: Settings) -> None:
        """Put everything together that needs no event loop."""
        self._settings = settings
        self._open = AsyncExitStack()
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self._tenants: dict[str, TenantPorts] = {}
        self._disclosures: dict[str, str] = {}
        self._kept: dict[str, timedelta | None] = {}
        self.store_name = store_name(settings)
        installed = version("support-gateway")
        self.metrics = Metrics(version=installed, pid=os.getpid())
        self.tracing = tracing(os.environ, installed)
        self._breakers: dict[str, list[tuple[str, Callable[[], bool]]]] = {}
        store = case_store(settings, self.metrics)
        duties = Duties(
            store,
            tenants=self._tenants,
            builtin=Builtin(),
            leases=Leases(store.cases, holder=new_id("gwy"), now=now),
            now=now,
            clock=time.monotonic,
            new_id=new_id,
        )
        self.cases = Cases(
            store=store,
            reads=CaseReads(store),
            handlers=Handlers(store, duties, now=now, new_id=new_id),
            streams=Streams(store),
            tokens=WidgetTokens({}, time.time),
            limits=RateLimits(_limits(settings), store, time.monotonic),
            disclosures=self._disclosures,
            now=now,
            new_id=new_id,
        )
        self.origins = Origins((), {})
        keeping = retention(
            store,
            lambda: self._settings.tenants,
            actor=Actor("system"),
            forget=duties.reader.forget,
        )
        self._worker = Worker(store, duties, now, new_id, retention=keeping, kept=self._kept)
        self.views = followed_views(settings)
        self._follower = Follower(store, self.views, FOLLOWED_VIEWS)
        self._operator_tokens = OperatorTokens(())
        self.operators = Operators(
            record=store,
            views=self.views,
            tokens=self._operator_tokens,
            access_log=AccessLog(store, now=now, new_id=new_id),
            tenant_ids=self._kept.keys(),
            now=now,
        )
        self.monitoring = Monitoring(
            tokens=self._operator_tokens,
            tenant_ids=self._kept.keys(),
            metrics=self.metrics,
            views=self.views,
            breakers=self._breakers,
            budgets=lambda: self._settings.daily_budgets,
            today=lambda: now().date(),
        )

    async def open(self) -> None:
        """Connect, and begin to pay what is owed."""
        if self.tracing is not None:
            self._open.push_async_callback(self.tracing.close)
        await self.cases.store.open()
        self._open.push_async_callback(self.cases.store.shut)
        if self._settings.encryption_key is None:
            LOG.warning("no encryption key is configured: the keys of cases are stored unwrapped")
        for allow_private in (False, True):
            session = guarded_session(allow_private=allow_private)
            self._sessions[allow_private] = await self._open.enter_async_context(session)
        self.go_by(self._settings)
        await self.views.open()
        self._open.push_async_callback(self.views.close)
        self._follower.start()
        self._open.push_async_callback(self._follower.stop)
        self._worker.start()
        self._open.push_async_callback(self._worker.stop)

    async def close(self) -> None:
        """Finish what was accepted, then disconnect."""
        await self._open.aclose()

    def go_by(self, settings: Settings) -> None:
        """Serve by these settings from now on; what is under way goes on by those before.

        A tenant that has not changed keeps what it has. Raises `Misconfigured`, and changes
        nothing, where a running gateway cannot follow.
        """
        before = self._settings
        fixed = [name for name in FIXED if getattr(settings, name) != getattr(before, name)]
        if fixed:
            raise Misconfigured(tuple(f"{name}: only takes effect at a start" for name in fixed))
        models: list[Claude] = []
        ports: dict[str, TenantPorts] = {}
        for name, tenant in settings.tenants.items():
            kept = self._tenants.get(name) if before.tenants.get(name) == tenant else None
            ports[name] = kept or self._ports(tenant, models)
        # From here on nothing can fail, and nobody else runs in between.
        self._settings = settings
        tenants = settings.tenants.items()
        # What a tenant that is gone is still owed is paid as long as this process lives.
        self._tenants |= ports
        self._disclosures |= {name: one.answers.disclosure for name, one in tenants}
        self._kept.clear()
        self._kept |= settings.retention_ages
        self.cases.tokens.trust(settings.token_secrets)
        self.cases.limits.keep_to(_limits(settings))
        self._operator_tokens.trust(settings.operators.values())
        self.origins.allow(
            settings.allowed_origins, {name: one.allowed_origins for name, one in tenants}
        )
        warming = asyncio.create_task(_warm(models), name="warming")
        self._open.push_async_callback(_ended, warming)

    def _ports(self, tenant: Tenant, models: list[Claude]) -> TenantPorts:
        """Make what a tenant brings; a model that is asked for it is added to `models`."""
        claude = self._claude(tenant)
        if claude is not None:
            # Requests may be under way when it is replaced, so it is not closed before the end.
            self._open.push_async_callback(claude.close)
            models.append(claude)
        host, tickets = tenant.host, tenant.tickets
        host_app = _host_app(host, self._sessions[host.allow_private])
        self._breakers[tenant.id] = [("host", lambda: host_app.away)]
        model: Assistant | None = None
        if claude is not None:
            self._breakers[tenant.id].append(("model", lambda: claude.away))
            model = WatchedAssistant(claude, self._settings.model, self.metrics, self.tracing)
        desk = desk_of(
            tickets,
            session=self._sessions[tickets.allow_private],
            clock=now,
            directory=tickets.directory,
        )
        return TenantPorts(
            host_app=WatchedHostApp(host_app, self.metrics, self.tracing),
            claude=self._within_budget(model, tenant.answers.daily_tokens),
            why_not=self._why_not(tenant),
            desk=WatchedDesk(desk, self.metrics, self.tracing),
            window_hours=host.window_hours,
            max_snapshot_bytes=tenant.snapshot.max_bytes,
            link_hosts=tenant.answers.link_hosts,
            deadline=tenant.answers.deadline_seconds,
            patience=tenant.patience,
        )

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
        return Budgeted(model, TokenBudget(self.cases.store.cases, now), daily_tokens)

    def _why_not(self, tenant: Tenant) -> str | None:
        """Why no model is asked for this tenant, if it would have one."""
        if tenant.answers.generator == "builtin":
            return None
        if self._settings.anthropic_api_key is None:
            return "no_key"
        return NO_BUDGET if tenant.answers.daily_tokens == 0 else None


def retention(
    store: CaseStore,
    tenants: Callable[[], Mapping[str, Tenant]],
    *,
    actor: Actor,
    forget: Callable[[Case], None],
) -> Retention:
    """Make what ends cases; `tenants` gives them as they are configured at the time."""

    def tickets_of(tenant_id: str) -> FileDesk | None:
        tenant = tenants().get(tenant_id)
        return None if tenant is None else FileDesk(tenant.tickets.directory)

    return Retention(
        store, tickets_of=tickets_of, forget=forget, actor=actor, new_id=new_id, view=CASE
    )


def _limits(settings: Settings) -> Limits:
    limits = settings.rate_limits
    return Limits(limits.creates, limits.messages, limits.others)


async def _warm(models: Sequence[Claude]) -> None:
    """Import the SDK before the first user asks; one by one, so that other threads stay free."""
    for claude in models:
        await claude.warm()


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
