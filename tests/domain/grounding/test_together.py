"""Things go by their short names, and what they come to together holds; what is near does not."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from tests.domain import lifelike


def bakery() -> lifelike.Document:
    """A bakery with two ovens, three orders and no flyers left to print."""
    return lifelike.document(
        entities=(
            {"type": "oven", "id": "ovn_B-310", "status": "offline", "metadata": {"loaves": 1204}},
            {"type": "oven", "id": "ovn_B-311", "status": "online", "metadata": {"loaves": 3011}},
            {
                "type": "order",
                "id": "ord_71",
                "status": "paid",
                "metadata": {"price": 12.5, "pickUpAt": "2026-02-23T06:30:00Z"},
            },
            {
                "type": "order",
                "id": "ord_72",
                "status": "paid",
                "metadata": {"price": 30, "pickUpAt": "2026-02-22T07:00:00Z"},
            },
            {"type": "order", "id": "ord_73", "status": "draft", "metadata": {"price": 9}},
            {
                "type": "licence",
                "id": "lic_4",
                "status": "active",
                "metadata": {"priceMonthly": 65},
            },
            {
                "type": "tasting",
                "id": "tst_1",
                "status": "planned",
                "metadata": {"startsAt": "2026-02-24T17:30:00Z", "durationMinutes": 45},
            },
            {
                "type": "tasting",
                "id": "tst_2",
                "status": "planned",
                "metadata": {"startsAt": "9999-12-31T23:59:00Z", "durationMinutes": 45},
            },
        ),
        limits=({"limit": "prints_per_month", "current": 800, "max": 900},),
        requests=(lifelike.request("2026-02-20T07:50:00.000Z", "POST /ovens", 504, "req_1"),),
        docs=(
            {
                "id": "doc_1",
                "title": "Flyers",
                "content": "A pack has 50 flyers. An order can be changed up to 24 hours before.",
                "category": "guide",
            },
        ),
        rules={},
        catalogue=(),
    )


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Oven B-310 is offline.", "Oven B-310 is online."),
        ("B-311 is online.", "B-312 is online."),
        ("Both ovens baked 4,215 loaves.", "Both ovens baked 4,315 loaves."),
        ("Your orders cost $51.50 together.", "Your orders cost $53.50 together."),
        ("The two paid orders cost $42.50.", "The two paid orders cost $47.50."),
        ("It costs $65 a month, or $780 a year.", "It costs $65 a month, or $870 a year."),
        ("You printed 800 of 900 flyers.", "You printed 800 of 950 flyers."),
        (
            "Change ord_71 at least 24 hours ahead, that is before 06:30 UTC on 22 February.",
            "Change ord_71 at least 24 hours ahead, that is before 06:40 UTC on 22 February.",
        ),
        ("The tasting ends at 18:15 UTC.", "The tasting ends at 18:45 UTC."),
        ("It started over two hours ago.", "It started over four hours ago."),
        ("I suggest splitting them in trays of 602 loaves.", "B-310 baked 602 loaves."),
    ],
)
def test_what_follows_from_several_things_holds_and_nothing_near_it(true: str, false: str):
    assert _failed(true) == ()
    assert _failed(false) != ()


def _failed(prose: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=bakery(), conversation=("Why?",)).claims_failed
