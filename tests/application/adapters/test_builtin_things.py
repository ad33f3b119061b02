"""Questions about what the user has, and two questions in one, are answered from the data."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask, codes, is_unknown
from tests.domain import lifelike
from tests.domain.lifelike import Document


def thing(kind: str, number: int, status: str, **metadata: JSON) -> JSON:
    """Something that the user has."""
    return {
        "type": kind,
        "id": f"{kind}_{number}",
        "description": f"The {number}th",
        "status": status,
        "metadata": metadata,
    }


def shop() -> Document:
    """A host whose user has orders and a feed, of which one request failed for a lesson."""
    return lifelike.document(
        entities=(
            thing("order", 4, "unpaid", items=3),
            thing("order", 5, "delivered", items=9),
            thing("feed", 6, "active", lastSyncAt="2026-02-20T06:00:00.000Z", region="eu-2"),
        ),
        requests=(
            lifelike.request("2026-02-20T09:00:00.000Z", "GET /api/orders/4/pdf", 500, "req_1"),
            lifelike.request("2026-02-20T09:00:09.000Z", "GET /api/orders/ord_5/pdf", 404, "req_2"),
        ),
        docs=(),
    )


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("which orders are unpaid?", "the order “The 4th” (`order_4`), “unpaid”"),
        ("Which orders are done?", "(`order_5`), “delivered”"),
        ("show my orders", "(`order_5`), “delivered”"),
        ("what was the last sync?", "(`feed_6`): last sync 4 hours ago"),
        ("when did it last sync?", "last sync 4 hours ago (2026-02-20 06:00 UTC)"),
        ("which region is my feed in?", "region eu-2"),
        ("How many items has the 5th order?", "(`order_5`): items 9"),
        ("is order 4 paid?", "(`order_4`) as “unpaid”. Known of it: items 3."),
        ("which features do I have?", "features: exports"),
    ],
)
async def test_what_the_user_has_is_told_from_his_data(question: str, says: str):
    answer = await ask(shop(), question)
    assert says in answer.content
    assert answer.evidence


@pytest.mark.parametrize(
    "question",
    ["How do I pay an order?", "which order can I return?", "Why are my orders unpaid?"],
)
async def test_what_may_be_done_or_is_wrong_is_no_question_for_a_list(question: str):
    assert "Your data lists" not in (await ask(shop(), question)).content


@pytest.mark.parametrize(("question", "request_id"), [("order 4", "req_1"), ("order #5", "req_2")])
async def test_a_thing_is_known_by_its_kind_and_number_in_a_route(question: str, request_id: str):
    answer = await ask(shop(), f"Is the pdf of {question} broken?")
    assert request_id in [piece.value for piece in answer.evidence]
    assert len({"req_1", "req_2"} & {piece.value for piece in answer.evidence}) == 1


async def test_two_questions_get_an_answer_each():
    answer = await ask(
        lifelike.export(), "Why does my export fail, and how many projects can I have?"
    )
    assert codes(answer) == ["EXPORT_TIMEOUT"]
    assert "**project limit** on the pro plan: up to 5" in answer.content
    assert "rule:maxProjects" in [piece.value for piece in answer.evidence]


async def test_two_sides_of_one_trouble_are_one_answer():
    answer = await ask(lifelike.export(), "My export fails. What is wrong and what can I do?")
    assert codes(answer) == ["EXPORT_TIMEOUT"]
    assert answer.content.count("`EXPORT_TIMEOUT`") == 1


async def test_a_trouble_that_the_advice_ties_to_the_question_is_not_said_to_be_none():
    answer = await ask(lifelike.export(), "why are the hours so odd?")
    assert "shows no trouble" not in answer.content


@pytest.mark.parametrize("question", ["am i an admin?", "am I admin?", "Am I still a viewer?"])
async def test_who_asks_whether_he_has_a_role_is_told_his_own(question: str):
    assert "Your current role: editor." in (await ask(lifelike.document(), question)).content


async def test_what_is_missing_is_a_complaint():
    document = lifelike.export()
    assert codes(await ask(document, "my exports are missing since days")) == ["EXPORT_TIMEOUT"]


async def test_a_greeting_is_answered_with_how_things_stand():
    assert "Nothing is wrong" in (await ask(lifelike.document(), "hello")).content
    assert codes(await ask(lifelike.export(), "good morning")) == ["EXPORT_TIMEOUT"]


async def test_what_a_code_is_is_explained():
    answer = await ask(lifelike.document(), "what is CARD_DECLINED?")
    assert "an error about a rule of the application" in answer.content


async def test_what_is_asked_of_all_things_of_a_kind_is_not_answered_by_one_job():
    document = lifelike.document(
        jobs=(
            {
                "jobId": "job_1",
                "queue": "exports",
                "status": "succeeded",
                "createdAt": "2026-02-20T08:00:00.000Z",
                "updatedAt": "2026-02-20T08:01:30.000Z",
            },
        ),
        rules={"exports": {"keptDays": 14}},
    )
    assert "14 days" in (await ask(document, "how long is a finished export kept?")).content
    assert "`job_1`" in (await ask(document, "is my export finished?")).content


async def test_a_rule_about_roles_is_told_beside_the_users_own():
    document = lifelike.document(
        roles=("editor",), rules={"roles": {"editor": ["upload"], "owner": ["delete the project"]}}
    )
    answer = await ask(document, "can I delete a project?")
    assert "**roles, owner**: delete the project. Your current role: editor." in answer.content


async def test_how_often_it_was_logged_is_told():
    rows: tuple[JSON, ...] = tuple(
        {
            "ts": f"2026-02-20T09:0{minute}:00.000Z",
            "errorCode": "EXPORT_TIMEOUT",
            "errorClass": "infra",
            "route": "worker:exports",
            "requestId": f"req_{minute}",
        }
        for minute in range(3)
    )
    answer = await ask(lifelike.document(backend_errors=rows), "My export fails", "how often?")
    assert "logged it 3 times" in answer.content


async def test_a_thing_called_by_its_kind_is_shown_as_it_stands_where_nothing_else_is_known():
    shop: JSON = {"type": "barnShop", "id": "shp_9", "status": "hidden", "metadata": {}}
    answer = await ask(lifelike.document(entities=(shop,)), "why is my barn shop dark?")
    assert is_unknown(answer)
    document = lifelike.document(entities=(shop,), errors=lifelike.UPLOAD_PARTS["errors"])
    answer = await ask(document, "why is my barn shop dark?")
    assert "Your data lists the barn shop `shp_9` as “hidden”." in answer.content
    answer = await ask(document, "why is my violin dark?")
    assert "shp_9" not in answer.content
