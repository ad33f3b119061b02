"""Passages of our instructions in what a model says."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

PASSAGE = 52
"""Letters and digits in a row that make a passage.

Spaces, marks and case do not count. Every 80 characters of the instructions hold at least as many.
"""

_MARKS = re.compile(r"[\W_]+")


def gives_back(text: str, instructions: str) -> bool:
    """Whether a passage of the instructions stands in the text, forwards or backwards."""
    said = _bare(text)
    passages = _passages(instructions)
    return any(
        run[start : start + PASSAGE] in passages
        for run in (said, said[::-1])
        for start in range(len(run) - PASSAGE + 1)
    )


@lru_cache(maxsize=4)
def _passages(instructions: str) -> frozenset[str]:
    run = _bare(instructions)
    return frozenset(run[start : start + PASSAGE] for start in range(len(run) - PASSAGE + 1))


def _bare(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())
