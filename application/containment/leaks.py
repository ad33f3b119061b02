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

from application.redaction.folding import fold

PASSAGE = 44
"""Letters and digits in a row that make a passage.

Spaces, marks and case do not count. Every 80 characters of the instructions hold at least as many.
"""
PIECE = 24
"""Letters and digits in a row that make a piece; chance and common phrases give some."""
PIECES = 3 * PASSAGE
"""So many letters given back in pieces are a passage, too."""

SENTENCE = 30
"""Letters and digits from which on a whole sentence of the instructions is a passage."""

_STRIDE = 6
_MARKS = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{40,}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){30,}")
_BETWEEN_HEX = re.compile(r"0x|\\x|[\s:,=-]")
_TARGET = re.compile(r"\]\([^()\s]{0,200}\)")
_ESCAPE = re.compile(r"[%&\\]")
_ENDS = re.compile(r"(?<=[.?])\s+|\n")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FEWEST_VOWELS = 0.31
"""What is said in a language written in Latin letters has more vowels than this, by letters; what
was shifted along the alphabet nearly always has fewer.
"""
_LEAST_SHIFTED = 100


def gives_back(text: str, instructions: str) -> bool:
    """Whether a passage of the instructions stands in the text, or is spread over it in pieces.

    Also backwards, in the letters of other scripts, escaped, in base64, in hexadecimal digits or
    shifted along the alphabet; a translation is not known again.
    """
    pieces, sentences = _pieces(instructions), _sentences(instructions)
    for reading in _readings(text):
        said = _bare(reading)
        if _is_leak(said, pieces, sentences) or _is_leak(said[::-1], pieces, sentences):
            return True
    return False


def _readings(text: str) -> Iterator[str]:
    yield text
    yield codecs.encode(text, "rot13")
    if not text.isascii() or _ESCAPE.search(text):
        folded = fold(text)
        plain = html.unescape(unquote(text if folded is None else folded.text))
        if plain != text:
            yield plain
    if "](" in text:
        yield _TARGET.sub("", text)
    yield " ".join(reversed(text.split()))
    yield from _shifted(text)
    for found in _HEX.findall(_BETWEEN_HEX.sub("", text)):
        yield bytes.fromhex(found).decode(errors="ignore")
    for found in _BASE64.findall(_SPACE.sub("", text)):
        # A word may stand before it: each of the four ways to cut it into fours is tried.
        for cut in range(4):
            whole = found[cut : len(found) - (len(found) - cut) % 4]
            try:
                yield base64.b64decode(
                    whole, altchars=b"-_" if {*"-_"} & {*whole} else None
                ).decode(errors="ignore")
            except binascii.Error:
                continue


def _shifted(text: str) -> Iterator[str]:
    """The text with each letter moved along the alphabet, or mirrored, if it is in no language."""
    lowered = text.lower()
    letters = sum(map(lowered.count, _LETTERS))
    vowels = sum(map(lowered.count, "aeiou"))
    if letters < _LEAST_SHIFTED or vowels >= _FEWEST_VOWELS * letters:
        return
    for by in range(1, len(_LETTERS)):
        yield lowered.translate(str.maketrans(_LETTERS, _LETTERS[by:] + _LETTERS[:by]))
    yield lowered.translate(str.maketrans(_LETTERS, _LETTERS[::-1]))


def _is_leak(run: str, pieces: frozenset[str], sentences: tuple[str, ...]) -> bool:
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
        if end - start >= SENTENCE and any(one in run[start:end] for one in sentences):
            return True
        reach = end
    return False


@lru_cache(maxsize=4)
def _sentences(instructions: str) -> tuple[str, ...]:
    said = (_bare(sentence) for sentence in _ENDS.split(instructions))
    return tuple(sentence for sentence in said if len(sentence) >= SENTENCE)


@lru_cache(maxsize=4)
def _pieces(instructions: str) -> frozenset[str]:
    run = _bare(instructions)
    return frozenset(run[start : start + PIECE] for start in range(len(run) - PIECE + 1))


def _bare(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return _MARKS.sub("", text.casefold())
