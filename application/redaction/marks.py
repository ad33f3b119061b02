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


def numbered(key: str, taken: set[str]) -> str:
    """The key, or the first of `key#2`, `key#3`... that is not taken.

    Two keys of an object that were redacted to the same mark stay two. In a key that is a mark
    and nothing else, the number stands inside the brackets.
    """
    if key not in taken:
        return key
    bare = re.sub(r"#\d+\]$", "]", key) if is_mark(key) else key
    number = 2
    while True:
        name = f"{bare[:-1]}#{number}]" if is_mark(bare) else f"{bare}#{number}"
        if name not in taken:
            return name
        number += 1
