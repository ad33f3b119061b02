"""What a tenant may spend on models in a day: reserved before a call, settled after it."""

from collections.abc import Callable
from datetime import date, datetime

from application.event_store.append import CaseRecorder
from application.event_store.record import refusals
from application.ports import Turn
from domain.events import Usage

INSTRUCTION_TOKENS = 3_000
"""What instructions and schema take, generously."""

REPLY_TOKENS = 4_096
CHARACTERS_A_TOKEN = 3
"""Fewer than models need for English, so that a reservation is rather too large."""


class TokenBudget:
    """Counts in the store, so that all gateways share a budget and a restart does not renew it.

    A reservation that a crash left behind stays spent.
    """

    def __init__(self, cases: CaseRecorder, now: Callable[[], datetime]) -> None:
        """Count by days of UTC."""
        self._cases = cases
        self._now = now

    async def reserve(self, turn: Turn, limit: int) -> "Reservation | None":
        """Set aside what a turn may cost at most; None if the day's limit does not allow it."""
        said = sum(len(one.content) for one in (*turn.conversation, turn.question))
        characters = len(turn.snapshot.text) + said
        tokens = INSTRUCTION_TOKENS + REPLY_TOKENS + characters // CHARACTERS_A_TOKEN
        day = self._now().date()
        with refusals():
            reserved = await self._cases.reserve_tokens(turn.tenant_id, day, tokens, limit)
        return Reservation(self._cases, turn.tenant_id, day, tokens) if reserved else None


class Reservation:
    """Tokens set aside for one turn."""

    def __init__(self, cases: CaseRecorder, tenant_id: str, day: date, tokens: int) -> None:
        """Remember what was set aside."""
        self._cases = cases
        self._tenant_id = tenant_id
        self._day = day
        self._tokens = tokens

    async def settle(self, usage: Usage) -> None:
        """Count what was really spent instead."""
        spent = (
            usage.input_tokens
            + usage.output_tokens
            + usage.cache_creation_input_tokens
            + usage.cache_read_input_tokens
        )
        with refusals():
            await self._cases.settle_tokens(self._tenant_id, self._day, spent - self._tokens)
