"""What documents and rules tell of a thing, and prose that gives it the figure of another."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import Amount, Number
from domain.grounding.clauses import clause_around, stems_in
from domain.grounding.facts import ENTITIES, Citable, member, rows
from domain.grounding.leaves import Leaf
from domain.grounding.numbers.decimals import in_numbers
from domain.grounding.numbers.in_sources import amounts_in_words, sorted_amounts
from domain.grounding.numbers.member_names import is_paid
from domain.grounding.numbers.number_words import WORDS, value_of
from domain.grounding.numbers.quantities import (
    UNITS,
    Dimension,
    in_base_units,
    is_within,
    unit_of,
)
from domain.grounding.page import Page

_SENTENCE_END: Final = re.compile(r"[.!?]\s+|\n|(?<=[a-z]); (?=[a-z])")
_CAPITAL: Final = re.compile(r"(?=[A-Z])|_")
_UNIT_WORDS: Final = {
    (dimension, factors[-1]): word for word, (dimension, factors) in reversed(UNITS.items())
}
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_STEM: Final = 5
"""So many letters tell a word, its plural's aside."""
_ALIKE: Final = 2
_SHARE: Final = 0.6
"""Of the words of a clause a sentence about the same has so many, and at least `_ALIKE`."""
_CLOSE: Final = 1
"""A sentence with so many words less in common may be the one that is meant."""
_CHECKED: Final = 100
"""Figures that are compared; answers have fewer."""
_SENTENCES: Final = 2_000
"""Sentences of a document that are compared; a host's own texts have fewer."""


_COUNT: Final = (
    rf"(?:(?P<many>\d{{1,3}}|{WORDS})(?P<of>(?:[ -][^\W\d_][\w-]*){{1,3}})"
    r"|(?P<word>twice|once))(?!\w)"
)
_COUNTED: Final = re.compile(rf"(?<![\w.,-]){_COUNT}", re.IGNORECASE)
_BOUNDED: Final = frozenset("most least maximum minimum than up only".split())
_AT_MOST: Final = re.compile(
    r"(?<!\w)(?:at most|at least|up to|no more than|not more than|a (?:maximum|minimum) of"
    rf"|only(?: be)?) {_COUNT}",
    re.IGNORECASE,
)
"""How many there may be, or how often; how many there are is no guide's to tell."""
_PERIODS: Final = frozenset("second minute hour day week month year".split())
_RATED: Final = re.compile(
    rf"(?<![\w.,-])(?P<many>\d{{1,3}}|{WORDS})(?P<of> times)(?P<word>)"
    rf"(?= (?:an?|per|each|every) (?:{'|'.join(sorted(_PERIODS))})(?!\w))",
    re.IGNORECASE,
)
"""So often in a time."""
_COUNTING: Final = _BOUNDED | _PERIODS
_FIGURE: Final = re.compile(r"(?<!\w)\d")
_THAN: Final = re.compile(r"(?<!\w)than(?!\w)")
"""What follows is another thing, which something is compared with."""

_Kind = Dimension | str
"""A dimension, or how the word begins that says what is counted."""
_Ways = tuple[_Kind, tuple[tuple[float, float], ...]]


class Guides:
    """Compares what prose says in figures with the sentences that tell of the same things."""

    def __init__(self, document: Citable) -> None:
        self._document = document
        self._read: dict[int, dict[_Kind, list[float]]] = {}

    @cached_property
    def _told(self) -> list[tuple[str, frozenset[str]]]:
        """Each sentence, and how its words begin."""
        texts = (t for t in self._document.taught if t[:1] not in "{[" and " " in t)
        sentences = _SENTENCE_END.split("\n".join(texts))[:_SENTENCES]
        rules = (
            f"{_CAPITAL.sub(' ', leaf.inside)} {leaf.value} {_UNIT_WORDS[unit[0], unit[1][-1]]}"
            for leaf in self._document.knowledge
            if not isinstance(leaf.value, str)
            and (unit := unit_of(leaf.inside)) is not None
            and (unit[0], unit[1][-1]) in _UNIT_WORDS
        )
        return [(one, stems_in(one)) for one in (*sentences, *rules)]

    @cached_property
    def _ruled(self) -> list[tuple[frozenset[str], Dimension | None]]:
        """How the words begin that name each number of a rule, and its dimension."""
        return [
            (stems_in(_CAPITAL.sub(" ", leaf.inside)) - {"rule"}, unit[0] if unit else None)
            for leaf in self._document.knowledge
            if not isinstance(leaf.value, str)
            for unit in [unit_of(leaf.inside)]
        ]

    def tells_of(self, words: str, claim: Amount | Number) -> bool:
        """Whether sentences or rules have such a figure for the things that `words` name."""
        stems = stems_in(words)
        dimension = claim.dimension if isinstance(claim, Amount) else None
        return any(
            len(stems & said) >= _ALIKE and (not dimension or dimension in self._figures(place))
            for place, (_, said) in enumerate(self._told)
        ) or any(kind == dimension and not stems.isdisjoint(named) for named, kind in self._ruled)

    def mistaken(self, page: Page, told: Told) -> Iterator[str]:
        """The figures of clauses whose things the sentences about them give others."""
        amounts = (one for one in page.claims if isinstance(one, Amount) and not one.ahead)
        for claim in islice(amounts, _CHECKED):
            kinds = claim.kinds
            clause = _up_to_comparison(clause_around(page.prose, claim.at), claim.text)
            if (
                self._tell_otherwise(clause, claim.dimension, kinds)
                and not self._is_own(clause, claim.text, kinds)
                and not told.is_worked_out(claim)
            ):
                yield claim.text
        if page.words.isdisjoint(_COUNTING):
            return
        bounded = () if page.words.isdisjoint(_BOUNDED) else _AT_MOST.finditer(page.prose)
        rated = () if page.words.isdisjoint(_PERIODS) else _RATED.finditer(page.prose)
        for counted in islice(chain(bounded, rated), _CHECKED):
            many = _many(counted)
            clause = clause_around(page.prose, counted.start())
            if many not in told.said_numbers and any(
                self._tell_otherwise(clause, kind, ((kind, ((many, many),)),))
                for kind in _counted(counted)
            ):
                yield counted.group()

    def _tell_otherwise(self, clause: str, kind: _Kind, kinds: Iterable[_Ways]) -> bool:
        stems = stems_in(clause)
        if len(stems) < _ALIKE:
            return False
        scores = [len(stems & said) for _, said in self._told]
        enough = max(_ALIKE, _SHARE * len(stems))
        if max(scores, default=0) < enough:
            return False
        alike = [
            (score, figures)
            for place, score in enumerate(scores)
            if score and kind in (figures := self._figures(place))
        ]
        best = max((score for score, _ in alike), default=0)
        return best >= enough and not any(
            is_within(figures.get(way, []), among)
            for score, figures in alike
            if score >= best - _CLOSE
            for way, among in kinds
        )

    def _is_own(self, clause: str, text: str, kinds: Iterable[_Ways]) -> bool:
        """Whether a thing of the user's has the figure, in a member that the clause names, or in
        the same words.
        """
        stems, words = stems_in(clause), clause.lower()
        return any(text in told and told in words for told in self._in_own_words) or any(
            is_within(figures.get(way, []), among)
            for named, figures in self._own
            if not stems.isdisjoint(named)
            for way, among in kinds
        )

    @cached_property
    def _own(self) -> list[tuple[frozenset[str], dict[_Kind, list[float]]]]:
        """How the words begin that name each figure of the user's things, and the figure."""
        found: list[tuple[frozenset[str], dict[_Kind, list[float]]]] = []
        limits = self._document.limit_names
        for leaf in in_numbers(self._document.leaves("/productState")):
            name, value = limits.get(leaf.place, leaf.inside), float(leaf.value)
            unit = unit_of(name)
            figures: dict[_Kind, list[float]] = {}
            for kind, amount in in_base_units(unit[0], value, unit[1]) if unit else ():
                figures.setdefault(kind, []).append(amount)
            if is_paid(name):
                # An invoice's total is what "the invoice is" tells.
                name = f"{name} {self._kind_of(leaf)}"
                figures["money"] = sorted((value, value / 100))
            if figures:
                found.append((stems_in(_CAPITAL.sub(" ", name)), figures))
        for leaf in self._document.leaves("/productState/entities"):
            if isinstance(leaf.value, str) and leaf.value[:1].isdigit():
                told = {str(kind): values for kind, values in sorted_amounts(leaf.value).items()}
                found.append((stems_in(_CAPITAL.sub(" ", leaf.inside)), told))
        return found

    def _kind_of(self, leaf: Leaf) -> str:
        steps = leaf.place.split("/")[1:4]
        if (*steps[:2],) != ENTITIES or len(steps) == len(ENTITIES):
            return ""
        return str(member(rows(self._document.body, *ENTITIES)[int(steps[-1])], "type"))

    @cached_property
    def _in_own_words(self) -> frozenset[str]:
        """What the user's things say in a figure and some words, as "every 6 hours"."""
        told = (text.lower() for text in self._document.strings("/productState/entities"))
        return frozenset(text for text in told if " " in text and _FIGURE.search(text))

    def _figures(self, place: int) -> dict[_Kind, list[float]]:
        """The figures of a sentence, in figures and in words."""
        known = self._read.get(place)
        if known is None:
            sentence = self._told[place][0]
            known = self._read[place] = {}
            for told in (sorted_amounts(sentence), amounts_in_words(sentence)):
                for dimension, values in told.items():
                    known[dimension] = sorted((*known.get(dimension, ()), *values))
            for counted in _COUNTED.finditer(sentence):
                for kind in _counted(counted):
                    known[kind] = sorted((*known.get(kind, ()), _many(counted)))
        return known


def _up_to_comparison(clause: str, figure: str) -> str:
    """What a clause says before it goes on to what its thing is compared with."""
    than = _THAN.search(clause, max(0, clause.find(figure)))
    return clause if than is None else clause[: than.start()]


def _counted(said: re.Match[str]) -> Iterator[str]:
    """How the words begin that may say what is counted."""
    words = ["times"] if said["word"] else _WORD.findall(said["of"].lower())
    # "6 hours before the class" is a length of time, and counts nothing.
    for word in () if words and words[0] in UNITS else words:
        if word not in UNITS:
            yield f"{word[:_STEM]}\N{HORIZONTAL ELLIPSIS}"


def _many(said: re.Match[str]) -> float:
    word, many = said["word"], said["many"]
    if word:
        return 2.0 if word.lower() == "twice" else 1.0
    return float(many) if many.isdecimal() else value_of(many)
