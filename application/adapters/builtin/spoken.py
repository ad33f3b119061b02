"""Names, limits, sizes and times of data as people say them."""

import re
from datetime import datetime

from application.adapters.builtin import inert
from application.adapters.builtin.question import words
from domain.grounding.numbers import quantities
from domain.grounding.times.moments import parse
from domain.model import JSON

_KILO = 1024
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ .-]{0,63}")
_BOUNDS = frozenset(
    "max maximum min minimum limit quota cap byte bytes count total current number of by "
    "plan".split()
)
_BOUNDING = frozenset("max maximum".split())
_UNITS = frozenset("kb mb gb kib mib gib ms seconds secs minutes mins hours days percent".split())
_PERIODS = frozenset("second minute hour day week month year".split())
_MACHINERY = frozenset(
    "job jobs queue queues worker workers task tasks default high low critical medium priority "
    "background bg async main normal bulk batch prod production v1 v2".split()
)
"""Words of queues' names that tell nobody what a job does."""
_ACRONYMS = frozenset(
    "api pdf csv sso sms url vat sku crm erp html xml json zip mfa vpn iban sepa ach gps hr "
    "id eur usd gbp chf".split()
)
_ENTRIES_SAID = 6
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_DATE_LENGTH = len("2026-02-20")


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
            return _counted(round(seconds / length, 1), unit)
    return f"{number(seconds * 1000)} ms" if seconds else "0"


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


def is_size(name: str) -> bool:
    """Whether a member's name tells that it counts bytes."""
    unit = quantities.hint(name)
    return unit is not None and unit[0] == "bytes"


def time(stamp: str) -> str | None:
    """A moment to the minute, in UTC, and a date as it is; None where it cannot be read."""
    moment = parse(stamp)
    if moment is None:
        return None
    return moment.strftime("%Y-%m-%d" if len(stamp) <= _DATE_LENGTH else "%Y-%m-%d %H:%M UTC")


def ago(stamp: str, now: datetime) -> str | None:
    """How long before `now` it was, in whole units; None where it was not, cannot be read, or is no
    more than a date.
    """
    moment = parse(stamp) if len(stamp) > _DATE_LENGTH else None
    seconds = -1.0 if moment is None else (now - moment).total_seconds()
    if seconds < 0:
        return None
    for unit, length, least in (("day", _DAY, 2), ("hour", _HOUR, 2), ("minute", _MINUTE, 1)):
        if seconds >= length * least:
            return f"{_counted(seconds // length, unit)} ago"
    return "less than a minute ago"


def when(stamp: str | None, now: datetime) -> str | None:
    """A moment both ways: how long ago, and in UTC; None where it cannot be read."""
    told = time(stamp) if stamp is not None else None
    since = ago(stamp, now) if stamp is not None else None
    return f"{since} ({told})" if told and since else told


def _counted(count: float, unit: str) -> str:
    return f"{number(count)} {unit}{'' if count == 1 else 's'}"


def name_words(name: str) -> list[str]:
    """The words of a camelCase or snake_case name, acronyms in capitals."""
    split = (word.lower() for word in words.NAME_PARTS.split(name) if word)
    return [word.upper() if word in _ACRONYMS else word for word in split]


def limit_title(name: str) -> str:
    """`uploadMaxBytes` is the "upload size limit", `seatsMax` the "seat limit", `exportsPerDay` the
    "export limit per day".
    """
    if not _PLAIN.fullmatch(name):
        return "limit"
    found, period = _without_period(name_words(name))
    # What no quantity says is kept: 60 of the "tutor minute limit per month".
    units = _UNITS if quantities.hint(name) else frozenset[str]()
    kept = [word for word in found if word not in _BOUNDS | units]
    if kept:
        kept[-1] = words.singular(kept[-1])
    if is_size(name) and not {"size", "storage"} & set(kept):
        kept.append("size")
    return inert.prose(" ".join((*kept, "limit", *period)), longest=60)


def queue_title(queue: object) -> str | None:
    """What the jobs of a queue do: `exports` is "export"; None where its name does not tell."""
    if not isinstance(queue, str) or not _PLAIN.fullmatch(queue):
        return None
    kept = [word for word in name_words(queue) if word not in _MACHINERY and word.isalpha()]
    if not kept or not any(len(word) > 2 for word in kept):  # noqa: PLR2004 - `q`, `p1`
        return None
    return inert.prose(" ".join((*kept[:-1], words.singular(kept[-1]))), longest=40)


def code_title(code: str | None) -> str | None:
    """`PAYMENT_CARD_DECLINED` is "payment card declined"; None where a code holds no words."""
    if code is None or inert.name(code) is None:
        return None
    found = [word for word in words.NAME_PARTS.split(code) if word]
    # `ERR-4021` and `E1002` are numbers with a letter or two before them.
    if len(found) < 2 or not all(word.isalpha() and len(word) > 1 for word in found):  # noqa: PLR2004
        return None
    return " ".join(name_words(code))


def rule_title(path: tuple[str, ...]) -> str:
    """The names that lead to a rule, as words: `exports`, `maxFiles` is "exports, file limit"."""
    last, period = _without_period(name_words(path[-1])) if path else ([], [])
    if _BOUNDING & set(last):
        kept, period = limit_title(path[-1]).split(), []
    else:
        units = _UNITS | {"bytes"} if quantities.hint(path[-1]) else {"bytes"}
        kept = [word for word in last if word not in units] or last
    around = name_words(path[-2]) if len(path) > 1 and len(kept) < 3 else []  # noqa: PLR2004
    said = " ".join((*kept, *period))
    return inert.prose(f"{' '.join(around)}, {said}" if around else said, longest=80)


def counted_words(name: str) -> list[str]:
    """The words of a name without its period: "tutor minutes" of `tutorMinutesPerMonth`."""
    return _without_period(name_words(name))[0]


def _without_period(found: list[str]) -> tuple[list[str], list[str]]:
    """`exports per day` in two: what is counted, and in which time."""
    if "per" in found[:-1]:
        at = found.index("per")
        if found[at + 1] in _PERIODS:
            return [*found[:at], *found[at + 2 :]], found[at : at + 2]
    return found, []


def rule_value(name: str, value: JSON) -> str | None:
    """A rule's value as words; None where it is too deep to be said in a line."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return quantity(name, value)
        case str():
            return inert.prose(value).rstrip(".") or None
        case list():
            items = [item for item in value if isinstance(item, str | int | float)]
            if not items or len(items) < len(value):
                return None
            said = [rule_value(name, item) or "" for item in items[:_ENTRIES_SAID]]
            unit = said[-1].rpartition(" ")[2]
            if len(said) > 1 and not unit.isdigit() and all(s.endswith(f" {unit}") for s in said):
                said = [s.removesuffix(f" {unit}") for s in said[:-1]] + said[-1:]
            return ", ".join(said) + (" …" if len(items) > _ENTRIES_SAID else "")
        case _:
            return None
