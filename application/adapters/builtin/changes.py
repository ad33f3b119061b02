"""The answers from the changelog: what changed, in some time, or about something."""

from datetime import date
from typing import Final

from application.adapters.builtin import inert, offers, spoken, writing
from application.adapters.builtin.knowledge import bags, passages
from application.adapters.builtin.knowledge.matching import Terms
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import inquiries, periods
from application.adapters.builtin.question.questions import Query
from domain.answer import Answer, Evidence
from domain.snapshot.shape import ChangelogEntry

_SHOWN: Final = 4
_SENTENCES: Final = 2
_BY_TOPIC: Final = 0.8
_ABOUT: Final = 0.5
_MENTIONED: Final = 0.85
"""What an entry must cover of a question that does not ask for changes: more than a topic does."""
_SURE, _UNSURE = 0.6, 0.3


def answer(material: Material) -> Answer | None:
    """What changed, if that is the question; None where it is another."""
    if not inquiries.asks_changes(material.question):
        return None
    phrases, entries = material.phrases, _entries(material)
    if not entries:
        return _told(material, phrases.no_changelog, [], _UNSURE)
    dated = _of_period(material, entries)
    about = material.asked.without(inquiries.CHANGE_WORDS)
    found = _about(dated, about, _ABOUT) if about.terms else dated
    if found:
        return _told(material, phrases.changes, found, _SURE)
    said = phrases.changes_not_about if dated else phrases.changes_not_then
    return _told(material, said, entries[:1], _UNSURE)


def mentioning(material: Material, asked: Query, *, least: float = 0.0) -> Answer | None:
    """What the changelog says about what nothing else covers `least` of; None where it says
    nothing.
    """
    least = max(_MENTIONED, least)
    found = _about(_entries(material), asked, least) if asked.terms else []
    return _told(material, material.phrases.changes, found[:1], _UNSURE) if found else None


def _entries(material: Material) -> list[ChangelogEntry]:
    """The entries that can be shown, newest first."""
    readable = [one for one in material.knowledge.changelog if _day(one) is not None]
    return sorted(readable, key=lambda one: one.date, reverse=True)


def _day(entry: ChangelogEntry) -> date | None:
    try:
        return date.fromisoformat(entry.date[: len("2026-02-20")])
    except ValueError:
        return None


def _of_period(material: Material, entries: list[ChangelogEntry]) -> list[ChangelogEntry]:
    """The entries of the time that the question names, or of the version; all if it names none."""
    text = material.question.lower()
    versions = [at for at, one in enumerate(entries) if one.version.lower() in material.asked.words]
    if versions:
        at = versions[0]
        return entries[:at] if inquiries.says_since(text) else entries[at : at + 1]
    period = periods.read(text, material.now.date())
    if period is None:
        return entries
    return [one for one in entries if (day := _day(one)) is not None and period.holds(day)]


def _about(entries: list[ChangelogEntry], asked: Query, least: float) -> list[ChangelogEntry]:
    terms = Terms(asked.terms, by_topic=_BY_TOPIC)
    return [one for one in entries if terms.covered(bags.of_sentence(one.summary)) >= least]


def _told(
    material: Material, introduction: str, entries: list[ChangelogEntry], confidence: float
) -> Answer:
    phrases = material.phrases
    lines = [
        phrases.change.format(
            date=spoken.time(one.date[: len("2026-02-20")]),
            version=f" ({version})" if (version := inert.name(one.version)) else "",
            summary=material.quoted(" ".join(passages.sentences(one.summary)[:_SENTENCES])),
        )
        for one in entries[:_SHOWN]
    ]
    dates = dict.fromkeys(one.date for one in entries[:_SHOWN])
    return writing.answer(
        material,
        introduction,
        "\n".join(lines),
        writing.missing(material),
        evidence=tuple(
            Evidence(type="timestamp", label=phrases.evidence_change, value=day) for day in dates
        ),
        actions=(offers.ticket(material),) if confidence < _SURE else (),
        confidence=confidence * material.trust,
    )
