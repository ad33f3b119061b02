"""Times of day in prose, as several languages write them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from domain.grounding.claims import Precision

_HALF: Final = r"(?P<half>[ap])\.?m\b\.?"
CLOCKS: Final = (
    re.compile(
        r"(?<![\w:.])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
        rf"(?: ?{_HALF})?(?: ?(?:UTC|GMT|Z)\b)?(?![\w:])",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w:.,/])(?P<hour>\d{1,2})\.(?P<minute>[0-5]\d)"
        rf"(?: ?{_HALF}| ?(?:Uhr|uur|UTC|GMT)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?:alle|dalle|ore|a las|às) (?:ore )?"
        r"(?P<hour>\d{1,2})[.](?P<minute>[0-5]\d)(?![\w%]|[.,:]\d| ?%)",
        re.IGNORECASE,
    ),
)
"""`9:58 am`, `9.58 Uhr` and `alle 9.58`."""
WITH_H: Final = re.compile(
    r"(?<![\w:.,/-])(?P<hour>\d{1,2})(?: h |[hH])(?P<minute>[0-5]\d)"
    r"(?!\w| ?(?:m|min|mins|minutes?|minut[oi]s?)\b)"
)
"""`9h58` and `9 h 58`, which may be a length of time, too."""
HOURS: Final = (
    re.compile(rf"(?<![\w:.])(?P<hour>\d{{1,2}}) ?{_HALF}", re.IGNORECASE),
    re.compile(r"(?<![\w:.,-])(?P<hour>\d{1,2}) ?(?:Uhr|o['\u2019]?clock)\b", re.IGNORECASE),
    re.compile(
        r"(?<!\w)(?:à|às|vers|om|rond|dès|a las|alle ore) (?P<hour>\d{1,2}) ?"
        r"(?:h|heures?|horas?|uur)\b(?! ?\d)",
        re.IGNORECASE,
    ),
)
"""`4 pm`, `9 Uhr` and `à 21 h`."""
PAST_OR_TO: Final = re.compile(
    r"(?<!\w)(?P<part>quarter|half|ten|five|twenty)(?: minutes)? (?P<side>past|to) "
    r"(?P<hour>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})(?![\w:])",
    re.IGNORECASE,
)
_PARTS: Final = {"quarter": 15, "half": 30, "ten": 10, "five": 5, "twenty": 20}
_HOUR_WORDS: Final = {
    word: hour
    for hour, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
HOUR_IN_WORDS: Final = re.compile(
    rf"(?<![\w-])(?P<hour>{'|'.join(_HOUR_WORDS)}) o['\u2019]?clock(?!\w)", re.IGNORECASE
)
_LASTING: Final = re.compile(
    r"(?<!\w)(?:for|took|takes?|lasted|during|pendant|durant|duré|dure|en|in|durante|durou|durato"
    r"|per|il y a|hace|há)(?: (?:about|around|environ|circa))? $",
    re.IGNORECASE,
)
"""What a length of time follows: "it took 1h20"."""
_ABOUT: Final = re.compile(
    r"(?:about|around|approximately|roughly|nearly|shortly|just|circa|gegen|etwa|vers|environ"
    r"|hacia|sobre|verso|rond|ungefähr|~) ?\S* ?$"
)
_ABOUT_REACH: Final = 14
"""How far back the word "around" is looked for, in characters."""
_ABOUT_MINUTES: Final = 10
"""How far "around 10:00" may be off."""
_ABOUT_HOUR_MINUTES: Final = 30
"""How far "around 10 o'clock" may be off."""
_LAST_HOUR: Final = 23
_LAST_MINUTE: Final = 59
_NOON: Final = 12


def clock(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    """What a time with its minutes may be, as parts of a time in UTC; no keys where it is none."""
    parts = found.groupdict()
    hour, minute, half = int(parts["hour"]), int(parts["minute"]), parts.get("half")
    if half:
        hour = _in_half(hour, half)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return "clock", ()
    if _follows(_ABOUT, found):
        return "clock", _around(hour, minute, _ABOUT_MINUTES)
    if second := parts.get("second"):
        return "clock_second", (f"{hour:02}:{minute:02}:{second}",)
    return "clock", (f"{hour:02}:{minute:02}",)


def clock_with_h(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    """What `9h58` may be, unless the prose takes it for a length of time."""
    return ("clock", ()) if _follows(_LASTING, found) else clock(found)


def full_hour(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    """What a time without minutes may be."""
    word, half = found["hour"].lower(), found.groupdict().get("half")
    hour = int(word) if word.isdigit() else _HOUR_WORDS[word]
    if half:
        hours = (_in_half(hour, half),)
    else:
        hours = (hour, (hour + _NOON) % 24) if hour <= _NOON else (hour,)
    if hours[0] > _LAST_HOUR:
        return "hour", ()
    if _follows(_ABOUT, found):
        return "clock", tuple(k for each in hours for k in _around(each, 0, _ABOUT_HOUR_MINUTES))
    return "hour", tuple(f"{each:02}" for each in hours)


def past_or_to(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    """What "quarter past three" may be."""
    word = found["hour"].lower()
    hour = int(word) if word.isdigit() else _HOUR_WORDS[word]
    if hour > _LAST_HOUR:
        return "clock", ()
    minutes = _PARTS[found["part"].lower()] * (1 if found["side"].lower() == "past" else -1)
    half_days = ((hour + half) * 60 + minutes for half in (0, _NOON))
    return "clock", tuple(f"{at // 60 % 24:02}:{at % 60:02}" for at in half_days)


def _in_half(hour: int, half: str) -> int:
    return hour % _NOON + (_NOON if half in "pP" else 0)


def _around(hour: int, minute: int, reach: int) -> tuple[str, ...]:
    middle = datetime(2000, 1, 1, hour, minute, tzinfo=UTC)
    return tuple(
        (middle + timedelta(minutes=minutes)).strftime("%H:%M")
        for minutes in range(-reach, reach + 1)
    )


def _follows(pattern: re.Pattern[str], found: re.Match[str]) -> bool:
    at = found.start("hour")
    before = found.string[max(0, at - _ABOUT_REACH) : at]
    return pattern.search(before.lower()) is not None
