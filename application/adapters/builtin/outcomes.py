"""The answers that lay no trouble out: from rules and documents, all well, and not knowing."""

from application.adapters.builtin import inert, offers, spoken, writing
from application.adapters.builtin.knowledge import quoting
from application.adapters.builtin.knowledge.ranking import RELEVANT_DOC, Ranked
from application.adapters.builtin.knowledge.rules import RuleLine
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import intents
from application.adapters.builtin.question.questions import Query
from application.adapters.builtin.troubles.trouble import FAILING, Trouble, moment
from domain.answer import Answer, Evidence, SuggestedAction
from domain.snapshot.assemble import RULE
from domain.snapshot.shape import JobState, KnowledgeDoc

_UNSURE, _BLIND, _CLEAR, _POLITE, _WELL = 0.15, 0.05, 0.2, 0.5, 0.65
_FROM_KNOWLEDGE, _STANDING, _JOB = 0.45, 0.7, 0.6
_NEXT_BEST = 0.85
"""A rule or a document that covers so much of what the best one does is told, too."""
_ASIDES = 2
_FEATURES = 12


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
        confidence=_FROM_KNOWLEDGE * material.trust,
    )


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


def standing(material: Material) -> Answer | None:
    """The plan and the roles of the user; None where they cannot be said."""
    phrases = material.phrases
    plan = inert.name(material.snapshot.identity.plan)
    if not plan:
        return None
    evidence = [Evidence(type="resource_id", label=phrases.evidence_plan, value=plan)]
    evidence += [
        Evidence(type="resource_id", label=phrases.evidence_role, value=role)
        for role in material.roles
    ]
    return writing.answer(
        material,
        phrases.standing.format(plan=plan) + material.roles_told,
        writing.missing(material),
        evidence=tuple({piece.value: piece for piece in evidence}.values()),
        confidence=_STANDING * material.trust,
    )


def features(material: Material) -> Answer | None:
    """The features of the user's account; None where none can be said."""
    phrases = material.phrases
    shown = list(filter(inert.name, material.snapshot.identity.features_enabled))[:_FEATURES]
    if not shown:
        return None
    return writing.answer(
        material,
        phrases.features.format(features=", ".join(shown)),
        writing.missing(material),
        evidence=tuple(
            Evidence(type="resource_id", label=phrases.evidence_feature, value=name)
            for name in dict.fromkeys(shown)
        ),
        confidence=_STANDING * material.trust,
    )


def unknown(material: Material, ranked: list[Ranked]) -> Answer:
    """Nothing in the data answers the question; what `ranked` has is named beside it."""
    phrases = material.phrases
    unreadable = material.snapshot.meta.sources.user_state.status != "ok"
    shown = [one.trouble for one in ranked if not one.trouble.recovered][:_ASIDES]
    if not material.health:
        said, confidence = phrases.blind, _BLIND
    elif not material.troubles and not unreadable:
        complains = material.asked.vague or not intents.wants_to_know(material.question)
        said = (phrases.clear if complains else phrases.clear_asked).format(
            nothing=writing.nothing(material)
        )
        confidence = _CLEAR * material.health
    else:
        said, confidence = _found_nothing(material), _UNSURE * material.health
    return writing.answer(
        material,
        said,
        phrases.aside.format(shown="; ".join(_aside(material, one) for one in shown))
        if shown
        else "",
        writing.unseen(material),
        phrases.unknown_more,
        evidence=offers.marked(material, shown, phrases.evidence_aside),
        actions=(offers.ticket(material),),
        confidence=confidence,
    )


def _found_nothing(material: Material) -> str:
    """That nothing speaks of what is asked, in what could be read."""
    phrases, sources = material.phrases, material.snapshot.meta.sources
    read = {
        (True, True): phrases.unknown_both,
        (True, False): phrases.unknown_state,
        (False, True): phrases.unknown_logs,
    }.get((sources.user_state.status == "ok", material.logs_read))
    if read is None:
        return phrases.blind
    has_rules = sources.business_rules.status == "ok"
    knowledge = phrases.unknown_knowledge if has_rules else ""
    return phrases.unknown.format(read=read, knowledge=knowledge)


def _aside(material: Material, trouble: Trouble) -> str:
    """A trouble in half a sentence."""
    phrases = material.phrases
    time = spoken.when(trouble.seen_at, material.now)
    after = phrases.aside_time.format(time=time) if time else ""
    if trouble.jobs and inert.name(trouble.jobs[0].job_id):
        failed = trouble.jobs[0]
        return phrases.aside_job.format(
            queue=writing.queue(failed.queue), job=writing.code(failed.job_id), time=after
        )
    if trouble.limit is not None:
        return phrases.aside_limit.format(title=spoken.limit_title(trouble.limit.limit))
    name = inert.name(trouble.code)
    if name is None and trouble.requests:
        status = trouble.requests[0].http_status
        return phrases.aside_request.format(status=status, time=after)
    return phrases.aside_code.format(code=writing.what(material, trouble), time=after)


def well(material: Material) -> Answer:
    """Nothing is wrong as far as the data shows, and that was the question."""
    phrases = material.phrases
    latest = max(
        (row for row in material.snapshot.backend.recent_requests if row.http_status < FAILING),
        key=lambda row: moment(row.ts),
        default=None,
    )
    evidence: list[Evidence] = []
    if latest is not None and inert.route(latest.route) == latest.route:
        label = phrases.evidence_worked.format(status=latest.http_status)
        evidence.append(Evidence(type="log_excerpt", label=label, value=latest.route))
    if latest is not None and spoken.time(latest.ts):
        label = phrases.evidence_worked_at
        evidence.append(Evidence(type="timestamp", label=label, value=latest.ts))
    hours = material.snapshot.recent_activity.window_hours
    return writing.answer(
        material,
        (phrases.clear_status if material.logs_read else phrases.clear_status_unlogged).format(
            hours=hours
        ),
        writing.unseen(material) or phrases.clear_sources,
        phrases.clear_offer,
        evidence=tuple(evidence),
        actions=(offers.ticket(material),),
        confidence=_WELL * material.health,
    )


def no_limit(material: Material) -> Answer:
    """More of a limit is wanted, and none is reached."""
    return writing.answer(
        material,
        material.phrases.no_limit,
        material.phrases.unknown_more,
        writing.unseen(material),
        actions=(offers.ticket(material),),
        confidence=_CLEAR * material.health,
    )


def nothing_failed(material: Material) -> Answer:
    """A question about something that failed, where nothing did."""
    return writing.answer(
        material,
        material.phrases.clear_nothing_failed.format(nothing=writing.nothing(material)),
        material.phrases.clear_offer,
        writing.unseen(material),
        actions=(offers.ticket(material),),
        confidence=_POLITE * material.health,
    )


def of_job(material: Material, seen: JobState) -> Answer:
    """How a job stands that did not fail."""
    phrases = material.phrases
    sentences = {
        "queued": phrases.job_queued,
        "running": phrases.job_running,
        "succeeded": phrases.job_succeeded,
        "canceled": phrases.job_canceled,
    }
    said = sentences[seen.status].format(
        queue=writing.queue(seen.queue),
        job=writing.code(seen.job_id),
        time=spoken.when(seen.updated_at, material.now),
    )
    job = Evidence(type="job_id", label=phrases.evidence_job_seen, value=seen.job_id)
    at = Evidence(type="timestamp", label=phrases.evidence_time, value=seen.updated_at)
    return writing.answer(
        material,
        said,
        writing.missing(material),
        evidence=(job, at),
        actions=(offers.ticket(material),),
        confidence=_JOB * material.health,
    )


def exhausted(material: Material, tried: Trouble | None) -> Answer:
    """What the data explains was tried, and did not help."""
    phrases = material.phrases
    offered = offers.actions(material, tried, None) if tried is not None else ()
    retries = tuple(action for action in offered if action.type == "retry")
    return writing.answer(
        material,
        phrases.exhausted,
        phrases.exhausted_retry if retries else "",
        phrases.exhausted_ticket,
        writing.missing(material),
        evidence=offers.evidence(material, tried) if tried is not None else (),
        actions=(
            offers.ticket(material, inert.name(tried.code) if tried else None),
            *retries,
        ),
        confidence=_UNSURE,
    )


def thanks(material: Material) -> Answer:
    """A word of thanks was said."""
    return writing.answer(material, material.phrases.thanks, confidence=_POLITE)


def human(material: Material, trouble: Trouble | None) -> Answer:
    """A person is wanted."""
    code = inert.name(trouble.code) if trouble is not None else None
    return writing.answer(
        material,
        material.phrases.human,
        actions=(offers.ticket(material, code),),
        confidence=_POLITE,
    )
