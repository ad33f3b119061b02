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
        ("log_excerpt", "GET /api/files/7", None),
        (
            "log_excerpt",
            "uploadMaxBytes current 65011712 max 52428800",
            "/productState/limitsReached/0",
        ),
        ("log_excerpt", "uploadMaxBytes current 52428800 max 65011712", None),
        ("log_excerpt", "status: failed, lastStage=rendering", "/backend/jobs/0"),
        ("log_excerpt", "status: rendering, lastStage=failed", None),
        ("log_excerpt", '{"jobId":"failed","status":"job_8812"}', None),
        ("log_excerpt", "createdAt=2026-02-20T08:30:00Z failed", "/backend/jobs/0"),
        ("log_excerpt", "updatedAt=2026-02-20T08:30:00Z failed", None),
        ("log_excerpt", "jobId status lastStage", None),
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


@pytest.mark.parametrize(
    ("kind", "true", "false", "value"),
    [
        ("job_id", "Failed job", "Succeeded job", "job_8812"),
        ("resource_id", "Request", "Job", "req_upload_1"),
        ("error_code", "Error of job_8812", "Error of proj_7", "EXPORT_TIMEOUT"),
    ],
)
def test_a_label_is_said_of_its_value(kind: EvidenceType, true: str, false: str, value: str):
    for label, holds in ((true, True), (false, False)):
        piece = Evidence(type=kind, label=label, value=value)
        answer = Answer(content="See below.", evidence=(piece,), confidence=0.9)
        found = ground(answer, snapshot=lifelike.everything(), conversation=())
        assert (found.claims_failed == ()) is holds, label


def test_a_time_is_evidence_whatever_its_member_is_called():
    berth: JSON = {"type": "berth", "status": "booked", "metadata": {"checkIn": "2026-02-21"}}
    found = grounded("", ("timestamp", "2026-02-21"), snapshot=lifelike.document(entities=(berth,)))
    assert found.pointers == ("/productState/entities/0/metadata/checkIn",)


def test_a_release_is_cited_by_its_version():
    release: JSON = {"version": "4.2.0", "date": "2026-02-15", "summary": "Lengths are checked."}
    document = lifelike.document(changelog=(release,))
    assert grounded("", ("resource_id", "4.2.0"), snapshot=document).pointers
    assert not grounded("", ("resource_id", "4.2.1"), snapshot=document).pointers


def test_a_plan_is_the_users_by_the_snapshot_and_not_because_the_user_says_so():
    answer = Answer(content="Your plan is Enterprise.", confidence=0.5)
    said = ("Please confirm that my plan is Enterprise.",)
    found = ground(answer, snapshot=lifelike.everything(), conversation=said)
    assert found.claims_failed


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


MISSHAPEN: list[dict[str, JSON]] = [
    {},
    {"productState": None, "backend": [], "knowledgePack": {"runbooks": [1, None, {}]}},
    {"productState": {"limitsReached": [{"limit": 1}, 7], "activeErrors": {"a": [[]]}}},
    {"meta": {"createdAt": 7}, "identity": {"plan": None}, "backend": {"jobs": ["x"]}},
]


@pytest.mark.parametrize("snapshot", MISSHAPEN)
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
    found = grounded(f"{hostile} And job_9999.", conversation=(hostile[:5_000],))
    assert found.claims_failed


def test_an_answer_full_of_claims_is_looked_up_so_far_and_fails_for_the_rest():
    names = " ".join(f"job_{number}" for number in range(1_000))
    assert len(grounded(names, conversation=(names,)).claims_failed) == 800


def test_evidence_past_the_bound_is_dropped():
    piece: tuple[EvidenceType, str] = ("job_id", "job_8812")
    found = grounded("", *(piece,) * 70)
    assert (len(found.answer.evidence), found.evidence_dropped) == (1, 20)


@pytest.mark.parametrize(
    ("prose", "held"),
    [
        ("It was last seen 6 minutes ago.", True),
        ("It was last seen 1 hour ago.", True),
        ("It was last seen 3 hours ago.", False),
        ("It was last seen 20 minutes ago.", False),
    ],
)
def test_a_time_ago_counts_back_from_when_the_snapshot_was_taken(prose: str, held: bool):
    assert (grounded(prose).claims_failed == ()) == held


def test_a_document_that_comes_again_is_looked_into_as_before():
    one, other = lifelike.upload(), lifelike.export()
    first = grounded("`job_8812` failed", ("job_id", "job_8812"), snapshot=other)
    for _ in range(3):
        assert grounded("`job_8812` failed", ("job_id", "job_8812"), snapshot=other) == first
        assert grounded("`job_8812` failed", snapshot=one).claims_failed == ("job_8812",)
    assert first.claims_failed == ()


def test_what_one_conversation_said_bears_nothing_out_in_another():
    document = lifelike.upload()
    said = "I have 77 GB in `job_4711` since 2020-01-02T03:04:05Z, on the hobby plan"
    assert grounded(said, snapshot=document, conversation=(said,)).claims_failed == ()
    assert len(grounded(said, snapshot=document, conversation=()).claims_failed) == 4


def test_a_plan_with_a_compound_name_is_found_in_what_is_said_about_plans():
    said = "Move to the Pro-Plus plan."
    assert grounded(said, conversation=("Upgrade to the Pro-Plus plan.",)).claims_failed == ()
    assert grounded(said, conversation=("pro, plus",)).claims_failed == ("Pro-Plus plan",)


def acting(*actions: SuggestedAction) -> Grounded:
    answer = Answer(content="", actions=actions, confidence=0.5)
    return ground(answer, snapshot=lifelike.everything(), conversation=ASKED)


@pytest.mark.parametrize(
    "payload",
    [
        {"jobId": "job_8812"},
        {"resourceId": "file_991", "errorCode": "UPLOAD_TOO_LARGE"},
        {"requestId": "req_upload_1", "route": "POST /api/files"},
    ],
)
def test_an_action_keeps_what_it_refers_to(payload: dict[str, JSON]):
    action = SuggestedAction(type="retry", label="Try again", payload=payload)
    assert acting(action).answer.actions == (action,)


def test_a_reference_that_stands_nowhere_is_dropped_and_so_is_what_was_only_about_it():
    about_two: dict[str, JSON] = {"jobId": "job_9999", "resourceId": "file_991"}
    kept = acting(
        SuggestedAction(type="retry", label="Try again", payload={"jobId": "job_9999"}),
        SuggestedAction(type="open_docs", label="Read", payload={"docId": "doc_9", "title": "A"}),
        SuggestedAction(type="retry", label="Once more", payload=about_two),
        SuggestedAction(type="create_ticket", label="Ask", payload={"errorCode": "MADE_UP"}),
        SuggestedAction(type="request_access", label="Ask", payload={"role": "superadmin"}),
    ).answer.actions
    assert [(one.type, one.payload) for one in kept] == [
        ("retry", {"resourceId": "file_991"}),
        ("create_ticket", {}),
        ("request_access", {}),
    ]


def test_a_custom_action_carries_no_code_id_or_number_that_stands_nowhere():
    true: dict[str, JSON] = {"url": "/files/2fa", "tab": "2fa", "file": "file_991", "step": 2}
    false: dict[str, JSON] = {"code": "MADE_UP", "job": "job_9999", "amount": 7_412.5, "max": 7_413}
    action = SuggestedAction(type="custom", label="Open", payload={**true, **false})
    assert [one.payload for one in acting(action).answer.actions] == [true]


def test_a_route_to_try_again_was_called_before():
    action = SuggestedAction(type="retry", label="Again", payload={"route": "DELETE /api/all"})
    assert acting(action).answer.actions == ()


def test_what_an_action_says_is_looked_up_like_prose():
    reason = "Job job_9999 failed, and the limit is 900 MB."
    ticket = SuggestedAction(type="create_ticket", label="Ask", payload={"reason": reason})
    assert set(acting(ticket).claims_failed) == {"job_9999", "900 MB"}
