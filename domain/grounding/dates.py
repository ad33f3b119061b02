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
_ENGLISH_VERBS: Final = frozenset({"may", "mar", "march"})
"""Written small, "may" and its like are no months."""
_MONTH: Final = "(?P<month>{})".format(
    "|".join(
        name.title() if name in _ENGLISH_VERBS else f"[{name[0]}{name[0].upper()}]{name[1:]}"
        for name in sorted(_MONTHS, key=len, reverse=True)
    )
)
_BEGINNING: Final = f"(?:{'|'.join(sorted({name[:3] for name in _MONTHS}))})"
HINT: Final = rf"{_BEGINNING}\w*\.? ?\d|\d[a-z.º°]*[ -](?:of |de )?{_BEGINNING}"
"""What every date with its month's name has."""

WRITTEN: Final = (
    re.compile(
        r"(?<![\w.])(?P<day>\d{1,2})(?:er|st|nd|rd|th|[.º°])?(?:(?: of| de)? |-)"
        + _MONTH
        + r"\b\.?(?:(?:,?(?: de)? |-)(?P<year>\d{4})\b)?"
    ),
    re.compile(
        r"\b"
        + _MONTH
        + r"\b\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year>\d{4})\b)?"
    ),
)
"""`20 February 2026`, and `February 20, 2026`."""
NUMERIC: Final = re.compile(
    r"(?<![\w/.])(?P<one>\d{1,2})(?P<mark>[/.])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\w/])"
)
"""`20.02.2026` and `02/20/2026`."""
YEARLESS: Final = (
    re.compile(
        r"(?<![\w-])(?:am|vom|bis(?: zum)?|seit(?: dem)?|ab|den|dem|zum) "
        r"(?P<one>\d{1,2})\.(?P<two>\d{1,2})\.(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w-])(?:on|since|le|du|au|el|del|il|dal|em|dia|op) "
        r"(?P<one>\d{1,2})/(?P<two>\d{1,2})(?![\w/%]|[.,]\d)",
        re.IGNORECASE,
    ),
)
"""`am 08.01.` and `le 08/01`."""

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
_WEEKDAY: Final = rf"(?P<weekday>{'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})"
_BEFORE: Final = re.compile(
    rf"(?<!\w){_WEEKDAY}\.?,?(?: (?:den|dem|the|el|le|il|o|dia|op|at|um|gegen|around|about|à|vers"
    r"|a las|às|alle(?: ore)?|om|rond))? $",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"(?: ?\((?:an? |it was an? )?|,? (?:which )?(?:was|is|fell on) an? |, an? "
    rf"|(?: Uhr| uur| UTC)? (?:on|am|le|el|na|op) ){_WEEKDAY}(?!\w| ?[-–] ?| (?:to|through|bis)\b)",
    re.IGNORECASE,
)
_REACH: Final = 28
_LAST_DAY: Final = 31
_LAST_MONTH: Final = 12


def weekday_beside(prose: str, start: int, end: int) -> int | None:
    """The weekday (Monday is 0) that the prose gives to a time which stands there."""
    found = _BEFORE.search(prose, max(0, start - _REACH), start) or _AFTER.match(prose, end)
    return None if found is None else _WEEKDAYS[found["weekday"].lower()]


def written(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    """What a date with its month's name is; no keys where it is none."""
    month, day = _MONTHS[found["month"].lower()], int(found["day"])
    if not 1 <= day <= _LAST_DAY:
        return "day", ()
    if found["year"]:
        return "day", (f"{found['year']}-{month:02}-{day:02}",)
    return "month_day", (f"{month:02}-{day:02}",)


def numeric(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    """What a date in figures may be, its day first or its month."""
    return "day", tuple(f"{found['year']}-{key}" for key in _either_way(found))


def yearless(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    """What a day and a month in figures may be, either of them first; no keys where none."""
    one, two = int(found["one"]), int(found["two"])
    if not 1 <= min(one, two) <= _LAST_MONTH or max(one, two) > _LAST_DAY:
        return "month_day", ()
    return "month_day", _either_way(found)


def _either_way(found: re.Match[str]) -> tuple[str, str]:
    one, two = int(found["one"]), int(found["two"])
    return f"{one:02}-{two:02}", f"{two:02}-{one:02}"
