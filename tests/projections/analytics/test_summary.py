"""Figures of a span: which cases belong to it, what is left out, and what they are grouped by."""

import re

from domain.events import Requester
from domain.model import milliseconds
from projections.analytics.dictionary import AGGREGATES, BREAKDOWNS, DEFINITION, RATIOS
from projections.analytics.facts import CaseFacts
from projections.analytics.fold import Analytics
from projections.analytics.summary import definitions
from projections.views import Views
from tests.facts import JONAS, MAYA, NOON
from tests.projections.analytics.counted import DAY, HOUR, SECOND, Counted
from tests.projections.cases import Told

TESTER = MAYA.__class__(
    "ten_acme", Requester(user_id="usr_probe", email="p@x.example", roles=("test",), plan="pro")
)
OTHER = JONAS.__class__("ten_globex", JONAS.requester)


async def test_nothing_recorded_gives_counts_of_nothing_and_no_rates(counted: Counted) -> None:
    figures = await counted.figures()
    assert figures["cases"] == figures["answers"] == figures["hostCalls"] == 0
    for name in ("confirmedRate", "csat", "firstResponseMsP50", "meanRating", "brierScore"):
        assert figures[name] is None
    assert figures.keys() == definitions().keys()


async def test_test_traffic_is_counted_nowhere_but_as_left_out(
    told: Told, counted: Counted
) -> None:
    await told.opened("cas_real")
    await told.opened("cas_probe", TESTER)
    await told.answered("cas_probe", after=SECOND)
    found = await counted.summary()
    assert (found.figures["cases"].value, found.figures["answers"].value) == (1, 0)
    assert found.figures["hostCalls"].value == 4
    assert found.test_cases_left_out == 1


async def test_figures_survive_an_erasure(told: Told, counted: Counted) -> None:
    await told.opened("cas_1")
    await told.answered("cas_1", after=SECOND)
    await told.judged("cas_1", "positive")
    before = await counted.figures()
    await told.erased("cas_1")
    assert await counted.figures() == before


async def test_a_span_holds_the_cases_opened_in_it_and_a_tenant_its_own(
    told: Told, counted: Counted
) -> None:
    await told.opened("cas_1")
    told.clock.forward(DAY)
    await told.opened("cas_2")
    await told.opened("cas_3", OTHER)
    everything = await counted.summary()
    second = await counted.summary(since=NOON + HOUR, until=NOON + 2 * DAY)
    acme = await counted.summary(tenants=frozenset({"ten_acme"}))
    nobody = await counted.summary(tenants=frozenset())
    counts = [one.figures["cases"].value for one in (everything, second, acme, nobody)]
    assert counts == [3, 2, 2, 0]


async def test_a_series_has_a_row_for_each_day_and_tenant(told: Told, counted: Counted) -> None:
    await told.opened("cas_1")
    told.clock.forward(DAY)
    await told.answered("cas_1", after=SECOND)
    await told.opened("cas_2")
    await told.opened("cas_3", OTHER)
    found = await counted.series("day", "tenantId")
    rows = [
        (row["day"], row["tenantId"], row["cases"], row["answers"], row["answeredCases"])
        for row in found.data
    ]
    assert rows == [
        ("2026-02-20", "ten_acme", 1, 0, 1),
        ("2026-02-21", "ten_acme", 1, 1, 0),
        ("2026-02-21", "ten_globex", 1, 0, 0),
    ]
    assert found.data[0]["firstResponseMsP50"] == 86_401_000
    assert found.data[2]["firstResponseMsP50"] is None
    assert found.data[0].keys() == {"day", "tenantId", *definitions()}
    by_tenant = await counted.series("tenantId")
    assert [(row["tenantId"], row["cases"]) for row in by_tenant.data] == [
        ("ten_acme", 2),
        ("ten_globex", 1),
    ]


async def test_a_week_is_named_by_its_monday(told: Told, counted: Counted) -> None:
    # The told noon is a Friday's: two days later the week ends, and the next day another begins.
    for number in range(4):
        await told.opened(f"cas_{number}")
        told.clock.forward(DAY)
    found = await counted.series("week")
    assert [(row["week"], row["cases"]) for row in found.data] == [
        ("2026-02-16", 3),
        ("2026-02-23", 1),
    ]


async def test_a_span_begins_with_whatever_happened_first_in_it(
    told: Told, counted: Counted
) -> None:
    assert await counted.earliest() is None
    await told.opened("cas_1")
    opened = told.clock()
    await told.answered("cas_1", after=DAY)
    assert await counted.earliest() == opened
    # The case is older than the span, and its answer is not.
    assert await counted.earliest(since=opened + HOUR) == opened + DAY
    assert await counted.earliest(tenants=frozenset({"ten_globex"})) is None


async def test_percentiles_are_exact_however_many_cases_there_are(
    counted: Counted, views: Views
) -> None:
    await counted.figures()
    at = milliseconds(NOON)
    async with views.changing() as change:
        await change.put(
            Analytics.tables[CaseFacts],
            1,
            [
                CaseFacts(f"cas_{many}_{ms}", f"ten_{many:03}", 0, at, 1, at, first_response_ms=ms)
                for many in range(1, 101)
                for ms in range(1, many + 1)
            ],
        )
    found = await counted.series("tenantId")
    for many, row in enumerate(found.data, 1):
        ranked = [row[f"firstResponseMsP{rank}"] for rank in (50, 90, 99)]
        assert ranked == [-(-many * rank // 100) for rank in (50, 90, 99)]
        assert (row["cases"], row["resolutionMsP50"]) == (many, None)
    assert len(found.data) == 100


async def test_a_breakdown_can_be_told_by_day_and_tenant(told: Told, counted: Counted) -> None:
    await told.opened("cas_1")
    await told.escalated("cas_1")
    told.clock.forward(DAY)
    await told.opened("cas_2", OTHER)
    await told.answered("cas_2", after=SECOND, fallback=None)
    await told.escalated("cas_2")
    found = await counted.breakdown("escalations", "day", "tenantId")
    assert found.rows == (
        {
            "day": "2026-02-20",
            "tenantId": "ten_acme",
            "reason": "no_answer",
            "decidedBy": "user",
            "cases": 1,
        },
        {
            "day": "2026-02-21",
            "tenantId": "ten_globex",
            "reason": "asked",
            "decidedBy": "user",
            "cases": 1,
        },
    )
    assert (await counted.breakdown("sources", "day", tenants=frozenset())).rows == ()


def test_every_figure_is_defined_in_words() -> None:
    assert DEFINITION == 1
    for name, what in definitions().items():
        assert re.fullmatch(r"[a-z]\w+", name)
        assert what.definition[0].isupper()
        assert what.definition.endswith(".")
    names = {one.name for one in AGGREGATES}
    assert all({ratio.part, ratio.whole} <= names for ratio in RATIOS)
    assert len(names) == len(AGGREGATES)
    assert all(one.definition.endswith(".") for one in BREAKDOWNS)
