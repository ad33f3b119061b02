"""When a claim is what a member of a row has, by the member's name."""

from typing import Final

from domain.grounding.claims import SHOWN, Amount, Claim, Moment, Name, Number, ways_of
from domain.grounding.numbers import quantities
from domain.grounding.numbers.in_sources import sorted_amounts
from domain.grounding.numbers.quantities import is_within
from domain.grounding.times import moments

_SMALL: Final = 10
"""Smaller numbers are the same by chance."""
_LONGEST: Final = 32
"""Characters that an amount is written in, with its unit."""


def is_member(claim: Claim, key: str, value: str | float) -> bool:
    """Whether a claim is what the member `key` has."""
    match claim:
        case Name():
            return claim.text == value
        case Moment():
            if not isinstance(value, str) or claim.precision not in SHOWN:
                return False
            start, end = SHOWN[claim.precision]
            return value[start:end] in claim.keys and moments.parse(value) is not None
        case Number():
            if claim.purpose == "status":
                return key == "httpStatus" and value == claim.reading.value
            if isinstance(value, str):
                return bool(claim.reading.decimals) and claim.text == value
            return claim.reading.value >= _SMALL and value == claim.reading.value
        case Amount():
            return (
                _is_written(claim, value)
                if isinstance(value, str)
                else _amounts_to(claim, key, value)
            )
        case _:
            return False


def _is_written(claim: Amount, value: str) -> bool:
    """Whether a claim is an amount that stands in a member with its unit, as `6.2%`."""
    if not value[:1].isdigit() or len(value) > _LONGEST:
        return False
    amounts = sorted_amounts(value).get(claim.dimension, [])
    return is_within(amounts, claim.bounds)


def _amounts_to(claim: Amount, key: str, value: float) -> bool:
    unit = quantities.unit_of(key)
    if unit is None:
        return value == claim.reading.value and claim.reading.value >= _SMALL
    amounts = quantities.in_base_units(unit[0], value, unit[1])
    return any(way.is_one_of(amounts) for way in ways_of(claim) if isinstance(way, Amount))
