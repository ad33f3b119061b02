"""Which texts show nothing to whoever reads them."""

import unicodedata

_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
# Letters and a symbol that are drawn as nothing: the Hangul fillers, the empty Braille pattern.
_INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return not any(map(_shows, text))


def is_wordless(text: str) -> bool:
    """Whether a text has no letter and no digit that can be seen."""
    return not any(character.isalnum() and _shows(character) for character in text)


def _shows(character: str) -> bool:
    if character in _INVISIBLE:
        return False
    return unicodedata.category(character) not in _INVISIBLE_CATEGORIES
