"""What stands in a snapshot is kept and let through; what does not is dropped and named."""

from typing import get_args

import pytest

from domain.answer import Answer, Evidence, EvidenceType, SuggestedAction
from domain.grounding import Grounded, ground
from domain.model import JSON
from tests.domain import lifelike

ASKED = ("I can't upload my 62 MB video, the limit says 50MB. I started at 9:55.",)


def grounded(
    content: str = "",
    *evidence: tuple[EvidenceType, str],
    snapshot: dict[str, JSON] | None = None,
    conversation: tuple[str, ...] = ASKED,
) -> Grounded:
    answer = Answer(
        content=content,
        evidence=tuple(Evidence(type=kind, label="", value=value) for kind, value in evidence),
        confidence=0.5,
    )
    document = snapshot or lifelike.everything()
    return ground(answer, snapshot=document, conversation=conversation)


@pytest.mark.parametrize(
    ("kind", "value", "pointer"),
    [
        ("error_code", "UPLOAD_TOO_LARGE", "/productState/activeErrors/0/errorCode"),
        ("error_code", "CARD_DECLINED", "/knowledgePack/runbooks/5/content"),
        ("job_id", "job_8812", "/backend/jobs/0/jobId"),
        ("timestamp", "2026-02-20T09:58:12.000Z", "/productState/activeErrors/0/occurredAt"),
        ("timestamp", "2026-02-20T08:30:00.000Z", "/backend/jobs/0/createdAt"),
        ("resource_id", "file_991", "/productState/activeErrors/0/resourceId"),
        ("resource_id", "proj_1", "/productState/entities/0/id"),
        ("resource_id", "req_upload_1", "/recentActivity/events/0/correlationRequestId"),
        ("resource_id", "uploadMaxBytes", "/productState/limitsReached/0/limit"),
        ("resource_id", "52428800", "/productState/limitsReached/0/max"),
        ("resource_id", "pro", "/identity/plan"),
        ("resource_id", "usr_42", "/identity/userId"),
        ("resource_id", "job_8812", "/productState/activeErrors/1/resourceId"),
        ("log_excerpt", "POST /api/files", "/backend/recentRequests/1/route"),
        ("log_excerpt", "POST /api/files 413 UPLOAD_TOO_LARGE", "/backend/recentRequests/1"),
        ("log_excerpt", "POST /api/files - HTTP 413", None),
        ("log_excerpt", "POST /api/files: HTTP 413 (842 ms)", "/backend/recentRequests/1"),
        ("log_excerpt", '{"jobId":"job_8812","status":"failed"}', "/backend/jobs/0"),
        ("log_excerpt", "job_8812 failed rendering EXPORT_TIMEOUT", "/backend/jobs/0"),
        ("log_excerpt", "Website relaunch", "/productState/entities/0/description"),
        ("error_code", "UPLOAD_TOO_SMALL", None),
        ("error_code", "upload_too_large", None),
        ("error_code", "file_991", None),
        ("job_id", "job_8813", None),
        ("job_id", "job_88", None),
        ("job_id", "req_upload_1", None),
        ("timestamp", "2026-02-20T09:58:13.000Z", None),
        ("timestamp", lifelike.TAKEN_AT, None),
        ("timestamp", "10:00", None),
        ("resource_id", "UPLOAD_TOO_LARGE", None),
        ("resource_id", "scs_01", None),
        ("resource_id", "262144", None),
        ("resource_id", "enterprise", None),
        ("resource_id", "413", None),
        ("resource_id", "[email]", None),
        ("log_excerpt", "[email]", None),
        ("log_excerpt", " [name] [email#2] ", None),
        ("log_excerpt", "a", None),
        ("log_excerpt", "POST /api/files 503 UPLOAD_TOO_LARGE", None),
        ("log_excerpt", "GET /api/projects/1 413 UPLOAD_TOO_LARGE", None),
        ("log_excerpt", "Drag a file onto the project", None),
        ("log_excerpt", "", None),
        ("error_code", " ", None),
    ],
)
def test_evidence_is_kept_where_it_stands_with_its_type(
    kind: EvidenceType, value: str, pointer: str | None
):
    found = grounded("", (kind, value))
    if pointer is None:
        assert (found.answer.evidence, found.pointers, found.evidence_dropped) == ((), (), 1)
    else:
        assert [piece.value for piece in found.answer.evidence] == [value]
        assert found.pointers == (pointer,)


def test_a_moment_is_the_same_however_it_is_written_and_shown_as_the_snapshot_has_it():
    for written in ("2026-02-20T09:58:12Z", "2026-02-20T10:58:12+01:00", "2026-02-20 09:58:12"):
        found = grounded("", ("timestamp", written))
        assert [piece.value for piece in found.answer.evidence] == ["2026-02-20T09:58:12.000Z"]


def test_evidence_given_twice_is_kept_once_and_none_is_dropped():
    found = grounded("", ("job_id", "job_8812"), ("job_id", "job_8812"), ("job_id", " job_8812 "))
    assert len(found.answer.evidence) == len(found.pointers) == 1
    assert found.evidence_dropped == 0


def test_every_pointer_leads_to_its_value():
    document = lifelike.everything()
    found = grounded(
        "",
        ("error_code", "EXPORT_TIMEOUT"),
        ("timestamp", "2026-02-20T10:01:00.000Z"),
        ("resource_id", "bucket_eu"),
        snapshot=document,
    )
    assert found.evidence_dropped == 0
    for piece, pointer in zip(found.answer.evidence, found.pointers, strict=True):
        assert follow(document, pointer) == piece.value


def test_a_pointer_escapes_what_rfc_6901_says():
    document = lifelike.document(
        entities=({"type": "file", "status": "ok", "metadata": {"a/b~c": {"jobId": "job_1"}}},)
    )
    found = grounded("", ("job_id", "job_1"), snapshot=document)
    assert found.pointers == ("/productState/entities/0/metadata/a~1b~0c/jobId",)


def follow(document: JSON, pointer: str) -> JSON:
    for step in pointer.split("/")[1:]:
        if isinstance(document, list):
            document = document[int(step)]
        else:
            assert isinstance(document, dict)
            document = document[step.replace("~1", "/").replace("~0", "~")]
    return document


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
    assert grounded(prose).claims_failed == ()


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
    failed = grounded(prose).claims_failed
    assert [text for text in failed if claim in text or text in claim], failed


def test_few_right_answers_are_refused_and_few_wrong_ones_missed():
    alarms = [prose for prose in HOLDS if grounded(prose).claims_failed]
    misses = [prose for prose, _ in FAILS if not grounded(prose).claims_failed]
    assert (alarms, misses) == ([], [])


def test_labels_are_held_to_the_same():
    answer = Answer(
        content="Your upload was refused.",
        actions=(SuggestedAction(type="custom", label="Get 900 GB now"),),
        evidence=(
            Evidence(type="job_id", label="Failed at 23:59", value="job_8812"),
            Evidence(type="job_id", label="ERR_UNSEEN", value="job_0"),
        ),
        confidence=0.9,
    )
    found = ground(answer, snapshot=lifelike.everything(), conversation=())
    assert found.claims_failed == ("23:59", "900 GB")


def test_what_is_allowed_may_be_said_and_is_no_evidence():
    answer = Answer(
        content="On page /projects/981 you saw WIDGET_BROKEN.",
        evidence=(Evidence(type="error_code", label="", value="WIDGET_BROKEN"),),
        confidence=0.9,
    )
    allowed = ("the page said WIDGET_BROKEN",)
    found = ground(answer, snapshot=lifelike.healthy(), conversation=(), allowed=allowed)
    assert (found.claims_failed, found.claims_held, found.evidence_dropped) == ((), 1, 1)


def test_the_rest_of_the_answer_is_left_as_it_is():
    answer = Answer(content="Hello.", confidence=0.3)
    assert ground(answer, snapshot={}, conversation=()).answer == answer


@pytest.mark.parametrize(
    "snapshot",
    [
        {},
        {"productState": None, "backend": [], "knowledgePack": {"runbooks": [1, None, {}]}},
        {"productState": {"limitsReached": [{"limit": 1}, 7], "activeErrors": {"a": [[]]}}},
        {"meta": {"createdAt": 7}, "identity": {"plan": None}, "backend": {"jobs": ["x"]}},
    ],
)
def test_a_document_of_another_shape_bears_nothing_out(snapshot: dict[str, JSON]):
    prose = "On the Pro plan: ERR_X_1, job_1, 9 MB, 8 %, HTTP 500, limit of 5, 3 jobs, 10:00."
    every = tuple((kind, "job_1") for kind in get_args(EvidenceType))
    found = ground(
        Answer(
            content=prose,
            evidence=tuple(Evidence(type=kind, label="", value=v) for kind, v in every),
            confidence=0.1,
        ),
        snapshot=snapshot,
        conversation=(),
    )
    assert found.evidence_dropped == 5
    assert len(found.claims_failed) == 9


@pytest.mark.parametrize(
    "hostile",
    [
        "A_" * 10_000,
        "a-" * 10_000,
        "1," * 10_000,
        "9" * 20_000,
        "a1_" * 7_000,
        "Pro plan " * 2_000,
        "10:00 " * 3_000,
        "limit of 1 " * 2_000,
        "2026-02-20T10:00:00" * 1_000,
        "2026-99-99T99:99 31 Feb 99:99 " * 600,
        "job_" + "1" * 20_000,
        "\u200b" * 20_000,
        "\ufdfa" * 1_000,
        "wait 1 " * 3_000,
        "(" * 20_000,
        "\ud800 1 MB",
        "1e999 MB " + "9" * 23 + " MB " + "1.2.3.4.5.6.7 MB",
        " ".join(f"job_{number}" for number in range(2_500)),
    ],
)
def test_hostile_prose_is_read_to_its_end(hostile: str):
    found = grounded(hostile, conversation=(hostile[:5_000],))
    assert found.claims_held + len(found.claims_failed) >= 0


def test_an_answer_full_of_claims_is_looked_up_so_far_and_fails_for_the_rest():
    names = " ".join(f"job_{number}" for number in range(1_000))
    assert len(grounded(names, conversation=(names,)).claims_failed) == 800


def test_evidence_past_the_bound_is_dropped():
    found = grounded("", *(("job_id", "job_8812"),) * 70)
    assert (len(found.answer.evidence), found.evidence_dropped) == (1, 20)
