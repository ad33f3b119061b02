"""Every number of a snapshot, and of a text, by what it may be a number of."""

import re
from collections.abc import Container, Iterator
from functools import cached_property
from typing import Final

from domain.grounding import moments, quantities
from domain.grounding.facts import Citable, Leaf, member, rows
from domain.grounding.quantities import NUMERAL, SCALE, UNITS, Dimension, read, scaled, thousands

_AMOUNT: Final = re.compile(
    rf"(?<![\w.,])(?:(?P<money>[$€£¥] ?)(?P<sum>{NUMERAL})"
    rf"|(?P<numeral>{NUMERAL})[ -]?(?:(?:business|working|calendar) )?"
    r"(?P<unit>[%€£$]|[A-Za-zÀ-ÿ]++))"
)
_BARE: Final = re.compile(
    rf"(?<![\w.,:-])({NUMERAL})(?P<scale>{SCALE})?(?![\w:-])(?: ?(?P<unit>%|[A-Za-z]++))?"
)
_STATUS: Final = re.compile(r"(?<!\d)[1-5]\d\d(?!\d)")
_UNIT_AFTER: Final = re.compile(r"[ -]?(%|[A-Za-z]++)")
_MEASURED: Final = frozenset({"httpStatus", "timingMs", "durationMs", "windowHours"})
"""Members whose numbers bound nothing."""
_SHORT: Final = 12
_MAYBE_BYTES: Final = 10_000.0
"""A number without a unit may be a size in bytes from here on."""
_MAYBE: Final[dict[Dimension, re.Pattern[str]]] = {
    "bytes": re.compile(r"size|upload|storage|file|memory|attach|disk|transfer", re.IGNORECASE),
    "seconds": re.compile(
        r"time|duration|interval|ttl|window|retention|period|wait|age|delay|expir", re.IGNORECASE
    ),
    "percent": re.compile(r"percent|ratio|progress|usage|used|rate|share|quota", re.IGNORECASE),
}
"""Names of members whose numbers may be of a dimension, in a unit that nothing tells."""
_PAID: Final = re.compile(
    r"price|cost|amount|total|sum|fee|tax|charge|balance|credit|debit|refund|paid|pay|due|money"
    r"|cents?|usd|eur|gbp|budget|spen[dt]|value|monthly|yearly|annual",
    re.IGNORECASE,
)
"""Names of members whose numbers may be sums of money, whole or in hundredths."""
_LISTS_OF: Final = {
    "job": {"backend/jobs"},
    "request": {"backend/recentRequests"},
    "event": {"recentActivity/events"},
    "error": {"productState/activeErrors", "backend/errors", "backend/recentRequests"},
}
"""The lists that some nouns count; the others may count the rows of any."""
_PAIRED: Final = 40
"""So many quantities of a dimension are tried in pairs for a difference or a ratio."""


class SpokenFigures:
    """The numbers of what was said, sorted, each read when it is asked for."""

    def __init__(self, said: str) -> None:
        self._said = said

    @cached_property
    def amounts(self) -> dict[Dimension, list[float]]:
        """Quantities with their unit, in base units."""
        return _sorted_amounts(self._said)

    @cached_property
    def statuses(self) -> set[float]:
        """What may be an HTTP status."""
        return set(_statuses_in(self._said))

    @cached_property
    def bounds(self) -> list[float]:
        """Numbers without a unit, which may bound something."""
        return sorted(_bare_in(self._said, but=UNITS))

    @cached_property
    def all(self) -> list[float]:
        """Every number."""
        return sorted(_bare_in(self._said))


class Figures:
    """The numbers of a document, read once, when they are asked for."""

    def __init__(self, document: Citable) -> None:
        self._document = document
        self._unitless: dict[Dimension, list[float]] = {}
        self._counted: dict[str, list[float]] = {}

    @cached_property
    def _numbers(self) -> tuple[tuple[Leaf, float], ...]:
        return tuple(
            (leaf, float(leaf.value))
            for leaf in (*self._document.leaves, *self._document.knowledge)
            if not isinstance(leaf.value, str)
        )

    def _strings(self, *under: str) -> Iterator[str]:
        for leaf in self._document.leaves:
            if isinstance(leaf.value, str) and leaf.place.startswith(under):
                yield leaf.value

    @cached_property
    def amounts(self) -> dict[Dimension, list[float]]:
        """Sorted quantities of members, in base units."""
        found: dict[Dimension, list[float]] = {
            "bytes": [],
            "binary_bytes": [],
            "seconds": [],
            "percent": [],
            "money": [],
            "plain": [],
        }
        limits = {
            f"/productState/limitsReached/{index}": str(member(row, "limit"))
            for index, row in enumerate(rows(self._document.body, "productState", "limitsReached"))
        }
        for leaf, value in self._numbers:
            name = limits.get(leaf.place, leaf.inside)
            unit = quantities.unit_of(name)
            if _PAID.search(name):
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
            pattern = _MAYBE.get(dimension)
            known = self._unitless[dimension] = sorted(
                value
                for leaf, value in (self._numbers if pattern is not None else ())
                if pattern is not None
                and pattern.search(leaf.inside)
                and quantities.hint(leaf.inside) is None
            )
        return known

    @cached_property
    def told(self) -> dict[Dimension, list[float]]:
        """Sorted quantities that the strings of the document speak of."""
        strings = (leaf.value for leaf in self._document.leaves if isinstance(leaf.value, str))
        # Times and ids, most of what a log is, tell no amounts; `50MB` and prose do.
        return _sorted_amounts("\n".join(t for t in strings if " " in t or len(t) <= _SHORT))

    @cached_property
    def statuses(self) -> set[float]:
        """HTTP statuses that were answered or explained."""
        served = {value for leaf, value in self._numbers if "status" in leaf.inside.lower()}
        texts = (t for t in self._strings("/knowledgePack") if t[:1] not in "{[")
        return served | set(_statuses_in("\n".join(texts)))

    @cached_property
    def bounds(self) -> list[float]:
        """Numbers that may bound something: those of limits, entities, rules, and of prose."""
        found = [value for leaf, value in self._numbers if leaf.inside not in _MEASURED]
        texts = self._strings("/knowledgePack", "/productState")
        return sorted((*found, *_bare_in("\n".join(texts), but=UNITS)))

    def counted(self, noun: str) -> list[float]:
        """How many there are of something, sorted: rows of its lists, and members named after it;
        for no noun, of anything.
        """
        known = self._counted.get(noun)
        if known is None:
            lists = _LISTS_OF.get(noun)
            found = [
                float(count)
                for name, counts in self._document.counts.items()
                if lists is None or name in lists
                for count in counts
            ]
            if noun:
                found += (value for leaf, value in self._numbers if noun in leaf.inside.lower())
            known = self._counted[noun] = sorted(found)
        return known

    @cached_property
    def all(self) -> list[float]:
        """Every number, whatever of."""
        found = [value for _, value in self._numbers]
        return sorted((*found, *_bare_in(self._document.text)))

    def derived(self, dimension: Dimension, held: dict[Dimension, list[float]]) -> list[float]:
        """Sorted differences and ratios of quantities that hold, of a limit's two numbers, and the
        time that jobs took.
        """
        found: list[float] = []
        for name, current, highest in self._document.limits:
            unit = quantities.unit_of(name)
            left = abs(current - highest)
            if dimension == "percent":
                found += _ratios(current, highest)
            elif dimension == "plain" or unit is None:
                found.append(left)
            else:
                amounts = quantities.in_base_units(unit[0], left, unit[1])
                found += (amount for kind, amount in amounts if kind == dimension)
        for kind, values in held.items():
            few = values[:_PAIRED]
            pairs = [(a, b) for i, a in enumerate(few) for b in few[i + 1 :]]
            if dimension == "percent":
                found += (ratio for a, b in pairs for ratio in _ratios(a, b))
            if kind == dimension or (kind, dimension) == ("bytes", "binary_bytes"):
                found += (abs(a - b) for a, b in pairs)
        if dimension == "seconds":
            found += self._spans
        return sorted(found)

    @cached_property
    def _spans(self) -> list[float]:
        found: list[float] = []
        for row in rows(self._document.body, "backend", "jobs"):
            begun, ended = (
                moments.parse(str(member(row, key))) for key in ("createdAt", "updatedAt")
            )
            if begun is not None and ended is not None:
                found.append(abs((ended - begun).total_seconds()))
        return found


def _statuses_in(text: str) -> Iterator[float]:
    """Numbers that may be HTTP statuses, and are not of a unit as in "500 MB"."""
    for found in _STATUS.finditer(text):
        unit = _UNIT_AFTER.match(text, found.end())
        if unit is None or unit[1].lower() not in UNITS:
            yield float(found.group())


def _ratios(a: float, b: float) -> tuple[float, ...]:
    if a <= 0 or b <= 0:
        return ()
    return (a / b * 100, b / a * 100, abs(a - b) / b * 100, abs(a - b) / a * 100)


def _sorted_amounts(text: str) -> dict[Dimension, list[float]]:
    found: dict[Dimension, list[float]] = {}
    for dimension, amount in _amounts_in(text):
        found.setdefault(dimension, []).append(amount)
    for values in found.values():
        values.sort()
    return found


def _amounts_in(text: str) -> Iterator[tuple[Dimension, float]]:
    for found in _AMOUNT.finditer(text):
        unit = "$" if found["money"] else found["unit"].lower()
        if unit not in UNITS:
            continue
        dimension, factors = UNITS[unit]
        for value in _values((found["sum"] or found["numeral"]).rstrip(".,")):
            yield from quantities.in_base_units(dimension, value, factors)


def _bare_in(text: str, *, but: Container[str] = ()) -> Iterator[float]:
    """The numbers in a text, save those before a word that is in `but`."""
    for found in _BARE.finditer(text):
        if (found["unit"] or "").lower() in but:
            continue
        if found["scale"]:
            reading = read(found[1].rstrip(".,"))
            if reading is not None:
                yield scaled(reading, found["scale"]).value
        else:
            yield from _values(found[1].rstrip(".,"))


def _values(numeral: str) -> Iterator[float]:
    """What a numeral may stand for."""
    reading, other = read(numeral), thousands(numeral)
    if reading is not None:
        yield reading.value
    if other is not None:
        yield other.value
