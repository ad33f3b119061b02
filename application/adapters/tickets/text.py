"""A ticket for a reader: the document's parts in order of weight, and as Markdown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from domain.model import JSON


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is said: `text` may have several lines, `label` has one and may be empty."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part under a title. Entries in the middle give way where it would grow too long."""

    title: str
    entries: tuple[Entry, ...]


# Title and most characters of each part of the state.
_STATE_PARTS = {
    "activeErrors": ("Active errors", 2_500),
    "limitsReached": ("Limits reached", 1_000),
    "failedJobs": ("Failed jobs", 2_000),
    "failingRequests": ("Failing requests", 2_000),
    "backendErrors": ("Backend errors", 1_500),
    "failedSources": ("What the host did not say", 500),
    "identity": ("Identity", 1_000),
}

# Where a link, an image or a link's definition could begin.
_LINK = re.compile(r"!(?=\[)|\](?=[\[(:])")


def sections_of(document: dict[str, JSON]) -> tuple[Section, ...]:
    """Set a ticket's document out for a reader; empty parts are left out."""
    state = document.get("state")
    parts = state if isinstance(state, dict) else {}
    context = document.get("saidByBrowser")
    said = [Entry("", orjson.dumps(context).decode())] if context is not None else []
    sections = (
        _section("Summary", _entries(document.get("summary")), 1_500),
        _section("Reason given by the user", _entries(document.get("reason")), 2_100),
        _section("Requester", _entries(document.get("requester")), 1_000),
        *(
            _section(title, _entries(parts.get(name)), most)
            for name, (title, most) in _STATE_PARTS.items()
        ),
        _section("Evidence", _entries(document.get("evidence")), 1_500),
        _section("Conversation", _conversation(document.get("conversation")), 8_000),
        _section("Timeline", _entries(document.get("timeline")), 2_500),
        _section("Said by the user's browser, not verified", said, 1_500),
        _section(
            "Reference",
            [Entry(name, _line(document.get(name))) for name in ("caseId", "ticketId", "tenantId")],
            1_000,
        ),
    )
    return tuple(section for section in sections if section.entries)


def markdown(sections: Iterable[Section]) -> str:
    """Write sections as Markdown in which nobody's words make a link, an image or a heading."""
    return "\n\n".join(
        f"## {section.title}\n\n" + "\n".join(_entry(entry) for entry in section.entries)
        for section in sections
    )


def one_line(text: str) -> str:
    """The text with a single space for every run of white space."""
    return " ".join(text.split())


def shorten(text: str, longest: int) -> str:
    """The text, or as much of it as fits in `longest` characters with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _entry(entry: Entry) -> str:
    text = _inert(entry.text)
    label = f"**{_inert(entry.label)}**: " if entry.label else ""
    if "\n" not in text:
        return f"- {label}{text}"
    return "\n".join([f"- {label}".rstrip(), *(f"  > {line}" for line in text.split("\n"))])


def _inert(text: str) -> str:
    return _LINK.sub(r"\g<0> ", text)


def _section(title: str, entries: list[Entry], most: int) -> Section:
    """Keep the first entry and as many of the last as fit in `most` characters."""
    longest = most if len(entries) == 1 else most // 2
    short = [Entry(entry.label, shorten(entry.text, longest)) for entry in entries]
    room = most - sum(len(entry.text) + len(entry.label) for entry in short[:1])
    kept: list[Entry] = []
    for entry in reversed(short[1:]):
        room -= len(entry.text) + len(entry.label)
        if room < 0:
            break
        kept.insert(0, entry)
    left_out = len(short[1:]) - len(kept)
    gap = [Entry("", f"({left_out} left out)")] if left_out else []
    return Section(title, (*short[:1], *gap, *kept))


def _entries(value: JSON) -> list[Entry]:
    if isinstance(value, dict):
        return [Entry(one_line(key), _line(item)) for key, item in value.items()]
    if isinstance(value, list):
        return [Entry("", _line(item)) for item in value]
    return [] if value is None else [Entry("", str(value))]


def _conversation(value: JSON) -> list[Entry]:
    messages = value if isinstance(value, list) else []
    return [
        Entry(str(message.get("role")), str(message.get("content")))
        for message in messages
        if isinstance(message, dict)
    ]


def _line(value: JSON) -> str:
    match value:
        case dict():
            return ", ".join(
                f"{one_line(key)} {_line(item)}" for key, item in value.items() if item is not None
            )
        case list():
            return ", ".join(_line(item) for item in value) or "none"
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case _:
            return one_line(str(value))
