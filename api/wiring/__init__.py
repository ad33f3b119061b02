"""Connects everything, once: settings become engines, adapters, handlers and routes."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from api.auth import WidgetTokens
from api.cases import Cases
from api.chance import new_id, now
from api.middleware import Origins
from api.operators import Operators, OperatorTokens
from api.rate_limiter import RateLimiter
from api.stores import case_store, followed_views, store_name
from api.streaming import Streams
from api.telemetry.logs import LOG
from api.telemetry.metrics import Metrics
from api.telemetry.monitoring import Breaks, Monitoring
from api.telemetry.tracing import tracing
from api.wiring.tenants import Tenants
from api.worker import Worker
from application.briefing import Briefing
from application.config import Misconfigured, Settings, Tenant
from application.duties import Duties
from application.duties.fulfilment import Fulfilment
from application.duties.leases import Leases
from application.event_store.access_log import AccessLog
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor
from application.handlers import Handlers
from application.ports import TenantPorts
from application.retention import Retention
from projections.all_views import FOLLOWED_VIEWS
from projections.case_details import CaseReads
from projections.follower import Follower

if TYPE_CHECKING:
    from api.wiring.connections import Connections
    from application.adapters.tickets import FileDesk

FIXED: Final = (
    "database_url",
    "encryption_key",
    "anthropic_api_key",
    "anthropic_base_url",
    "model",
)
"""Settings that a running gateway does not change."""


class Wired:
    """A gateway, put together."""

    def __init__(self, settings: Settings) -> None:
        """Put everything together that needs no event loop."""
        self._settings = settings
        self._open = AsyncExitStack()
        self._tenants = Tenants(self._ports)
        self._connections: Connections | None = None
        self._disclosures: dict[str, str] = {}
        self._kept: dict[str, timedelta | None] = {}
        installed = version("support-gateway")
        self.metrics = Metrics(version=installed, pid=os.getpid())
        self.tracing = tracing(os.environ, installed)
        self._breakers: dict[str, list[Breaks]] = {}
        store = case_store(settings, self.metrics)
        briefing = Briefing(store)
        leases = Leases(store.case_recorder, holder=new_id("gwy"), now=now)
        fulfilment = Fulfilment(
            store,
            briefing,
            tenants=self._tenants,
            now=now,
            clock=time.monotonic,
            processor_time=time.thread_time,
            new_id=new_id,
        )
        duties = Duties(store, fulfilment, leases, clock=time.monotonic, new_id=new_id)
        self.cases = Cases(
            store=store,
            reads=CaseReads(store),
            handlers=Handlers(store, duties, briefing, leases, now=now, new_id=new_id),
            streams=Streams(store),
            tokens=WidgetTokens({}, time.time),
            limits=RateLimiter(settings.rate_limits, store, time.monotonic),
            disclosures=self._disclosures,
            now=now,
            new_id=new_id,
        )
        self.origins = Origins((), {})
        keeping = retention(
            store,
            lambda: self._settings.tenants,
            actor=Actor("system"),
        )
        self._worker = Worker(
            store,
            duties,
            leases,
            now,
            new_id,
            retention=keeping,
            kept=self._kept,
        )
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
            version=installed,
            store_name=store_name(settings),
            tokens=self._operator_tokens,
            tenant_ids=self._kept.keys(),
            metrics=self.metrics,
            cases=store.case_recorder,
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
        self._open.push_async_callback(self._disconnect)
        self.go_by(self._settings)
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
        # From here on nothing can fail, and nobody else runs in between.
        self._settings = settings
        tenants = settings.tenants.items()
        self._tenants.go_by(settings.tenants)
        self._disclosures |= {name: one.answers.disclosure for name, one in tenants}
        self._kept.clear()
        self._kept |= settings.retention_ages
        self.cases.tokens.trust(settings.token_secrets)
        self.cases.limits.keep_to(settings.rate_limits)
        self._operator_tokens.trust(settings.operators.values())
        self.origins.allow(
            settings.allowed_origins, {name: one.allowed_origins for name, one in tenants}
        )
        warming = asyncio.create_task(self._warm(), name="warming")
        self._open.push_async_callback(_ended, warming)

    def _ports(self, tenant: Tenant) -> TenantPorts:
        return self._connected().ports(tenant)

    def _connected(self) -> Connections:
        if self._connections is None:
            from api.wiring.connections import Connections  # noqa: PLC0415 - see there

            self._connections = Connections(
                self._settings,
                self.cases.store.case_recorder,
                self.metrics,
                self.tracing,
                self._breakers,
            )
        return self._connections

    async def _warm(self) -> None:
        """Prepare what the first user who asks would else wait for."""
        await asyncio.to_thread(import_module, "api.wiring.connections")
        self._tenants.make_all()
        await self._connected().warm()

    async def _disconnect(self) -> None:
        if self._connections is not None:
            await self._connections.close()


def retention(
    store: CaseStore,
    tenants: Callable[[], Mapping[str, Tenant]],
    *,
    actor: Actor,
) -> Retention:
    """Make what ends cases; `tenants` gives them as they are configured at the time."""

    def tickets_of(tenant_id: str) -> FileDesk | None:
        from application.adapters import tickets  # noqa: PLC0415 - brings aiohttp

        tenant = tenants().get(tenant_id)
        return None if tenant is None else tickets.FileDesk(tenant.tickets.directory)

    return Retention(store, tickets_of=tickets_of, actor=actor, new_id=new_id)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
