"""Bytes that are spelt out one by one: as escapes, or as a list of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from application.redaction.json_text import JSON
from application.redaction.spans import Span

# Printable bytes stand for themselves.
_ESCAPES: Final = re.compile(r"(?:\\{1,4}x[0-9a-fA-F]{2}[^\\\s\"']{0,4}+){12,}+")
_ESCAPE: Final = re.compile(r"x([0-9a-fA-F]{2})")
# From the first number of a list to its last: none of its numbers is begun with twice.
_NUMBERS: Final = re.compile(r"(?<![\w.,-])(?<!, )\d{1,3}(?:, ?\d{1,3}){15,}+")
_NUMBER_GOES_ON: Final = re.compile(r"\.?\w")
# Ascii85 between Adobe's delimiters, as in PDF (ISO 32000-1, section 7.4.3).
_ASCII85: Final = re.compile(r"<~[!-uz\s]{20,}+~>")
_FEWEST: Final = 16
_BYTE: Final = 256
_EIGHTH: Final = _BYTE // 8


def find_spelt_bytes(text: str) -> Iterator[Span]:
    r"""Bytes written as `\xa6\x7c...` or as `133, 213, ...`, unless they are text or figures."""
    for match in _ESCAPES.finditer(text) if "\\x" in text else ():
        if not _is_text(match.group()):
            yield Span(match.start(), match.end(), "secret:blob")
    for match in _ASCII85.finditer(text) if "<~" in text else ():
        yield Span(match.start(), match.end(), "secret:blob")
    for match in _NUMBERS.finditer(text) if "," in text else ():
        numbers = [int(number) for number in match.group().split(",")]
        if look_like_bytes(numbers) and not _NUMBER_GOES_ON.match(text, match.end()):
            yield Span(match.start(), match.end(), "secret:blob")


def look_like_bytes(numbers: Sequence[JSON]) -> bool:
    """Whether numbers are spread over all that a byte can be, in no order: figures seldom are."""
    if len(numbers) < _FEWEST:
        return False
    values = [n for n in numbers if type(n) is int and 0 <= n < _BYTE]
    if len(values) < len(numbers) or all(a <= b for a, b in pairwise(values)):
        return False
    high = sum(n >= _BYTE // 2 for n in values)
    return min(values) < _EIGHTH and max(values) >= _BYTE - _EIGHTH and 3 * high >= len(values)


def _is_text(escapes: str) -> bool:
    """Whether they are letters of some script, as Python writes them in bytes (UTF-8)."""
    try:
        text = bytes.fromhex("".join(_ESCAPE.findall(escapes))).decode()
    except UnicodeDecodeError:
        return False
    return all(c.isprintable() or c.isspace() for c in text)
