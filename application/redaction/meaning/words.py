"""Tells words from random letters."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

ALNUM: Final = r"[^\W\u2e80-\ud7ff]"
"""A letter or a digit, but for those of scripts that put no space between words: the digits that
follow such a one begin there.
"""

DATE: Final = re.compile(
    r"(?:(?:19|20)\d\d([-./])[01]\d\1[0-3]\d|[0-3]?\d([-./])[0-3]?\d\2(?:19|20)\d\d)(?!\d)"
)
"""A date in digits, which no number of a person's begins as."""

CAPITAL: Final = r"[^\W\d_a-z\u00df-\u00f6\u00f8-\u00ff]"
"""A capital, or a letter of a script that has none."""

PARTICLES: Final = (
    "van|von|vom|zu|zum|zur|ter|ten|de|del|della|den|der|des|di|da|dos|das|do|du|la|las|le|los"
    "|al|el|bin|bint|ibn|ben|af|av|y|e"
)
"""Small words inside names of people."""

# For each letter those that hardly ever follow it: of some 6,500 frequent words of English
# documentation, with German, French and Spanish words of state, fewer than five had the pair.
_RARE: Final = frozenset(
    letters[0] + second
    for letters in """ajq bfhknqvwxz cbfgjqwxz dkqxz fbhjkmnpqvwxz gjkqvxz
    hbcfghjkpqvxz ihijqwy jbcdfgjklmnpqrstvwxyz kbdfhjmqvxyz lhjqwxz mfghjqrvwxz nq oq pbjnqvwxz
    qabcdefghijkmnopqrstvwxyz rjqx sbjxz tbjkq uhjkquvwyz vbcdfghjknpqstuvwxyz
    wbcfgjkmpqtuvwxyz xbdfgjklmnoqruvwxyz ybdfhjkqvxy zbcdghjkmnpqrvxyz""".split()
    for second in letters[1:]
)
_ENOUGH: Final = 2
_LONGEST: Final = 40


def is_random(letters: str) -> bool:
    """Whether letters hold so many rare pairs as words do not: true of most random ones."""
    rare = (a + b in _RARE for a, b in pairwise(letters[:_LONGEST].lower()))
    return sum(rare) >= _ENOUGH


_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def is_uuid(text: str) -> bool:
    """Whether it is a UUID as RFC 9562 writes one."""
    return _UUID.fullmatch(text) is not None
