"""The built-in answerer finds what is wrong, says so, and does not blame what it is not."""

import pytest

from application.adapters.builtin import Builtin
from domain.answer import Answer
from domain.model import JSON
from tests.application.adapters.asking import ask, codes, is_unknown, offered, turn
from tests.domain import lifelike

UPLOAD, EXPORT = "UPLOAD_TOO_LARGE", "EXPORT_TIMEOUT"
ACCESS, STORAGE = "PERMISSION_DENIED", "STORAGE_UNAVAILABLE"


def values(answer: Answer) -> set[tuple[str, str]]:
    return {(piece.type, piece.value) for piece in answer.evidence}


async def test_an_upload_over_the_limit_is_explained_with_both_sizes():
    answer = await ask(lifelike.upload(), "I can't upload files larger than 50MB")
    for words in ("50 MB", "62 MB", "12 MB too much", "`UPLOAD_TOO_LARGE`", "413", "pro plan"):
        assert words in answer.content
    assert "Reduce the file size below the limit of your plan" in answer.content
    assert {
        ("error_code", UPLOAD),
        ("resource_id", "52428800"),
        ("resource_id", "file_991"),
        ("timestamp", "2026-02-20T09:58:12.000Z"),
        ("log_excerpt", "POST /api/files"),
    } <= values(answer)
    assert "Upload size limit (50 MB)" in [piece.label for piece in answer.evidence]
    assert [(action.type, action.payload) for action in answer.actions] == [
        ("open_docs", {"url": "/docs/uploads"})
    ]
    assert answer.confidence > 0.6


async def test_a_failed_export_is_explained_with_its_job_and_can_be_retried():
    answer = await ask(lifelike.export(), "My report never arrives")
    for words in ("`job_8812`", "rendering", "`EXPORT_TIMEOUT`", "2026-02-20 08:40 UTC"):
        assert words in answer.content
    assert ("job_id", "job_8812") in values(answer)
    assert answer.actions[0].type == "retry"
    assert answer.actions[0].payload == {"jobId": "job_8812"}
    assert "create_ticket" in offered(answer)


async def test_a_missing_permission_is_explained_with_the_role_and_access_can_be_requested():
    answer = await ask(lifelike.permission(), "I cannot remove a member from project 7")
    assert "viewer" in answer.content
    assert "Ask an owner of the project for the editor role." in answer.content
    assert [(action.type, action.payload) for action in answer.actions] == [
        ("request_access", {"resourceId": "proj_7"}),
        ("open_docs", {"docId": "doc_roles"}),
    ]


async def test_a_fault_of_the_service_is_not_blamed_on_the_user():
    answer = await ask(lifelike.infra(), "Nothing loads any more")
    assert "fault on the service's side" in answer.content
    assert "What I do not know" in answer.content
    assert offered(answer) == ["retry", "create_ticket"]


async def test_a_fault_of_the_service_may_explain_what_cannot_be_done():
    answer = await ask(lifelike.infra(), "I can't upload my file")
    assert codes(answer) == [STORAGE]


async def test_where_nothing_is_wrong_it_says_that_and_that_it_does_not_know():
    answer = await ask(lifelike.healthy(), "It does not work!")
    assert "no error, no limit reached and no failed job" in answer.content
    assert "I do not know" in answer.content
    assert (offered(answer), answer.evidence) == (["create_ticket"], ())
    assert answer.confidence <= 0.2


async def test_where_all_is_well_and_that_was_the_question_it_says_so():
    answer = await ask(lifelike.healthy(), "Is everything ok?")
    assert "Nothing is wrong with your account, as far as the data shows." in answer.content
    assert "the requests of the last 72 hours" in answer.content
    assert "All four sources answered" in answer.content
    assert values(answer) == {
        ("log_excerpt", "GET /api/projects"),
        ("timestamp", "2026-02-20T09:57:00.000Z"),
    }
    assert 0.5 <= answer.confidence <= 0.7


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("I can't upload files larger than 50MB", UPLOAD),
        ("upload fails", UPLOAD),
        ("My 60 MB video is rejected", UPLOAD),
        ("WHY DOES THE UPLOAD NOT WORK", UPLOAD),
        ("cAn'T uPlOaD mY FiLe", UPLOAD),
        ("attachment too big error", UPLOAD),
        ("error 413", UPLOAD),
        ("What is wrong with file_991?", UPLOAD),
        ("why is my PDF not going through when I drag it in", UPLOAD),
        ("My export never finishes", EXPORT),
        ("the CSV download is stuck", EXPORT),
        ("report generation times out", EXPORT),
        ("job_8812 failed", EXPORT),
        ("where is my report", EXPORT),
        ("I get permission denied", ACCESS),
        ("can't remove a team member", ACCESS),
        ("403 forbidden", ACCESS),
        ("I need access to proj_7", ACCESS),
        ("files won't load", STORAGE),
        ("the storage is not available", STORAGE),
        ("503", STORAGE),
        ("everything is down", STORAGE),
        ("Is there an outage?", STORAGE),
        ("cannot open my documents", STORAGE),
    ],
)
async def test_of_several_troubles_it_finds_the_one_that_is_meant(question: str, code: str):
    assert codes(await ask(lifelike.everything(), question)) == [code]


@pytest.mark.parametrize(
    "question",
    [
        "Where can I change my avatar?",
        "My invoice is wrong",
        "I can't log in",
        "the search finds nothing",
        "My Slack integration stopped syncing",
        "I was charged twice",
        "how do I cancel my subscription",
        "Two-factor code is not accepted",
        "import of contacts failed",
        "The app is slow on Safari",
        "I get a 404",
        "ERR_SOMETHING_ELSE",
        "What is the weather like?",
    ],
)
async def test_it_does_not_blame_an_unrelated_trouble(question: str):
    answer = await ask(lifelike.everything(), question)
    assert is_unknown(answer)
    assert "What your data does show: " in answer.content
    assert {piece.label for piece in answer.evidence} == {"Also in the data"}
    assert offered(answer) == ["create_ticket"]


@pytest.mark.parametrize(
    "question",
    ["help", "It doesn't work", "I get an error", "What went wrong?", "?", "a" * 5000],
)
async def test_where_the_question_says_little_it_lists_three_troubles_or_says_it_does_not_know(
    question: str,
):
    answer = await ask(lifelike.everything(), question)
    assert is_unknown(answer) if len(question) > 100 else len(codes(answer)) == 3
    assert answer.confidence <= 0.5


async def test_the_page_decides_between_equals():
    answer = await ask(lifelike.everything(), "It fails", page="/exports/new")
    assert codes(answer)[0] == EXPORT


@pytest.mark.parametrize(
    ("question", "source", "words"),
    [
        ("How do I invite a teammate?", "doc_invite", "Settings > Members"),
        ("what can viewers do?", "doc_roles", "Viewers can read."),
        ("What is your refund policy?", "rule:refundPolicy", "14 days"),
        ("How long is data kept?", "rule:dataRetentionDays", "30 days"),
        (
            "how many projects can I have on pro?",
            "rule:maxProjects",
            "pro 5, business 50 (yours is pro)",
        ),
    ],
)
async def test_rules_and_documents_answer_what_no_trouble_does(
    question: str, source: str, words: str
):
    answer = await ask(lifelike.everything(), question)
    assert [piece.value for piece in answer.evidence] == [source]
    assert words in answer.content


@pytest.mark.parametrize("question", ["Which plan am I on?", "what's my plan", "What is my role?"])
async def test_who_asks_for_his_plan_or_role_is_told(question: str):
    answer = await ask(lifelike.permission(), question)
    assert "on the pro plan" in answer.content
    assert {("resource_id", "pro"), ("resource_id", "viewer")} == values(answer)


async def test_a_long_question_is_read_and_not_given_back():
    question = f"Dear support, {'I hope that you are well. ' * 150} My upload is too large."
    answer = await ask(lifelike.everything(), question)
    assert codes(answer) == [UPLOAD]
    assert "hope" not in answer.content


async def test_where_all_sources_failed_it_names_them_and_is_hardly_sure():
    answer = await ask(lifelike.unreadable(), "my upload fails")
    for words in ("account's state", "recent activity", "server's logs", "could not be read"):
        assert words in answer.content
    assert offered(answer) == ["create_ticket"]
    assert answer.confidence <= 0.1


async def test_a_failed_source_lowers_confidence_and_is_named():
    whole = await ask(lifelike.upload(), "upload fails")
    document = lifelike.document(
        errors=lifelike.UPLOAD_PARTS["errors"],
        limits=lifelike.UPLOAD_PARTS["limits"],
        failed={"userLogs": "timeout"},
    )
    answer = await ask(document, "upload fails")
    assert "the server's logs (requests and jobs) could not be read" in answer.content
    assert answer.confidence < whole.confidence


async def test_where_the_state_could_not_be_read_it_does_not_say_that_all_is_well():
    document = lifelike.document(failed={"userState": "failed"})
    answer = await ask(document, "is everything ok?")
    assert "Nothing is wrong" not in answer.content
    assert "no error" not in answer.content


async def test_a_snapshot_with_nothing_in_it_is_answered():
    answer = await ask(lifelike.empty(), "my upload fails")
    assert "no failed job" in answer.content


async def test_an_error_that_the_catalogue_does_not_know_is_said_to_be_unknown():
    document = lifelike.document(
        requests=(
            lifelike.request(
                "2026-02-20T09:00:00Z", "POST /api/invoices", 500, "req_9", code="INVOICE_BROKEN"
            ),
        )
    )
    answer = await ask(document, "I cannot create an invoice")
    assert "the application gives no advice for this error" in answer.content
    assert offered(answer) == ["create_ticket"]


async def test_a_request_without_a_code_is_joined_to_its_error_by_its_request_id():
    answer = await ask(lifelike.infra(), "files do not open")
    assert codes(answer) == [STORAGE]
    assert ("resource_id", "req_503") in values(answer)
    assert "503" in answer.content


async def test_a_failure_that_later_succeeded_is_said_to_be_over_perhaps():
    document = lifelike.document(
        requests=(
            lifelike.request("2026-02-20T09:00:00Z", "GET /api/files/1", 500, "req_1"),
            lifelike.request("2026-02-20T09:10:00Z", "GET /api/files/2", 200, "req_2"),
        )
    )
    answer = await ask(document, "my files do not load")
    assert "so it may be over" in answer.content


async def test_a_limit_without_an_error_is_a_trouble_too():
    document = lifelike.document(limits=({"limit": "maxProjects", "current": 5, "max": 5},))
    answer = await ask(document, "I cannot create another project")
    assert "**project limit** on the pro plan: 5 of 5 in use" in answer.content
    assert ("resource_id", "5") in values(answer)


async def test_a_limit_that_is_far_away_is_none():
    document = lifelike.document(limits=({"limit": "maxProjects", "current": 1, "max": 5},))
    answer = await ask(document, "I cannot create another project")
    assert "You have reached" not in answer.content


async def test_a_document_is_linked_only_where_the_tenant_allows():
    docs: list[dict[str, JSON]] = [
        {"id": "https://evil.example/x", "title": "Upload limits", "content": text, "category": "g"}
        for text in ("Uploads are limited.", "See https://docs.acme.example/upload-limits.")
    ]
    document = lifelike.document(errors=lifelike.UPLOAD_PARTS["errors"], docs=(docs[0],))
    answer = await ask(document, "upload fails")
    assert [a.payload for a in answer.actions if a.type == "open_docs"] == [
        {"docId": "https://evil.example/x"}
    ]
    answer = await ask(
        lifelike.document(errors=lifelike.UPLOAD_PARTS["errors"], docs=(docs[1],)), "upload fails"
    )
    assert [a.payload for a in answer.actions if a.type == "open_docs"] == [
        {"url": "https://docs.acme.example/upload-limits"}
    ]


async def test_a_proposal_names_no_model():
    proposal = await Builtin().propose(turn(lifelike.upload(), "upload fails"))
    assert (proposal.model, proposal.exchanges, proposal.parts) == (None, (), {})
    assert proposal.usage.input_tokens == 0
