"""On the demo's data a person finds the built-in answers right."""

import pytest
from pydantic import SecretStr

from api.demo.people import PEOPLE, Person
from application.adapters.breaker import Breaker
from application.adapters.builtin import Builtin
from application.adapters.host_app import HttpHostApp
from application.ports import Said, Turn
from application.snapshots import freeze
from domain.answer import Answer
from domain.case import Caller
from domain.events import Requester
from domain.grounding import ground
from domain.snapshot.frozen import FrozenSnapshot
from tests.api.demo.conftest import NOON, SERVICE_TOKEN, Pinewell

BY_ID = {person.user_id: person for person in PEOPLE}
LINK_HOSTS = frozenset({"docs.pinewell.example", "status.pinewell.example"})
FOR_SUPPORT_ONLY = ("runbook", "on call", "escalate", "rb_", "storage.internal", "page storage")


async def snapshot_of(pinewell: Pinewell, user_id: str) -> FrozenSnapshot:
    """The user's snapshot, as a case would hold it."""
    host = HttpHostApp(
        pinewell.session,
        base_url=pinewell.url,
        service_token=SecretStr(SERVICE_TOKEN),
        breaker=Breaker(lambda: 0.0),
        clock=lambda: 0.0,
        timeout=5.0,
        max_bytes=5_242_880,
    )
    person = BY_ID[user_id]
    captured = freeze(
        await host.ask(user_id, window_hours=72, request_id="req_1"),
        snapshot_id="scs_1",
        created_at=NOON,
        caller=Caller(
            "ten_demo",
            Requester(user_id=user_id, email=person.email, roles=person.roles, plan=person.plan),
        ),
        window_hours=72,
        max_bytes=262_144,
    )
    return captured.snapshot


async def talk(pinewell: Pinewell, user_id: str, *questions: str) -> list[Answer]:
    """The answers to questions that are asked one after the other; each of them is borne out."""
    snapshot = await snapshot_of(pinewell, user_id)
    said: list[Said] = []
    answers: list[Answer] = []
    for number, question in enumerate(questions):
        asked = Said(f"msg_q{number}", "user", question)
        turn = Turn(
            case_id="cas_1",
            tenant_id="ten_demo",
            snapshot=snapshot,
            context=None,
            conversation=tuple(said),
            question=asked,
            link_hosts=LINK_HOSTS,
        )
        answer = (await Builtin().propose(turn)).answer
        found = ground(answer, snapshot=snapshot.document, conversation=())
        assert (found.claims_failed, found.evidence_dropped) == ((), 0)
        assert not any(words in answer.model_dump_json().lower() for words in FOR_SUPPORT_ONLY)
        said += [asked, Said(f"msg_a{number}", "assistant", answer.content, answer.evidence)]
        answers.append(answer)
    return answers


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.user_id)
async def test_the_printed_question_finds_the_trouble(pinewell: Pinewell, person: Person):
    [answer] = await talk(pinewell, person.user_id, person.question)
    cited = [piece.value for piece in answer.evidence if piece.type == "error_code"]
    assert cited == list(person.error_codes[:1])
    assert answer.confidence > 0.5


@pytest.mark.parametrize(
    ("user_id", "questions", "says"),
    [
        (
            "usr_maya",
            ("Why does my video not upload?",),
            "up to 50 MB is allowed, and this is 73 MB",
        ),
        (
            "usr_maya",
            ("Why does my video not upload?", "How do I get a higher upload limit?"),
            "starter 50 MB, team 500 MB, business 5 GB (yours is starter)",
        ),
        (
            "usr_maya",
            ("Why does my video not upload?", "Which file is it?"),
            "the file “site-walkthrough.mp4” (`fil_9c41d7e2`)",
        ),
        (
            "usr_jonas",
            ("My export keeps failing. What is wrong?", "Should I just run it again?"),
            "Yes, it may help: the application marks `EXPORT_TIMEOUT` as an error that can pass.",
        ),
        ("usr_jonas", ("where is my export?",), "**failed** at the stage “rendering”"),
        (
            "usr_priya",
            ("Why can I not add a colleague to the project?", "Who can give me access?"),
            "Any of them can raise a role, or a member can choose Request access there",
        ),
        ("usr_sam", ("My file does not open. Is it lost?",), "no saved version is lost"),
        ("usr_sam", ("My file does not open",), "in region eu-2 answers late or not at all"),
        (
            "usr_sam",
            ("My file does not open", "When can I try again?"),
            "The data does not say when this will be over.",
        ),
        ("usr_sam", ("what happened to my backup?",), "job `job_"),
        (
            "usr_omar",
            ("Why can I not invite a colleague?", "And why does my payment fail?"),
            "payment card declined. It concerns the invoice “Team plan, 25 seats”",
        ),
        ("usr_omar", ("my card was declined", "was I charged?"), "nothing was charged"),
        (
            "usr_lena",
            ("Is something wrong with my account?",),
            "Nothing is wrong with your account, as far as the data shows.",
        ),
        (
            "usr_lena",
            ("How long are old versions of my files kept?",),
            "On your plan, team, that is 180 days.",
        ),
        ("usr_lena", ("how long do u keep old versions",), "team 180 days"),
        ("usr_lena", ("where is my export?",), "Your export job"),
    ],
)
async def test_questions_and_follow_ups_are_answered(
    pinewell: Pinewell, user_id: str, questions: tuple[str, ...], says: str
):
    assert says in (await talk(pinewell, user_id, *questions))[-1].content
