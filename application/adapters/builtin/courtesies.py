"""The answers to what is no question about the product: thanks, and who is speaking."""

from typing import Final

from application.adapters.builtin import inert, offers, writing
from application.adapters.builtin.material import Material
from application.adapters.builtin.troubles.trouble import Trouble
from domain.answer import Answer

_SURE: Final = 0.5


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


def with_a_ticket(material: Material, told: Answer, lead: str) -> Answer:
    """An answer behind a sentence that speaks of a ticket, which is then offered first."""
    tickets = tuple(action for action in told.actions if action.type == "create_ticket")
    others = tuple(action for action in told.actions if action.type != "create_ticket")
    return told.model_copy(
        update={
            "content": f"{lead}\n\n{told.content}",
            "actions": (*(tickets or (offers.ticket(material),)), *others)[: writing.MOST_ACTIONS],
        }
    )
