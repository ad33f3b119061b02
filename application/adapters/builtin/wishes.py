"""The answers to who wants more of a limit."""

from application.adapters.builtin import asides, outcomes, replies
from application.adapters.builtin.knowledge.ranking import Ranked
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import intents
from application.adapters.builtin.question.questions import Query
from application.adapters.builtin.question.words import Term
from application.adapters.builtin.troubles.trouble import Trouble
from domain.answer import Answer


def answer(
    material: Material, asked: Query, relevant: list[Ranked], last: Trouble | None = None
) -> Answer | None:
    """How to have more of a limit: of the one that is meant, or of the only one reached."""
    meant = relevant[0].trouble if relevant else None
    if meant is not None and meant.limit is not None and not asked.vague:
        return replies.raise_limit(material, meant.limit, meant)
    if not asked.terms or not all(_is_generic(term) for term in asked.terms):
        return None
    reached = [one for one in (last, *material.troubles) if one is not None and one.limit]
    if reached and reached[0].limit is not None:
        return replies.raise_limit(material, reached[0].limit, reached[0])
    if last is not None:
        return asides.no_limit(material, last)
    return outcomes.no_limit(material) if material.nothing_is_wrong else None


def more_words(asked: Query) -> frozenset[str]:
    """The words of a wish for more, which are no subject."""
    return frozenset(term.stem for term in asked.terms if intents.is_more(term.stem))


def _is_generic(term: Term) -> bool:
    return term.topic in {"limit", "plan", "size"} or intents.is_more(term.stem)
