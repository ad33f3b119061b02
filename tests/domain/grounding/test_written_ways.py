"""A true answer gets through however its numbers, versions and times are written."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from tests.domain import lifelike


def mill() -> lifelike.Document:
    """A paper mill with two presses and an account."""
    return lifelike.document(
        entities=(
            {
                "type": "press",
                "id": "prs_1",
                "status": "running",
                "metadata": {
                    "name": "North hall 4",
                    "firmware": "2.8.1",
                    "cleaned": "every 8 hours",
                },
            },
            {"type": "recipe", "id": "rcp_7", "status": "locked", "metadata": {"version": 6}},
            {
                "type": "shift",
                "id": "shf_1",
                "status": "open",
                "metadata": {
                    "restHours": 8.5,
                    "neededRestHours": 11,
                    "retentionMonths": 24,
                    "taken": 18,
                },
            },
            {
                "type": "account",
                "id": "acc_1",
                "status": "open",
                "metadata": {"paidCents": 1284050},
            },
        ),
        limits=({"limit": "sheets", "current": 5120000, "max": 26214400},),
        docs=(
            {
                "id": "doc_1",
                "title": "Loads",
                "content": "A common load of thin paper takes 2 hours to dry. Card takes 5 hours "
                "to dry. A site has up to 9 presses. A press is cleaned for 40 minutes.",
                "category": "guide",
            },
        ),
        changelog=(
            {"version": "2.9.0", "date": "2026-02-10", "summary": "The fan stays on at 8 percent."},
            {"version": "2.8.1", "date": "2026-01-12", "summary": "Lamps are dimmed at night."},
        ),
        rules={},
        catalogue=(),
    )


def failed_claims(prose: str, document: lifelike.Document) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=document, conversation=("Why?",)).claims_failed


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Ha usado 5,12 millones de hojas.", "Ha usado 5,22 millones de hojas."),
        ("Das sind 5,12 Millionen Blatt.", "Das sind 5,22 Millionen Blatt."),
        ("Sur le compte, il y a 12 840,50 \u20ac.", "Sur le compte, il y a 12 480,50 \u20ac."),
        ("It has 12,840.50 francs.", "It has 12,480.50 francs."),
        ("Die Grenze ist 26.214.400.", "Die Grenze ist 26.214.500."),
        ("The recipe is locked at version 6.", "The recipe is locked at version 3."),
        ("The press was oiled in 2026.", "The press was oiled in 2023."),
        ("Nehmen Sie einen anderen Tarif: Dann geht es.", "Ihr Tarif: Dorado."),
        ("The press is running and cleaned every 8 hours.", "The press is cleaned for 2 hours."),
        (
            "Card takes 5 hours, 3 more than a common load of thin paper.",
            "A common load of thin paper takes 5 hours.",
        ),
        ("North hall 4 blijft op press staan.", "You have 7 sheets left."),
        (
            "It runs on 2.8.1, and the fan stays off at 8 percent.",
            "With 2.8.1 the fan stays on at 8 percent.",
        ),
        ("Of its days, 18 taken is right.", "There are 18 jobs."),
        (
            "It is kept for 24 months, that is two years.",
            "It is kept for 24 months or three years.",
        ),
        (
            "It had 8.5 hours of rest, two and a half hours too few.",
            "It had 8.5 hours of rest, three and a half hours too few.",
        ),
        (
            "A site has up to 9 presses, and you have one, so there is room for 8 more.",
            "A site has up to 9 presses, and you have two, so there is room for 8 more.",
        ),
    ],
)
def test_a_true_sentence_gets_through_and_its_false_neighbour_does_not(true: str, false: str):
    assert failed_claims(true, mill()) == ()
    assert failed_claims(false, mill()) != ()
