"""What stands in several lines of a text: private keys, and values below their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.in_text.tabular import find_columns, find_inserted
from application.redaction.meaning.keys import meaning_of
from application.redaction.meaning.values import has_to_go
from application.redaction.people.introduced import find_signed
from application.redaction.people.payment import find_cards_below
from application.redaction.secrets.credentials import find_private_keys
from application.redaction.spans import Span

# RFC 7578: the name in a part's header, an empty line, the value.
_FORM_PART: Final = re.compile(
    r'\bname="([\w.\[\]-]{1,60})"[^\n]{0,200}\n(?:[^\r\n][^\n]{0,200}\n){0,3}?\r?\n([^\r\n]+)'
)
# YAML 1.2 section 8.1 (block scalars), and whoever puts a value below its name.
_BELOW_NAME: Final = re.compile(
    r"(?<![^\s\"'{,])([^\W\d][\w.-]{1,60}+)[\"']?[ \t]{0,3}[:=][ \t]{0,3}"
    r"(?:[|>][+-]?\d?[+-]?[ \t]{0,3}\r?\n[ \t]{1,40}([^\s][^\r\n]{2,400}+)"
    r"|\\?[ \t]{0,3}\r?\n[ \t]{0,40}[\"']?([^\s\"'{}\[\]#:=-][^\s\"']{2,400}+)[\"']?,?[ \t]{0,3})"
    r"(?=\r?$)",
    re.MULTILINE,
)


# "name: API_KEY" and "value: ..." one below the other, as in YAML and in JSON that is laid out.
_NAMED_ABOVE: Final = re.compile(
    r"\b(?:name|key)[\"']?[ ]?[:=][ ]{0,4}[\"']?([A-Za-z_][\w.-]{1,60}+)[\"']?,?[ \t]{0,3}\r?\n"
    r"[ \t]{0,40}[\"']?(?:value|stringValue|data)[\"']?[ ]?[:=][ ]{0,4}"
    r"(?:\"([^\"\n]{3,400}+)\"|'([^'\n]{3,400}+)'|([^\s\"',]{3,400}+))"
)
# PostgreSQL's .pgpass: host, port, database, user, password.
_PGPASS: Final = re.compile(
    r"^(?:[\w.-]{1,100}+|\*):(?:\d{4,5}|\*):[\w*-]{1,60}+:[\w-]{1,60}+:([^\s:]{3,200}+)$",
    re.MULTILINE,
)
# Terraform: a variable's or an output's block.
_BLOCK: Final = re.compile(
    r"\b(?:variable|output|secret|resource \"[\w.-]{1,60}\") \"([\w.-]{1,60})\" ?"
    r"\{[ \t]{0,9}(?:\r?\n)?"
    r"(?:[^\n}]{0,200}\n){0,5}?[ \t]{0,40}(?:default|value|content)"
    r"[ \t]{0,20}= ?\"([^\"\n]{3,400}+)\""
)


def find_across_lines(text: str) -> Iterator[Span]:
    """What no line of the text tells alone."""
    if "BEGIN" in text or "PuTTY" in text:
        yield from find_private_keys(text)
    if "form-data" in text:
        for match in _FORM_PART.finditer(text):
            yield from _named(match)
    for pattern in (_BELOW_NAME, _NAMED_ABOVE, _BLOCK):
        for match in pattern.finditer(text):
            yield from _named(match)
    yield from find_cards_below(text)
    yield from find_signed(text)
    for match in _PGPASS.finditer(text):
        yield Span(match.start(1), match.end(1), "secret:password")
    yield from find_columns(text)
    if "nsert" in text or "NSERT" in text:
        yield from find_inserted(text)


def _named(match: re.Match[str]) -> Iterator[Span]:
    """What follows in another group, if the first names something that has to go."""
    meaning = meaning_of(match.group(1))
    group = match.lastindex or 1
    if has_to_go(match.group(group), meaning.kind):
        yield Span(match.start(group), match.end(group), meaning.rule)
