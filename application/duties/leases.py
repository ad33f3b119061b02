"""One payer at a time for what is owed, over all gateways: leases, renewed while the work goes on.

A lease is only against doing work twice; that a debt is paid once is the record's to see to. A
payer whose lease was not renewed in time (it was stopped, or the store was away) is interrupted
before it does anything more, since another may have begun.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Generator
from datetime import datetime

from application.event_store.append import StoreAway
from application.event_store.recorder import CaseRecorder
from application.event_store.refusals import refusals
from application.idempotency import LEASE_MS, Attempt
from domain.errors import Refused
from domain.model import milliseconds

RENEW_SECONDS = 3.0
YOUNG_SECONDS = 2.0
"""What was just begun needs no renewal yet: most work is done by then, and writes nothing."""

_log = logging.getLogger(__name__)


class Overtaken(Exception):
    """The lease has run out, or another payer has taken it."""


class _Held:
    """A lease in hand; `until` runs out with it. It is `written` once the store knows of it."""

    def __init__(self, since: float, *, written: bool) -> None:
        self.since = since
        self.written = written
        self.until = asyncio.timeout_at(since + LEASE_MS / 1000)


class Leases:
    """The leases of one process."""

    def __init__(self, cases: CaseRecorder, *, holder: str, now: Callable[[], datetime]) -> None:
        """`holder` is an id of this process alone."""
        self._cases = cases
        self._holder = holder
        self._now = now
        self._held: dict[str, _Held | None] = {}
        self._attempts: dict[str, tuple[Attempt, float]] = {}
        self._task: asyncio.Task[None] | None = None
        self._renewed = asyncio.Event()
        self._renewed.set()

    def start(self) -> None:
        """Begin to renew."""
        self._task = asyncio.create_task(self._run(), name="leases")

    async def stop(self) -> None:
        """Renew no more; what is held runs out."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def holds(self, name: str) -> bool:
        """Whether this process is busy with it."""
        return name in self._held

    @contextlib.contextmanager
    def renewing(self, attempt: Attempt | None) -> Generator[None]:
        """Keep others from taking over a request that carries an Idempotency-Key."""
        if attempt is None:
            yield
            return
        self._attempts[attempt.id] = attempt, _clock()
        try:
            yield
        finally:
            self._attempts.pop(attempt.id, None)

    @contextlib.asynccontextmanager
    async def assumed(self, name: str) -> AsyncGenerator[int]:
        """Hold the lease of what this process has made just now, and nobody else would pay yet.

        The store learns of it only if the work takes long. Raises `Overtaken`.
        """
        held = _Held(_clock(), written=False)
        try:
            async with self._while_held(name, held):
                yield 1
            if held.written:
                await self._end(name)
        finally:
            self._held.pop(name, None)

    @contextlib.asynccontextmanager
    async def taken(
        self, name: str, *, pause: Callable[[int], int], skip_after: int | None = None
    ) -> AsyncGenerator[int | None]:
        """Take a lease, if it can be had: gives how often it was taken so far, or None.

        If the work fails the next attempt waits for `pause`, in milliseconds by the number of
        attempts, but no longer than `skip_after` if that is given.

        Raises `Overtaken` and `Unavailable`.
        """
        if name in self._held:
            yield None
            return
        self._held[name] = None
        try:
            since, now = _clock(), self._ms()
            with refusals():
                attempts = await self._cases.take_lease(
                    name,
                    self._holder,
                    now=now,
                    until=now + LEASE_MS,
                    paused_before=0 if skip_after is None else now - skip_after,
                )
            if attempts is None:
                yield None
                return
            try:
                async with self._while_held(name, _Held(since, written=True)):
                    yield attempts
            except Overtaken:
                raise
            except Refused:
                await self._end(name)
                raise
            except asyncio.CancelledError:
                await self._end(name, paused_until=self._ms() + pause(1))
                raise
            except Exception:
                await self._end(name, paused_until=self._ms() + pause(attempts))
                raise
            await self._end(name)
        finally:
            self._held.pop(name, None)

    @contextlib.asynccontextmanager
    async def _while_held(self, name: str, held: _Held) -> AsyncGenerator[None]:
        self._held[name] = held
        try:
            async with held.until:
                yield
        except TimeoutError:
            if held.until.expired():
                raise Overtaken from None
            raise
        finally:
            # It stays ours, for others of this process too, until the store knows that it is over;
            # but what is renewed from here on would be written after its end.
            self._held[name] = None

    async def _end(self, name: str, *, paused_until: int | None = None) -> None:
        # A renewal that is under way may be written later than what is asked for after it, and the
        # lease would go on for nobody.
        await self._renewed.wait()
        # Where the store is away the lease runs out by itself.
        with contextlib.suppress(StoreAway):
            await self._cases.end_lease(
                name, self._holder, now=self._ms(), paused_until=paused_until
            )

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await self._renew()
            except StoreAway:
                pass
            # Without this loop nobody here could work for longer than a lease.
            except Exception:  # noqa: BLE001 - see above
                _log.exception("leases could not be renewed")

    async def _renew(self) -> None:
        old = _clock() - YOUNG_SECONDS
        claims = {
            attempt.id: attempt.claim for attempt, since in self._attempts.values() if since <= old
        }
        if claims:
            await self._cases.renew_remembered(claims, self._ms() + LEASE_MS)
        due = {name: held for name, held in self._held.items() if held and held.since <= old}
        if not due:
            return
        at = _clock()
        for held in due.values():
            # Before it is: work that ends meanwhile has a lease to end.
            held.written = True
        self._renewed.clear()
        try:
            kept = await self._cases.renew_leases(
                list(due), self._holder, now=self._ms(), until=self._ms() + LEASE_MS
            )
        finally:
            self._renewed.set()
        for name, held in due.items():
            if self._held.get(name) is held and not held.until.expired():
                held.until.reschedule(at + LEASE_MS / 1000 if name in kept else at)

    def _ms(self) -> int:
        return milliseconds(self._now())


def _clock() -> float:
    return asyncio.get_running_loop().time()
