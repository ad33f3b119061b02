"""Which private values of a case go by which mark, without the values."""

from typing import Annotated, Self

from pydantic import Field

from domain.model import Model


class Marks(Model):
    """The marks of a case: `last` is the highest number that each kind of mark has had in it, and
    `known` holds the mark of a value by the value's keyed hash.

    A text or document is redacted by the marks that its case had when that began. So two that are
    redacted at the same time may give the same number to different values.
    """

    last: dict[str, int] = {}
    known: dict[str, str] = {}

    def followed_by(self, more: Self | None) -> Self:
        """These and those that were given after them, if any were."""
        if more is None:
            return self
        last = {name: max(number, self.last.get(name, 0)) for name, number in more.last.items()}
        return self.model_copy(update={"last": self.last | last, "known": self.known | more.known})


NO_MARKS = Marks()

GivenMarks = Annotated[Marks | None, Field(exclude_if=lambda marks: marks is None)]
"""Marks that something was the first in its case to give; not written where there are none."""
