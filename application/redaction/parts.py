"""Numbers and addresses of which an array, or an object's fields, hold a part each."""

from __future__ import annotations

import re
from typing import Final

from application.redaction.json_text import JSON
from application.redaction.meaning.keys import NEUTRAL, NUMBERED_KINDS, Kind, Meaning, meaning_of
from application.redaction.meaning.values import looks_the_part
from application.redaction.people.emails import is_mailbox
from application.redaction.people.payment import is_card_number

_MOST_PARTS: Final = 9
"""An IBAN of 34 characters, in fours."""
_FOURS: Final = {4}
_PART: Final = re.compile(r"\d{2,6}")
# IBANs have letters, too.
_PART_OF_ACCOUNT: Final = re.compile(r"[A-Za-z0-9]{1,6}")
_PAIR: Final = 2


def of_parts(node: list[JSON], outer: Meaning) -> Meaning:
    """What the items of an array mean; those that only together are a number go as a whole."""
    if outer.kind is Kind.EMAIL and _are_address(node):
        return Meaning(Kind.PASSWORD, outer.rule)
    is_told = outer.kind in NUMBERED_KINDS
    if not 1 < len(node) <= _MOST_PARTS or not (is_told or outer is NEUTRAL):
        return outer
    form = _PART_OF_ACCOUNT if outer.kind is Kind.BANK_ACCOUNT else _PART
    parts = [item for item in node if isinstance(item, str) and form.fullmatch(item)]
    if len(parts) < len(node):
        return outer
    whole = "".join(parts)
    if is_told and outer.kind is not Kind.CARD:
        return Meaning(Kind.PASSWORD, outer.rule) if looks_the_part(whole, outer.kind) else outer
    is_card = (is_told or {len(part) for part in parts} == _FOURS) and is_card_number(whole)
    return Meaning(Kind.PASSWORD, "card") if is_card else outer


def numbered(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The fields that have one name but for a number after it, as part1 and part2."""
    ending = tuple(key for key in keys if key[-1:].isdigit())
    names = {key.rstrip("0123456789") for key in ending}
    return ending if len(ending) > 1 and len(names) == 1 else ()


def of_fields(
    fields: dict[str, JSON], series: tuple[str, ...], outer: Meaning
) -> tuple[tuple[str, ...], Meaning]:
    """The fields that only together are a number that has to go, and what each of them means.

    They are those that are numbered, or all digits that a card's object holds.
    """
    alone = meaning_of(series[0]) if series else outer
    told = outer if alone is NEUTRAL else alone
    names = series or tuple(key for key, child in fields.items() if _is_digits(child))
    together = of_parts([fields[name] for name in names], told)
    return ((), NEUTRAL) if together is told else (names, together)


def _is_digits(child: JSON) -> bool:
    return isinstance(child, str) and child.isdigit()


def _are_address(node: list[JSON]) -> bool:
    """Whether the items of an array are what stands before and after the @ of an address."""
    if len(node) != _PAIR or not isinstance(node[0], str) or not isinstance(node[1], str):
        return False
    return "@" not in node[0] and is_mailbox(node[0], node[1], is_called=True)
