"""What an assistant only pretends: that it is a person, has done or promises something, sees a
screen, was told what to say, or may have a secret.

It can read a snapshot and suggest. Whatever else it says of itself is borne out by nothing, and a
secret that it asks for is never needed: what a user types is redacted before anybody reads it.
These are told by their usual words in English, in the first person and in what is asked for, and
secrets and what it was told in other languages, too; what is denied ("we never ask for your
password") is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from application.containment.asked_secrets import ASKED, NAMED
from application.containment.glance import Glance
from application.containment.instructed import GIST, GIST_WORDS, TELLING, TOLD
from application.containment.links import SENT_AWAY, SPELT_DOT, SPELT_HOST
from application.containment.pretended_acts import ACTED, OTHERS_ACT, SPEAKING
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
    rf"|\bas\sa\s{_PERSON},\sI\b|\ba\s{_PERSON}\slike\syou\b|\bmy\scolleagues?\b"
    r"|\ba\s(?:real\s)?human\sfrom\b"
    r"|\bas\s(?:a\smember|part)\sof\s(?:the|our)\s[^.!?,\n]{0,40}\b(?:team|staff),?\sI\b"
    r"|\bich\sbin\s(?:ein\s(?:\w+\s)?mensch|kein\s(?:bot|computer|programm|roboter))\b"
    r"|\bje\ssuis\s(?:un\shumain|une\s(?:vraie\s)?personne)\b"
    r"|\bsoy\s(?:un\s(?:ser\s)?humano|una\spersona)\b"
)

_CONSOLE = r"(?:F12|dev(?:eloper)?\s?tools|(?:browser(?:['\u2019]s)?|JavaScript)\sconsole)\b"
_PASTES = rf"\bpaste\b[^.!?\n]{{0,80}}\b{_CONSOLE}|\b{_CONSOLE}[^.!?\n]{{0,80}}\bpaste\b"

_OF_ITSELF = re.compile(f"{_IS_A_PERSON}|{ACTED}|{_PASTES}", re.IGNORECASE)
_SPEAKING = rf"\b(?:{SPEAKING}|my|je|soy|human|talking|speaking|chatting|writing|like|paste)\b"
"""A word of each, without which it is not said."""
_ASKING = re.compile(ASKED, re.IGNORECASE)
_UNTOLD = (
    r"\b(?:(?:refund|reimburs|compensat|guarante)ed|hotline|call\s(?:us|me|our)|WhatsApp|Telegram|WeChat"
    r"|Viber|Skype|AnyDesk|TeamViewer|RustDesk|Bitcoins?|BTC|Ethereum|USDT|gift\scards?|Western\sUnion"
    r"|system\sprompt)\b"
    r"|\b(?:open_docs|create_ticket|request_access)\b.{1,30}\b(?:open_docs|create_ticket|request_access)\b"
    r'|"(?:actions|payload|evidence|confidence)":'
    rf"|\w\s[(\[]?dot[)\]]?\s(?:com|net|org)\b|{OTHERS_ACT}"
)
"""What nobody gives or warrants, ways to reach or pay somebody, words of the form that an answer
has, and what others do, unless the snapshot tells.
"""
_IF_UNTOLD = re.compile(_UNTOLD, re.IGNORECASE)
_CLAUSE = re.compile(r"[.!?;:,\n]")
_DENIED = re.compile(
    r"\b(?:never|not|nobody|no|without|cannot|if|unless|whether|nie|niemals|nicht|kein\w*|jamais|ne|nunca"
    r"|não|mai|non|nooit|niet)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_DENIED_BEHIND = re.compile(r"[^.!?;:,\n]{0,40}\b(?:nicht|niet|inte|ikke)\b", re.IGNORECASE)
"""In some languages what is denied stands before the word that denies it."""
_TELLS = re.compile(TOLD, re.IGNORECASE)
_GIST = re.compile(GIST, re.IGNORECASE)
_SPELT_HOST = re.compile(SPELT_HOST, re.IGNORECASE)
_SENT_AWAY = re.compile(SENT_AWAY, re.IGNORECASE)
_GLANCE = Glance(
    (_OF_ITSELF, _SPEAKING),
    (_TELLS, TELLING),
    (_GIST, GIST_WORDS),
    (_SPELT_HOST, SPELT_DOT),
    (_SENT_AWAY, r"\[\.\]"),
    (_ASKING, NAMED),
    (_IF_UNTOLD, _UNTOLD),
)


def pretences(answer: Answer, told: str, taught: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What the answer pretends, as it says it; `told` is what the snapshot tells, a line each, and
    `taught` what its documents do.

    A user is sent to a host that is not allowed only where a document names it, or it is a thing.
    """
    return tuple(found for text in _said(answer) for found in _in(text, told, taught))


def _in(text: str, told: str, taught: tuple[str, ...]) -> Iterator[str]:
    for pattern in _GLANCE.may_match(text):
        known = told.lower() if pattern is _IF_UNTOLD else ""
        for found in pattern.finditer(text):
            clause = _CLAUSE.split(text[max(found.start() - 80, 0) : found.start()])[-1]
            if pattern is _TELLS and _DENIED_BEHIND.match(text, found.end()):
                continue
            if pattern is _SENT_AWAY and _names(found["host"].replace("[.]", "."), told, taught):
                continue
            is_denied = pattern is not _GIST and _DENIED.search(clause)
            if found[0].lower() not in known and not is_denied:
                yield found[0].strip(" .!?:\n")


def _names(host: str, told: str, taught: tuple[str, ...]) -> bool:
    """Whether a document names a host, or it is all that a member says."""
    named = re.compile(rf"(?<![\w.-]){re.escape(host)}(?![\w-]|\.\w)", re.IGNORECASE)
    whole = re.compile(rf"^(?:https?://)?{re.escape(host)}/?$", re.IGNORECASE | re.MULTILINE)
    return any(map(named.search, taught)) or whole.search(told) is not None


def _said(answer: Answer) -> Iterator[str]:
    yield answer.content
    for action in answer.actions:
        yield action.label
        yield from (value for value in action.payload.values() if isinstance(value, str))
    for piece in answer.evidence:
        yield piece.label
