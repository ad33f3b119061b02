"""What a sentence concludes from its own times and amounts, and what does not follow from them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import combinations, islice, product
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import SHOWN, Amount, Claim, Moment, Number
from domain.grounding.facts import Citable
from domain.grounding.numbers import tallies
from domain.grounding.numbers.quantities import DAY, HOUR, MINUTE
from domain.grounding.page import Page
from domain.grounding.times import moments

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
_DAYS_ON: Final = re.compile(
    r",? ?\(?(?:that is |i\.e\. |which is |so )?(?:only |just )?in (?:about |around )?|"
    r",? ?\(?(?:(?:that|which) (?:is|was) |and (?:is|was) |so (?:it is |it was )?)?"
    r"(?:about |around |already |now )*"
)
"""What ties a number of days to the day before it, that lies so far ahead or back."""
_DAILY: Final = frozenset({"day", "month_day"})
_MONTH_DAY: Final = len("02-20")
_LATER: Final = re.compile(r" (?:after|later than|past)(?!\w)")
_EARLIER: Final = re.compile(r" (?:before|earlier than|ahead of)(?!\w)")
_THEN_LATER: Final = re.compile(r" later(?! than)(?!\w)")
_THEN_EARLIER: Final = re.compile(r" earlier(?! than)(?!\w)")
_LONGER: Final = re.compile(r" (?:longer|slower|more)(?!\w)")
_SHORTER: Final = re.compile(r" (?:shorter|faster|quicker|less)(?!\w)")
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
        """Whether a claim is what its sentence concludes, or what leads from a time or a length of
        it to another of the snapshot: "18 minutes before the reset at 10:30", "a minute longer".
        """
        return isinstance(claim, Amount) and (
            any(_is(claim, value) for value in self._following(page, claim))
            or self._leads_to_another(page, claim)
        )

    def _leads_to_another(self, page: Page, claim: Amount, way: int = 1) -> bool:
        """Whether a length of time leads to another time or length of the snapshot, or does so the
        other way, if `way` is -1.
        """
        if claim.dimension != "seconds":
            return False
        at, end = claim.at, claim.at + len(claim.text)
        is_after, is_then, is_longer = (
            1 if more.match(page.prose, end) else -1 if less.match(page.prose, end) else 0
            for more, less in (
                (_LATER, _EARLIER),
                (_THEN_LATER, _THEN_EARLIER),
                (_LONGER, _SHORTER),
            )
        )
        if is_then or is_after:
            behind = _SENTENCE_END.split(page.prose[end : end + _REACH])[0] if is_after else ""
            first = bisect_left(page.moments, end, key=lambda time: time.at)
            said = page.moments[first : first + 1]
            if not said or said[0].at >= end + len(behind):
                # "Ready at 15:09, three minutes after you asked": the other one was before. "Asked
                # at 15:06, answered at 15:09, three minutes later" leads nowhere.
                if way < 0:
                    return False
                said = page.moments[max(0, first - 1) : first]
                is_then = is_then or -is_after
                is_after = 0
            told = [one for time in said for one in self._shown_as(time)]
            apart = ((one - base).total_seconds() for base in told for one in self._times)
        elif is_longer:
            start = at - len(_SENTENCE_END.split(page.prose[max(0, at - _REACH) : at])[-1])
            took = [
                one.reading.value * one.factors[0]
                for one in page.claims
                if start <= one.at < at and isinstance(one, Amount) and one.dimension == "seconds"
            ]
            apart = (base - one for base in took[:_FEW] for one in self._lasted)
        else:
            return False
        is_more = way * (is_after or is_then or is_longer)
        return any(low <= is_more * value <= high for value in apart for low, high in claim.bounds)

    def _leads_back(self, page: Page, claim: Amount) -> bool:
        """Whether it is said to be after what it was before, or before what it was after."""
        return self._leads_to_another(page, claim, -1) and not self._leads_to_another(page, claim)

    @cached_property
    def _times(self) -> dict[datetime, str]:
        """The times of the snapshot, and how they are written."""
        parsed = (moments.parse(stamp) for stamp in self._document.stamps)
        return {at: at.isoformat(timespec="milliseconds") for at in parsed if at is not None}

    @cached_property
    def _lasted(self) -> list[float]:
        return tallies.lasted(self._document.body)

    def _shown_as(self, claim: Moment) -> list[datetime]:
        """A few of the times of the snapshot that a time of the prose may be."""
        start, end = SHOWN.get(claim.precision, (0, 0))
        shown = (at for at, text in self._times.items() if text[start:end] in claim.keys)
        return list(islice(shown, _FEW))

    def mistaken(self, page: Page, told: Told) -> Iterator[str]:
        """The percentages and the lengths of time that do not follow from what they conclude, and
        those that lead to no time where they lead the other way.
        """
        for claim in page.claims:
            if not isinstance(claim, Amount):
                continue
            if self._is_other_day(page, claim) or self._leads_back(page, claim):
                yield claim.text
            elif not told.stands_as_amount(replace(claim, loose=False)):
                following = self._following(page, claim)
                if following and not any(_is(claim, value) for value in following):
                    yield claim.text

    def _is_other_day(self, page: Page, claim: Amount) -> bool:
        """Whether a day is said to be so many days ahead or back that it is not."""
        taken = self._document.taken_at
        if taken is None or claim.factors != (DAY,) or not (claim.ahead or claim.ago):
            return False
        place = bisect_left(page.moments, claim.at, key=lambda time: time.at)
        last = page.moments[place - 1] if place else None
        if last is None or not _DAYS_ON.fullmatch(page.prose, last.at + len(last.text), claim.at):
            return False
        years = range(taken.year - 1, taken.year + 2)
        keys = [key for key in last.keys if last.precision in _DAILY]
        dated = [
            moments.parse(day)
            for key in keys
            for day in ([f"{year}-{key}" for year in years] if len(key) == _MONTH_DAY else [key])
        ]
        today = taken.replace(hour=0, minute=0, second=0, microsecond=0)
        apart = [abs((day - today).days) for day in dated if day is not None]
        # Who counts both days, or from now and not from today, is one off.
        return bool(apart) and min(abs(one - claim.reading.value) for one in apart) > 1

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
