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


PARAPHRASED = [
    "Your file has about 65 MB; the limit is 52,4 MB.",
    "Deine Datei ist 62 MB gro\u00df, erlaubt sind 50 MB.",
    "Das Limit liegt bei 52.428.800 Bytes.",
    "Die Datei hat 65.011.712 Bytes.",
    "Der Fehler trat am 20.02.2026 um 09:58 Uhr auf.",
    "Am 20. Februar 2026 um 9:58 Uhr schlug der Upload fehl.",
    "On Friday, 20 February 2026 at 9:58 AM UTC the upload failed.",
    "The export ran from 08:30 to 08:40, that is 10 minutes.",
    "The job took ten minutes.",
    "It ran for 10 min and then stopped.",
    "You have two failed requests and one failed job.",
    "Two of your requests failed.",
    "Four errors are active right now.",
    "You have four active errors.",
    "1. Open Settings > Members.\n2. Press Invite.\n3. Choose the editor role.",
    "Step 1: compress the file. Step 2: upload it again.",
    "The upload was refused with status 413 (Payload Too Large).",
    "HTTP 403 Forbidden means that your role may not do that.",
    "The server answered 503, twice.",
    "Request req_503 failed with a 503.",
    "Your file is 24% too large.",
    "The file exceeds the limit by 12 MB.",
    "It is roughly 12 megabytes over the limit.",
    "The limit is fifty megabytes.",
    "Your video has sixty-two megabytes.",
    "With the Business plan you get 500 MB per file, ten times as much.",
    "Business allows ten times more.",
    "The pro plan allows 5 projects; Business allows 50.",
    "On Free it would be 10 MB and a single project.",
    "Refunds are possible within fourteen days.",
    "Refunds: 14 days after purchase.",
    "Invitations are valid for a week (7 days).",
    "Data is deleted after thirty days.",
    "We keep data for one month, 30 days to be exact.",
    "Nothing else failed in the last 72 hours.",
    "In the last 72 h there was one failed job.",
    "In the past three days there was one failed export.",
    "`UPLOAD_TOO_LARGE`: Reduce the file size below the limit of your plan, or upgrade the plan.",
    "Error code: UPLOAD_TOO_LARGE.",
    "The code upload_too_large was returned.",
    "Resource file_991 and project proj_1 are affected.",
    "The route POST /api/files was called at 09:58:12Z.",
    "It took 842 ms, less than a second.",
    "The request was quick (0.842 s).",
    "The request took 0.8 seconds.",
    "Wait 2 minutes, then try again.",
    "Please try again in about 10 minutes.",
    "Try again in 5 minutes; if it fails 3 times, write to us.",
    "Use a file of at most 50 MB.",
    "The version of your browser does not matter.",
    "Open Settings > Billing and update the card.",
    "It failed at 09:58:12.000 UTC.",
    "Between 08:30 and 10:01 UTC four things went wrong.",
    "About an hour ago the export failed.",
    "The export failed an hour and 25 minutes ago.",
    "Your upload failed seven minutes ago.",
    "The first problem appeared at 08:40 UTC, the last at 10:01 UTC.",
    "At 10:01 UTC, storage was unavailable (STORAGE_UNAVAILABLE, bucket_eu).",
    "Sie sind im Pro-Tarif.",
    "You are on the pro plan (Pro).",
    "As an editor you can change files.",
    "The limit is 50 MiB (52,428,800 bytes).",
    "52 428 800 bytes are allowed.",
    "Dein Limit: 52 428 800 Byte.",
    "Hochgeladen: 65 MB, erlaubt: 52 MB.",
    "It was 9:58 in the morning.",
    "Around 10 o'clock storage was away.",
    "Use MP4 or H.264, 1080p is fine.",
    "Call it attempt no. 2.",
]


@pytest.mark.parametrize("prose", PARAPHRASED)
def test_a_right_answer_in_other_words_gets_through(prose: str):
    assert failed_claims(prose) == ()


INVENTED = [
    "The limit is sixty megabytes.",
    "Your limit is one hundred megabytes.",
    "The limit is a hundred MB.",
    "The limit is two hundred and fifty megabytes.",
    "Your file may have up to twenty-five megabytes.",
    "The limit is 50 GB.",
    "Das Limit liegt bei 100 MB.",
    "Das Limit liegt bei 52.428.900 Bytes.",
    "Der Fehler trat am 21.02.2026 auf.",
    "Am 3. M\u00e4rz 2026 fiel das auf.",
    "Um 11:30 Uhr fiel es aus.",
    "It failed on 02/21/2026.",
    "It failed on Feb 19.",
    "It failed on the 19th of February.",
    "It failed yesterday at 7:15 PM.",
    "It failed at quarter past three.",
    "It failed at half past 3.",
    "It happened three hours ago.",
    "It was 2026-02-20T08:41:00Z.",
    "The job ran for 11 minutes.",
    "The job took twelve minutes.",
    "The job ran for 601 seconds.",
    "There were 6 active errors.",
    "You have nine failed requests.",
    "Ten errors are active.",
    "HTTP 500 was returned.",
    "The server answered with 429.",
    "It is a 404 Not Found.",
    "Status code four hundred and four.",
    "The error is UPLOAD_TO_LARGE.",
    "The error is UPLOAD-TOO-LARGE-2.",
    "The error is ERR_UPLOAD_TOO_LARGE.",
    "The code is upload_too_big.",
    "The error is UploadTooLargeException42.",
    "Job job_8813 failed.",
    "Job JOB-8812-B failed.",
    "File file_99 is affected.",
    "File file_9911 is affected.",
    "Project proj_2 is affected.",
    "See bucket_us.",
    "Request req_upload_2 failed.",
    "Your plan is Enterprise.",
    "You are on the ENTERPRISE plan.",
    "Since you are a Business customer, 500 MB apply.",
    "Your Team plan is limited.",
    "Sie sind im Enterprise-Tarif.",
    "You have reached 95% of the quota.",
    "You are ninety percent over the limit.",
    "It costs 29 euros a month.",
    "It costs \u20ac29.",
    "It costs nineteen dollars.",
    "Upgrading costs 10 USD.",
    "Version 3.1 fixes it.",
    "Fixed in release 2026.3.",
    "Refunds are possible within 60 days.",
    "Refunds within six weeks are possible.",
    "Data is kept for a year.",
    "Data is kept for 90 days.",
    "A reply comes within 24 hours.",
    "You may have up to eight projects.",
    "Pro allows 25 projects.",
    "The trace id is 4bf92f3577b34da6.",
    "Order 48151623 is affected.",
    "Ticket #48151 was opened.",
    "The ip is 10.4.4.4.",
    "Error 0x80070005 was raised.",
    "SQLSTATE 23505 was raised.",
    "ORA-00942 was raised.",
    "between 60 and 80 MB are allowed.",
    "The limit is 60-80 MB.",
    "the limit is \uff11\uff10\uff10 MB.",
    "Your limit is 1\u200b00 MB.",
    "Your limit is **1**00 MB.",
    "Your limit is 100\u00a0MB.",
    "Your limit is 100 M B.",
    "The limit is 100 mega bytes.",
    "uploadMaxBytes is 104857600.",
    "The export `exp_44` failed.",
]


@pytest.mark.parametrize("prose", INVENTED)
def test_what_was_invented_is_named_however_it_is_put(prose: str):
    assert failed_claims(prose)
