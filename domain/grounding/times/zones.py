"""Time zones and places beside a time of day, by how far their clocks are ahead of UTC."""

import re
from typing import Final

_AHEAD: Final[dict[tuple[float, ...], str]] = {
    (0, 1): "london|dublin|lisbon|lisboa|lissabon|edinburgh|portugal|the uk|uk|britain|ireland|wet",
    (1,): "cet|mez|bst|wat|west|lagos|british summer",
    (1, 2): "berlin|paris|madrid|rome|roma|rom|amsterdam|brussels|brüssel|bruxelles|vienna|wien"
    "|zurich|zürich|milan|milano|mailand|munich|münchen|hamburg|barcelona|copenhagen|oslo"
    "|stockholm|prague|prag|warsaw|warschau|budapest|germany|deutschland|france|spain|españa"
    "|italy|italia|the netherlands|nederland|central european|mitteleuropäische",
    (2,): "cest|mesz|cat|sast|eet|johannesburg",
    (2, 3): "athens|athen|helsinki|kyiv|bucharest|cairo|jerusalem|eastern european",
    (3,): "eest|msk|istanbul|moscow|nairobi",
    (4,): "dubai|gst",
    (5.5,): "ist|india|mumbai|delhi|new delhi|bangalore|bengaluru|chennai|kolkata",
    (7,): "bangkok|jakarta|hanoi",
    (8,): "sgt|hkt|awst|singapore|hong kong|beijing|shanghai|manila|perth|taipei",
    (9,): "jst|kst|tokyo|tokio|japan|seoul",
    (10,): "aest|brisbane",
    (10, 11): "sydney|melbourne|canberra|hobart",
    (11,): "aedt",
    (12, 13): "auckland|wellington|new zealand|nzst|nzdt",
    (-3,): "brt|são paulo|sao paulo|rio de janeiro|buenos aires|brasília|brazil|argentina",
    (-4,): "edt|ast",
    (-5, -4): "et|eastern|new york|nueva york|boston|toronto|miami|atlanta|montreal|washington",
    (-5,): "est|cdt|bogotá|bogota|lima",
    (-6, -5): "ct|chicago|dallas|houston|austin",
    (-6,): "cst|mdt|mexico city|ciudad de méxico",
    (-7, -6): "mt|denver|salt lake city",
    (-7,): "mst|pdt|phoenix",
    (-8, -7): "pt|pacific|los angeles|san francisco|seattle|vancouver|portland|las vegas",
    (-8,): "pst",
}
_MINUTES: Final = {
    name: tuple(round(hours * 60) for hours in ahead)
    for ahead, names in _AHEAD.items()
    for name in names.split("|")
}
_NAME: Final = "|".join(sorted(map(re.escape, _MINUTES), key=len, reverse=True))
_ABBREVIATION: Final = re.compile(r"(?: Uhr| uur)? ?\(?(?P<name>[A-Z]{2,4})(?![\w-])")
_AFTER: Final = re.compile(
    r"(?: Uhr| uur)?(?: on \w+)?,? \(?(?:(?:local time )?(?:in|à|en|a|em|te|at) )?"
    rf"(?P<name>{_NAME})(?: (?:summer |standard |daylight )?time)?(?!\w)",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    rf"(?<!\w)(?:in|à|en|a|em|te|for) (?P<name>{_NAME})(?!\w)[^\d.;\n]{{0,24}}$", re.IGNORECASE
)
_LOCAL: Final = re.compile(
    r"(?: Uhr)?,? \(?(?:your |their )?(?:local time|time zone|local|your time|Ortszeit|lokaler Zeit"
    r"|heure locale|hora local|ora locale|lokale tijd|in [A-Z]\w+)\b"
)
_REACH: Final = 48
"""How far before a time its place may be named, in characters."""


def offsets_beside(prose: str, start: int, end: int) -> tuple[int, ...]:
    """How many minutes ahead of UTC a time that stands there may be, if it says so."""
    found = _ABBREVIATION.match(prose, end)
    if found is not None and found["name"].lower() in _MINUTES:
        return _MINUTES[found["name"].lower()]
    for found in (
        _AFTER.match(prose, end),
        _BEFORE.search(prose, max(0, start - _REACH), start),
    ):
        if found is not None and len(found["name"]) > len("bst"):
            return _MINUTES[found["name"].lower()]
    return ()


def is_local(prose: str, end: int) -> bool:
    """Whether a time that ends there is said to be one of a place that is not known."""
    return _LOCAL.match(prose, end) is not None
