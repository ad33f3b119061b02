"""How many more prose says there is room for, and limits leave others."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from domain.cached import cached_property
from domain.grounding.claims import Number, Page
from domain.grounding.facts import Citable
from domain.grounding.numbers.number_words import WORDS, value_of
from domain.grounding.numbers.quantities import read, thousands

_MORE: Final = re.compile(
    r"(?<!\w)(?:you can (?:still )?(?:add|create|invite|have|use|open|run|make|start|book|connect)"
    rf"|room for|space for)(?: up to)? (?P<many>\d[\d.,]*|{WORDS}) (?:more|additional)(?!\w)",
    re.IGNORECASE,
)
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

    def mistaken(self, page: Page, said: list[float]) -> list[str]:
        """What there is said to be room for, and neither limits nor the numbers beside it leave."""
        if page.words.isdisjoint(("more", "additional")) or not self._left:
            return []
        return [
            more.group()
            for more in _MORE.finditer(page.prose)
            if not any(
                way in self._left or way in said or way in _differences(page, more.start())
                for way in _values(more["many"].rstrip(".,"))
            )
        ]


def _values(many: str) -> list[float]:
    if not many[0].isdigit():
        return [value_of(many)]
    return [way.value for way in (read(many), thousands(many)) if way is not None]


def _differences(page: Page, at: int) -> Iterator[float]:
    """What the numbers leave of each other that stand near."""
    numbers = [
        value
        for one in (*page.claims, *page.counted)
        if isinstance(one, Number) and abs(one.at - at) < _NEAR
        for value in (one.reading.value, one.of)
        if value is not None
    ]
    return (abs(a - b) for a, b in combinations(numbers[:_FEW], 2))
