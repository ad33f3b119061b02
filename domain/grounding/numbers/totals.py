"""What the things of one kind have together: the sum of their prices, of the distance they went."""

from collections.abc import Iterator

from domain.grounding.facts import ENTITIES, Leaf, leaves, member, rows
from domain.model import JSON


def totals(body: dict[str, JSON]) -> Iterator[tuple[Leaf, float]]:
    """The sum of each member that several things of a kind have, and of those in one state."""
    found: dict[tuple[str, ...], list[float]] = {}
    for row in rows(body, *ENTITIES):
        kind, state = str(member(row, "type")), str(member(row, "status"))
        for leaf in leaves(row, "", ""):
            if not isinstance(leaf.value, str):
                for group in ((kind, leaf.inside), (kind, leaf.inside, state)):
                    found.setdefault(group, []).append(float(leaf.value))
    for (_, name, *_), values in found.items():
        if len(values) > 1:
            yield Leaf("", name, name, sum(values)), sum(values)
