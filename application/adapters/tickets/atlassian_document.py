"""A ticket as an Atlassian Document, the only description that Jira's third API takes.

https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

from collections.abc import Iterable

import orjson

from application.adapters.tickets.text import Entry, Section
from domain.model import JSON

DESCRIPTION_LENGTH = 32_767
"""Characters that Jira stores of a description; taken here for the document's JSON, which is longer
than the text in it, so that either way of counting is satisfied."""


def description(sections: Iterable[Section]) -> JSON:
    """Write sections as headings and paragraphs; what no longer fits is left out, and said so."""
    content: list[JSON] = []
    # The document around, a last heading and a last paragraph.
    room = DESCRIPTION_LENGTH - 500
    for section in sections:
        heading = _node("heading", [_text(section.title)], level=3)
        room -= _length(heading)
        paragraphs: list[JSON] = []
        for entry in section.entries:
            paragraph = _node("paragraph", _inline(entry))
            room -= _length(paragraph)
            if room < 0:
                left_out = _node("paragraph", [_text("(the rest does not fit here)")])
                return _document([*content, heading, *paragraphs, left_out])
            paragraphs.append(paragraph)
        content += [heading, *paragraphs]
    return _document(content)


def _document(content: list[JSON]) -> JSON:
    return {"type": "doc", "version": 1, "content": content}


def _inline(entry: Entry) -> list[JSON]:
    label = [_text(f"{entry.label}: ", "strong")] if entry.label else []
    inline: list[JSON] = []
    for line in entry.text.split("\n"):
        inline.append({"type": "hardBreak"})
        # A text node may not be empty.
        inline += [_text(line)] if line else []
    return [*label, *inline[1:]]


def _text(text: str, mark: str | None = None) -> JSON:
    marks: dict[str, JSON] = {"marks": [{"type": mark}]} if mark else {}
    return {"type": "text", "text": text, **marks}


def _node(kind: str, content: list[JSON], **attributes: JSON) -> JSON:
    extra: dict[str, JSON] = {"attrs": attributes} if attributes else {}
    return {"type": kind, "content": content, **extra}


def _length(node: JSON) -> int:
    return len(orjson.dumps(node).decode()) + 1
