"""The ranking was not made for one host application: here is one with other troubles."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask, is_unknown
from tests.domain import lifelike


def entry(code: str, kind: str, resolution: str, *, retryable: bool) -> dict[str, JSON]:
    return {
        "errorCode": code,
        "errorClass": kind,
        "retryable": retryable,
        "userActionable": True,
        "resolution": resolution,
    }


def job(job_id: str, queue: str, status: str, code: str | None = None) -> JSON:
    return {
        "jobId": job_id,
        "queue": queue,
        "status": status,
        "errorCode": code,
        "lastStage": "parsing",
        "createdAt": "2026-02-20T07:00:00Z",
        "updatedAt": "2026-02-20T07:00:09Z",
    }


def contacts_app() -> lifelike.Document:
    return lifelike.document(
        plan="team",
        roles=("admin",),
        catalogue=(
            entry("SEAT_LIMIT_REACHED", "business", "Buy more seats.", retryable=False),
            entry("PAYMENT_DECLINED", "business", "Check the card.", retryable=True),
            entry("WEBHOOK_DELIVERY_FAILED", "infra", "Check your endpoint.", retryable=True),
            entry("RATE_LIMITED", "validation", "Wait before the next call.", retryable=True),
            entry("IMPORT_BAD_COLUMN", "validation", "Rename the column.", retryable=False),
            entry("SESSION_EXPIRED", "permission", "Sign in again.", retryable=True),
        ),
        rules={"apiRequestsPerMinute": 600, "seats": {"team": 25}},
        docs=tuple(
            {"id": doc_id, "title": title, "content": content, "category": "guide"}
            for doc_id, title, content in (
                ("d1", "Setting up webhooks", "Webhooks are sent to your endpoint."),
                ("d2", "Importing contacts", "The file must have the columns name and email."),
                ("d3", "Two-factor authentication", "Turn it on under Settings > Security."),
            )
        ),
        errors=tuple(
            lifelike.active_error(
                code, resource, "2026-02-20T09:00:00Z", kind="business", retryable=False
            )
            for code, resource in (
                ("SEAT_LIMIT_REACHED", "org_1"),
                ("PAYMENT_DECLINED", "inv_2026_02"),
            )
        ),
        limits=({"limit": "seats", "current": 25, "max": 25},),
        jobs=(
            job("job_imp_1", "imports", "failed", "IMPORT_BAD_COLUMN"),
            job("job_exp_1", "exports", "succeeded"),
        ),
        requests=(
            lifelike.request(
                "2026-02-20T09:30:00Z", "GET /v1/contacts", 429, "req_rl", code="RATE_LIMITED"
            ),
            lifelike.request(
                "2026-02-20T09:31:00Z", "POST /v1/session", 401, "req_s", code="SESSION_EXPIRED"
            ),
        ),
        backend_errors=(
            {
                "ts": "2026-02-20T08:00:00Z",
                "errorCode": "WEBHOOK_DELIVERY_FAILED",
                "errorClass": "infra",
                "route": "POST /hooks/crm",
                "requestId": "req_wh",
            },
        ),
    )


@pytest.mark.parametrize(
    ("question", "rests_on"),
    [
        ("I can't invite my new colleague", "SEAT_LIMIT_REACHED"),
        ("can't add another user to the team", "SEAT_LIMIT_REACHED"),
        ("my card was declined", "PAYMENT_DECLINED"),
        ("invoice not paid", "PAYMENT_DECLINED"),
        ("Our webhooks stopped arriving", "WEBHOOK_DELIVERY_FAILED"),
        ("CRM integration doesn't receive anything", "WEBHOOK_DELIVERY_FAILED"),
        ("API returns 429", "RATE_LIMITED"),
        ("too many requests error from the api", "RATE_LIMITED"),
        ("Importing contacts fails", "IMPORT_BAD_COLUMN"),
        ("csv import stuck", "IMPORT_BAD_COLUMN"),
        ("I keep getting logged out", "SESSION_EXPIRED"),
        ("can't sign in", "SESSION_EXPIRED"),
        ("How do I turn on 2FA?", "d3"),
        ("how do I set up webhooks", "d1"),
        ("which columns does the import need?", "d2"),
        ("how many api requests per minute are allowed", "rule:apiRequestsPerMinute"),
        ("My export is empty", None),
        ("change language", None),
        ("How do I upload a logo?", None),
        ("the dashboard chart shows wrong numbers", None),
        ("search does not find my contact", None),
        ("can't share the report", None),
        ("refund please", None),
    ],
)
async def test_each_question_finds_its_trouble_or_document_or_none(
    question: str, rests_on: str | None
):
    answer = await ask(contacts_app(), question)
    found = None if is_unknown(answer) else next(piece.value for piece in answer.evidence)
    assert found == rests_on
