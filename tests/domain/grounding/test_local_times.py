"""A time holds in the zone and on the day that are said with it, and its neighbour does not."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from domain.model import JSON
from tests.domain import lifelike


def two_evenings() -> lifelike.Document:
    """Requests of two evenings, the second right before the snapshot was taken."""
    return lifelike.document(
        requests=(
            lifelike.request("2026-02-18T22:40:30.000Z", "POST /api/files", 413, "req_1"),
            lifelike.request("2026-02-19T18:15:00.000Z", "GET /api/files", 200, "req_2"),
            lifelike.request("2026-02-20T09:31:00.000Z", "GET /api/files", 200, "req_3"),
        ),
        docs=(
            {
                "id": "doc_1",
                "title": "Quotas",
                "content": "Quotas start again on the first of each month at 00:00 UTC.",
                "category": "guide",
            },
        ),
    )


def failed_claims(prose: str, *said: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=two_evenings(), conversation=said).claims_failed


LOCAL = [
    ("It failed at 23:40 CET.", "It failed at 23:40 CEST."),
    ("It failed at 23:40 (Berlin time).", "It failed at 21:40 (Berlin time)."),
    ("It failed at 5:40 pm in New York.", "It failed at 4:40 am in New York."),
    ("In Los Angeles that was 2:40 pm.", "In Los Angeles that was 8:40 pm."),
    ("4:10 am IST it was.", "4:40 am IST it was."),
    ("Um 23:40 Uhr MEZ brach es ab.", "Um 22:40 Uhr MEZ brach es ab."),
    ("\u00c0 Paris, il \u00e9tait 23:40.", "\u00c0 Paris, il \u00e9tait 21:40."),
    ("It was 18 February (23:40 in Paris).", "It was 18 February (22:40 in Paris)."),
    ("It was 1:40 am your time (22:40 UTC).", "It was 1:50 am your time (22:40 UTC)."),
    ("At 23:40:30 CET on 18 February.", "At 23:40:31 CET on 18 February."),
    ("On 2026-02-18 23:40 CET it failed.", "On 2026-02-18 22:40 CET it failed."),
    ("It was 7:40 in Tokyo, on 19 February.", "It was 7:40 in Tokyo, on 18 February."),
    ("It was 7:40 am JST on 19 February.", "It was 7:40 am JST on 18 February."),
]
DAYS = [
    ("It failed on 18 February at 22:40.", "It failed on 18 February at 18:15."),
    ("At 18:15 UTC on 2026-02-19.", "At 22:40 UTC on 2026-02-19."),
    ("It was February 18, 22:40:30.", "It was February 19, 22:40:30."),
    ("On Feb 19, around 6 pm, it worked.", "On Feb 18, around 6 pm, it worked."),
    ("On 19 February 2026 at 6 pm.", "On 18 February 2026 at 6 pm."),
    ("Am 18.02.2026 um 22:40 Uhr.", "Am 19.02.2026 um 22:40 Uhr."),
    ("Le 18 f\u00e9vrier \u00e0 22:40.", "Le 19 f\u00e9vrier \u00e0 22:40."),
    ("Yesterday at 18:15 it worked.", "Yesterday at 22:40 it failed."),
    ("It worked today at 09:31.", "It worked today at 18:15."),
    ("Gestern Abend um 18:15 Uhr ging es.", "Gestern Abend um 22:40 Uhr ging es nicht."),
]
AHEAD = [
    ("It failed 35 hours before you wrote.", "Cancel until 35 hours before the meeting."),
    ("It has been slow for about 16 hours.", "It has been slow for about 8 hours."),
    ("The next reset is on March 1, 2026.", "The next reset is on April 1, 2026."),
    ("It starts again on 1 March at 00:00 UTC.", "It starts again on 2 March at 00:00 UTC."),
    ("It starts again in about 9 days.", "It starts again in about 20 days."),
]


@pytest.mark.parametrize(("true", "false"), [*LOCAL, *DAYS, *AHEAD])
def test_a_true_sentence_gets_through_and_its_false_neighbour_does_not(true: str, false: str):
    assert failed_claims(true) == ()
    assert failed_claims(false) != ()


def test_a_time_that_the_user_said_may_be_put_on_a_day_of_the_snapshot():
    assert failed_claims("On 18 February at 9:55 it failed.", "It began at 9:55.") == ()
    assert failed_claims("On 18 February at 9:55 it failed.") != ()


def test_a_false_pair_is_named_with_its_day():
    prose = "It failed on 18 February at 18:15."
    assert failed_claims(prose) == ("18 February at 18:15",)


@pytest.mark.parametrize("never", ["9999-12-31T23:30:00Z", "0001-01-01T00:00:00Z"])
def test_the_first_and_the_last_day_of_all_are_read_like_others(never: str):
    until: JSON = {"type": "pass", "id": "p_1", "status": "active", "metadata": {"until": never}}
    prose = f"It holds until {never[:10]} at {never[11:16]}"
    for said in ("EST", "JST", "UTC; ask 30 days before"):
        answer = Answer(content=f"{prose} {said}.", confidence=0.5)
        grounded = ground(
            answer, snapshot=lifelike.document(entities=(until,)), conversation=("Why?",)
        )
        assert (grounded.claims_failed == ()) is ("UTC" in said)


@pytest.mark.parametrize(
    ("zone", "true", "false"),
    [
        ("Europe/Madrid", "It failed at 23:40.", "It failed at 00:40."),
        ("Europe/Madrid", "It failed at 22:40 UTC.", "It failed at 23:40 UTC."),
        (
            "Asia/Kolkata",
            "It failed on 19 February at 04:10.",
            "It failed on 18 February at 04:10.",
        ),
        (
            "Europe/Madrid",
            "It failed at 23:40, on 18/02/2026.",
            "It failed at 23:40, on 19/02/2026.",
        ),
        ("Europe/Madrid", "It failed on 18.02.2026, 23:40.", "It failed on 20.02.2026, 23:40."),
        ("Europe/Nowhere", "It failed at 22:40.", "It failed at 23:40."),
    ],
)
def test_a_time_may_be_one_of_the_zone_that_the_snapshot_names(zone: str, true: str, false: str):
    site: JSON = {"type": "site", "id": "s_1", "status": "open", "metadata": {"timezone": zone}}
    requests = tuple(
        lifelike.request(at, "POST /api/files", 413, "req_1")
        for at in ("2026-02-18T22:40:30.000Z", "2026-02-19T11:20:00.000Z")
    )
    snapshot = lifelike.document(entities=(site,), requests=requests)
    for prose, holds in ((true, True), (false, False)):
        answer = Answer(content=prose, confidence=0.5)
        grounded = ground(answer, snapshot=snapshot, conversation=("Why?",))
        assert (grounded.claims_failed == ()) is holds
