"""A few words that follow an answer are taken as what they are: a question, a deed, a goodbye."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask, codes, is_unknown, offered
from tests.domain import lifelike

EXPORT = "My export never arrives"
DENIED = "I cannot remove a member"


@pytest.mark.parametrize("question", ["since when exactly?", "when exactly did it start"])
async def test_exactly_is_no_yes_where_something_is_asked(question: str):
    answer = await ask(lifelike.export(), EXPORT, question)
    assert "I can see it once" in answer.content
    assert codes(answer) == ["EXPORT_TIMEOUT"]


@pytest.mark.parametrize(
    "question", ["ok who then", "and who?", "can I renew it myself?", "may we do this ourselves"]
)
async def test_who_by_itself_and_whether_the_user_can_alone_ask_who_can(question: str):
    answer = await ask(lifelike.permission(), DENIED, question)
    assert "Ask an owner" in answer.content
    assert "Your current role: viewer" in answer.content


@pytest.mark.parametrize(
    "question", ["is that me or you", "is it your server or my computer?", "was it our fault"]
)
async def test_which_side_it_was_asks_whose_fault_it_is(question: str):
    answer = await ask(lifelike.export(), EXPORT, question)
    assert answer.content.startswith("No. This is a fault on the service's side")


@pytest.mark.parametrize("words", ["thx bye", "thanks", "goodbye and thank you", "nevermind"])
async def test_thanks_and_goodbye_are_answered_as_such_at_any_time(words: str):
    for before in ((), (EXPORT,)):
        answer = await ask(lifelike.everything(), *before, words)
        assert answer.content.startswith("You are welcome.")
        assert (codes(answer), offered(answer)) == ([], [])


@pytest.mark.parametrize(
    "words",
    ["great, it fails again", "nice, my export is stuck", "good grief", "has nobody got it"],
)
async def test_a_bitter_word_is_no_thanks(words: str):
    answer = await ask(lifelike.export(), words)
    assert "You are welcome" not in answer.content


@pytest.mark.parametrize(
    "words",
    [
        "changed it. and now?",
        "I uploaded both again. now what",
        "done, what next?",
        "restarted it an hour ago",
        "is it verified now?",
        "so its ok now?",
        "solved?",
    ],
)
async def test_who_did_something_is_told_what_to_mind_and_that_later_changes_are_not_seen(
    words: str,
):
    answer = await ask(lifelike.export(), EXPORT, words)
    assert answer.content.startswith("I cannot tell.")
    assert codes(answer) == ["EXPORT_TIMEOUT"]
    assert answer.confidence <= 0.25


async def test_what_failed_is_no_deed_of_the_user():
    answer = await ask(lifelike.export(), EXPORT, "failed again, what now?")
    assert "I cannot tell" not in answer.content


@pytest.mark.parametrize("question", ["are they gone", "did I lose my settings"])
async def test_whether_something_is_lost_that_the_data_does_not_know_cannot_be_told(question: str):
    answer = await ask(lifelike.export(), f"{question} for good? my violins")
    assert "I do not know whether that is so" in answer.content
    assert answer.confidence <= 0.2
    assert offered(answer) == ["create_ticket"]


@pytest.mark.parametrize(
    "words",
    [
        "can you turn the violin on for me",
        "could u please feed the cat for me pls",
        "delete violin 3 for me please",
    ],
)
async def test_a_deed_of_any_kind_for_the_user_is_none_that_is_done_from_here(words: str):
    answer = await ask(lifelike.export(), words)
    assert answer.content.startswith("I cannot do that for you")
    assert offered(answer)[0] == "create_ticket"


async def test_what_is_to_be_told_is_no_deed():
    answer = await ask(lifelike.export(), "can you explain the violin for me")
    assert is_unknown(answer)
    assert "I cannot do that" not in answer.content


async def test_who_tells_a_deed_is_reminded_of_the_advice():
    answer = await ask(lifelike.export(), EXPORT, "changed it. and now?")
    assert "What the application advises: “Export a shorter date range" in answer.content


async def test_a_need_is_no_deed():
    answer = await ask(lifelike.export(), EXPORT, "I need it now")
    assert not answer.content.startswith("I cannot tell.")


async def test_the_second_of_two_questions_may_speak_of_what_the_first_is_about():
    question = "what does EXPORT_TIMEOUT mean and is it my fault?"
    answer = await ask(lifelike.everything(), question)
    assert "`EXPORT_TIMEOUT` is a fault of the service itself" in answer.content
    assert "No. This is a fault on the service's side" in answer.content
    assert codes(answer) == ["EXPORT_TIMEOUT"]


async def test_a_second_question_that_the_first_answer_has_answered_adds_nothing():
    answer = await ask(lifelike.upload(), "Why did my upload fail? How do I fix it?")
    paragraphs = answer.content.split("\n\n")
    assert not [said for said in paragraphs if said.endswith(":")]
    assert len([said for said in paragraphs if "What to do now" in said]) == 1


async def test_what_is_asked_of_it_is_looked_for_together_with_what_it_is():
    docs: tuple[JSON, ...] = (
        {
            "id": "d_peal",
            "title": "Ring a peal",
            "content": "A peal takes three hours. It cannot be stopped.",
            "category": "guide",
        },
    )
    jobs: tuple[JSON, ...] = (
        {
            "jobId": "job_1",
            "queue": "peals",
            "status": "running",
            "createdAt": "2026-02-20T08:00:00.000Z",
            "updatedAt": "2026-02-20T08:01:30.000Z",
        },
    )
    document = lifelike.document(
        docs=docs, jobs=jobs, rules={}, limits=lifelike.UPLOAD_PARTS["limits"]
    )
    answer = await ask(document, "is the peal running?", "can I dismiss it?")
    assert "The document “Ring a peal” says: “A peal takes three hours." in answer.content
    assert answer.confidence <= 0.3
    assert is_unknown(await ask(document, "is the peal running?", "can I dismiss the violin?"))


@pytest.mark.parametrize("question", ["so should the guy try again", "will my aunt do it again?"])
async def test_words_that_nothing_knows_do_not_lead_away_from_what_was_told(question: str):
    answer = await ask(lifelike.export(), EXPORT, question)
    assert answer.content.startswith("Yes, it may help")


@pytest.mark.parametrize(
    "question", ["how do i fix the first", "and how do I solve the third one?"]
)
async def test_ordinals_name_nothing_that_the_data_knows(question: str):
    answer = await ask(lifelike.export(), EXPORT, question)
    assert codes(answer) == ["EXPORT_TIMEOUT"]
    assert "**What to do now:**" in answer.content


async def test_how_long_something_takes_is_read_from_the_document_that_was_told():
    docs: tuple[JSON, ...] = (
        {
            "id": "d_tune",
            "title": "Tune a harp",
            "content": "Turn the pins. This takes as long as a song. Strings are under Parts.",
            "category": "guide",
        },
    )
    document = lifelike.document(docs=docs, rules={}, errors=lifelike.EXPORT_PARTS["errors"])
    answer = await ask(document, "how do I tune a harp?", "how long does that take")
    assert "“This takes as long as a song.”" in answer.content
    assert "Turn the pins" not in answer.content


@pytest.mark.parametrize(
    ("question", "says"),
    [("what happend to it", "Here is what the data says"), ("wich file was it", "Here is what")],
)
async def test_common_misspellings_are_read_as_what_they_mean(question: str, says: str):
    answer = await ask(lifelike.export(), EXPORT, question)
    assert answer.content.startswith(says)


async def test_whether_the_user_can_do_it_alone_is_as_the_application_marks_it():
    for actionable, says in ((True, "something that you can act on"), (False, "a support ticket")):
        error = lifelike.active_error(
            "CARD_DECLINED",
            "pay_1",
            "2026-02-20T09:00:00Z",
            kind="business",
            retryable=False,
            actionable=actionable,
        )
        document = lifelike.document(errors=(error,), docs=())
        answer = await ask(document, "my card was declined", "can I fix that myself?")
        assert says in answer.content
        assert "What the application advises" in answer.content


async def test_what_went_wrong_asks_why():
    answer = await ask(lifelike.export(), EXPORT, "what went wrong")
    assert answer.content.startswith("Here is what the data says about the cause:")


@pytest.mark.parametrize("question", ["everything good?", "is everything alright on my side"])
async def test_whether_all_is_good_asks_how_things_stand(question: str):
    assert codes(await ask(lifelike.export(), question)) == ["EXPORT_TIMEOUT"]
    assert "Nothing is wrong" in (await ask(lifelike.healthy(), question)).content


async def test_who_wants_to_be_done_something_to_is_told_that_it_is_not_done_from_here():
    answer = await ask(lifelike.upload(), "my upload is too large", "ok upgrade me please")
    assert answer.content.startswith("I cannot do that for you")
