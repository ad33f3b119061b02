"""The order in which a snapshot gives way: what helps a diagnosis least goes first."""

import re
from datetime import UTC, datetime

from domain.model import JSON
from domain.snapshot.assemble import CATALOGUED_ERROR, RULE
from domain.snapshot.document import PROFILE, Document, Place, rows

KNOWLEDGE = (
    ("knowledgePack", "changelog"),
    ("knowledgePack", "docs"),
    ("knowledgePack", "runbooks"),
)
"""The lists that `meta.truncation.docsRemoved` counts."""

ACTIVITY = (("recentActivity", "events"), ("recentActivity", "clickTimeline"))
"""The lists that `meta.truncation.eventsRemoved` counts."""

LOGS = (("backend", "recentRequests"), ("backend", "jobs"), ("backend", "errors"))
"""The lists that `meta.truncation.logsTrimmed` speaks of."""

_WORD = re.compile(r"\w(?:[\w.:-]*\w)?")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def cut_order(document: Document) -> list[Place]:
    """Every place that may be cut, the first to go first: knowledge, activity, logs, the rest.

    Knowledge: the changelog from its oldest entry on, then what is about none of the user's
    troubles, then what is about a failed job, a logged error or a limit, then what is about an
    active error. Activity and logs: oldest first. Then entities (those that an active error is
    about last). Then active errors, limits and what is known of the user beside the ids, of which
    the longest list gives way to the others: no number of features costs the one error.
    """
    return [
        *_oldest_first(document, "knowledgePack", "changelog", "date"),
        *_least_relevant_first(document),
        *_oldest_first(document, "recentActivity", "events", "ts"),
        *_oldest_first(document, "recentActivity", "clickTimeline", "ts"),
        *_oldest_first(document, "backend", "recentRequests", "ts"),
        *_oldest_first(document, "backend", "jobs", "updatedAt", "createdAt"),
        *_oldest_first(document, "backend", "errors", "ts"),
        *_entities(document),
        *_longest_first(
            _oldest_first(document, "productState", "activeErrors", "occurredAt"),
            _last_listed_first(document, "productState", "limitsReached"),
            _last_listed_first(document, "identity", "featuresEnabled"),
            _last_listed_first(document, "identity", "roles"),
        ),
        *([PROFILE] if "profile" in document["identity"] else []),
    ]


def _longest_first(*lists: list[Place]) -> list[Place]:
    """The places of several lists, each in its order, by how many of its list are left then."""
    left = [(len(places) - cut, place) for places in lists for cut, place in enumerate(places)]
    return [place for _, place in sorted(left, key=lambda one: one[0], reverse=True)]


def _last_listed_first(document: Document, section: str, member: str) -> list[Place]:
    count = len(rows(document, section, member))
    return [Place(section, member, index) for index in reversed(range(count))]


def _oldest_first(document: Document, section: str, member: str, *times: str) -> list[Place]:
    moments = [_moment(row, times) for row in rows(document, section, member)]
    return [
        Place(section, member, index)
        for index in sorted(range(len(moments)), key=moments.__getitem__)
    ]


def _moment(row: JSON, times: tuple[str, ...]) -> datetime:
    """The first of these members that is a time; one that is none counts as long ago."""
    for name in times:
        try:
            moment = datetime.fromisoformat(_text(row, name))
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
    return _LONG_AGO


def _least_relevant_first(document: Document) -> list[Place]:
    active = _texts(document, "productState", "activeErrors", "errorCode")
    troubles = (
        _texts(document, "productState", "limitsReached", "limit")
        | _texts(document, "backend", "errors", "errorCode")
        | _texts(document, "backend", "jobs", "errorCode")
        | _texts(document, "backend", "recentRequests", "errorCode")
    )
    ranked: list[tuple[int, int, int, Place]] = []
    for kind, member in enumerate(("docs", "runbooks")):
        for index, doc in enumerate(rows(document, "knowledgePack", member)):
            about = _words(doc) if active or troubles else set[str]()
            relevance = 2 if about & active else 1 if about & troubles else 0
            name = _text(doc, "id")
            stated = kind + name.startswith((RULE, CATALOGUED_ERROR))
            place = Place("knowledgePack", member, index)
            ranked.append((relevance, stated, -index, place))
    return [place for *_, place in sorted(ranked)]


def _words(doc: JSON) -> set[str]:
    title, content = _text(doc, "title"), _text(doc, "content")
    name = _text(doc, "id").removeprefix(RULE).removeprefix(CATALOGUED_ERROR)
    return {name, title, *_WORD.findall(title), *_WORD.findall(content)}


def _entities(document: Document) -> list[Place]:
    concerned = _texts(document, "productState", "activeErrors", "resourceId")
    entities = rows(document, "productState", "entities")
    places = _last_listed_first(document, "productState", "entities")
    return sorted(places, key=lambda place: _text(entities[place.row], "id") in concerned)


def _texts(document: Document, section: str, member: str, name: str) -> set[str]:
    return {_text(row, name) for row in rows(document, section, member)} - {""}


def _text(row: JSON, name: str) -> str:
    value = row.get(name) if isinstance(row, dict) else None
    return "" if value is None else str(value)
