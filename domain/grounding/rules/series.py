"""Documents that tell several things of one kind in a sentence, each with a figure of its own, and
prose that gives one of them the figure of the next: "blood keeps for 48 hours, urine for 24 hours".
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import Amount
from domain.grounding.clauses import clause_around, stems_in
from domain.grounding.facts import Citable
from domain.grounding.numbers.in_sources import sorted_amounts
from domain.grounding.numbers.quantities import Dimension, is_within
from domain.grounding.page import Page
from domain.grounding.things.plans import Plans

_SENTENCE_END: Final = re.compile(r"[.!?]\s+|\n")
_PART_END: Final = re.compile(r"[,;] (?:and |or |but )?| (?:and|or|but) (?=[^,;\d]{0,60}\d)")
_FIGURE: Final = re.compile(r"(?<!\w)\d")
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_ALIKE: Final = 3
"""So many words has a clause in common with the sentence that tells of the same."""
_LONGEST: Final = 400
_SENTENCES: Final = 500
_CHECKED: Final = 50
"""Sentences and figures that are compared; documents and answers have fewer."""


class _Part(NamedTuple):
    """How the words begin that only this part of a sentence has, and its figures."""

    about: frozenset[str]
    figures: dict[Dimension, list[float]]


class _Series(NamedTuple):
    words: frozenset[str]
    parts: list[_Part]


class Series:
    """Compares what prose says in figures with the parts of sentences that tell things apart."""

    def __init__(self, document: Citable, plans: Plans) -> None:
        self._document = document
        self._plans = plans

    @cached_property
    def _known(self) -> list[_Series]:
        texts = (t for t in self._document.strings("/knowledgePack") if t[:1] not in "{[")
        sentences = (one for text in texts for one in _SENTENCE_END.split(text))
        several = (one for one in sentences if len(one) <= _LONGEST and _has_several(one))
        # What plans have is looked up elsewhere.
        read = (_read(one) for one in several if not self._plans.named.search(one))
        return [one for one in islice(read, _SENTENCES) if len(one.parts) > 1]

    def mistaken(self, page: Page, told: Told) -> Iterator[str]:
        """Figures that a sentence gives another of the things which it tells apart."""
        if not page.has_digits:
            return
        amounts = (one for one in page.claims if isinstance(one, Amount))
        for claim in islice(amounts, _CHECKED):
            if claim.ago or claim.ahead:
                continue
            clause = clause_around(page.prose, claim.at)
            about, words = stems_in(clause), frozenset(_WORD.findall(clause.lower()))
            alike = [one for one in self._known if len(one.words & words) >= _ALIKE]
            if any(_is_others(claim, about, one) for one in alike) and not told.is_said(claim):
                yield claim.text


def _has_several(sentence: str) -> bool:
    return sum(1 for _ in islice(_FIGURE.finditer(sentence), 2)) > 1


def _read(sentence: str) -> _Series:
    told = [(part, sorted_amounts(part)) for part in _PART_END.split(sentence)]
    parts = [(part, figures) for part, figures in told if figures]
    before = [stems_in(_DIGIT.split(part)[0]) for part, _ in parts]
    # What the first part says of its own thing is said of all, but for what it begins with.
    stems = [stems_in(" ".join(_WORD.findall(part)[:1])) for part, _ in parts[:1]] + before[1:]
    return _Series(
        frozenset(_WORD.findall(sentence.lower())),
        [
            _Part(own.difference(*(other for other in stems if other is not own)), figures)
            for own, (_, figures) in zip(stems, parts, strict=True)
            if all(before)
        ],
    )


def _is_others(claim: Amount, about: frozenset[str], series: _Series) -> bool:
    meant = [part for part in series.parts if not part.about.isdisjoint(about)]
    return (
        len(meant) == 1
        and not _has(meant[0], claim)
        and claim.dimension in meant[0].figures
        and any(_has(part, claim) for part in series.parts)
    )


def _has(part: _Part, claim: Amount) -> bool:
    return any(is_within(part.figures.get(kind, []), among) for kind, among in claim.kinds)
