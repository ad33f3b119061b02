"""What the things of one kind have together, as the distance they went, and what so many cost."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from domain.grounding.facts import ENTITIES, Leaf, leaves, member, rows
from domain.grounding.numbers.decimals import in_numbers
from domain.grounding.numbers.member_names import is_paid, is_price
from domain.model import JSON

_FEW: Final = 12
"""So many numbers of a thing are multiplied by its price."""


def totals(body: dict[str, JSON]) -> Iterator[tuple[Leaf, float]]:
    """The sum of each member that several things of a kind have, and of those in one state; and
    what a thing's numbers cost at its price.
    """
    found: dict[tuple[str, ...], list[float]] = {}
    for row in rows(body, *ENTITIES):
        kind, state = str(member(row, "type")), str(member(row, "status"))
        told = list(in_numbers(leaves(row, "", "")))
        for leaf in told:
            for group in ((kind, leaf.inside), (kind, leaf.inside, state)):
                found.setdefault(group, []).append(float(leaf.value))
        for price in (leaf for leaf in told if is_price(leaf.inside)):
            for many in islice(told, _FEW):
                cost = float(price.value) * float(many.value)
                if not is_paid(many.inside):
                    yield price._replace(value=cost), cost
    for (_, name, *_), values in found.items():
        if len(values) > 1:
            yield Leaf("", name, name, sum(values)), sum(values)
