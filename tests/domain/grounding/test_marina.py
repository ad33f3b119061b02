"""What a thing is called, how it ended, when and how often is told as it is, not as another's."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from domain.model import JSON
from tests.domain import lifelike


def job(number: int, queue: str, status: str, times: tuple[str, str], stage: str) -> JSON:
    begun, ended = times
    return {
        "jobId": f"job_{number}",
        "queue": queue,
        "status": status,
        "lastStage": stage,
        "createdAt": f"2026-02-20T{begun}.000Z",
        "updatedAt": f"2026-02-20T{ended}.000Z",
    }


def berth(number: int, name: str, status: str, **told: JSON) -> JSON:
    return {
        "type": "berth",
        "id": f"bth_{number}",
        "description": name,
        "status": status,
        "metadata": told,
    }


def marina() -> lifelike.Document:
    """A harbour with three berths, whose surveys failed and whose readings were taken."""
    return lifelike.document(
        plan="harbour",
        entities=(
            berth(41, "North pier", "occupied", depthCm=310, waitedHours=53, priceEur=48.6),
            berth(42, "Fuel dock", "offline", depthCm=270, surveyedAt="2021-06-18"),
            berth(47, "Dry storage", "ok", depthCm=0, freeAgainOn="2026-03-04"),
            {
                "type": "alarm",
                "id": "alr_5",
                "status": "closed",
                "metadata": {
                    "raisedAt": "2026-02-19T12:31:00Z",
                    "closedAt": "2026-02-19T12:49:00Z",
                },
            },
            {"type": "order", "id": "ord_8", "status": "rejected", "description": "Bilge pump"},
        ),
        errors=(
            lifelike.active_error(
                "METER_SILENT", "bth_42", "2026-02-20T07:42:00.000Z", kind="device", retryable=True
            ),
        ),
        limits=({"limit": "moorings", "current": 37, "max": 40},),
        requests=(
            lifelike.request("2026-02-20T09:14:20.000Z", "POST /surveys", 422, "req_31"),
            lifelike.request("2026-02-20T09:52:40.000Z", "POST /surveys", 201, "req_32"),
            lifelike.request("2026-02-20T09:55:00.000Z", "POST /readings", 202, "req_33"),
        ),
        jobs=(
            job(601, "surveys", "failed", ("08:00:00", "08:02:00"), "sonar"),
            job(602, "surveys", "failed", ("08:30:00", "08:31:10"), "sonar"),
            job(605, "refills", "running", ("10:00:00", "10:02:00"), "pump"),
            job(603, "readings", "succeeded", ("09:00:00", "09:18:20"), "upload"),
            job(604, "readings", "succeeded", ("09:20:00", "09:41:40"), "upload"),
        ),
        docs=(
            {
                "id": "doc_1",
                "title": "Paint and pumps",
                "content": "Varnish dries for 48 hours, primer for 24 hours and epoxy for 72"
                " hours. A meter may be read 4 times a day.",
                "category": "guide",
            },
        ),
        rules={
            "berths": {"quay": 3, "harbour": 40, "port": 400},
            "log_days": {"quay": 31, "harbour": 92, "port": 731},
            "messages_day": {"quay": 50, "harbour": 200, "port": 2000},
        },
        catalogue=(
            {
                "errorCode": "METER_SILENT",
                "errorClass": "device",
                "retryable": True,
                "userActionable": True,
                "resolution": "Check the meter.",
            },
            {
                "errorCode": "TIDE_TOO_LOW",
                "errorClass": "validation",
                "retryable": False,
                "userActionable": True,
                "resolution": "Wait for the tide.",
            },
        ),
    )


def failed_claims(prose: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=marina(), conversation=()).claims_failed


@pytest.mark.parametrize(
    ("true", "false"),
    [
        # A code of the catalogue that nothing of the user's met.
        ("The reading failed with METER_SILENT.", "The reading failed with TIDE_TOO_LOW."),
        # What a thing is called, and its id.
        ("See Fuel dock (bth_42).", "See Fuel dock (bth_41)."),
        ("| bth_42 | Fuel dock |", "| bth_47 | Fuel dock |"),
        # States, of what an id names and of what is called.
        ("The Fuel dock is offline.", "The Fuel dock is ok."),
        ("alr_5 of February 19 is closed.", "alr_5 of February 19 is open."),
        ("Der Pumpenauftrag ord_8 wurde abgelehnt.", "Der Pumpenauftrag ord_8 ist fertig."),
        ("job_601 failed. It is in the stage sonar.", "job_601 failed. It is in the stage upload."),
        ("Both readings succeeded.", "Both readings failed."),
        ("The refill is still running.", "The refill has failed."),
        ("The survey at 09:52:40 worked.", "The survey at 09:52:40 failed."),
        ("The survey at 09:14 was refused.", "The survey at 09:14 was accepted."),
        # How many there are.
        ("Your three berths are listed.", "Your four berths are listed."),
        ("You use 37 of 40 moorings, so 3 are free.", "You use 37 of 40 moorings, so 4 are free."),
        ("A meter may be read 4 times a day.", "A meter may be read 6 times a day."),
        (
            "Five jobs ran: two failed, two succeeded and one is running.",
            "Five jobs ran: two failed, one succeeded and one is running.",
        ),
        # When, and how long.
        ("It is free on March 4, in 12 days.", "It is free on March 4, in 22 days."),
        ("It was raised 18 minutes before 12:49 UTC.", "It was raised 18 minutes after 12:49 UTC."),
        ("alr_5 was closed after 18 minutes.", "alr_5 was closed after 17 minutes."),
        (
            "job_604 took 21 minutes and 40 seconds, 3 minutes and 20 seconds longer.",
            "job_604 took 21 minutes and 40 seconds, 4 minutes and 20 seconds longer.",
        ),
        ("Varnish dries for 48 hours.", "Varnish dries for 72 hours."),
        # Whose number it is.
        ("North pier costs 48.60 EUR.", "North pier costs 53.00 EUR."),
        ("Harbour keeps 92 days; Port keeps 731.", "Harbour keeps 92 days; Quay keeps 731."),
        (
            "You have the 40 berths that Harbour allows.",
            "You have the 400 berths that Harbour has.",
        ),
    ],
)
def test_a_true_sentence_gets_through_and_its_false_neighbour_does_not(true: str, false: str):
    assert failed_claims(true) == ()
    assert failed_claims(false) != ()


@pytest.mark.parametrize(
    "true",
    [
        "This is not TIDE_TOO_LOW.",
        "At low water you would have been refused with TIDE_TOO_LOW.",
        "A boat that is refused with TIDE_TOO_LOW has to wait.",
        "alr_5 is closed and was open for 18 minutes.",
        "Asked at 08:00 UTC, answered at 08:30 UTC, 30 minutes later.",
        "Of five jobs two concern surveys: one was long and one was short.",
        "In the last three days:\n- 2 surveys failed\n- 2 readings succeeded",
        "The pier (bth_41) is North pier.",
        "The reading that you sent at 09:55 failed.",
        "The survey that was begun at 09:52 failed.",
        "Port gives you 400 berths.",
        "The 40 berths that Harbour allows are enough.",
        "Both surveys failed.",
        "bth_41 has waited: its order is 53 hours old.",
        "Port allows 2,000 messages a day.",
        "The Fuel dock was surveyed four years ago.",
        "Varnish dries for 48 hours, epoxy for 72 hours.",
        "It has now been silent for 2 hours and 23 minutes.",
    ],
)
def test_what_is_denied_supposed_or_begun_is_no_mistake(true: str):
    assert failed_claims(true) == ()


def test_a_code_that_the_user_said_may_be_said_again():
    answer = Answer(content="So it failed with TIDE_TOO_LOW.", confidence=0.5)
    said = ("I got TIDE_TOO_LOW.",)

    assert ground(answer, snapshot=marina(), conversation=said).claims_failed == ()


@pytest.mark.parametrize(
    "hostile",
    [
        "Fuel dock (bth_42) " * 800,
        "bth_42 (" * 2_000,
        "30 minutes before 08:30 UTC " * 600,
        "On March 4, in 12 days. " * 600,
        "your four berths and both surveys failed " * 500,
        "at 09:14 was accepted " * 800,
        "Varnish dries for 48 hours and " * 600,
        "failed with TIDE_TOO_LOW " * 800,
    ],
)
def test_hostile_prose_is_read_to_its_end(hostile: str):
    assert "job_9999" in failed_claims(f"See job_9999. {hostile}")
