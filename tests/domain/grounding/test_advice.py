"""Advice and general knowledge claim nothing of the user; what a guide tells of one thing does not
bear out another.
"""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from tests.domain import lifelike


def library() -> lifelike.Document:
    """A member of a library whose guides tell of several periods and sums."""
    return lifelike.document(
        plan="pro",
        docs=tuple(
            {"id": f"doc_{number}", "title": title, "content": content, "category": "guide"}
            for number, (title, content) in enumerate(
                (
                    ("Loans", "A loan ends after 21 days. Reserved books wait for 5 days."),
                    ("Fees", "A lost card costs 6 EUR. An overdue book costs 2 EUR."),
                    ("Scans", "A scan may have up to 80 MB. Scans open within 45 minutes."),
                    ("Rights", "Only the owner or a curator can lend a rare book."),
                    ("Rooms", "A reading room can be booked two weeks ahead."),
                )
            )
        ),
        rules={"storageMbPerPlan": {"pro": 4096, "business": 16384}},
        catalogue=(),
    )


def failed_claims(prose: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=library(), conversation=()).claims_failed


@pytest.mark.parametrize(
    "prose",
    [
        "Most banks take 3 to 9 business days.",
        "Try a smaller picture, e.g. 12 MB.",
        "Letters usually arrive after 95 hours.",
        "- Keep at least 15% of the disk free.",
        "1. Restart the router and leave it off for 40 seconds.",
        "As a rule of thumb, one page has 300 KB.",
        "If you read 40 pages an hour, 600 pages last 15 hours.",
        "Suppose each page has 3 MB: a chapter would have 60 MB.",
    ],
)
def test_a_number_of_advice_or_general_knowledge_claims_nothing(prose: str):
    assert failed_claims(prose) == ()


@pytest.mark.parametrize(
    ("prose", "claim"),
    [
        ("Your limit is usually 10 GB.", "10 GB"),
        ("Most files are kept by us for 90 days.", "90 days"),
        ("Usually a loan ends after 28 days.", "28 days"),
        ("Try a scan of up to 95 MB.", "95 MB"),
        ("Usually the storage is 9 GB.", "9 GB"),
        ("If you upload more than 95 MB, it fails.", "95 MB"),
        ("If you moved to Business, you would have 32 GB.", "32 GB"),
        ("The job ran for 95 hours. Letters usually take 95 hours.", "95 hours"),
    ],
)
def test_a_hedge_makes_no_advice_of_what_the_product_does(prose: str, claim: str):
    assert failed_claims(prose) == (claim,)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("A loan ends after 21 days.", "A loan ends after 5 days."),
        ("Reserved books wait for five days.", "Reserved books wait for 21 days."),
        ("A lost card costs €6.", "A lost card costs €2."),
        ("Book a reading room two weeks ahead.", "Book a reading room 21 days ahead."),
        ("Your scan opens within 45 minutes.", "Your scan opens within 5 days."),
    ],
)
def test_a_figure_is_held_to_the_sentence_about_the_same_thing(true: str, false: str):
    assert failed_claims(true) == ()
    assert failed_claims(false) != ()


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("The owner can lend a rare book.", "Editors can lend a rare book."),
        ("Only an owner may lend it.", "Only an editor may lend a rare book."),
        ("Editors can read a rare book.", "As the owner of this library, you can lend it."),
        ("Ask whether an editor can lend a book.", "An admin may also lend rare books."),
    ],
)
def test_what_only_some_may_do_is_said_of_no_others(true: str, false: str):
    assert failed_claims(true) == ()
    assert failed_claims(false) != ()


def test_a_figure_that_the_user_said_may_be_said_again():
    answer = Answer(content="You say that a loan ends after 5 days.", confidence=0.5)
    said = ("Does a loan end after 5 days?",)
    assert ground(answer, snapshot=library(), conversation=said).claims_failed == ()


@pytest.mark.parametrize(
    "hostile",
    [
        "usually most " * 3_000,
        "Try 77 MB. " * 2_000,
        "a loan ends after 5 days and " * 800,
        "an editor " * 3_000 + "can lend",
        "owner can lend rare " * 1_500,
        "On a " * 1_000 + "shelf it takes 77 hours.",
        "To be safe, " * 1_000 + "it takes 77 hours.",
    ],
)
def test_much_advice_is_read_to_its_end(hostile: str):
    assert "job_9999" in failed_claims(f"See job_9999. {hostile}")
