"""How long cases are kept, and how they end: erased on request or by age, unless they are held.

Erasing a case destroys its key and whatever was derived from it. What its ticket desk keeps stays
with the desk, but for a file, which is the gateway's own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import orjson

from application.event_store.append import CASE, ViewDocument
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor, Cause
from application.ports import TicketDeskFailed
from domain.errors import CaseHeld, CaseNotFound
from domain.events import ErasureReason
from domain.model import milliseconds

PAGE = 200

LOOK_AT_ALL = timedelta(days=1)
"""After so long all cases are looked at again: one may have come back with a backup."""


class Tickets(Protocol):
    """Where the gateway itself keeps tickets."""

    async def holds(self, key: str) -> bool:
        """Tell whether one is kept under a case's id."""
        ...

    async def erase(self, key: str) -> None:
        """Take back what is kept under a case's id, if anything is. Raises `TicketDeskFailed`."""
        ...


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of cases that were to be erased, by their ids.

    Those that are `held` are kept; so are those whose ticket could not be taken back, `failed`,
    until the next attempt. Of those `orphaned` a ticket file may be left somewhere: it is not where
    their tenant is configured to keep them, or their tenant is configured no more.
    """

    erased: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    orphaned: tuple[str, ...] = ()

    @classmethod
    def together(cls, parts: Sequence["Erased"]) -> "Erased":
        """All of it."""
        return cls(
            erased=tuple(case_id for part in parts for case_id in part.erased),
            held=tuple(case_id for part in parts for case_id in part.held),
            failed=tuple(case_id for part in parts for case_id in part.failed),
            orphaned=tuple(case_id for part in parts for case_id in part.orphaned),
        )


def id_before(moment: datetime) -> str:
    """The least id that a case opened at `moment` may have: ids begin with their time."""
    return f"cas_{milliseconds(moment):012x}"


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was looked at for cases that are kept no longer: all of them at one time, and since then
    those up to `ends`, the ids at which cases had come of each age. `left` were kept nevertheless.
    """

    ages: Mapping[str, timedelta] = field(default_factory=dict[str, timedelta])
    at_all: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    ends: Mapping[timedelta, str] = field(default_factory=dict[timedelta, str])
    left: frozenset[str] = frozenset()

    def spans(self, ends: Mapping[timedelta, str]) -> list[tuple[str, str]]:
        """Between which ids to look now that cases have come of each age at these."""
        if not self.ends:
            return [("", max(ends.values()))]
        return [(self.ends[age], end) for age, end in ends.items()]


class Retention:
    """Ends what is kept no longer; a hold wins over everything."""

    def __init__(
        self,
        store: CaseStore,
        *,
        tickets_of: Callable[[str], Tickets | None],
        actor: Actor,
        new_id: Callable[[str], str],
    ) -> None:
        """`tickets_of` gives what is kept of a tenant's tickets, None for a tenant that is not
        configured any more.
        """
        self._store = store
        self._tickets_of = tickets_of
        self._actor = actor
        self._new_id = new_id
        self._looked = _Looked()

    async def erase(self, case_id: str, reason: ErasureReason) -> Erased:
        """Destroy the key of a case and what was derived from it; the record keeps its shape.

        Raises `CaseNotFound`, also for a case that is erased already.
        """
        case = await self._store.case(case_id)
        if case.requester is None:
            raise CaseNotFound
        if case.held:
            return Erased(held=(case_id,))
        tickets = self._tickets_of(case.tenant_id)
        in_a_file = case.ticket is not None and (case.ticket.url or "").startswith("file:")
        orphaned = in_a_file and not (tickets is not None and await tickets.holds(case_id))
        try:
            if tickets is not None:
                await tickets.erase(case_id)
            await self._store.decide(case_id, lambda case: case.erase(reason), self._cause())
            if tickets is not None:
                # One may have been written meanwhile. Whoever writes one later than this finds that
                # there is no case, and takes it back.
                await tickets.erase(case_id)
        except CaseHeld:
            return Erased(held=(case_id,))
        except TicketDeskFailed:
            return Erased(failed=(case_id,))
        return Erased(erased=(case_id,), orphaned=(case_id,) if orphaned else ())

    async def erase_person(self, tenant_id: str, user_id: str) -> Erased:
        """Erase all cases of one user of one tenant, on request."""
        owner = self._store.keys.pseudonym(tenant_id, user_id)
        done, before = list[Erased](), None
        while found := await self._store.owned(CASE, owner, before=before, limit=PAGE):
            for document in found:
                done.append(await self._erase_if_there(document.key, "request"))
            before = found[-1].key
        return Erased.together(done)

    async def erase_expired(self, kept: Mapping[str, timedelta | None], now: datetime) -> Erased:
        """Erase what is older than its tenant keeps cases; `kept` is by tenant, None for ever.

        Asked again, it looks at what was kept nevertheless and at what has come of an age since,
        and once a day at everything.
        """
        ages = {tenant_id: age for tenant_id, age in kept.items() if age is not None}
        if not ages:
            return Erased()
        looked = self._looked
        if looked.ages != ages or not timedelta() <= now - looked.at_all < LOOK_AT_ALL:
            looked = _Looked(ages, now)
        done = [await self._erase_if_there(case_id, "retention") for case_id in sorted(looked.left)]
        ends = {age: id_before(now - age) for age in ages.values()}
        for since, until in looked.spans(ends):
            cases = self._store.read_view(CASE, _case_and_tenant, since=since)
            async for case_id, tenant_id in cases:
                if case_id >= until:
                    break
                age = ages.get(tenant_id)
                if age is not None and case_id < ends[age]:
                    done.append(await self._erase_if_there(case_id, "retention"))
        erased = Erased.together(done)
        self._looked = replace(looked, ends=ends, left=frozenset(erased.held + erased.failed))
        return erased

    async def _erase_if_there(self, case_id: str, reason: ErasureReason) -> Erased:
        try:
            return await self.erase(case_id, reason)
        except CaseNotFound:
            return Erased()

    async def place_hold(self, case_id: str, reason: str | None) -> bool:
        """Keep a case until further notice; tells whether it was not held before.

        Raises `CaseNotFound`.
        """
        decided = await self._store.decide(
            case_id, lambda case: case.place_hold(reason), self._cause()
        )
        return bool(decided.recorded)

    async def release_hold(self, case_id: str) -> bool:
        """Keep a case no longer than any other; tells whether it was held.

        Raises `CaseNotFound`.
        """
        decided = await self._store.decide(case_id, lambda case: case.release_hold(), self._cause())
        return bool(decided.recorded)

    def _cause(self) -> Cause:
        return Cause(self._actor, self._new_id("req"))


def _case_and_tenant(document: ViewDocument) -> tuple[str, str]:
    return document.key, orjson.loads(document.body or b"{}")["tenantId"]
