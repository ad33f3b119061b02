"""What an assistant only pretends: that it is a person, has done something, or may have a secret.

It can read a snapshot and suggest. Whatever else it says of itself is borne out by nothing, and a
secret that it asks for is never needed: what a user types is redacted before anybody reads it.
These are told by their usual words in English, in the first person and in what is asked for; what
is denied ("we never ask for your password") is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.answer import Answer

_PERSON = (
    r"(?:(?:real|actual|live|living|fellow|genuine)\s){0,2}"
    r"(?:human(?:\sbeing)?|person|man|woman)\b(?!['\u2019-])"
)
_MACHINE = r"(?:AI|bot|chat\s?bot|robot|machine|computer|program|(?:language\s)?model)\b"
_IS_A_PERSON = (
    rf"\bI(?:\sam|['\u2019]m)\s(?:\w{{1,12}}\s)?an?\s{_PERSON}"
    rf"|\bI(?:\sam|['\u2019]m)\s(?:not|no)\s(?:\w{{1,12}}\s)?(?:an?\s)?{_MACHINE}"
    rf"|\byou(?:\sare|['\u2019]re)\s(?:talking|speaking|chatting|writing)\s(?:to|with)\san?\s{_PERSON}"
    rf"|\bas\sa\s{_PERSON},\sI\b|\ba\s{_PERSON}\slike\syou\b"
)

_DONE = (
    "refunded|credited|reimbursed|reset|raised|increased|fixed|repaired|restarted|restored|changed"
    "|enabled|disabled|activated|unlocked|upgraded|cancell?ed|deleted|removed|granted"
    "|escalated|forwarded|notified|filed|submitted|issued"
)
_DO = (
    "refund|credit|reimburse|reset|raise|increase|fix|repair|restart|restore|change|enable|disable"
    "|activate|unlock|upgrade|cancel|delete|remove|grant|escalate|forward|notify|file|submit"
    "|issue"
)
_ACTS = (
    rf"\bI(?:\shave|['\u2019]ve)\s(?:(?:just|now|already|also)\s){{0,2}}(?:{_DONE})\b"
    rf"|\bI(?:\swill|['\u2019]ll)\s(?:(?:just|now|also|then)\s){{0,2}}(?:{_DO})\b"
    r"|\bwe(?:\shave|\swill|['\u2019]ve|['\u2019]ll)\s(?:(?:just|now|already|also)\s){0,2}"
    r"(?:refund|credit|reimburse|compensate)(?:e?d)?\b"
)

_OF_A_PERSON = (
    r"(?:pass(?:words?|codes?|phrases?)\b|PIN\b|CV[VC]\b|OTP\b|SSN\b|social\ssecurity\snumber"
    r"|(?:one[\s-]time|security|verification|log[\s-]?in|sign[\s-]in|backup|2FA|SMS)\scodes?\b"
    r"|card\s(?:number|details|data)|(?:recovery|seed|secret)\s(?:phrase|words?)\b"
    r"|(?:log[\s-]?in|sign[\s-]in|bank(?:ing)?)\s(?:details|data|information)|credentials\b)"
)
_SECRET = (
    rf"(?:{_OF_A_PERSON}|(?:API|private|secret|access|SSH|encryption)\s(?:keys?|tokens?)\b"
    r"|session\s(?:id|cookie|token)|cookies?\b|date\sof\sbirth)"
)
_UP_TO = r"[^.!?;\n]{0,60}?\b"
_YOUR = r"(?:your|the)\s(?:[\w'\u2019-]{1,20}\s){0,2}"
_HERE = (
    r"(?:\s(?:right\s)?here\b|[^.!?;,\n]{0,60}?\b(?:(?:with|to)\s(?:us|me)\b(?!\.\w)"
    r"|(?:in|into)\sth(?:is|e)\s(?:chat|conversation)|in\syour\s(?:next\s)?(?:reply|answer|message)))"
)
_ASKS = (
    rf"\b(?:reply|respond|answer|write\sback)\s(?:to\s\w+\s(?:message\s)?)?with\s{_UP_TO}{_SECRET}"
    rf"|\b(?:send|tell|give|show|text|e?-?mail)\s(?:us|me)\s{_UP_TO}{_SECRET}"
    rf"|\b(?:share|confirm|send|post|paste|type|enter|provide|submit|write|put)\s{_UP_TO}{_SECRET}"
    rf"{_HERE}"
    rf"|(?:\A|[.!?:\n]\s{{0,3}}|\bplease\s)(?:send|share|tell|give|post|disclose)\s{_YOUR}{_OF_A_PERSON}"
    rf"|\b(?:I|we)\s(?:(?:will|would|still|just|also|only)\s){{0,2}}(?:need|require|want)\s(?:to\sknow\s)?"
    rf"{_YOUR}{_SECRET}"
    rf"|\bwhat(?:\s(?:is|are|was)|['\u2019]s)\syour\s{_UP_TO}{_SECRET}"
)

_PRETENCE = re.compile(f"{_IS_A_PERSON}|{_ACTS}|{_ASKS}", re.IGNORECASE)
_CLAUSE = re.compile(r"[.!?;:,\n]")
_DENIED = re.compile(
    r"\b(?:never|not|nobody|no|without|cannot|if|unless)\b|n['\u2019]t\b", re.IGNORECASE
)


def pretences(answer: Answer) -> tuple[str, ...]:
    """What the answer pretends, as it says it."""
    return tuple(found for text in _said(answer) for found in _in(text))


def _in(text: str) -> Iterator[str]:
    for found in _PRETENCE.finditer(text):
        clause = _CLAUSE.split(text[max(found.start() - 80, 0) : found.start()])[-1]
        if not _DENIED.search(clause):
            yield found[0].strip(" .!?:\n")


def _said(answer: Answer) -> Iterator[str]:
    yield answer.content
    for action in answer.actions:
        yield action.label
        yield from (value for value in action.payload.values() if isinstance(value, str))
    for piece in answer.evidence:
        yield piece.label
