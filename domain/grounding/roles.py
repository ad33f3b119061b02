"""What a number in prose is for, by the words beside it."""

import re
from typing import Final

from domain.grounding.claims import Role
from domain.grounding.quantities import Reading

_STATUS_BEFORE: Final = re.compile(
    r"(?:http(?:/[\d.]{1,3})?|status|code|error|response|returned|returns|answered|answers|got|with"
    r"|an?|the)(?: code| status| error| with| an?)?[ :=(]{1,2}$",
    re.IGNORECASE,
)
_STATUS_AFTER: Final = re.compile(
    r"\)? ?(?:\([A-Z][a-z]|errors?\b|status|response|[A-Z][a-z]+ [A-Z][a-z]+|Forbidden|Unauthorized"
    r"|Conflict|Gone|OK\b)"
)
_NO_STATUS_AFTER: Final = re.compile(
    r" (?!and|or|for|at|on|because|from|when|to|in|with|is|was|by)[a-z]+"
)
_STATUSES: Final = range(100, 600)
_LIMIT_BEFORE: Final = re.compile(
    r"(?<!\w)(?:limit\w*|maximum|max|cap|capped|quota|ceiling|allowance|allow\w*|up to|at most"
    r"|no more than|includ\w+|exceed\w*|over|under|below|above|used|using|uses|have|has|reached"
    r"|currently at)"
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
_TIMES: Final = re.compile(r"(?:times|x)(?!\w)")
_COUNTED: Final = re.compile(
    r"(?:failed |failing |active |recent |backend |different |separate |such |of these )?"
    r"(?P<noun>job|request|error|failure|attempt|event)s?(?!\w)",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"(?:about|around|approximately|roughly|nearly|almost|over|(?<!no )(?<!not )more than|under"
    r"|(?<!no )(?<!not )less than|some|close to|~|≈) ?(?:an? |the )?$",
    re.IGNORECASE,
)
_REACH: Final = 48
"""Characters of the same sentence that say what a number is for."""
_SENTENCE_END: Final = re.compile(r"[.!?;]\s|\n")
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


def role_of(text: str, before: str, reading: Reading, end: int) -> Role | None:
    """What a number that ends there is taken for; None where it claims nothing."""
    after = text[end : end + _REACH]
    value = reading.value
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
    noun = after.lstrip(" -")
    if value < _BARE_CLAIM and _HARMLESS_NOUN.match(noun):
        return None
    if _LIMIT_BEFORE.search(before) or _LIMIT_AFTER.match(after):
        return "limit"
    if value > 1 and _COUNTED.match(noun):
        return "count"
    if _TIMES.match(noun):
        return None
    return "any" if value >= _BARE_CLAIM or reading.decimals else None


def noun_after(text: str, at: int) -> str:
    """What is counted by a number that ends there, if it is among what can be counted."""
    found = _COUNTED.match(text, at + 1)
    return "" if found is None else found["noun"].lower()


def sentence_before(text: str, at: int) -> str:
    """What the same sentence says right before."""
    before = text[max(0, at - _REACH) : at]
    ends = [found.end() for found in _SENTENCE_END.finditer(before)]
    return before[ends[-1] :] if ends else before
