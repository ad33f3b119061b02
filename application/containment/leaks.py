"""Passages of our instructions in what a model says."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeVar

from application.containment.disguises import readings, rearranged
from application.containment.rhythms import rhythm, rhythms

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
_MARKS = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())
_WORD = re.compile(r"[a-z]+")
_Run = TypeVar("_Run", str, bytes)
_ENDS = re.compile(r"(?<=[.?])\s+|\n")


def gives_back(text: str, instructions: str) -> bool:
    """Whether a passage of the instructions stands in the text, or is spread over it in pieces.

    Also between other words, in every disguise that `disguises` knows, and in an alphabet of its
    own (see `rhythms`), and the first letters of its words; a translation is not known again.
    """
    pieces, sentences = _pieces(instructions), _sentences(instructions)
    latin = _latin(text)
    runs = [latin, _only_words_of(instructions, latin), *rearranged(latin), *readings(text)]
    return (
        any(_is_leak(run, pieces, sentences) for run in map(_bare, runs))
        or _is_leak(_long_words(runs[1]), _pieces_of_long_words(instructions))
        or any(_is_leak(run, _beats(instructions)) for run in rhythms(text))
    )


def _only_words_of(instructions: str, text: str) -> str:
    """The text without numbers and words that are not ours, as stand in "1. You 2. are 3. the"."""
    ours = _words(instructions)
    return " ".join(word for word in _WORD.findall(text) if word in ours)


def _long_words(text: str) -> str:
    """The text without words of one letter, as stand in "Y - You A - are T - the"."""
    return "".join(word for word in _WORD.findall(text) if len(word) > 1)


def _is_leak(run: _Run, pieces: frozenset[_Run], sentences: tuple[_Run, ...] = ()) -> bool:
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
    return tuple(run for one in said if len(one) >= SENTENCE for run in _turned(one))


@lru_cache(maxsize=4)
def _pieces(instructions: str) -> frozenset[str]:
    initials = "".join(word[0] for word in _WORD.findall(_latin(instructions)))
    runs = (*_turned(_bare(instructions)), initials)
    return frozenset(piece for run in runs for piece in _cut(run))


@lru_cache(maxsize=4)
def _pieces_of_long_words(instructions: str) -> frozenset[str]:
    return _pieces(_long_words(_latin(instructions)))


@lru_cache(maxsize=4)
def _beats(instructions: str) -> frozenset[bytes]:
    """The pieces of the rhythms of the instructions: of their letters, and of all their signs."""
    signs = (_bare(instructions), "".join(instructions.split()))
    return frozenset(
        piece for run in signs for way in (run, run[::-1]) for piece in _cut(rhythm(way))
    )


def _turned(run: str) -> tuple[str, ...]:
    """As it stands and in reverse, and both by rot13."""
    moved = codecs.encode(run, "rot13")
    return run, run[::-1], moved, moved[::-1]


def _cut(run: _Run) -> Iterator[_Run]:
    return (run[start : start + PIECE] for start in range(len(run) - PIECE + 1))


def _bare(text: str) -> str:
    return _latin(text).translate(_MARKS)


def _latin(text: str) -> str:
    """What is left of a text in small letters without marks on them, and in ASCII."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold().encode("ascii", "ignore").decode()
    return text.lower()
