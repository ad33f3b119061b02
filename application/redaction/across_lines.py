"""What stands in several lines of a text: private keys, and values below their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.credentials import find_private_keys
from application.redaction.keys import PERSONAL_KINDS, SECRET_KINDS, meaning_of
from application.redaction.spans import Span
from application.redaction.values import is_harmless, looks_the_part

# RFC 7578: the name in a part's header, an empty line, the value.
_FORM_PART: Final = re.compile(
    r'\bname="([\w.\[\]-]{1,60})"[^\n]{0,200}\n(?:[^\r\n][^\n]{0,200}\n){0,3}?\r?\n([^\r\n]+)'
)
# YAML 1.2 section 8.1 (block scalars), and whoever puts a value below its name.
_BELOW_NAME: Final = re.compile(
    r"(?<![^\s\"'{,])([^\W\d][\w.-]{1,60}+)[\"']?[ \t]{0,3}[:=][ \t]{0,3}"
    r"(?:[|>][+-]?\d?[+-]?|\\)?[ \t]{0,3}\r?\n[ \t]{0,40}[\"']?([^\s\"'{}\[\]#:=-][^\s\"']{2,400}+)"
    r"[\"']?,?[ \t]{0,3}(?=\r?$)",
    re.MULTILINE,
)


def find_across_lines(text: str) -> Iterator[Span]:
    """What no line of the text tells alone."""
    if "BEGIN" in text or "PuTTY" in text:
        yield from find_private_keys(text)
    if "form-data" in text:
        for match in _FORM_PART.finditer(text):
            yield from _named(match)
    for match in _BELOW_NAME.finditer(text):
        yield from _named(match)


def _named(match: re.Match[str]) -> Iterator[Span]:
    """The second group, if the first names something that has to go."""
    meaning = meaning_of(match.group(1))
    value = match.group(2)
    is_secret = meaning.kind in SECRET_KINDS and not is_harmless(value, meaning.kind)
    if is_secret or (meaning.kind in PERSONAL_KINDS and looks_the_part(value, meaning.kind)):
        yield Span(match.start(2), match.end(2), meaning.rule)
