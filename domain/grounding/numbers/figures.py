"""Every number of a snapshot, by what it may be a number of."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, get_args

from domain.cached import cached_property
from domain.grounding.facts import Citable
from domain.grounding.leaves import Leaf
from domain.grounding.numbers import quantities, tallies
from domain.grounding.numbers.decimals import in_numbers
from domain.grounding.numbers.in_sources import (
    amounts_in_words,
    bare_in,
    sorted_amounts,
    statuses_in,
)
from domain.grounding.numbers.member_names import MAYBE, is_paid, may_be
from domain.grounding.numbers.of_things import OfThings, ratios
from domain.grounding.numbers.quantities import UNITS, Dimension
from domain.grounding.numbers.totals import prices_apart, totals

_MEASURED: Final = frozenset({"httpStatus", "timingMs", "durationMs", "windowHours"})
"""Members whose numbers bound nothing, and foretell nothing."""
_TIMES_TOLD: Final = re.compile(r"(?<![\w.,])\d{1,3}(?= (?:times|attempts|tries|retries)\b)")
_SHORT: Final = 12
"""Strings up to here may be an amount alone, as `50MB` is; longer ones without a blank are ids."""
_MAYBE_BYTES: Final = 10_000.0
"""A number without a unit may be a size in bytes from here on."""
_LISTS_OF: Final = {
    "job": {"backend/jobs"},
    "request": {"backend/recentRequests"},
    "event": {"recentActivity/events"},
    "active error": {"productState/activeErrors"},
    "backend error": {"backend/errors"},
    "error": {"productState/activeErrors", "backend/errors", "backend/recentRequests"},
}
"""The lists that some nouns count; the others may count the rows of any."""
_REPEATED: Final = {"failed", "attempt"}
"""What is counted by what was done again and again, and not by whole lists."""
_FAILING: Final = re.compile(r"fail|reject|refus|error|attempt|retr(?:y|ies)|bounce", re.IGNORECASE)
"""Names of members whose numbers may count attempts."""
_PAIRED: Final = 40
"""So many quantities of a dimension are tried in pairs for a difference or a ratio."""
_RULES: Final = ("/knowledgePack", "/productState/limitsReached")
_PAIR: Final = re.compile(r"(?<![\w./,-])(\d{1,9}) of (\d{1,9})(?![\w./-])")
"""How far something came, as a job's stage may tell."""


class Figures:
    """The numbers of a document, read once, when they are asked for."""

    def __init__(self, document: Citable) -> None:
        self._document = document
        self._of_things = OfThings(document)
        self._unitless: dict[Dimension, list[float]] = {}
        self._counted: dict[str, list[float]] = {}

    @cached_property
    def _numbers(self) -> tuple[tuple[Leaf, float], ...]:
        return tuple(
            (leaf, abs(float(leaf.value)))
            for leaf in in_numbers((*self._document.leaves(), *self._document.knowledge))
        )

    @cached_property
    def amounts(self) -> dict[Dimension, list[float]]:
        """Sorted quantities of members, in base units."""
        return self._amounts_of(self._numbers)

    @cached_property
    def amounts_ahead(self) -> dict[Dimension, list[float]]:
        """The same without those that were measured, which tell nothing of what is to come."""
        return self._amounts_of(one for one in self._numbers if one[0].inside not in _MEASURED)

    @cached_property
    def amounts_of_rules(self) -> dict[Dimension, list[float]]:
        """Sorted quantities of rules and of limits, in base units."""
        return self._amounts_of(one for one in self._numbers if one[0].place.startswith(_RULES))

    def _amounts_of(self, numbers: Iterable[tuple[Leaf, float]]) -> dict[Dimension, list[float]]:
        found: dict[Dimension, list[float]] = {kind: [] for kind in get_args(Dimension)}
        limits = self._document.limit_names
        for leaf, value in numbers:
            name = limits.get(leaf.place, leaf.inside)
            unit = quantities.unit_of(name)
            if is_paid(name):
                found["money"] += (value, value / 100)
            if unit is None and leaf.inside != "httpStatus" and value >= _MAYBE_BYTES:
                unit = "bytes", (1.0,)
            if unit is not None:
                for dimension, amount in quantities.in_base_units(unit[0], value, unit[1]):
                    found[dimension].append(amount)
        for values in found.values():
            values.sort()
        return found

    def unitless(self, dimension: Dimension) -> list[float]:
        """Sorted numbers of members that may be of the dimension, in a unit that nothing tells."""
        known = self._unitless.get(dimension)
        if known is None:
            known = self._unitless[dimension] = sorted(
                value
                for leaf, value in (self._numbers if dimension in MAYBE else ())
                if may_be(dimension, leaf.inside) and quantities.hint(leaf.inside) is None
            )
        return known

    @cached_property
    def amounts_in_texts(self) -> dict[Dimension, list[float]]:
        """Sorted quantities that the strings of the document speak of."""
        leaves = (*self._document.leaves(), *self._document.knowledge)
        strings = (leaf.value for leaf in leaves if isinstance(leaf.value, str))
        # Times and ids, most of what a log is, tell no amounts; `50MB` and prose do.
        return sorted_amounts("\n".join(t for t in strings if " " in t or len(t) <= _SHORT))

    @cached_property
    def amounts_of_guides(self) -> dict[Dimension, list[float]]:
        """Sorted quantities that the knowledge pack speaks of."""
        return sorted_amounts("\n".join(t for t in self._document.taught if " " in t))

    @cached_property
    def amounts_in_words(self) -> dict[Dimension, list[float]]:
        """Sorted quantities that the knowledge pack speaks of in words, as in "one year"."""
        return amounts_in_words(
            "\n".join(t for t in self._document.strings("/knowledgePack") if " " in t)
        )

    @cached_property
    def statuses(self) -> set[float]:
        """HTTP statuses that were answered or explained."""
        served = {value for leaf, value in self._numbers if "status" in leaf.inside.lower()}
        texts = (t for t in self._document.strings("/knowledgePack") if t[:1] not in "{[")
        return served | set(statuses_in("\n".join(texts)))

    @cached_property
    def bounds(self) -> list[float]:
        """Numbers that may bound something: those of limits, entities, rules, and of prose."""
        found = [value for leaf, value in self._numbers if leaf.inside not in _MEASURED]
        texts = self._document.strings("/knowledgePack", "/productState")
        pairs = (float(one) for pair in _PAIR.findall(self._document.text) for one in pair)
        return sorted((*found, *bare_in("\n".join(texts), but=UNITS), *pairs))

    @cached_property
    def bounds_of_rules(self) -> list[float]:
        """Numbers of rules, of limits and of documents."""
        found = [value for leaf, value in self._numbers if leaf.place.startswith(_RULES)]
        return sorted((*found, *bare_in("\n".join(self._document.strings("/knowledgePack")))))

    @cached_property
    def _counts(self) -> dict[str, frozenset[int]]:
        return tallies.counts(self._document.body)

    def counted(self, noun: str) -> list[float]:
        """How many there are of something, sorted: rows of its lists, and members named after it;
        for no noun, of anything.
        """
        known = self._counted.get(noun)
        if known is None:
            known = self._counted[noun] = sorted(map(float, self._count(noun)))
        return known

    def _count(self, noun: str) -> Iterator[float]:
        failed, _, what = noun.partition(" ") if noun.startswith("failed ") else (noun, "", "")
        often = tallies.failures_of(self._document.body, what) if what else set[int]()
        if often or failed in _REPEATED:
            yield from often or tallies.repeats(self._document.body, failed=failed == "failed")
            yield from self._failing
            if failed == "attempt":
                told = "\n".join(self._document.strings("/knowledgePack/docs"))
                yield from bare_in(" ".join(_TIMES_TOLD.findall(told)))
            return
        if noun == "error":
            yield tallies.codes(self._document.body)
        lists = _LISTS_OF.get(noun)
        for name, counts in self._counts.items():
            yield from counts if lists is None or name in lists else ()
        if noun:
            yield from (value for leaf, value in self._numbers if noun in leaf.inside.lower())

    @cached_property
    def _failing(self) -> list[float]:
        """How often something failed or was attempted, as members have it."""
        return [
            value
            for leaf, value in self._numbers
            if _FAILING.search(leaf.inside) and quantities.unit_of(leaf.inside) is None
        ]

    @cached_property
    def all(self) -> list[float]:
        """Every number, whatever of."""
        found = [value for _, value in self._numbers]
        return sorted((*found, *bare_in(self._document.text)))

    def derived(self, dimension: Dimension, held: dict[Dimension, list[float]]) -> list[float]:
        """Sorted differences and ratios of quantities that hold, of a limit's two numbers and of
        those of one thing or of a kind, and the time that jobs and repetitions took.
        """
        found = [*self._totals[dimension]]
        if dimension in {"plain", "percent"}:
            found += self._of_things.computed[dimension == "percent"]
        for name, current, highest in self._document.limits:
            unit = quantities.unit_of(name)
            left = abs(current - highest)
            if dimension == "percent":
                of_highest, _, *apart = ratios(current, highest) or (0.0, 0.0)
                found += (of_highest, *apart)
            elif dimension == "plain" or unit is None:
                found.append(left)
            else:
                amounts = quantities.in_base_units(unit[0], left, unit[1])
                found += (amount for kind, amount in amounts if kind == dimension)
        for kind, values in held.items():
            few = values[:_PAIRED]
            pairs = [(a, b) for i, a in enumerate(few) for b in few[i + 1 :]]
            if dimension == "percent":
                found += (ratio for a, b in pairs for ratio in ratios(a, b))
            if kind == dimension or (kind, dimension) == ("bytes", "binary_bytes"):
                found += (abs(a - b) for a, b in pairs)
        found += self._of_things.apart.get(dimension, ())
        if dimension == "seconds":
            found += self._spans
        return sorted(found)

    def is_part(self, value: float, of: float) -> bool:
        """Whether so many may be a part of so many, if only things tell of the whole: they must
        tell of the part, or of the rest.
        """
        wholes = [
            numbers for numbers in self._of_things.numbers if of in numbers or of == sum(numbers)
        ]
        if not wholes or any(of in counts for counts in self._counts.values()):
            return True
        return any(value in numbers or of - value in numbers for numbers in wholes)

    def parts(self, of: float) -> list[float]:
        """The numbers of the things of which one is so many."""
        return [one for numbers in self._of_things.numbers if of in numbers for one in numbers]

    @cached_property
    def _totals(self) -> dict[Dimension, list[float]]:
        summed = tuple(totals(self._document.body))
        found = self._amounts_of(summed)
        found["plain"] += (value for _, value in summed)
        found["money"] += prices_apart(self._document)
        return found

    @cached_property
    def _spans(self) -> list[float]:
        return tallies.spans(self._document.body)
