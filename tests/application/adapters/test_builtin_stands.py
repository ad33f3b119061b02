"""What the user's own things are listed as is told to who asks how they stand."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask, codes, is_unknown, offered
from tests.domain import lifelike


def _thing(kind: str, name: str, status: str, description: str, **metadata: JSON) -> JSON:
    return {
        "type": kind,
        "id": name,
        "status": status,
        "description": description,
        "metadata": metadata,
    }


THINGS = (
    _thing("kiln", "kln_7", "cooling", "Blue kiln", peak=1240),
    _thing("kiln", "kln_8", "ready", "Red kiln"),
    _thing("shelf", "shf_12", "open", "Glazes"),
)


def _pottery(*things: JSON, failed: dict[str, str] | None = None) -> lifelike.Document:
    return lifelike.document(entities=things or THINGS, rules={}, docs=(), failed=failed)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("is the blue one ready", "“Blue kiln” (`kln_7`) as “cooling”. Known of it: peak 1240."),
        ("wheres my red kiln", "“Red kiln” (`kln_8`) as “ready”."),
        ("are the glazes ok?", "“Glazes” (`shf_12`) as “open”."),
        ("shelf 12 says open tho", "“Glazes” (`shf_12`) as “open”."),
    ],
)
async def test_a_thing_called_by_its_name_or_number_is_told_as_it_stands(question: str, says: str):
    for document in (_pottery(), lifelike.document(entities=THINGS, **lifelike.EXPORT_PARTS)):
        answer = await ask(document, question)
        assert says in answer.content
        assert codes(answer) == []
        assert [piece.label for piece in answer.evidence] == ["Yours"]
        assert offered(answer) == ["create_ticket"]


async def test_why_a_thing_stands_so_is_not_known():
    answer = await ask(_pottery(), "the blue kiln is not heating")
    assert "as “cooling”" in answer.content
    assert "The data does not say why, nor since when." in answer.content
    assert answer.confidence <= 0.3


@pytest.mark.parametrize("question", ["since when", "and why?"])
async def test_who_asks_on_about_a_thing_is_told_that_no_more_is_known(question: str):
    answer = await ask(_pottery(), "is the blue kiln ready?", question)
    assert "(`kln_7`) the data says no more than “cooling”" in answer.content
    assert answer.confidence <= 0.25


async def test_how_to_do_something_with_a_thing_is_not_answered_by_how_it_stands():
    assert is_unknown(await ask(_pottery(), "how do I repaint the red kiln?"))


async def test_a_word_that_several_things_share_with_the_question_names_none():
    many = [_thing("bowl", f"b_{number}", "dry", "Glazed bowl") for number in range(9)]
    assert is_unknown(await ask(_pottery(*many), "what is glazed best in winter?"))


@pytest.mark.parametrize("question", ["is everything ok?", "It does not work", "is it my fault?"])
async def test_that_nothing_is_wrong_is_not_said_without_what_is_listed_as_amiss(question: str):
    things = (*THINGS, _thing("oven", "ovn_1", "payment_failed", "Old oven"))
    answer = await ask(_pottery(*things), question)
    assert "All the same, your data lists the oven “Old oven” (`ovn_1`)" in answer.content
    answer = await ask(_pottery(), question)
    assert "All the same" not in answer.content
