"""The answers that lay no trouble out: what the account has, all well, and not knowing."""

from application.adapters.builtin import inert, offers, spoken, stands, writing
from application.adapters.builtin.knowledge.ranking import Ranked
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import intents
from application.adapters.builtin.troubles.trouble import FAILING, Trouble, moment
from domain.answer import Answer, Evidence

_UNSURE, _BLIND, _CLEAR, _POLITE, _WELL = 0.15, 0.05, 0.2, 0.5, 0.65
_STANDING, _JOB = 0.7, 0.6
_ASIDES = 2
_FEATURES = 12


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


def unknown(material: Material, ranked: list[Ranked], *, beyond: str = "") -> Answer:
    """Nothing in the data answers the question, nor what is called `beyond` and was told before;
    what `ranked` has is named beside it.
    """
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
    question = material.question
    wants_to_know, asked = intents.wants_to_know(question), intents.is_asked(question)
    more = phrases.unknown_asked_more if wants_to_know else phrases.unknown_more
    if material.health and intents.asks(material.question) == "lost":
        said, more = phrases.fate_unknown, ""
    said_of, of_things = stands.beside(material)
    if not (material.troubles or of_things or wants_to_know):
        amiss, of_things = stands.amiss(material)
        said_of.append(amiss)
    return writing.answer(
        material,
        said,
        phrases.unknown_beyond.format(title=beyond) if beyond and asked else "",
        " ".join(said_of),
        phrases.aside.format(shown="; ".join(_aside(material, one) for one in shown))
        if shown
        else "",
        writing.unseen(material),
        more,
        evidence=(*offers.marked(material, shown, phrases.evidence_aside), *of_things),
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
        full = trouble.limit.current >= trouble.limit.max
        sentence = phrases.aside_limit if full else phrases.aside_limit_nearly
        return sentence.format(title=spoken.limit_title(trouble.limit.limit))
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
    amiss, evidence = stands.amiss(material)
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
        amiss,
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
    amiss, evidence = stands.amiss(material)
    return writing.answer(
        material,
        material.phrases.clear_nothing_failed.format(nothing=writing.nothing(material)),
        amiss,
        material.phrases.clear_offer,
        writing.unseen(material),
        evidence=tuple(evidence),
        actions=(offers.ticket(material),),
        confidence=_POLITE * material.health,
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
