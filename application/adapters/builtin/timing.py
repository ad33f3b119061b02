"""The answers about when a trouble was, is over, or will be."""

import re
from typing import Final

from application.adapters.builtin import offers, spoken, telling, writing
from application.adapters.builtin.knowledge import quoting
from application.adapters.builtin.material import Material
from application.adapters.builtin.question.intents import tells_a_deed
from application.adapters.builtin.troubles.trouble import Trouble

_NUMBER: Final = r"(?:\d+|one|two|three|four|five|six|seven|ten|few|several|next|first|last)"
SPAN: Final = re.compile(
    rf"(?<!\w)(?:{_NUMBER} (?:working |business |calendar )?(?:second|minute|hour|day|week|month)s?"
    r"|(?:each|every) (?:\w+ )?(?:minute|hour|day|night|morning|week|month|year)s?|days? \d+"
    r"|hourly|daily|nightly|weekly|monthly|midnight|tomorrow)(?!\w)",
    re.IGNORECASE,
)
"""How a text says when something is, or how long it takes."""
_TIMES: Final = re.compile(
    SPAN.pattern
    + r"|(?<!\w)(?:soon|later|until|wait(?:ing)?|at once|immediately|status page)(?!\w)",
    re.IGNORECASE,
)


def until(material: Material, trouble: Trouble) -> list[str]:
    """When it will be over, or may be tried again."""
    phrases = material.phrases
    quoted = telling.quoted(material, trouble, _TIMES)
    if trouble.recovered:
        return [phrases.retry_over]
    if trouble.ours:
        return [phrases.until_unknown, *quoted, writing.news(material, trouble, most=5)]
    if trouble.retryable:
        return quoted or [phrases.until_any_time]
    rules = [
        line
        for line in offers.related_rules(material, trouble)
        if not line.by_case and any(SPAN.search(str(value)) for _, value in line.entries)
    ]
    told = quoting.rules(material, rules)
    # What says how long it takes, or when it begins anew, says more than that it does not pass.
    timed = bool(told) or any(map(SPAN.search, quoted))
    advised = writing.resolution(material, trouble)
    return [
        "" if timed else phrases.until_never,
        told,
        *(quoted or [phrases.advised.format(resolution=advised) if advised else ""]),
    ]


def over(material: Material, trouble: Trouble) -> list[str]:
    """Whether it is over: what came after the snapshot, nobody can see."""
    phrases = material.phrases
    if trouble.recovered:
        return [phrases.retry_over]
    time = spoken.when(trouble.seen_at, material.now)
    said = phrases.over_unknown if time else phrases.over_untimed
    advised = writing.resolution(material, trouble) if tells_a_deed(material.question) else ""
    return [
        said.format(what=writing.what(material, trouble), time=time),
        phrases.advised.format(resolution=advised) if advised else "",
    ]


def since(material: Material, trouble: Trouble) -> list[str]:
    """Since when, and how often."""
    phrases = material.phrases
    first = spoken.when(trouble.first_seen_at, material.now)
    last = spoken.when(trouble.seen_at, material.now)
    if not first or not last:
        return [phrases.since_limit]
    requests, logged = trouble.requests_failed, len(trouble.errors)
    often = phrases.since_logged.format(count=logged) if logged > 1 else ""
    often = phrases.since_often.format(count=requests) if requests > 1 else often
    hours = material.snapshot.recent_activity.window_hours
    once = phrases.since_once.format(last=last)
    said = phrases.since_first.format(first=first, last=last) if first != last else once
    return [f"{said}{often} {phrases.since_window.format(hours=hours)}"]
