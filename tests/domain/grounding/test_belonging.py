"""What a clause says of the things that it names is theirs, or is computed from what is."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from domain.model import JSON
from tests.domain import lifelike


def workshop() -> lifelike.Document:
    """Two jobs, their requests, and two invoices, as of 10:05 on 20 February 2026."""
    found = lifelike.document(
        plan="team",
        entities=(
            {
                "type": "invoice",
                "id": "inv_11",
                "status": "open",
                "metadata": {"amountDue": 348.0, "dueDate": "2026-02-15"},
            },
            {
                "type": "invoice",
                "id": "inv_10",
                "status": "paid",
                "metadata": {"amountPaid": 319.0, "paidAt": "2026-01-14"},
            },
        ),
        requests=(
            lifelike.request(
                "2026-02-20T09:12:40.000Z", "POST /v1/renders", 413, "req_31", code="TOO_LARGE"
            ),
            lifelike.request("2026-02-20T08:47:31.000Z", "POST /v1/invites", 402, "req_44"),
        ),
        jobs=(
            {
                "jobId": "job_70",
                "queue": "renders",
                "status": "failed",
                "errorCode": "TOO_LARGE",
                "createdAt": "2026-02-20T09:12:00.000Z",
                "updatedAt": "2026-02-20T09:12:57.000Z",
                "durationMs": 57000,
            },
            {
                "jobId": "job_71",
                "queue": "exports",
                "status": "running",
                "createdAt": "2026-02-20T07:05:00.000Z",
                "updatedAt": "2026-02-20T07:05:31.000Z",
                "durationMs": 31000,
            },
        ),
        docs=(
            {
                "id": "doc_dunning",
                "title": "When a payment fails",
                "content": "We try again after 3 and 10 days. Jobs are stopped after 6 hours.",
                "category": "guide",
            },
        ),
        rules={"pricePerSeatUsd": {"free": 0, "team": 29}},
        catalogue=(),
    )
    pack = found["knowledgePack"]
    assert isinstance(pack, dict)
    changes: list[JSON] = [
        {"version": "4.18.0", "date": "2026-02-09", "summary": "Faster renders."},
        {"version": "4.17.2", "date": "2026-01-27", "summary": "Fewer clicks."},
    ]
    return {**found, "knowledgePack": {**pack, "changelog": changes}}


SNAPSHOT: dict[str, JSON] = workshop()


def failed_claims(prose: str, *said: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=SNAPSHOT, conversation=said).claims_failed


OF_ANOTHER = [
    ("`job_70` failed at 09:12 UTC.", "`job_70` failed at 08:47 UTC."),
    ("It stopped with `TOO_LARGE` at 09:12.", "It stopped with `TOO_LARGE` at 07:05."),
    ("`req_31` was answered with HTTP 413.", "`req_31` was answered with HTTP 402."),
    ("It was refused with 413 (`TOO_LARGE`).", "It was refused with 402 (`TOO_LARGE`)."),
    ("The code is `TOO_LARGE` (HTTP 413).", "The code is `TOO_LARGE` (HTTP 402)."),
    ("`job_70` ran for 57 seconds.", "`job_70` ran for 31 seconds."),
    ("`job_71` was started 3 hours ago.", "`job_71` was started 1 hour ago."),
    ("Invoice `inv_10` was over $319.00.", "Invoice `inv_10` was over $348.00."),
    ("`inv_10` was paid on January 14.", "`inv_10` was paid on February 15."),
    ("Version 4.18.0 (February 9) helps.", "Version 4.18.0 (January 27) helps."),
]
COMPUTED = [
    ("Due on February 15; after 10 days, on February 25, we try again.", "Pay by February 26."),
    ("`inv_11` is 5 days overdue.", "`inv_11` is 9 days overdue."),
    ("It was due on February 15 and is open on February 20, 5 days on.", "It is 8 days on."),
    ("It began at 07:05 and would be stopped after 6 hours, at 13:05.", "It ends at 14:05."),
    ("That was so at 10:05 UTC, when the snapshot was taken.", "That was so at 10:35 UTC."),
]


@pytest.mark.parametrize(("true", "false"), [*OF_ANOTHER, *COMPUTED])
def test_what_is_the_thing_s_own_gets_through_and_another_s_does_not(true: str, false: str):
    assert failed_claims(true) == ()
    assert failed_claims(false) != ()


@pytest.mark.parametrize(
    "prose",
    [
        "`job_70` failed at 09:12, and your invite at 08:47.",
        "`job_70` failed, which has nothing to do with what happened at 08:47.",
        "`job_70` failed after your invite was refused at 08:47.",
        "`job_70` belongs to what is due on February 15.",
        "`job_70` was not the one of 08:47.",
        "`job_70` and `job_71` ran for 57 and 31 seconds.",
    ],
)
def test_a_clause_may_speak_of_several_things(prose: str):
    assert failed_claims(prose) == ()


def test_what_the_user_said_may_be_said_of_any_thing():
    assert failed_claims("`job_70` failed at 08:47.", "It broke at 08:47.") == ()


def test_so_many_of_what_costs_so_much_cost_the_product():
    question = "What would 20 seats cost?"

    assert failed_claims("At $29 a seat, 20 seats are $580.", question) == ()
    assert failed_claims("At $29 a seat, 20 seats are $620.", question) == ("$620",)


@pytest.mark.parametrize(
    "hostile", ["job_70 at 08:47; " * 5_000, "job_70 " * 20_000, "x" + "-" * 60_000 + " 08:47 a_1"]
)
def test_hostile_clauses_are_read_to_their_end(hostile: str):
    assert "job_9999" in failed_claims(f"See job_9999. {hostile}")
