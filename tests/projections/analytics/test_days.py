"""A figure is the same whether a day's facts are read one by one or from their sums."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from application.event_store.case_store import CaseStore
from domain.produced import Usage
from projections.analytics.days import TABLES
from projections.analytics.dictionary import BREAKDOWNS
from projections.analytics.facts import CaseFacts
from projections.analytics.fold import Analytics
from projections.follower import Follower
from projections.views import Folded, Logged, Views
from tests.projections.analytics.counted import DAY, HOUR, SECOND, Counted, grounding
from tests.projections.cases import Told, level
from tests.stores import migrate

MS = timedelta(milliseconds=1)
FIRST = datetime(2026, 2, 20, tzinfo=UTC)
THIRD = FIRST + 2 * DAY
END = FIRST + 3 * DAY
USAGE = Usage(
    input_tokens=90, output_tokens=20, cache_creation_input_tokens=0, cache_read_input_tokens=3
)
CLAUDE = {"generator": "claude", "model": "claude-test", "fallback": None, "usage": USAGE}


async def three_days(told: Told) -> None:
    """Cases and answers of several kinds, from the noon of the first day on."""
    for number in range(9):
        await told.opened(f"cas_{number}")
        for latency_ms, outcome in ((number, "held"), (4, "repaired")):
            made = CLAUDE if number % 2 else {}
            await told.answered(
                f"cas_{number}",
                after=SECOND,
                **made,
                latency_ms=latency_ms,
                grounding=grounding(outcome),
            )
            await told.asked(f"cas_{number}")
        told.clock.forward(7 * HOUR)


@pytest.mark.parametrize(
    ("facts", "sums"),
    [
        pytest.param((FIRST + MS, END - MS), (FIRST, END), id="days at both ends"),
        pytest.param((FIRST + MS, None), (FIRST, None), id="a day at the beginning"),
        pytest.param((None, END - MS), (None, END), id="a day at the end"),
        pytest.param((THIRD + MS, END - MS), (THIRD, END), id="a whole day"),
        pytest.param((THIRD - HOUR, END - MS), (THIRD - HOUR, END), id="an hour and a day"),
    ],
)
async def test_sums_say_what_their_facts_say(
    told: Told,
    counted: Counted,
    facts: tuple[datetime | None, datetime | None],
    sums: tuple[datetime | None, datetime | None],
) -> None:
    await three_days(told)

    async def read(since: datetime | None, until: datetime | None) -> list[Any]:
        span: dict[str, Any] = {"since": since, "until": until}
        whole = await counted.summary(**span)
        return [
            whole.figures,
            whole.breakdowns,
            (await counted.series("day", "tenantId", **span)).data,
            (await counted.series("week", **span)).data,
            [await counted.breakdown(one.name, "day", **span) for one in BREAKDOWNS],
        ]

    assert await read(*facts) == await read(*sums)


async def test_hours_within_a_day_hold_what_happened_in_them(told: Told, counted: Counted) -> None:
    await three_days(told)
    noon = FIRST + 12 * HOUR
    for since, until, answers in (
        (FIRST + MS, noon, 0),
        (noon, noon + 2 * SECOND, 1),
        (noon, noon + 8 * HOUR, 4),
        (noon + 8 * HOUR, FIRST + DAY - MS, 0),
    ):
        found = await counted.summary(since=since, until=until)
        assert found.figures["answers"].value == answers


async def test_days_add_up_to_the_whole(told: Told, counted: Counted) -> None:
    await three_days(told)
    days = await counted.series("day")
    whole = await counted.figures()
    for name in ("answers", "heldAnswers", "standInAnswers", "tokens", "hostCalls", "redactions"):
        assert sum(int(str(row[name])) for row in days.data) == whole[name] != 0, name
    assert whole["answerMsP50"] == 4


class Earlier(Analytics):
    """The view before there were sums."""

    definition = 1

    def fold(self, state: CaseFacts | None, logged: Logged) -> Folded:
        """Note the facts alone."""
        folded = super().fold(state, logged)
        facts = tuple(fact for fact in folded.facts if fact.__class__ not in TABLES)
        return Folded(folded.state, facts)


async def go_back(views: Views) -> None:
    """Have the schema be that of the version before there were sums."""
    async with views.changing() as change:
        for table in TABLES.values():
            await change.rows(f"DROP TABLE {table.name}")
        await change.rows("DELETE FROM schema_migrations WHERE number = 4")
        await change.rows("UPDATE followed_views SET definition = 1 WHERE view = 'analytics'")


async def test_a_store_of_an_earlier_version_needs_no_rebuild(
    told: Told, counted: Counted, views: Views, location: str
) -> None:
    await three_days(told)
    before = await counted.summary()
    await go_back(views)
    migrate(location)
    after = await counted.summary()
    assert (after.figures, after.breakdowns) == (before.figures, before.breakdowns)


async def test_a_gateway_of_an_earlier_version_loses_no_sums(
    told: Told, store: CaseStore, counted: Counted, views: Views, location: str
) -> None:
    await three_days(told)
    await counted.summary()
    await go_back(views)
    earlier = Follower(store, views, [Earlier()])
    await told.answered("cas_1", after=SECOND)
    await level(earlier)
    migrate(location)
    await told.answered("cas_2", after=SECOND)
    await level(earlier)
    await told.answered("cas_3", after=SECOND)
    await counted.summary()
    sums = await counted.figures()
    facts = await counted.summary(since=FIRST + MS, until=END + DAY - MS)
    assert sums == {name: figure.value for name, figure in facts.figures.items()}
    assert sums["answers"] == 21
