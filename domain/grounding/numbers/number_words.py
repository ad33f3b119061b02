"""Numbers written in words: "two hundred and fifty", and small ones in six other languages."""

import re

_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"dozen": 12.0, "hundred": 100.0, "thousand": 1_000.0, "million": 1_000_000.0}
# Without the Spanish eleven, which is the English "once".
_OTHERS = (
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "deux trois quatre cinq six sept huit neuf dix onze douze",
    "dos tres cuatro cinco seis siete ocho nueve diez",
    "dois três quatro cinco seis sete oito nove dez onze doze",
    "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "twee drie vier vijf zes zeven acht negen tien elf twaalf",
)
_VALUES = (
    {word: float(value) for value, word in enumerate(_SMALL, start=1)}
    | {word: 10.0 * value for value, word in enumerate(_TENS, start=2)}
    | _SCALES
    | {word: float(value) for words in _OTHERS for value, word in enumerate(words.split(), start=2)}
    | {"duas": 2.0}
)
NUMBER_WORDS = frozenset(_VALUES)
"""Every word that may be part of a number."""
_WORD = "(?:" + "|".join(_VALUES) + ")"
WORDS = rf"(?:an? (?={'|'.join(_SCALES)}))?{_WORD}(?:(?: and |[ -]){_WORD}){{0,8}}+(?![^\W\d_])"
"""What a number in words looks like, for a pattern that ignores case."""


def value_of(words: str) -> float:
    """The number that the words, which `WORDS` matches, stand for."""
    total = current = 0.0
    for word in re.findall(r"[^\W\d_]+", words.lower()):
        if word in _SCALES:
            current = (current or 1.0) * _SCALES[word]
            if _SCALES[word] >= _SCALES["thousand"]:
                total, current = total + current, 0.0
        else:
            current += _VALUES.get(word, 0.0)
    return total + current
