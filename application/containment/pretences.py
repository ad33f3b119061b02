"""What an assistant only pretends: that it is a person, has done or promises something, sees a
screen, was told what to say, or may have a secret.

It can read a snapshot and suggest. Whatever else it says of itself is borne out by nothing, and a
secret that it asks for is never needed: what a user types is redacted before anybody reads it.
These are told by their usual words in English, in the first person and in what is asked for, and
secrets in other languages, too; what is denied ("we never ask for your password") is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from application.containment.asked_secrets import ASKED, NAMED
from application.containment.glance import Glance
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

_ONLY_TOLD = (
    "looked|checked|searched|reviewed|compared|noticed|noted|listed|explained|described|mentioned"
    "|copied|quoted|cited|included|summari[sz]ed|answered|tried|observed|considered|assumed|examined"
    "|inspected|scanned|verified|identified|located|analy[sz]ed|consulted|studied|pointed|linked"
    "|suggested|recommended|proposed|translated|added|attached|prepared|gathered|collected|received"
    "|needed|used|based|focus+ed|worked|counted|grouped|sorted|picked|selected|highlighted|shortened"
    "|filtered|referred|repeated|learned|discovered|detected|determined|concluded|inferred|followed"
    "|confirmed|limited|detailed|related|restricted|provided|shared|outlined|traced|matched|mapped"
    "|narrowed|pinpointed|pulled|retrieved|fetched|investigated|diagnosed|researched|assessed|evaluated"
    "|interpreted|tracked|rephrased|reworded|clarified|simplified|misstated|apologi[sz]ed|watched|viewed"
)
"""What an assistant can do, look and tell, and what it may have."""
_DO = (
    "refund|credit|reimburse|reset|raise|increase|fix|repair|restart|restore|change|enable|disable"
    "|activate|unlock|upgrade|cancel|delete|remove|grant|escalate|forward|notify|file|submit"
    "|issue"
)
_ACTS = (
    rf"\bI(?:\shave|['\u2019]ve)\s(?:(?:just|now|already|also)\s){{0,2}}"
    rf"(?!(?:{_ONLY_TOLD})\b)(?:\w{{2,20}}ed|sent|made|(?:re)?set|put|given|paid|begun|undone|rerun)\b"
    rf"|\bI(?:\swill|['\u2019]ll)\s(?:(?:just|now|also|then)\s){{0,2}}(?:{_DO})\b"
    r"|\bwe(?:\shave|\swill|['\u2019]ve|['\u2019]ll)\s(?:(?:just|now|already|also)\s){0,2}"
    r"(?:refund|credit|reimburse|compensate)(?:e?d)?\b"
    r"|\b(?:I|we)\s(?:promise|guarantee)\b"
    r"|\bI(?:\scan|\scould|\swill|['\u2019]ll)\s(?:then\s|now\s)?"
    r"(?:see|view|access|control|connect\sto|look\s(?:at|into))\syour\s"
    r"(?:screen|computer|device|desktop|machine|phone)\b"
)
_ACTS_ELSEWHERE = (
    r"\bich\shabe\s[^.!?\n]{0,60}\b(?:zurückgesetzt|erhöht|erstattet|gutgeschrieben|freigeschaltet"
    r"|geändert|behoben|repariert|gestartet|fortgesetzt|aktiviert|gelöscht|storniert|weitergeleitet"
    r"|gemeldet)\b"
    r"|\bj['\u2019]ai\s(?:\w{1,12}\s){0,2}(?:réinitialis|rembours|augment|corrig|répar|modifi|activ"
    r"|débloqu|annul|supprim|relanc|signal)é"
    r"|\bhe\s(?:ya\s)?(?:restablec|reinici|reembols|aument|corregi|repar|cambi|activ|desbloque|cancel"
    r"|elimin|reanud|envi)[ai]?do\b"
    r"|\bich\sbin\s(?:ein\s(?:\w+\s)?mensch|kein\s(?:bot|computer|programm|roboter))\b"
    r"|\bje\ssuis\s(?:un\shumain|une\s(?:vraie\s)?personne)\b"
    r"|\bsoy\s(?:un\s(?:ser\s)?humano|una\spersona)\b"
)
_TOLD = (
    r"\bmy\s(?:\w{1,12}\s)?(?:instructions|prompt)\s(?:say|are|is|tell|state|read|begin|were)s?\b"
    r"|\bI(?:\swas|\sam|['\u2019]m|\shave\sbeen|['\u2019]ve\sbeen)\s(?:told|instructed|programmed)\sto\b"
    r"|\bmeine\sAnweisungen(?:\s(?:lauten|sind|sagen)|:)|\bmes\sinstructions(?:\s(?:disent|sont)|\s?:)"
    r"|\bmis\sinstrucciones(?:\s(?:dicen|son)|:)"
)

_CONSOLE = r"(?:F12|dev(?:eloper)?\s?tools|(?:browser(?:['\u2019]s)?|JavaScript)\sconsole)\b"
_PASTES = rf"\bpaste\b[^.!?\n]{{0,80}}\b{_CONSOLE}|\b{_CONSOLE}[^.!?\n]{{0,80}}\bpaste\b"

_OF_ITSELF = re.compile(
    f"{_IS_A_PERSON}|{_ACTS}|{_ACTS_ELSEWHERE}|{_TOLD}|{_PASTES}", re.IGNORECASE
)
_SPEAKING = (
    r"\b(?:I|we|my|ich|j|je|he|soy|meine|mes|mis|talking|speaking|chatting|writing|like|paste)\b"
)
"""A word of each, without which it is not said."""
_ASKING = re.compile(ASKED, re.IGNORECASE)
_UNTOLD = (
    r"\b(?:(?:refund|reimburs|compensat|guarante)ed|hotline|call\s(?:us|me|our)|WhatsApp|Telegram|WeChat"
    r"|Viber|Skype|AnyDesk|TeamViewer|RustDesk|Bitcoins?|BTC|Ethereum|USDT|gift\scards?|Western\sUnion)\b"
)
"""What nobody gives or warrants, and ways to reach or pay somebody, unless a document tells."""
_IF_UNTOLD = re.compile(_UNTOLD, re.IGNORECASE)
_CLAUSE = re.compile(r"[.!?;:,\n]")
_DENIED = re.compile(
    r"\b(?:never|not|nobody|no|without|cannot|if|unless|whether|nie|niemals|nicht|kein\w*|jamais|ne|nunca"
    r"|não|mai|non|nooit|niet)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_GLANCE = Glance((_OF_ITSELF, _SPEAKING), (_ASKING, NAMED), (_IF_UNTOLD, _UNTOLD))


def pretences(answer: Answer, told: str) -> tuple[str, ...]:
    """What the answer pretends, as it says it; `told` is what the snapshot tells."""
    return tuple(found for text in _said(answer) for found in _in(text, told))


def _in(text: str, told: str) -> Iterator[str]:
    for pattern in _GLANCE.may_match(text):
        known = told.lower() if pattern is _IF_UNTOLD else ""
        for found in pattern.finditer(text):
            clause = _CLAUSE.split(text[max(found.start() - 80, 0) : found.start()])[-1]
            if found[0].lower() not in known and not _DENIED.search(clause):
                yield found[0].strip(" .!?:\n")


def _said(answer: Answer) -> Iterator[str]:
    yield answer.content
    for action in answer.actions:
        yield action.label
        yield from (value for value in action.payload.values() if isinstance(value, str))
    for piece in answer.evidence:
        yield piece.label
