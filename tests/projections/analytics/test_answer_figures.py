"""The figures about answers are what their words say, and so are those about host calls."""

from domain.produced import Usage
from tests.projections.analytics.counted import SECOND, Counted, grounding
from tests.projections.cases import Told


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
    assert (figures["repairedRate"], figures["replacedRate"]) == (0.25, 0.25)
    assert (figures["claimsHeld"], figures["claimsFailed"]) == (12, 0)
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
