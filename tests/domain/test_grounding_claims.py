"""Right answers get through, and claims that stand nowhere are named: both are counted."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from tests.domain import lifelike

ASKED = ("I can't upload my 62 MB video, the limit says 50MB. I started at 9:55.",)


def failed_claims(prose: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=lifelike.everything(), conversation=ASKED).claims_failed


HOLDS = [
    "Your upload is over the limit: `UPLOAD_TOO_LARGE` (HTTP 413).",
    "The file has 62 MB, 12 MB more than the 50 MB that the Pro plan allows.",
    "The limit is 52428800 bytes; that is 52,428,800 bytes, or 50 MiB, or about 52 MB.",
    "You are 24 % over the limit.",
    "Your limit `uploadMaxBytes` is 50MB.",
    "Requests failed at 2026-02-20 09:58 UTC, on 20 February 2026, on Feb 20 and on 2026-02-20.",
    "It failed at 09:58:12, that is at 9:58 am, around 10:00, on 20/02/2026.",
    "The failure was 7 minutes ago.",
    "The job **job_8812** ran for 10 minutes, then failed with EXPORT_TIMEOUT at 08:40.",
    "job_8812 took 600 seconds (600000 ms).",
    "1. Do one of two things.\n2. Try again in a few minutes.\n3. Ask us, 24/7.",
    "There are 2 options. Step 2: open page 3, and wait 5 minutes before you try again.",
    "Try again in 30 seconds; it works for 100 % of the people, I am 100% sure.",
    "POST /api/files answered 413, and GET /api/files/77 a 503 error.",
    "On the Business plan you could upload files up to 500 MB; the Free plan allows 10 MB.",
    "Your current plan allows 5 projects, so there is a limit of five projects.",
    "The Pro plan has a maximum of 5 projects.",
    "Annual subscriptions can be refunded within 14 days.",
    "Data is kept for 30 days.",
    "As you said, the video has 62 MB, and you began at 9:55.",
    "An invitation stays valid for 7 days.",
    "You have 4 active errors and 1 failed job.",
    "The project proj_1 has 12 files.",
    "Your request req_upload_1 took 842 ms.",
    "It is UTF-8, SHA-256 and HTTP/2, on IPv4, and MP4 is fine.",
    "See https://docs.acme.example/v2/limits-2031?size=999MB for more.",
    "That is 2x as much, on iPhone, macOS and GitHub.",
    "Your request `req_upl…` was refused.",
    "Your plan is larger than a trial, the next plan is bigger, upgrade your plan.",
    "",
]


@pytest.mark.parametrize("prose", HOLDS)
def test_a_right_answer_gets_through(prose: str):
    assert failed_claims(prose) == ()


FAILS = [
    ("The error is QUOTA_EXCEEDED_42.", "QUOTA_EXCEEDED_42"),
    ("The error is UPLOAD_TOO_BIG.", "UPLOAD_TOO_BIG"),
    ("It is UPLOAD\\_TOO\\_BIG.", "UPLOAD_TOO_BIG"),
    ("It is error E1042.", "E1042"),
    ("See job_9999.", "job_9999"),
    ("See **job_99**12.", "job_9912"),
    ("See job_881.", "job_881"),
    ("See job_xyz, please.", "job_xyz"),
    ("It is file `\uff46\uff49\uff4c\uff45_992`.", "file_992"),
    ("It is file_\u200b992.", "file_992"),
    ("Request 550e8400-e29b-41d4-a716-446655440000.", "550e8400-e29b-41d4-a716-446655440000"),
    ("Ticket INV-20931 is open.", "INV-20931"),
    ("Your limit is 100 MB.", "100 MB"),
    ("Your limit is **75** MB.", "75 MB"),
    ("Your limit is 1 GB.", "1 GB"),
    ("The file has 61 MB.", "61 MB"),
    ("The maximum is 52428801 kB.", "52428801 kB"),
    ("You have used 93 % of it.", "93 %"),
    ("It costs $49 a month.", "$49"),
    ("You may have 7 projects: the limit of 7 projects is reached.", "7"),
    ("There is a limit of nine projects.", "nine projects"),
    ("There are 17 failed jobs.", "17"),
    ("It was answered with HTTP 502.", "502"),
    ("It returned a 404.", "404"),
    ("It was 401 Unauthorized.", "401"),
    ("It happened on 2026-02-21.", "2026-02-21"),
    ("It happened on 3 March 2026.", "3 March 2026"),
    ("It happened at 2026-02-20T09:58:13Z.", "2026-02-20T09:58:13Z"),
    ("It happened at 2026-02-20 09:59 UTC.", "2026-02-20 09:59 UTC"),
    ("It happened at 11:17.", "11:17"),
    ("It happened at 4 pm.", "4 pm"),
    ("It happened 9 hours ago.", "9 hours ago"),
    ("It will be repaired within 48 hours.", "48 hours"),
    ("We will answer within two days.", "two days"),
    ("You are on the Enterprise plan.", "Enterprise plan"),
    ("You are on the Business plan.", "Business plan"),
    ("Your Business plan allows it.", "Business plan"),
    ("The Platinum plan allows it.", "Platinum plan"),
    ("It was fixed in v9.4.1.", "9.4.1"),
    ("Version 12 fixes it.", "12"),
    ("Set `exportMaxRows` higher.", "exportMaxRows"),
    ("There are 4096 rows in it.", "4096"),
    ("The snapshot scs_01 shows it.", "scs_01"),
    ("It is 262144 bytes.", "262144 bytes"),
]


@pytest.mark.parametrize(("prose", "claim"), FAILS)
def test_a_claim_that_stands_nowhere_is_named(prose: str, claim: str):
    failed = failed_claims(prose)
    assert [text for text in failed if claim in text or text in claim], failed


def test_few_right_answers_are_refused_and_few_wrong_ones_missed():
    alarms = [prose for prose in HOLDS if failed_claims(prose)]
    misses = [prose for prose, _ in FAILS if not failed_claims(prose)]
    assert (alarms, misses) == ([], [])
