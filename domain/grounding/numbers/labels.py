"""What numbers are called: the words of members' names, of rules and of sentences."""

import re
from typing import Final

_CAMEL: Final = re.compile(r"(?<=[a-z\d])(?=[A-Z])|[^A-Za-z]+")
_WORD: Final = re.compile(r"[a-z]{3,}")
_STEM: Final = 5
"""So many letters tell a word, its plural's aside."""
_SHORTEST_PLURAL: Final = 4
_NO_THING: Final = frozenset(
    "inclu more other diffe new such same open free own extra whole total left remai avail used"
    " allow activ recen last first next each curre max maxim min minim limit quota count numbe rate"
    " per day week month year hour minut secon time rule plan thing way step item value size amoun"
    " point reaso optio exact exac possi small large main separ short few attem error reque job"
    " event failu fail worki busin later".split()
)
"""How words begin that name nothing which is measured, or what is counted elsewhere."""


def words_in(text: str) -> list[str]:
    """The words of prose or of a name, in lower case: `payRuns` has two."""
    return _WORD.findall(_CAMEL.sub(" ", text).lower())


def stem(word: str) -> str:
    """How a word begins, so that it is told in the plural, too; nothing where it names nothing."""
    one = word.removesuffix("s") if len(word) >= _SHORTEST_PLURAL else word
    return "" if one[:_STEM] in _NO_THING else one[:_STEM]


def labels_in(text: str) -> frozenset[str]:
    """How the words begin that name something."""
    return frozenset(filter(None, map(stem, words_in(text))))
