"""Times of prose beside each other: a day with its time of day, and a local time with UTC's."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise, product
from typing import Final, NamedTuple

from domain.grounding.claims import SHOWN, Moment, Precision
from domain.grounding.times import zones

_DAYS: Final = frozenset({"day", "month_day"})
_PAIRED: Final[dict[tuple[Precision, Precision], Precision]] = {
    ("day", "clock"): "minute",
    ("day", "clock_second"): "second",
    ("day", "hour"): "day_hour",
    ("month_day", "clock"): "month_day_clock",
    ("month_day", "clock_second"): "month_day_clock_second",
    ("month_day", "hour"): "month_day_hour",
}
_THEN_TIME: Final = re.compile(
    r"(?:[,.]? ?(?:\((?:an? )?\w+\),? ?)?"
    r"(?:at|around|about|um|gegen|à|vers|a las|às|alle|alle ore|om|rond|@)?"
    r"(?: about| around)? ?| \()"
)
_THEN_DAY: Final = re.compile(
    r"(?: ?\(?(?:[A-Z]{2,4}|Uhr|uur|h)\)?| in [A-Z]\w+(?: [A-Z]\w+)?)?,?"
    r"(?: (?:on|of|am|le|el|del|em|de|il|op|dell['\u2019]))?"
    r"(?: (?:the|den|dem))? ?(?:[^\W\d_]{3,10}(?:-feira)?,?(?: (?:the|den|dem))? )?"
)
_RELATIVE: Final = re.compile(
    r"(?<![\w-])(?:(?P<today>today|heute|aujourd['\u2019]hui|hoy|hoje|oggi|vandaag)"
    r"|(?P<yesterday>yesterday|gestern|hier|ayer|ontem|ieri|gisteren))"
    r"(?: (?:morning|noon|afternoon|evening|night|früh|morgen|mittag|nachmittag|abend|nacht|matin"
    r"|midi|après-midi|soir|por la mañana|por la tarde|à noite|de manhã|mattina|sera|ochtend"
    r"|middag|avond))?,?(?: (?:at|um|à|a las|às|alle|alle ore|om))? $",
    re.IGNORECASE,
)
_REACH: Final = 40
"""How far from each other two times tell of the same, in characters."""


_UTC: Final = re.compile(r"(?:UTC|GMT|Z)$")
_HALF_HOUR: Final = 30
"""Clocks differ from UTC by half hours, Nepal's and a few islands' aside."""
_DAY: Final = 24 * 60
_FURTHEST_AHEAD: Final = 14 * 60
"""Kiribati's clocks, in minutes: none are further ahead of UTC."""
_MIDNIGHT: Final = "2000-01-01T00:00:00.000"


class TimeSaid(NamedTuple):
    """A time, where it ends, and how many minutes ahead of UTC it may be, if it is."""

    moment: Moment
    end: int
    offsets: tuple[int, ...] = ()

    def begins(self) -> int:
        """Where it stands."""
        return self.moment.at


def in_utc(prose: str, times: list[TimeSaid]) -> list[Moment]:
    """Times in the order of the prose, brought to UTC, and what they say together."""
    told = [_with_offsets(time, times, prose) for time in times]
    return [_moved(time) for time in (*told, *_together(prose, told), *_relative(prose, told))]


def _with_offsets(time: TimeSaid, times: list[TimeSaid], prose: str) -> TimeSaid:
    moment, end, _ = time
    if moment.precision not in SHOWN or moment.precision in _DAYS or _UTC.search(moment.text):
        return time
    offsets = zones.offsets_beside(prose, moment.at, end)
    if not offsets and zones.is_local(prose, end):
        # "14:58 local time (12:58 UTC)" says itself how far it is ahead.
        offsets = tuple(
            ahead
            for other in times
            if abs(other.moment.at - moment.at) < _REACH and _UTC.search(other.moment.text)
            if (ahead := _ahead(moment, other.moment)) is not None
        )
    return time._replace(offsets=offsets)


def _ahead(local: Moment, other: Moment) -> int | None:
    if local.precision != "clock" or other.precision != "clock":
        return None
    minutes = [int(one.keys[0][:2]) * 60 + int(one.keys[0][3:]) for one in (local, other)]
    ahead = (minutes[0] - minutes[1]) % _DAY
    if ahead % _HALF_HOUR:
        return None
    return ahead if ahead <= _FURTHEST_AHEAD else ahead - _DAY


def _moved(time: TimeSaid) -> Moment:
    return moved(time.moment, time.offsets) if time.offsets else time.moment


def moved(moment: Moment, offsets: tuple[int, ...]) -> Moment:
    """A time of clocks that are so many minutes ahead of UTC, brought to UTC."""
    start, end = SHOWN[moment.precision]
    keys: list[str] = []
    for key, minutes in product(moment.keys, offsets):
        # "20/02" may have been read as a day of no month, and 9999-12-31 in the evening, west of
        # Greenwich, is no day of any calendar.
        with suppress(ValueError, OverflowError):
            at = datetime.fromisoformat(_MIDNIGHT[:start] + key + _MIDNIGHT[end:])
            utc = at - timedelta(minutes=minutes)
            keys.append(utc.isoformat(timespec="milliseconds")[start:end])
    return replace(moment, keys=tuple(keys), weekday=None)


def _together(prose: str, times: list[TimeSaid]) -> list[TimeSaid]:
    """What a day and a time of day say that stand side by side."""
    found: list[TimeSaid] = []
    for one, other in pairwise(times):
        between = prose[one.end : other.moment.at]
        if one.moment.precision in _DAYS and _THEN_TIME.fullmatch(between):
            day, time = one, other
        elif other.moment.precision in _DAYS and _THEN_DAY.fullmatch(between):
            day, time = other, one
        else:
            continue
        if between.startswith(" (") and time.offsets:
            # "9 February (00:10 in Berlin)" may be the next day there.
            continue
        precision = _PAIRED.get((day.moment.precision, time.moment.precision))
        if precision is not None:
            keys = tuple(f"{a}T{b}" for a, b in product(day.moment.keys, time.moment.keys))
            start = one.moment.at
            tomorrow = day.moment.tomorrow
            moment = Moment(prose[start : other.end], start, precision, keys, tomorrow=tomorrow)
            found.append(TimeSaid(moment, other.end, time.offsets))
    return found


def _relative(prose: str, times: list[TimeSaid]) -> list[TimeSaid]:
    """What a time of day says that stands behind "yesterday" or "today"."""
    found: list[TimeSaid] = []
    for time, end, offsets in times:
        if time.precision == "clock" and not offsets:
            before = _RELATIVE.search(prose, max(0, time.at - _REACH), time.at)
            if before is not None:
                ago = 1 if before["yesterday"] else 0
                keys = tuple(f"{ago}T{key}" for key in time.keys)
                text = prose[before.start() : end]
                found.append(TimeSaid(Moment(text, before.start(), "days_ago_clock", keys), end))
    return found
