"""Lengths of time in prose that need more than a number and its unit, in several languages."""

import re
from typing import Final

from domain.grounding.numbers.quantities import MINUTE

_HOUR: Final = r"(?:hours?|hrs?|h|stunden?|std\.?|heures?|horas?|or[ae]|uur|uren)"
_MINUTE: Final = r"(?:minutes?|mins?|m|minuten?|min\.|minutos?|minut[oi]|minuut)"
_SECOND: Final = r"(?:seconds?|secs?|s|sekunden?|sek\.|secondes?|segundos?|second[oi]|seconden?)"
_ONE: Final = r"an?|one|eine?r?|une?|una|uma|um|uno|een"
_FEW: Final = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_AND: Final = r"(?:,? (?:and|und|et|y|e|en) |, | |)"
COMPOSED: Final = (
    (
        re.compile(
            rf"(?<![\w.,:-])(?P<more>{_ONE}|{_FEW}|\d{{1,3}}) ?{_HOUR}{_AND}"
            rf"(?P<less>\d{{1,2}})(?: ?{_MINUTE}(?!\w)|(?<=h\d\d)(?!\w)|(?<=h \d\d)(?!\w))",
            re.IGNORECASE,
        ),
        MINUTE,
        frozenset(
            "hour hours hr hrs h stunde stunden std heure heures hora horas ora ore uur"
            " uren".split()
        ),
    ),
    (
        re.compile(
            rf"(?<![\w.,:-])(?P<more>{_ONE}|{_FEW}|\d{{1,3}}) ?{_MINUTE}{_AND}"
            rf"(?P<less>\d{{1,2}}) ?{_SECOND}(?!\w)",
            re.IGNORECASE,
        ),
        1.0,
        frozenset(
            "minute minutes min mins m minuten minuto minutos minuta minuti minut minuut".split()
        ),
    ),
)
""""An hour and 25 minutes", `1h20m`, `1m30s`: one length of time, the unit of its sum, and
the words of which it has one.
"""
LASTING: Final = re.compile(
    r"(?<!\w)(?:for|took|takes?|lasted|within|after|ran|pendant|après|nach)"
    r"(?: (?:about|around|only|just))? $",
    re.IGNORECASE,
)
"""What tells that the `m` of `12m` is minutes."""
ADVICE: Final = re.compile(
    r"\b(?:(?:may|might|could|can|should|usually|typically|normally|often|sometimes) take|wait|try"
    r"|again|check back|come back|give it|warten?|versuch\w*|erneut|noch ?mal"
    r"|attend\w*|réessay\w*|esper[ae]\w*|intente\w*|reintente\w*|aguard\w*|tente\w*|attend[ai]\w*"
    r"|riprov\w*|wacht|probeer\w*)\b[^.!?\n]*$",
    re.IGNORECASE,
)
"""What comes before a length of time that is only advised."""
_PATIENCE: Final = re.compile(
    r"(?<!\w)(?:if|unless|wenn|falls|si) [^.!?\n]*"
    r"(?:\bnot|n['\u2019]t|\bstill|\bnothing|\bnicht|\bpas|\bno)\b[^.!?\n]*"
    r"(?:within|after|in|for|nach|innerhalb von|après|dans|en)(?: about| around)? $",
    re.IGNORECASE,
)
_THEN_ASK: Final = re.compile(
    r"(?: or so)?,? (?:please |just |then )?(?:reply|let (?:us|me)|contact|tell|open|I\b|write|try"
    r"|ask|get in touch|come back|get back|create|schreiben|melden|öffnen|écrivez|contactez|ouvrez"
    r"|escriba|abra|contacte)",
)
_ABOUT: Final = (
    r"(?:etwa |ca\. |rund |gut |knapp |environ |unos |unas |cerca de |circa |ongeveer )?"
)
_AGO_BEFORE: Final = re.compile(
    r"(?:(?<!\w)(?:vor|seit|depuis|sinds|il y a|hace|há|faz|da)"
    r"|(?:\b(?:has|have|had)|['\u2019]s|['\u2019]ve)(?: now| already| only)? been"
    r" [^.!?;\n]{0,30} ?for"
    r"(?: about| around| almost| nearly| over| just| more than| less than| at least| well over)?)"
    rf" {_ABOUT}$",
    re.IGNORECASE,
)
"""What counts a length of time back from now, as "has been offline for" does, too."""
_AHEAD: Final = re.compile(
    r"(?<!\w)(?:in|for another|dans|en|dentro de|em|fra|tra|over)"
    r" (?:about |around |less than |(?:just |a little )?(?:under|over) |almost |nearly )?"
    rf"{_ABOUT}$",
    re.IGNORECASE,
)
_FROM_NOW: Final = re.compile(r" (?:from (?:now|today)|away|to go)\b")
_AGO: Final = re.compile(
    r" (?:ago|earlier|overdue|late|old|before(?! (?!you |this |that |now )\w)|since|geleden|fa"
    r"|atrás)\b"
)


def counts_back(before: str, text: str, end: int) -> bool:
    """Whether a length of time counts back from now, by what stands before it and after it."""
    return _AGO.match(text, end) is not None or _AGO_BEFORE.search(before) is not None


def is_patience(before: str, text: str, end: int) -> bool:
    """Whether it is only said after how long to ask again: "if it is not done within 24 hours,
    reply here".
    """
    return _THEN_ASK.match(text, end) is not None and _PATIENCE.search(before) is not None


def counts_on(before: str, text: str, end: int) -> bool:
    """Whether a length of time may count on from now, by what stands before it and after it."""
    return _FROM_NOW.match(text, end) is not None or _AHEAD.search(before) is not None
