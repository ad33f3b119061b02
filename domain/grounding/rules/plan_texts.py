"""What documents say in sentences that each plan has, as in "10 MB on Free and 25 MB on Team"."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from domain.cached import cached_property
from domain.grounding.claims import Amount, Claim, Number
from domain.grounding.clauses import clause_around, stems_in
from domain.grounding.numbers import in_prose
from domain.grounding.numbers.quantities import NUMERAL, is_within, read
from domain.grounding.page import Page
from domain.grounding.things.plans import Plans

_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+|\n")
_OF_PLAN: Final = re.compile(r"[^.,;:\d]{0,40}?(?: on| for| with| in)(?: the)? $")
"""What stands between a figure and the plan behind it that has it."""
_NUMBER: Final = re.compile(rf"(?<![\w.,:/-]){NUMERAL}(?![\w%:/-])")
_SMALL: Final = 10
"""Smaller numbers without a unit are the same by chance, unless the same is spoken of."""
_SENTENCES: Final = 200
"""Sentences that are read; documents say what plans have in fewer."""


class _Grant(NamedTuple):
    """What one plan has, the number of the text that says so, and what it is about."""

    plan: str
    figure: Amount | Number
    text: int
    about: frozenset[str]


class PlanTexts:
    """Compares what prose gives a plan with the documents that tell plans apart."""

    def __init__(self, plans: Plans) -> None:
        self._plans = plans

    @property
    def plans(self) -> frozenset[str]:
        """The plans that documents tell apart."""
        return self._plans.told_apart

    @cached_property
    def _grants(self) -> list[_Grant]:
        sentences = (
            (number, sentence)
            for number, text in enumerate(self._plans.texts)
            for sentence in _SENTENCE_END.split(text)
            if self._plans.named.search(sentence)
        )
        return [
            grant
            for number, sentence in islice(sentences, _SENTENCES)
            for grant in self._granted(number, sentence)
        ]

    def _granted(self, number: int, sentence: str) -> Iterator[_Grant]:
        page = Page(sentence)
        in_prose.take(page)
        names = list(self._plans.named.finditer(page.prose))
        about = stems_in(self._plans.named.sub("", page.prose))
        figures = [claim for claim in page.claims if isinstance(claim, Amount | Number)]
        for claim in (*figures, *_others(page, figures)):
            behind = next((name for name in names if name.start() > claim.at), None)
            before = [name for name in names if name.end() <= claim.at]
            end = claim.at + len(claim.text)
            is_behind = behind and _OF_PLAN.fullmatch(page.prose, end, behind.start())
            name = behind if is_behind or not before else before[-1]
            if name is not None:
                yield _Grant(name.group().lower(), claim, number, about)

    def is_of_another(self, claim: Claim, plan: str, prose: str) -> bool:
        """Whether a document has the figure for another plan, and a different one for this."""
        if plan not in self.plans or not isinstance(claim, Amount | Number):
            return False
        about = stems_in(clause_around(prose, claim.at))
        told = [
            grant
            for grant in self._grants
            if _is_alike(grant.figure, claim)
            and (_is_telling(claim) or not about.isdisjoint(grant.about))
        ]
        same = [grant for grant in told if _is_same(grant.figure, claim)]
        own = {grant.text for grant in told if grant.plan == plan}
        return any(grant.text in own for grant in same) and all(
            grant.plan != plan for grant in same
        )


def _others(page: Page, figures: list[Amount | Number]) -> Iterator[Number]:
    """The numbers that claim nothing of a case, and of a plan all the same."""
    for found in _NUMBER.finditer(page.prose):
        at, value = found.start(), read(found.group())
        if value and not any(one.at <= at < one.at + len(one.text) for one in figures):
            yield Number(found.group(), at, value, "limit")


def _is_alike(told: Amount | Number, claim: Amount | Number) -> bool:
    if isinstance(told, Amount) and isinstance(claim, Amount):
        return told.dimension == claim.dimension
    return isinstance(told, Number) and isinstance(claim, Number)


def _is_telling(claim: Amount | Number) -> bool:
    return isinstance(claim, Amount) or claim.reading.value >= _SMALL


def _is_same(told: Amount | Number, claim: Amount | Number) -> bool:
    factors = told.factors if isinstance(told, Amount) else (1.0,)
    amounts = sorted(told.reading.value * factor for factor in factors)
    return is_within(amounts, claim.bounds)
