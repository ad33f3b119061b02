"""What a sentence concludes from its own times and amounts, and what does not follow from them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import combinations, product
from typing import Final

from domain.grounding.check import Told
from domain.grounding.claims import Amount, Claim, Moment, Number
from domain.grounding.facts import Citable
from domain.grounding.numbers.quantities import DAY, HOUR, MINUTE
from domain.grounding.page import Page

_THUS: Final = re.compile(
    r"(?:[,;(]|[\u2013\u2014] ?)"
    r"(?: ?(?:and )?(?:so|thus|hence|therefore|i\.e\.|that is|which is|that['\u2019]s))?"
    r"(?: for| after| it ran for| it took)?(?: (?:only|just|exactly))?"
    r"(?: (?:about|around|roughly|approximately|almost|nearly|over|well over|just over|just under"
    r"|a (?:bit|little) (?:over|more than|under|less than)))? ?$"
)
"""What ties a conclusion to what the sentence said before it."""
_FROM: Final = re.compile(
    r" (?:(?:too )?(?:late|early)|after|before|later|earlier|from|behind)(?!\w)"
)
"""What tells that a premise follows."""
_SENTENCE_END: Final = re.compile(r"[.!?;]\s(?<!i\.e\.\s)|\n")
_THUS_REACH: Final = 60
_REACH: Final = 240
"""Characters before a conclusion, and before it and its premises."""
_FEW: Final = 4
"""So many premises are put together with each other."""
_LOOSE: Final = 1.12
"""A conclusion is rounded: "a bit over an hour" is said of 62 minutes and of 66."""


class Conclusions:
    """Tells what follows from what a sentence says before, and from when the snapshot was taken."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    def follows(self, page: Page, claim: Claim) -> bool:
        """Whether a claim is what its sentence concludes."""
        return isinstance(claim, Amount) and any(
            _is(claim, value) for value in self._following(page, claim)
        )

    def mistaken(self, page: Page, told: Told) -> Iterator[str]:
        """The percentages and the lengths of time that do not follow from what they conclude."""
        for claim in page.claims:
            if isinstance(claim, Amount) and not told.stands_as_amount(replace(claim, loose=False)):
                following = self._following(page, claim)
                if following and not any(_is(claim, value) for value in following):
                    yield claim.text

    def _following(self, page: Page, claim: Amount) -> list[float]:
        """What follows from what the sentence of a conclusion says before; nothing for others."""
        if claim.dimension not in {"percent", "seconds"}:
            return []
        start = max(0, claim.at - _REACH)
        before = page.prose[start : claim.at]
        is_told_from = _FROM.match(page.prose, claim.at + len(claim.text)) is not None
        if is_told_from or _THUS.search(before[-_THUS_REACH:]) is None:
            return []
        ends = [end.end() for end in _SENTENCE_END.finditer(before)]
        start += ends[-1] if ends else 0
        said = sorted(
            (one for one in page.claims if start <= one.at < claim.at), key=lambda one: one.at
        )
        if claim.dimension == "percent":
            return list(_ratios(said))
        return list(_lengths(said, self._document.taken_at))


def _is(claim: Amount, value: float) -> bool:
    return any(
        low / _LOOSE <= value <= high * _LOOSE
        if claim.dimension == "seconds"
        else low <= value <= high
        for low, high in claim.bounds
    )


def _ratios(said: list[Claim]) -> Iterator[float]:
    """What per cent the last amounts or numbers of a kind are of each other."""
    of_kind: dict[str, list[float]] = {}
    for one in said:
        if isinstance(one, Amount) and one.dimension != "percent":
            of_kind.setdefault(one.dimension, []).append(one.reading.value * one.factors[-1])
        elif isinstance(one, Number) and one.purpose != "status":
            of_kind.setdefault("plain", []).append(one.reading.value)
    for values in of_kind.values():
        for a, b in combinations(values[-_FEW:], 2):
            if a > 0 and b > 0:
                yield from (a / b * 100, b / a * 100, abs(a - b) / a * 100, abs(a - b) / b * 100)


def _lengths(said: list[Claim], taken: datetime | None) -> Iterator[float]:
    """The lengths of time between the clocks that were named, and from them until now."""
    clocks = [one for one in said if isinstance(one, Moment)]
    if any(isinstance(one, Amount) and one.dimension == "seconds" for one in said) or not all(
        one.precision in {"clock", "clock_second"} for one in clocks
    ):
        return
    seconds = [[_seconds(key) for key in one.keys] for one in clocks[-_FEW:]]
    if taken is not None and seconds:
        now = f"{taken:%H:%M:%S}"
        seconds.append([_seconds(now)])
    for one, other in combinations(seconds, 2):
        for a, b in product(one, other):
            yield (b - a) % DAY
            yield (a - b) % DAY


def _seconds(clock: str) -> float:
    hours, minutes, seconds = (*map(int, clock.split(":")), 0)[:3]
    return hours * HOUR + minutes * MINUTE + seconds
