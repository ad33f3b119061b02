"""Thirty days of two tenants, as lively as a desk is: more on weekdays, and two bad days."""

import random
from datetime import UTC, datetime, timedelta
from typing import Final

from domain.produced import Grounding, Usage
from tests.api.operators.analytics_page.told_figures import caller
from tests.projections.cases import Told
from tests.stores import Clock, migrate, opened_store

FIRST: Final = datetime(2025, 1, 1, 8, tzinfo=UTC)
DAYS: Final = 30
LIVELY: Final = "?from=2025-01-01&through=2025-01-30"

_BUSY: Final = {"ten_acme": 4, "ten_globex": 2}
_BAD_DAYS: Final = {20, 21}
_WEEKEND: Final = 5
_RATINGS: Final = (9, 8, 10, 8, 9, 7, 6, 10, 9, 3)


async def tell(path: str) -> None:
    """Tell all of it; the same whenever it is told."""
    migrate(path)
    clock, chance = Clock(), random.Random(11)  # noqa: S311 - a story, no secret
    number = 0
    async with opened_store(path, now=clock) as store:
        told = Told(store, clock)
        for day in range(DAYS):
            for tenant_id, busy in _BUSY.items():
                weekend = (FIRST + timedelta(days=day)).weekday() >= _WEEKEND
                for _ in range(round(busy * chance.uniform(0.6, 1.4) / (3 if weekend else 1))):
                    number += 1
                    clock.now = FIRST + timedelta(days=day, minutes=chance.uniform(0, 600))
                    await _story(told, f"cas_{number:032x}", tenant_id, chance, day in _BAD_DAYS)


async def _story(
    told: Told, case_id: str, tenant_id: str, chance: random.Random, bad: bool
) -> None:
    await told.opened(case_id, caller(tenant_id, "member"))
    stands_in = chance.random() < (0.6 if bad else 0.05)
    outcomes = (("held", 8), ("repaired", 1), ("abstained", 1))
    (outcome,) = chance.choices([name for name, _ in outcomes], [odds for _, odds in outcomes])
    seconds = 21 if stands_in else chance.lognormvariate(1.1, 0.4)
    await told.answered(
        case_id,
        after=timedelta(seconds=seconds),
        generator="builtin" if stands_in else "claude",
        model=None if stands_in else "claude-sonnet",
        fallback="timeout" if stands_in else None,
        latency_ms=round(seconds * 950),
        usage=Usage()
        if stands_in
        else Usage(input_tokens=chance.randint(300, 1200), output_tokens=chance.randint(100, 600)),
        grounding=Grounding.model_validate(
            {
                "outcome": outcome,
                "evidence_kept": 2,
                "evidence_dropped": 0,
                "claims_held": 3,
                "claims_failed": 0,
            }
        ),
    )
    told.clock.forward(timedelta(seconds=chance.lognormvariate(4.5, 1)))
    good = chance.random() < (0.35 if bad else 0.8)
    if chance.random() < (0.4 if good else 0.8):
        await told.judged(case_id, "positive" if good else "negative")
    told.clock.forward(timedelta(seconds=chance.lognormvariate(5, 1)))
    if good and chance.random() < 0.7:
        await told.closed(case_id, "resolved", chance.choice((*_RATINGS, None)))
    elif not good:
        await told.escalated(case_id)
        if chance.random() < 0.5:
            told.clock.forward(timedelta(hours=chance.lognormvariate(1.5, 0.7)))
            await told.closed(case_id, "resolved", chance.randint(4, 8))
