"""The answers that rules and documents give alone."""

import re
from collections.abc import Collection
from dataclasses import replace

from application.adapters.builtin import allotted, inert, offers, telling, timing, writing
from application.adapters.builtin.knowledge import bags, passages, quoting
from application.adapters.builtin.knowledge.matching import Terms
from application.adapters.builtin.knowledge.ranking import RELEVANT_DOC
from application.adapters.builtin.knowledge.rules import RuleLine, is_price
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import inquiries, intents, words
from application.adapters.builtin.question.questions import Query
from application.adapters.builtin.question.words import Term
from domain.answer import Answer, Evidence, SuggestedAction
from domain.snapshot.assemble import RULE
from domain.snapshot.shape import KnowledgeDoc

_SURE, _GOING_ON = 0.45, 0.3
_BY_TOPIC = 0.8
_OF_A_PLAN = 8
_TIMED = re.compile(rf"{timing.SPAN.pattern}|(?<!\w)takes?(?!\w)", re.IGNORECASE)
"""How a document says how long something takes."""
_GIVING = words.stems(
    "give gives offer include includes included switch move feature features bring"
)
"""Words by which somebody asks what a plan has, and for nothing of it."""
_NEXT_BEST = 0.85
"""A rule or a document that covers so much of what the best one does is told, too."""


def from_knowledge(
    material: Material, asked: Query, *, least: float, relevant: bool
) -> Answer | None:
    """What rules and documents say, if they cover `least` of the question. `relevant` says that
    some trouble has to do with it, too, however little.
    """
    doc, by_doc = material.library.doc(asked)
    by_rules = material.library.rules(asked)
    most = max(by_doc, by_rules[0][1] if by_rules else 0.0)
    floor = max(RELEVANT_DOC, _NEXT_BEST * most)
    if most < max(RELEVANT_DOC, least):
        return None
    lines = [line for line, covered in by_rules if covered >= floor]
    told = doc if doc is not None and by_doc >= floor else None
    complains = not intents.wants_to_know(material.question)
    passage = quoting.passage(material, told, asked) if told is not None else ""
    rules = quoting.rules(material, lines)
    said = [passage, rules or quoting.own_case(material, passage)]
    if not any(said):
        return None
    if told is None or (by_rules and by_rules[0][1] > by_doc):
        said.reverse()
    sources = _sources(material, told, lines)
    actions: list[SuggestedAction] = [offers.ticket(material)]
    if told is not None:
        actions.insert(0, offers.open_doc(material, told))
    return writing.answer(
        material,
        material.phrases.doc_clear if complains and not relevant and not material.missing else "",
        *said,
        material.phrases.doc_open,
        writing.missing(material),
        evidence=sources if told is not None and by_doc >= most else sources[::-1],
        actions=tuple(actions),
        confidence=_SURE * material.trust,
    )


def from_told(material: Material, told: Collection[str], asked: Query) -> Answer | None:
    """What the documents and rules that were just told, by their ids, say of a question that goes
    on: of a rule, what holds for the plan or the like that it names.
    """
    cases = [
        replace(line, entries=named)
        for line in material.knowledge.rules
        if f"{RULE}{line.rule}" in told
        and (named := tuple(one for one in line.entries if one[0].lower() in asked.words))
    ]
    if said := quoting.rules(material, cases):
        return writing.answer(
            material,
            said,
            writing.missing(material),
            evidence=_sources(material, None, cases),
            actions=(offers.ticket(material),),
            confidence=_SURE * material.trust,
        )
    docs = (doc for doc in material.knowledge.docs if doc.id in told)
    for doc in docs:
        passage = telling.sentences_about(material, doc, asked)
        if passage:
            return writing.answer(
                material,
                passage,
                material.phrases.doc_open,
                writing.missing(material),
                evidence=_sources(material, doc, []),
                actions=(offers.open_doc(material, doc), offers.ticket(material)),
                confidence=_GOING_ON * material.trust,
            )
    return None


def in_passing(material: Material, about: Query, *, told: Collection[str]) -> Answer | None:
    """What a document says of what was asked about before, which "it" is asked of now; None where
    it was told already.
    """
    doc, covered = material.library.doc(about)
    if doc is None or doc.id in told or covered < RELEVANT_DOC:
        return None
    said = telling.sentences_about(material, doc, material.asked) or quoting.whole(material, doc)
    return writing.answer(
        material,
        said,
        material.phrases.doc_open,
        writing.missing(material),
        evidence=_sources(material, doc, []),
        actions=(offers.open_doc(material, doc), offers.ticket(material)),
        confidence=_GOING_ON * material.trust,
    )


def no_more(material: Material, told: Collection[str]) -> Answer:
    """That nothing more is known than what was just told of the sources, by their ids."""
    docs = [doc for doc in material.knowledge.docs if doc.id in told][:1]
    label = material.phrases.evidence_knowledge
    timed = ""
    if docs and intents.asks(material.question) == "until":
        chosen = passages.matching(docs[0].content, _TIMED, most=2)
        timed = quoting.quoted(material, docs[0], chosen)
    return writing.answer(
        material,
        timed or material.phrases.nothing_more,
        writing.missing(material),
        evidence=tuple(
            Evidence(type="resource_id", label=label, value=source) for source in sorted(told)
        ),
        actions=(*(offers.open_doc(material, doc) for doc in docs), offers.ticket(material)),
        confidence=_GOING_ON / 2,
    )


def title_of(material: Material, told: Collection[str]) -> str:
    """What the document is called that was just told, of the sources by their ids; or nothing."""
    titles = (doc.title for doc in material.knowledge.docs if doc.id in told)
    return inert.prose(next(titles, ""), longest=120)


def price(material: Material) -> Answer | None:
    """What something costs, as the rules say; None where they do not, or it was not asked."""
    if not inquiries.asks_price(material.question):
        return None
    about = tuple(term for term in material.asked.terms if not _is_of_buying(term))
    wanted = Terms(about, by_topic=_BY_TOPIC)
    lines = [
        line
        for line in material.knowledge.rules
        if is_price(line) and (not about or wanted.covered(bags.of_rule(line)) >= RELEVANT_DOC)
    ]
    said = quoting.rules(material, lines)
    if not said:
        return None
    return writing.answer(
        material,
        said,
        material.phrases.doc_open,
        writing.missing(material),
        evidence=_sources(material, None, lines),
        actions=(offers.ticket(material),),
        confidence=_SURE * material.trust,
    )


def of_plan(material: Material, *, asked: bool) -> Answer | None:
    """What the rules say of a plan by whose name a question asks, and for nothing else; `asked`
    says that it must ask what the plan gives.
    """
    if asked and not intents.asks_what_is_given(material.question):
        return None
    question, own = material.question, (material.snapshot.identity.plan or "").lower()
    if not intents.is_asked(question) or not inquiries.is_calm(question):
        return None
    tables = [
        (line, cases)
        for line in material.knowledge.rules
        if line.by_case and own in (cases := {label.lower(): label for label, _ in line.entries})
    ]
    named = {label for _, cases in tables for label in cases if label in material.asked.words}
    names = allotted.plans_named(named, question)
    beside = material.asked.without(_GIVING | words.stems(" ".join(names)))
    if len(names) != 1 or any(term.topic != "plan" for term in beside.terms):
        return None
    (name,) = names
    lines = [
        replace(line, entries=tuple(("", value) for label, value in line.entries if label == said))
        for line, cases in tables
        if (said := cases.get(name)) is not None
    ][:_OF_A_PLAN]
    told = [(line, text) for line in lines if (text := quoting.rule(material, line))]
    shown = inert.name(name)
    if not told or shown is None:
        return None
    return writing.answer(
        material,
        material.phrases.rule_of_plan.format(plan=shown, lines="; ".join(text for _, text in told)),
        material.phrases.doc_open,
        writing.missing(material),
        evidence=tuple(
            Evidence(type="resource_id", label=material.phrases.evidence_knowledge, value=source)
            for line, _ in told
            if inert.name(source := f"{RULE}{line.rule}")
        ),
        actions=(offers.ticket(material),),
        confidence=_SURE * material.trust,
    )


def _is_of_buying(term: Term) -> bool:
    return term.topic in {"billing", "plan", "size"} or intents.is_more(term.stem)


def _sources(
    material: Material, doc: KnowledgeDoc | None, lines: list[RuleLine]
) -> tuple[Evidence, ...]:
    told = [line for line in lines if quoting.rule(material, line)][: quoting.LINES]
    ids = [doc.id] if doc is not None else []
    ids += dict.fromkeys(f"{RULE}{line.rule}" for line in told)
    label = material.phrases.evidence_knowledge
    return tuple(
        Evidence(type="resource_id", label=label, value=source)
        for source in ids
        if inert.name(source)
    )
