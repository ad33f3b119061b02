"""What stands in several lines of a text: private keys, and values below their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.in_text.by_position import find_parties
from application.redaction.in_text.elements import SIBLING
from application.redaction.in_text.tabular import find_columns, find_inserted
from application.redaction.meaning.keys import SIGNS_OF_A_PERSON, Kind, meaning_of
from application.redaction.meaning.values import has_to_go, looks_the_part
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
# RFC 6350 section 6, and what is folded on to the next line (section 3.2).
_ON_CARD: Final = re.compile(
    r"^(?:\w{1,12}\.)?(FN|N|NICKNAME|ADR|LABEL|BDAY)(?:;[^:\r\n]{0,200})?:"
    r"([^\r\n]+(?:\r?\n[ \t][^\r\n]+)*+)",
    re.MULTILINE | re.IGNORECASE,
)
_CARD_RULES: Final = {"ADR": "address", "LABEL": "address", "BDAY": "birth-date"}
# Lines that are the fields of one form.
_FIELD_LINE: Final = re.compile(
    r"^[ \t>*-]{0,8}([^\W\d_][\w -]{1,30}+)[ \t]?:[ \t]{1,4}([^\r\n]{2,160}+)(?=\r?$)", re.MULTILINE
)
_ERRORS: Final = re.compile(r"(?i)\b(?:error|failed|fails?|not|is|was|returned|status|missing)\b")
# PostgreSQL's .pgpass: host, port, database, user, password.
_PGPASS: Final = re.compile(
    r"^(?:[\w.-]{1,100}+|\*):(?:\d{4,5}|\*):[\w*-]{1,60}+:[\w-]{1,60}+:([^\s:]{3,200}+)$",
    re.MULTILINE,
)
# RFC 959 and RFC 1939, each command in a line.
_SIGN_ON: Final = re.compile(
    r"^(?:[C>:-]{1,3} ?)?USER \S{1,80}[ \t]*\r?\n(?:[^\n]{0,200}\n)?"
    r"(?:[C>:-]{1,3} ?)?PASS (\S{3,200}+)",
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
    for pattern in (_BELOW_NAME, _NAMED_ABOVE, _BLOCK, SIBLING):
        for match in pattern.finditer(text):
            yield from _named(match)
    if "VCARD" in text:
        for match in _ON_CARD.finditer(text):
            rule = _CARD_RULES.get(match[1].upper(), "name")
            yield Span(match.start(2), match.end(2), rule)
    if ":50" in text or ":59" in text:
        yield from find_parties(text)
    yield from _in_form(text)
    yield from find_cards_below(text)
    yield from find_signed(text)
    for pattern in (_PGPASS, _SIGN_ON):
        for match in pattern.finditer(text):
            yield Span(match.start(1), match.end(1), "secret:password")
    yield from find_columns(text)
    if "nsert" in text or "NSERT" in text:
        yield from find_inserted(text)


def _in_form(text: str) -> Iterator[Span]:
    """Names and addresses in lines of a form, which go to the end of their lines."""
    lines = [(meaning_of(match[1]), match) for match in _FIELD_LINE.finditer(text)]
    of_person = any(
        (meaning.kind in SIGNS_OF_A_PERSON and looks_the_part(match[2], meaning.kind))
        or (meaning.kind is Kind.ADDRESS and _is_whole_address(match[2]))
        for meaning, match in lines
    )
    for meaning, match in lines:
        is_name = of_person and meaning.kind is Kind.WEAK_NAME
        if (
            looks_the_part(match[2], Kind.PERSON)
            if is_name
            else meaning.kind is Kind.ADDRESS and _is_whole_address(match[2])
        ):
            yield Span(match.start(2), match.end(2), meaning.rule)


def _is_whole_address(line: str) -> bool:
    """Whether a line is a house, a street and a place, and nothing said about them."""
    return _PARTS_OF_ADDRESS.match(line) is not None and _ERRORS.search(line) is None


_PARTS_OF_ADDRESS: Final = re.compile(
    r"(?!0x)(?=[^\d]{0,60}\d)[^\W_][^,=:;{}()\[\]]{2,60}(?:, ?[^,=:;{}()\[\]]{2,60}){1,4}\Z"
)


def _named(match: re.Match[str]) -> Iterator[Span]:
    """What follows in another group, if the first names something that has to go."""
    meaning = meaning_of(match.group(1))
    group = match.lastindex or 1
    if has_to_go(match.group(group), meaning.kind):
        yield Span(match.start(group), match.end(group), meaning.rule)
