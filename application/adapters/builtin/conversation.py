"""Decides which answer a question gets, in the light of what was said before."""

from application.adapters.builtin import intents, ranking, replies
from application.adapters.builtin.material import Material
from application.adapters.builtin.ranking import RELEVANT, RELEVANT_DOC, Query, Ranked
from application.adapters.builtin.troubles import Trouble
from domain.answer import Answer

_CLOSE = 0.72
"""Troubles that score at least this share of the best are as likely meant."""

_CURIOUS = 0.6
"""What a trouble's relevance counts beside a document's, where nobody complains."""


def answer(material: Material) -> Answer:
    """The answer to a turn's question."""
    question = material.turn.question.content
    answered = [said for said in material.turn.conversation if said.role == "assistant"]
    asked = ranking.query(question, material.page)
    if not answered:
        if intents.wants_human(question):
            ranked = _relevant(material, asked)
            if asked.vague or not ranked:
                return replies.human(material, None)
        return afresh(material, asked)
    return _follow_up(material, asked, question)


def afresh(material: Material, asked: Query) -> Answer:
    """The answer to a question that follows nothing."""
    question = material.turn.question.content
    asks = intents.asks(question)
    if asks == "meaning" and (explained := _explain(material, asked)):
        return explained
    relevant = _relevant(material, asked)
    if relevant and asks == "how" and intents.wants_more(question):
        trouble = relevant[0].trouble
        if trouble.limit is not None:
            return replies.raise_limit(material, trouble.limit, trouble)
    curious = intents.wants_to_know(question)
    if not relevant or asks == "how" or curious:
        known, covered = material.library.best(asked)
        floor = relevant[0].relevance * (_CURIOUS if curious else 1.0) if relevant else 0.0
        if known is not None and covered >= max(RELEVANT_DOC, floor):
            from_knowledge = replies.from_knowledge(material, known)
            if from_knowledge is not None:
                return from_knowledge
    return _diagnose(material, asked, relevant)


def _diagnose(material: Material, asked: Query, relevant: list[Ranked], lead: str = "") -> Answer:
    if not relevant:
        return replies.unknown(material, status=asked.vague and _asks_status(material))
    best, rest = relevant[0], relevant[1:]
    close = [
        ranked
        for ranked in rest
        if ranked.score >= best.score * _CLOSE and ranked.named == best.named
    ]
    if close:
        return replies.several(material, [best, *close])
    return replies.diagnosis(material, best, rest, lead=lead)


def _relevant(material: Material, asked: Query) -> list[Ranked]:
    """The troubles that the question may be about, best first; all of them if it says nothing."""
    ranked = ranking.rank(
        asked,
        material.troubles,
        entities=material.snapshot.product_state.entities,
        now=material.now,
    )
    if asked.vague:
        return ranked
    return [candidate for candidate in ranked if candidate.relevance >= RELEVANT]


def _follow_up(material: Material, asked: Query, question: str) -> Answer:
    intent = intents.intent(question)
    discussed = _discussed(material)
    last = discussed[-1] if discussed else None
    relevant = [] if asked.vague else _relevant(material, asked)
    elsewhere = bool(relevant) and relevant[0].trouble not in discussed
    if intent == "human":
        return replies.human(material, last)
    if intent == "thanks" and not relevant:
        return replies.thanks(material)
    if intent == "not_solved" and not elsewhere:
        return _next(material, discussed)
    beside = bool(asked.terms) and not relevant and intent in {"none", "how", "where", "why"}
    if (elsewhere or beside) and not (last is not None and _about_limit(asked, last, question)):
        return afresh(material, asked)
    if intent == "meaning" and (explained := _explain(material, asked, last)):
        return explained
    if relevant and last is not None and relevant[0].trouble in discussed:
        last = relevant[0].trouble
    if last is None:
        return afresh(material, asked)
    if last.limit is not None and intents.wants_more(question):
        return replies.raise_limit(material, last.limit, last)
    if intent == "where":
        return replies.place(material, last)
    leads = {"repeat": material.phrases.again, "why": material.phrases.why}
    if intent in {"repeat", "why", "how", "meaning"} or relevant:
        best = Ranked(last, 1.0, 1.0)
        return replies.diagnosis(material, best, [], lead=leads.get(intent, ""))
    return afresh(material, asked)


def _about_limit(asked: Query, last: Trouble, question: str) -> bool:
    """Whether a question asks for more of the limit spoken of last, and of nothing else."""
    return (
        last.limit is not None
        and intents.wants_more(question)
        and all(
            term.topic in {"limit", "plan", "size"} or intents.is_more(term.stem)
            for term in asked.terms
        )
    )


def _next(material: Material, discussed: list[Trouble]) -> Answer:
    """The next explanation of the first question, or the end of what the data explains."""
    first = next((said.content for said in material.turn.conversation if said.role == "user"), "")
    left = [
        candidate
        for candidate in _relevant(material, ranking.query(first, material.page))
        if candidate.trouble not in discussed
    ]
    if not left:
        return replies.exhausted(material, discussed[-1] if discussed else None)
    return replies.diagnosis(material, left[0], left[1:], lead=material.phrases.next)


def _discussed(material: Material) -> list[Trouble]:
    """The troubles that earlier answers rested on, in the order in which they came up."""
    found: list[Trouble] = []
    for said in material.turn.conversation:
        if said.role != "assistant":
            continue
        values = {piece.value for piece in said.evidence if piece.type in {"error_code", "job_id"}}
        labels = {piece.value for piece in said.evidence if piece.type == "resource_id"}
        spoken_of = [t for t in material.troubles if values & set(t.ids())] or [
            t for t in material.troubles if labels & _limit_values(t)
        ]
        for trouble in spoken_of:
            if trouble in found:
                found.remove(trouble)
            found.append(trouble)
    return found


def _limit_values(trouble: Trouble) -> set[str]:
    return set(trouble.ids()) | ({str(trouble.limit.max)} if trouble.limit is not None else set())


def _explain(material: Material, asked: Query, last: Trouble | None = None) -> Answer | None:
    """What the error code means that the question names, or the one spoken of last."""
    catalogue = material.knowledge.catalogue
    codes = {code.lower(): code for code in catalogue}
    named = [
        codes[literal.lower()] for literal in sorted(asked.literals) if literal.lower() in codes
    ]
    if not named and last is not None and last.code in catalogue:
        named = [last.code]
    if not named:
        return None
    seen = next((t for t in material.troubles if t.code == named[0]), None)
    return replies.meaning(material, catalogue[named[0]], seen)


def _asks_status(material: Material) -> bool:
    """Whether a question asks only whether all is well."""
    words = material.turn.question.content.lower()
    return any(phrase in words for phrase in ("everything ok", "all good", "all ok", "any problem"))
