"""A follow-up is answered in the light of what was said before."""

import pytest

from tests.application.adapters.asking import ask, codes, is_unknown, offered
from tests.domain import lifelike

CANNOT_UPLOAD = "I can't upload files larger than 50MB"


@pytest.mark.parametrize(
    "question",
    [
        "How do I increase my upload limit?",
        "How do I increase my limit?",
        "can I get more?",
        "how can I raise it",
        "who can upgrade us?",
    ],
)
async def test_how_to_raise_a_limit_is_answered_from_rules_documents_and_catalogue(question: str):
    answer = await ask(lifelike.upload(), CANNOT_UPLOAD, question)
    for words in ("50 MB on the pro plan", "business 500 MB (yours is pro)", "upgrade the plan"):
        assert words in answer.content
    assert "create_ticket" in offered(answer)


async def test_how_to_raise_a_limit_may_be_the_first_question():
    answer = await ask(lifelike.upload(), "How do I increase my upload limit?")
    assert "business 500 MB" in answer.content


async def test_where_nothing_says_how_to_raise_a_limit_it_says_that():
    document = lifelike.document(
        limits=lifelike.UPLOAD_PARTS["limits"], docs=(), rules={}, catalogue=()
    )
    answer = await ask(document, CANNOT_UPLOAD, "How do I increase my limit?")
    assert "does not say how it can be raised" in answer.content
    assert offered(answer) == ["create_ticket"]


@pytest.mark.parametrize("words", ["thanks!", "Thank you so much", "ok great", "that worked, thx"])
async def test_thanks_are_answered_in_a_sentence(words: str):
    answer = await ask(lifelike.upload(), CANNOT_UPLOAD, words)
    assert answer.content.startswith("You are welcome.")
    assert answer.actions == ()


@pytest.mark.parametrize(
    "words",
    ["human please", "I want to talk to a person", "Can I speak with an agent?", "open a ticket"],
)
async def test_who_wants_a_person_is_offered_a_ticket(words: str):
    for questions in ((words,), (CANNOT_UPLOAD, words)):
        answer = await ask(lifelike.upload(), *questions)
        assert offered(answer) == ["create_ticket"]
        assert answer.content.startswith("Of course.")


async def test_what_did_not_help_leads_to_the_next_explanation_and_then_to_a_ticket():
    first, again = "files do not load", "That didn't work"
    document = lifelike.everything()
    answers = [await ask(document, first, *(again,) * times) for times in range(3)]
    assert [codes(answer) for answer in answers[:2]] == [
        ["STORAGE_UNAVAILABLE"],
        ["UPLOAD_TOO_LARGE"],
    ]
    assert "no other explanation" in answers[2].content
    assert offered(answers[2])[0] == "create_ticket"


async def test_after_three_that_are_not_it_comes_the_fourth():
    answer = await ask(lifelike.everything(), "help", "none of these, that's not it")
    assert codes(answer) == ["PERMISSION_DENIED"]


@pytest.mark.parametrize(
    "words", ["still not working", "no", "Same error.", "I already tried that"]
)
async def test_where_one_trouble_explains_all_not_solved_offers_a_ticket(words: str):
    answer = await ask(lifelike.upload(), CANNOT_UPLOAD, words)
    assert "no other explanation" in answer.content
    assert offered(answer) == ["create_ticket"]
    assert answer.confidence <= 0.2


async def test_a_fault_that_may_pass_can_be_tried_again():
    answer = await ask(lifelike.infra(), "Nothing loads", "it still fails")
    assert offered(answer) == ["create_ticket", "retry"]


@pytest.mark.parametrize(
    "words", ["why?", "What caused this?", "please repeat", "I don't understand"]
)
async def test_why_and_once_more_give_the_same_trouble_again(words: str):
    answer = await ask(lifelike.everything(), CANNOT_UPLOAD, words)
    assert codes(answer) == ["UPLOAD_TOO_LARGE"]


@pytest.mark.parametrize(
    "words", ["What does EXPORT_TIMEOUT mean?", "what does export_timeout mean"]
)
async def test_a_code_is_explained_by_the_catalogue(words: str):
    for questions in ((words,), (CANNOT_UPLOAD, words)):
        answer = await ask(lifelike.everything(), *questions)
        assert "`EXPORT_TIMEOUT` is a fault of the service itself" in answer.content


async def test_a_code_that_the_user_does_not_have_is_explained_as_such():
    answer = await ask(lifelike.upload(), "what does CARD_DECLINED mean?")
    assert "Update the payment method under Settings > Billing." in answer.content
    assert "shows no such error" in answer.content
    assert answer.actions == ()


async def test_what_does_it_mean_is_about_the_last_code():
    answer = await ask(lifelike.everything(), CANNOT_UPLOAD, "what does that mean?")
    assert answer.content.startswith("`UPLOAD_TOO_LARGE` is")


async def test_where_names_the_place():
    answer = await ask(lifelike.everything(), CANNOT_UPLOAD, "where did that happen?")
    for words in ("`file_991`", "`POST /api/files`", "2026-02-20 09:58 UTC"):
        assert words in answer.content


async def test_a_new_topic_is_diagnosed_afresh():
    answer = await ask(lifelike.everything(), CANNOT_UPLOAD, "And my export does not work either")
    assert codes(answer) == ["EXPORT_TIMEOUT"]


async def test_a_new_topic_that_nothing_explains_is_not_blamed_on_the_last_one():
    answer = await ask(lifelike.everything(), CANNOT_UPLOAD, "Where do I change my avatar?")
    assert is_unknown(answer)


async def test_which_of_several_is_meant_can_be_told():
    answer = await ask(lifelike.everything(), "help", "the export one")
    assert codes(answer) == ["EXPORT_TIMEOUT"]


async def test_the_same_question_again_gets_the_same_answer():
    once = await ask(lifelike.upload(), CANNOT_UPLOAD)
    again = await ask(lifelike.upload(), CANNOT_UPLOAD, CANNOT_UPLOAD)
    assert codes(again) == codes(once)


@pytest.mark.parametrize("words", ["when will it be fixed?", "any news?", "how long will it take"])
async def test_nobody_is_promised_an_end_that_the_data_does_not_name(words: str):
    answer = await ask(lifelike.infra(), "I can't upload my file", words)
    assert answer.content.startswith("The data does not say when this will be over.")
    assert codes(answer) == ["STORAGE_UNAVAILABLE"]


@pytest.mark.parametrize(
    "words", ["is it my fault or yours?", "how do I press retry?", "hm", "and now?"]
)
async def test_a_follow_up_without_a_topic_is_about_the_last_trouble(words: str):
    answer = await ask(lifelike.infra(), "I can't upload my file", words)
    assert codes(answer) == ["STORAGE_UNAVAILABLE"]


async def test_a_question_about_the_limit_is_answered_from_the_rules():
    answer = await ask(lifelike.upload(), CANNOT_UPLOAD, "What is the max on business?")
    assert "business 500 MB" in answer.content


@pytest.mark.parametrize(
    "question", ["which plan am i on", "what is my role?", "am I on the free plan?"]
)
async def test_what_the_account_is_depends_on_nothing_said_before(question: str):
    answer = await ask(lifelike.upload(), CANNOT_UPLOAD, question)
    assert answer.content == (await ask(lifelike.upload(), question)).content
    assert answer.content.startswith("Your account is on the pro plan.")


@pytest.mark.parametrize(
    "question", ["whats the max on the next plan up", "what's my limit", "what is the maximum?"]
)
async def test_what_the_limit_is_is_told_for_every_plan(question: str):
    answer = await ask(lifelike.upload(), CANNOT_UPLOAD, question)
    assert "free 10 MB, pro 50 MB, business 500 MB (yours is pro)" in answer.content


@pytest.mark.parametrize("words", ["but I could last week", "not last month"])
async def test_a_time_alone_is_no_subject_of_its_own(words: str):
    answer = await ask(lifelike.upload(), CANNOT_UPLOAD, words)
    assert codes(answer) == ["UPLOAD_TOO_LARGE"]
    assert not is_unknown(answer)


@pytest.mark.parametrize(
    "words", ["everything is broken!!!", "nothing works anymore", "I have so many errors"]
)
async def test_who_says_that_nothing_works_is_told_all_that_the_data_shows(words: str):
    answer = await ask(lifelike.together(lifelike.UPLOAD_PARTS, lifelike.PERMISSION_PARTS), words)
    assert set(codes(answer)) == {"UPLOAD_TOO_LARGE", "PERMISSION_DENIED"}
