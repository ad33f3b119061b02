"""What documents say beside a trouble, and to who asks on about one."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask, codes, is_unknown, offered
from tests.domain import lifelike

DOCS: tuple[JSON, ...] = (
    {
        "id": "d_graft",
        "title": "Grafting roses",
        "content": "Cut the scion at an angle, and bind it to the rootstock. Bound grafts need "
        "shade for three weeks. The tape is taken off in spring.",
        "category": "guide",
    },
    {
        "id": "d_label",
        "title": "Labels in the nursery",
        "content": "Labels are printed under Tools, Labels. They are not printed for sold plants.",
        "category": "guide",
    },
    {
        "id": "d_tour",
        "title": "Guided tours",
        "content": "Tours pass the nursery and the greenhouse. A visit is booked at the gate.",
        "category": "guide",
    },
)
NURSERY: dict[str, JSON] = {
    "errorCode": "NURSERY_FULL",
    "errorClass": "business",
    "retryable": False,
    "userActionable": True,
    "resolution": "Sell or move plants first.",
}


def _nursery(docs: tuple[JSON, ...] = DOCS) -> lifelike.Document:
    return lifelike.document(
        errors=(
            lifelike.active_error(
                "NURSERY_FULL", "bed_3", "2026-02-20T09:00:00Z", kind="business", retryable=False
            ),
        ),
        docs=docs,
        rules={},
        catalogue=(NURSERY,),
    )


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("will mine perish in shade?", "“Bound grafts need shade for three weeks.”"),
        ("does the tape harm them", "“The tape is taken off in spring.”"),
    ],
)
async def test_who_asks_on_about_a_document_is_told_more_of_it(question: str, says: str):
    first = "How do I graft roses?"
    answer = await ask(_nursery(), first, question)
    assert says in answer.content
    assert "NURSERY_FULL" not in answer.content
    assert offered(answer) == ["open_docs", "create_ticket"]
    assert is_unknown(await ask(_nursery(), first, "do they like violins?"))
    assert is_unknown(await ask(_nursery(), question))


async def test_a_document_that_is_closer_to_the_question_is_told_beside_the_trouble():
    answer = await ask(_nursery(), "no label prints in my nursery")
    assert codes(answer) == ["NURSERY_FULL"]
    assert "“Labels in the nursery” says: “Labels are printed" in answer.content
    sure = await ask(_nursery(()), "no label prints in my nursery")
    assert answer.confidence < sure.confidence


async def test_a_document_that_mentions_a_thing_is_not_yet_about_it():
    answer = await ask(_nursery(DOCS[2:]), "I cannot plant, nursery full")
    assert codes(answer) == ["NURSERY_FULL"]
    assert "tours" not in answer.content
    assert "open_docs" not in offered(answer)
