"""Dates in prose, and the weekday that is said to be theirs."""

import re
from typing import Final

from domain.grounding.claims import Precision

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero janeiro gennaio januari",
            "feb february februar février febrero fevereiro febbraio februari",
            "mar march märz mars marzo março maart",
            "apr april avril abril aprile",
            "may mai mayo maio maggio mei",
            "jun june juni juin junio junho giugno",
            "jul july juli juillet julio julho luglio",
            "aug august août agosto augustus",
            "sep sept september septembre septiembre setembro settembre",
            "oct october okt oktober octobre octubre outubro ottobre",
            "nov november novembre noviembre novembro",
            "dec december dez dezember décembre diciembre dezembro dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_VERBS: Final = frozenset({"may", "mar", "march"})
"""Written small, they are no months."""
_MONTH: Final = r"(?P<month>[^\W\d_]{3,10}+)"

WRITTEN: Final = (
    re.compile(
        r"(?<![\w.])(?P<day>\d{1,2})(?:er|st|nd|rd|th|[.º°])?(?:(?: of| de)? |-)"
        + _MONTH
        + r"\.?(?:(?:,?(?: de)? |-)(?P<year>\d{4})\b)?"
    ),
    re.compile(
        r"(?<!\w)"
        + _MONTH
        + r"\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year>\d{4})\b)?"
    ),
)
"""`20 February 2026`, and `February 20, 2026`, if the word is a month's name."""
NUMERIC: Final = re.compile(
    r"(?<![\w/.])(?P<one>\d{1,2})(?P<mark>[/.])(?P<two>\d{1,2})"
    r"(?:(?P=mark)(?P<year>\d{4})(?![\w/])|(?:(?<=\.\d\d)|(?<=\.\d))\.(?!\d)"
    r"|(?:(?<=/\d\d)|(?<=/\d))(?![\w/%]|[.,]\d))"
)
"""`20.02.2026`, `02/20/2026`, and, behind the right words, `20.02.` and `20/02`."""
_DAY_FOLLOWS: Final = {
    ".": re.compile(r"(?<!\w)(?:am|vom|bis|bis zum|seit|seit dem|ab|den|dem|zum) $", re.IGNORECASE),
    "/": re.compile(r"(?<!\w)(?:on|since|le|du|au|el|del|il|dal|em|dia|op) $", re.IGNORECASE),
}
_DAY_REACH: Final = 9
"""The longest of the words that a day follows, in characters."""

_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag lundi lunes segunda-feira lunedì maandag",
            "tuesday tues tue dienstag mardi martes terça-feira martedì dinsdag",
            "wednesday wed mittwoch mercredi miércoles quarta-feira mercoledì woensdag",
            "thursday thurs thur thu donnerstag jeudi jueves quinta-feira giovedì donderdag",
            "friday fri freitag vendredi viernes sexta-feira venerdì vrijdag",
            "saturday sat samstag sonnabend samedi sábado sabato zaterdag",
            "sunday sun sonntag dimanche domingo domenica zondag",
        )
    )
    for name in names.split()
}
_WEEKDAY: Final = r"(?P<weekday>[^\W\d_]{3,10}+(?:-feira)?)"
_BEFORE: Final = re.compile(
    rf"(?<!\w){_WEEKDAY}\.?,?(?: (?:den|dem|the|el|le|il|o|dia|op|at|um|gegen|around|about|à|vers"
    r"|a las|às|alle|alle ore|om|rond))? $",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"(?: ?\((?:an? |it was an? )?|,? (?:which )?(?:was|is|fell on) an? |, an? "
    rf"|(?: Uhr| uur| UTC)? (?:on|am|le|el|na|op) ){_WEEKDAY}"
    r"(?!\w| ?[\u2013-] ?| (?:to|through|bis)\b)",
    re.IGNORECASE,
)
_REACH: Final = 28
"""The longest weekday and what may stand between it and its time, in characters."""
_TOMORROW: Final = re.compile(
    r"(?<!\w)(?:tomorrow|morgen|demain|mañana|amanhã|domani),? (?:\(|on )?(?:[^\W\d_]{3,13},? )?$",
    re.IGNORECASE,
)
_LAST_DAY: Final = 31
_LAST_MONTH: Final = 12


def weekday_beside(prose: str, start: int, end: int) -> int | None:
    """The weekday (Monday is 0) that the prose gives to a time which stands there."""
    for found in (
        _BEFORE.search(prose, max(0, start - _REACH), start),
        _AFTER.match(prose, end),
    ):
        if found is not None and (weekday := _WEEKDAYS.get(found["weekday"].lower())) is not None:
            return weekday
    return None


def is_tomorrow(prose: str, start: int) -> bool:
    """Whether the prose calls the day tomorrow which stands there."""
    return _TOMORROW.search(prose, max(0, start - _REACH), start) is not None


def written(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    """What a date with its month's name is; no keys where it is none."""
    name, day = found["month"], int(found["day"])
    month = _MONTHS.get(name.lower())
    if month is None or name in _VERBS or not 1 <= day <= _LAST_DAY:
        return "day", ()
    if found["year"]:
        return "day", (f"{found['year']}-{month:02}-{day:02}",)
    return "month_day", (f"{month:02}-{day:02}",)


def numeric(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    """What a date in figures may be, its day first or its month; no keys where it is none."""
    one, two = int(found["one"]), int(found["two"])
    keys = (f"{one:02}-{two:02}", f"{two:02}-{one:02}")
    if found["year"]:
        return "day", tuple(f"{found['year']}-{key}" for key in keys)
    before = found.string[max(0, found.start() - _DAY_REACH) : found.start()]
    is_date = 1 <= min(one, two) <= _LAST_MONTH and max(one, two) <= _LAST_DAY
    if not is_date or not _DAY_FOLLOWS[found["mark"]].search(before):
        return "month_day", ()
    return "month_day", keys
