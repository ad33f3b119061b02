"""Of what could not be read, nothing is said: not even that nothing is wrong there."""

import pytest

from tests.application.adapters.asking import ask, is_unknown
from tests.domain import lifelike

FAILED = lifelike.request("2026-02-20T09:00:00Z", "POST /api/rota", 500, "req_9", code="ROTA_LOST")


def _in_part(source: str) -> lifelike.Document:
    document = lifelike.document(requests=(FAILED,) if source == "businessRules" else ())
    document["meta"]["sources"][source]["rowsDropped"] = 1  # type: ignore[index, call-overload]
    return document


@pytest.mark.parametrize("question", ["is everything ok?", "hello"])
async def test_all_is_well_says_nothing_of_logs_that_were_not_read(question: str):
    answer = await ask(lifelike.document(failed={"userLogs": "failed"}), question)
    assert "no error is open, and no limit is reached" in answer.content
    assert "no request failed" not in answer.content
    assert "the server's logs (requests and jobs) could not be read" in answer.content


@pytest.mark.parametrize("question", ["It does not work!", "how do I paint it?", "is it my fault?"])
async def test_without_logs_it_does_not_say_that_no_request_failed(question: str):
    answer = await ask(lifelike.document(failed={"userLogs": "timeout"}), question)
    assert "no error and no limit reached" in answer.content
    assert "job or request" not in answer.content


@pytest.mark.parametrize(
    ("failed", "found_nothing_in"),
    [
        ((), "errors, limits, jobs and requests of your account, nor in the rules"),
        (("businessRules",), "errors, limits, jobs and requests of your account."),
        (("userLogs",), "the errors and limits of your account, nor in the rules"),
        (("userState",), "the jobs and requests of your account, nor in the rules"),
        (("userState", "userLogs"), "I could not read anything about your account"),
    ],
)
async def test_not_knowing_names_only_what_was_looked_through(
    failed: tuple[str, ...], found_nothing_in: str
):
    document = lifelike.document(
        errors=() if "userState" in failed else lifelike.UPLOAD_PARTS["errors"],
        failed=dict.fromkeys(failed, "failed"),
    )
    answer = await ask(document, "is the violin in tune?")
    assert found_nothing_in in answer.content
    assert answer.confidence <= 0.15


async def test_rows_that_were_dropped_may_be_what_is_missing():
    answer = await ask(_in_part("userLogs"), "is everything ok?")
    assert "requests and jobs) could be read only in part" in answer.content
    assert "All four sources answered" not in answer.content


@pytest.mark.parametrize("failed", [True, False])
async def test_advice_that_could_not_be_read_is_not_said_to_be_missing(failed: bool):
    document = _in_part("businessRules")
    if failed:
        document = lifelike.document(requests=(FAILED,), failed={"businessRules": "failed"})
    answer = await ask(document, "the rota fails")
    assert not is_unknown(answer)
    assert "I could not read what the application advises" in answer.content
    assert "gives no advice" not in answer.content
