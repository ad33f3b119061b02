"""Questions of people without trouble are answered by the rule or the document that measures it."""

import pytest

from domain.answer import Answer
from tests.application.adapters.asking import ask, codes, is_unknown
from tests.domain import lifelike
from tests.domain.lifelike import Document


def studio(*, full: bool = False) -> Document:
    """A host that measures files, rows, days and contacts; its user's storage may be full."""
    return lifelike.document(
        plan="team",
        errors=(
            lifelike.active_error(
                "QUOTA_FULL", "file_9", "2026-02-20T09:58:12.000Z", kind="business", retryable=False
            ),
        )
        if full
        else (),
        requests=(
            lifelike.request(
                "2026-02-20T09:58:12.000Z", "POST /api/files", 507, "req_1", code="QUOTA_FULL"
            ),
        )
        if full
        else (),
        jobs=(
            {
                "jobId": "run_5520",
                "queue": "builds",
                "status": "canceled",
                "createdAt": "2026-02-20T08:00:00.000Z",
                "updatedAt": "2026-02-20T08:01:30.000Z",
            },
        ),
        docs=(
            {
                "id": "doc_size",
                "title": "How large may an upload be?",
                "content": "2 GB on Team, 20 GB on Scale. A CSV file has at most 900 rows.",
                "category": "files",
            },
            {
                "id": "doc_trash",
                "title": "Making room",
                "content": "Deleted files stay in the trash for 30 days. Then they are gone.",
                "category": "files",
            },
            {
                "id": "doc_dkim",
                "title": "Setting up DKIM",
                "content": "Add both records to your domain. Without DKIM, mail may be lost.",
                "category": "mail",
            },
            {
                "id": "doc_twins",
                "title": "Duplicates",
                "content": "Rows with the same address are merged. An import can be undone; "
                "an undo takes a minute.",
                "category": "imports",
            },
        ),
        rules={
            "maxFileBytes": {"team": 2147483648, "scale": 21474836480},
            "importRowsMax": 900,
            "contacts": {"team": 2500, "scale": 80000},
            "buildMinutesPerMonth": {"team": 3000, "scale": 9000},
        },
        catalogue=(),
    )


async def asked(question: str, *, full: bool = False) -> Answer:
    return await ask(studio(full=full), question)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How large may files be on the team plan?", "2 GB"),
        ("How do I get a higher upload limit?", "20 GB"),
        ("How long are deleted files kept?", "30 days"),
        ("How do I set up DKIM?", "Add both records"),
        ("How many contacts am I allowed?", "80000"),
        ("How many rows can a CSV have?", "900 rows"),
        ("Can I undo an import?", "An import can be undone"),
        ("How many build minutes do I get?", "build minutes per month"),
    ],
)
async def test_an_inquiry_is_answered_by_what_measures_it(question: str, told: str):
    assert told in (await asked(question)).content


async def test_a_document_on_uploads_tells_how_large_files_may_be():
    document = studio()
    pack = document["knowledgePack"]
    assert isinstance(pack, dict)
    without_rules: Document = {**document, "knowledgePack": {**pack, "runbooks": []}}
    answer = await ask(without_rules, "How large may files be on the team plan?")
    assert "How large may an upload be?" in answer.content


async def test_how_long_is_not_answered_by_how_large():
    assert "2 GB" not in (await asked("How long are deleted files kept?")).content


async def test_a_job_that_the_question_names_is_what_it_is_about():
    answer = await asked("What happened to run_5520?", full=True)
    assert "`run_5520` was cancelled" in answer.content


async def test_what_is_sent_to_files_is_an_upload():
    answer = await asked("Why can't I upload my video?", full=True)
    assert codes(answer) == ["QUOTA_FULL"]


async def test_a_limit_is_joined_to_the_error_that_names_one():
    document = lifelike.document(
        limits=({"limit": "devices", "current": 50, "max": 50},),
        errors=tuple(
            lifelike.active_error(
                code, f"dev_{code}", "2026-02-20T09:58:12.000Z", kind="business", retryable=False
            )
            for code in ("DEVICE_OFFLINE", "DEVICE_LIMIT_REACHED")
        ),
        rules={},
        catalogue=(),
    )
    assert "limit" not in (await ask(document, "Why is my device offline?")).content
    assert codes(await ask(document, "I have reached a limit")) == ["DEVICE_LIMIT_REACHED"]


@pytest.mark.parametrize("words", ["My device is offline", "devices are offline since today"])
async def test_who_tells_of_a_fault_is_told_of_it_and_neither_of_rules_nor_of_limits(words: str):
    document = lifelike.document(
        limits=({"limit": "devices", "current": 5, "max": 5},),
        errors=(
            lifelike.active_error(
                "DEVICE_OFFLINE", "dev_7", "2026-02-20T09:58:12.000Z", kind="infra", retryable=True
            ),
        ),
        rules={"devices": {"free": 1, "pro": 5}},
        catalogue=(),
    )
    answer = await ask(document, words)
    assert codes(answer) == ["DEVICE_OFFLINE"]
    assert "limit" not in answer.content
    assert "rules" not in answer.content
    assert "free 1, pro 5" in (await ask(document, "How many devices may I have?")).content


async def test_what_nothing_measures_stays_unknown():
    assert is_unknown(await asked("How long does shipping to Norway take?"))
