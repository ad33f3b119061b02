"""What is booked, paid and due is reckoned with, and no more is counted than there is."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from domain.model import JSON
from tests.domain import lifelike


def booking(number: int, title: str, starts: str, minutes: int, status: str) -> JSON:
    return {
        "type": "booking",
        "id": f"bkg_{number}",
        "description": title,
        "status": status,
        "metadata": {"startsAt": starts, "durationMinutes": minutes, "places": 15 + number},
    }


def invoice(number: int, amount: float, status: str) -> JSON:
    return {
        "type": "invoice",
        "id": f"inv_{number}",
        "status": status,
        "metadata": {"amountEur": amount},
    }


def job(number: int, queue: str, status: str, at: str, code: str | None = None) -> JSON:
    return {
        "jobId": f"job_{number}",
        "queue": queue,
        "status": status,
        "createdAt": f"2026-02-{at}:00.000Z",
        "updatedAt": f"2026-02-{at}:20.000Z",
        **({} if code is None else {"errorCode": code}),
    }


def member_of_a_studio(*more: JSON) -> lifelike.Document:
    """Someone on Flex who has booked all he may, with a payment and a watch that fail."""
    refused = tuple(
        lifelike.request(
            f"2026-02-20T09:{minute}:12.000Z",
            "POST /bookings",
            409,
            f"req_{minute}",
            code="BOOKING_LIMIT_REACHED",
        )
        for minute in (29, 30, 31)
    )
    return lifelike.document(
        plan="flex",
        entities=(
            booking(1, "Spin 45", "2026-02-21T17:30:00Z", 45, "confirmed"),
            booking(2, "Power Yoga", "2026-02-22T08:00:00Z", 60, "confirmed"),
            booking(3, "Aqua Fit", "2026-02-25T16:45:00Z", 30, "confirmed"),
            booking(4, "Spin 45", "2026-02-14T09:00:00Z", 45, "no_show"),
            invoice(7, 49.9, "paid"),
            invoice(8, 73.4, "overdue"),
            {
                "type": "delivery",
                "id": "dlv_9",
                "status": "unloaded",
                "metadata": {"waitedMinutes": 150, "distanceKm": 940, "priceEur": 2180},
            },
            {"type": "wearable", "id": "wrb_5", "description": "Garmin watch", "status": "active"},
            {
                "type": "membership",
                "id": "mbr_6",
                "status": "active",
                "metadata": {"freezeDaysUsed": 4, "freezeDaysAllowed": 15},
            },
            *more,
        ),
        errors=(
            lifelike.active_error(
                "SYNC_TIMEOUT", "wrb_5", "2026-02-20T07:02:20.000Z", kind="infra", retryable=True
            ),
        ),
        requests=refused,
        jobs=(
            job(1, "wearable_sync", "failed", "20T07:02", "SYNC_TIMEOUT"),
            job(2, "wearable_sync", "failed", "19T07:02", "SYNC_TIMEOUT"),
            job(3, "wearable_sync", "succeeded", "18T07:02"),
            job(4, "tour_planning", "succeeded", "18T08:11"),
            job(5, "tour_planning", "succeeded", "18T08:42"),
            job(6, "payment", "failed", "17T06:12", "PAYMENT_DECLINED"),
        ),
        docs=(
            {
                "id": "doc_1",
                "title": "Cancelling and waiting",
                "content": "Cancel free of charge up to 12 hours before the class on Basic and"
                " 6 hours on Flex. The first 90 minutes at a dock are free. After that 55 EUR an"
                " hour are charged, in steps of 30 minutes. One export runs at a time.",
                "category": "guide",
            },
        ),
        rules={
            "monthly_fee_eur": {"basic": 24.9, "flex": 49.9, "unlimited": 79},
            "active_bookings": {"basic": 2, "flex": 3, "unlimited": 8},
        },
        catalogue=(),
    )


def failed_claims(prose: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=member_of_a_studio(), conversation=()).claims_failed


RECKONED = [
    (
        "You hold Spin 45 on February 21, Power Yoga on February 22 and Aqua Fit on February 25.",
        "You hold Spin 45 on February 22, Power Yoga on February 22 and Aqua Fit on February 25.",
    ),
    (
        "Aqua Fit lasts 30 minutes and Spin 45 lasts 45 minutes, a difference of 15 minutes.",
        "Aqua Fit lasts 60 minutes and Spin 45 lasts 45 minutes, a difference of 15 minutes.",
    ),
    (
        "Flex members cancel free of charge up to 6 hours before the class.",
        "Flex members cancel free of charge up to 12 hours before the class.",
    ),
    (
        "Cancel Spin 45 before 11:30 UTC tomorrow, which is 6 hours before the start.",
        "Cancel Spin 45 before 12:30 UTC tomorrow, which is 6 hours before the start.",
    ),
    (
        "You tried it at 09:31, about 2 minutes too late: it ended at 09:29.",
        "You tried it at 09:31, about 9 minutes too late: it ended at 09:29.",
    ),
    (
        "You waited 150 minutes, the first 90 minutes are free, so 60 minutes were charged.",
        "You waited 150 minutes, the first 90 minutes are free, so 50 minutes were charged.",
    ),
    (
        "The invoice inv_8 is 23.50 EUR higher than the last one.",
        "The invoice inv_8 is 24.50 EUR higher than the last one.",
    ),
    (
        "Unlimited would cost you 29.10 EUR more a month.",
        "Unlimited would cost you 39.10 EUR more a month.",
    ),
    (
        "The delivery brings 2,180.00 EUR for 940 km, about 2.32 EUR per kilometre.",
        "The delivery brings 2,180.00 EUR for 940 km, about 3.32 EUR per kilometre.",
    ),
    (
        "The two invoices add up to 123.30 EUR.",
        "The two invoices add up to 153.30 EUR.",
    ),
    (
        "With another 24.90 EUR the invoice would rise from 73.40 to 98.30 EUR.",
        "With another 24.90 EUR the invoice would rise from 76.40 to 98.30 EUR.",
    ),
    (
        "You have used 4 of 15 days this year, so 11 days remain.",
        "You have used 4 of 15 days this year, so 4 days remain.",
    ),
    ("Spin 45 begins in just under 32 hours.", "Spin 45 begins in just under 72 hours."),
    ("The two tour planning runs succeeded.", "The five tour planning runs succeeded."),
]
COUNTED = [
    (
        "Three of them are BOOKING_LIMIT_REACHED, the others concern the watch.",
        "Four of them are BOOKING_LIMIT_REACHED, the others concern the watch.",
    ),
    ("Three of your jobs failed.", "Four of your jobs failed."),
    ("There are 3 failed jobs.", "There are 4 failed jobs."),
    ("Two wearable_sync jobs failed.", "Three wearable_sync jobs failed."),
    (
        "The last two wearable sync jobs all failed.",
        "The last three wearable sync jobs all failed.",
    ),
    ("You have three confirmed bookings.", "You have four confirmed bookings."),
    (
        "3 jobs failed: two wearable_sync and one payment.",
        "3 jobs failed: three wearable_sync and one payment.",
    ),
    (
        "It was refused three times today with BOOKING_LIMIT_REACHED.",
        "It was refused four times today with BOOKING_LIMIT_REACHED.",
    ),
    ("The sync failed twice with SYNC_TIMEOUT.", "The payment failed twice with PAYMENT_DECLINED."),
    ("Two are SYNC_TIMEOUT.", "Three are SYNC_TIMEOUT."),
    (
        "Two jobs ended with SYNC_TIMEOUT.",
        "Three jobs ended with SYNC_TIMEOUT.",
    ),
]


@pytest.mark.parametrize(("true", "false"), [*RECKONED, *COUNTED])
def test_a_true_sentence_gets_through_and_its_false_neighbour_does_not(true: str, false: str):
    assert failed_claims(true) == ()
    assert failed_claims(false) != ()


@pytest.mark.parametrize(
    "true",
    [
        "Unlimited allows 8 confirmed bookings.",
        "If three wearable_sync jobs failed in a row, we would look into it.",
        "You tried three times and got SYNC_TIMEOUT.",
        "Three wearable_sync jobs failed or succeeded late.",
        "Of your 6 jobs 3 failed.",
        "Two of the three wearable_sync jobs failed.",
        "You retried it three times and got SYNC_TIMEOUT.",
        "Three requests were refused, and SYNC_TIMEOUT came up twice.",
        "In the last three days two payment or sync jobs failed.",
    ],
)
def test_what_is_allowed_tried_or_supposed_is_no_count(true: str):
    assert failed_claims(true) == ()


def test_how_often_a_thing_says_that_it_failed_is_believed():
    partner: JSON = {
        "type": "partner",
        "id": "prt_1",
        "status": "active",
        "metadata": {"failedAttempts": 5},
    }
    document = member_of_a_studio(partner)
    answer = Answer(content="It failed five times with SYNC_TIMEOUT.", confidence=0.5)

    assert ground(answer, snapshot=document, conversation=()).claims_failed == ()
