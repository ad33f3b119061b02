"""Puts a trouble into words: what is happening, why, and what to do now."""

from application.adapters.builtin import inert, spoken
from application.adapters.builtin.material import Material
from application.adapters.builtin.troubles import Trouble
from domain.snapshot.shape import JobState, LimitReached


def code(name: str) -> str:
    """A name as Markdown code."""
    return f"`{name}`"


def headline(material: Material, trouble: Trouble) -> str:
    """What is happening, in a sentence or two."""
    phrases = material.phrases
    if trouble.limit is not None:
        return limit(material, trouble.limit)
    if trouble.jobs and inert.name(trouble.jobs[0].job_id):
        sentence = job(material, trouble.jobs[0], phrases.job)
        return f"{sentence} {phrases.infra}" if _is_ours(trouble) else sentence
    match trouble.error_class:
        case "infra":
            return phrases.infra
        case "permission":
            resource = inert.name(trouble.resource)
            to = phrases.resource.format(resource=code(resource)) if resource else ""
            roles = [role for role in material.snapshot.identity.roles if inert.name(role)]
            said = phrases.permission_roles.format(roles=", ".join(roles[:5])) if roles else ""
            return phrases.permission.format(resource=to) + said
        case "validation" | "business" as kind:
            resource = inert.name(trouble.resource)
            about = phrases.about.format(resource=code(resource)) if resource else ""
            sentence = phrases.validation if kind == "validation" else phrases.business
            return sentence.format(resource=about)


def limit(material: Material, reached: LimitReached) -> str:
    """A limit, what is counted against it, and the plan that sets it."""
    phrases = material.phrases
    said = phrases.limit.format(
        title=spoken.limit_title(reached.limit),
        maximum=spoken.quantity(reached.limit, reached.max),
        current=spoken.quantity(reached.limit, reached.current),
    )
    if reached.current > reached.max:
        over = spoken.quantity(reached.limit, reached.current - reached.max)
        said += phrases.limit_over.format(over=over)
    else:
        said += phrases.limit_full if reached.current == reached.max else phrases.limit_nearly
    plan = inert.name(material.snapshot.identity.plan)
    return said + (phrases.limit_plan.format(plan=plan) if plan else "")


def job(material: Material, failed: JobState, sentence: str) -> str:
    """A failed job, with its queue and the stage that it reached."""
    queue, stage = inert.name(failed.queue), inert.name(failed.last_stage)
    return sentence.format(
        queue=f"{queue} " if queue else "",
        job=code(failed.job_id),
        stage=material.phrases.job_stage.format(stage=stage) if stage else "",
    )


def facts(material: Material, trouble: Trouble) -> str:
    """Code, time and request: why it is believed to be so."""
    phrases = material.phrases
    name = inert.name(trouble.code)
    time = spoken.time(trouble.seen_at) if trouble.seen_at else None
    said = ""
    if name and time:
        said = phrases.code_and_time.format(code=code(name), time=time)
    elif name:
        said = phrases.code_only.format(code=code(name))
    elif time:
        said = phrases.time_only.format(time=time)
    for row in trouble.requests[:1]:
        route = inert.route(row.route)
        if route:
            said += phrases.request.format(route=code(route), status=row.http_status)
    if trouble.limit is not None and trouble.jobs and inert.name(trouble.jobs[0].job_id):
        said += job(material, trouble.jobs[0], phrases.job_failed_too)
    if trouble.recovered:
        said += phrases.recovered
    return said.strip()


def to_do(material: Material, trouble: Trouble) -> str:
    """What helps, as the error catalogue says it, and whether trying again does."""
    phrases = material.phrases
    resolution = inert.prose(trouble.entry.resolution) if trouble.entry is not None else ""
    lines: list[str] = []
    if resolution:
        lines.append(phrases.to_do.format(resolution=resolution))
    elif trouble.limit is not None:
        lines.append(phrases.to_do_limit)
    else:
        lines.append(phrases.to_do_unknown)
    if trouble.retryable:
        lines.append(phrases.retry)
    elif trouble.active or trouble.entry is not None:
        lines.append(phrases.no_retry)
    if resolution and not trouble.user_actionable and not trouble.retryable:
        lines.append(phrases.not_yours)
    if _is_ours(trouble):
        lines.append(phrases.not_known_end)
    return " ".join(lines)


def missing(material: Material) -> str:
    """Which sources failed; empty where none did."""
    names = material.missing
    if not names:
        return ""
    phrases = material.phrases
    listed = ", ".join(names[:-1])
    sources = f"{listed} {phrases.conjunction} {names[-1]}" if listed else names[-1]
    return phrases.missing.format(sources=sources)


def _is_ours(trouble: Trouble) -> bool:
    return trouble.error_class == "infra"
