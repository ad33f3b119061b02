"""What the numbers of one thing make together, apart and of each other, as far as units allow."""

from collections.abc import Iterator
from itertools import combinations, islice, permutations
from typing import Final

from domain.cached import cached_property
from domain.grounding.facts import Citable
from domain.grounding.leaves import Leaf
from domain.grounding.numbers import quantities
from domain.grounding.numbers.decimals import in_numbers
from domain.grounding.numbers.member_names import is_paid
from domain.grounding.numbers.quantities import Dimension

_ENTITIES: Final = "/productState/entities/"
_THINGS: Final = (_ENTITIES, "/productState/limitsReached/")
_FEW: Final = 6
"""So many numbers one entity may have for them to be put together."""
_COMPARED: Final = 12
"""So many entities have their numbers compared: of more, some would differ by any number."""


class OfThings:
    """The numbers of each entity and of each limit, read once, when they are asked for."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def numbers(self) -> list[list[float]]:
        """The numbers of each entity and of each limit."""
        return [_values(told) for told in self._told_of(_THINGS)]

    def _told_of(self, under: str | tuple[str, ...]) -> Iterator[list[Leaf]]:
        for holder in self._document.holders:
            if isinstance(holder.held, dict) and holder.pointer.startswith(under):
                yield list(in_numbers(holder.leaves()))

    @cached_property
    def computed(self) -> tuple[list[float], list[float]]:
        """What the numbers of one entity are together and apart, and what per cent they are, as far
        as they are in one unit.
        """
        left: list[float] = []
        shares: list[float] = []
        told = (
            _values(alike)
            for leaves in self._told_of(_ENTITIES)
            if len(leaves) <= _FEW
            for alike in _in_one_unit(leaves)
            if len(alike) > 1
        )
        for numbers in islice(told, _COMPARED):
            left.append(sum(numbers))
            for a, b in permutations(numbers, 2):
                if a > b:
                    left.append(a + b)
                    left += (a - b, *(a - b - c for c in numbers if c < a - b))
                    shares += ratios(b, a)[::2]
        return left, shares

    @cached_property
    def apart(self) -> dict[Dimension, list[float]]:
        """What the quantities of one entity are apart, as the hours that are and that should be."""
        found: dict[Dimension, list[float]] = {}
        for leaves in islice(filter(None, self._told_of(_THINGS)), _COMPARED):
            units = ((leaf, _unit_of(leaf.inside)) for leaf in leaves[:_FEW])
            told = [(unit, float(leaf.value) * unit[1][0]) for leaf, unit in units if unit]
            for (one, a), (other, b) in combinations(told, 2):
                if one[0] == other[0]:
                    found.setdefault(one[0], []).append(abs(a - b))
        return found


def ratios(a: float, b: float) -> tuple[float, ...]:
    """What per cent two quantities are of each other, and less than each other."""
    if a <= 0 or b <= 0:
        return ()
    return (a / b * 100, b / a * 100, abs(a - b) / b * 100, abs(a - b) / a * 100)


def _unit_of(name: str) -> tuple[Dimension, tuple[float, ...]] | None:
    """The unit that a member's name tells; sums of money are all in one."""
    return quantities.unit_of(name) or (("money", (1.0,)) if is_paid(name) else None)


def _in_one_unit(leaves: list[Leaf]) -> list[list[Leaf]]:
    """The members of each dimension that their names tell, each with those whose names tell none:
    nobody adds hours to a price.
    """
    units = [_unit_of(leaf.inside) for leaf in leaves]
    told: set[Dimension | None] = {unit[0] for unit in units if unit is not None}
    return [
        [leaf for leaf, unit in zip(leaves, units, strict=True) if unit is None or unit[0] == kind]
        for kind in told or {None}
    ]


def _values(leaves: list[Leaf]) -> list[float]:
    return [float(leaf.value) for leaf in leaves]
