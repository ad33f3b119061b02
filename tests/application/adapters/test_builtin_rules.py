"""Of business rules only the line is told that is asked for, in words that people use."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask
from tests.domain import lifelike

MIB = 1024 * 1024


@pytest.mark.parametrize(
    ("rules", "question", "says"),
    [
        (
            {
                "plans": {
                    "pro": {"uploadMaxBytes": 50 * MIB, "seatsMax": 5, "exportsPerDay": 5},
                    "team": {"uploadMaxBytes": 500 * MIB, "seatsMax": 25, "exportsPerDay": 50},
                }
            },
            "How large may an upload be?",
            "rules say: **upload size limit**: pro 50 MB, team 500 MB (yours is pro).",
        ),
        (
            {"maxSeats": {"free": 1, "pro": 5}, "maxProjects": {"free": 2, "pro": 9}},
            "how many seats do we have?",
            "**seat limit**: free 1, pro 5 (yours is pro).",
        ),
        (
            {"exports": {"timeoutSeconds": 900, "maxFiles": 5000, "keptDays": 14}},
            "How long are exports kept?",
            "**exports, kept**: 14 days.",
        ),
        (
            {"webhooks": {"signed": True, "retriedAfterMinutes": [1, 5, 30]}},
            "are webhooks signed?",
            "**webhooks, signed**: yes.",
        ),
        (
            {"uploads": {"whoMayChangeThePlan": "workspace owners", "resumable": True}},
            "who may change the plan?",
            "**who may change the plan**: workspace owners.",
        ),
        (
            {"api_calls_per_minute": 600},
            "How many API calls are allowed?",
            "calls per minute**: 600",
        ),
    ],
)
async def test_the_line_that_is_asked_for_is_told(rules: dict[str, JSON], question: str, says: str):
    answer = await ask(lifelike.document(rules=rules, docs=(), catalogue=()), question)
    assert says in answer.content
    assert answer.evidence[0].value == f"rule:{next(iter(rules))}"


@pytest.mark.parametrize(
    "rule",
    [None, {}, [], [[1]], {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}, {"x": [{"y": 1}]}],
)
async def test_what_cannot_be_said_in_a_line_is_not_told(rule: JSON):
    document = lifelike.document(rules={"seats": rule}, docs=(), catalogue=())
    answer = await ask(document, "how many seats do we have?")
    assert "rules say" not in answer.content


async def test_what_differs_by_plan_is_told_for_the_users_own():
    doc: JSON = {
        "id": "d",
        "title": "Versions",
        "content": "Versions of a file are kept for 30 or 180 days, depending on the plan.",
        "category": "guide",
    }
    document = lifelike.document(
        rules={"plans": {"free": {"historyDays": 30}, "pro": {"historyDays": 180}}}, docs=(doc,)
    )
    answer = await ask(document, "How long are versions of my files kept?")
    assert "On your plan, pro, that is 180 days." in answer.content


PLANS: dict[str, JSON] = {
    "bellsMax": {"free": 1, "pro": 5, "team": 20},
    "carillon": {"pro": False, "team": True},
    "ringersMax": {"team": 9, "pro": 2},
    "doors": {"north": 1, "south": 2},
}


@pytest.mark.parametrize(
    "question", ["whats the team plan give me", "what if I switch to team", "what is on team?"]
)
async def test_what_a_plan_gives_is_told_of_every_rule_that_tells_plans_apart(question: str):
    answer = await ask(lifelike.document(rules=PLANS, docs=()), question)
    assert (
        "rules say of “team”: **bell limit**: 20; **carillon**: yes; **ringer limit**: 9."
        in answer.content
    )
    assert "door" not in answer.content
    assert [piece.value for piece in answer.evidence] == [
        "rule:bellsMax",
        "rule:carillon",
        "rule:ringersMax",
    ]


@pytest.mark.parametrize(
    "question", ["my team is not happy", "what is north?", "can the team ring the violin", "team"]
)
async def test_a_word_that_is_a_plan_too_is_not_yet_a_question_about_it(question: str):
    answer = await ask(lifelike.document(rules=PLANS, docs=()), question)
    assert "rules say of “" not in answer.content


async def test_what_a_plan_gives_is_told_after_one_of_its_limits_too():
    answer = await ask(
        lifelike.document(rules=PLANS, docs=()),
        "how many bells have I left?",
        "what does the team plan include",
    )
    assert "rules say of “team”: **bell limit**: 20" in answer.content
