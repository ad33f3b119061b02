"""How facts are written on pages: times, sizes, counts, shortened hashes, names of sources."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from markupsafe import Markup, escape

from application.redaction.marks import marks_in
from domain.model import iso

SOURCES: Final = {
    "userState": "user state",
    "userHistory": "user history",
    "userLogs": "user logs",
    "businessRules": "business rules",
}
"""The four calls to a host application, as people name them."""

_KIBI: Final = 1024
_MARK: Final = '<mark title="redacted before it was stored">'
_END: Final = "</mark>"


def moment(at: datetime) -> str:
    """A time in UTC to the second, as people read it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def clock(at: datetime) -> str:
    """The time of day in UTC, to the millisecond."""
    return iso(at)[11:23]


def day(at: datetime) -> str:
    """A day in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%d")


def short(text: str, length: int = 12) -> str:
    """The beginning of a long id or hash."""
    return text if len(text) <= length else text[:length] + "…"


def size(many: int) -> str:
    """A number of bytes."""
    if many < _KIBI:
        return f"{many} B"
    if many < _KIBI * _KIBI:
        return f"{many / _KIBI:.1f} KiB"
    return f"{many / _KIBI / _KIBI:.1f} MiB"


def counted(many: int, one: str, more: str | None = None) -> str:
    """A number and what is counted."""
    return f"{many:,} {one if many == 1 else more or one + 's'}"


def marked(text: str) -> Markup:
    """A text in which the marks of redactions stand out; all else in it is text."""
    # Nothing in a mark is escaped, and nothing becomes one by being escaped.
    safe = str(escape(text))
    written, after = list[str](), 0
    for start, end in marks_in(safe):
        written += safe[after:start], _MARK, safe[start:end], _END
        after = end
    return Markup("".join((*written, safe[after:])))  # noqa: S704 - it was escaped


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "moment": moment,
    "clock": clock,
    "day": day,
    "iso": iso,
    "short": short,
    "size": size,
    "counted": counted,
    "marked": marked,
}
"""The filters that templates know."""
