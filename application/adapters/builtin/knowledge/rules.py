"""Business rules, taken apart into lines that each say one thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from application.adapters.builtin import spoken
from domain.grounding.numbers import quantities
from domain.model import JSON

_PRICE: Final = frozenset({"price", "prices", "pricing", "cost", "costs", "fee", "fees"})
_MOST_LINES: Final = 400
_DEEPEST: Final = 5
_COLUMNS: Final = 12
"""Entries that a line has at most: plans, regions, roles."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One thing that a rule says: the names that lead to it, and its values.

    A value without a label is the only one; several say what holds for each plan, say.
    """

    rule: str
    path: tuple[str, ...]
    entries: tuple[tuple[str, JSON], ...]

    @property
    def by_case(self) -> bool:
        """Whether it differs by plan, role or the like."""
        return bool(self.entries[0][0])


def is_price(line: RuleLine) -> bool:
    """Whether a rule says what something costs."""
    named = {word for part in line.path for word in spoken.name_words(part)}
    return not named.isdisjoint(_PRICE)


def lines(rule: str, value: JSON, plan: str | None = None) -> list[RuleLine]:
    """The lines of a rule, in its order; what has a member for the user's `plan` tells plans
    apart.
    """
    found: list[RuleLine] = []
    for line in _lines(rule, (rule,), value, _DEEPEST, (plan or "").lower()):
        found.append(line)
        if len(found) == _MOST_LINES:
            break
    return found


def _lines(
    rule: str, path: tuple[str, ...], value: JSON, room: int, plan: str
) -> Iterator[RuleLine]:
    if not isinstance(value, dict):
        if not isinstance(value, list) or value:
            yield RuleLine(rule, path, (("", value),))
    elif (columns := _columns(value)) is not None:
        # {"starter": {"seats": 5}, "team": {"seats": 25}}: a line for seats, with both plans.
        for name in dict.fromkeys(name for _, column in columns for name in column):
            entries = tuple((label, column[name]) for label, column in columns if name in column)
            yield RuleLine(rule, (*path, name), entries)
    elif _is_by_case(path[-1], value, plan):
        yield RuleLine(rule, path, tuple(value.items()))
    elif room:
        for name, part in value.items():
            yield from _lines(rule, (*path, name), part, room - 1, plan)


def _columns(table: dict[str, JSON]) -> list[tuple[str, dict[str, JSON]]] | None:
    """The members of a table in which most say the same things; None if it is no such table."""
    columns = [(label, column) for label, column in table.items() if isinstance(column, dict)]
    if not 1 < len(columns) == len(table) <= _COLUMNS:
        return None
    flat = all(not isinstance(part, dict) for _, column in columns for part in column.values())
    shared = set(columns[0][1]).intersection(*(column for _, column in columns[1:]))
    return columns if flat and shared else None


def _is_by_case(name: str, value: dict[str, JSON], plan: str) -> bool:
    """Whether the members are cases of what `name` says: `{"seats": {"free": 1, "pro": 5}}`."""
    if not 1 < len(value) <= _COLUMNS:
        return False
    if not all(isinstance(part, str | int | float) for part in value.values()):
        return False
    if plan in map(str.lower, value):
        return True
    if quantities.hint(name):
        return not any(map(quantities.hint, value))
    plain = all(
        key.isalpha() and (key.islower() or key.istitle() or key.isupper()) for key in value
    )
    numbers = all(isinstance(p, int | float) and not isinstance(p, bool) for p in value.values())
    return plain and numbers
