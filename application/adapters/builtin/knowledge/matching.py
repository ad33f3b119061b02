"""What of a question's terms a bag holds, found by what both have: either may be thousands."""

from collections.abc import Sequence
from typing import Final

from application.adapters.builtin.knowledge import bags
from application.adapters.builtin.knowledge.bags import Bag
from application.adapters.builtin.question.words import Term

_BY_FAMILY: Final = 0.7
"""What a word of the same family is worth."""

Match = dict[int, float]
"""How strongly a bag holds each term that it holds at all, by the term's place."""


class Terms:
    """The terms of a question, ready to be looked for in one bag after the other."""

    def __init__(self, listed: tuple[Term, ...], *, by_topic: float) -> None:
        """`by_topic` is what a word of the same topic is worth."""
        self.listed = listed
        self._even = [1.0] * len(listed)
        self._places: dict[str, list[tuple[int, float]]] = {}
        for at, term in enumerate(listed):
            for key, worth in zip(bags.keys(term), (1.0, _BY_FAMILY, by_topic), strict=True):
                if key:
                    self._places.setdefault(key, []).append((at, worth))

    def match(self, bag: Bag) -> Match:
        """What a bag holds of them: each by its stem, its family or its topic, whatever is best."""
        found: Match = {}
        for key in self._places.keys() & bag.keys():
            for at, worth in self._places[key]:
                found[at] = max(worth * bag[key], found.get(at, 0.0))
        return found

    def covered(self, bag: Bag) -> float:
        """The share of them that a bag holds, each of which counts alike."""
        return coverage(self.match(bag), self._even)


def coverage(match: Match, weights: Sequence[float]) -> float:
    """The share of a question's weight that a bag matches."""
    # In the order of the terms, so that the same question always comes to the same sum.
    matched = sum(weights[at] * match[at] for at in sorted(match))
    return matched / sum(weights) if match else 0.0
