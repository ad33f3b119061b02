"""The answers to what is said to an answer, and asks nothing: yes, no, thanks, a person."""

from application.adapters.builtin import courtesies, outcomes, references, replies, stands, things
from application.adapters.builtin.history import History
from application.adapters.builtin.knowledge.ranking import Ranked
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import intents, questions
from application.adapters.builtin.question.intents import Intent
from domain.answer import Answer


def answer(
    material: Material, history: History, intent: Intent, *, names: list[Ranked], vague: bool
) -> Answer | None:
    """The answer to what is said to an answer, and asks nothing; `names` are troubles it names."""
    if intent == "human":
        return courtesies.human(material, history.last)
    if intent == "thanks" and not names:
        return courtesies.thanks(material)
    if intents.doubts(material.question) and not history.told_trouble:
        return courtesies.doubted(material)
    if intent == "another" and vague:
        return others(material, history)
    if intent == "not_solved" and (not names or names[0].trouble in history.discussed):
        return _next(material, history)
    return None


def others(material: Material, history: History) -> Answer | None:
    """The troubles that were not laid out before; None where there are none."""
    ranked = material.ranking.rank(questions.query(""))
    left = [one for one in ranked if one.trouble not in history.laid_out]
    if len(left) > 1:
        return replies.several(material, left, lead=material.phrases.several_found)
    return replies.diagnosis(material, left[0], []) if left else None


def confirmed(material: Material, history: History) -> Answer:
    """What "yes" means: the only trouble that was named, or that a ticket is wanted."""
    named = [Ranked(trouble, 1.0, 1.0) for trouble in history.named_last]
    if len(named) == 1:
        return replies.diagnosis(material, named[0], [])
    if named:
        return replies.several(material, named)
    return courtesies.human(material, history.last)


def _next(material: Material, history: History) -> Answer:
    """The next explanation of the first question, or the end of what the data explains."""
    began_with = questions.query(history.first_question, material.page)
    meant = material.ranking.meant(began_with)
    left = [candidate for candidate in meant if candidate.trouble not in history.discussed]
    if not left:
        return outcomes.exhausted(material, history.last)
    return replies.diagnosis(material, left[0], left[1:], lead=material.phrases.next)


def no_more(material: Material, history: History, intent: Intent) -> Answer | None:
    """That no more is known of the things, or of the document or rule, that was told last."""
    if history.told_trouble or intent == "repeat" or intents.wants_more(material.question):
        return None
    if things.numbered(material):
        return stands.answer(material)
    if history.things:
        return stands.no_more(material, history.things)
    return references.no_more(material, history.sources) if history.sources else None
