"""The typed marks that stand where something was removed."""

from __future__ import annotations

import re
from typing import Final

from application.redaction.folding import fold
from application.redaction.rules import RULES

TOO_COMPLEX: Final = "[too-complex]"
"""Stands for a text that asked for more work than it may."""

TOO_DEEP: Final = "[too-deep]"
"""Stands for what is nested deeper than a document may be."""

# The set is closed: nobody can shield a secret by putting brackets around it.
_MARK: Final = re.compile(
    r"\[(?:" + "|".join(re.escape(rule.name) for rule in RULES) + r")(?:#\d{1,6}\+?)?\]"
)


def mark_of(rule: str) -> str:
    """The mark that a rule leaves behind."""
    return f"[{rule}]"


_NUMBERED: Final = frozenset({"email", "phone", "ip", "internal-host"})
_MOST: Final = 999
_SPACES: Final = re.compile(r"\s+")
_NO_DIGIT: Final = re.compile(r"\D+")


class Numbers:
    """Tells the addresses of one document apart without saying who they are.

    The first e-mail address of a document becomes `[email]`, the next other one `[email#2]`, and
    the same address the same mark each time, however it is written. It holds within one document
    (a snapshot, a context, a message): the numbers of two documents have nothing to do with each
    other, because to keep them level the record would have to hold something made from the
    values. Past 999 all others are `[email#999+]`. Secrets and names get no numbers.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, int]] = {}

    def mark(self, rule: str, value: str) -> str:
        """The mark of the rule for the value, numbered from the second distinct one."""
        if rule not in _NUMBERED:
            return mark_of(rule)
        known = self._known.setdefault(rule, {})
        same = _same(rule, value)
        number = known.get(same)
        if number is None:
            number = len(known) + 1
            if number > _MOST:
                return f"[{rule}#{_MOST}+]"
            known[same] = number
        return mark_of(rule) if number == 1 else f"[{rule}#{number}]"


def _same(rule: str, value: str) -> str:
    """What is alike in all ways to write a value."""
    folded = fold(value)
    plain = value if folded is None else folded.text
    if rule == "phone":
        return _NO_DIGIT.sub("", plain).lstrip("0")
    return _SPACES.sub(" ", plain).strip().casefold()


def marks_in(text: str) -> list[tuple[int, int]]:
    """Where marks stand already, as pairs of start and end."""
    if "[" not in text:
        return []
    return [match.span() for match in _MARK.finditer(text)]


def without_marks(text: str) -> str:
    """What is left of a text once its marks are taken out."""
    return _MARK.sub("", text) if "[" in text else text


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
