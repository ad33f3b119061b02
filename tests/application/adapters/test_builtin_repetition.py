"""What was said is not said again to who asks for something else."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask, codes, is_unknown, offered
from tests.domain import lifelike

EXPORT = "My export never arrives"
ROSES: tuple[JSON, ...] = (
    {
        "id": "d_graft",
        "title": "Grafting roses",
        "content": "Cut the scion at an angle, and bind it to the rootstock.",
        "category": "guide",
    },
)
NOTHING_MORE = "I have nothing to add to what I said"


@pytest.mark.parametrize("question", ["is it urgent?", "what happens if we go on", "is that bad"])
async def test_what_the_data_does_not_answer_is_said_to_be_so(question: str):
    answer = await ask(lifelike.export(), EXPORT, question)
    assert answer.content.startswith("The data does not answer that.")
    assert "**What to do now:**" in answer.content
    assert "fault on the service's side" not in answer.content
    assert codes(answer) == ["EXPORT_TIMEOUT"]
    assert answer.confidence <= 0.25


@pytest.mark.parametrize(
    "words", ["and?", "really?", "my export is late", "my export is urgent", "hm, that is bad"]
)
async def test_who_names_the_trouble_or_asks_nothing_is_told_of_it_in_short(words: str):
    answer = await ask(lifelike.export(), EXPORT, words)
    assert answer.content.startswith("As I said, in short:")


@pytest.mark.parametrize("question", ["is it working?", "is that ok again"])
async def test_whether_it_works_now_asks_whether_it_is_over(question: str):
    answer = await ask(lifelike.export(), EXPORT, question)
    assert answer.content.startswith("I cannot tell.")


async def test_an_answer_that_would_be_the_last_one_again_is_not_given():
    document = lifelike.document(docs=ROSES, rules={})
    first = "how do I graft roses?"
    answer = await ask(document, first, "my rose graft does not hold")
    assert answer.content.startswith(NOTHING_MORE)
    assert "Cut the scion" not in answer.content
    assert offered(answer) == ["open_docs", "create_ticket"]
    assert answer.confidence <= 0.25
    again = await ask(document, first, "my rose graft does not hold", first)
    assert "Cut the scion" in again.content


@pytest.mark.parametrize("words", ["thanks", "let me talk to a human", "are you a bot?"])
async def test_a_courtesy_may_be_said_twice(words: str):
    once = await ask(lifelike.export(), EXPORT, words)
    assert await ask(lifelike.export(), EXPORT, words, words) == once


async def test_who_asks_to_hear_it_once_more_hears_it():
    answer = await ask(lifelike.export(), EXPORT, "repeat that please", "please repeat")
    assert answer.content.startswith("Once more, in short:")


async def test_what_goes_on_from_a_document_and_is_in_none_is_not_answered_by_other_troubles():
    document = lifelike.document(
        docs=ROSES,
        rules={},
        errors=lifelike.EXPORT_PARTS["errors"],
        jobs=lifelike.EXPORT_PARTS["jobs"],
    )
    answer = await ask(document, "how do I graft roses?", "is there reallyy no way")
    assert is_unknown(answer)
    assert "“Grafting roses”" in answer.content
    assert codes(answer) == []


async def test_a_sure_answer_is_given_to_each_question_that_it_answers():
    first = "I cannot remove a member"
    answer = await ask(lifelike.permission(), first, "can I do it myself?", "ok who then")
    assert "Ask an owner" in answer.content


async def test_what_was_told_of_in_passing_and_is_asked_after_is_not_answered():
    answer = await ask(lifelike.export(), EXPORT, "which peak?")
    assert answer.content.startswith("The data does not answer that.")
    assert "outside peak hours" in answer.content


@pytest.mark.parametrize("question", ["how", "where is it", "do I have that"])
async def test_a_few_words_after_a_document_do_not_go_back_to_a_trouble_told_earlier(question: str):
    document = lifelike.document(
        docs=ROSES,
        rules={},
        errors=lifelike.EXPORT_PARTS["errors"],
        jobs=lifelike.EXPORT_PARTS["jobs"],
    )
    answer = await ask(document, EXPORT, "how do I graft roses?", question)
    assert answer.content.startswith(NOTHING_MORE)
    assert codes(answer) == []
    answer = await ask(document, "how do I graft roses?", EXPORT, question)
    assert codes(answer) == ["EXPORT_TIMEOUT"]


async def test_who_asks_on_about_one_sentence_of_a_document_hears_that_alone():
    docs: tuple[JSON, ...] = (
        {
            "id": "d_bell",
            "title": "Ring a bell",
            "content": "Pull the rope twice. The ringing goes to everybody listed under Rota.",
            "category": "guide",
        },
    )
    document = lifelike.document(docs=docs, rules={})
    answer = await ask(document, "how do I ring a bell?", "who hears the ringing")
    assert "“The ringing goes to everybody listed under Rota.”" in answer.content
    assert "Pull the rope" not in answer.content


async def test_what_a_rule_says_of_another_plan_is_told_to_who_asks_on():
    document = lifelike.document(rules={"carillon": {"pro": False, "team": True}}, docs=())
    answer = await ask(document, "do I have a carillon?", "what if I switch to team")
    assert "“team”: **carillon**: yes" in answer.content
    answer = await ask(document, "do I have a carillon?", "does the carillon come with team")
    assert "**carillon**: team yes" in answer.content
