"""Times in prose and in data, brought to keys that can be compared at the precision they show."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from domain.grounding.claims import SHOWN, Moment, Precision
from domain.grounding.page import Page
from domain.grounding.times import clocks, combined, dates
from domain.grounding.times.combined import TimeSaid

_ZONE = r" ?(?P<zone>Z\b|UTC|GMT|[+-]\d{2}:?\d{2}\b)?"

ISO = re.compile(
    r"(?<![\w.-])(?P<day>\d{4}(?P<mark>[-/])\d{2}(?P=mark)\d{2})"
    r"(?:(?:T|,? )(?P<time>\d{2}:\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    + _ZONE
    + r")?(?![\w-])"
)
_TIMELY = re.compile(
    r"\d[:/.-]\d|\d ?(?:[ap]\.?m|h|Uhr|uur|o.?clock)(?![a-z])|[^\W\d_]{3}\.? ?\d"
    r"|\d[a-z.º°]{0,2}[ -](?:of |de )?[^\W\d_]{3}",
    re.IGNORECASE,
)
"""What every way of writing a time has."""
_DATE_LENGTH = len("2026-02-20")


def parse(text: str) -> datetime | None:
    """A moment written in ISO 8601, in UTC; one without a zone is taken for UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def in_utc(text: str) -> str:
    """An ISO time as UTC with milliseconds and `Z`; a date, and what is no time, as it is."""
    moment = parse(text) if len(text) > _DATE_LENGTH else None
    if moment is None:
        return text
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def stamps_in(text: str) -> frozenset[str]:
    """Every ISO date and time of a text, those with a time brought to UTC."""
    found = {match.group().strip() for match in ISO.finditer(text)}
    return frozenset(stamp if stamp.endswith("Z") else in_utc(stamp) for stamp in found)


def weekday_of(text: str) -> int | None:
    """The weekday of an ISO time or date (Monday is 0); None for what is none, or shows less."""
    try:
        return date.fromisoformat(text[:_DATE_LENGTH]).weekday()
    except ValueError:
        return None


def take(page: Page) -> None:
    """Take the times out of a page."""
    times: list[TimeSaid] = []
    for pattern, read in _FORMS if page.has_digits else _IN_WORDS:
        spans: list[tuple[int, int]] = []
        for found in pattern.finditer(page.text):
            precision, ways = read(found)
            if ways:
                start, end = found.span()
                weekday = dates.weekday_beside(page.text, start, end)
                text = found.group().strip()
                tomorrow = dates.is_tomorrow(page.text, start)
                moment = Moment(text, start, precision, ways, weekday, tomorrow)
                times.append(TimeSaid(moment, end))
                spans.append((start, end))
        page.blank_spans(spans)
    if times:
        page.claims += combined.in_utc(page.prose, sorted(times, key=TimeSaid.begins))


def read(prose: str) -> list[Moment]:
    """The times in a piece of prose."""
    if not _TIMELY.search(prose):
        return []
    page = Page(prose)
    take(page)
    return [claim for claim in page.claims if isinstance(claim, Moment)]


def _iso(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    day, time, second = found["day"].replace("/", "-"), found["time"], found["second"]
    if time is None:
        return "day", (day,) if parse(day) else ()
    zone = (found["zone"] or "Z").replace("UTC", "Z").replace("GMT", "Z")
    fraction = (found["fraction"] or "0")[:6].ljust(6, "0")
    moment = parse(f"{day}T{time}:{second or '00'}.{fraction}{zone}")
    if moment is None:
        return "minute", ()
    wanted: Precision = "minute"
    if second:
        wanted = "millisecond" if found["fraction"] else "second"
    start, end = SHOWN[wanted]
    return wanted, (in_utc(moment.isoformat())[start:end],)


_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[Precision, tuple[str, ...]]]]
_IN_WORDS: tuple[_Form, ...] = ((clocks.PAST_OR_TO, clocks.past_or_to),)
_FORMS: tuple[_Form, ...] = (
    (ISO, _iso),
    *((pattern, dates.written) for pattern in dates.WRITTEN),
    (dates.NUMERIC, dates.numeric),
    (clocks.CLOCK, clocks.clock),
    *_IN_WORDS,
)
