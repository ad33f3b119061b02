"""Every figure is what its words say, over cases whose story is known."""

import re
from datetime import timedelta
from typing import Any

import pytest

from application.event_store.case_store import CaseStore
from domain.events import Grounding, Requester, Usage
from projections.analytics.dictionary import AGGREGATES, BREAKDOWNS, DEFINITION, RATIOS
from projections.analytics.summary import By, Series, Span, Summary, definitions, series, summary
from projections.check import FOLLOWED_VIEWS
from projections.follower import Follower
from projections.views import Views
from tests.facts import JONAS, MAYA, NOON
from tests.projections.cases import Told, level

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
TESTER = MAYA.__class__(
    "ten_acme", Requester(user_id="usr_probe", email="p@x.example", roles=("test",), plan="pro")
)
OTHER = JONAS.__class__("ten_globex", JONAS.requester)


def grounding(outcome: str) -> Grounding:
    return Grounding.model_validate(
        {
            "outcome": outcome,
            "evidence_kept": 2,
            "evidence_dropped": 1,
            "claims_held": 3,
            "claims_failed": 0,
        }
    )


class Counted:
    """The figures of one store as they stand some time after the last event."""

    def __init__(self, told: Told, store: CaseStore, views: Views) -> None:
        self._told = told
        self._views = views
        self._follower = Follower(store, views, FOLLOWED_VIEWS)

    async def summary(self, *, later: timedelta = SECOND, **span: Any) -> Summary:
        await level(self._follower)
        return await summary(self._views, self._span(later, **span))

    async def series(self, *by: By, **span: Any) -> Series:
        await level(self._follower)
        return await series(self._views, self._span(SECOND, **span), by)

    async def figures(self, *, later: timedelta = SECOND) -> dict[str, int | float | None]:
        found = await self.summary(later=later)
        return {name: figure.value for name, figure in found.figures.items()}

    def _span(self, later: timedelta, **changed: Any) -> Span:
        facts: dict[str, Any] = {
            "tenant_id": None,
            "tenants": None,
            "since": None,
            "until": None,
            **changed,
        }
        return Span(**facts, now=self._told.clock() + later)


@pytest.fixture
def counted(told: Told, store: CaseStore, views: Views) -> Counted:
    """The figures of that store."""
    return Counted(told, store, views)


async def test_nothing_recorded_gives_counts_of_nothing_and_no_rates(counted: Counted) -> None:
    figures = await counted.figures()
    assert figures["cases"] == figures["answers"] == figures["hostCalls"] == 0
    for name in ("confirmedRate", "csat", "firstResponseMsP50", "meanRating", "brierScore"):
        assert figures[name] is None
    assert figures.keys() == definitions().keys()


async def test_first_responses_are_ranked_over_all_answered_cases(
    told: Told, counted: Counted
) -> None:
    for number in range(1, 11):
        await told.opened(f"cas_{number}")
        await told.answered(f"cas_{number}", after=number * SECOND)
    await told.opened("cas_silent")
    figures = await counted.figures()
    ranked = [figures[f"firstResponseMsP{rank}"] for rank in (50, 90, 99)]
    assert ranked == [5_000, 9_000, 10_000]
    assert (figures["cases"], figures["answeredCases"], figures["unansweredCases"]) == (11, 10, 1)
    assert figures["answeredRate"] == 0.9091


async def test_a_second_answer_does_not_change_the_first_response(
    told: Told, counted: Counted
) -> None:
    await told.opened("cas_1")
    await told.answered("cas_1", after=2 * SECOND)
    await told.asked("cas_1")
    await told.answered("cas_1", after=HOUR)
    figures = await counted.figures()
    assert (figures["firstResponseMsP99"], figures["answers"], figures["cases"]) == (2_000, 2, 1)


async def test_what_the_user_confirms_is_never_among_what_is_assumed(
    told: Told, counted: Counted
) -> None:
    for name in ("closed", "praised", "quiet", "scolded", "open"):
        await told.opened(f"cas_{name}")
        if name != "open":
            await told.answered(f"cas_{name}", after=SECOND)
    await told.closed("cas_closed", "resolved", 9)
    await told.judged("cas_praised", "positive")
    await told.judged("cas_scolded", "negative")
    soon, late = await counted.figures(), await counted.figures(later=25 * HOUR)
    names = ("confirmedResolutions", "assumedResolutions", "confirmedRate", "assumedRate")
    assert [soon[name] for name in names] == [2, 0, 0.5, 0.0]
    assert [late[name] for name in names] == [2, 1, 0.5, 0.25]


@pytest.mark.parametrize("then", ["asked", "escalated", "scolded", "unresolved"])
async def test_a_confirmation_can_be_taken_back(told: Told, counted: Counted, then: str) -> None:
    await told.opened("cas_1")
    await told.answered("cas_1", after=SECOND)
    await told.judged("cas_1", "positive")
    assert (await counted.figures())["confirmedResolutions"] == 1
    match then:
        case "asked":
            await told.asked("cas_1")
            await told.answered("cas_1", after=SECOND)
        case "escalated":
            await told.escalated("cas_1")
        case "scolded":
            await told.judged("cas_1", "negative")
        case _:
            await told.closed("cas_1", "unresolved")
    figures = await counted.figures(later=2 * DAY)
    assert (figures["confirmedResolutions"], figures["revokedResolutions"]) == (0, 1)
    assert figures["assumedResolutions"] == 0
    if then in {"asked", "escalated"}:
        await told.closed("cas_1", "resolved")
        figures = await counted.figures()
        assert (figures["confirmedResolutions"], figures["revokedResolutions"]) == (1, 0)


async def test_resolutions_with_people_are_timed_apart(told: Told, counted: Counted) -> None:
    for case_id in ("cas_alone", "cas_helped"):
        await told.opened(case_id)
        await told.answered(case_id, after=SECOND)
    await told.closed("cas_alone", "resolved")
    await told.escalated("cas_helped")
    told.clock.forward(HOUR)
    await told.closed("cas_helped", "resolved")
    figures = await counted.figures()
    assert figures["resolutionMsP50"] is not None
    assert figures["resolutionMsP50"] < 5_000
    assert figures["resolutionWithPeopleMsP50"] is not None
    assert 3_600_000 <= figures["resolutionWithPeopleMsP50"] < 3_605_000
    assert (figures["containedCases"], figures["endedCases"]) == (1, 2)


async def test_ratings_of_eight_and_more_are_satisfied(told: Told, counted: Counted) -> None:
    for number, rating in enumerate((10, 8, 7, None)):
        await told.opened(f"cas_{number}")
        await told.closed(f"cas_{number}", "resolved", rating)
    found = await counted.summary()
    figures = {name: figure.value for name, figure in found.figures.items()}
    assert (figures["csat"], figures["ratingRate"], figures["meanRating"]) == (0.6667, 0.75, 8.3333)
    assert found.breakdowns["ratings"].rows == (
        {"rating": 7, "cases": 1},
        {"rating": 8, "cases": 1},
        {"rating": 10, "cases": 1},
    )


async def test_escalations_are_told_apart_by_what_came_before(told: Told, counted: Counted) -> None:
    stories: dict[str, dict[str, object]] = {
        "asked": {"fallback": None},
        "stand_in": {"fallback": "no_key"},
        "abstained": {"grounding": grounding("abstained")},
        "not_borne_out": {"grounding": grounding("replaced")},
        "negative_feedback": {"fallback": None},
    }
    for reason, made in stories.items():
        await told.opened(f"cas_{reason}")
        await told.answered(f"cas_{reason}", after=SECOND, **made)
    await told.judged("cas_negative_feedback", "negative")
    await told.opened("cas_no_answer")
    for reason in (*stories, "no_answer"):
        await told.escalated(f"cas_{reason}")
    found = await counted.summary()
    assert found.breakdowns["escalations"].rows == tuple(
        {"reason": reason, "decidedBy": "user", "cases": 1}
        for reason in sorted((*stories, "no_answer"))
    )
    assert found.figures["escalationRate"].value == 1.0
    assert found.figures["ticketsOwed"].value == 6


async def test_confidence_is_held_against_feedback(told: Told, counted: Counted) -> None:
    for number, feedback in enumerate(("positive", "positive", "negative")):
        await told.opened(f"cas_{number}")
        await told.answered(f"cas_{number}", after=SECOND)
        await told.judged(f"cas_{number}", feedback)
    found = await counted.summary()
    # Every answer says 0.7: (0.3² + 0.3² + 0.7²) / 3.
    assert found.figures["brierScore"].value == 0.2233
    assert found.figures["meanConfidenceWhenNegative"].value == 0.7
    (row,) = found.breakdowns["confidence"].rows
    assert row == {"from": 0.6, "positive": 2, "negative": 1}


async def test_answers_are_counted_by_what_made_them_and_how_they_held(
    told: Told, counted: Counted
) -> None:
    usage = Usage(
        input_tokens=100, output_tokens=20, cache_creation_input_tokens=7, cache_read_input_tokens=3
    )
    by_claude = {"generator": "claude", "model": "claude-test", "fallback": None, "usage": usage}
    for number, outcome in enumerate(("held", "repaired", "held")):
        await told.opened(f"cas_{number}")
        await told.answered(
            f"cas_{number}", after=SECOND, **by_claude, grounding=grounding(outcome)
        )
    await told.opened("cas_9")
    await told.answered("cas_9", after=SECOND, grounding=grounding("replaced"))
    found = await counted.summary()
    figures = {name: figure.value for name, figure in found.figures.items()}
    assert (figures["heldAnswers"], figures["repairedAnswers"], figures["replacedAnswers"]) == (
        2,
        1,
        1,
    )
    assert (figures["builtinRate"], figures["standInRate"], figures["heldRate"]) == (
        0.25,
        0.25,
        0.5,
    )
    assert (figures["inputTokens"], figures["cacheTokens"], figures["tokens"]) == (300, 30, 390)
    assert (figures["tokensPerCase"], figures["tokensPerConfirmedResolution"]) == (97.5, None)
    assert (figures["evidenceKept"], figures["evidenceDropped"]) == (8, 4)
    assert found.breakdowns["generators"].rows == (
        {"generator": "builtin", "model": None, "answers": 1, "tokens": 0},
        {"generator": "claude", "model": "claude-test", "answers": 3, "tokens": 390},
    )
    assert found.breakdowns["standIns"].rows == ({"reason": "no_key", "answers": 1},)


async def test_host_calls_and_redactions_are_counted_by_source_and_rule(
    told: Told, counted: Counted
) -> None:
    await told.opened("cas_1")
    await told.opened("cas_2")
    found = await counted.summary()
    assert found.figures["hostHealth"].value == 1.0
    assert [row["source"] for row in found.breakdowns["sources"].rows] == [
        "businessRules",
        "userHistory",
        "userLogs",
        "userState",
    ]
    assert found.breakdowns["sources"].rows[0] == {
        "source": "businessRules",
        "status": "ok",
        "calls": 2,
        "meanMs": 12,
        "rowsDropped": 0,
    }
    assert found.breakdowns["redactionRules"].rows == (
        {"rule": "email", "redactions": 4},
        {"rule": "jwt", "redactions": 2},
    )
    assert found.figures["redactionsPerSnapshot"].value == 3.0


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
