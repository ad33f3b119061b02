"""The answers about jobs that did not fail."""

from typing import Final

from application.adapters.builtin import inert, offers, spoken, writing
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import inquiries, intents, words
from application.adapters.builtin.question.questions import Query
from application.adapters.builtin.troubles.trouble import moment
from domain.answer import Answer, Evidence
from domain.snapshot.shape import JobState

_SURE: Final = 0.6


def meant(material: Material, asked: Query) -> JobState | None:
    """The newest job that the question names, or asks after, and that did not fail."""
    named = {name.lower() for name in asked.literals}
    asked_after = intents.asks_how_a_job_stands(material.question)
    if inquiries.asks_of_a_kind(material.question):
        asked_after = False
    about = {term.stem for term in asked.without(intents.JOB_STATES).terms if asked_after}
    meant = [
        job
        for job in material.snapshot.backend.jobs
        if job.job_id.lower() in named or (about and about <= words.stems(job.queue))
    ]
    states = intents.job_states(material.question)
    meant = [job for job in meant if job.status in states] or meant
    newest = max(meant, key=lambda job: moment(job.updated_at), default=None)
    if newest is None or newest.status == "failed":
        return None
    sayable = inert.name(newest.job_id) is not None and spoken.time(newest.updated_at) is not None
    return newest if sayable else None


def is_named(job: JobState, asked: Query) -> bool:
    """Whether a question calls a job by its id, or by all the words of what it does."""
    about = frozenset(term.stem for term in asked.without(intents.JOB_STATES).terms)
    by_words = len(about) > 1 and about == words.stems(job.queue)
    return by_words or job.job_id.lower() in {name.lower() for name in asked.literals}


def answer(material: Material, seen: JobState) -> Answer:
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
        phrases.job_by_whom if inquiries.asks_by_whom(material.question) else "",
        writing.missing(material),
        evidence=(job, at),
        actions=(offers.ticket(material),),
        confidence=_SURE * material.health,
    )
