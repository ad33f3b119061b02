"""How many are in a state, and prose that counts more of them."""

import re
from collections.abc import Iterator
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import clause_before, sentence_before
from domain.grounding.facts import ACTIVE_ERRORS, ENTITIES, Citable, member, rows
from domain.grounding.numbers import tallies
from domain.grounding.numbers.number_words import NUMBER_WORDS, WORDS, value_of
from domain.grounding.page import Page
from domain.grounding.things.state_words import PLACES, STATE
from domain.grounding.things.states import SUPPOSED

_COUNTED: Final = re.compile(
    rf"(?<![\w.,-])(?P<many>{WORDS})(?: of (?:them|these|those))?"
    r"(?: (?:is|are|was|were|has|have|had|been|still|now|already|currently)){0,3}"
    rf" (?P<state>{STATE})(?=[.,;:!?)\n]|\Z| (?:and|but|while)(?!\w)| \()",
    re.IGNORECASE,
)
"""So many in words, without a noun, and their state: "two succeeded and one is running"."""
_NUMBER: Final = re.compile(rf"(?<![\w.,-])(?:\d{{1,3}}|{WORDS})(?= )", re.IGNORECASE)
_AND: Final = re.compile(r"(?:,|,? and) ")
_SENTENCE_END: Final = re.compile(r"[.!?](?:\s|\Z)|\n|\Z")
_REACH: Final = 120
_WORD: Final = re.compile(r"[^\W_]+")


class HeadCounts:
    """Tells how many jobs and things of the product are in a state at most: prose may count some
    of them, but never more.
    """

    def __init__(self, document: Citable) -> None:
        self._document = document

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """What counts more in a state than there are, as "three succeeded" where two did."""
        if page.words.isdisjoint(NUMBER_WORDS):
            return []
        found = list(_COUNTED.finditer(page.prose))
        over = [
            said.group()
            for said in found
            if not SUPPOSED.search(clause_before(page.prose, said.start())) and self._is_over(said)
        ]
        return [*over, *_not_in_all(page.prose, found)]

    def _is_over(self, said: re.Match[str]) -> bool:
        many = value_of(said["many"])
        most = self._most(said["state"].lower())
        return 0 < most < many and many not in self._told

    def _most(self, word: str) -> int:
        """How many are in the state, or have met with what it says; none where nothing tells."""
        states = {state for _, state in PLACES[word]}
        counts = [
            sum(not places.isdisjoint(PLACES[word]) for places in among) for among in self._in_state
        ]
        if not any(counts):
            return 0
        body = self._document.body
        if states & {"failed", "failing", "active"}:
            counts += (len(rows(body, *ACTIVE_ERRORS)), *tallies.repeats(body, failed=True))
        if states & {"done"}:
            counts.append(tallies.served(body))
        return max(counts)

    @cached_property
    def _in_state(self) -> list[list[frozenset[tuple[int, str]]]]:
        """The places of each job, and of each thing."""
        return [
            [
                frozenset(
                    place
                    for word in _WORD.findall(status.lower())
                    for place in PLACES.get(word, ())
                )
                for row in rows(self._document.body, *path)
                if isinstance(status := member(row, "status"), str)
            ]
            for path in (("backend", "jobs"), ENTITIES)
        ]

    @cached_property
    def _told(self) -> frozenset[float]:
        """The numbers that things of the product and limits tell of themselves."""
        return frozenset(
            float(leaf.value)
            for leaf in self._document.leaves("/productState")
            if not isinstance(leaf.value, str)
        )


def _not_in_all(prose: str, found: list[re.Match[str]]) -> Iterator[str]:
    """Where parts that follow a colon are not as many together as are announced: "Seven jobs:
    three succeeded, three failed and one is running".
    """
    end = -1
    parts: list[re.Match[str]] = []
    for said in (*found, None):
        if said is not None and parts and _AND.fullmatch(prose, end, said.start()):
            parts.append(said)
        else:
            before = sentence_before(prose, parts[0].start(), _REACH) if len(parts) > 1 else ""
            announced = _NUMBER.findall(before) if before.endswith(": ") else ()
            if announced and _SENTENCE_END.match(prose, end):
                many = sum(value_of(part["many"]) for part in parts)
                if many != _value(announced[-1]):
                    yield f"{before}{prose[parts[0].start() : end]}"
            parts = [] if said is None else [said]
        end = -1 if said is None else said.end()


def _value(many: str) -> float:
    return float(many) if many.isdecimal() else value_of(many)
