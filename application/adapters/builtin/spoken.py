"""Limits, sizes and times as people say them."""

import re

from application.adapters.builtin import inert
from domain.grounding import quantities
from domain.grounding.moments import parse
from domain.model import JSON

_KILO = 1024
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-.\s]+")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ -]{0,63}")
_NOISE = frozenset(
    "max maximum min limit quota bytes byte count total current number of by plan".split()
)
_UNITS = frozenset("kb mb gb ms seconds minutes hours days percent".split())
_ENTRIES_SAID = 6
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def size(count: float) -> str:
    """Bytes: `50 MB` is 52,428,800 of them."""
    value, unit = float(count), "bytes"
    for larger in ("KB", "MB", "GB", "TB"):
        if abs(value) < _KILO:
            break
        value, unit = value / _KILO, larger
    return f"{number(round(value, 1))} {unit}"


def number(value: float) -> str:
    """A number without needless decimals."""
    return str(int(value)) if float(value).is_integer() else f"{value:g}"


def duration(seconds: float) -> str:
    """A length of time in its largest whole unit."""
    for unit, length in (("day", _DAY), ("hour", _HOUR), ("minute", _MINUTE), ("second", 1)):
        if seconds >= length and (seconds % length == 0 or unit == "second"):
            count = seconds / length
            return f"{number(round(count, 1))} {unit}{'' if count == 1 else 's'}"
    return f"{number(seconds * 1000)} ms"


def quantity(name: str, value: float) -> str:
    """A number with the unit that its member's name tells."""
    unit = quantities.hint(name)
    if unit is None:
        return number(value)
    dimension, factor = unit
    if dimension == "bytes":
        return size(value * factor)
    if dimension == "seconds":
        return duration(value * factor)
    return f"{number(value)} %" if dimension == "percent" else number(value)


def time(stamp: str) -> str | None:
    """A moment to the minute, in UTC; None where it cannot be read."""
    moment = parse(stamp)
    return None if moment is None else moment.strftime("%Y-%m-%d %H:%M UTC")


def words(name: str) -> list[str]:
    """The words of a camelCase or snake_case name."""
    return [word.lower() for word in _CAMEL.split(name) if word]


def limit_title(name: str) -> str:
    """`uploadMaxBytes` is the "upload size limit", `maxProjects` the "projects limit"."""
    if not _PLAIN.fullmatch(name):
        return "limit"
    kept = [word for word in words(name) if word not in _NOISE | _UNITS]
    unit = quantities.hint(name)
    sized = ["size"] if unit and unit[0] == "bytes" and "size" not in kept else []
    if "storage" in kept:
        sized = []
    return inert.prose(" ".join((*kept, *sized, "limit")), longest=60)


def rule_title(name: str) -> str:
    """A rule's name as words."""
    kept = [word for word in words(name) if word not in _UNITS | {"bytes"}]
    return inert.prose(" ".join(kept), longest=60)


def rule(name: str, value: JSON) -> str | None:
    """A business rule's value as words; None where it is too deep to be said in a line."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return quantity(name, value)
        case str():
            return inert.prose(value)
        case dict():
            said = [(key, rule(_unit_name(name, key), item)) for key, item in value.items()]
            if not said or any(text is None for _, text in said):
                return None
            listed = (
                f"{inert.prose(key, longest=40)}: {text}" for key, text in said[:_ENTRIES_SAID]
            )
            return ", ".join(listed) + (" …" if len(said) > _ENTRIES_SAID else "")
        case list():
            items = [item for item in value if isinstance(item, str | int | float)]
            if not items or len(items) < len(value):
                return None
            return ", ".join(str(rule(name, item)) for item in items[:_ENTRIES_SAID])
        case None:
            return None


def _unit_name(name: str, key: str) -> str:
    """`{"maxUploadBytes": {"pro": …}}` is in bytes, whatever the plan is called."""
    return key if quantities.hint(key) else name
