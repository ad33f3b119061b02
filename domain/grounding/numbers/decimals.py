"""Numbers that hosts write as text, as they do with sums of money lest a float round them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from domain.grounding.leaves import Leaf

_DECIMAL: Final = re.compile(r"-?\d{1,12}\.\d{1,8}")


def in_numbers(leaves: Iterable[Leaf]) -> Iterator[Leaf]:
    """The leaves that are numbers, and as numbers those whose text is one with decimals: without
    them it may as well be an id.
    """
    for leaf in leaves:
        if not isinstance(leaf.value, str):
            yield leaf
        elif leaf.value[-1:].isdigit() and _DECIMAL.fullmatch(leaf.value):
            yield leaf._replace(value=float(leaf.value))
