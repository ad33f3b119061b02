"""The answers that there are: one function for each, from material to `Answer`."""

from application.adapters.builtin import inert, offers, ranking, spoken, writing
from application.adapters.builtin.knowledge import Rule
from application.adapters.builtin.material import Material
from application.adapters.builtin.ranking import Ranked
from application.adapters.builtin.troubles import Trouble
from domain.answer import Answer, Evidence, SuggestedAction
from domain.snapshot.assemble import RULE
from domain.snapshot.shape import ErrorCatalogEntry, KnowledgeDoc, LimitReached

MOST_SURE = 0.75
"""Plain code that matches words is never surer than this."""
SEVERAL_SHOWN = 3
_UNSURE, _BLIND, _CLEAR, _POLITE = 0.15, 0.05, 0.2, 0.5
_SEVERAL, _FROM_KNOWLEDGE = 0.4, 0.45
_PASSAGE = 320


def diagnosis(material: Material, best: Ranked, rest: list[Ranked], *, lead: str = "") -> Answer:
    """One trouble explains it."""
    trouble = best.trouble
    doc = offers.related_doc(material, trouble)
    related = material.phrases.related.format(title=inert.prose(doc.title)) if doc else ""
    return _answer(
        material,
        lead,
        writing.headline(material, trouble),
        writing.facts(material, trouble),
        writing.to_do(material, trouble),
        related,
        writing.missing(material),
        evidence=offers.evidence(material, trouble),
        actions=offers.actions(material, trouble, doc),
        confidence=_confidence(material, best, rest),
    )


def several(material: Material, close: list[Ranked]) -> Answer:
    """Several troubles may be meant."""
    phrases = material.phrases
    shown = [ranked.trouble for ranked in close[:SEVERAL_SHOWN]]
    items = (
        phrases.several_item.format(
            headline=writing.headline(material, trouble), facts=writing.facts(material, trouble)
        ).strip()
        for trouble in shown
    )
    evidence = [offers.evidence(material, trouble)[:3] for trouble in shown]
    return _answer(
        material,
        phrases.several,
        "\n".join(items),
        phrases.several_end,
        writing.missing(material),
        evidence=tuple(dict.fromkeys(piece for pieces in evidence for piece in pieces)),
        actions=(offers.ticket(material),),
        confidence=_SEVERAL * material.health,
    )


def from_knowledge(material: Material, item: KnowledgeDoc | Rule) -> Answer | None:
    """A rule or a document answers it; None where it has nothing to say in words."""
    phrases = material.phrases
    if isinstance(item, Rule):
        value = spoken.rule(item.name, item.value)
        if not value:
            return None
        title = spoken.rule_title(item.name)
        said = [phrases.rule.format(title=title, value=value.rstrip("."))]
        actions: tuple[SuggestedAction, ...] = (offers.ticket(material),)
        source = inert.name(f"{RULE}{item.name}")
    else:
        passage = inert.prose(item.content, longest=_PASSAGE)
        if not passage:
            return None
        title = inert.prose(item.title, longest=120)
        said = [phrases.doc.format(title=title), phrases.doc_quote.format(passage=passage)]
        actions = (offers.open_doc(material, item), offers.ticket(material))
        source = inert.name(item.id)
    label = phrases.evidence_knowledge
    cited = Evidence(type="resource_id", label=label, value=source or "")
    return _answer(
        material,
        *said,
        phrases.doc_open,
        writing.missing(material),
        evidence=(cited,) if source else (),
        actions=actions,
        confidence=_FROM_KNOWLEDGE * (0.5 + 0.5 * material.health),
    )


def raise_limit(material: Material, reached: LimitReached, trouble: Trouble) -> Answer:
    """How a limit could be raised, as far as rules, documents and the catalogue say."""
    phrases = material.phrases
    plan = inert.name(material.snapshot.identity.plan)
    said = [
        phrases.raise_intro.format(
            title=spoken.limit_title(reached.limit),
            maximum=spoken.quantity(reached.limit, reached.max),
            current=spoken.quantity(reached.limit, reached.current),
            plan=phrases.raise_plan.format(plan=plan) if plan else "",
        )
    ]
    about = ranking.query_of_names(f"{reached.limit} {trouble.code or ''}")
    rule, doc = material.library.rule(about), material.library.doc(about)
    value = spoken.rule(rule.name, rule.value) if rule is not None else None
    if value:
        said.append(phrases.raise_rule.format(value=value.rstrip(".")))
    if doc is not None:
        passage = inert.prose(doc.content, longest=_PASSAGE)
        said.append(phrases.raise_doc.format(title=inert.prose(doc.title), passage=passage))
    if trouble.entry is not None and (resolution := inert.prose(trouble.entry.resolution)):
        said.append(phrases.raise_resolution.format(resolution=resolution))
    known = len(said) > 1
    if not known:
        said.append(phrases.raise_unknown)
    actions = (*((offers.open_doc(material, doc),) if doc else ()), offers.ticket(material))
    return _answer(
        material,
        *said,
        writing.missing(material),
        evidence=tuple(offers.limit_evidence(material, reached)),
        actions=actions,
        confidence=(0.6 if known else 0.3) * material.health,
    )


def meaning(material: Material, entry: ErrorCatalogEntry, trouble: Trouble | None) -> Answer:
    """What an error code stands for."""
    phrases = material.phrases
    name = inert.name(entry.error_code) or ""
    kinds = {
        "permission": phrases.kind_permission,
        "infra": phrases.kind_infra,
        "validation": phrases.kind_validation,
        "business": phrases.kind_business,
    }
    explained = phrases.meaning.format(
        code=writing.code(name),
        kind=kinds[entry.error_class],
        retry=phrases.retry if entry.retryable else phrases.no_retry,
        own="" if entry.user_actionable else phrases.not_yours,
    ).strip()
    resolution = inert.prose(entry.resolution)
    time = spoken.time(trouble.seen_at) if trouble is not None and trouble.seen_at else None
    seen = phrases.meaning_seen.format(time=time) if time else ""
    if trouble is None:
        seen = phrases.meaning_unseen
    code = Evidence(type="error_code", label=phrases.evidence_code, value=name)
    return _answer(
        material,
        explained,
        seen,
        phrases.to_do.format(resolution=resolution) if resolution else "",
        writing.missing(material) if trouble is None else "",
        evidence=offers.evidence(material, trouble) if trouble is not None else (code,),
        actions=offers.actions(material, trouble, None) if trouble is not None else (),
        confidence=0.65,
    )


def place(material: Material, trouble: Trouble) -> Answer:
    """Where and when a trouble happened."""
    phrases = material.phrases
    lines = [phrases.where]
    resource = inert.name(trouble.resource)
    routes = [inert.route(row.route) for row in trouble.served[:1]]
    job = inert.name(trouble.jobs[0].job_id) if trouble.jobs else None
    time = spoken.time(trouble.seen_at) if trouble.seen_at else None
    limit = spoken.limit_title(trouble.limit.limit) if trouble.limit is not None else None
    for text, value in (
        (phrases.where_limit, limit),
        (phrases.where_resource, resource and writing.code(resource)),
        (phrases.where_route, routes[0] and writing.code(routes[0]) if routes else None),
        (phrases.where_job, job and writing.code(job)),
        (phrases.where_time, time),
    ):
        if value:
            lines.append(text.format(value=value))
    if len(lines) == 1:
        return unknown(material)
    return _answer(
        material,
        "\n".join(lines),
        writing.facts(material, trouble) if trouble.code else "",
        writing.missing(material),
        evidence=offers.evidence(material, trouble),
        actions=offers.actions(material, trouble, None),
        confidence=0.6 * material.health,
    )


def exhausted(material: Material, tried: Trouble | None) -> Answer:
    """What the data explains was tried, and did not help."""
    phrases = material.phrases
    again = tried is not None and tried.retryable
    resource = {"errorCode": inert.name(tried.code)} if tried and inert.name(tried.code) else {}
    retry = SuggestedAction(type="retry", label=phrases.action_retry, payload={**resource})
    return _answer(
        material,
        phrases.exhausted,
        phrases.exhausted_retry if again else "",
        phrases.exhausted_ticket,
        writing.missing(material),
        evidence=offers.evidence(material, tried) if tried is not None else (),
        actions=(
            offers.ticket(material, inert.name(tried.code) if tried else None),
            *((retry,) if again else ()),
        ),
        confidence=_UNSURE,
    )


def unknown(material: Material, *, status: bool = False) -> Answer:
    """Nothing in the data answers the question; `status` says that it asked only whether all is
    well.
    """
    phrases = material.phrases
    blind = len(material.missing) == 4  # noqa: PLR2004 - all four sources
    unreadable = material.snapshot.meta.sources.user_state.status != "ok"
    clear = not material.troubles and not unreadable
    if blind:
        said, confidence = phrases.blind, _BLIND
    elif clear and status and not material.missing:
        said, confidence = phrases.clear_status, _POLITE
    elif clear:
        said, confidence = phrases.clear, _CLEAR * material.health
    else:
        said, confidence = phrases.unknown, _UNSURE * material.health
    return _answer(
        material,
        said,
        writing.missing(material),
        phrases.unknown_more if confidence < _POLITE else "",
        actions=(offers.ticket(material),),
        confidence=confidence,
    )


def thanks(material: Material) -> Answer:
    """A word of thanks was said."""
    return _answer(material, material.phrases.thanks, confidence=_POLITE)


def human(material: Material, trouble: Trouble | None) -> Answer:
    """A person is wanted."""
    code = inert.name(trouble.code) if trouble is not None else None
    return _answer(
        material,
        material.phrases.human,
        actions=(offers.ticket(material, code),),
        confidence=_POLITE,
    )


def _answer(
    material: Material,
    *paragraphs: str,
    evidence: tuple[Evidence, ...] = (),
    actions: tuple[SuggestedAction, ...] = (),
    confidence: float,
) -> Answer:
    said = [paragraph for paragraph in paragraphs if paragraph]
    return Answer(
        content="\n\n".join((*said, material.phrases.automatic)),
        actions=actions[: offers.MOST_ACTIONS],
        evidence=evidence,
        confidence=round(confidence, 2),
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
