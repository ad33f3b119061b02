"""Passages of our instructions in what a model says."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from application.containment.disguises import readings

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
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"(?<=[.?])\s+|\n")


def gives_back(text: str, instructions: str) -> bool:
    """Whether a passage of the instructions stands in the text, or is spread over it in pieces.

    Also between other words, and in every disguise that `disguises` knows; a translation is not
    known again.
    """
    pieces, sentences = _pieces(instructions), _sentences(instructions)
    for reading in (*readings(text), _only_words_of(instructions, text)):
        said = _bare(reading)
        if _is_leak(said, pieces, sentences) or _is_leak(said[::-1], pieces, sentences):
            return True
    return False


def _only_words_of(instructions: str, text: str) -> str:
    """The text without numbers and words that are not ours, as stand in "1. You 2. are 3. the"."""
    ours = _words(instructions)
    return " ".join(word for word in _WORD.findall(text.casefold()) if word in ours)


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
def _words(instructions: str) -> frozenset[str]:
    return frozenset(_WORD.findall(instructions.casefold()))


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
