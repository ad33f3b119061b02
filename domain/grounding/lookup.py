"""Whether a claim stands in the snapshot, in what was said before, or in what is allowed."""

import re
from dataclasses import replace
from functools import cached_property
from typing import Final

from domain.grounding.claims import (
    Amount,
    Claim,
    Moment,
    Name,
    Number,
    Plan,
    undecorated,
)
from domain.grounding.computed import Held, is_so_far
from domain.grounding.facts import member
from domain.grounding.index import (
    Index,
    WrittenTimes,
    ages_of,
    parts_of,
    plan_talk,
    with_weekdays,
    written_in,
)
from domain.grounding.numbers.quantities import DAY, any_within, readings, windows
from domain.grounding.numbers.spoken import SpokenFigures
from domain.grounding.times import moments

_VERSION: Final = re.compile(r"[\d.]+")
_IN_NAME: Final = re.compile(r"[0-9A-Za-z_]")
_IN_PART: Final = re.compile(r"[0-9A-Za-z]")
_IN_NUMBER: Final = re.compile(r"[0-9A-Za-uw-z_:/-]")
"""What a version does not stand next to; `v2.4` is one, `09:58:12` and `2026-02-20` are none."""
_WORD: Final = re.compile(r"[^\W_]+")
_JOINED: Final = frozenset({"minute", "month_day_clock", "days_ago_clock"})


class Lookup:
    """Tells of one claim after the other whether it stands anywhere."""

    def __init__(
        self, index: Index, conversation: tuple[str, ...], allowed: tuple[str, ...]
    ) -> None:
        self._index = index
        self._document = index.document
        self._figures = index.figures
        self.said = undecorated("\n".join((*conversation, *allowed)))
        self._spoken = SpokenFigures(self.said)
        self.held = Held()
        self.only_told: list[Amount] = []

    def holds(self, claim: Claim) -> bool:
        """Whether the claim stands somewhere as it is."""
        match claim:
            case Name():
                texts = (self.said, self._document.text)
                ways = [claim]
                if claim.text.islower():
                    # UPLOAD_TOO_LARGE, said in lower case.
                    ways.append(replace(claim, text=claim.text.upper()))
                return any(_stands_in(way, text) for way in ways for text in texts) or (
                    claim.part and self._is_number(claim.text)
                )
            case Moment():
                return self._is_moment(claim)
            case Plan():
                return self._is_plan(claim)
            case Amount():
                return self.amount(claim) is not None
            case Number():
                return self._number(claim)

    def stands(self, reference: str) -> bool:
        """Whether an id, a code or a name stands anywhere as it is."""
        name = Name(reference, 0)
        return any(_stands_in(name, text) for text in (self.said, self._document.text)) or (
            self._is_number(reference)
        )

    def amount(self, claim: Amount) -> float | None:
        """The quantity that the claim names, in bytes, seconds, percent or as it stands."""
        bounds = windows(claim.reading, claim.factors, loose=claim.loose)
        found = None
        for amounts in (self._figures.amounts, self._spoken.amounts):
            for dimension, among in readings(claim.dimension, bounds):
                if found is None:
                    found = any_within(amounts.get(dimension, []), among)
        if found is None:
            found = self._told(claim, bounds)
        elif claim.dimension == "seconds" and not (claim.ago or claim.ahead):
            stated = (self._figures.stated, self._spoken.amounts)
            if all(any_within(known.get("seconds", []), bounds) is None for known in stated):
                self.only_told.append(claim)
        if found is None and (claim.ago or claim.ahead) and self._is_so_far(claim):
            return claim.reading.value * claim.factors[0]
        if found is None and claim.dimension != "money":
            written = windows(claim.reading, (1.0,), loose=False)
            found = any_within(self._figures.unitless(claim.dimension), written)
            return None if found is None else claim.reading.value * claim.factors[0]
        return found

    def _told(self, claim: Amount, bounds: tuple[tuple[float, float], ...]) -> float | None:
        """The quantity as the document's strings tell it, which may tell it of anything."""
        kinds = readings(claim.dimension, bounds)
        for dimension, among in kinds:
            found = any_within(self._figures.told.get(dimension, []), among)
            if found is None:
                # Few amounts get here, and to look for words takes longer than for numerals.
                found = any_within(self._figures.told_in_words.get(dimension, []), among)
            if found is not None:
                if not claim.ago and not claim.ahead:
                    self.only_told.append(claim)
                return found
        return None

    def tells(self, claim: Claim) -> bool:
        """Whether the conversation, a document or a rule has the claim, whatever of; and the day of
        the snapshot is today.
        """
        match claim:
            case Moment():
                stamps = self._stamps | self._index.taught
                told = parts_of(stamps, claim.precision, self._document.taken_at)
                return not set(told).isdisjoint(claim.keys) or any(
                    (claim.precision, key) in written
                    for written in (self._written, self._index.written_in_guides)
                    for key in claim.keys
                )
            case Amount():
                bounds = windows(claim.reading, claim.factors, loose=claim.loose)
                known = (
                    self._spoken.amounts,
                    self._figures.told,
                    self._figures.told_in_words,
                    self._figures.ruled,
                )
                return any(
                    any_within(amounts.get(claim.dimension, []), bounds) is not None
                    for amounts in known
                )
            case Number():
                return claim.reading.value in self._spoken.statuses
            case _:
                return True

    def take_times(self, claims: list[Claim]) -> None:
        """Add the times that hold to what others may be computed from."""
        for claim in claims:
            if isinstance(claim, Moment):
                self.held.add_time(
                    claim, self._index.stamps | self._stamps, self._document.taken_at
                )

    def follows(self, claim: Claim) -> bool:
        """Whether the claim is plainly computed from quantities and times that hold."""
        held, computed = self.held, list[float]()
        match claim:
            case Moment():
                return held.reaches(claim, self._index.dates)
            case Amount():
                if claim.dimension == "money":
                    numbers = (*held.quantities.get("plain", ()), *self._spoken.all)
                    computed = held.products(numbers)
                elif claim.dimension == "seconds":
                    computed = held.spans()
                    # "Two days before" may count from today, while hours are counted from a time.
                    counts_back = claim.ago or claim.factors[0] == DAY
                    if counts_back and self._document.taken_at is not None:
                        dates = self._index.dates if claim.ago else ()
                        ages = held.ages(dates, self._document.taken_at)
                        computed = sorted((*computed, *ages))
                bounds = windows(claim.reading, claim.factors, loose=claim.loose)
                kinds = readings(claim.dimension, bounds)
            case Number() if claim.role != "status":
                bounds = windows(claim.reading, (1.0,), loose=claim.loose)
                kinds = readings("plain", bounds)
            case _:
                return False
        return any_within(computed, bounds) is not None or any(
            any_within(self._figures.derived(kind, held.quantities), among) is not None
            for kind, among in kinds
        )

    def _is_number(self, written: str) -> bool:
        if not written.isdecimal():
            return False
        value = float(written)
        return any_within(self._figures.all, ((value, value),)) is not None

    def _number(self, claim: Number) -> bool:
        value = claim.reading.value
        if claim.role == "status":
            return value in self._figures.statuses or value in self._spoken.statuses
        bounds = windows(claim.reading, (1.0,), loose=claim.loose)
        known = [self._figures.all, self._spoken.all]
        if claim.role == "count":
            known = [self._figures.counted(claim.noun), self._spoken.all]
        if claim.of is not None and not self._figures.is_part(value, claim.of):
            return value in self._spoken.bounds
        if claim.role == "limit":
            known = [self._figures.bounds, self._spoken.bounds]
            if claim.noun:
                known.append(self._figures.counted(""))
        return any(any_within(values, bounds) is not None for values in known)

    def _is_plan(self, claim: Plan) -> bool:
        wanted = claim.name.lower()
        plan = member(self._document.body, "identity", "plan")
        if isinstance(plan, str) and wanted in {plan.lower(), *_WORD.findall(plan.lower())}:
            return True
        if wanted in plan_talk((self.said,)):
            return True
        return not claim.own and wanted in self._index.known_plans

    @cached_property
    def _stamps(self) -> frozenset[str]:
        """The times that were said, and that of the snapshot, as of which an answer speaks."""
        taken = self._document.taken_at
        stamps = moments.stamps_in(self.said)
        return stamps if taken is None else stamps | {moments.in_utc(taken.isoformat())}

    @cached_property
    def _written(self) -> WrittenTimes:
        return written_in((self.said,))

    def _is_moment(self, claim: Moment) -> bool:
        precision, weekday = claim.precision, claim.weekday
        if weekday is not None:
            days = {(key, weekday) for key in claim.keys}
            if not days.isdisjoint(self._index.shown_on(precision)) or not days.isdisjoint(
                with_weekdays(self._stamps, precision)
            ):
                return True
        elif any(key in self._index.shown(precision) for key in claim.keys):
            return True
        else:
            taken = self._document.taken_at
            if not set(parts_of(self._stamps, precision, taken)).isdisjoint(claim.keys):
                return True
        if precision in _JOINED and any(("clock", key[-5:]) in self._written for key in claim.keys):
            # The user said the time, and the snapshot knows the day.
            return True
        return any(
            _on(weekday, key, written.get((precision, key)))
            for written in (self._index.written, self._written)
            for key in claim.keys
        )

    def _is_so_far(self, claim: Amount) -> bool:
        taken = self._document.taken_at
        if taken is None:
            return False
        said = sorted(ages_of(self._stamps, taken))
        return is_so_far(claim, self._index.ages) or is_so_far(claim, said)


def _on(weekday: int | None, key: str, told: set[int | None] | None) -> bool:
    """Whether a time that was spoken of may have been on a weekday, as far as was told."""
    if told is None or weekday is None or weekday in told:
        return told is not None
    return None in told and moments.weekday_of(key) in {None, weekday}


def _stands_in(name: Name, text: str) -> bool:
    is_version = _VERSION.fullmatch(name.text) is not None
    within = _IN_PART if name.part else _IN_NUMBER if is_version else _IN_NAME
    at = text.find(name.text)
    while at >= 0:
        end = at + len(name.text)
        begins = at == 0 or not within.match(text[at - 1])
        if begins and (name.cut or not within.match(text[end : end + 1])):
            return True
        at = text.find(name.text, end)
    return False
