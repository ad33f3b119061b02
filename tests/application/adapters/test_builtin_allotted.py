"""Whether so much is allowed, what is left, how large it was: the limit that is known decides."""

import pytest

from domain.answer import Answer
from domain.model import JSON
from tests.application.adapters.asking import ask
from tests.domain import lifelike
from tests.domain.lifelike import Document

MIB = 1024 * 1024


def tried(**changed: JSON) -> Document:
    """A host that bounds files, seats and disk, whose user tried a file that was too large."""
    state: dict[str, JSON] = {
        "type": "workspace",
        "id": "wsp_1",
        "status": "active",
        "metadata": {"seatsUsed": 17, "diskUsedBytes": 3 * MIB},
    }
    document = lifelike.document(
        plan="pro",
        entities=(
            state,
            {
                "type": "file",
                "id": "fil_1",
                "description": "tour.mp4",
                "status": "rejected",
                "metadata": {},
            },
        ),
        errors=(
            lifelike.active_error(
                "UPLOAD_TOO_LARGE",
                "fil_1",
                "2026-02-20T09:58:12.000Z",
                kind="validation",
                retryable=False,
            ),
        ),
        limits=(
            {"limit": "uploadMaxBytes", "current": 73 * MIB, "max": 50 * MIB},
            {"limit": "reportsPerMonth", "current": 12, "max": 20},
        ),
        rules={
            "plans": {
                "pro": {"uploadMaxBytes": 50 * MIB, "seatsMax": 25, "diskMaxBytes": 9 * MIB},
                "team": {"uploadMaxBytes": 500 * MIB, "seatsMax": 90, "diskMaxBytes": 99 * MIB},
            },
            "exports": {"maxFiles": 5000},
            "refundsMinimum": {"pro": 5, "team": 2},
        },
    )
    return document | changed


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Can I upload 40 MB?", "Yes"),
        ("is 60 MB too large?", "No"),
        ("would a 51MB file go through", "No"),
        ("Is 49 mb ok?", "Yes"),
        ("May I upload a 0.4 GB video on the team plan?", "Yes"),
        ("can i add 3 more seats?", "Yes"),
        ("can we invite 9 more colleagues?", "No"),
        ("can I have 20 seats?", "Not on top of what is in use"),
        ("can I have 30 seats?", "No"),
        ("Can I export 6000 files at once?", "No"),
        ("Can I export 4000 files at once?", "Yes"),
        ("can i make another report?", "Yes"),
        ("Darf ich 60 MB hochladen?", "No"),
    ],
)
async def test_the_limit_decides_whether_so_much_is_allowed(question: str, says: str):
    said = (await ask(tried(), question)).content
    assert any(paragraph.startswith(f"{says},") for paragraph in said.split("\n\n"))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("How many seats have I left?", "You have 8 left"),
        ("any seats left?", "17 of 25 in use"),
        ("how much disk space is still free?", "6 MB left"),
        ("How many reports can I still make?", "You have 8 left"),
        ("Wie viele Plätze habe ich noch?", "You have 8 left"),
        ("how big was the file I tried?", "this is 73 MB, 23 MB too much"),
        ("How much over the limit was I?", "“tour.mp4” (`fil_1`)"),
    ],
)
async def test_what_is_left_and_how_large_it_was_is_told(question: str, says: str):
    assert says in (await ask(tried(), question)).content


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        (("Can I upload 60 MB?", "and on the team plan?"), "Yes"),
        (("Can I upload 40 MB?", "and 60 MB?", "and 49 mb, ok?"), "Yes"),
        (("Can I upload 40 MB?", "And 60?"), "No, that is too much"),
        (("How many seats have I left?", "can I add 9 more?"), "No"),
        (("How many seats have I left?", "what about the team plan"), "17 of 90 in use"),
    ],
)
async def test_a_short_question_goes_on_from_the_one_before(questions: tuple[str, ...], says: str):
    assert says in (await ask(tried(), *questions)).content


@pytest.mark.parametrize(
    "question",
    [
        "Is invoice 1012 ok?",
        "Why can't I upload 60 MB?",
        "My 60 MB file is not uploaded",
        "Can you raise my upload limit to 100 MB?",
        "Can I get 3 refunds?",
        "Can I email 40 MB?",
        "Is my 73 MB file lost?",
        "can i try again in 5 minutes?",
    ],
)
async def test_what_no_limit_decides_is_neither_allowed_nor_forbidden(question: str):
    said = (await ask(tried(), question)).content
    assert not any(said.startswith(word) for word in ("Yes", "No,", "Not"))


async def test_where_the_use_is_not_known_it_says_so():
    answer: Answer = await ask(lifelike.document(), "How many projects have I left?")
    assert "up to 5" in answer.content
    assert "does not show how much of it is in use" in answer.content
    assert answer.confidence <= 0.4


@pytest.mark.parametrize(
    ("rules", "says", "not_said"),
    [
        (
            {"seatsMax": {"pro": 5, "team": 9}},
            "**seat limit**: pro 5, team 9 (yours is pro)",
            "can be raised",
        ),
        ({"seatsMax": 5}, "Whether it can be raised is not in the data", "rules say"),
    ],
)
async def test_a_limit_that_is_reached_is_told_with_what_other_plans_allow(
    rules: dict[str, JSON], says: str, not_said: str
):
    limits: tuple[JSON, ...] = ({"limit": "seatsMax", "current": 5, "max": 5},)
    document = lifelike.document(rules=rules, limits=limits, docs=(), catalogue=())
    answer = await ask(document, "I cannot add a seat")
    assert says in answer.content
    assert not_said not in answer.content
