"""How much work one field may cost before it is given up."""

from __future__ import annotations

from typing import Final

WORK_PER_FIELD: Final = 13_000_000
"""Units a field may spend: about one character looked at by one rule, some 30 ns of Python's `re`.

A field of 200 KB that trips every rule spends about 12 million; one of 10 KB can never run out.
"""


class OverBudgetError(Exception):
    """The field asked for more work than it may; it must be replaced, never passed."""


class Budget:
    """What is left of a field's work, in units: the outcome is the same on any machine."""

    __slots__ = ("left",)

    def __init__(self, units: int = WORK_PER_FIELD) -> None:
        self.left = units

    def spend(self, units: int) -> None:
        """Takes units away; raises `OverBudgetError` when there are not enough."""
        self.left -= units
        if self.left < 0:
            raise OverBudgetError
