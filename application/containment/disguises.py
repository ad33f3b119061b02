"""What a text says beneath the disguises that a model may be asked to put on it."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from application.containment.glance import Glance
from application.redaction.folding import fold

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{40,}")
_BASE32 = re.compile(r"[A-Z2-7]{64,}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){30,}")
_BETWEEN_HEX = dict.fromkeys(map(ord, ":,=-"))
_CODES = re.compile(r"(?:\d{2,3}[\s,;./|\\-]{1,3}){30,}")
_BITS = re.compile(r"[01]{240,}")
_BETWEEN_BITS = dict.fromkeys(map(ord, ":,-"))
_BITS_OF_A_LETTER = (8, 7)
_NUMBER = re.compile(r"\d+")
_UNSPACED = Glance(*((pattern, pattern.pattern) for pattern in (_BASE64, _BASE32, _HEX, _BITS)))
_TARGET = re.compile(r"\]\([^()\s]{0,200}\)")
_ESCAPE = re.compile(r"[%&\\]")
_FIGURES = (str.maketrans("0134578@$", "oieastbas"), str.maketrans("0134578@$", "oleastbas"))
"""Figures that stand for the letters they look like; a 1 is an i or an l."""
_FIGURE_IN_WORD = re.compile(r"[A-Za-z][0134578@$](?=[A-Za-z])")
_SPACED = Glance(
    (_CODES, r"(?:\d{2,3}[\s,;./|\\-]{1,3}){29}"), (_FIGURE_IN_WORD, r"[a-z][0134578@$][a-z]")
)
_FEW = 5
"""Lines, or figures within words, from which on there may be a disguise in them."""


def rearranged(text: str) -> Iterator[str]:
    """The text's words or lines in reverse, every other word, the first letter of each, and every
    second or third letter.
    """
    words = text.split()
    yield " ".join(reversed(words))
    yield " ".join(words[::2])
    yield " ".join(words[1::2])
    yield "".join(word[0] for word in words)
    yield text[::2]
    yield text[1::2]
    yield text[::3]
    if text.count("\n") >= _FEW:
        yield "\n".join(reversed(text.splitlines()))


def readings(text: str) -> Iterator[str]:
    """What the text says beneath: in the letters of other scripts, in figures for letters, escaped,
    in base64 and base32, in the digits of character codes.
    """
    if not text.isascii() or _ESCAPE.search(text):
        folded = fold(text)
        plain = html.unescape(unquote(text if folded is None else folded.text))
        if plain != text:
            yield plain
    if "](" in text:
        yield _TARGET.sub("", text)
    spaced = _SPACED.may_match(text)
    if _FIGURE_IN_WORD in spaced and len(_FIGURE_IN_WORD.findall(text)) >= _FEW:
        yield from (text.translate(letters) for letters in _FIGURES)
    if _CODES in spaced:
        yield from _decoded_codes(text)
    whole = "".join(text.split())
    yield from _decoded_bits(whole.replace("0b", "").translate(_BETWEEN_BITS))
    yield from _decoded_hex(whole.replace("0x", "").replace("\\x", "").translate(_BETWEEN_HEX))
    yield from _decoded(whole)


def _decoded_codes(text: str) -> Iterator[str]:
    for found in _CODES.findall(f"{text} "):
        numbers = _NUMBER.findall(found)
        yield "".join(chr(int(number)) for number in numbers)
        if not any({*number} & {"8", "9"} for number in numbers):
            yield "".join(chr(int(number, base=8)) for number in numbers)


def _decoded_bits(figures: str) -> Iterator[str]:
    for found in _found(_BITS, figures):
        for size in _BITS_OF_A_LETTER:
            yield "".join(
                chr(int(found[at : at + size], base=2)) for at in range(0, len(found), size)
            )


def _decoded_hex(figures: str) -> Iterator[str]:
    for found in _found(_HEX, figures):
        yield bytes.fromhex(found).decode(errors="ignore")


def _decoded(whole: str) -> Iterator[str]:
    for found in _found(_BASE32, whole):
        for cut in range(8):
            cut_so = found[cut : len(found) - (len(found) - cut) % 8]
            yield base64.b32decode(cut_so).decode(errors="ignore")
    for found in _found(_BASE64, whole):
        # A word may stand before it: each of the four ways to cut it into fours is tried.
        for cut in range(4):
            cut_so = found[cut : len(found) - (len(found) - cut) % 4]
            try:
                yield base64.b64decode(
                    cut_so, altchars=b"-_" if {*"-_"} & {*cut_so} else None
                ).decode(errors="ignore")
            except binascii.Error:
                continue


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return pattern.findall(text) if pattern in _UNSPACED.may_match(text) else []
