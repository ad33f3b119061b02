"""Puts a trouble into words: what is happening, why, and what to do now."""

import re
from typing import Final

from application.adapters.builtin import inert, spoken
from application.adapters.builtin.knowledge import passages
from application.adapters.builtin.material import Material
from application.adapters.builtin.troubles.trouble import Trouble, moment
from domain.answer import Answer, Evidence, SuggestedAction
from domain.snapshot.shape import JobState, LimitReached

PASSAGE: Final = 320
"""Characters of a document that are quoted at most."""
MOST_ACTIONS: Final = 4
_NEWS_HOURS: Final = 72
_SAYS_RETRY: Final = re.compile(r"(?<!\w)(?:again|retr(?:y|ies|ied)|retrying)(?!\w)", re.IGNORECASE)


def answer(
    material: Material,
    *paragraphs: str,
    evidence: tuple[Evidence, ...] = (),
    actions: tuple[SuggestedAction, ...] = (),
    confidence: float,
) -> Answer:
    """An answer of the paragraphs that are not empty, labelled for what it is."""
    phrases = material.phrases
    excuse = {
        "de": phrases.in_german,
        "pt": phrases.in_portuguese,
        "es": phrases.in_spanish,
        "fr": phrases.in_french,
        "unread": phrases.unread,
    }.get(material.language, "")
    said = [paragraph for paragraph in (excuse, *paragraphs) if paragraph]
    return Answer(
        content="\n\n".join((*said, phrases.automatic)),
        actions=actions[:MOST_ACTIONS],
        evidence=evidence,
        confidence=round(confidence, 2),
    )


def together(material: Material, told: list[Answer]) -> Answer:
    """Answers to several questions as one, which says nothing twice."""
    label = material.phrases.automatic
    said: list[str] = []
    for one in told:
        new = [part for part in one.content.split("\n\n") if part not in {*said, label}]
        # What only leads to what is said already leads to nothing.
        said += [] if all(part.endswith(":") for part in new) else new
    actions = {action.label: action for one in told for action in one.actions}
    pieces = {(piece.type, piece.value): piece for one in told for piece in one.evidence}
    return Answer(
        content="\n\n".join((*said, label)),
        actions=tuple(sorted(actions.values(), key=lambda one: one.type == "create_ticket"))[
            :MOST_ACTIONS
        ],
        evidence=tuple(pieces.values()),
        confidence=min(one.confidence for one in told),
    )


def code(name: str) -> str:
    """A name as Markdown code."""
    return f"`{name}`"


def what(material: Material, trouble: Trouble) -> str:
    """What to call a trouble within a sentence: its code, its limit, or "this error"."""
    name = inert.name(trouble.code)
    if name:
        return code(name)
    if trouble.limit is not None:
        return material.phrases.this_limit.format(title=spoken.limit_title(trouble.limit.limit))
    return material.phrases.this_error


def thing(material: Material, resource: str | None) -> str:
    """A resource, by what the user calls it where the data tells; empty where it cannot be said."""
    name = inert.name(resource)
    if name is None:
        return ""
    entity = material.things.get(name)
    if entity is None:
        return code(name)
    kind = inert.prose(" ".join(spoken.name_words(entity.type)), longest=40)
    description = inert.prose(str(entity.description or ""), longest=80)
    if not description or not kind.replace(" ", "").isalpha():
        return code(name)
    return material.phrases.thing.format(kind=kind, description=description, id=code(name))


def headline(material: Material, trouble: Trouble) -> str:
    """What is happening, in a sentence or two."""
    phrases = material.phrases
    if trouble.limit is not None:
        return limit(material, trouble.limit)
    if trouble.jobs and inert.name(trouble.jobs[0].job_id):
        sentence = job(material, trouble.jobs[0], phrases.job)
        return f"{sentence} {phrases.infra}" if trouble.ours else sentence
    concerned = thing(material, trouble.resource)
    if trouble.error_class == "permission":
        to = phrases.resource.format(resource=concerned) if concerned else ""
        return phrases.permission.format(resource=to) + material.roles_told
    title = spoken.code_title(trouble.code)
    about = phrases.about.format(resource=concerned) if concerned else ""
    if trouble.ours:
        named = phrases.infra_named.format(what=title, resource=about)
        return named if title else phrases.infra
    sentences = {"validation": phrases.validation, "infra": phrases.failed}
    return sentences.get(trouble.error_class, phrases.business).format(
        what=phrases.named.format(what=title) if title else "", resource=about
    )


def limit(material: Material, reached: LimitReached) -> str:
    """A limit, what is counted against it, and the plan that sets it."""
    phrases = material.phrases
    plan = inert.name(material.snapshot.identity.plan)
    over = reached.current - reached.max
    state = phrases.limit_used
    if over > 0:
        state = phrases.limit_size if spoken.is_size(reached.limit) else phrases.limit_over
    sentence = phrases.limit if reached.current >= reached.max else phrases.limit_nearly
    return sentence.format(
        title=spoken.limit_title(reached.limit),
        plan=phrases.on_plan.format(plan=plan) if plan else "",
        state=state.format(
            maximum=spoken.quantity(reached.limit, reached.max),
            current=spoken.quantity(reached.limit, reached.current),
            over=spoken.quantity(reached.limit, over),
        ),
    )


def queue(name: object) -> str:
    """What a job does, as the word before "job"."""
    title = spoken.queue_title(name)
    return f"{title} " if title else ""


def job(material: Material, failed: JobState, sentence: str) -> str:
    """A failed job, with what it does and the stage that it reached."""
    stage = inert.name(failed.last_stage)
    return sentence.format(
        queue=queue(failed.queue),
        job=code(failed.job_id),
        stage=material.phrases.job_stage.format(stage=stage) if stage else "",
    )


def brief(material: Material, trouble: Trouble) -> str:
    """A trouble in a line among others: what is happening, its code, and when."""
    name = inert.name(trouble.code)
    told = (name and spoken.code_title(name)) or trouble.limit is not None or trouble.jobs
    first = passages.sentences(trouble.entry.resolution)[:1] if trouble.entry is not None else []
    said = material.quoted(first[0]) if first and not told else ""
    quoted = material.phrases.quoted_catalogue.format(passage=said) if said else ""
    seen = code_and_time(material, trouble)
    return " ".join(filter(None, (headline(material, trouble), quoted, seen)))


def facts(material: Material, trouble: Trouble) -> str:
    """Code, times and request: why it is believed to be so."""
    phrases = material.phrases
    said = code_and_time(material, trouble)
    first = spoken.ago(trouble.first_seen_at or "", material.now)
    if first and trouble.requests_failed > 1:
        said += phrases.often.format(count=trouble.requests_failed, first=first)
    for row in trouble.requests[:1]:
        route = inert.route(row.route)
        if route:
            said += phrases.request.format(route=code(route), status=row.http_status)
    if trouble.limit is not None and trouble.jobs and inert.name(trouble.jobs[0].job_id):
        said += job(material, trouble.jobs[0], phrases.job_failed_too)
    if trouble.recovered:
        said += phrases.recovered
    elif (later := _later_job(material, trouble)) is not None:
        said += phrases.job_later.format(
            queue=queue(later.queue),
            job=code(later.job_id),
            time=spoken.when(later.updated_at, material.now),
        )
    return said.strip()


def _later_job(material: Material, trouble: Trouble) -> JobState | None:
    """The newest job of the kind that failed which succeeded after that; None where none did."""
    failed = trouble.jobs[:1]
    done = [
        job
        for job in material.snapshot.backend.jobs
        if failed
        and job.status == "succeeded"
        and job.queue == failed[0].queue
        and moment(job.updated_at) > moment(failed[0].updated_at)
        and inert.name(job.job_id)
    ]
    return max(done, key=lambda job: moment(job.updated_at), default=None)


def code_and_time(material: Material, trouble: Trouble) -> str:
    """A trouble's code, and when it was last seen; empty where the data tells neither."""
    phrases = material.phrases
    name = inert.name(trouble.code)
    time = spoken.when(trouble.seen_at, material.now)
    if name and time:
        return phrases.code_and_time.format(code=code(name), time=time)
    if name:
        return phrases.code_only.format(code=code(name))
    return phrases.time_only.format(time=time) if time else ""


def resolution(material: Material, trouble: Trouble) -> str:
    """What the error catalogue advises; empty where it says nothing."""
    return material.quoted(trouble.entry.resolution) if trouble.entry is not None else ""


def to_do(material: Material, trouble: Trouble) -> str:
    """What helps, as the error catalogue says it, and whether trying again does."""
    phrases = material.phrases
    advised = resolution(material, trouble)
    if trouble.recovered:
        return phrases.to_do_again.format(resolution=advised) if advised else ""
    lines: list[str] = []
    if advised:
        lines.append(phrases.to_do.format(resolution=advised))
    elif trouble.limit is not None:
        lines.append(phrases.to_do_limit)
        lines += [] if material.rules_setting(trouble.limit.limit) else [phrases.to_do_raise]
    else:
        lines.append(phrases.to_do_unknown if material.advice_read else phrases.to_do_unread)
    if not _SAYS_RETRY.search(advised):
        if trouble.retryable:
            lines.append(phrases.retry)
        elif trouble.active or trouble.entry is not None:
            lines.append(phrases.no_retry)
    if advised and not trouble.user_actionable and not trouble.retryable:
        lines.append(phrases.not_yours)
    if trouble.ours and not trouble.jobs:
        lines.append(phrases.not_known_end)
    return " ".join(lines)


def news(material: Material, trouble: Trouble, *, most: int = 2) -> str:
    """What the changelog of the last days says about a trouble's code, in at most so many
    sentences; empty where it says nothing.
    """
    name = inert.name(trouble.code)
    if not name:
        return ""
    for entry in material.knowledge.changelog:
        hours = (material.now - moment(entry.date)).total_seconds() / 3600
        if name in entry.summary and hours <= _NEWS_HOURS and inert.name(entry.date):
            said = " ".join(passages.sentences(entry.summary)[:most])
            return material.phrases.changelog.format(date=entry.date, summary=material.quoted(said))
    return ""


def missing(material: Material) -> str:
    """Which sources failed; empty where none did."""
    return _noted(material, material.missing, material.phrases.missing)


def unseen(material: Material) -> str:
    """Which sources failed, wholly or in part, for an answer that says that something is not."""
    in_part = _noted(material, material.missing_in_part, material.phrases.missing_in_part)
    return " ".join(filter(None, (missing(material), in_part)))


def nothing(material: Material) -> str:
    """What the user has none of, as far as it could be read."""
    phrases = material.phrases
    return phrases.clear_of_all if material.logs_read else phrases.clear_of_state


def _noted(material: Material, names: tuple[str, ...], note: str) -> str:
    if not names:
        return ""
    listed = ", ".join(names[:-1])
    joined = f"{listed} {material.phrases.conjunction} {names[-1]}" if listed else names[-1]
    return note.format(sources=joined)
