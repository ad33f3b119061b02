"""What stays of a text when each letter is written as another sign: when it comes again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FAR = 25
"""Signs back from which on it is not told where a sign last stood."""
_LEAST = 80
"""Signs that a text has at least of which anything is told."""
_ALPHABET = 64
"""Different words at most that may stand for letters, as `- .... .` and "tango hotel echo" do."""
_FEWEST_VOWELS = 0.31
"""What is said in a language written in Latin letters has more vowels than this, by letters; what
was moved along the alphabet nearly always has fewer.
"""
_FEWEST_LETTERS = 0.5
_NUMBER = re.compile(r"\d+")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_NO_ASCII_LETTERS = dict.fromkeys(code for code in range(128) if not chr(code).isalpha())
_BETWEEN_WORDS = frozenset("/|")


def rhythm(signs: Sequence[str]) -> bytes:
    """For each sign how far back it stood last, 0 if it is far; the same in every alphabet."""
    last: dict[str, int] = {}
    told = bytearray()
    for place, sign in enumerate(signs):
        back = place - last.get(sign, -_FAR)
        told.append(back if back < _FAR else 0)
        last[sign] = place
    return bytes(told)


def rhythms(text: str) -> Iterator[bytes]:
    """Those of the text's words and numbers, if few enough are different to stand for letters, and
    those of its letters and of all its signs, as far as its lines are in no language.
    """
    for signs in (text.split(), _NUMBER.findall(text)):
        if len(signs) >= _LEAST and len({*signs}) <= _ALPHABET:
            yield rhythm([sign for sign in signs if sign not in _BETWEEN_WORDS])
    for line in {text, *text.splitlines()}:
        letters = line.casefold().translate(_NO_ASCII_LETTERS)
        letters = letters if letters.isascii() else _NO_LETTERS.sub("", letters)
        if len(line) >= _LEAST and len({*letters}) <= _ALPHABET and _is_odd(letters, line):
            yield rhythm(letters)
            yield rhythm("".join(line.split()))


def _is_odd(letters: str, line: str) -> bool:
    vowels = sum(map(letters.count, "aeiou"))
    return vowels < _FEWEST_VOWELS * len(letters) or len(letters) < _FEWEST_LETTERS * len(line)
