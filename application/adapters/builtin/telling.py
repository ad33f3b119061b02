"""What the catalogue and the documents tell of a trouble, sentence by sentence."""

import re

from application.adapters.builtin import offers
from application.adapters.builtin.knowledge import passages, quoting, ranking
from application.adapters.builtin.knowledge.ranking import RELEVANT
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import words
from application.adapters.builtin.question.questions import Query
from application.adapters.builtin.troubles.trouble import Trouble
from domain.snapshot.shape import KnowledgeDoc


def quoted(
    material: Material,
    trouble: Trouble,
    pattern: re.Pattern[str],
    more: re.Pattern[str] | None = None,
) -> list[str]:
    """What the catalogue and the related document say about something."""
    found: list[str] = []
    if trouble.entry is not None:
        said = passages.matching(trouble.entry.resolution, pattern, most=3)
        if passage := material.quoted(said):
            found.append(material.phrases.quoted_catalogue.format(passage=passage))
    if told := by_doc(material, trouble, pattern, more):
        found.append(told)
    return found


def mentions(said: str, asked: Query) -> bool:
    """Whether something that was said holds every word of a question."""
    held = {term.stem for term in words.terms(said)}
    return bool(asked.terms) and all(term.stem in held for term in asked.terms)


def sentences_about(material: Material, doc: KnowledgeDoc, asked: Query) -> str:
    """The sentences of a document that hold most of a question; empty where they hold little."""
    covered = ranking.covering(asked)
    if covered(doc.content) < RELEVANT:
        return ""
    parts = passages.sentences(doc.content)
    most = max(map(covered, parts), default=0.0)
    chosen = [part for part in parts if covered(part) == most][:2] if most else []
    return quoting.quoted(material, doc, " ".join(chosen))


def by_doc(
    material: Material,
    trouble: Trouble,
    pattern: re.Pattern[str],
    more: re.Pattern[str] | None = None,
) -> str:
    """What the related document says about something; empty where it says nothing."""
    doc = offers.related_doc(material, trouble)
    if doc is None:
        return ""
    chosen = passages.telling(doc.content, pattern, more or pattern, most=2)
    return quoting.quoted(material, doc, chosen)
