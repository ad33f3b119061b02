"""The numbers of the texts that claims are looked up in, by what they may be numbers of."""

import re
from collections.abc import Container, Iterator
from typing import Final

from domain.cached import cached_property
from domain.grounding.numbers import quantities
from domain.grounding.numbers.number_words import WORDS, value_of
from domain.grounding.numbers.quantities import (
    NUMERAL,
    SCALE,
    UNITS,
    Dimension,
    read,
    scaled,
    thousands,
)

_AMOUNT: Final = re.compile(
    rf"(?<![\w.,])(?:(?P<money>(?:[$€£¥]|USD|EUR|GBP|CHF) ?)(?P<sum>{NUMERAL})"
    rf"|(?P<numeral>{NUMERAL})[ -]?(?:(?:business|working|calendar) )?"
    r"(?P<unit>[%€£$]|[A-Za-zÀ-ÿ]++))"
)
_IN_WORDS: Final = re.compile(
    rf"(?<![\w-])(?P<words>{WORDS}|(?:(?<=for )|(?<=within )|(?<=after )|(?<=takes ))an?)[ -]"
    r"(?:(?:business|working|calendar|full) )?"
    r"(?P<unit>[^\W\d_]++)",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    rf"(?<![\w.,])(?<![^A-Za-z]:)(?<!\w-)(?<!--)({NUMERAL})(?P<scale>{SCALE})?(?![\w:-])"
    r"(?: ?(?P<unit>%|[A-Za-z]++))?"
)
_STATUS: Final = re.compile(r"(?<!\d)[1-5]\d\d(?!\d)")
_UNIT_AFTER: Final = re.compile(r"[ -]?(%|[A-Za-z]++)")


_SHARED: Final = re.compile(rf" {NUMERAL}[ -]?(?P<unit>[%€£$]|[A-Za-zÀ-ÿ]++)")
"""What follows upon "and" where two numbers have one unit, as in "80 and 100 percent"."""
_AND: Final = frozenset({"and", "or", "to"})


class ConversationFigures:
    """The numbers of what was said or allowed, sorted, each kind read when it is asked for."""

    def __init__(self, said: str) -> None:
        self._said = said

    @cached_property
    def amounts(self) -> dict[Dimension, list[float]]:
        """Quantities with their unit, in base units."""
        return sorted_amounts(self._said)

    @cached_property
    def statuses(self) -> set[float]:
        """What may be an HTTP status."""
        return set(statuses_in(self._said))

    @cached_property
    def bounds(self) -> list[float]:
        """Numbers without a unit, which may bound something."""
        return sorted(bare_in(self._said, but=UNITS))

    @cached_property
    def all(self) -> list[float]:
        """Every number."""
        return sorted(bare_in(self._said))


def statuses_in(text: str) -> Iterator[float]:
    """Numbers that may be HTTP statuses, and are not of a unit as in "500 MB"."""
    for found in _STATUS.finditer(text):
        unit = _UNIT_AFTER.match(text, found.end())
        if unit is None or unit[1].lower() not in UNITS:
            yield float(found.group())


def sorted_amounts(text: str) -> dict[Dimension, list[float]]:
    """The quantities of a text with their units, in base units."""
    found: dict[Dimension, list[float]] = {}
    for dimension, amount in _amounts_in(text):
        found.setdefault(dimension, []).append(amount)
    for values in found.values():
        values.sort()
    return found


def amounts_in_words(text: str) -> dict[Dimension, list[float]]:
    """The quantities of a text whose numbers are words, in base units."""
    found: dict[Dimension, list[float]] = {}
    for told in _IN_WORDS.finditer(text):
        dimension, factors = UNITS.get(told["unit"].lower(), ("plain", ()))
        value = 1.0 if told["words"].lower() in {"a", "an"} else value_of(told["words"])
        for kind, amount in quantities.in_base_units(dimension, value, factors) if factors else ():
            found.setdefault(kind, []).append(amount)
    for values in found.values():
        values.sort()
    return found


def _amounts_in(text: str) -> Iterator[tuple[Dimension, float]]:
    for found in _AMOUNT.finditer(text):
        unit = "$" if found["money"] else found["unit"].lower()
        if unit in _AND and (shared := _SHARED.match(text, found.end())):
            unit = shared["unit"].lower()
        if unit not in UNITS:
            continue
        dimension, factors = UNITS[unit]
        for value in _values((found["sum"] or found["numeral"]).rstrip(".,")):
            yield from quantities.in_base_units(dimension, value, factors)


def bare_in(text: str, *, but: Container[str] = ()) -> Iterator[float]:
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
