"""What a tenant may spend on models in a day: reserved before each call, settled after it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import orjson

from application.event_store.recorder import CaseRecorder
from application.event_store.refusals import refusals
from application.ports import Assistant, AssistantFailed, Proposal, Turn
from domain.errors import Unavailable
from domain.produced import Usage

INSTRUCTION_TOKENS = 3_000
"""What instructions and schema take, generously."""

REPLY_TOKENS = 8_192
"""The most that an assistant may say in one call."""

BYTES_A_TOKEN = 3
"""Fewer than models need for JSON and for prose in whatever script, so that a reservation is
rather too large.
"""

NO_BUDGET = "no_budget"


class TokenBudget:
    """Counts in the store, so that all gateways share a budget and a restart does not renew it.

    A reservation that a crash left behind stays spent.
    """

    def __init__(self, cases: CaseRecorder, now: Callable[[], datetime]) -> None:
        """Count by days of UTC."""
        self._cases = cases
        self._now = now

    async def reserve(self, turn: Turn, limit: int) -> "Reservation | None":
        """Set aside what a call may cost at most; None if the day's limit does not allow it."""
        tokens = most_tokens(turn)
        day = self._now().date()
        with refusals():
            reserved = await self._cases.reserve_tokens(turn.tenant_id, day, tokens, limit)
        return Reservation(self._cases, turn.tenant_id, day, tokens) if reserved else None


class Reservation:
    """Tokens set aside for one call."""

    def __init__(self, cases: CaseRecorder, tenant_id: str, day: date, tokens: int) -> None:
        """Remember what was set aside."""
        self._cases = cases
        self._tenant_id = tenant_id
        self._day = day
        self._tokens = tokens

    async def settle(self, usage: Usage) -> None:
        """Count what was really spent instead."""
        with refusals():
            await self._cases.settle_tokens(self._tenant_id, self._day, usage.total - self._tokens)


class Budgeted(Assistant):
    """An assistant that is asked only as long as the tenant's day has tokens left for it."""

    def __init__(self, assistant: Assistant, budget: TokenBudget, daily_tokens: int) -> None:
        """Allow `daily_tokens` a day of UTC, over all gateways on one store."""
        self._assistant = assistant
        self._budget = budget
        self._daily_tokens = daily_tokens

    async def propose(self, turn: Turn) -> Proposal:
        """Propose an answer. Raises `AssistantFailed`, with `no_budget` before anything is spent.

        What an interrupted call has cost is not known: its reservation stays spent, and so it does
        where the store takes no settlement, for an answer that was paid for is not thrown away.
        """
        reserved = await self._budget.reserve(turn, self._daily_tokens)
        if reserved is None:
            raise AssistantFailed(NO_BUDGET)
        try:
            proposal = await self._assistant.propose(turn)
        except AssistantFailed as failure:
            with suppress(Unavailable):
                await reserved.settle(failure.usage)
            raise
        with suppress(Unavailable):
            await reserved.settle(proposal.usage)
        return proposal


def most_tokens(turn: Turn) -> int:
    """What one call may cost at most, in tokens: all that is asked, and the longest reply."""
    said = [one.content for one in (*turn.conversation, turn.question)]
    if turn.sent_back is not None:
        said += [turn.sent_back.reply, *turn.sent_back.objections]
    size = sum(len(text.encode()) for text in (turn.snapshot.text, *said))
    size += len(orjson.dumps(turn.context or {}))
    return INSTRUCTION_TOKENS + REPLY_TOKENS + size // BYTES_A_TOKEN
