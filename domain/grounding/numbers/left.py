"""How many more prose says there is room for, and limits leave others."""

import re
from collections.abc import Iterator
from itertools import combinations, islice
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import Number
from domain.grounding.clauses import sentence_before
from domain.grounding.facts import Citable
from domain.grounding.numbers.labels import labels_in
from domain.grounding.numbers.number_words import WORDS, value_of
from domain.grounding.numbers.quantities import read, thousands
from domain.grounding.page import Page

_MORE: Final = re.compile(
    r"(?<!\w)(?:you can (?:still )?(?:add|create|invite|have|use|open|run|make|start|book|connect)"
    rf"|room for|space for)(?: up to)? (?P<more>\d[\d.,]*|{WORDS}) (?:more|additional)(?!\w)"
    rf"|(?<![\w.,-])(?P<can>\d[\d.,]*|{WORDS}) (?:more|additional)(?: [a-z]+)? can(?!\w)"
    rf"|(?<!\w)(?:so|leaves|leaving) (?:only )?(?P<free>\d[\d.,]*|{WORDS})"
    r"(?: (?:is |are )?(?:still )?free)(?! of)(?!\w)"
    rf"|(?<!about )(?<![\w.,-])(?P<left>\d[\d.,]*|{WORDS})(?P<of>(?: (?!or)[a-z]+){{0,2}}?)"
    r" (?:(?:is |are )?(?:still )?left|remaining|remain)(?!\w)",
    re.IGNORECASE,
)
_FEW_SAID: Final = re.compile(rf"(?<![\w.,-])(?:{WORDS}|\d{{1,2}})(?![\w-]|[.,]\d)", re.IGNORECASE)
"""Small numbers, in words or in figures, which need not be claims."""
_HINTS: Final = ("more", "additional", "left", "remaining", "remain", "free")
_USED: Final = re.compile(
    r"(?<!\w)(?:used|using|taken|have|has) (?P<used>\d{1,9}) (?:out )?of (?:(?:the|your|its) )?"
    r"(?P<all>\d{1,9})(?: [a-z]+){0,6},? (?:so|leaving|which leaves) (?:only |about )?$"
)
"""How much is used of how many, and no more between it and what is left."""
_NEAR: Final = 200
_FEW: Final = 8
"""So many numbers that stand near are put together with each other."""


class Left:
    """Knows how many more the limits of a snapshot leave."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _left(self) -> frozenset[float]:
        return frozenset(abs(highest - current) for _, current, highest in self._document.limits)

    def _left_near(self, page: Page, at: int) -> frozenset[float]:
        """What the limits leave that are told nearby in full, or any if none is."""
        near = frozenset(_near(page, at))
        told = {
            abs(highest - current)
            for _, current, highest in self._document.limits
            if {current, highest} <= near
        }
        return frozenset(told) or self._left

    @cached_property
    def _limited(self) -> frozenset[str]:
        return frozenset(stem for name, *_ in self._document.limits for stem in labels_in(name))

    def _is_of_limit(self, more: re.Match[str]) -> bool:
        """Whether what is left is of what is limited, as far as it is called anything."""
        named = labels_in(more["of"] or "")
        return not named.isdisjoint(self._limited) if more["of"] else True

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """What there is said to be room for, and neither limits nor the numbers beside it leave."""
        if page.words.isdisjoint(_HINTS):
            return []
        found = list(_MORE.finditer(page.prose))
        wrong = [more.group().strip() for more in found if _is_not_rest(more)]
        return wrong + [
            more.group()
            for more in (found if self._left else ())
            if not any(
                way in self._left_near(page, more.start())
                or way in told.said_numbers
                or way in _differences(page, more)
                for way in _values(_said(more).rstrip(".,"))
            )
            and self._is_of_limit(more)
        ]


def _said(more: re.Match[str]) -> str:
    return more["more"] or more["can"] or more["free"] or more["left"]


def _is_not_rest(more: re.Match[str]) -> bool:
    """Whether it is said to follow from how much of how many is used, and does not."""
    used = _USED.search(sentence_before(more.string, more.start(), _NEAR))
    if used is None or not more["left"]:
        return False
    rest = float(used["all"]) - float(used["used"])
    return all(way != rest for way in _values(more["left"].rstrip(".,")))


def _values(many: str) -> list[float]:
    if not many[0].isdigit():
        return [value_of(many)]
    return [way.value for way in (read(many), thousands(many)) if way is not None]


def _differences(page: Page, more: re.Match[str]) -> Iterator[float]:
    """What the numbers leave of each other that stand near, in figures or in words."""
    at = more.start()
    before = islice(_FEW_SAID.finditer(page.prose, max(0, at - _NEAR), at), _FEW)
    numbers = {*_near(page, at), *(way for said in before for way in _values(said.group()))}
    return (abs(a - b) for a, b in combinations(numbers, 2))


def _near(page: Page, at: int) -> list[float]:
    numbers = [
        value
        for one in (*page.claims, *page.counted)
        if isinstance(one, Number) and abs(one.at - at) < _NEAR
        for value in (one.reading.value, one.of)
        if value is not None
    ]
    return numbers[:_FEW]
