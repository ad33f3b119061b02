"""What is counted, left over, titled or sold holds, and its neighbour does not."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from tests.domain import lifelike


def importer() -> lifelike.Document:
    """Someone on Plus whose import stopped, after three requests of which two were refused."""
    return lifelike.document(
        plan="plus",
        entities=(
            {
                "type": "import",
                "id": "imp_6",
                "status": "stopped",
                "metadata": {"rowsTotal": 8400, "rowsImported": 5124, "rowsBad": 18},
            },
            {
                "type": "beacon",
                "id": "bc_1",
                "status": "offline",
                "metadata": {"battery": 17, "opensAt": "14:30"},
            },
        ),
        errors=(
            lifelike.active_error(
                "ROW_INVALID",
                "imp_6",
                "2026-02-20T09:40:00.000Z",
                kind="validation",
                retryable=False,
            ),
        ),
        events=tuple(
            {"ts": f"2026-02-20T09:4{minute}:00.000Z", "event": "import_retried", "page": "/imp"}
            for minute in (0, 2, 6)
        ),
        requests=(
            lifelike.request("2026-02-20T09:40:00.000Z", "POST /imports", 422, "req_1"),
            lifelike.request("2026-02-20T09:46:00.000Z", "POST /imports", 422, "req_2"),
            lifelike.request("2026-02-20T09:50:00.000Z", "GET /imports", 200, "req_3"),
        ),
        docs=(
            {
                "id": "doc_1",
                "title": "Cleaning a list",
                "content": "Reviews take one working day. Lists are kept for one year.",
                "category": "guide",
            },
        ),
        rules={
            "price": {"plus": "$59", "scale": "$190 per month"},
            "runMinutesPerMonth": {"plus": 4000, "scale": 90000},
            "callsPerSecond": {"plus": 7, "scale": 70},
            "seats": {"plus": 4, "scale": 45},
            "beacons": {"plus": 300, "ruby": 6000},
            "photos": {"plus": 60, "ruby": 9000},
        },
        catalogue=(),
    )


def failed_claims(prose: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=importer(), conversation=()).claims_failed


COUNTS = [
    ("There were 2 failed uploads.", "There were 4 failed uploads."),
    ("Two of your requests were refused.", "Six of your requests were refused."),
    ("Two imports were refused.", "Three imports were refused."),
    ("Two of your imports failed.", "One import failed. Four of your imports failed."),
    ("You tried three times.", "You tried nine times."),
    ("You retried it 3 times.", "You retried it 8 times."),
    ("Zwei Anfragen sind fehlgeschlagen.", "F\u00fcnf Anfragen sind fehlgeschlagen."),
    ("Deux requ\u00eates ont \u00e9chou\u00e9.", "Cinq requ\u00eates ont \u00e9chou\u00e9."),
    ("Dos solicitudes fueron rechazadas.", "Siete solicitudes fueron rechazadas."),
    ("Due richieste sono fallite.", "Sei richieste sono fallite."),
    ("Du hast es drei Mal versucht.", "Du hast es versucht, und zwar acht Mal."),
    ("It happened within six minutes.", "It happened within 19 minutes."),
    ("5,124 of 8,400 rows are in.", "8,300 of 8,400 rows are in."),
    # Seventeen stands there, but as the battery of another thing.
    ("18 of 8,400 rows are bad.", "17 of 8,400 rows are bad."),
    ("3.276 von 8.400 Zeilen fehlen.", "4.276 von 8.400 Zeilen fehlen."),
    ("18 rows are bad.", "81 rows are bad."),
    ("Wait for, say, 90 seconds.", "A review takes 90 seconds."),
    ("Split it into 3 parts and try again.", "There are 3 active errors."),
]
SUMS = [
    ("3,276 rows are missing.", "3,726 rows are missing."),
    ("3,258 rows were never read.", "3,285 rows were never read."),
    ("61 % of the rows were imported.", "71 % of the rows were imported."),
    ("Il manque 3 276 lignes sur 8 400.", "Il manque 3 267 lignes sur 8 400."),
    ("Rund 3.300 Zeilen fehlen.", "Rund 2.300 Zeilen fehlen."),
    ("39 % of the rows are missing.", "29 % of the rows are missing."),
    ("About 3,300 are left.", "3,300 are left."),
]
TOLD = [
    ("A review takes one working day.", "A review takes four working days."),
    ("Lists are kept for one year.", "Lists are kept for 2 years."),
    ('See the article "Cleaning a list".', 'See the article "Washing a list".'),
    ('I found no article "Washing a list".', 'See "Washing a list" in our help center.'),
    (
        "If it is not done within 36 hours, reply here.",
        "If it is not paid within 36 hours, it ends.",
    ),
    ("If you have 33 lists, merge them.", "You have 33 lists."),
    ("On Plus you can invite 4 seats.", "On Plus you can invite 45 seats."),
    ("There is room for 3,276 more.", "There is room for 41 more seats."),
    ("Plus costs $59.", "Plus costs $69."),
    ("Plus includes 4,000 minutes a month.", "Plus includes 90,000 minutes a month."),
    ("Scale includes 45 seats.", "Silver includes 45 seats."),
    ("Once you are on Ruby, it is faster.", "You are on Ruby."),
    ("It got a 422; a 403 would mean a missing right.", "It got a 403."),
    ("The window opens at 14:30.", "The window opens at 15:30."),
    ("Upgrade to Scale.", "Upgrade to Enterprise."),
    ("With Plus you get 4 seats.", "With Plus you get 45 seats."),
    ("Plus allows 7 requests per second.", "Plus allows 70 requests per second."),
    ("Your plan has 300 beacons.", "Your plan has 6,000 beacons."),
    ("Ruby allows 6,000 beacons.", "Ruby allows 9,000 beacons."),
    ("Scale keeps 90,000 minutes.", "Plus keeps 90,000 minutes."),
    ("Ruby allows 6,000 beacons.", "Ruby allows up to 2,000 beacons."),
    ("All 18 were bad.", "All 26 were bad."),
    ("Its battery is at 17 %.", "Its battery is at 27 %."),
]


@pytest.mark.parametrize(("true", "false"), [*COUNTS, *SUMS, *TOLD])
def test_a_true_sentence_gets_through_and_its_false_neighbour_does_not(true: str, false: str):
    assert failed_claims(true) == ()
    assert failed_claims(false) != ()
