"""What the things of one kind have together, as the distance they went, what so many cost, and by
how much one costs more than another.
"""

import re
from collections.abc import Iterator
from itertools import combinations, islice
from typing import Final

from domain.grounding.facts import ENTITIES, Citable, member, rows
from domain.grounding.leaves import Leaf, leaves
from domain.grounding.numbers.decimals import in_numbers
from domain.grounding.numbers.member_names import is_paid, is_price
from domain.model import JSON

_INDEX: Final = re.compile(r"/\d+")
_FEW: Final = 12
"""So many numbers of a thing are multiplied by its price."""
_THINGS: Final = 16
_NUMBERS: Final = 6
"""So many numbers of so many things are put together."""
_COMPARED: Final = 6
"""Of more sums that tell the same, some would differ by any sum."""


def totals(body: dict[str, JSON]) -> Iterator[tuple[Leaf, float]]:
    """The sum of each member that several things of a kind have, and of those in one state; and
    what a thing's numbers cost at its price.
    """
    found: dict[tuple[str, ...], list[float]] = {}
    for row in rows(body, *ENTITIES):
        kind, state = str(member(row, "type")), str(member(row, "status"))
        told = list(in_numbers(leaves(row, "", "")))
        for leaf in told:
            # The items of an invoice are no invoices.
            member_of = (kind, leaf.inside, _INDEX.sub("", leaf.place))
            for group in (member_of, (*member_of, state)):
                found.setdefault(group, []).append(float(leaf.value))
        for price in (leaf for leaf in told if is_price(leaf.inside)):
            for many in islice(told, _FEW):
                cost = float(price.value) * float(many.value)
                if not is_paid(many.inside):
                    yield price._replace(value=cost), cost
    for (_, name, *_), values in found.items():
        if len(values) > 1:
            yield Leaf("", name, name, sum(values)), sum(values)


def together(body: dict[str, JSON]) -> set[float]:
    """What the numbers of one thing of the product, or of one kind, are together, and those of one
    apart.
    """
    found: set[float] = set()
    for row in islice(rows(body, *ENTITIES), _THINGS):
        numbers = [float(leaf.value) for leaf in in_numbers(leaves(row, "", ""))]
        if len(numbers) <= _NUMBERS:
            found.update(
                sum(some) for many in (2, len(numbers)) for some in combinations(numbers, many)
            )
            for a, b in combinations(numbers, 2):
                found.update((abs(a - b), *(abs(a - b) - c for c in numbers)))
    found.update(total for _, total in totals(body))
    return found


def prices_apart(document: Citable) -> Iterator[float]:
    """What the sums of money are apart that a rule has for each plan, or that the things of a kind
    have in one member: whole, and in hundredths.
    """
    found: dict[tuple[str, ...], set[float]] = {}
    for row in rows(document.body, *ENTITIES):
        for leaf in in_numbers(leaves(row, "", "")):
            # What stands deeper are items, which are told together.
            if is_paid(leaf.inside) and leaf.place in {"", "/metadata"}:
                group = (str(member(row, "type")), leaf.inside)
                found.setdefault(group, set()).add(float(leaf.value))
    for leaf in in_numbers(document.knowledge):
        if is_paid(leaf.inside):
            around = leaf.place.rpartition("/")[0]
            found.setdefault((leaf.place,), set()).add(float(leaf.value))
            found.setdefault((around, str(leaf.at)), set()).add(float(leaf.value))
    for sums in found.values():
        for a, b in combinations(sums, 2) if len(sums) <= _COMPARED else ():
            yield from (abs(a - b), abs(a - b) / 100)
