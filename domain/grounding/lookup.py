"""Whether a claim stands in the snapshot, in what was said before, or in what is allowed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.cached import cached_property
from domain.grounding.claims import SHOWN, Amount, Claim, Moment, Name, Number, Plan, ways_of
from domain.grounding.computed import Held, dated
from domain.grounding.index import Index
from domain.grounding.numbers.in_sources import ConversationFigures
from domain.grounding.numbers.labels import labels_in
from domain.grounding.numbers.quantities import (
    DAY,
    Dimension,
    any_within,
    is_within,
    readings,
    windows,
)
from domain.grounding.page import undecorated
from domain.grounding.things.standing import stands_in
from domain.grounding.times import moments
from domain.grounding.times.known import KnownTimes

CLAIMS_CHECKED: Final = 200
"""Distinct claims that are looked up; in an answer with more the rest counts as failed."""
_MONTHS: Final = 12.0
"""What a yearly price is of a monthly one."""
_DATE: Final = len("2026-02-20")
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
        self.asked_of = labels_in(conversation[-1] if conversation else "")
        self._conversation = ConversationFigures(self.said)
        self._held = Held()
        self._claims: list[Claim] = []

    @property
    def said_numbers(self) -> list[float]:
        """Every number that was said, sorted."""
        return self._conversation.all

    def nowhere(self, claims: list[Claim]) -> list[Claim]:
        """The claims that stand nowhere, and do not follow from those that do."""
        found = [
            claim
            for claim in claims[:CLAIMS_CHECKED]
            if not any(self._holds(way) for way in ways_of(claim))
        ]
        missing = frozenset(found)
        self._claims = [claim for claim in claims if claim not in missing]
        if found:
            self._take_times(self._claims)
        left: list[Claim] = []
        for claim in found:
            follows = [way for way in ways_of(claim) if self.follows(way)]
            left += () if follows else (claim,)
            self._held.add_numbers(follows)
            self._held.add_dated(follows)
        return left + claims[CLAIMS_CHECKED:]

    def _take_times(self, claims: list[Claim]) -> None:
        """Add the times among claims that hold to what others may be computed from."""
        stamps = self._index.times.stamps | self._said_times.stamps
        for claim in claims:
            if isinstance(claim, Moment):
                self._held.add_time(claim, stamps, self._document.taken_at)

    def _holds(self, claim: Claim) -> bool:
        """Whether the claim stands somewhere as it is; its quantity is kept for others."""
        match claim:
            case Name():
                texts = (self.said, self._document.text)
                ways = [claim]
                if claim.text.islower():
                    # UPLOAD_TOO_LARGE, said in lower case.
                    ways.append(replace(claim, text=claim.text.upper()))
                elif claim.text == claim.text.capitalize():
                    ways.append(replace(claim, text=claim.text.lower()))
                return (
                    claim.text in self._document.short_names
                    or claim.text in self._document.versions
                    or any(stands_in(way, text) for way in ways for text in texts)
                    or (claim.part and self._is_number(claim.text))
                )
            case Moment():
                return self._is_moment(claim)
            case Plan():
                return self._index.plans.has(claim, self.said)
            case Amount():
                amount = self._amount(claim)
                if amount is None:
                    return False
                # Prices are exact, and what they are found by may be hundredths of another.
                is_price = claim.dimension == "money"
                self._held.add(claim.dimension, claim.reading.value if is_price else amount)
                return True
            case Number():
                is_known = self._is_known(claim)
                self._held.add_numbers((claim,) if is_known else ())
                return is_known

    def stands(self, reference: str) -> bool:
        """Whether an id, a code or a name stands anywhere as it is."""
        name = Name(reference, 0)
        return any(stands_in(name, text) for text in (self.said, self._document.text)) or (
            self._is_number(reference)
        )

    def _amount(self, claim: Amount) -> float | None:
        """The quantity that the claim names, in bytes, seconds, percent or as it stands."""
        found = None
        known = self._figures.amounts_ahead if claim.ahead else self._figures.amounts
        for amounts in (known, self._conversation.amounts):
            for dimension, among in claim.kinds:
                if found is None:
                    found = any_within(amounts.get(dimension, []), among)
        if found is None:
            found = self._in_texts(claim)
        if (
            found is None
            and (claim.ago or claim.ahead)
            and any(times.are_so_far(claim) for times in (self._index.times, self._said_times))
        ):
            return claim.reading.value * claim.factors[0]
        if found is None and claim.dimension != "money":
            written = windows(claim.reading, (1.0,), loose=False)
            found = any_within(self._figures.unitless(claim.dimension), written)
            return None if found is None else claim.reading.value * claim.factors[0]
        return found

    def _in_texts(self, claim: Amount) -> float | None:
        """The quantity as the document's strings tell it, which may tell it of anything."""
        for dimension, among in claim.kinds:
            found = any_within(self._figures.amounts_in_texts.get(dimension, []), among)
            if found is None:
                # Few amounts get here, and to look for words takes longer than for numerals.
                found = any_within(self._figures.amounts_in_words.get(dimension, []), among)
            if found is not None:
                return found
        return None

    def is_told_anyhow(self, claim: Claim) -> bool:
        """Whether the conversation, a document or a rule has the claim, whatever of."""
        match claim:
            case Moment():
                return any(
                    times.has(claim) for times in (self._said_times, self._index.times_of_guides)
                )
            case Amount():
                return _is_among(
                    (
                        self._conversation.amounts,
                        self._figures.amounts_of_guides,
                        self._figures.amounts_in_words,
                        self._figures.amounts_of_rules,
                    ),
                    claim,
                )
            case Number():
                return claim.reading.value in self._conversation.statuses
            case _:
                return True

    def stands_as_amount(self, claim: Amount) -> bool:
        """Whether an amount stands somewhere as it is, whatever of."""
        figures = self._figures
        known = (figures.amounts, figures.amounts_in_texts, self._conversation.amounts)
        return _is_among(known, claim)

    def was_said(self, claim: Amount) -> bool:
        """Whether the conversation has an amount."""
        return _is_among((self._conversation.amounts,), claim)

    def is_worked_out(self, claim: Amount) -> bool:
        """Whether the conversation has an amount, or it is computed from others; a length of time
        from two of the answer, as any is that between some two of the many times of a snapshot.
        """
        if claim.dimension == "seconds":
            return self.was_said(claim) or is_within(self._held.lengths_apart(), claim.bounds)
        return self.was_said(claim) or self.follows(claim)

    def is_said(self, claim: Amount) -> bool:
        """Whether the conversation has an amount, or it passed between two times of the answer."""
        if self.was_said(claim):
            return True
        if not self._held.times:
            self._take_times(self._claims)
        return is_within(self._held.spans(), claim.bounds)

    def is_told_of_none(self, claim: Claim) -> bool:
        """Whether the conversation, a document or a rule has the claim, of whatever kind it is."""
        match claim:
            case Name():
                return stands_in(claim, self.said)
            case Number():
                known = (self._conversation.all, self._figures.bounds_of_rules)
                return any(is_within(values, claim.bounds) for values in known)
            case _:
                return self.is_told_anyhow(claim)

    def follows(self, claim: Claim) -> bool:
        """Whether the claim is plainly computed from quantities and times that hold."""
        held, computed = self._held, list[float]()
        match claim:
            case Moment():
                taken = self._document.taken_at
                claim = dated(claim, taken)
                known = [*self._index.times.dates, *(() if taken is None else (taken,))]
                return held.reaches(claim, [*self._index.times_reckoned_from, *known]) or (
                    self._is_on(claim, held.days(claim, known))
                )
            case Amount():
                if claim.dimension == "money":
                    numbers = (_MONTHS, *held.quantities.get("plain", ()), *self._conversation.all)
                    computed = held.products(numbers)
                elif claim.dimension == "seconds":
                    # "24 months, that is two years" is one length in two units.
                    computed = sorted((*held.spans(), *held.quantities.get("seconds", ())))
                    # "Two days before" may count from today, while hours are counted from a time.
                    is_from_now = claim.ago or claim.ahead or claim.factors[0] == DAY
                    taken = self._document.taken_at
                    if is_from_now and taken is not None:
                        days = self._index.times.dates if claim.ago or claim.ahead else ()
                        ages = held.ages((d for d in days if claim.ago or d > taken), taken)
                        computed = sorted((*computed, *ages))
                kinds = claim.kinds
            case Number() if claim.purpose != "status":
                kinds = readings("plain", claim.bounds)
            case _:
                return False
        return is_within(computed, claim.bounds) or any(
            is_within(self._figures.derived(kind, held.quantities), among) for kind, among in kinds
        )

    def _is_on(self, claim: Moment, days: frozenset[str]) -> bool:
        """Whether it is one of these days, or tomorrow if it is called so, at a time of day that
        documents tell.
        """
        start, end = SHOWN.get(claim.precision, (0, 0))
        if self._document.taken_at is not None and claim.tomorrow:
            days |= {f"{self._document.taken_at + timedelta(days=1):%Y-%m-%d}"[start:_DATE]}
        return any(
            key[: _DATE - start] in days
            and (end <= _DATE or self._index.times_of_guides.has_clock((key,)))
            for key in claim.keys
        )

    def _is_number(self, written: str) -> bool:
        value = float(written) if written.isdecimal() else None
        return value is not None and is_within(self._figures.all, ((value, value),))

    def _is_known(self, claim: Number) -> bool:
        value = claim.reading.value
        if claim.purpose == "status":
            return value in self._figures.statuses or value in self._conversation.statuses
        if claim.purpose == "any" and claim.text in self._index.times.years:
            return True
        known = [self._figures.all, self._conversation.all]
        if claim.purpose == "count":
            known = [self._figures.counted(claim.noun), self._conversation.all]
        if claim.of is not None and not self._figures.is_part(value, claim.of):
            return value in self._conversation.bounds
        if claim.purpose == "limit":
            known = [self._figures.bounds, self._conversation.bounds]
            if claim.noun:
                known.append(self._figures.counted(""))
        return any(is_within(values, claim.bounds) for values in known)

    @cached_property
    def _said_times(self) -> KnownTimes:
        """The times that were said, and that of the snapshot, as of which an answer speaks."""
        taken = self._document.taken_at
        now = () if taken is None else (moments.in_utc(taken.isoformat()),)
        return KnownTimes(moments.stamps_in(self.said).union(now), (self.said,), taken)

    def _is_moment(self, claim: Moment) -> bool:
        # The user may have said the time, and the snapshot knows the day.
        joined = claim.precision in _JOINED and self._said_times.has_clock(claim.keys)
        return joined or self._index.times.has(claim) or self._said_times.has(claim)


def _is_among(known: Iterable[dict[Dimension, list[float]]], claim: Amount) -> bool:
    """Whether the claim is one of the quantities of its dimension in some of these."""
    bounds = claim.bounds
    return any(is_within(amounts.get(claim.dimension, []), bounds) for amounts in known)
