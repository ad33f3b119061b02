"""What is used of a limit, left of it and allowed by a plan, however deep a rule tells it."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from tests.domain import lifelike


def workshop() -> lifelike.Document:
    """Someone on the plan `pro`, in small letters, with two things whose use is told."""
    return lifelike.document(
        plan="pro",
        entities=(
            {
                "type": "workspace",
                "id": "wsp_1",
                "status": "active",
                "metadata": {
                    "benchesUsed": 9,
                    "benchesIncluded": 10,
                    "millMinutesUsed": 2846,
                    "millMinutesIncluded": 3000,
                    "millHoursToday": 6.2,
                    "leaseDays": 26.5,
                },
            },
            {
                "type": "order",
                "id": "ord_3",
                "status": "paid",
                "metadata": {
                    "pieces": 412,
                    "millSeconds": 372,
                    "piecePriceEur": 2,
                    "needs": [{"part": "CMP-44"}],
                },
            },
            {
                "type": "order",
                "id": "ord_4",
                "status": "open",
                "metadata": {
                    "pieces": 188,
                    "needs": [{"part": "CMP-51"}],
                    "deliveryOn": "2026-02-26",
                },
            },
        ),
        limits=(
            {"limit": "parallelCuts", "current": 3, "max": 3},
            {"limit": "drawingBytes", "current": 10952333312, "max": 10737418240},
        ),
        errors=(),
        requests=(lifelike.request("2026-02-20T09:46:00.000Z", "POST /cuts", 429, "req_2"),),
        docs=(
            {
                "id": "doc_1",
                "title": "When to order",
                "content": "Order by 16:00 UTC two working days before the delivery. We write at "
                "80 and 100 percent of the mill minutes.",
                "category": "guide",
            },
        ),
        rules={
            "returns": {"windowDays": {"hobby": 60, "pro": 120, "studio": 365}},
            "uploads": {"maxRows": {"hobby": 1000, "pro": 5000, "studio": 50000}},
            "cutting": {
                "hobby": {"timeoutMinutes": 15, "extraHourUsd": 0.02},
                "pro": {"timeoutMinutes": 45, "extraHourUsd": 0.008},
            },
            "storedGbByPlan": {"hobby": 5, "pro": 20, "studio": 90},
            "accountingDays": {"hobby": 2, "pro": 7, "studio": 14},
        },
        catalogue=(),
    )


def failed_claims(prose: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=workshop(), conversation=()).claims_failed


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("You use 9 of the 10 benches.", "You use 8 of the 10 benches."),
        ("- **Parallel cuts**: 3 of 3, full", "- **Parallel cuts**: 2 of 3, one left"),
        ("Of your cuts, 3 of 3 parallel cuts are in use.", "2 of 3 parallel cuts are in use."),
        ("You have 154 minutes left.", "You have 145 minutes left."),
        ("| Drawings | ~10.2 GiB | 10 GiB |", "| Drawings | ~12.2 GiB | 10 GiB |"),
        ("Pro allows returns for 120 days.", "Pro allows returns for 365 days."),
        ("Your plan allows 5,000 rows per upload.", "Your plan allows 50,000 rows per upload."),
        ("The 45-minute limit on pro is separate.", "The 15-minute limit on pro is separate."),
        ("On pro, an extra hour is $0.008.", "On pro, an extra hour is $0.02."),
        (
            "That is 412 of 600 pieces, about two thirds.",
            "That is 412 of 600 pieces, about a half.",
        ),
        ("| ord_3 | pieces | paid |", "| ord_3 | pieces | open |"),
        ("372 seconds, rounded up to 7 minutes.", "372 seconds, rounded up to 8 minutes."),
        ("We write at 80%.", "We write at 85%."),
        ("Until 16:00 UTC, 6 hours from now.", "Until 16:00 UTC, 9 hours from now."),
        ("It is 26½ days away, or 26.5.", "It is 27½ days away."),
        ("412 pieces cost €824.", "412 pieces cost €842."),
        ("It goes back on 26 February at 16:00 UTC.", "It goes back on 26 February at 17:00 UTC."),
        ("The 429s were refused.", "The 403s were refused."),
        ("The mill ran for 6.2 hours today.", "The mill ran for 7.2 hours today."),
        ("`ord_3` needs the part `CMP-44`.", "`ord_4` needs the part `CMP-44`."),
        ("On studio: 365 days, untied.", "On studio: 370 days, untied."),
        ("On studio: 90 GB are stored.", "On studio: 95 GB are stored."),
        ("You store 10.2 of the 10 GiB.", "You store 9.4 of the 10 GiB."),
        ("Es sind 10,2 von 10 GiB belegt.", "Es sind 9,4 von 10 GiB belegt."),
        ("Order by 24 February, 16:00 UTC.", "Order by 23 February, 16:00 UTC."),
    ],
)
def test_what_is_used_left_and_allowed_is_told_as_it_is(true: str, false: str):
    order = "Delivery is on 26 February, so order two days before. There are 600 pieces in all. "
    assert failed_claims(order + true) == ()
    assert failed_claims(order + false) != ()


@pytest.mark.parametrize(
    "prose",
    [
        "If you gave one up, 8 of the 10 benches would be in use.",
        "2 of 3 parallel cuts failed, a third is still running.",
        "3 of 3 parallel cuts were in use, half an hour ago.",
        "Your pro bench is a good one, and the team has 9 of them.",
        "You only need the 188 pieces that are open:\n\n1. Open the order.\n2. Select them.",
    ],
)
def test_what_is_supposed_or_only_sounds_like_use_is_let_through(prose: str):
    assert failed_claims(prose) == ()
