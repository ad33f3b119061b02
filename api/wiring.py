"""Connects everything, once: settings become engines, adapters, handlers and routes."""

import os
import random
import time
import uuid
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Final

import aiohttp

from api.auth import WidgetTokens
from api.cases import Cases
from api.middleware import Origins
from api.rate_limits import Limits, RateLimits
from api.telemetry import LOG
from api.worker import Worker
from application.adapters.breaker import Breaker
from application.adapters.builtin import Builtin
from application.adapters.claude import Claude
from application.adapters.host_app import HttpHostApp
from application.adapters.outbound import guarded_session
from application.adapters.tickets import desk_of
from application.case_keys import KeyWrap
from application.config import Settings, Tenant
from application.duties import Duties, TenantPorts
from application.event_store import postgres, sqlite
from application.event_store.case_store import CaseStore
from application.event_store.record import Chance
from application.handlers import Handlers
from projections.check import INLINE_VIEWS

HOST_PROBE_SECONDS = 5.0
"""A host is asked again sooner than a model: without it every answer is a poor one."""

_PERSISTENCE: Final = {
    "sqlite": "application.event_store.sqlite.recorder:Factory",
    "postgresql": "application.event_store.postgres.recorder:Factory",
}


def now() -> datetime:
    """The time, to the millisecond that the record keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id(prefix: str) -> str:
    """Make an id that is ordered by time: a UUID version 7 (RFC 9562, 5.7) in hex."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return f"{prefix}_{uuid.UUID(int=value).hex}"


def store_name(settings: Settings) -> str:
    """Name the engine."""
    return "postgresql" if settings.sqlite_file is None else "sqlite"


def migrate(settings: Settings) -> None:
    """Bring the schema up to date; raises if the database could lose what it acknowledged."""
    path = settings.sqlite_file
    if path is None:
        postgres.migrate(settings.database_url)
    else:
        sqlite.migrate(str(path))


def case_store(settings: Settings) -> CaseStore:
    """Make the event store on the configured engine; its schema must be up to date."""
    key = settings.encryption_key
    return CaseStore(
        {
            "PERSISTENCE_MODULE": _PERSISTENCE[store_name(settings)],
            "SQLITE_DBNAME": str(settings.sqlite_file or ""),
            "POSTGRES_URL": settings.database_url,
            "ORIGINATOR_ID_TYPE": "text",
            "CREATE_TABLE": "n",
        },
        views=INLINE_VIEWS,
        wrap=KeyWrap(key.get_secret_value() if key else None, os.urandom),
        chance=Chance(entropy=os.urandom, now=now, new_id=new_id, jitter=random.random),
    )


class Wired:
    """A gateway, put together."""

    def __init__(self, settings: Settings) -> None:
        """Put everything together that needs no event loop."""
        self._settings = settings
        self._open = AsyncExitStack()
        self._tenants: dict[str, TenantPorts] = {}
        self.store_name = store_name(settings)
        store = case_store(settings)
        duties = Duties(
            store,
            tenants=self._tenants,
            builtin=Builtin(),
            now=now,
            clock=time.monotonic,
            new_id=new_id,
        )
        limits = settings.rate_limits
        self.cases = Cases(
            store=store,
            handlers=Handlers(store, duties, now=now, new_id=new_id),
            tokens=WidgetTokens(_token_secrets(settings.tenants), time.time),
            limits=RateLimits(
                Limits(limits.creates, limits.messages, limits.others), time.monotonic
            ),
            disclosures={name: t.answers.disclosure for name, t in settings.tenants.items()},
            now=now,
            new_id=new_id,
        )
        self.origins = Origins(
            settings.allowed_origins,
            {name: tenant.allowed_origins for name, tenant in settings.tenants.items()},
        )
        kept = {
            name: timedelta(days=days)
            for name, tenant in settings.tenants.items()
            if (days := tenant.snapshot.retention_days)
        }
        self._worker = Worker(store, duties, now, new_id, kept)

    async def open(self) -> None:
        """Connect, and begin to pay what is owed."""
        await self.cases.store.open()
        self._open.push_async_callback(self.cases.store.shut)
        if self._settings.encryption_key is None:
            LOG.warning("no encryption key is configured: the keys of cases are stored unwrapped")
        sessions: dict[bool, aiohttp.ClientSession] = {}
        for allow_private in (False, True):
            session = guarded_session(allow_private=allow_private)
            sessions[allow_private] = await self._open.enter_async_context(session)
        for tenant in self._settings.tenants.values():
            self._tenants[tenant.id] = await self._ports(tenant, sessions)
        self._worker.start()
        self._open.push_async_callback(self._worker.stop)

    async def close(self) -> None:
        """Finish what was accepted, then disconnect."""
        await self._open.aclose()

    async def _ports(
        self, tenant: Tenant, sessions: Mapping[bool, aiohttp.ClientSession]
    ) -> TenantPorts:
        claude = self._claude(tenant)
        if claude is not None:
            self._open.push_async_callback(claude.close)
        host, tickets = tenant.host, tenant.tickets
        return TenantPorts(
            host_app=HttpHostApp(
                sessions[host.allow_private],
                base_url=host.base_url,
                service_token=host.service_token,
                breaker=Breaker(time.monotonic, probe_after=HOST_PROBE_SECONDS),
                clock=time.monotonic,
                timeout=host.timeout_seconds,
                max_bytes=host.max_bytes,
            ),
            claude=claude,
            why_not=self._why_not(tenant),
            desk=desk_of(
                tickets,
                session=sessions[tickets.allow_private],
                clock=now,
                directory=tickets.directory,
            ),
            window_hours=host.window_hours,
            max_snapshot_bytes=tenant.snapshot.max_bytes,
            link_hosts=tenant.answers.link_hosts,
            daily_tokens=tenant.answers.daily_tokens,
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

    def _why_not(self, tenant: Tenant) -> str | None:
        """Why no model is asked for this tenant, if it would have one."""
        if tenant.answers.generator == "builtin":
            return None
        if self._settings.anthropic_api_key is None:
            return "no_key"
        return "no_budget" if tenant.answers.daily_tokens == 0 else None


def _token_secrets(tenants: Mapping[str, Tenant]) -> dict[str, tuple[bytes, ...]]:
    return {
        name: tuple(secret.get_secret_value().encode() for secret in tenant.token_secrets)
        for name, tenant in tenants.items()
    }
