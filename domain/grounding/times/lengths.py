"""Lengths of time that prose gives to what has another, and that only other things have."""

import re
from itertools import pairwise
from typing import Final, NamedTuple

from domain.cached import cached_property
from domain.grounding.belonging import names_in
from domain.grounding.check import Told
from domain.grounding.claims import Amount
from domain.grounding.clauses import clause_around, sentence_before
from domain.grounding.facts import Citable, member, rows
from domain.grounding.numbers import quantities
from domain.grounding.numbers.in_sources import amounts_in_words, sorted_amounts
from domain.grounding.numbers.labels import labels_in
from domain.grounding.numbers.measures import Measures
from domain.grounding.numbers.quantities import is_within
from domain.grounding.page import Page
from domain.grounding.times.durations import LASTING

_APART: Final = re.compile(r" (?:apart|later|earlier|after|before|between)(?!\w)")
_SENTENCE_END: Final = re.compile(r"[.!?]\s+|\n")
_BEFORE: Final = 320
_BEHIND: Final = 160
"""Characters around a length of time that may say of what it is."""


class _Length(NamedTuple):
    """Seconds, how the words begin that they are called by, and all those beside them."""

    seconds: float
    label: frozenset[str]
    around: frozenset[str]


class Lengths:
    """Tells of what is spoken of whether it has a length of time, or another."""

    def __init__(self, document: Citable, measures: Measures) -> None:
        self._document = document
        self._measures = measures

    @cached_property
    def _known(self) -> list[_Length]:
        """The lengths of time of things, limits, rules and texts."""
        found: list[_Length] = []
        limits = self._document.limit_names
        for leaf in self._measures.numbers:
            name = limits.get(leaf.place, leaf.inside)
            unit = quantities.unit_of(name)
            if unit is not None and unit[0] == "seconds":
                label = labels_in(name)
                around = label | self._measures.beside(leaf.place)
                found += (_Length(float(leaf.value) * each, label, around) for each in unit[1])
        for text in self._measures.texts:
            # "Charge it for two hours" is said of what the sentence before speaks of.
            for before, sentence in pairwise(["", *_SENTENCE_END.split(text)]):
                told = (sorted_amounts(sentence), amounts_in_words(sentence))
                seconds = [value for amounts in told for value in amounts.get("seconds", ())]
                label = labels_in(sentence) if seconds else frozenset[str]()
                around = label | labels_in(before) if seconds else label
                found += (_Length(value, label, around) for value in seconds)
        return found

    @cached_property
    def _told_of_many(self) -> list[float]:
        """Seconds that are told of many things in many ways: what jobs and requests took, and how
        far back the data goes.
        """
        body = self._document.body
        taken = [member(job, "durationMs") for job in rows(body, "backend", "jobs")]
        taken += (member(sent, "timingMs") for sent in rows(body, "backend", "recentRequests"))
        hours = member(body.get("recentActivity"), "windowHours")
        seconds = [ms / 1000 for ms in taken if isinstance(ms, int | float)]
        return sorted(seconds + ([hours * 3600.0] if isinstance(hours, int | float) else []))

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """Lengths of time that nothing has which is spoken of, in prose or in the question, while
        that has another.
        """
        return [
            claim.text
            for claim in page.claims
            if isinstance(claim, Amount)
            and claim.dimension == "seconds"
            and not (claim.ago or claim.ahead or _has_passed(claim, page.prose))
            and self._is_wrong(claim, page.prose, told.asked_of)
            and not told.is_said(claim)
            and not told.is_worked_out(claim)
        ]

    def _is_wrong(self, claim: Amount, prose: str, asked: frozenset[str]) -> bool:
        bounds = claim.bounds
        same = [one for one in self._known if is_within([one.seconds], bounds)]
        if not same or is_within(self._told_of_many, bounds):
            return False
        beside = prose[max(0, claim.at - _BEFORE) : claim.at + _BEHIND]
        near = labels_in(beside) | frozenset(names_in(beside)) | asked
        if any(not near.isdisjoint(one.around) for one in same):
            return False
        clause = labels_in(clause_around(prose, claim.at))
        return any(not clause.isdisjoint(one.label) for one in self._known)


def _has_passed(claim: Amount, prose: str) -> bool:
    """Whether it is said to have passed, which logs tell in many ways."""
    behind = _APART.match(prose, claim.at + len(claim.text))
    return behind is not None or LASTING.search(sentence_before(prose, claim.at)) is not None
