"""What people say to whoever answers them is answered as that."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask, codes, is_unknown, offered
from tests.domain import lifelike

EXPORT = "My export never arrives"


@pytest.mark.parametrize(
    "question",
    [
        "Are you a bot? who reads this",
        "r u a real person or a robot",
        "am i talking to a human?",
        "is this an AI",
        "who is answering me",
    ],
)
async def test_who_asks_whether_a_person_answers_is_told_that_none_does(question: str):
    for before in ((), (EXPORT,)):
        answer = await ask(lifelike.everything(), *before, question)
        assert "no person has written it" in answer.content
        assert codes(answer) == []
        assert offered(answer) == ["create_ticket"]


@pytest.mark.parametrize(
    "question",
    [
        "can somebody from your team check it",
        "let me talk to someone real",
        "reviewed by a person?",
    ],
)
async def test_who_wants_a_person_and_names_nothing_is_offered_a_ticket_alone(question: str):
    answer = await ask(lifelike.everything(), question)
    assert answer.content.startswith("Of course.")
    assert codes(answer) == []


async def test_who_wants_a_person_for_something_is_told_of_it_as_well():
    answer = await ask(lifelike.everything(), "can my export be looked at by a person pls")
    assert answer.content.startswith("Of course people can look at it")
    assert codes(answer) == ["EXPORT_TIMEOUT"]
    assert offered(answer)[0] == "create_ticket"


async def test_somebody_of_the_users_own_is_no_wish_for_a_person():
    answer = await ask(lifelike.everything(), "someone in my project cannot export")
    assert codes(answer) == ["EXPORT_TIMEOUT"]
    assert "Of course" not in answer.content


@pytest.mark.parametrize("words", ["restart it", "can you do it again for me", "pls cancel this"])
async def test_who_wants_something_done_is_told_that_nothing_is_done_from_here(words: str):
    answer = await ask(lifelike.everything(), words)
    assert answer.content.startswith("I cannot do that for you")
    assert (codes(answer), offered(answer)) == ([], ["create_ticket"])
    answer = await ask(lifelike.export(), EXPORT, words)
    assert answer.content.startswith("I cannot do that for you")
    assert codes(answer) == ["EXPORT_TIMEOUT"]
    assert offered(answer)[0] == "create_ticket"


@pytest.mark.parametrize("words", ["and the other thing?", "what about my other problem"])
async def test_the_other_one_is_what_was_not_spoken_of(words: str):
    document = lifelike.together(lifelike.EXPORT_PARTS, lifelike.PERMISSION_PARTS)
    answer = await ask(document, EXPORT, words)
    assert codes(answer) == ["PERMISSION_DENIED"]
    answer = await ask(lifelike.everything(), EXPORT, words)
    assert set(codes(answer)) == {"PERMISSION_DENIED", "STORAGE_UNAVAILABLE", "UPLOAD_TOO_LARGE"}


@pytest.mark.parametrize(
    ("failed", "says"),
    [
        ({}, "The application's error catalogue does not say what `ROTA_LOST` means."),
        ({"businessRules": "failed"}, "I could not read what `ROTA_LOST` means"),
    ],
)
async def test_the_meaning_of_a_code_that_no_catalogue_has_is_not_made_up(
    failed: dict[str, str], says: str
):
    row = lifelike.request("2026-02-20T09:00:00Z", "PUT /rota", 422, "req_9", code="ROTA_LOST")
    document = lifelike.document(requests=(row,), failed=failed)
    answer = await ask(document, "the rota is not saved", "what does that even mean")
    assert answer.content.startswith(says)
    assert "HTTP 422" in answer.content


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("how much is it?", "**monthly price**: solo 9, crew 29"),
        ("what does the bigger plan cost", "**monthly price**: solo 9, crew 29"),
        ("whats the price of a saddle rental", "**saddle rental fee**: 4"),
    ],
)
async def test_what_something_costs_is_as_the_rules_say(question: str, says: str):
    rules: dict[str, JSON] = {
        "monthlyPrice": {"solo": 9, "crew": 29},
        "saddleRentalFee": 4,
        "ridersMax": {"solo": 1, "crew": 8},
    }
    document = lifelike.document(errors=lifelike.UPLOAD_PARTS["errors"], rules=rules)
    for before in ((), ("my upload fails",)):
        answer = await ask(document, *before, question)
        assert says in answer.content
        assert codes(answer) == []
    assert "riders" not in answer.content
    without = lifelike.document(rules={})
    assert is_unknown(await ask(without, question))


@pytest.mark.parametrize(
    "question",
    [
        "does pro have a refund policy? and whats my plan",
        "What is the refund policy, also what plan am i on",
    ],
)
async def test_two_questions_are_told_apart_however_they_are_joined(question: str):
    answer = await ask(lifelike.upload(), question)
    assert "within 14 days of purchase" in answer.content
    assert "Your account is on the pro plan." in answer.content


@pytest.mark.parametrize("question", ["did the mailing go out", "Did the mailings get through?"])
async def test_words_that_touch_are_not_taken_for_one(question: str):
    job: JSON = {
        "jobId": "job_m4",
        "queue": "mailings",
        "status": "running",
        "createdAt": "2026-02-20T09:30:00Z",
        "updatedAt": "2026-02-20T09:30:00Z",
    }
    answer = await ask(lifelike.document(jobs=(job,)), question)
    assert "`job_m4` is running" in answer.content


@pytest.mark.parametrize("question", ["and if i upgrade?", "what if we upgrade"])
async def test_what_an_upgrade_would_bring_is_told_of_the_limit_spoken_of(question: str):
    answer = await ask(lifelike.upload(), "I can't upload files larger than 50MB", question)
    assert "business 500 MB (yours is pro)" in answer.content


@pytest.mark.parametrize(
    "words", ["get me somebody at once", "somebody call me", "can anyone please contact us"]
)
async def test_who_wants_somebody_to_come_wants_a_person(words: str):
    answer = await ask(lifelike.healthy(), words)
    assert answer.content.startswith("Of course.")
    assert offered(answer) == ["create_ticket"]


@pytest.mark.parametrize(
    "words", ["you are all useless", "this app sucks, my export never arrives"]
)
async def test_who_is_angry_is_told_that_it_is_a_pity_once(words: str):
    answer = await ask(lifelike.export(), words)
    assert answer.content.startswith("I am sorry for the trouble.")
    assert codes(answer) == ["EXPORT_TIMEOUT"]
    answer = await ask(lifelike.export(), words, "what a useless thing")
    assert "I am sorry for the trouble" not in answer.content


@pytest.mark.parametrize("words", ["are you sure?", "really", "seriously??"])
async def test_who_doubts_that_all_is_well_is_told_what_that_rests_on(words: str):
    answer = await ask(lifelike.healthy(), "everything ok?", words)
    assert answer.content.startswith("As far as the data shows.")
    assert offered(answer) == ["create_ticket"]
    answer = await ask(lifelike.export(), EXPORT, words)
    assert answer.content.startswith("As I said, in short:")


async def test_who_wants_a_deed_after_a_rule_is_told_no_more_than_that_it_is_not_done_here():
    document = lifelike.document(rules={"monthlyPrice": {"pro": 9, "team": 29}}, docs=())
    answer = await ask(document, "how much is it?", "ok upgrade me please")
    assert answer.content.startswith("I cannot do that for you")
    assert "nothing to add" not in answer.content
