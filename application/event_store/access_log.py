"""Looks at the record, recorded themselves: the only events that are no case's own.

Looks at one case stand in a stream of that case, beside its own; looks at lists in one of the
operator's. They are chained like all events; nothing in them is sealed, so they outlive an erasure.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from application.event_store.append import Append, VersionConflict
from application.event_store.case_store import CONFLICT_SECONDS
from application.event_store.record import Record
from application.event_store.recorded import GENESIS, Actor, Cause, Link, Recorded, hash_of
from application.event_store.refusals import RETRY_AFTER_SECONDS, refusals
from application.event_store.turns import Turns
from domain.errors import Unavailable
from domain.events import AuditViewed
from domain.model import MILLISECOND

PREFIX = "aud_"


class AccessLog:
    """Writes down who looks at what, before anything is shown."""

    def __init__(
        self, record: Record, *, now: Callable[[], datetime], new_id: Callable[[str], str]
    ) -> None:
        """Write to this record."""
        self._record = record
        self._now = now
        self._new_id = new_id
        self._turns = Turns()

    async def write(self, viewed: AuditViewed, *, subject: str, request_id: str) -> None:
        """Record a look durably; `subject` is the pseudonym of the user it was about, if any.

        Raises `Unavailable`.
        """
        stream = stream_of(viewed.case_id) if viewed.case_id else operator_stream(viewed.operator)
        give_up = asyncio.get_running_loop().time() + CONFLICT_SECONDS
        async with self._turns.of(stream):
            while True:
                link = await self._link(stream, viewed, subject, request_id)
                try:
                    with refusals():
                        await self._record.case_recorder.append(Append(links=(link,)))
                except VersionConflict:
                    # Another gateway was first. Each attempt that fails is another's success.
                    if asyncio.get_running_loop().time() > give_up:
                        raise Unavailable(retry_after=RETRY_AFTER_SECONDS) from None
                else:
                    return

    async def _link(self, stream: str, viewed: AuditViewed, subject: str, request_id: str) -> Link:
        with refusals():
            last = await self._record.case_recorder.select_end_of_stream(stream, limit=1)
        version, head, now = 0, GENESIS, self._now()
        if last:
            before = self._record.case_mapper.recorded(last[0], None)
            version, head = before.originator_version, hash_of(last[0])
            now = max(now, before.recorded_at + MILLISECOND)
        recorded = Recorded(
            originator_id=stream,
            originator_version=version + 1,
            event_id=self._new_id("evt"),
            case_id=viewed.case_id or stream,
            subject=subject,
            recorded_at=now,
            cause=Cause(Actor("operator", viewed.operator), request_id),
            previous_hash=head,
            event=viewed,
        )
        return self._record.case_mapper.link(recorded, None)


def stream_of(case_id: str) -> str:
    """The stream of looks at a case."""
    return PREFIX + case_id


def operator_stream(operator: str) -> str:
    """The stream of an operator's looks at lists."""
    return f"{PREFIX}operator:{operator}"
