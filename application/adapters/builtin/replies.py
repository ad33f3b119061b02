"""The answers that lay a trouble out: one function for each, from material to `Answer`."""

import re
from typing import Final

from application.adapters.builtin import inert, offers, spoken, telling, writing
from application.adapters.builtin.knowledge import passages, quoting
from application.adapters.builtin.knowledge.ranking import RELEVANT_DOC, Ranked
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import intents, questions, words
from application.adapters.builtin.troubles.trouble import Trouble, is_for_its_user
from domain.answer import Answer, Evidence
from domain.snapshot.shape import ErrorCatalogEntry, KnowledgeDoc, LimitReached

MOST_SURE: Final = 0.75
"""Plain code that matches words is never surer than this."""
SEVERAL_SHOWN: Final = 3
_SEVERAL: Final = 0.4
_CLOSER: Final = 0.2
"""How much more of a question a document covers than a trouble that has less to do with it."""
_BESIDE: Final = 0.7
"""What is left of a trouble's confidence where a document has more to do with the question."""
_CHANGE: Final = re.compile(
    r"(?<!\w)(?:upgrad\w+|buys?|rais\w+|increas\w+|higher|chang(?:e|es|ing)|extend\w*|move to"
    r"|switch\w*|purchas\w+)(?!\w)",
    re.IGNORECASE,
)
_WHO_MAY: Final = words.stems("who may change can upgrade buy raise plan")
"""Words of rules that say who can have a limit raised."""


def diagnosis(material: Material, best: Ranked, rest: list[Ranked], *, lead: str = "") -> Answer:
    """One trouble explains it."""
    trouble = best.trouble
    closer = _closer(material, best)
    said = telling.sentences_about(material, closer, material.asked) if closer else ""
    doc = closer if said else offers.related_doc(material, trouble)
    others = ""
    if trouble.limit is not None and not writing.resolution(material, trouble):
        others = quoting.rules(material, material.rules_setting(trouble.limit.limit))
    related = material.phrases.related.format(title=inert.prose(doc.title)) if doc else ""
    return writing.answer(
        material,
        lead,
        writing.headline(material, trouble),
        writing.facts(material, trouble),
        writing.news(material, trouble) if trouble.ours else "",
        writing.to_do(material, trouble),
        others,
        said or related,
        writing.missing(material),
        evidence=offers.evidence(material, trouble),
        actions=offers.actions(material, trouble, doc),
        confidence=_confidence(material, best, rest) * (_BESIDE if said else 1.0),
    )


def _closer(material: Material, best: Ranked) -> KnowledgeDoc | None:
    """The document that has much more to do with the question than the trouble has."""
    if best.named or material.asked.vague:
        return None
    doc, covered = material.library.doc(material.asked)
    return doc if covered >= max(RELEVANT_DOC, best.relevance + _CLOSER) else None


def several(material: Material, close: list[Ranked], *, lead: str = "") -> Answer:
    """Several troubles may be meant."""
    phrases = material.phrases
    shown = [ranked.trouble for ranked in close[:SEVERAL_SHOWN]]
    items = (
        phrases.several_item.format(item=writing.brief(material, trouble)) for trouble in shown
    )
    return writing.answer(
        material,
        lead or phrases.several,
        "\n".join(items),
        phrases.several_end,
        writing.missing(material),
        evidence=offers.marked(material, shown, phrases.evidence_candidate),
        actions=(offers.ticket(material),),
        confidence=_SEVERAL * material.health,
    )


def same(material: Material, troubles: list[Trouble]) -> Answer:
    """Nothing is wrong but what was laid out before."""
    phrases = material.phrases
    items = (
        phrases.several_item.format(item=writing.headline(material, trouble))
        for trouble in troubles[:SEVERAL_SHOWN]
    )
    evidence = [offers.evidence(material, trouble)[:3] for trouble in troubles[:SEVERAL_SHOWN]]
    return writing.answer(
        material,
        phrases.several_same,
        "\n".join(items),
        writing.missing(material),
        evidence=tuple(dict.fromkeys(piece for pieces in evidence for piece in pieces)),
        actions=(offers.ticket(material),),
        confidence=0.5 * material.health,
    )


def raise_limit(
    material: Material, reached: LimitReached, trouble: Trouble, *, only_what: bool = False
) -> Answer:
    """How a limit could be raised, as far as rules, documents and the catalogue say; or
    `only_what` it is.
    """
    phrases = material.phrases
    plan = inert.name(material.snapshot.identity.plan)
    said = [
        phrases.raise_intro.format(
            title=spoken.limit_title(reached.limit),
            maximum=spoken.quantity(reached.limit, reached.max),
            plan=phrases.on_plan.format(plan=plan) if plan else "",
        )
    ]
    limit = words.stems(reached.limit)
    lines = [
        line
        for line in offers.related_rules(material, trouble)
        if limit <= words.stems(" ".join(line.path))
        or len(_WHO_MAY & words.stems(line.path[-1])) > 1
    ]
    doc = material.library.doc_about(questions.query_of_names(f"{reached.limit} {trouble.code}"))
    said.append(quoting.rules(material, lines))
    if only_what:
        said.append(writing.limit(material, reached))
    if doc is not None and not only_what:
        chosen = passages.telling(doc.content, _CHANGE, _CHANGE, most=2)
        said.append(quoting.quoted(material, doc, chosen))
    if trouble.entry is not None and not only_what:
        chosen = passages.matching(trouble.entry.resolution, _CHANGE, most=2)
        if advised := material.quoted(chosen):
            said.append(phrases.advised.format(resolution=advised))
    known = any(said[1:])
    if not known:
        said.append(phrases.raise_unknown)
    actions = (*((offers.open_doc(material, doc),) if doc else ()), offers.ticket(material))
    return writing.answer(
        material,
        *said,
        writing.missing(material),
        evidence=tuple(offers.limit_evidence(material, reached)),
        actions=actions,
        confidence=(0.6 if known else 0.3) * material.health,
    )


def explained(material: Material, last: Trouble | None = None) -> Answer | None:
    """What the error code means that the question names, or the one spoken of last."""
    catalogue = material.knowledge.catalogue
    codes = {code.lower(): code for code in catalogue}
    named = [codes[word] for word in sorted(material.asked.words) if word in codes]
    if not named:
        said = f" {intents.flat(material.question)} "
        titles = ((spoken.code_title(code) or "", code) for code in catalogue)
        put = [(title, code) for title, code in titles if title and f" {title.lower()} " in said]
        named = [max(put, key=lambda one: len(one[0]))[1]] if put else []
    if not named and last is not None and last.code in catalogue:
        named = [last.code]
    if not named:
        return None
    seen = next((t for t in material.troubles if t.code == named[0]), None)
    return meaning(material, catalogue[named[0]], seen)


def meaning(material: Material, entry: ErrorCatalogEntry, trouble: Trouble | None) -> Answer:
    """What an error code stands for."""
    phrases = material.phrases
    name = inert.name(entry.error_code) or ""
    kinds = {
        "permission": phrases.kind_permission,
        "infra": phrases.kind_infra_own if is_for_its_user(entry) else phrases.kind_infra,
        "validation": phrases.kind_validation,
        "business": phrases.kind_business,
    }
    explained = phrases.meaning.format(
        code=writing.code(name),
        kind=kinds[entry.error_class],
        retry=phrases.retry if entry.retryable else phrases.no_retry,
        own="" if entry.user_actionable else phrases.not_yours,
    ).strip()
    resolution = material.quoted(entry.resolution)
    time = spoken.when(trouble.seen_at, material.now) if trouble is not None else None
    seen = phrases.meaning_seen.format(time=time) if time else ""
    if trouble is None:
        seen = phrases.meaning_unseen
    code = Evidence(type="error_code", label=phrases.evidence_code, value=name)
    return writing.answer(
        material,
        explained,
        seen,
        phrases.quoted_catalogue.format(passage=resolution) if resolution else "",
        writing.missing(material) if trouble is None else "",
        evidence=offers.evidence(material, trouble) if trouble is not None else (code,),
        actions=offers.actions(material, trouble, None) if trouble is not None else (),
        confidence=0.65,
    )


def _confidence(material: Material, best: Ranked, rest: list[Ranked]) -> float:
    """From the margin over the next, what the trouble rests on, and the sources' health."""
    second = rest[0].score if rest else 0.0
    margin = (best.score - second) / best.score if best.score else 0.0
    trouble = best.trouble
    joined = 0.15 * (trouble.entry is not None) + 0.1 * min(1.0, (trouble.kinds - 1) / 2)
    sure = 0.25 + 0.15 * margin + 0.15 * best.relevance + joined
    if trouble.recovered:
        sure *= 0.6
    return min(MOST_SURE, sure) * (0.4 + 0.6 * material.health)
