"""How much work one field may cost before it, or a line of it, is given up."""

from __future__ import annotations

from typing import Final

WORK_PER_FIELD: Final = 17_000_000
"""Units a field may spend: about one character looked at by one rule, some 20 ns of Python's `re`.

A line of 200 KB that trips every rule spends about 16 million; one of 10 KB can never run out.
"""

_WORK_OF_A_LINE: Final = 2_500
"""Units that an ordinary line of a log spends."""


class OverBudgetError(Exception):
    """The text asked for more work than it may; it must be replaced, never passed."""


class Budget:
    """What is left of a field's work, in units: the outcome is the same on any machine."""

    __slots__ = ("given", "left")

    def __init__(self, units: int = WORK_PER_FIELD) -> None:
        self.given = units
        self.left = units

    def spend(self, units: int) -> None:
        """Takes units away; raises `OverBudgetError` when there are not enough."""
        self.left -= units
        if self.left < 0:
            raise OverBudgetError

    def share(self, lines_after: int) -> Budget:
        """What one line may spend: all but what the lines after it will need, if they are ordinary
        ones; a quarter at least. It is never less for a text that was redacted before: that has no
        more lines, and none costs more than it did.
        """
        return Budget(max(self.left - _WORK_OF_A_LINE * lines_after, self.left // 4))

    def settle(self, share: Budget) -> None:
        """Takes away what was spent of a share."""
        self.left -= share.given - max(share.left, 0)
