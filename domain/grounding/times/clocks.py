"""Times of day in prose, as several languages write them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from domain.grounding.claims import Precision

_HALF: Final = r"(?P<{}>[ap])\.?m\b\.?"
CLOCK: Final = re.compile(
    r"(?<![\w:.])(?P<hour>\d{1,2})(?:"
    rf":(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{{1,9}})?)?(?: ?{_HALF.format('half')})?"
    r"(?: ?(?:UTC|GMT|Z)\b)?(?![\w:])"
    rf"|\.(?P<parted>[0-5]\d)(?: ?(?:{_HALF.format('parted_half')}|(?P<zone>Uhr|uur|UTC|GMT)\b)"
    r"|(?![\w%]|[.,:]\d| ?%))"
    r"|(?: h |h)(?P<with_h>[0-5]\d)(?!\w| ?(?:m|min|mins|minutes?|minut[oi]s?)\b)"
    rf"| ?{_HALF.format('hour_half')}"
    r"| ?(?P<full>Uhr|o['\u2019]?clock)\b"
    r"| ?(?P<full_h>h|heures?|horas?|uur)\b(?! ?\d))",
    re.IGNORECASE,
)
"""What may be a time of day: `9:58 am`, `9.58 Uhr`, `alle 9.58`, `9h58`, `4 pm`, `à 21 h`."""
_AT: Final = re.compile(
    r"(?<!\w)(?:à|às|vers|om|rond|dès|entre|avant|depuis|desde|até|a las|alle|dalle|ore) $"
)
"""What a time of day follows, where its own shape does not tell."""
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
_REACH: Final = 14
"""How far back it is looked what a time is for, in characters."""
_ABOUT_MINUTES: Final = 10
"""How far "around 10:00" may be off."""
_ABOUT_HOUR_MINUTES: Final = 30
"""How far "around 10 o'clock" may be off."""
_LAST_HOUR: Final = 23
_LAST_MINUTE: Final = 59
_NOON: Final = 12


def clock(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    """What a time of day may be, as parts of a time in UTC; no keys where it is none."""
    at = found.start()
    before = found.string[max(0, at - _REACH) : at].lower()
    told = found["minute"] or found["parted"] or found["with_h"]
    if not _is_time(found, before):
        return "clock", ()
    hour, minute = int(found["hour"]), int(told or 0)
    half = found["half"] or found["parted_half"] or found["hour_half"]
    if half:
        hour = hour % _NOON + (_NOON if half in "pP" else 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return "clock", ()
    if told is None:
        return _full_hour(found, hour, before)
    if _ABOUT.search(before):
        return "clock", _around(hour, minute, _ABOUT_MINUTES)
    if found["second"]:
        return "clock_second", (f"{hour:02}:{minute:02}:{found['second']}",)
    return "clock", (f"{hour:02}:{minute:02}",)


def _is_time(found: re.Match[str], before: str) -> bool:
    if found["with_h"]:
        return _LASTING.search(before) is None
    if found["full_h"] or (found["parted"] and not (found["parted_half"] or found["zone"])):
        return _AT.search(before) is not None
    return True


def _full_hour(found: re.Match[str], hour: int, before: str) -> tuple[Precision, tuple[str, ...]]:
    # "Um 9 Uhr" may be said of the evening.
    either = found["hour_half"] is None and hour <= _NOON
    hours = (hour, (hour + _NOON) % 24) if either else (hour,)
    if _ABOUT.search(before) or (found["full"] or "")[:1] in {"o", "O"}:
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


def _around(hour: int, minute: int, reach: int) -> tuple[str, ...]:
    middle = datetime(2000, 1, 1, hour, minute, tzinfo=UTC)
    return tuple(
        (middle + timedelta(minutes=minutes)).strftime("%H:%M")
        for minutes in range(-reach, reach + 1)
    )
