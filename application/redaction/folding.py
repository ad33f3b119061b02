"""A plain copy of a text that was written in disguise, with the way back to each character."""

from __future__ import annotations

import html
import re
import sys
import unicodedata
from functools import lru_cache
from typing import Final

_MAX_LAYERS: Final = 3

# Characters that show nothing (Unicode's Cf, variation selectors, fillers) and so split a word
# from what recognises it.
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {
    chr(c) for c in (*range(0xFE00, 0xFE10), *range(0x180B, 0x1810))
}
_DASHES: Final = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
_DOTS: Final = frozenset("\u2024\ufe52")
# They end what stands before them, though no space does.
_COMMAS: Final = frozenset("\u3001\uff0c\uff1b")
# They end sentences, too; before a Latin letter they are a disguise (and IDNA's dots, RFC 3490).
_FULL_STOPS: Final = frozenset("\u3002\uff61")
# Letters of other scripts that look like Latin ones (Unicode's confusables, those in common use).
_LOOKALIKES: Final = dict(
    zip(
        "аеорсухіјѕԁԛԝһАВЕКМНОРСТУХІЈЅαοινκρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijsdqwhABEKMHOPCTYXIJSaoivkptuxABEZHIKMNOPTYX",
        strict=True,
    )
)
# Also letters that Unicode does not take for others with a mark.
_LATIN: Final = str.maketrans(
    {**_LOOKALIKES, "ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "ß": "ss"}
)
_LETTER: Final = re.compile(r"[A-Za-z]")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,24}\d{0,2});")
_ESCAPES: Final = re.compile(
    r"(?:%[0-9a-fA-F]{2})+|" + _ENTITY.pattern + r"|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}"
    # ECMAScript's and Rust's, Python's and C's.
    r"|\\u\{[0-9a-fA-F]{1,6}\}|\\U[0-9a-fA-F]{8}"
    # As addresses are written lest somebody follow them.
    r"|(?<=[A-Za-z0-9])(?:[\[({][.:@][\])}]|[\[({]dot[\])}])(?=[A-Za-z0-9])"
)


_SIGNS_OF_ESCAPES: Final = ("%", "&", "\\", ".]", ".)", ".}", ":]", "@]", "@)", "dot")


class Folded:
    """The plain copy, and for each of its characters where the original one begins and ends."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str, starts: list[int], ends: list[int]) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that a stretch of the copy came from."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded | None:
    """The text without invisible characters, in compatibility form (NFKC), escapes resolved.

    Percent and HTML escapes are resolved up to three layers deep. None if there is no disguise.
    """
    folded = _characters(text)
    for _ in range(_MAX_LAYERS):
        decoded = _decoded(folded)
        if decoded is None:
            break
        folded = _composed(folded, decoded)
        folded = _composed(folded, _characters(folded.text))
    return None if folded.text == text else folded


def in_latin(word: str) -> str:
    """The word without accents, and in Latin letters where those of other scripts look alike."""
    bare = (c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")
    return "".join(bare).translate(_LATIN)


def _characters(text: str) -> Folded:
    if text.isascii():
        return Folded(text, list(range(len(text))), list(range(1, len(text) + 1)))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in _BEYOND_ASCII.finditer(text):
        index = match.start()
        if index > position:
            pieces.append(text[position:index])
            starts.extend(range(position, index))
            ends.extend(range(position + 1, index + 1))
        position = index + 1
        plain = _plain(match.group())
        if plain in _FULL_STOPS and _LETTER.match(text, position):
            plain = "."
        if len(plain) == 1:
            pieces.append(plain)
            starts.append(index)
            ends.append(position)
        elif plain:
            pieces.append(plain)
            starts.extend([index] * len(plain))
            ends.extend([position] * len(plain))
        elif ends and ends[-1] == index:
            # What is drawn over, or lost behind, a character goes with it.
            ends[-1] = position
    pieces.append(text[position:])
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    return Folded("".join(pieces), starts, ends)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _DASHES:
        return "-"
    if character in _DOTS:
        return "."
    if character in _COMMAS:
        return ", "
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if character in _INVISIBLE:
        return ""
    category = unicodedata.category(character)
    if category in {"Cf", "Mn"}:
        return ""
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(character))
    return unicodedata.normalize("NFKC", character)


def _decoded(source: Folded) -> Folded | None:
    """One layer of escapes resolved; offsets are into the source's text."""
    text = source.text
    if not any(sign in text for sign in _SIGNS_OF_ESCAPES):
        return None
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in _ESCAPES.finditer(text):
        plain = _resolved(match.group())
        if plain == match.group():
            continue
        pieces += text[position : match.start()], plain
        starts.extend(range(position, match.start()))
        ends.extend(range(position + 1, match.start() + 1))
        starts.extend([match.start()] * len(plain))
        ends.extend([match.end()] * len(plain))
        position = match.end()
    if not position:
        return None
    pieces.append(text[position:])
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    return Folded("".join(pieces), starts, ends)


def _resolved(escape: str) -> str:
    if escape.startswith("%"):
        return bytes.fromhex(escape.replace("%", "")).decode("utf-8", "replace")
    if escape.startswith("&"):
        return html.unescape(escape)
    if escape.startswith("\\"):
        code = int(escape[2:].strip("{}"), 16)
        return chr(code) if code <= sys.maxunicode else escape
    return escape[1] if len(escape) == len("[.]") else "."


def _composed(outer: Folded, inner: Folded) -> Folded:
    """The inner copy, its offsets led back through the outer one."""
    return Folded(
        inner.text,
        [outer.starts[start] for start in inner.starts],
        [outer.ends[end - 1] for end in inner.ends],
    )
