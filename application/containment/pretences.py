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
    "|confirmed|limited|detailed|related|restricted"
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

_OF_A_PERSON = (
    r"(?:pass(?:words?|codes?|phrases?)\b|PIN\b|CV[VC]\b|OTP\b|SSN\b|social\ssecurity\snumber"
    r"|(?:\d|six|four|eight)[\s-]digit\s(?:code|number|PIN)"
    r"|code\s(?:(?:that|which)\s)?(?:you\s(?:just\s)?(?:get|got|receive)|(?:we|I)\s(?:have\s)?(?:sent|texted)"
    r"|(?:from|in)\s(?:the|your)\s(?:\w{1,20}\s)?(?:SMS|text|app\b))"
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
    rf"|\b(?:share|confirm|copy|send|post|paste|type|enter|provide|submit|write|put)\s{_UP_TO}{_SECRET}"
    rf"{_HERE}"
    rf"|(?:\A|[.!?:\n]\s{{0,3}}|\bplease\s)(?:send|share|tell|give|post|disclose)\s{_YOUR}{_OF_A_PERSON}"
    rf"|\b(?:I|we)\s(?:(?:will|would|still|just|also|only)\s){{0,2}}(?:need|require|want)\s(?:to\sknow\s)?"
    rf"{_YOUR}{_SECRET}"
    rf"|\bwhat(?:\s(?:is|are|was)|['\u2019]s)\syour\s{_UP_TO}{_SECRET}"
)

_OF_A_PERSON_ELSEWHERE = (
    r"(?:passwor[dt]|kennwort|pin|tan|cvv|zugangsdaten|anmeldedaten|kartennummer|pincode|wachtwoord"
    r"|(?:bestätigungs|sicherheits|sms-?|einmal|verifizierungs|anmelde|zugangs|bevestigings)code"
    r"|mots?\sde\spasse|contraseña|(?:su|tu)\sclave|senha|palavra-passe|kaartnummer"
    r"|c(?:ode|ódigo|odice)\s(?:d[ei]\s(?:\w+i(?:on|ón|one|ção)|seguridad|sécurité|segurança|sicurezza"
    r"|conferma|verifica)|sms|pin|reçu|recibido|recebido|ricevuto"
    r"|que\s(?:[lt]e\s|ha\s|has\s)?(?:recib|lleg|envi)\w+)"
    r"|n[uú]m[eé]ro\sd[eao]l?a?\s(?:[ls][au]a?\s)?(?:carte|tarjeta|carta|cartão))\b"
)
_TO_ME = (
    r"(?:(?<!let )\b(?:me|us|mir|uns|nous|moi|nos|mij|ons|mi|ci|mim)\s|\bm['\u2019]"
    r"|\b\w{2,12}(?:me|nos|mi|ci)\s"
    r"|\b(?:antworten\ssie|répondez|réponds|responda|rispond[ia])\s(?:bitte\s)?(?:mit|avec|con|com)\s"
    r"|\b(?:may|can|could)\sI\s(?:have|get|see|know)\s)"
)
_GIVEN = (
    r"(?:(?!\b(?:if|whether|when|that|how|why|before|nie|niemals|nicht|jamais|pas|nunca|mai|nooit|niet|ob"
    r"|wenn|dass|si|se|quand|cuando|als|dat)\b)[^.!?;\n]){0,40}?\b"
)
"""What stands between who is to be told and what: no clause of its own, and no denial."""
_ASKS_ANYHOW = (
    rf"{_TO_ME}{_GIVEN}"
    rf"(?:{_OF_A_PERSON_ELSEWHERE}|(?:your|the|an?)\s(?:[\w'\u2019-]{{1,20}}\s){{0,2}}{_SECRET})"
)
_CONSOLE = r"(?:F12|dev(?:eloper)?\s?tools|(?:browser(?:['\u2019]s)?|JavaScript)\sconsole)\b"
_PASTES = rf"\bpaste\b[^.!?\n]{{0,80}}\b{_CONSOLE}|\b{_CONSOLE}[^.!?\n]{{0,80}}\bpaste\b"

_PRETENCE = re.compile(
    f"{_IS_A_PERSON}|{_ACTS}|{_ACTS_ELSEWHERE}|{_TOLD}|{_ASKS}|{_ASKS_ANYHOW}|{_PASTES}",
    re.IGNORECASE,
)
_IF_TOLD = re.compile(
    r"\b(?:(?:refund|reimburs|compensat|guarante)ed|hotline|call\s(?:us|me|our)|WhatsApp|Telegram|WeChat"
    r"|Viber|Skype|AnyDesk|TeamViewer|RustDesk|Bitcoins?|BTC|Ethereum|USDT|gift\scards?|Western\sUnion)\b",
    re.IGNORECASE,
)
"""What nobody gives or warrants, and ways to reach or pay somebody, of which nothing tells."""
_CLAUSE = re.compile(r"[.!?;:,\n]")
_DENIED = re.compile(
    r"\b(?:never|not|nobody|no|without|cannot|if|unless|whether|nie|niemals|nicht|kein\w*|jamais|ne|nunca"
    r"|não|mai|non|nooit|niet)\b|n['\u2019]t\b",
    re.IGNORECASE,
)


def pretences(answer: Answer, told: str) -> tuple[str, ...]:
    """What the answer pretends, as it says it; `told` is what the snapshot tells."""
    return tuple(found for text in _said(answer) for found in _in(text, told))


def _in(text: str, told: str) -> Iterator[str]:
    known = told.lower() if (given := list(_IF_TOLD.finditer(text))) else ""
    given = [one for one in given if one[0].lower() not in known]
    for found in (*_PRETENCE.finditer(text), *given):
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
