"""Numbers with units: how they are read, and when two of them are the same quantity."""

import math
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Dimension = Literal["bytes", "binary_bytes", "seconds", "percent", "money", "plain"]
"""`binary_bytes` are bytes that were counted by 1024, so that what was counted by 1000 is not
taken for them; what was counted by one is among both.
"""

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0

_UNITS: dict[Dimension, dict[tuple[float, ...], str]] = {
    # A megabyte is 10^6 bytes (IEC 80000-13), and 2^20 to most people who write "50 MB".
    "bytes": {
        (1.0,): "byte bytes octet octets",
        (1e3, 2.0**10): "kb kib ko kilobyte kilobytes kibibyte kibibytes",
        (1e6, 2.0**20): "mb mib meg megs mo megabyte megabytes mebibyte mebibytes",
        (1e9, 2.0**30): "gb gib gig gigs go gigabyte gigabytes gibibyte gibibytes",
        (1e12, 2.0**40): "tb tib terabyte terabytes tebibyte tebibytes",
    },
    "seconds": {
        (1e-3,): "ms msec msecs millis millisecond milliseconds millisekunden millisecondes",
        (1.0,): "s sec secs second seconds sekunde sekunden seconde secondes segundo segundos"
        " secondo secondi seconden",
        (MINUTE,): "min mins minute minutes minuten minuto minutos minuti minuut",
        (HOUR,): "h hr hrs hour hours stunde stunden heure heures hora horas ora ore uur uren",
        (DAY,): "day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen",
        (7 * DAY,): "week weeks woche wochen semaine semaines semana semanas settimana settimane"
        " weken",
        (30 * DAY, 31 * DAY, 28 * DAY): "month months monat monate monaten mois mes meses mês mese"
        " mesi maand maanden",
        (365 * DAY, 366 * DAY): "year years jahr jahre jahren ans année années año años ano anos"
        " anno anni jaar jaren",
    },
    "percent": {(1.0,): "% percent pct prozent procent"},
    "money": {
        (1.0,): "$ € £ chf usd eur gbp bucks dollar dollars euro euros pound pounds"
        " franc francs franken"
    },
}

UNITS: dict[str, tuple[Dimension, tuple[float, ...]]] = {
    word: (dimension, factors)
    for dimension, scales in _UNITS.items()
    for factors, words in scales.items()
    for word in words.split()
}
"""A unit's word in lower case: its dimension, and what it is in bytes, seconds or percent."""

NUMERAL = r"\d++(?:[.,]\d++)*+"
_LONGEST_NUMERAL = 24
"""Longer than any 64-bit number in groups: what is longer counts nothing."""
_DIGITS = {"k": 3, "K": 3, "M": 6} | {
    word: digits
    for digits, words in (
        (3, "thousand tausend Tausend mille mil mila duizend"),
        (6, "million millions Million Millionen millón millones milhão milhões"),
        (6, "milione milioni miljoen"),
        (9, "billion"),
    )
    for word in words.split()
}
SCALE = rf"(?:[kKM]|[ -]?(?:{'|'.join(word for word in _DIGITS if len(word) > 1)}))(?![A-Za-z])"
"""What may stand behind a numeral to say how many thousands or millions it counts."""

_SHORT_AFTER = (
    r"size|upload|storage|memory|disk|limit|max|used|duration|time|timing|timeout|latency"
)


def _short(*units: str) -> str:
    """Units of few letters, which end words, too: `teams`, `thumb` and `admins` name none."""
    capital = "|".join(unit.capitalize() for unit in units)
    upper, lower = "|".join(units).upper(), "|".join(units)
    apart = rf"(?-i:(?<![A-Za-z])(?:{lower})|(?:{capital})|(?<![A-Z])(?:{upper}))"
    return rf"(?:{apart}|(?:{_SHORT_AFTER})(?:{lower}))"


_NAME_HINTS: tuple[tuple[str, Dimension, tuple[float, ...]], ...] = (
    (r"bytes?", "bytes", (1,)),
    (_short("kb", "kib") + "|kilobytes", "bytes", (1e3, 2.0**10)),
    (_short("mb", "mib") + "|megabytes", "bytes", (1e6, 2.0**20)),
    (_short("gb", "gib") + "|gigabytes", "bytes", (1e9, 2.0**30)),
    (_short("ms") + "|millis|milliseconds", "seconds", (1e-3,)),
    (r"(?:secs?|seconds?)", "seconds", (1,)),
    (_short("mins") + "|minutes", "seconds", (MINUTE,)),
    (r"(?:hrs|hours)", "seconds", (HOUR,)),
    (r"(?<!holi)(?<!birth)days", "seconds", (DAY,)),
    (r"(?:percent|percentage|pct)", "percent", (1,)),
)
_NAME_END = (
    r"(?=(?:_?(?:max|limit|used|quota|total|allowed|included"
    r"|today|(?:per|this)_?(?:day|week|month|year|user|seat|plan|tier)|by_?[a-z]{3,12}))?$)"
)
_HINT = re.compile(
    f"(?:{'|'.join(f'({pattern})' for pattern, _, _ in _NAME_HINTS)}){_NAME_END}", re.IGNORECASE
)


Bounds = tuple[tuple[float, float], ...]
"""The lowest and the highest of the values that one numeral may stand for, in each of its units."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A numeral as it was written: its value, and how many decimals it shows; fewer than none
    where its last digit stands for tens or more.
    """

    value: float
    decimals: int


def read(numeral: str) -> Reading | None:
    """Read `1,234.5`, `1.234,5`, `12` or `1,5`; None where it is too long to mean anything."""
    if len(numeral) > _LONGEST_NUMERAL:
        return None
    point = max(numeral.rfind("."), numeral.rfind(","))
    if point < 0:
        return Reading(float(numeral), 0)
    mark, tail = numeral[point], numeral[point + 1 :]
    # Thousands stand in groups of three, and the first of them is never 0.
    grouped = mark == "," and len(tail) == 3 and numeral[0] != "0"  # noqa: PLR2004
    if grouped or numeral.count(mark) > 1:
        return Reading(float(numeral.replace(",", "").replace(".", "")), 0)
    whole = numeral[:point].replace(",", "").replace(".", "")
    return Reading(float(f"{whole}.{tail}"), len(tail))


def thousands(numeral: str) -> Reading | None:
    """What `5.000` is where a point parts the thousands; None for other numerals."""
    parted = numeral[-4:-3] == "." and numeral[-3:].isdecimal() and numeral[:-4].isdecimal()
    if not parted or numeral[0] == "0" or len(numeral) > len("100.000"):
        return None
    return Reading(float(numeral.replace(".", "")), 0)


def scaled(reading: Reading, scale: str) -> Reading:
    """A numeral's reading with the scale behind it: `1.5M` shows the hundred thousands."""
    digits = _DIGITS[scale.strip(" -")]
    return Reading(reading.value * 10.0**digits, reading.decimals - digits)


def in_base_units(
    dimension: Dimension, value: float, factors: tuple[float, ...]
) -> list[tuple[Dimension, float]]:
    """What a value in a unit of these factors may be."""
    if dimension != "bytes":
        return [(dimension, value * factor) for factor in factors]
    return [("bytes", value * factors[0]), ("binary_bytes", value * factors[-1])]


@lru_cache(maxsize=4096)
def unit_of(name: str) -> tuple[Dimension, tuple[float, ...]] | None:
    """The unit that a member's name tells, as `UNITS` has it."""
    found = _HINT.search(name)
    if found is None or found.lastindex is None:
        return None
    _, dimension, factors = _NAME_HINTS[found.lastindex - 1]
    return dimension, factors


@lru_cache(maxsize=4096)
def hint(name: str) -> tuple[Dimension, float] | None:
    """What one of a member's numbers most likely is: `durationMs` is seconds, by 0.001, and
    `maxUploadMb` bytes, by 2^20. Minutes a month are no length of time.
    """
    found = _HINT.search(name)
    unit = unit_of(name)
    if found is None or unit is None or found.end() < len(name):
        return None
    return unit[0], unit[1][-1]


def windows(reading: Reading, factors: tuple[float, ...], *, loose: bool) -> Bounds:
    """The values, in base units, that may be written so: what rounds to it, at most 4 % away, or
    6.5 % where it shows decimals.

    `loose` is for "about" and "over": 12 %, and 2 % where three digits or more are shown.
    """
    # 6.5 %: "0.8 seconds" is said of 842 ms. 4 %: "1 GB" would round to anything from 500 MB.
    # 12 %: "over 60 MB" is said of 62 and 67.
    half_a_digit = 0.5 * 10.0**-reading.decimals
    tight = 0.065 if reading.decimals else 0.04
    wide = 0.12 if _is_round(reading) else 0.02
    reach = reading.value * wide if loose else min(half_a_digit, reading.value * tight)
    reach += reading.value * 1e-9
    return tuple(
        ((reading.value - reach) * factor, (reading.value + reach) * factor) for factor in factors
    )


def _is_round(reading: Reading) -> bool:
    """Whether a numeral shows two digits at most, zeros at its end aside."""
    return len(f"{reading.value:.{max(reading.decimals, 0)}f}".replace(".", "").strip("0")) <= 2  # noqa: PLR2004


def readings(dimension: Dimension, bounds: Bounds) -> tuple[tuple[Dimension, Bounds], ...]:
    """Among which quantities each of the `windows` of a claim is to be looked for."""
    if dimension != "bytes":
        return ((dimension, bounds),)
    return (("bytes", bounds[:1]), ("binary_bytes", bounds[-1:]))


def is_within(values: list[float], bounds: Bounds) -> bool:
    """Whether one of the sorted `values` lies in one of the bounds."""
    return any_within(values, bounds) is not None


def any_within(values: list[float], bounds: Bounds) -> float | None:
    """The first of the sorted `values` that lies in one of the bounds."""
    for low, high in bounds:
        if not math.isfinite(high):
            continue
        place = bisect_left(values, low)
        if place < len(values) and values[place] <= high:
            return values[place]
    return None
