"""Numbers that every JSON parser reads alike (RFC 7493, 2.2), whatever a host sent."""

import math
from typing import Any, cast

from domain.model import JSON
from domain.snapshot.document import Document, rows

LARGEST_INTEGER = 2**53 - 1
"""The largest integer that a double holds exactly, as well as all below it."""

_LIMITS = "productState", "limitsReached"


def interoperable(document: Document) -> Document:
    """The document with no number beyond `LARGEST_INTEGER`, and no NaN or lone surrogate.

    A limit's `max` that is beyond becomes `LARGEST_INTEGER`: hosts write 2**63 - 1 for "none".
    Everywhere else it may be an id, and becomes a string of all its digits; where the type is a
    number (a limit's `current`, a duration) that does not fit, so that the row is dropped and
    counted with the others. NaN becomes null, and a lone surrogate a question mark.
    """
    if _is_interoperable(document):
        return document
    section, member = _LIMITS
    bounded = {name: dict(members) for name, members in document.items()}
    bounded[section][member] = [_bounded(row) for row in rows(document, section, member)]
    return cast("Document", _exact(cast("JSON", bounded)))


def _is_interoperable(document: Document) -> bool:
    """Whether there is nothing to change, as in most documents: looking is quicker than copying."""
    left: list[Any] = [document]
    while left:
        value = left.pop()
        # The exact types that parsers give; `isinstance` would take most of the time.
        kind = value.__class__
        if kind is str:
            if not value.isascii() and value != value.encode("utf-8", "replace").decode():
                return False
        elif kind is dict:
            left += value
            left += value.values()
        elif kind is list:
            left += value
        elif kind is int or kind is float:
            # NaN is in no range.
            if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
                return False
        elif kind is not bool and value is not None:
            return False
    return True


def _bounded(row: JSON) -> JSON:
    if not isinstance(row, dict):
        return row
    bound = row.get("max")
    beyond = isinstance(bound, (int, float)) and bound > LARGEST_INTEGER
    return row | {"max": LARGEST_INTEGER} if beyond else row


def _exact(value: JSON) -> JSON:
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-8", "replace").decode()
        case dict():
            return {cast("str", _exact(name)): _exact(item) for name, item in value.items()}
        case list():
            return [_exact(item) for item in value]
        case float() if math.isnan(value):
            return None
        case int() | float() if abs(value) > LARGEST_INTEGER:
            return str(value)
        case _:
            return value
