"""How much of a limit prose says to be used, as "8 of your 10 seats", where it is not so much."""

import re
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import sentence_before
from domain.grounding.facts import Citable
from domain.grounding.numbers.labels import labels_in
from domain.grounding.numbers.quantities import NUMERAL, read, thousands
from domain.grounding.page import Page

_USED: Final = re.compile(
    rf"(?<![\w.,-])(?P<used>{NUMERAL}) (?:out )?of (?:(?:the|your|its|our|all) )?(?P<all>{NUMERAL})"
    r"(?![\w%.,-]*\w)(?P<what>(?: (?!(?:is|are|was|were|so|and|but)\b)[\w'/-]+){0,4})"
)
_IN_USE: Final = re.compile(
    r"(?<!\w)(?:us(?:e|es|ed|ing|age)|taken|occupied|filled|full|reached|have|has|at|on|exactly)(?!\w)"
    r"|[:|] *$",
    re.IGNORECASE,
)
"""What tells that so much is used now, before the numbers; or that they stand behind their name."""
_BEHIND: Final = re.compile(
    r"[\w ]{0,24}?(?<!\w)(?:(?:in )?use[d]?|taken|occupied|filled)(?!\w)", re.IGNORECASE
)
_NOT_NOW: Final = re.compile(
    r"(?<!\w)(?:if|would|could|should|after(?:wards)?|once|when|then|was|were|had|until|yesterday|earlier"
    r"|instead|per|only|left|free|remaining|available)(?!\w)|['\u2019]d(?!\w)",
    re.IGNORECASE,
)
"""What tells of another time, of what is supposed, or of what is left."""
_CLAUSE_END: Final = re.compile(r"[.!?:;,]\s|[()\n|]")
_REACH: Final = 80
_UNLIKELY: Final = 5
"""From here on two limits hardly allow as much by chance: half a name tells which is meant."""
_CHECKED: Final = 50
"""Pairs of numbers that are looked up; answers have fewer."""


class Used:
    """Knows how much is used of each limit."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _limits(self) -> dict[float, list[tuple[float, frozenset[str]]]]:
        """By how much is allowed: how much is used, and how the words begin that name the limit."""
        found: dict[float, list[tuple[float, frozenset[str]]]] = {}
        for name, current, highest in self._document.limits:
            if about := labels_in(name):
                found.setdefault(highest, []).append((current, about))
        return found

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """What is said to be used of a limit, and is not, and nobody said it."""
        if "of" not in page.words or not self._limits:
            return []
        found = list(_USED.finditer(page.prose))[:_CHECKED]
        said = told.said_numbers if found else []
        return [one.group().strip() for one in found if self._is_wrong(one, page.prose, said)]

    def _is_wrong(self, found: re.Match[str], prose: str, said: list[float]) -> bool:
        before = sentence_before(prose, found.start(), _REACH)
        behind = _CLAUSE_END.split(prose[found.end("all") : found.end("all") + _REACH])[0]
        now = _IN_USE.search(before) or _BEHIND.match(behind)
        if not now or _NOT_NOW.search(before) or _NOT_NOW.search(behind):
            return False
        named = labels_in(f"{before} {found['what']}")
        used = _values(found["used"])
        known = [
            current
            for highest in _values(found["all"])
            for current, about in self._limits.get(highest, ())
            if about <= named or (highest >= _UNLIKELY and not named.isdisjoint(about))
        ]
        return bool(known) and not any(one in known or one in said for one in used)


def _values(numeral: str) -> list[float]:
    return [way.value for way in (read(numeral), thousands(numeral)) if way is not None]
