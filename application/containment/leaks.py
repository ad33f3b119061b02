"""Passages of our instructions in what a model says."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

PASSAGE = 52
"""Letters and digits in a row that make a passage.

Spaces, marks and case do not count. Every 80 characters of the instructions hold at least as many.
"""
PIECE = 24
"""Letters and digits in a row that make a piece; chance and common phrases give some."""
PIECES = 3 * PASSAGE
"""So many letters given back in pieces are a passage, too."""

_STRIDE = 6
_MARKS = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{40,}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){40,}")


def gives_back(text: str, instructions: str) -> bool:
    """Whether a passage of the instructions stands in the text, or is spread over it in pieces.

    Also backwards, escaped, in base64, in hexadecimal digits or in ROT13; a translation is not
    known again.
    """
    pieces = _pieces(instructions)
    for reading in _readings(text):
        said = _bare(reading)
        if _is_leak(said, pieces) or _is_leak(said[::-1], pieces):
            return True
    return False


def _readings(text: str) -> Iterator[str]:
    yield text
    yield codecs.encode(text, "rot13")
    plain = html.unescape(unquote(text))
    if plain != text:
        yield plain
    joined = _SPACE.sub("", text)
    for found in _HEX.findall(joined):
        yield bytes.fromhex(found).decode(errors="ignore")
    for found in _BASE64.findall(joined):
        # A word may stand before it: each of the four ways to cut it into fours is tried.
        for cut in range(4):
            whole = found[cut : len(found) - (len(found) - cut) % 4]
            try:
                yield base64.b64decode(
                    whole, altchars=b"-_" if {*"-_"} & {*whole} else None
                ).decode(errors="ignore")
            except binascii.Error:
                continue


def _is_leak(run: str, pieces: frozenset[str]) -> bool:
    """Whether one stretch of the run is a passage, or all stretches together are as much as three.

    Looks at every `_STRIDE`th place, so that no stretch of `_STRIDE` and a piece is passed over.
    """
    total = reach = 0
    for place in range(0, len(run) - PIECE + 1, _STRIDE):
        if place < reach or run[place : place + PIECE] not in pieces:
            continue
        start, end = place, place + PIECE
        while start > reach and run[start - 1 : start - 1 + PIECE] in pieces:
            start -= 1
        while end < len(run) and run[end + 1 - PIECE : end + 1] in pieces:
            end += 1
        total += end - start
        if end - start >= PASSAGE or total >= PIECES:
            return True
        reach = end
    return False


@lru_cache(maxsize=4)
def _pieces(instructions: str) -> frozenset[str]:
    run = _bare(instructions)
    return frozenset(run[start : start + PIECE] for start in range(len(run) - PIECE + 1))


def _bare(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())
