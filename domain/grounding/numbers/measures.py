"""What each number of a snapshot is a number of, and prose that tells another number of it."""

import re
from collections.abc import Iterator
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import Number, Plan
from domain.grounding.clauses import clause_around, sentence_before
from domain.grounding.facts import ACTIVE_ERRORS, ENTITIES, LOGS, Citable, member, rows
from domain.grounding.leaves import Leaf
from domain.grounding.numbers.counted import (
    counting,
    numbered_in,
    numbers_of,
    times_of,
    ways_to_read,
    with_phrase,
)
from domain.grounding.numbers.decimals import in_numbers
from domain.grounding.numbers.labels import labels_in, stem, words_in
from domain.grounding.numbers.quantities import (
    UNITS,
    is_within,
    windows,
)
from domain.grounding.numbers.reckoned import combined, quotients
from domain.grounding.numbers.totals import together
from domain.grounding.page import Page

_OPEN: Final = re.compile(
    r"(?<!\w)(?:if|would|could|should|e\.g|example|instance|say|split\w*|into|batch\w*|try|instead"
    r"|suppose|imagine|per|about|every|less|fewer)(?!\w)",
    re.IGNORECASE,
)
"""What tells that so many are supposed or advised."""
_ROWS: Final = (*LOGS, ENTITIES, ACTIVE_ERRORS)
_ROW_DEPTH: Final = 3
_KINDS: Final = ("type", "queue", "event", "route", "errorCode")
_FEW: Final = 6
_COMPUTED: Final = 16
"""So many numbers of a thing are put together with each other."""
_NEAR: Final = 160
_SENTENCE: Final = 100
_WORD_BEFORE: Final = re.compile(r"[^\W\d_]+ $")
_LONGEST_WORD: Final = 24
_COUNTED_ELSEWHERE: Final = frozenset("jobs requests errors events failures".split())
_LARGE: Final = 100
"""From here on two numbers are hardly the same by chance."""


class Measures:
    """The numbers of rows, rules and texts, by the words that say what they are numbers of."""

    def __init__(self, document: Citable) -> None:
        self._document = document
        self._counts: dict[str, int] = {}

    @cached_property
    def _known(self) -> tuple[dict[str, list[float]], frozenset[str]]:
        """The numbers that are told together with a word, by how it begins; and how the words
        begin that name a number.
        """
        told: dict[str, set[float]] = {}
        named: set[str] = set()
        limits = self._document.limit_names
        stems_of: dict[str, frozenset[str]] = {}
        for leaf in self.numbers:
            name = limits.get(leaf.place, leaf.inside)
            stems = stems_of.get(name)
            if stems is None:
                stems = stems_of[name] = labels_in(name)
                named |= stems
            for label in stems | self.beside(leaf.place):
                told.setdefault(label, set()).add(abs(float(leaf.value)))
        for text in self.texts:
            for value, phrase, around in numbered_in(text):
                named |= phrase
                for label in phrase | around:
                    told.setdefault(label, set()).add(value)
        return {label: sorted(values) for label, values in told.items()}, frozenset(named)

    @cached_property
    def _of_things(self) -> frozenset[str]:
        """How the words begin that name what the user's own things have, or what kind they are of:
        no sum of theirs is what only documents and rules tell of.
        """
        rows_of = (self.beside(leaf.place) for leaf in self.numbers)
        limits = map(labels_in, self._document.limit_names.values())
        return self._kinds.union(self._labelled, *rows_of, *limits)

    @cached_property
    def _labelled(self) -> dict[str, list[float]]:
        """The numbers of members, by the words that they are called by."""
        found: dict[str, set[float]] = {}
        for leaf in self.numbers:
            if leaf.place.startswith("/productState"):
                for label in labels_in(leaf.inside):
                    found.setdefault(label, set()).add(abs(float(leaf.value)))
        return {label: sorted(values) for label, values in found.items()}

    @cached_property
    def numbers(self) -> list[Leaf]:
        """The numbers of things, limits and rules: logs have times and statuses alone."""
        held = (
            leaf
            for holder in self._document.holders
            if holder.pointer.startswith("/productState")
            for leaf in holder.leaves()
        )
        found = (*held, *self._document.knowledge)
        return list(in_numbers(found))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What the knowledge pack says in sentences."""
        return tuple(text for text in self._document.taught if " " in text and text[:1] not in "{[")

    def beside(self, place: str) -> frozenset[str]:
        """How the words begin that stand in the row which has a number."""
        known = self._rows.get("/".join(place.split("/", 4)[:4]))
        return known or frozenset()

    @cached_property
    def _rows(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for pointer, _, held in self._document.holders:
            if (
                pointer.startswith("/productState")
                and pointer.count("/") == _ROW_DEPTH
                and isinstance(held, dict)
            ):
                text = " ".join(v for v in held.values() if isinstance(v, str))
                found[pointer] = labels_in(text)
        return found

    def _listed(self, label: str) -> int:
        """How many rows of one list a word names."""
        known = self._counts.get(label)
        if known is None:
            known = self._counts[label] = max(
                sum(
                    any(label in str(member(row, key)).lower() for key in _KINDS)
                    for row in rows(self._document.body, *path)
                )
                for path in _ROWS
            )
        return known

    def _most(self, counted: Number, page: Page) -> int:
        """How many rows there are of what is counted: of "import runs", imports if not runs."""
        if counted.noun in self._kinds:
            return self._listed(counted.noun)
        return max(map(self._listed, labels_in(with_phrase(counted, page.prose))), default=0)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """How the words begin that say of what kind rows are."""
        kinds = {
            kind
            for path in _ROWS
            for row in rows(self._document.body, *path)
            for key in _KINDS[:3]
            if isinstance(kind := member(row, key), str)
        }
        return labels_in(" ".join(kinds))

    @cached_property
    def _together(self) -> list[float]:
        return sorted(together(self._document.body))

    def take(self, page: Page) -> None:
        """Take the numbers of what the snapshot has numbers of, as "21 connections"."""
        others = [
            claim
            for claim in page.claims
            if not isinstance(claim, Plan)
            if not isinstance(claim, Number) or claim.purpose == "status"
        ]
        for numbered in numbers_of(page):
            at, end = numbered.span("many")
            head = self._head(numbered["phrase"])
            if head and not any(o.at < end and at < o.at + len(o.text) for o in others):
                page.counted += counting(numbered, head)
        for often in times_of(page):
            head = self._head(often["done"]) or self._head(often["done"] + "e")
            page.counted += counting(often, head) if head else ()

    def _head(self, phrase: str) -> str:
        """How the word begins that says what is counted, if the snapshot counts such."""
        words = words_in(phrase)
        if not words or words[0] in UNITS:
            return ""
        # What follows upon "jobs" is said of them: "seven jobs concern reminders".
        end = next((place for place, word in enumerate(words) if word in _COUNTED_ELSEWHERE), None)
        stems = (stem(word) for word in reversed(words[:end]) if not word.endswith("ed"))
        return next((one for one in stems if one in self._known[1] or one in self._kinds), "")

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """Numbers of things of which the snapshot tells, each another, and which nobody said."""
        return [
            with_phrase(one, page.prose)
            for one in page.counted
            if self._is_wrong(one, page, told.said_numbers)
        ]

    def _is_wrong(self, counted: Number, page: Page, said: list[float]) -> bool:
        value, head, at = counted.reading.value, counted.noun, counted.at
        if _OPEN.search(sentence_before(page.prose, at, _SENTENCE)):
            return False
        others = [
            claim.reading.value
            for claim in page.claims
            if isinstance(claim, Number) and claim.purpose != "status" and claim.at != at
            if abs(claim.at - at) < _NEAR
        ][:_COMPUTED]
        if any((value, other) in self._used for other in others):
            return False
        clause = clause_around(page.prose, at)
        sentence = sentence_before(page.prose, at, _NEAR) + clause
        if value >= _LARGE and self._is_ruled(value, sentence):
            return False
        labelled = self._labelled_in(clause)
        known = sorted((*self._known[0].get(head, ()), *labelled, *self._left(head)))
        bounds = [
            bound
            for way in (counted.reading, *ways_to_read(counted.text)[1:])
            for bound in windows(way, (1.0,), loose=counted.loose)
        ]
        computed = sorted((*combined(known, others), *quotients(page, at)))
        together = self._together if head in self._of_things else []
        among = (known, said, computed, together)
        return not any(is_within(values, tuple(bounds)) for values in among) and not (
            (value.is_integer() and value <= self._most(counted, page))
            or self._is_named(counted, page)
            or self._is_written(value, head)
            or self._is_of_named(value, sentence)
        )

    def _is_of_named(self, value: float, sentence: str) -> bool:
        """Whether a thing that the sentence names has the number, and does not say what of."""
        named = labels_in(sentence)
        return any(
            leaf.value == value
            and leaf.place.startswith("/productState/entities")
            and not named.isdisjoint(self.beside(leaf.place))
            for leaf in self.numbers
        )

    def _is_ruled(self, value: float, sentence: str) -> bool:
        """Whether a rule has the number for what the sentence names, as for a plan, and the prose
        may count it by a word that the rule has not.
        """
        named = frozenset(words_in(sentence))
        return any(
            leaf.value == value and str(leaf.at).lower() in named
            for leaf in self._document.knowledge
        )

    def _is_named(self, counted: Number, page: Page) -> bool:
        """Whether the number ends a name, as in "row 3", and counts nothing."""
        word = _WORD_BEFORE.search(page.prose, max(0, counted.at - _LONGEST_WORD), counted.at)
        return word is not None and f"{word.group()}{counted.text}" in self._document.text

    def _is_written(self, value: float, head: str) -> bool:
        """Whether a text has the number right before what it counts."""
        return value.is_integer() and f" {value:.0f} {head}" in self._document.text

    @cached_property
    def _used(self) -> frozenset[tuple[float, float]]:
        """The two numbers of each limit, either first: side by side they are that limit's own,
        whatever prose calls what is limited.
        """
        pairs = [(current, highest) for _, current, highest in self._document.limits]
        return frozenset((*pairs, *((highest, current) for current, highest in pairs)))

    def _labelled_in(self, clause: str) -> Iterator[float]:
        for label in labels_in(clause):
            yield from self._labelled.get(label, ())

    def _left(self, head: str) -> Iterator[float]:
        """What is left of the limits that a word names."""
        for name, current, highest in self._document.limits:
            if head in labels_in(name):
                yield abs(highest - current)
