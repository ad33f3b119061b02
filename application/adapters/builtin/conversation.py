"""Decides which answer a question gets, in the light of what was said before."""

from application.adapters.builtin import asides, inert, intents, outcomes, ranking, replies
from application.adapters.builtin.history import History
from application.adapters.builtin.intents import Intent
from application.adapters.builtin.material import Material
from application.adapters.builtin.ranking import RELEVANT, Query, Ranked
from application.adapters.builtin.troubles import Trouble
from domain.answer import Answer
from domain.snapshot.shape import JobState

_CLOSE = 0.72
"""Troubles that score at least this share of the best are as likely meant."""

_CURIOUS = 0.6
"""What a trouble's relevance counts beside a document's, where nobody complains."""

_ABOUT_A_TROUBLE: frozenset[Intent] = frozenset(
    {"retry", "until", "since", "fault", "which", "why"}
)
"""What can only be asked about something that failed."""


def answer(material: Material) -> Answer:
    """The answer to a turn's question."""
    history = History.of(material)
    if not history.answered:
        if intents.wants_human(material.question):
            ranked = _relevant(material, material.asked)
            if material.asked.vague or not ranked:
                return outcomes.human(material, None)
        return _afresh(material)
    return _follow_up(material, history)


def _afresh(material: Material) -> Answer:
    """The answer to a question that follows nothing, or has to do with nothing said before."""
    question, asked = material.question, material.asked
    asks = intents.asks(question)
    if asks == "meaning" and (explained := _explain(material)):
        return explained
    if intents.asks_standing(question) and (standing := outcomes.standing(material)):
        return standing
    if asked.vague and intents.asks_status(question):
        return _status(material)
    relevant = _relevant(material, asked)
    if relevant and asks == "how" and intents.wants_more(question):
        trouble = relevant[0].trouble
        if trouble.limit is not None:
            return replies.raise_limit(material, trouble.limit, trouble)
    if (job := _job(material, asked)) is not None and not (relevant and relevant[0].named):
        return outcomes.of_job(material, job)
    curious = intents.wants_to_know(question)
    if not asked.vague and (not relevant or asks == "how" or curious):
        floor = relevant[0].relevance * (_CURIOUS if curious else 1.0) if relevant else 0.0
        told = outcomes.from_knowledge(material, asked, least=floor)
        if told is not None:
            return told
    if not relevant and _nothing_is_wrong(material) and asks in _ABOUT_A_TROUBLE and asked.vague:
        return outcomes.nothing_failed(material)
    return _diagnose(material, relevant, asks)


def _diagnose(material: Material, relevant: list[Ranked], asks: Intent) -> Answer:
    if not relevant:
        everything = ranking.rank(
            ranking.query(""), material.troubles, things=material.things, now=material.now
        )
        return outcomes.unknown(material, everything)
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


def _relevant(material: Material, asked: Query) -> list[Ranked]:
    """The troubles that the question may be about, best first; all of them if it says nothing."""
    ranked = ranking.rank(asked, material.troubles, things=material.things, now=material.now)
    if asked.vague:
        return ranked
    return [candidate for candidate in ranked if candidate.relevance >= RELEVANT]


def _status(material: Material) -> Answer:
    """Whether all is well, and what is not."""
    found = _relevant(material, ranking.query(""))
    if _nothing_is_wrong(material):
        return outcomes.well(material)
    if not found:
        return outcomes.unknown(material, [])
    if len(found) == 1:
        return replies.diagnosis(material, found[0], [])
    return replies.several(material, found, lead=material.phrases.several_found)


def _nothing_is_wrong(material: Material) -> bool:
    return not material.troubles and material.snapshot.meta.sources.user_state.status == "ok"


def _job(material: Material, asked: Query) -> JobState | None:
    """The newest job that the question names and that did not fail."""
    named = {name.lower() for name in asked.literals}
    for job in material.snapshot.backend.jobs:
        if job.job_id.lower() in named and job.status != "failed" and inert.name(job.job_id):
            return job
    return None


def _follow_up(material: Material, history: History) -> Answer:
    question, asked = material.question, material.asked
    intent = intents.intent(question)
    core = asked.without(intents.own_words(intent))
    relevant = [] if core.vague else _relevant(material, core)
    elsewhere = bool(relevant) and relevant[0].trouble not in history.discussed
    last = history.last
    if intent == "human":
        return outcomes.human(material, last)
    if intent == "thanks" and not relevant:
        return outcomes.thanks(material)
    if intent == "not_solved" and not elsewhere:
        return _next(material, history)
    if core.vague and intents.asks_status(question):
        return _status(material)
    if intent == "yes" and core.vague:
        return _confirmed(material, history)
    if intent == "meaning" and (explained := _explain(material, last)):
        return explained
    about = relevant[0].trouble if relevant else last
    beside = not core.vague and not relevant and not _about_limit(core, last, question)
    if about is None or beside or elsewhere:
        return _afresh(material)
    if about not in history.laid_out:
        return _diagnose(material, relevant[:1] or [Ranked(about, 1.0, 1.0)], intent)
    curious = bool(relevant) and intents.wants_to_know(question) and intent in {"how", "none"}
    if about.limit is not None and (curious or intents.wants_more(question)):
        return replies.raise_limit(material, about.limit, about)
    return asides.side(material, about, intent)


def _about_limit(asked: Query, last: Trouble | None, question: str) -> bool:
    """Whether a question asks for more of the limit spoken of last, and of nothing else."""
    return (
        last is not None
        and last.limit is not None
        and intents.wants_more(question)
        and all(
            term.topic in {"limit", "plan", "size"} or intents.is_more(term.stem)
            for term in asked.terms
        )
    )


def _confirmed(material: Material, history: History) -> Answer:
    """What "yes" means: the only trouble that was named, or that a ticket is wanted."""
    named = [trouble for trouble in history.named_last if trouble not in history.laid_out]
    if len(named) == 1:
        return replies.diagnosis(material, Ranked(named[0], 1.0, 1.0), [])
    if named:
        return replies.several(material, [Ranked(trouble, 1.0, 1.0) for trouble in named])
    return outcomes.human(material, history.last)


def _next(material: Material, history: History) -> Answer:
    """The next explanation of the first question, or the end of what the data explains."""
    left = [
        candidate
        for candidate in _relevant(material, ranking.query(history.first_question, material.page))
        if candidate.trouble not in history.discussed
    ]
    if not left:
        return outcomes.exhausted(material, history.last)
    return replies.diagnosis(material, left[0], left[1:], lead=material.phrases.next)


def _explain(material: Material, last: Trouble | None = None) -> Answer | None:
    """What the error code means that the question names, or the one spoken of last."""
    catalogue = material.knowledge.catalogue
    codes = {code.lower(): code for code in catalogue}
    named = [codes[word] for word in sorted(material.asked.words) if word in codes]
    if not named and last is not None and last.code in catalogue:
        named = [last.code]
    if not named:
        return None
    seen = next((t for t in material.troubles if t.code == named[0]), None)
    return replies.meaning(material, catalogue[named[0]], seen)
