"""The answers about one side of a trouble that was laid out before: short, and only that."""

import re
from collections.abc import Callable
from typing import Final

from application.adapters.builtin import inert, offers, spoken, telling, timing, writing
from application.adapters.builtin.knowledge import quoting
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import intents, words
from application.adapters.builtin.question.intents import Intent
from application.adapters.builtin.troubles.trouble import Trouble
from domain.answer import Answer, Evidence, SuggestedAction

_SURE: Final = 0.6
_UNSURE: Final = 0.25
_NAMED: Final = 0.5
"""What of a question a trouble must hold to be what it is about, and not only its advice."""
_PEOPLE: Final = re.compile(
    r"(?<!\w)(?:owners?|admins?|administrators?|managers?|approvers?|supervisors?|accountants?"
    r"|operators?|team leads?|request access|support)(?!\w)",
    re.IGNORECASE,
)
_GIVING: Final = re.compile(
    r"(?<!\w)(?:asks?|can|may|rais\w+|gives?|grants?|listed|approv\w+|request|buys?)(?!\w)",
    re.IGNORECASE,
)
_WHO_MAY: Final = words.stems("who may can allowed")
_FATES: Final = re.compile(
    r"(?<!\w)(?:lost|lose|safe|saved|kept|keeps?|deleted?|gone|charged|refunded|stored"
    r"|unchanged|nothing is wrong|nothing in|no \w+ is|overwritten|twice)(?!\w)",
    re.IGNORECASE,
)
_SAFE: Final = re.compile(r"(?<!\w)(?:safe|harm|damage|twice|double|risk\w*)(?!\w)")


def side(material: Material, trouble: Trouble, intent: Intent) -> Answer:
    """The answer about a trouble to a question of an intent."""
    sides: dict[Intent, Callable[[Material, Trouble], list[str]]] = {
        "retry": retry,
        "until": timing.until,
        "over": timing.over,
        "who": who,
        "lost": lost,
        "fault": fault,
        "since": timing.since,
        "which": which,
        "why": why,
        "meaning": meaning,
        "repeat": again,
        "none": as_said,
    }
    said = [text for text in sides.get(intent, advice)(material, trouble) if text]
    unsure = (intent == "over" and not trouble.recovered) or said[0] in {
        material.phrases.lost_unknown,
        material.phrases.who_none,
        material.phrases.until_unknown,
        material.phrases.not_answered,
    }
    return writing.answer(
        material,
        *said,
        writing.missing(material),
        evidence=_evidence(material, trouble, intent),
        actions=_actions(material, trouble, intent),
        confidence=(_UNSURE if unsure else _SURE) * material.health,
    )


def lead(material: Material, trouble: Trouble, intent: Intent) -> str:
    """What goes before a trouble is laid out, if the question asks for one side of it too."""
    if intent == "until" and trouble.ours:
        return material.phrases.until_unknown
    if intent == "lost":
        said = telling.quoted(material, trouble, _FATES)
        return said[0] if said else material.phrases.lost_unknown
    return ""


def retry(material: Material, trouble: Trouble) -> list[str]:
    """Whether it may help to try again."""
    phrases = material.phrases
    named = writing.what(material, trouble)
    advised = writing.resolution(material, trouble)
    quoted = phrases.retry_advice.format(resolution=advised) if advised else ""
    safe = [telling.by_doc(material, trouble, _FATES)] if _SAFE.search(material.question) else []
    if trouble.recovered:
        return [phrases.retry_over]
    if trouble.retryable:
        return [phrases.retry_yes.format(what=named), quoted, *safe, phrases.retry_unlike]
    if trouble.active or trouble.entry is not None or trouble.limit is not None:
        helps = phrases.advised.format(resolution=advised) if advised else ""
        return [phrases.retry_no.format(what=named), helps]
    return [phrases.retry_unknown.format(what=named)]


def who(material: Material, trouble: Trouble) -> list[str]:
    """Who can do something about it."""
    phrases = material.phrases
    quoted = telling.quoted(material, trouble, _PEOPLE, _GIVING)
    rules = [
        line
        for line in offers.related_rules(material, trouble)
        if len(_WHO_MAY & words.stems(line.path[-1])) or "who" in spoken.name_words(line.path[-1])
    ]
    said = [*quoted, quoting.rules(material, rules)]
    if not any(said) and intents.asks_alone(material.question):
        marked = phrases.yours if trouble.user_actionable else phrases.not_yours
        advised = writing.resolution(material, trouble)
        return [marked, phrases.advised.format(resolution=advised) if advised else ""]
    if not any(said):
        advised = writing.resolution(material, trouble)
        tells = advised and trouble.error_class == "permission"
        said = [phrases.advised.format(resolution=advised)] if tells else []
    if not said:
        return [phrases.who_none]
    if trouble.error_class == "permission":
        said.append(material.roles_told.strip())
    return said


def lost(material: Material, trouble: Trouble) -> list[str]:
    """Whether anything was lost, or charged."""
    phrases = material.phrases
    said = telling.quoted(material, trouble, _FATES) or [phrases.lost_unknown]
    if trouble.recovered:
        said.append(phrases.recovered.strip())
    entity = material.things.get(trouble.resource or "")
    status = inert.name(entity.status) if entity is not None else None
    if status:
        shown = writing.thing(material, trouble.resource)
        said.append(phrases.thing_status.format(thing=shown, status=status))
    return said


def fault(material: Material, trouble: Trouble) -> list[str]:
    """Whose fault it is."""
    phrases = material.phrases
    if trouble.ours:
        said = phrases.fault_ours
    elif trouble.error_class == "permission":
        said = phrases.fault_permission
    elif trouble.limit is not None:
        said = phrases.fault_limit
    else:
        said = {"validation": phrases.fault_sent, "infra": phrases.fault_unknown}.get(
            trouble.error_class, phrases.fault_rule
        )
    advised = writing.resolution(material, trouble)
    return [said, phrases.quoted_catalogue.format(passage=advised) if advised else ""]


def which(material: Material, trouble: Trouble) -> list[str]:
    """Which request, job and resource it was, and when."""
    phrases = material.phrases
    lines = [phrases.which]
    for row in trouble.requests[:1]:
        route, request = inert.route(row.route), inert.name(row.request_id)
        if route and request:
            said = phrases.which_request.format(
                route=writing.code(route), status=row.http_status, id=writing.code(request)
            )
            lines.append(said)
    lines += (
        writing.job(material, failed, phrases.which_job)
        for failed in trouble.jobs[:1]
        if inert.name(failed.job_id)
    )
    concerned = writing.thing(material, trouble.resource)
    if concerned and trouble.resource not in {row.job_id for row in trouble.jobs}:
        lines.append(phrases.which_resource.format(value=concerned))
    if trouble.limit is not None:
        title = spoken.limit_title(trouble.limit.limit)
        lines.append(phrases.which_limit.format(value=title))
    if time := spoken.when(trouble.seen_at, material.now):
        lines.append(phrases.which_time.format(value=time))
    return ["\n".join(lines)]


def why(material: Material, trouble: Trouble) -> list[str]:
    """The cause, as far as it shows."""
    return [
        material.phrases.why,
        writing.headline(material, trouble),
        writing.facts(material, trouble),
        writing.news(material, trouble),
    ]


def meaning(material: Material, trouble: Trouble) -> list[str]:
    """What an error means that the catalogue does not explain."""
    if inert.name(trouble.code) is None or trouble.entry is not None:
        return advice(material, trouble)
    phrases = material.phrases
    said = phrases.meaning_unknown if material.advice_read else phrases.meaning_unread
    return [
        said.format(what=writing.what(material, trouble)),
        writing.headline(material, trouble),
        writing.facts(material, trouble),
    ]


def advice(material: Material, trouble: Trouble) -> list[str]:
    """What to do now, and what the documents add."""
    doc = offers.related_doc(material, trouble)
    asked = material.asked
    named = writing.what(material, trouble)
    return [
        material.phrases.advice.format(what=named),
        writing.to_do(material, trouble),
        quoting.passage(material, doc, asked) if doc is not None and asked.terms else "",
    ]


def no_limit(material: Material, trouble: Trouble) -> Answer:
    """The trouble is none that more of a limit would end."""
    return writing.answer(
        material,
        material.phrases.not_a_limit,
        *(text for text in as_said(material, trouble) if text),
        evidence=offers.evidence(material, trouble),
        actions=_actions(material, trouble, "none"),
        confidence=_SURE * material.health,
    )


def again(material: Material, trouble: Trouble) -> list[str]:
    """The trouble once more, in short."""
    return _short(material, trouble, material.phrases.again)


def as_said(material: Material, trouble: Trouble) -> list[str]:
    """The trouble, where the question says no more than that it is still about it; of what it asks
    and does not name, that nothing is known.
    """
    asks = intents.is_asked(material.question) and intents.says_something(material.question)
    ranked = material.ranking.rank(material.asked)
    named = {one.trouble for one in ranked if one.relevance >= _NAMED}
    if asks and trouble not in named:
        return [material.phrases.not_answered, writing.to_do(material, trouble)]
    return _short(material, trouble, material.phrases.as_said)


def _short(material: Material, trouble: Trouble, introduction: str) -> list[str]:
    return [
        introduction,
        writing.headline(material, trouble),
        writing.to_do(material, trouble),
    ]


def _evidence(material: Material, trouble: Trouble, intent: Intent) -> tuple[Evidence, ...]:
    found = offers.evidence(material, trouble)
    first = trouble.first_seen_at
    if intent == "since" and first and first != trouble.seen_at:
        label = material.phrases.evidence_first
        found = (*found, Evidence(type="timestamp", label=label, value=first))
    return found


def _actions(material: Material, trouble: Trouble, intent: Intent) -> tuple[SuggestedAction, ...]:
    doc = offers.related_doc(material, trouble)
    found = offers.actions(material, trouble, doc)
    if intent in {"lost", "who", "retry", "until", "over"} and not any(
        action.type in {"create_ticket", "request_access"} for action in found
    ):
        found = (*found, offers.ticket(material, inert.name(trouble.code)))
    return found
