"""The history of a case: its timeline, and the case as it stood after any event of it."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.operators.audit import Audit
from api.operators.pages.audit.in_words import Words, author, in_words, outcome
from api.operators.pages.audit.trail import Entry, Trail, trail
from api.operators.pages.frame import page
from api.operators.pages.sessions import Sessions
from api.operators.pages.writing import day
from api.operators.query import Query
from application.event_store.altered import Altered, readable
from application.event_store.recorded import split
from domain.errors import CaseNotFound
from domain.events import MessageAdded
from domain.model import JSON
from projections.audited_case import CaseAsItStood, as_it_stood

STRETCH: Final = 100
"""Events that a page shows at most; the slider reaches all of them."""

_EXCHANGES: Final = "exchanges"


@dataclass(frozen=True, slots=True)
class Shown:
    """An event of the timeline. `happened` by the version that is looked at, `new_day` if the one
    before it was recorded on another; `data` and `sealed` are JSON, `calls` those to a model.
    `sealed_away` is what nobody can open any more.
    """

    entry: Entry
    headline: str
    more: str | None
    happened: bool
    current: bool
    new_day: bool
    data: str | None
    sealed: str | None
    calls: int
    sealed_away: bool


@dataclass(frozen=True, slots=True)
class Message:
    """Something that was said, and how it came about; `content` is None if nobody can read it."""

    version: int
    at: datetime
    event: MessageAdded
    author: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Between:
    """Something that happened between messages."""

    version: int
    at: datetime
    headline: str
    more: str | None


@dataclass(frozen=True, slots=True)
class History:
    """The page, and what it stands on."""

    audit: Audit
    sessions: Sessions

    async def get(self, request: Request) -> Response:
        """`GET /operator/audit/cases/{caseId}?asOf=`, a version or a time."""
        viewer = self.sessions.viewer(request, "auditor")
        case = await self.audit.case_at(request, viewer)
        query = Query(request, ("asOf",), blanks=True)
        moment = query.as_of()
        found = await trail(self.audit.record, case)
        stood = await self._stood(found, moment)
        await self.audit.look_at(request, viewer, case, "case", query)
        await self.audit.look_at(request, viewer, case, "events", query)
        version = stood.version if stood else found.latest
        first = (version - 1) // STRETCH * STRETCH + 1
        said = list(_conversation(found, version))
        return page(
            request,
            "audit-history.html",
            title=f"Case {case.id}",
            tab="history",
            case=case,
            trail=found,
            stood=stood,
            version=version,
            held=found.held(version),
            first=first,
            last=min(first + STRETCH - 1, found.latest),
            stretch=STRETCH,
            events=list(_timeline(found, first, version)),
            conversation=said[-STRETCH:],
            left_out=max(0, len(said) - STRETCH),
        )

    async def _stood(self, found: Trail, moment: datetime | int | None) -> CaseAsItStood | None:
        """The case as it stood; None where its events cannot be put together."""
        try:
            with contextlib.suppress(Altered), readable():
                return await as_it_stood(self.audit.record, found.case.id, moment)
        except CaseNotFound:
            # Without its first event a case is none, whatever else is there of it.
            if not found.wrong:
                raise
        return None


def _timeline(found: Trail, first: int, version: int) -> Iterator[Shown]:
    """The events from the first on, as a page shows them after a version."""
    before = ""
    for entry in found.entries:
        if first <= entry.version < first + STRETCH:
            on = day(entry.recorded.recorded_at) if entry.recorded else before
            yield _shown(entry, version, new_day=on != before)
            before = on


def _shown(entry: Entry, version: int, *, new_day: bool) -> Shown:
    recorded = entry.recorded
    facts: dict[str, JSON] = {}
    words, sealed, calls = Words("This event is not what was recorded"), None, 0
    if recorded is not None:
        words = in_words(recorded.event)
        facts = recorded.event.model_dump(mode="json", by_alias=True, exclude={"type"})
        sealed = facts.pop("sealed", None)
    if isinstance(sealed, dict):
        exchanges = sealed.pop(_EXCHANGES, [])
        calls = len(exchanges) if isinstance(exchanges, list) else 0
    return Shown(
        entry=entry,
        headline=words.headline,
        more=words.more,
        happened=entry.version <= version,
        current=entry.version == version,
        new_day=new_day,
        data=_json(facts) if facts else None,
        sealed=_json(sealed) if sealed else None,
        calls=calls,
        sealed_away=bool(recorded) and sealed is None and _is_sealed(entry),
    )


def _is_sealed(entry: Entry) -> bool:
    _, sealed = split(entry.stored.row.state)
    return bool(sealed)


def _conversation(found: Trail, version: int) -> Iterator[Message | Between]:
    """What was said up to a version, with what happened in between."""
    for entry in found.entries:
        recorded = entry.recorded
        if recorded is None or entry.version > version:
            continue
        event, at = recorded.event, recorded.recorded_at
        if isinstance(event, MessageAdded):
            yield Message(entry.version, at, event, author(event), outcome(event))
        else:
            words = in_words(event)
            yield Between(entry.version, at, words.headline, words.more)


def _json(value: JSON) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
