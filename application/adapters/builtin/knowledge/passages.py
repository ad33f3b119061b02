"""The sentences of a text that answer a question, so that no document is quoted whole."""

import re
from collections.abc import Callable
from typing import Final

_READ: Final = 8_000
"""Characters of a text that are read."""
_END: Final = re.compile(r"(?<=[.!?])\s+(?=[\"“(A-Z0-9])|\n\s*\n|\n(?=\s*(?:[-*•]|\d+\.)\s)")
POINTING: Final = re.compile(r"(?<!\S)[A-Z][\w ]{0,40}: ?https://\S+")
"""`Read more: https://…`, which an action offers already."""


def sentences(text: str) -> list[str]:
    """The sentences of a text, each on one line; those that only name a link are left out."""
    found = (" ".join(part.split()) for part in _END.split(text[:_READ]))
    return [part for part in found if part and not POINTING.fullmatch(part)]


def best(text: str, score: Callable[[str], float], *, longest: int) -> str:
    """The neighbouring sentences that score best, in their order, of about `longest` characters.

    A text that is no longer is given whole, and one in which nothing scores from its beginning.
    """
    parts = sentences(text)
    if len(" ".join(parts)) <= longest:
        return " ".join(parts)
    scores = [score(part) for part in parts]
    first = max(range(len(parts)), key=lambda at: (scores[at], -at))
    last = first
    while True:
        room = longest - len(" ".join(parts[first : last + 1])) - 1
        after = scores[last + 1] if last + 1 < len(parts) else -1.0
        before = scores[first - 1] if first > 0 else -1.0
        if after >= before and after >= 0 and len(parts[last + 1]) <= room:
            last += 1
        elif before > 0 and len(parts[first - 1]) <= room:
            first -= 1
        else:
            return " ".join(parts[first : last + 1])


def matching(text: str, pattern: re.Pattern[str], *, most: int) -> str:
    """The first sentences that hold a pattern, in their order; empty where none does."""
    return " ".join([part for part in sentences(text) if pattern.search(part)][:most])


def telling(text: str, about: re.Pattern[str], more: re.Pattern[str], *, most: int) -> str:
    """The sentences that hold `about`, those first that hold most of `more`, in their order."""
    parts = sentences(text)
    counts = {
        at: len(set(more.findall(part))) for at, part in enumerate(parts) if about.search(part)
    }
    best = sorted(counts, key=lambda at: -counts[at])[:most]
    return " ".join(parts[at] for at in sorted(best))
