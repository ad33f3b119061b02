"""Tables inside a text: CSV and its kin, and SQL's INSERT."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.layout import layout_of
from application.redaction.meaning.keys import TELLING
from application.redaction.meaning.values import has_to_go
from application.redaction.spans import Span

_HEADER: Final = re.compile(
    r"[|\s]{0,4}[\"']?[A-Za-z][\w .-]{0,40}+[\"']?"
    r"(?:[,;\t|][ ]?[\"']?[A-Za-z][\w .-]{0,40}+[\"']?){1,60}[|\s]{0,4}"
)
_INSERT: Final = re.compile(
    r"(?i)\binsert\s{1,4}into\s{1,4}[\w.\"`\[\]]{1,120}+\s{0,4}\(([^()]{1,2000}+)\)"
    r"\s{0,9}values\s{0,9}(?=\()"
)
_ITEM: Final = re.compile(
    r"\s{0,99}+(?:N?'((?:[^'\\]|''|\\.){0,2000}+)'\s{0,9}|\"([^\"]{0,2000}+)\"\s{0,9}"
    r"|([^,()'\"]{1,400}+))([,)])"
)
_NEXT_ROW: Final = re.compile(r"[\s,]{0,99}+\(")
_LONGEST_HEADER: Final = 1_000


def find_columns(text: str) -> Iterator[Span]:
    """Values in the columns of a text whose first line names them, between commas or strokes."""
    header, _, _ = text.partition("\n")
    if len(header) > _LONGEST_HEADER or _HEADER.fullmatch(header) is None:
        return
    separator = max(",;\t|", key=header.count)
    names = header.split(separator)
    meanings = layout_of(tuple(name.strip(" \"'\r") for name in names)).meanings_else
    if not any(meaning.kind in TELLING for meaning in meanings):
        return
    at = len(header) + 1
    for line in text[at:].split("\n"):
        cells = line.split(separator)
        if len(cells) == len(names):
            start = at
            for cell, meaning in zip(cells, meanings, strict=True):
                value = cell.strip(" \"'\r")
                if has_to_go(value, meaning.kind):
                    begin = start + cell.index(value)
                    yield Span(begin, begin + len(value), meaning.rule)
                start += len(cell) + 1
        at += len(line) + 1


def find_inserted(text: str) -> Iterator[Span]:
    """Values that an INSERT puts into columns whose names tell."""
    for insert in _INSERT.finditer(text):
        names = tuple(name.strip(' \t\r\n"`[]') for name in insert.group(1).split(","))
        meanings = layout_of(names).meanings_else
        if not any(meaning.kind in TELLING for meaning in meanings):
            continue
        position = insert.end()
        while row := _NEXT_ROW.match(text, position):
            position = row.end()
            for meaning in meanings:
                item = _ITEM.match(text, position)
                if item is None:
                    break
                group = item.lastindex or 0
                group = next((g for g in (1, 2, 3) if item.group(g) is not None), group)
                if has_to_go(item.group(group), meaning.kind):
                    yield Span(item.start(group), item.end(group), meaning.rule)
                position = item.end()
                if item.group(4) == ")":
                    break
