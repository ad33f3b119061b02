"""The figures about cases are what their words say, over cases whose story is known."""

import pytest

from tests.projections.analytics.counted import DAY, HOUR, SECOND, Counted, grounding
from tests.projections.cases import Told


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
    assert row == {"from": 0.6, "positive": 2, "negative": 1, "meanConfidence": 0.7}
