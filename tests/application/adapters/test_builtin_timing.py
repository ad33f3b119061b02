"""When a trouble ends: what the data says of it, and nothing of what came after."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask, codes
from tests.domain import lifelike

UPLOAD = "My 62 MB video does not upload"
LOAN: dict[str, JSON] = {
    "errorCode": "LOAN_QUOTA_USED",
    "errorClass": "business",
    "retryable": False,
    "userActionable": True,
    "resolution": "You have borrowed all that your card allows. Return a book first.",
}


def _loans(*, rules: dict[str, JSON] | None = None, docs: tuple[JSON, ...] = ()):
    return lifelike.document(
        errors=(
            lifelike.active_error(
                "LOAN_QUOTA_USED",
                "card_4",
                "2026-02-20T09:00:00Z",
                kind="business",
                retryable=False,
            ),
        ),
        catalogue=(LOAN,),
        rules=rules or {},
        docs=docs,
    )


@pytest.mark.parametrize(
    "question",
    [
        "is it fixed now??",
        "ok I changed it. is it fixed?",
        "has this been resolved",
        "is the problem solved",
        "is it working now?",
        "does it work again",
        "was the error fixed yet?",
        "is it over",
        "is it still broken?",
    ],
)
async def test_whether_it_is_over_nobody_can_see_after_the_snapshot(question: str):
    answer = await ask(lifelike.upload(), UPLOAD, question)
    assert answer.content.startswith("I cannot tell. The data is from when this conversation began")
    assert "`UPLOAD_TOO_LARGE` was last seen 6 minutes ago (2026-02-20 09:58 UTC)" in answer.content
    assert codes(answer) == ["UPLOAD_TOO_LARGE"]
    assert answer.confidence < 0.3


async def test_what_succeeded_later_seems_to_be_over():
    document = lifelike.document(
        requests=(
            lifelike.request("2026-02-20T09:00:00Z", "GET /api/files/1", 500, "req_1"),
            lifelike.request("2026-02-20T09:10:00Z", "GET /api/files/2", 200, "req_2"),
        )
    )
    answer = await ask(document, "my files do not load", "is it fixed?")
    assert answer.content.startswith("It seems to be over")


async def test_of_a_limit_without_a_time_no_time_is_named():
    document = lifelike.document(limits=lifelike.UPLOAD_PARTS["limits"])
    answer = await ask(document, UPLOAD, "is it fixed?")
    assert "was there. A new conversation looks again" in answer.content


@pytest.mark.parametrize("words", ["fixed!", "it works now, thanks", "solved, thank you"])
async def test_who_says_that_it_is_over_asks_nothing(words: str):
    answer = await ask(lifelike.upload(), UPLOAD, words)
    assert answer.content.startswith("You are welcome.")


@pytest.mark.parametrize("words", ["that is not fixed", "it is still not fixed", "it still fails"])
async def test_who_says_that_it_is_not_over_asks_for_what_is_next(words: str):
    answer = await ask(lifelike.upload(), UPLOAD, words)
    assert "no other explanation" in answer.content


@pytest.mark.parametrize("question", ["how long does it take", "when can I borrow again?"])
async def test_how_long_it_takes_is_as_rules_and_documents_say(question: str):
    document = {"id": "d1", "title": "Loans and your quota", "category": "guide"}
    told = "Returned books are checked in within two working days. Be kind to them."
    answer = await ask(_loans(docs=({**document, "content": told},)), "I cannot borrow", question)
    assert "“Returned books are checked in within two working days.”" in answer.content
    assert "no time to wait" not in answer.content
    rules: dict[str, JSON] = {"loanQuotaRenewal": "on the first day of each month"}
    answer = await ask(_loans(rules=rules), "I cannot borrow", question)
    assert "**loan quota renewal**: on the first day of each month" in answer.content
    assert "no time to wait" not in answer.content


async def test_where_nothing_names_a_time_there_is_none_to_wait_for():
    answer = await ask(_loans(), "I cannot borrow", "how long do I have to wait?")
    assert answer.content.startswith("There is no time to wait for")
