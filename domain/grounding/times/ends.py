"""When things end that tell when they start, and how long they take."""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, timedelta
from itertools import islice, product
from typing import Final

from domain.grounding.facts import ENTITIES, rows
from domain.grounding.leaves import leaves
from domain.grounding.numbers.quantities import DAY, unit_of
from domain.grounding.times import moments
from domain.model import JSON

_START: Final = re.compile(r"start|begin|schedul|from", re.IGNORECASE)
_FEW: Final = 4
"""So many starts and lengths of one thing are put together."""


def ends(body: dict[str, JSON]) -> Iterator[str]:
    """The ends of things of the product, as stamps in UTC."""
    for row in rows(body, *ENTITIES):
        told = leaves(row, "", "")
        starts = (
            at
            for leaf in told
            if isinstance(leaf.value, str) and _START.search(leaf.inside)
            if (at := moments.parse(leaf.value)) is not None and at.year < MAXYEAR
        )
        lengths = (
            leaf.value * unit[1][0]
            for leaf in told
            if not isinstance(leaf.value, str)
            if (unit := unit_of(leaf.inside)) is not None and unit[0] == "seconds"
            if 0 < leaf.value * unit[1][0] <= DAY
        )
        for at, seconds in product(islice(starts, _FEW), islice(lengths, _FEW)):
            yield moments.in_utc((at + timedelta(seconds=seconds)).isoformat())
