"""What a number in prose is for, by the words beside it."""

import re
from typing import Final

from domain.grounding.claims import Purpose
from domain.grounding.numbers.number_words import WORDS
from domain.grounding.numbers.quantities import Reading

_STATUS_BEFORE: Final = re.compile(
    r"(?<!\w)(?:http(?:/[\d.]{1,3})?|status|code|error|response|returned|returns|answered|answers|got|with"
    r"|an?|the)(?: code| status| error| with| an?)?[ :=(]{1,2}$",
    re.IGNORECASE,
)
_STATUS_AFTER: Final = re.compile(
    r"\)? ?(?:\([A-Z][a-z]|errors?\b|status|response|[A-Z][a-z]+ [A-Z][a-z]+|Forbidden|Unauthorized"
    r"|Conflict|Gone|OK\b)"
)
_NO_STATUS_AFTER: Final = re.compile(
    r" (?!and|or|for|after|at|on|because|from|when|to|in|with|is|was|by)[a-z]+| ?[°%€£$]"
)
_WOULD_MEAN: Final = re.compile(r" (?:error )?would (?:mean|be|say)(?!\w)")
"""What tells that a status was not answered."""
_STATUSES: Final = frozenset(range(100, 600))
"""Not the range itself: to look for a float in one takes a step for each of its numbers."""
_LIMIT_BEFORE: Final = re.compile(
    r"(?<!\w)(?:limit\w*|maximum|max|cap|capped|quota|ceiling|allowance|allow\w*|up to|at most"
    r"|no more than|includ\w+|gets?|gives?|offers?|comes with|exceed\w*"
    r"|over|under|below|above|used|using|uses|have|has|had|reached"
    r"|currently at|(?:accounts?|plans?|customers?|members?|users?) (?:may|can)"
    r"|(?:[Oo]n|[Ww]ith|[Ff]or) [A-Z]\w+,? (?:you (?:can|may)|it['\u2019]s|it is|that['\u2019]s))"
    r"(?:\W+\w+){0,4}\W+$",
    re.IGNORECASE,
)
_STRONG_BEFORE: Final = re.compile(
    r"(?:limit(?:ed)?(?: is| of| to|:)|maximum(?: is| of|:)?|quota(?: is| of|:)|up to|at most"
    r"|no more than|allows?(?: you)?|capped at)(?: only| just| exactly)? $",
    re.IGNORECASE,
)
_LIMIT_AFTER: Final = re.compile(
    r"(?:[ -]\w+){0,2}[ -](?:limit|maximum|max|quota|cap|allowed|remaining|left)(?!\w)",
    re.IGNORECASE,
)
_HARMLESS_NOUN: Final = re.compile(
    r"(?:more |other |different |possible |common |main |simple |quick |key )?"
    r"(?:things?|reasons?|ways?|steps?|options?|problems?|causes?|possib\w+|questions?|points?"
    r"|issues?|limits?|plans?|troubles?|times|fix\w*|details?|of|or|and|to|more)(?!\w)",
    re.IGNORECASE,
)
_MEASURED: Final = re.compile(
    r" ?(?:°|(?:[kcm]?m|(?:kilo|centi|milli)?m[eè]t(?:re|er|ro)s?|feet|foot|ft|inch(?:es)?|miles?"
    r"|yards?|knots?|k?g|kilo(?:gram(?:me)?)?s?|grams?|pounds|lbs?|tonn?es?|lit(?:re|er|ro)s?|gallons?"
    r"|degrees?|Grad|degrés|grados|volts?|watts?|[kMG]?W[hp]?|amps?|dBm"
    r"|[kMG]?Hz|rpm|ppm|hPa|mbar)(?!\w))"
)
"""What is measured of a thing, and never advice or chance."""
_TIMES: Final = re.compile(r"(?:times|x)(?!\w)")
_NOUNS: Final = {
    "job": "job jobs auftrag aufträge tâche tâches trabajo trabajos trabalho trabalhos tarefa"
    " tarefas taak",
    "request": "request requests call calls anfrage anfragen requête requêtes solicitud solicitudes"
    " petición peticiones solicitação solicitações pedidos richiesta richieste verzoek verzoeken",
    "error": "error errors fehler erreur erreurs errores erro erros errore errori fout fouten",
    "failure": "failure failures",
    "attempt": "attempt attempts tries versuch versuche versuchen tentative tentatives essais"
    " intento intentos tentativa tentativas tentativo tentativi poging pogingen",
    "event": "event events ereignis ereignisse",
}
_NOUN_OF: Final = {word: noun for noun, words in _NOUNS.items() for word in words.split()}
_FAILED: Final = (
    r"(?:failed|failing|rejected|refused|unsuccessful|fehlgeschlagen\w*|gescheitert\w*|abgelehnt\w*"
    r"|échoué\w*|refusé\w*|fallid\w+|fallaron|rechazad\w+|falh\w+|recusad\w+|fallit\w|rifiutat\w"
    r"|mislukt\w*|geweigerd\w*)(?!\w)"
)
_COUNTED: Final = re.compile(
    rf"(?:(?P<failed>{_FAILED}(?: [^\W\d_][\w-]*){{1,3}}"
    r"|(?:(?!\d|(?:and|but|or|that|which|because|it|with|when|one|und"
    rf"|{WORDS}|oder|et|y|e|en|of(?! your| the| them))(?!\w))[^\W_]+ ){{1,4}}?{_FAILED})"
    r"|(?:(?P<which>active|backend) |(?:recent|different|separate|such|of these|of your) )?"
    rf"(?P<noun>{'|'.join(_NOUN_OF)})(?!\w))",
    re.IGNORECASE,
)
_RATE: Final = re.compile(r" ?/| (?:per|an?|each|every) ")
"""What tells that so many may be counted in a time."""
_TRIED: Final = re.compile(
    r"(?<!\w)(?:tried|attempted|clicked|pressed|called|failed|retried|refused|rejected|uploaded"
    r"|declined|denied|blocked|charged"
    r"|versucht\w*|geklickt|gescheitert|essayé|cliqué|échoué|intentado|pulsado|hizo|tentou|clicou"
    r"|provato|cliccato|fallit\w|geprobeerd|geklikt)(?!\w)[^.!?;:\n]*$",
    re.IGNORECASE,
)
_OFTEN: Final = re.compile(
    r"[ -](?:times|mal|fois|veces|vezes|volte|keer)(?!\w| (?:as|the|more)\b)",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"(?:rund|etwa|ungefähr|circa|ca\.|knapp|gut|fast|nahezu|environ|presque|près de|plus de"
    r"|à peu près|unos|unas|casi|cerca de|alrededor de|aproximad[ao]mente|quase|quasi|ongeveer"
    r"|bijna|ruim|about|around|approximately|roughly|nearly|almost|over|(?<!no )(?<!not )more than"
    r"|under|not quite"
    r"|(?<!no )(?<!not )less than|some|close to|~|≈) ?(?:an? |the )?$",
    re.IGNORECASE,
)
_REACH: Final = 48
"""Characters of the same sentence that say what a number is for."""
_ALL_BEFORE: Final = re.compile(
    r"(?<!\w)(?:all|your|its|serves|holds|contains|room for|alle|ihre|deine|vos|tes|sus|tus|seus"
    r"|suas|suoi|tuoi|uw) $",
    re.IGNORECASE,
)
_SUPPOSED: Final = re.compile(
    r"(?<!\w)if (?:you|your \w+) (?:have|has|need|needs|want|send|use|get)(?!\w)[^,.!?;\n]*$",
    re.IGNORECASE,
)
_STAND_AFTER: Final = re.compile(
    r" [^\W\d_]+ (?:are|were|have|has|had|haven['\u2019]t|weren['\u2019]t|aren['\u2019]t|remain"
    r"|failed|bounced|fehlen|sind|wurden|manquent|sont|ont|faltan|fueron|faltam|foram|mancano|sono)(?!\w)"
)
"""What is told of so many: "46 submissions are open"."""
_MORE: Final = re.compile(r"(?<!\w)(?:room for|can (?:still )?(?:add|invite|create|have)) $")
_MANY: Final = 10
"""From here on "your 12 seats" claims something: "your 3 largest files" is advice."""
_BARE_CLAIM: Final = 100
"""From here on a number claims something even where nothing says what."""


def is_loose(before: str) -> bool:
    """Whether what comes before a number says that it is about so much."""
    return _ABOUT.search(before) is not None


def is_status(value: float, before: str) -> bool:
    """Whether what comes before a number says that it is an HTTP status."""
    return value in _STATUSES and _STATUS_BEFORE.search(before) is not None


def is_limit_of(unit: str, before: str) -> bool:
    """Whether what comes before a number says that it is a limit of what follows it."""
    return _STRONG_BEFORE.search(before) is not None and not _HARMLESS_NOUN.match(unit)


def purpose_of(text: str, before: str, reading: Reading, end: int) -> Purpose | None:
    """What a number that ends there is taken for; None where it claims nothing."""
    after = text[end : end + _REACH]
    value = reading.value
    if value in _STATUSES and _WOULD_MEAN.match(after):
        return None
    if (
        not reading.decimals
        and value in _STATUSES
        and (
            _STATUS_AFTER.match(after)
            or (_STATUS_BEFORE.search(before) and not _NO_STATUS_AFTER.match(after))
        )
    ):
        return "status"
    if value in _STATUSES and before.endswith("(") and after.startswith(")"):
        return "any"
    if _MEASURED.match(after):
        return "any"
    noun = after.lstrip(" -")
    if 1 < value < _BARE_CLAIM and times_of(before, text, end):
        return "count"
    if value < _BARE_CLAIM and (
        ("if " in before.lower() and _SUPPOSED.search(before))
        or (_HARMLESS_NOUN.match(noun) and not (value >= _MANY and _MORE.search(before)))
    ):
        return None
    if value >= _MANY and (
        _ALL_BEFORE.search(before) or _MORE.search(before) or _STAND_AFTER.match(after)
    ):
        return "limit"
    counted = _COUNTED.match(noun) if 1 < value < _BARE_CLAIM else None
    if counted is not None and _RATE.match(noun, counted.end()):
        return "limit"
    if counted is not None and (counted["failed"] or counted["which"]):
        return "count"
    if _LIMIT_BEFORE.search(before) or _LIMIT_AFTER.match(after):
        return "limit"
    if value > 1 and (counted or _COUNTED.match(noun)):
        return "count"
    if _TIMES.match(noun):
        return None
    return "any" if value >= _BARE_CLAIM or reading.decimals else None


def noun_after(text: str, at: int) -> str:
    """What is counted by a number that ends there, if it is among what can be counted."""
    found = _COUNTED.match(text, at + 1)
    if found is None:
        return ""
    if found["failed"]:
        return f"failed {found['failed'].lower()}"
    noun = _NOUN_OF[found["noun"].lower()]
    return f"{found['which'].lower()} {noun}" if found["which"] else noun


def times_of(before: str, text: str, at: int) -> str:
    """What was done so many times as a number says that ends there."""
    return "attempt" if _OFTEN.match(text, at) and _TRIED.search(before) else ""
