"""Asks the built-in answerer, and holds every answer to what all of them must keep."""

import json

from application.adapters.builtin import Builtin
from application.adapters.builtin.phrases import ENGLISH
from application.ports import Said, Turn
from domain.answer import ACTION_LABEL_LENGTH, Answer
from domain.grounding import ground
from domain.snapshot.frozen import FrozenSnapshot
from tests.domain.lifelike import Document

LINK_HOSTS = frozenset({"docs.acme.example"})


def turn(
    document: Document,
    question: str,
    conversation: tuple[Said, ...] = (),
    page: str | None = None,
) -> Turn:
    """A question about a snapshot."""
    return Turn(
        case_id="cas_1",
        tenant_id="ten_acme",
        snapshot=FrozenSnapshot(
            snapshot_id="scs_01",
            text=json.dumps(document),
            document=document,
        ),
        context=None if page is None else {"page": page},
        conversation=conversation,
        question=Said("msg_q", "user", question),
        link_hosts=LINK_HOSTS,
    )


async def ask(document: Document, *questions: str, page: str | None = None) -> Answer:
    """The answer to the last of the questions, which are asked one after the other."""
    conversation: list[Said] = []
    answer = None
    for number, question in enumerate(questions):
        asked = turn(document, question, tuple(conversation), page)
        answer = (await Builtin().propose(asked)).answer
        assert answer == (await Builtin().propose(asked)).answer
        _keeps_the_rules(answer, document, questions)
        conversation += [
            asked.question,
            Said(f"msg_{number}", "assistant", answer.content, answer.evidence),
        ]
    assert answer is not None
    return answer


def _keeps_the_rules(answer: Answer, document: Document, asked: tuple[str, ...]) -> None:
    found = ground(answer, snapshot=document, conversation=())
    assert found.claims_failed == ()
    assert found.evidence_dropped == 0
    assert len(found.answer.evidence) == len(answer.evidence)
    assert answer.content.endswith(ENGLISH.automatic)
    assert 0 <= answer.confidence <= 0.75
    assert len(answer.actions) <= 4
    for action in answer.actions:
        assert 0 < len(action.label) <= ACTION_LABEL_LENGTH
    shown = " ".join((answer.content, *(action.label for action in answer.actions)))
    assert not any(words in shown for words in asked if len(words) > 25)
    for host in LINK_HOSTS:
        shown = shown.replace(f"https://{host}/", "")
    for markup in ("<", "](", "![", "://", "javascript:"):
        assert markup not in shown
    assert answer.content.count(ENGLISH.automatic) == 1


def is_unknown(answer: Answer) -> bool:
    """Whether an answer says that it does not know, and is hardly sure of what it says beside."""
    return "I do not know" in answer.content and answer.confidence <= 0.2


def codes(answer: Answer) -> list[str]:
    """The error codes that an answer rests on."""
    return [piece.value for piece in answer.evidence if piece.type == "error_code"]


def offered(answer: Answer) -> list[str]:
    """The types of the actions that an answer offers."""
    return [action.type for action in answer.actions]
