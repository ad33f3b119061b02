"""What prose says right before a place in it: in the same sentence, or only in the same clause."""

import re
from typing import Final

_SENTENCE_END: Final = re.compile(r"[.!?;]\s|\n")
_CLAUSE_END: Final = re.compile(r"[.!?:;,]\s|\n")


def sentence_before(prose: str, at: int, reach: int = 48) -> str:
    """What the same sentence says before, in so many characters."""
    return _SENTENCE_END.split(prose[max(0, at - reach) : at])[-1]


def clause_before(prose: str, at: int, reach: int = 40) -> str:
    """What the same clause says before, in so many characters."""
    return _CLAUSE_END.split(prose[max(0, at - reach) : at])[-1]
