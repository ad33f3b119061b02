"""Numbers that every JSON parser reads alike (RFC 7493, 2.2), whatever a host sent."""

import math
from typing import Any, cast

from domain.model import JSON
from domain.snapshot.document import Document, rows

LARGEST_INTEGER = 2**53 - 1
"""The largest integer that a double holds exactly, as well as all below it."""

_NUMERIC: dict[tuple[str, str], tuple[str, ...]] = {
    ("productState", "limitsReached"): ("current", "max"),
    ("backend", "recentRequests"): ("httpStatus", "timingMs"),
}


def interoperable(document: Document) -> Document:
    """The document with no integer beyond `LARGEST_INTEGER`, and no NaN or lone surrogate.

    Where the type is a number (a limit, a duration), the nearest double takes its place, which is
    what the host's own JavaScript reads: a limit of 2**63 - 1 means "none". Everywhere else it may
    be an id, and becomes a string of all its digits. NaN becomes null, and a lone surrogate a
    question mark.
    """
    if _is_interoperable(document):
        return document
    exact = cast("Document", _exact(cast("JSON", document)))
    for (section, member), names in _NUMERIC.items():
        came = rows(document, section, member)
        exact[section][member] = [
            _with_numbers(row, of, names)
            for row, of in zip(rows(exact, section, member), came, strict=True)
        ]
    return exact


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


def _with_numbers(row: JSON, came: JSON, names: tuple[str, ...]) -> JSON:
    """A row whose numbers are as they came; one that no double is near stays as its digits."""
    if not isinstance(row, dict) or not isinstance(came, dict):
        return row
    return row | {name: _nearest(came[name], row[name]) for name in names if name in came}


def _nearest(value: JSON, exact: JSON) -> JSON:
    if not isinstance(exact, str) or not isinstance(value, (int, float)):
        return exact
    try:
        near = float(value)
    except OverflowError:
        return exact
    return near if math.isfinite(near) else exact


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
