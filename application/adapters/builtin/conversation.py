"""Decides which answer a question gets, in the light of what was said before."""

from collections.abc import Collection

from application.adapters.builtin import (
    allotted,
    asides,
    changes,
    courtesies,
    jobs,
    lookups,
    outcomes,
    references,
    rejoinders,
    replies,
    stands,
    telling,
    things,
    wishes,
    writing,
)
from application.adapters.builtin.history import History
from application.adapters.builtin.knowledge.ranking import Ranked
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import inquiries, intents, questions
from application.adapters.builtin.question.intents import Intent
from application.adapters.builtin.question.questions import Query
from application.adapters.builtin.troubles.trouble import Trouble
from domain.answer import Answer

_CLOSE = 0.8
"""Troubles that score at least this share of the best are as likely meant."""


_OF_ITS_OWN = 0.4
"""So sure an answer must be of one part of a question to be given beside that to another."""

_SURE = 0.5
"""So sure an answer is given again to another question; what is less sure is likely none to it."""

_ABOUT_A_TROUBLE: frozenset[Intent] = frozenset(
    {"retry", "until", "over", "since", "fault", "which", "why"}
)
"""What can only be asked about something that failed."""

_OF_THE_LAST: frozenset[Intent] = frozenset({"who", "fault", "retry", "over"})
"""What a question that speaks of "it" asks of what was told, whatever words it has besides."""

_MAY_BE_REPEATED: frozenset[Intent] = frozenset({"human", "thanks", "repeat", "yes"})

_WHAT_THEN = "What can I do now?"
"""What is answered where a deed is wanted that nothing here does."""


def answer(material: Material) -> Answer:
    """The answer to a turn's question, or the answers to the two that it asks."""
    parts = questions.parts(material.turn.question.content)
    if len(parts) > 1:
        first, second = parts
        told = [_answer(material.asking(first))]
        # "What does it mean, and is it my fault?"
        goes_on = intents.refers_back(second) and material.asking(second).asked.vague
        then = material.after(first, told[0]) if goes_on else material
        told.append(_answer(then.asking(second)))
        # What one of them does not answer is likely no question of its own.
        answered = all(one.confidence >= _OF_ITS_OWN for one in told)
        if answered and (goes_on or _are_apart(told)):
            return writing.together(material, told)
    return _answer(material)


def _are_apart(told: list[Answer]) -> bool:
    """Whether answers rest on different things: two sides of one trouble are told as one."""
    rests_on = [{piece.value for piece in one.evidence[:1]} for one in told]
    return all(rests_on) and len(set[str]().union(*rests_on)) == len(told)


def _answer(material: Material) -> Answer:
    if intents.asks_who_speaks(material.question):
        return courtesies.speaker(material)
    history = History.of(material)
    if not intents.wants_a_deed(material.question):
        told = courtesies.pity(material, _about_the_product(material, history))
        may_be_repeated = intents.intent(material.question) in _MAY_BE_REPEATED
        if told.confidence >= _SURE or may_be_repeated:
            return told
        return courtesies.unless_said(material, told)
    names_nothing = material.asked.without(intents.DEEDS).vague
    if names_nothing and not history.told_trouble:
        return courtesies.no_deeds(material)
    told = _about_the_product(material.asking(_WHAT_THEN) if names_nothing else material, history)
    return courtesies.with_a_ticket(material, told, material.phrases.no_deeds)


def _about_the_product(material: Material, history: History) -> Answer:
    told = (
        changes.answer(material)
        or references.of_plan(material, asked=True)
        or allotted.answer(material, history.questions)
        or references.price(material)
        or things.answer(material, history.last)
    )
    if told is None and intents.asks_standing(material.question):
        told = outcomes.standing(material)
    if told is None:
        told = references.of_plan(material, asked=False)
    if told is not None:
        return told
    if not history.answered:
        if intents.wants_human(material.question):
            besides = material.asked.without(intents.human_words(material.question))
            if besides.vague or not material.ranking.meant(besides):
                return courtesies.human(material, None)
            told = _afresh(material)
            return courtesies.with_a_ticket(material, told, material.phrases.human_too)
        return _afresh(material)
    return _follow_up(material, history)


def _afresh(material: Material, history: History | None = None) -> Answer:
    """The answer to a question that follows nothing, or has to do with nothing said before."""
    known: Collection[Trouble] = history.laid_out if history is not None else ()
    question, asked = material.question, material.asked
    asks = intents.asks(question)
    if (asks == "meaning" or inquiries.asks_what_is(question)) and (
        explained := replies.explained(material)
    ):
        return explained
    if inquiries.greets(question) or (asked.vague and intents.asks_status(question)):
        return _status(material)
    if intents.says_thanks(question):
        return courtesies.thanks(material)
    if inquiries.asks_features(question) and (features := outcomes.features(material)):
        return features
    asked = asked.without(intents.own_words(asks))
    if asked.vague and asks in _ABOUT_A_TROUBLE and material.nothing_is_wrong:
        return outcomes.nothing_failed(material)
    relevant = material.ranking.meant(asked)
    if (
        intents.wants_more(question)
        and (more := wishes.answer(material, asked, relevant)) is not None
    ):
        return more
    job = jobs.meant(material, asked)
    if job is not None and (not relevant or jobs.is_named(job, asked)):
        return jobs.answer(material, job)
    curious = intents.wants_to_know(question) and asks != "over"
    if not (relevant or curious) and (told := stands.answer(material, amiss=True)) is not None:
        return told
    if asks == "lost" and not relevant and not asked.vague:
        return _diagnose(material, [], asks, known)
    asks_how = asks == "how" and inquiries.is_calm(question)
    if not asked.vague and (not relevant or asks_how or curious):
        told = lookups.by_knowledge(material, history, asked, relevant, curious=curious)
        if told is not None:
            return told
    if history is not None and not relevant and not asked.vague:
        told = lookups.by_what_was_said(material, history, asked)
        if told is not None:
            return told
    return _diagnose(material, relevant, asks, known, history.sources if history else ())


def _diagnose(
    material: Material,
    relevant: list[Ranked],
    asks: Intent,
    known: Collection[Trouble] = (),
    sources: Collection[str] = (),
) -> Answer:
    if not relevant:
        if (concerning := stands.trouble(material)) is not None and concerning not in known:
            return replies.diagnosis(material, Ranked(concerning, 1.0, 1.0, named=True), [])
        if (told := stands.answer(material)) is not None:
            return told
        if (mentioned := changes.mentioning(material, material.asked)) is not None:
            return mentioned
        title = references.title_of(material, sources)
        everything = [] if sources else material.ranking.rank(questions.query(""))
        others = [one for one in everything if one.trouble not in known]
        return outcomes.unknown(material, others, beyond=title)
    best, rest = relevant[0], relevant[1:]
    close = [
        ranked
        for ranked in rest
        if ranked.score >= best.score * _CLOSE and ranked.named == best.named
    ]
    if close:
        return replies.several(material, [best, *close])
    lead = asides.lead(material, best.trouble, asks)
    return replies.diagnosis(material, best, rest, lead=lead)


def _status(material: Material, history: History | None = None) -> Answer:
    """Whether all is well, and what is not."""
    found = material.ranking.meant(questions.query(""))
    if material.nothing_is_wrong:
        return outcomes.well(material)
    if not found:
        return outcomes.unknown(material, [])
    if history is not None and all(one.trouble in history.laid_out for one in found):
        return replies.same(material, [one.trouble for one in found])
    if len(found) == 1:
        return replies.diagnosis(material, found[0], [])
    return replies.several(material, found, lead=material.phrases.several_found)


def _follow_up(material: Material, history: History) -> Answer:
    question, asked = material.question, material.asked
    intent = intents.intent(question)
    core = asked.without(intents.own_words(intent))
    relevant = [] if core.vague else material.ranking.meant(core)
    elsewhere = bool(relevant) and relevant[0].trouble not in history.discussed
    last = history.last
    replied = rejoinders.answer(material, history, intent, names=relevant, vague=core.vague)
    if replied is not None:
        return replied
    if core.vague and intents.asks_status(question):
        return _status(material, history)
    of_the_last = core.vague or (intents.refers_back(question) and not material.knows(core))
    if of_the_last and (told := rejoinders.no_more(material, history, intent)) is not None:
        return told
    if intents.wants_more(question) and last is not None:
        more = wishes.answer(material, core, relevant, last)
        if more is not None:
            return more
    if intent == "yes" and core.vague:
        return rejoinders.confirmed(material, history)
    if (intent == "meaning" or inquiries.asks_what_is(question)) and (
        explained := replies.explained(material, last if intent == "meaning" else None)
    ):
        return explained
    about = relevant[0].trouble if relevant else last
    refers = (
        intents.tells_a_deed(question)
        or (intent in _OF_THE_LAST and (intents.refers_back(question) or not material.knows(core)))
        or (history.told_trouble and telling.mentions(history.said_last, core))
    )
    beside = not core.vague and not relevant and not refers
    if about is None or beside or elsewhere:
        return _afresh(material, history)
    if about not in history.laid_out:
        return _diagnose(material, relevant[:1] or [Ranked(about, 1.0, 1.0)], intent)
    return _asked_on(material, about, core, relevant, intent)


def _asked_on(
    material: Material, about: Trouble, core: Query, relevant: list[Ranked], intent: Intent
) -> Answer:
    """The answer to who asks on about a trouble that was laid out."""
    question = material.question
    curious = bool(relevant) and intents.wants_to_know(question) and intent in {"how", "none"}
    asks_on = about.limit is not None or inquiries.decides(question)
    if curious and asks_on and not intents.wants_more(question):
        least = relevant[0].relevance * lookups.CURIOUS
        told = references.from_knowledge(material, core, least=least, relevant=True)
        if told is not None:
            return told
    if about.limit is not None and (curious or intents.wants_more(question)):
        only_what = not intents.wants_more(question)
        return replies.raise_limit(material, about.limit, about, only_what=only_what)
    if intent == "none" and (told := stands.answer(material)) is not None:
        return told
    return asides.side(material, about, intent)
