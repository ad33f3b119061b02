"""Nothing is said more strongly than the data bears it out."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask, is_unknown
from tests.domain import lifelike


async def test_a_limit_that_is_nearly_reached_is_not_said_to_be_reached():
    document = lifelike.document(limits=({"limit": "seatsMax", "current": 38, "max": 40},))
    answer = await ask(document, "the violin is out of tune")
    assert "the seat limit is nearly reached" in answer.content


def _paid(again: int, code: str | None = None) -> lifelike.Document:
    catalogue: dict[str, JSON] = {
        "errorCode": "TERMINAL_TIMEOUT",
        "errorClass": "infra",
        "retryable": True,
        "userActionable": False,
        "resolution": "The terminal did not answer. Nothing was charged; take the payment again.",
    }
    return lifelike.document(
        requests=(
            lifelike.request(
                "2026-02-20T09:00:00Z", "POST /api/payments", 504, "req_1", code="TERMINAL_TIMEOUT"
            ),
            lifelike.request(
                "2026-02-20T09:04:00Z", "POST /api/payments", again, "req_2", code=code
            ),
        ),
        catalogue=(catalogue,),
        docs=(),
    )


async def test_what_has_succeeded_since_is_not_to_be_done_again_now():
    answer = await ask(_paid(201), "did the payment go through?")
    assert "Since then the same kind of request has succeeded" in answer.content
    assert "**If it happens again:** “The terminal did not answer." in answer.content
    assert "What to do now" not in answer.content
    assert "when it will be over" not in answer.content
    assert "retry" not in [action.type for action in answer.actions]
    answer = await ask(_paid(201), "did the payment go through?", "was she charged?")
    assert "Since then the same kind of request has succeeded" in answer.content


async def test_what_has_failed_since_is_to_be_done_again():
    answer = await ask(_paid(504, "TERMINAL_TIMEOUT"), "did the payment go through?")
    assert "**What to do now:**" in answer.content
    assert "retry" in [action.type for action in answer.actions]


@pytest.mark.parametrize(
    "question", ["how many seats are in use?", "how much of my seats have I used"]
)
async def test_how_much_is_in_use_is_told_or_said_not_to_be_shown(question: str):
    rules: dict[str, JSON] = {"seatsMax": {"pro": 25, "team": 90}}
    answer = await ask(lifelike.document(rules=rules), question)
    assert "does not show how much of it is in use" in answer.content
    limits: tuple[JSON, ...] = ({"limit": "seatsMax", "current": 24, "max": 25},)
    answer = await ask(lifelike.document(rules=rules, limits=limits), question)
    assert "24 of 25 in use" in answer.content


async def test_what_each_plan_includes_is_told_in_one_line_with_the_users_own():
    rules: dict[str, JSON] = {
        "labImports": {"solo": False, "pro": True},
        "support": {"mail": True, "phone": False},
    }
    document = lifelike.document(rules=rules, docs=())
    answer = await ask(document, "do I have lab imports?")
    assert "**lab imports**: solo no, pro yes (yours is pro)." in answer.content
    answer = await ask(document, "is there support by phone?")
    assert "**support, phone**: no" in answer.content


async def test_who_only_asks_is_not_asked_what_went_wrong_on_which_page():
    answer = await ask(lifelike.export(), "what is the capital of france?")
    assert is_unknown(answer)
    assert "which page" not in answer.content
    assert "support ticket" in answer.content
    answer = await ask(lifelike.export(), "my violin does not sound")
    assert "which page it was on" in answer.content


async def test_a_permission_that_is_lacking_is_nobodys_mistake():
    answer = await ask(lifelike.permission(), "I cannot remove a member", "is it my fault?")
    assert answer.content.startswith("No mistake: a permission is lacking")


async def test_that_the_data_does_not_say_who_can_is_not_said_where_the_advice_may_say_it():
    curator: dict[str, JSON] = {
        "errorCode": "VAULT_CLOSED",
        "errorClass": "permission",
        "retryable": False,
        "userActionable": True,
        "resolution": "The curator opens it under Vaults.",
    }
    error = lifelike.active_error(
        "VAULT_CLOSED", "vault_1", "2026-02-20T09:00:00Z", kind="permission", retryable=False
    )
    document = lifelike.document(errors=(error,), catalogue=(curator,), docs=(), rules={})
    answer = await ask(document, "the vault is closed", "can I open it myself?")
    assert "What the application advises: “The curator opens it under Vaults.”" in answer.content
    assert "does not say who can" not in answer.content
    document = lifelike.document(errors=(error,), catalogue=(), docs=(), rules={})
    answer = await ask(document, "the vault is closed", "who can open it?")
    assert "The data does not say who can." in answer.content


async def test_a_document_about_what_is_to_be_done_goes_before_one_about_with_what():
    docs: tuple[JSON, ...] = (
        {
            "id": "d_lend",
            "title": "Lend a cello to a pupil",
            "content": "Open the cello and choose Lend.",
            "category": "guide",
        },
        {
            "id": "d_refund",
            "title": "Refunds",
            "content": "Open the payment and choose Refund.",
            "category": "guide",
        },
    )
    rules: dict[str, JSON] = {"refundDays": 14}
    answer = await ask(lifelike.document(docs=docs, rules=rules), "how do I refund a pupil")
    assert "“Refunds” covers this" in answer.content
