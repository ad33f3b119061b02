"""The typed marks that stand where something was removed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from application.redaction.folding import fold
from application.redaction.rules import RULES
from domain.marks import NO_MARKS, Marks

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
_MOST_KEPT: Final = 200
"""Values of one document that are known again in the documents after it: the first."""

KeyedHash = Callable[[str, str], str]
"""Stands for a value of a rule (the rule, then the value): always the same, and nobody can tell the
value from it who has not the key.
"""

_SPACES: Final = re.compile(r"\s+")
_NO_DIGIT: Final = re.compile(r"\D+")


class Numbers:
    """Tells the addresses of a case apart without saying who they are.

    The first e-mail address becomes `[email]`, the next other one `[email#2]`, and the same address
    the same mark each time, however it is written. With the marks that the case has `before`, and
    a keyed hash to know the values again, that holds throughout the case; without, it holds within
    what is redacted by these numbers. Past 999 all others are `[email#999+]`. Secrets and names
    get no numbers.
    """

    def __init__(self, before: Marks = NO_MARKS, keyed_hash: KeyedHash | None = None) -> None:
        self._before = before.known
        self._last = dict(before.last)
        self._keyed_hash = keyed_hash
        self._marks: dict[tuple[str, str], str] = {}
        self._given: dict[str, str] = {}

    @property
    def given(self) -> Marks | None:
        """The marks of values that had none; None if there were no such values."""
        return Marks(last=self._last, known=self._given) if self._given else None

    def mark(self, rule: str, value: str) -> str:
        """The mark of the rule for the value, numbered from the second distinct one."""
        if rule not in _NUMBERED:
            return mark_of(rule)
        same = _same(rule, value)
        mark = self._marks.get((rule, same))
        if mark is None:
            mark = self._marks[rule, same] = self._mark(rule, same)
        return mark

    def _mark(self, rule: str, same: str) -> str:
        hashed = self._keyed_hash(rule, same) if self._keyed_hash is not None else None
        if hashed is not None and hashed in self._before:
            return self._before[hashed]
        number = self._last.get(rule, 0) + 1
        if number > _MOST:
            return f"[{rule}#{_MOST}+]"
        self._last[rule] = number
        mark = mark_of(rule) if number == 1 else f"[{rule}#{number}]"
        if hashed is not None and len(self._given) < _MOST_KEPT:
            self._given[hashed] = mark
        return mark


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


def hides_what_differs(text: str) -> bool:
    """Whether another value may have stood where a mark stands: one that has no numbers."""
    if "[" not in text:
        return False
    rules = (match.group()[1:-1].partition("#")[0] for match in _MARK.finditer(text))
    return any(rule not in _NUMBERED for rule in rules)


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
