"""Numbers that prose reckons from others of its own: splits, shares, sums and what is left."""

import re
from collections.abc import Collection, Iterator
from itertools import chain, combinations, islice, permutations, product
from math import ceil
from typing import Final

from domain.grounding.claims import Amount, Claim, Number
from domain.grounding.clauses import sentence_before
from domain.grounding.numbers.number_words import WORDS, value_of
from domain.grounding.numbers.quantities import is_within, windows
from domain.grounding.page import Page

_RECKONS: Final = re.compile(
    r"(?<!\w)(?:if|would|could|split|each|half|halves|so|thus|hence|means|together|total|altogether"
    r"|in all|per|leaves?|left|remain(?:s|ing)?|comes? to|works? out|average|makes?|that is"
    r"|that would be)(?!\w)|['\u2019]d(?!\w)|that['\u2019]s",
    re.IGNORECASE,
)
"""What tells that a sentence reckons."""
_WORD: Final = re.compile(rf"(?<![\w-])(?:{WORDS})(?![\w-])", re.IGNORECASE)
_REACH: Final = 240
_BEHIND: Final = 90
"""Characters before a number, and behind it, in which it is told what it is reckoned from."""
_FEW: Final = 8
"""So many premises are put together with each other."""
_BESIDE: Final = 160
"""Characters to each side in which amounts are divided by each other."""
_COMPUTED: Final = 16
"""So many numbers are put together with others."""
_SMALLEST: Final = 5
"""Smaller numbers are some others' difference by chance."""


def is_reckoned(
    page: Page, claim: Amount | Number, unproven: Collection[Claim], said: list[float]
) -> bool:
    """Whether a number is reckoned from what is told right beside it, none of which is
    `unproven`, or from one of these and what was `said`.
    """
    at = claim.at
    behind = page.prose[at : at + _BEHIND]
    is_small = claim.reading.value < _SMALLEST and not claim.reading.decimals
    if _is_rounded_up(page, claim, unproven):
        return True
    if is_small or not _RECKONS.search(sentence_before(page.prose, at, _REACH) + behind):
        return False
    told = (
        one
        for one in (*page.claims, *page.counted)
        if isinstance(one, Amount | Number)
        and at - _REACH <= one.at < at + _BEHIND
        and one.at != at
        and one != claim
        and one not in unproven
    )
    quantities = [one for claim in islice(told, _FEW) for one in _quantities(claim)]
    words = _WORD.findall(page.prose, max(0, at - _REACH), at + _BEHIND)[:_FEW]
    counts = [value_of(word) for word in words] + said[:_FEW]
    counts += [2.0] if "both" in page.words else []
    quantities += (("plain", count) for count in counts if count > 1)
    kind = claim.dimension if isinstance(claim, Amount) else "plain"
    factors = claim.factors[:1] if isinstance(claim, Amount) else (1.0,)
    # "2.5 days left: 7.5 before, and this uses 5": numbers beside an amount have its unit.
    bare = () if kind == "plain" else [value for of, value in quantities if of == "plain"]
    left = [abs(a - b) * factors[0] for a, b in combinations(bare, 2)]
    bounds = windows(claim.reading, factors, loose=claim.loose)
    return is_within(sorted((*_reckoned(kind, quantities), *left)), bounds)


def _is_rounded_up(page: Page, claim: Amount | Number, unproven: Collection[Claim]) -> bool:
    """Whether it is what an amount beside it comes to in whole units, and said to be rounded up."""
    before = sentence_before(page.prose, claim.at, _REACH)
    return (
        isinstance(claim, Amount)
        and "round" in before
        and any(
            ceil(one.reading.value * one.factors[0] / claim.factors[0]) == claim.reading.value
            for one in page.claims
            if isinstance(one, Amount) and one.dimension == claim.dimension
            if one not in unproven and claim.at - len(before) <= one.at < claim.at
        )
    )


def _quantities(claim: Amount | Number) -> Iterator[tuple[str, float]]:
    if isinstance(claim, Amount):
        yield claim.dimension, claim.reading.value * claim.factors[0]
    else:
        yield "plain", claim.reading.value
        if claim.of is not None:
            yield "plain", claim.of


def _reckoned(kind: str, quantities: list[tuple[str, float]]) -> Iterator[float]:
    """What two quantities make together that is of a kind."""
    same = [value for of, value in quantities if of == kind]
    for a, b in combinations(same, 2):
        yield from (a + b, abs(a - b))
    for (one, a), (other, b) in permutations(quantities, 2):
        if one == kind and other == "plain" and b:
            yield from (a * b, a / b, float(ceil(a / b)))
        elif one == kind and other == "percent":
            yield from (a * b / 100, a * (100 - b) / 100)


def quotients(page: Page, at: int) -> Iterator[float]:
    """How often one amount near a place goes into another: so many packs are 200 minutes."""
    near = [
        claim
        for claim in page.claims
        if isinstance(claim, Amount) and abs(claim.at - at) < _BESIDE and claim.reading.value
    ]
    for a, b in permutations(near[:_COMPUTED], 2):
        if a.factors == b.factors and b.reading.value % a.reading.value == 0:
            yield b.reading.value / a.reading.value


def combined(told: list[float], others: list[float]) -> Iterator[float]:
    """What numbers that are told make with those beside one, and those with each other."""
    for a, b in chain(product(told[:_COMPUTED], others), combinations(others, 2)):
        yield abs(a - b)
        yield a + b
        if b and a % b == 0:
            yield a / b
        if a and b % a == 0:
            yield b / a
