"""The answers to what is no question about the product: thanks, and who is speaking."""

import re
from typing import Final

from application.adapters.builtin import inert, offers, writing
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import intents
from application.adapters.builtin.troubles.trouble import Trouble
from domain.answer import Answer, SuggestedAction

_SURE: Final = 0.5
_UNSURE: Final = 0.25
_QUOTED: Final = re.compile(r"“([^“”]*)”")


def thanks(material: Material) -> Answer:
    """A word of thanks was said."""
    return writing.answer(material, material.phrases.thanks, confidence=_SURE)


def human(material: Material, trouble: Trouble | None) -> Answer:
    """A person is wanted."""
    code = inert.name(trouble.code) if trouble is not None else None
    return writing.answer(
        material,
        material.phrases.human,
        actions=(offers.ticket(material, code),),
        confidence=_SURE,
    )


def doubted(material: Material) -> Answer:
    """Whether what was said is sure, is the question."""
    return writing.answer(
        material,
        material.phrases.doubted,
        writing.missing(material),
        actions=(offers.ticket(material),),
        confidence=_SURE * material.trust,
    )


def pity(material: Material, told: Answer) -> Answer:
    """An answer to somebody who is angry, who is told once that it is a pity."""
    phrases = material.phrases
    before = (said.content for said in material.turn.conversation if said.role == "assistant")
    if not intents.is_angry(material.question) or any(phrases.sorry in said for said in before):
        return told
    return told.model_copy(update={"content": f"{phrases.sorry}\n\n{told.content}"})


def speaker(material: Material) -> Answer:
    """Who is speaking, is the question."""
    return writing.answer(
        material,
        material.phrases.speaker,
        actions=(offers.ticket(material),),
        confidence=_SURE,
    )


def no_deeds(material: Material) -> Answer:
    """Something is to be done, and the conversation does not say about what."""
    return writing.answer(
        material,
        material.phrases.no_deeds,
        actions=(offers.ticket(material),),
        confidence=_SURE,
    )


def unless_said(material: Material, told: Answer) -> Answer:
    """An answer, or that nothing is to be added where it says what the last one said."""
    if _says_more(material, told):
        return told
    answer = writing.answer(
        material,
        material.phrases.nothing_more,
        evidence=told.evidence,
        actions=told.actions,
        confidence=min(told.confidence, _UNSURE),
    )
    return answer if any(map(_is_ticket, told.actions)) else _ticketed(material, answer)


def _says_more(material: Material, told: Answer) -> bool:
    """Whether an answer says something that the last one did not say."""
    answers = (said for said in reversed(material.turn.conversation) if said.role == "assistant")
    last = next(answers, None)
    if last is None:
        return True
    of_a_document = material.phrases.doc.partition("{")[0]

    def said(paragraph: str) -> str:
        quotes = _QUOTED.findall(paragraph) if paragraph.startswith(of_a_document) else ()
        return " ".join(quotes) or paragraph

    before = {*map(said, last.content.split("\n\n")), material.phrases.doc_clear}
    return not before.issuperset(map(said, told.content.split("\n\n")))


def _is_ticket(action: SuggestedAction) -> bool:
    return action.type == "create_ticket"


def _ticketed(material: Material, told: Answer) -> Answer:
    """An answer with a ticket offered before anything else."""
    tickets = tuple(filter(_is_ticket, told.actions)) or (offers.ticket(material),)
    others = tuple(action for action in told.actions if not _is_ticket(action))
    return told.model_copy(update={"actions": (*tickets, *others)[: writing.MOST_ACTIONS]})


def with_a_ticket(material: Material, told: Answer, lead: str) -> Answer:
    """An answer behind a sentence that speaks of a ticket, which is then offered first."""
    told = told.model_copy(update={"content": f"{lead}\n\n{told.content}"})
    return _ticketed(material, told)
