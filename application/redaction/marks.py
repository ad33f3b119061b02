"""The typed marks that stand where something was removed."""

from __future__ import annotations

import re
from typing import Final

from application.redaction.rules import RULES

TOO_COMPLEX: Final = "[too-complex]"
"""Stands for a text that asked for more work than it may."""

TOO_DEEP: Final = "[too-deep]"
"""Stands for what is nested deeper than a document may be."""

# The set is closed: nobody can shield a secret by putting brackets around it.
_MARK: Final = re.compile(
    r"\[(?:" + "|".join(re.escape(rule.name) for rule in RULES) + r")(?:#\d{1,6})?\]"
)


def mark_of(rule: str) -> str:
    """The mark that a rule leaves behind."""
    return f"[{rule}]"


def marks_in(text: str) -> list[tuple[int, int]]:
    """Where marks stand already, as pairs of start and end."""
    if "[" not in text:
        return []
    return [match.span() for match in _MARK.finditer(text)]


def is_mark(text: str) -> bool:
    """Whether the text is one mark and nothing else."""
    return text.startswith("[") and _MARK.fullmatch(text) is not None


def starts_with_mark(text: str) -> bool:
    """Whether the text begins with a mark."""
    return text.startswith("[") and _MARK.match(text) is not None


class DistinctKeys:
    """Gives keys that were redacted to the same mark a number each, so that none is lost.

    The first keeps its name, the next are `[email#2]`, `[email#3]`: in a key that is more than a
    mark the number stands at the end.
    """

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._last: dict[str, int] = {}

    def named(self, key: str) -> str:
        """The key, or the first of its numbered forms that is not taken; it is taken from now."""
        name = key
        bare = _NUMBER.sub("]", key) if is_mark(key) else key
        while name in self._taken:
            number = self._last.get(bare, 1) + 1
            self._last[bare] = number
            name = f"{bare[:-1]}#{number}]" if is_mark(bare) else f"{bare}#{number}"
        self._taken.add(name)
        return name


_NUMBER: Final = re.compile(r"#\d+\]$")
