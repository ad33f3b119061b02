"""What a check is: it finds what prose says of a thing that stands somewhere, and is not so.

A new one is a module that has it, and a line in `Index.checks`.
"""

from collections.abc import Iterable
from typing import Protocol

from domain.grounding.claims import Amount, Claim
from domain.grounding.page import Page


class Told(Protocol):
    """What was said before, and what follows from an answer's other claims: all that checks ask of
    a `Lookup`, which they cannot import, as it looks into the `Index` that holds them.
    """

    @property
    def said(self) -> str:
        """The conversation, and what else is allowed, as it is searched for claims."""
        ...

    @property
    def said_numbers(self) -> list[float]:
        """Every number that was said, sorted."""
        ...

    @property
    def asked_of(self) -> frozenset[str]:
        """How the words of the question begin."""
        ...

    def is_said(self, claim: Amount, /) -> bool:
        """Whether it was said, or passed between two times of the answer."""
        ...

    def is_told_anyhow(self, claim: Claim, /) -> bool:
        """Whether it was said, or a document or a rule has it, whatever of."""
        ...

    def is_told_of_none(self, claim: Claim, /) -> bool:
        """The same, of whatever kind it is: names and numbers of any purpose are told as well."""
        ...

    def is_worked_out(self, claim: Amount, /) -> bool:
        """Whether it was said, or is computed from others, which a length of time never is."""
        ...

    def stands_as_amount(self, claim: Amount, /) -> bool:
        """Whether it stands somewhere as it is, whatever of."""
        ...


class Check(Protocol):
    """A kind of mistake that is looked for in prose: an object, or a module that needs none."""

    def mistaken(self, page: Page, told: Told, /) -> Iterable[str]:
        """What of a page is mistaken, as an answer's `claims_failed` shall show it.

        Every answer's pages are shown to every check: one that finds nothing should see it soon, by
        a word, a sign or a kind of claim that the page does not have.
        """
        ...
