"""How many things and jobs of a kind there are, and prose that counts more of them in all, or says
of several what none of them is.
"""

import re
from collections import Counter
from itertools import islice
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import clause_before
from domain.grounding.facts import ENTITIES, Citable, member, rows
from domain.grounding.numbers.decimals import in_numbers
from domain.grounding.numbers.number_words import NUMBER_WORDS, value_of
from domain.grounding.page import Page
from domain.grounding.things.row_counts import numbers_in
from domain.grounding.things.state_words import PLACES

_MANY: Final = NUMBER_WORDS | {"both"}
_ALL: Final = re.compile(r"(?<!\w)(?:your|all(?: of)?(?: your| the)?|the|these) $", re.IGNORECASE)
_SUPPOSED: Final = re.compile(
    r"(?<!\w)(?:if|unless|until|when|would|could|should|may|might|can|will|up to|most|least"
    r"|allow\w*|includ\w+|limit\w*|permit\w*|not|never|no|once|whether|before|after)(?!\w)",
    re.IGNORECASE,
)
_BEHIND: Final = frozenset(
    "and or in on at with is are was were have has had of for which that together come comes cost"
    " need ran run".split()
)
"""Words behind a kind that tell that it is no part of a longer name, as in "site limits"."""
_AUXILIARY: Final = frozenset(
    "jobs runs job all both each have has had been are were was now already again".split()
)
_ENDED: Final = frozenset({"done", "failed"})
_WORD: Final = re.compile(r"[a-z]+")
_JOB: Final = "job"
_CHECKED: Final = 60
"""Numbers that are looked up; answers have fewer."""


class KindCounts:
    """Knows the kinds of a snapshot's things, and the queues of its jobs."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """What counts too many of a kind, as "your four sites" where there are three, or says of
        several jobs that they ended as none of them did.
        """
        has_numbers = page.has_digits or not page.words.isdisjoint(_MANY)
        if not has_numbers or page.words.isdisjoint(self._words):
            return []
        found: list[str] = []
        for said in islice(numbers_in(page, _MANY), _CHECKED):
            many = _value(said["many"])
            words = said["behind"].lower().split()
            before = clause_before(page.prose, said.start())
            if (
                many > 1
                and words
                and many not in told.said_numbers
                and not _SUPPOSED.search(before)
            ):
                counted = self._over_all(words, many) if _ALL.search(before) else ""
                counted = counted or self._ended_otherwise(words)
                found += [f"{said['many']} {counted}"] if counted else []
        return found

    def _over_all(self, words: list[str], many: float) -> str:
        """The kind that the words tell, if there are fewer of it, and no rule has so many."""
        words = words[1:] if words[0] in {"recent", "listed"} else words
        for end in (2, 1):
            kind = "_".join(words[:end]).removesuffix("s")
            behind = words[end : end + 1]
            if 0 < self._things[kind] < many and _BEHIND.issuperset(behind):
                last = kind.rpartition("_")[2]
                is_told = any(value == many and last in name for name, value in self._numbers)
                written = f"{many:.0f} {last}" in self._document.text.lower()
                return "" if is_told or written else " ".join(words[:end])
        return ""

    def _ended_otherwise(self, words: list[str]) -> str:
        """What a queue's jobs are said to have done, if none of them did."""
        for end in (2, 1):
            queued = self._queues.get("_".join(words[:end]).removesuffix("s"))
            behind = [word for word in words[end:] if word not in _AUXILIARY]
            if queued is not None and behind:
                states = _states(behind[0]) & _ENDED
                is_so = not states or not queued.isdisjoint((*states, ""))
                return "" if is_so else " ".join((*words[:end], behind[0]))
        return ""

    @cached_property
    def _things(self) -> Counter[str]:
        """How many things there are of each kind, and how many jobs."""
        kinds = (member(row, "type") for row in rows(self._document.body, *ENTITIES))
        found = Counter(kind.lower() for kind in kinds if isinstance(kind, str))
        found[_JOB] += len(rows(self._document.body, "backend", "jobs"))
        return found

    @cached_property
    def _queues(self) -> dict[str, set[str]]:
        """The states of the jobs of each queue; "" is for those that no word tells."""
        found: dict[str, set[str]] = {}
        for job in rows(self._document.body, "backend", "jobs"):
            queue = str(member(job, "queue")).lower().removesuffix("s")
            states = {
                s for word in _WORD.findall(str(member(job, "status"))) for s in _states(word)
            }
            found.setdefault(queue, set()).update(states or {""})
        return found

    @cached_property
    def _words(self) -> frozenset[str]:
        """Words of which a page has one that counts a kind."""
        names = {name.rpartition("_")[2] for name in (*self._things, *self._queues)}
        return frozenset(word for name in names for word in (name, f"{name}s"))

    @cached_property
    def _numbers(self) -> list[tuple[str, float]]:
        """The numbers of things, limits and rules, and what they are called."""
        names = self._document.limit_names
        leaves = (*self._document.leaves("/productState"), *self._document.knowledge)
        return [
            (names.get(leaf.place, leaf.inside).lower(), float(leaf.value))
            for leaf in in_numbers(leaves)
        ]


def _states(word: str) -> set[str]:
    """What a word says of a job."""
    return {state for axis, state in PLACES.get(word, ()) if axis == 0}


def _value(many: str) -> float:
    if many.lower() == "both":
        return 2.0
    return float(many) if many.isdecimal() else value_of(many)
