"""What rules, documents and the changelog say of a question before any trouble is told."""

from application.adapters.builtin import changes, references, wishes
from application.adapters.builtin.history import History
from application.adapters.builtin.knowledge.ranking import Ranked
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import intents, questions
from application.adapters.builtin.question.questions import Query
from domain.answer import Answer
from domain.snapshot.assemble import RULE

CURIOUS = 0.6
"""What a trouble's relevance counts beside a document's, where nobody complains."""


def by_knowledge(
    material: Material,
    history: History | None,
    asked: Query,
    relevant: list[Ranked],
    *,
    curious: bool,
) -> Answer | None:
    """What rules and documents say, if they have more to do with the question than troubles."""
    if intents.wants_more(material.question):
        asked = asked.without(wishes.more_words(asked))
    told = _of_the_same(material, history, asked)
    if told is not None:
        return told
    floor = relevant[0].relevance * (CURIOUS if curious else 1.0) if relevant else 0.0
    touched = any(one.relevance for one in material.ranking.rank(asked))
    told = references.from_knowledge(material, asked, least=floor, relevant=touched)
    if told is None and curious and relevant:
        told = changes.mentioning(material, asked, least=relevant[0].relevance)
    return told


def by_what_was_said(material: Material, history: History, asked: Query) -> Answer | None:
    """What is known of a question together with what was told, or was asked before."""
    told = references.from_told(material, history.sources, asked)
    if told is not None or not history.questions or not intents.refers_back(material.question):
        return told
    before = questions.query(history.questions[-1])
    return references.in_passing(material, before, told=history.sources)


def _of_the_same(material: Material, history: History | None, asked: Query) -> Answer | None:
    """What the document or rule says of a question that was told last, if no other says more."""
    best = {doc.id} if (doc := material.library.doc(asked)[0]) is not None else set[str]()
    best |= {f"{RULE}{line.rule}" for line, _ in material.library.rules(asked)[:1]}
    told = best & history.sources if history is not None else None
    return references.from_told(material, told, asked) if told else None
