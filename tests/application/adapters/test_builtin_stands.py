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
        ("when will the glazes be ready", "The data does not say when that changes."),
        ("shelf 12 says open tho", "“Glazes” (`shf_12`) as “open”."),
    ],
)
async def test_a_thing_called_by_its_name_or_number_is_told_as_it_stands(question: str, says: str):
    for document in (
        _pottery(),
        lifelike.document(
            entities=THINGS,
            errors=lifelike.EXPORT_PARTS["errors"],
            jobs=lifelike.EXPORT_PARTS["jobs"],
        ),
    ):
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


async def test_a_thing_that_is_amiss_is_told_before_a_document_about_its_kind():
    doc: JSON = {
        "id": "d_oven",
        "title": "Light an oven",
        "content": "Hold the button until the light blinks.",
        "category": "guide",
    }
    oven = _thing("oven", "ovn_1", "offline", "Old one")
    document = lifelike.document(entities=(oven,), rules={}, docs=(doc,))
    answer = await ask(document, "my oven is not reachable")
    assert "“Old one” (`ovn_1`) as “offline”" in answer.content
    answer = await ask(document, "how do I light the oven?")
    assert "Hold the button" in answer.content


async def test_why_a_thing_stands_so_is_told_where_a_trouble_has_to_do_with_it():
    document = lifelike.document(
        entities=(_thing("job", "job_8812", "late", "Yearly figures"),),
        errors=lifelike.EXPORT_PARTS["errors"],
        jobs=lifelike.EXPORT_PARTS["jobs"],
    )
    answer = await ask(document, "are the yearly figures ok?", "why?")
    assert codes(answer) == ["EXPORT_TIMEOUT"]


async def test_a_rule_that_says_more_of_what_is_asked_goes_before_what_a_thing_holds():
    document = lifelike.document(
        entities=(_thing("trip", "trp_1", "planned", "Coast", km=0),),
        rules={"kmIncluded": {"solo": 50, "pro": 200}},
    )
    answer = await ask(document, "how many km are included?")
    assert "**km included**: solo 50, pro 200" in answer.content
    answer = await ask(document, "how many km has the trip?")
    assert "(`trp_1`): km 0" in answer.content


def _job(name: str, status: str, at: str) -> JSON:
    return {
        "jobId": name,
        "queue": "glazings",
        "status": status,
        "createdAt": at,
        "updatedAt": at,
        **({"errorCode": "GLAZE_DRY"} if status == "failed" else {}),
    }


async def test_a_job_of_the_same_kind_that_succeeded_later_is_told_beside_the_failed_one():
    error = lifelike.active_error(
        "GLAZE_DRY", "pot_1", "2026-02-20T09:00:00Z", kind="infra", retryable=False
    )
    failed = _job("job_1", "failed", "2026-02-20T09:00:00Z")
    later = _job("job_2", "succeeded", "2026-02-20T09:30:00Z")
    earlier = _job("job_3", "succeeded", "2026-02-20T08:30:00Z")
    document = lifelike.document(errors=(error,), jobs=(failed, earlier))
    assert "succeeded" not in (await ask(document, "my glazing failed")).content
    document = lifelike.document(errors=(error,), jobs=(failed, earlier, later))
    answer = await ask(document, "my glazing failed")
    assert "A later glazing job, `job_2`, succeeded 35 minutes ago" in answer.content


@pytest.mark.parametrize("question", ["did I get my glazing", "has she received the glazing?"])
async def test_whether_somebody_got_it_asks_how_the_job_stands(question: str):
    document = lifelike.document(jobs=(_job("job_2", "succeeded", "2026-02-20T09:30:00Z"),))
    assert "Your glazing job `job_2` succeeded" in (await ask(document, question)).content


async def test_whether_what_failed_runs_again_is_not_answered_by_a_rule():
    document = lifelike.document(
        jobs=(_job("job_1", "failed", "2026-02-20T09:00:00Z"),),
        rules={"glazings": {"solo": False, "pro": True}},
    )
    answer = await ask(document, "is the glazing running again?")
    assert codes(answer) == ["GLAZE_DRY"]


async def test_a_code_put_in_words_is_explained():
    answer = await ask(lifelike.document(), "what does card declined mean?")
    assert "`CARD_DECLINED` is an error about a rule" in answer.content


async def test_a_thing_may_be_called_by_a_number_alone():
    thing: JSON = {"type": "bay", "id": 7, "status": "free", "description": 4711, "metadata": {}}
    assert is_unknown(await ask(_pottery(thing), "is the violin ready?"))


async def test_a_thing_may_be_called_by_its_number_alone():
    things = (
        _thing("room", "room_204", "dirty", "With a balcony"),
        _thing("room", "room_205", "clean", "Suite"),
        _thing("room", "room_404", "clean", "Attic"),
    )
    document = _pottery(*things)
    answer = await ask(document, "is 205 clean")
    assert "(`room_205`) as “clean”" in answer.content
    answer = await ask(document, "is 205 clean", "and 204")
    assert "(`room_204`) as “dirty”" in answer.content
    assert "room_205" not in answer.content
    assert "room_404" not in (await ask(document, "I get a 404")).content


async def test_a_thing_called_by_its_whole_name_is_meant_whatever_else_is_said():
    fair = _thing("event", "evt_7", "published", "Book Fair")
    answer = await ask(_pottery(fair), "book fair sold out? we printed heaps of leaflets")
    assert "“Book Fair” (`evt_7`) as “published”" in answer.content


async def test_whether_something_works_in_general_is_asked_of_documents_and_changes_too():
    error = lifelike.active_error(
        "SCANNER_LOCKED", "dev_1", "2026-02-20T09:00:00Z", kind="permission", retryable=False
    )
    news: JSON = {"version": "2", "date": "2026-02-15", "summary": "The scanner reads offline now."}
    document = lifelike.document(errors=(error,), changelog=(news,), docs=(), rules={})
    answer = await ask(document, "does the scanner read offline?")
    assert "The scanner reads offline now." in answer.content
    assert codes(await ask(document, "my scanner reads nothing")) == ["SCANNER_LOCKED"]


@pytest.mark.parametrize("status", ["cracked", "failed"])
async def test_of_a_thing_that_a_trouble_is_about_the_trouble_is_told(status: str):
    pot = _thing("pot", "pot_1", status, "Tall amphora")
    error = lifelike.active_error(
        "GLAZE_DRY", "pot_1", "2026-02-20T09:00:00Z", kind="business", retryable=False
    )
    document = lifelike.document(entities=(pot,), errors=(error,), rules={}, docs=())
    answer = await ask(document, "why was the tall amphora not sold")
    assert codes(answer) == ["GLAZE_DRY"]
    assert "does not say why" not in answer.content


async def test_what_is_asked_of_a_thing_in_words_that_nothing_knows_is_not_known():
    answer = await ask(_pottery(), "is the blue kiln ready?", "is it painted")
    assert "(`kln_7`) the data says no more than “cooling”" in answer.content


async def test_a_job_called_by_its_whole_name_goes_before_what_a_thing_holds_of_it():
    job: JSON = {
        "jobId": "job_7",
        "queue": "rent-collections",
        "status": "running",
        "createdAt": "2026-02-20T09:00:00Z",
        "updatedAt": "2026-02-20T09:30:00Z",
    }
    error = lifelike.active_error(
        "RENT_REFUSED", "flat_1", "2026-02-20T09:00:00Z", kind="business", retryable=False
    )
    flat = _thing("flat", "flat_1", "let", "Attic", rent="30 EUR")
    document = lifelike.document(entities=(flat,), errors=(error,), jobs=(job,))
    answer = await ask(document, "is the rent collection through?")
    assert "`job_7` is running" in answer.content
    assert codes(await ask(document, "why was the rent refused?")) == ["RENT_REFUSED"]
