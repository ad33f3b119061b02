"""Times in prose and in data, brought to keys that can be compared at the precision they show."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from domain.grounding.claims import Moment, Page, Precision

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero",
            "feb february februar février febrero",
            "mar march märz mars marzo",
            "apr april avril abril",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet julio",
            "aug august août agosto",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember décembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = (
    r"(?P<month>janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|Jan(?:uary?)?|Feb(?:ruary?)?|Mar(?:ch)?|März|Apr(?:il)?|Ma[iy]|Jun[ei]?|Jul[iy]?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?)"
)
_ZONE = r" ?(?P<zone>Z\b|UTC|GMT|[+-]\d{2}:?\d{2}\b)?"

ISO = re.compile(
    r"(?<![\w.-])(?P<day>\d{4}(?P<mark>[-/])\d{2}(?P=mark)\d{2})"
    r"(?:(?:T|,? )(?P<time>\d{2}:\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    + _ZONE
    + r")?(?![\w-])"
)
_WRITTEN = (
    re.compile(
        r"(?<![\w.])(?P<day>\d{1,2})(?:er|st|nd|rd|th|\.)?(?:(?: of| de)? |-)"
        + _MONTH
        + r"\b\.?(?:(?:,?(?: de)? |-)(?P<year>\d{4})\b)?"
    ),
    re.compile(
        r"\b" + _MONTH + r"\b\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year>\d{4})\b)?"
    ),
)
_SLASHED = re.compile(r"(?<![\w/.])(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?![\w/])")
_CLOCK = re.compile(
    r"(?<![\w:.])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?(?: ?(?:UTC|GMT|Z)\b)?(?![\w:])",
    re.IGNORECASE,
)
_TIMELY = re.compile(
    r"\d[:/.-]\d|\d-[A-Z][a-z]{2}|\d ?[ap]\.?m|" + _MONTH + r"[a-z]* ?\d|\d[a-z]* (?:of )?[A-Z]",
    re.IGNORECASE,
)
"""What every way of writing a time has."""
_PAST_OR_TO = re.compile(
    r"(?<!\w)(?P<part>quarter|half|ten|five|twenty)(?: minutes)? (?P<side>past|to) "
    r"(?P<hour>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})(?![\w:])",
    re.IGNORECASE,
)
_PARTS = {"quarter": 15, "half": 30, "ten": 10, "five": 5, "twenty": 20}
_HOURS = {
    word: hour
    for hour, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_HOUR = re.compile(r"(?<![\w:.])(?P<hour>\d{1,2}) ?(?P<half>[ap])\.?m\b\.?", re.IGNORECASE)
SHOWN: dict[Precision, tuple[int, int]] = {
    "millisecond": (0, 23),
    "second": (0, 19),
    "minute": (0, 16),
    "day": (0, 10),
    "month_day": (5, 10),
    "clock": (11, 16),
    "clock_second": (11, 19),
    "hour": (11, 13),
}
"""The part of a time in UTC that prose shows at each precision."""
_DATE_LENGTH = len("2026-02-20")
_ABOUT = re.compile(r"(?:about|around|approximately|roughly|nearly|shortly|just|circa|~) ?\S* ?$")
_ABOUT_REACH = 12
"""How far back the word "around" is looked for, in characters."""
_ABOUT_MINUTES = 10
"""How far "around 10:00" may be off."""


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


def take(page: Page) -> None:
    """Take the times out of a page."""
    for pattern, read in _FORMS if page.has_digits else _IN_WORDS:
        spans: list[tuple[int, int]] = []
        for found in pattern.finditer(page.text):
            precision, ways = read(found)
            if ways:
                page.claims.append(Moment(found.group().strip(), found.start(), precision, ways))
                spans.append(found.span())
        page.blank_spans(spans)


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


def _written(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    month, day = _MONTHS[found["month"].lower()], int(found["day"])
    if not 1 <= day <= 31:  # noqa: PLR2004 - the days of a month
        return "day", ()
    if found["year"]:
        return "day", (f"{found['year']}-{month:02}-{day:02}",)
    return "month_day", (f"{month:02}-{day:02}",)


def _slashed(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    first, _, second, year = found.groups()
    return "day", (
        f"{year}-{int(first):02}-{int(second):02}",
        f"{year}-{int(second):02}-{int(first):02}",
    )


def _past_or_to(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    word = found["hour"].lower()
    hour = int(word) if word.isdigit() else _HOURS[word]
    if hour > 23:  # noqa: PLR2004 - hours of a day
        return "clock", ()
    minutes = _PARTS[found["part"].lower()] * (1 if found["side"].lower() == "past" else -1)
    half_days = ((hour + half) * 60 + minutes for half in (0, 12))
    return "clock", tuple(f"{at // 60 % 24:02}:{at % 60:02}" for at in half_days)


def _clock(found: re.Match[str]) -> tuple[Precision, tuple[str, ...]]:
    parts = found.groupdict()
    hour, minute = int(parts["hour"]), parts.get("minute")
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"] in "pP" else 0)
    if hour > 23 or int(minute or 0) > 59:  # noqa: PLR2004 - hours and minutes of a day
        return "clock", ()
    if minute is None:
        return "hour", (f"{hour:02}",)
    before = found.string[max(0, found.start() - _ABOUT_REACH) : found.start()]
    if _ABOUT.search(before.lower()):
        middle = datetime(2000, 1, 1, hour, int(minute), tzinfo=UTC)
        around = range(-_ABOUT_MINUTES, _ABOUT_MINUTES + 1)
        return "clock", tuple(
            (middle + timedelta(minutes=minutes)).strftime("%H:%M") for minutes in around
        )
    if second := parts.get("second"):
        return "clock_second", (f"{hour:02}:{minute}:{second}",)
    return "clock", (f"{hour:02}:{minute}",)


_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[Precision, tuple[str, ...]]]]
_IN_WORDS: tuple[_Form, ...] = ((_PAST_OR_TO, _past_or_to),)
_FORMS: tuple[_Form, ...] = (
    (ISO, _iso),
    *((pattern, _written) for pattern in _WRITTEN),
    (_SLASHED, _slashed),
    (_CLOCK, _clock),
    (_HOUR, _clock),
    *_IN_WORDS,
)
