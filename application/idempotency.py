"""Repeating a request: the first answer again for the same key and body, the work done once.

A row in the store, written in the same transaction as the events that the request caused, moves
from claimed to answered. A claim holds for a lease; when it ran out unanswered, the next request
with the key takes the work over from its last recorded fact.
"""

import json
from dataclasses import dataclass

from application.event_store.append import Remembered
from application.event_store.recorder import RememberedRow
from domain.errors import IdempotencyInProgress, IdempotencyMismatch
from domain.model import JSON
from domain.snapshot.numbers import LARGEST_INTEGER

LEASE_MS = 10_000
"""How long a claim holds unless it is renewed (see `application.duties.leases`): a request whose
gateway died is resumed so soon.
"""

KEPT_MS = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request's hold on its key: `id` and `fingerprint` are keyed hashes of key and body.

    `taken_over` is what an attempt before it had begun.
    """

    id: str
    claim: str
    fingerprint: str
    status: int
    now: int
    taken_over: RememberedRow | None = None

    @property
    def begun(self) -> tuple[str, str] | None:
        """The case and the question that an attempt before it has put on record."""
        before = self.taken_over
        return (before.case_id, before.question_id) if before and before.question_id else None

    def claimed(self, case_id: str, question_id: str | None = None) -> Remembered:
        """Hold the key while the work goes on."""
        return self._remembered(case_id, question_id, None)

    def answered(self, case_id: str, body: bytes) -> Remembered:
        """Keep the answer."""
        return self._remembered(case_id, None, body)

    def _remembered(self, case_id: str, question_id: str | None, body: bytes | None) -> Remembered:
        return Remembered(
            id=self.id,
            claim=self.claim,
            fingerprint=self.fingerprint,
            case_id=case_id,
            question_id=question_id,
            status=self.status,
            body=body,
            now=self.now,
            lease_until=self.now + LEASE_MS,
            forgotten_before=self.now - KEPT_MS,
        )


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer that was given first, still sealed."""

    request_id: str
    case_id: str
    status: int
    sealed: bytes


def comparable(body: JSON) -> str:
    """Write a body so that equal JSON is equal text: order, white space and whether a number is
    written as 1 or as 1.0 make no difference.
    """
    return json.dumps(_whole(body), sort_keys=True)


def _whole(value: JSON) -> JSON:
    if isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST_INTEGER:
        return int(value)
    if isinstance(value, dict):
        return {name: _whole(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return value


def begin(found: RememberedRow | None, fresh: Attempt) -> Attempt | Replay:
    """Decide what a request with a key is: the first, one to resume, or a repetition.

    Raises `IdempotencyMismatch` and `IdempotencyInProgress`.
    """
    if found is None or found.created_at < fresh.now - KEPT_MS:
        return fresh
    if found.fingerprint != fresh.fingerprint:
        raise IdempotencyMismatch
    if found.body is not None:
        return Replay(fresh.id, found.case_id, found.status, found.body)
    remaining = found.lease_until - fresh.now
    if remaining >= 0:
        raise IdempotencyInProgress(retry_after=min(2, remaining // 1_000 + 1))
    return Attempt(fresh.id, fresh.claim, fresh.fingerprint, fresh.status, fresh.now, found)
