"""How far the value of a field goes on in a text."""

from __future__ import annotations

import re
from typing import Final

from application.redaction.budget import Budget

COST_OF_A_CHARACTER: Final = 4
CLOSERS: Final = ").]}:"
# Also PHP's string(12) "..." and the prefixes of Python's and C#'s strings.
QUOTE: Final = re.compile(
    r"(?:string\(\d{1,6}\)[ ]|[bBuUrRfFN@$]{1,2}(?=[\"'])|[\[{(]?[ ]?)(\\{0,7}[\"'`])"
)
_WORD = (
    r"(?:[^\s&;,\"'<>`\\\u3001\u3002\uff0c\uff1b]|\\(?![nrt\"'])|&(?![\w.\-\[\]%]{1,40}=)"
    r"|[;,](?![\s]|$|[\w .\-\[\]]{1,40}[=:]))"
)
_LINE = r"[^\r\n\"'\\]"
_HEADER_WORD = r"[^\s\"'\\,;<>`]"


class Run:
    """A run of characters that make up a value: first looked at, then, if it goes, taken whole.

    A value that is let pass is searched again for fields; to look at no more than its beginning
    keeps that linear.
    """

    def __init__(self, character: str) -> None:
        self._beginning = re.compile(f"{character}{{1,200}}+")
        self._rest = re.compile(f"{character}*+")

    def begins(self, text: str, start: int) -> int:
        """Where the beginning of the run ends."""
        match = self._beginning.match(text, start)
        return match.end() if match else start

    def ends(self, text: str, start: int, end: int) -> int:
        """Where the whole run ends, without what closes a bracket or a sentence after it."""
        match = self._rest.match(text, end)
        end = match.end() if match else end
        while end > start and text[end - 1] in CLOSERS:
            end -= 1
        return end


WORDS: Final = Run(_WORD)
LINES: Final = Run(_LINE)
REST: Final = Run(r"[^\r\n]")
TOKENS: Final = Run(_HEADER_WORD)


def read_value(text: str, start: int, run: Run, budget: Budget) -> tuple[int, int, bool]:
    """Start and end of the value that begins here, and whether it was quoted.

    Of a value that was not, it is the beginning.
    """
    quote = QUOTE.match(text, start)
    if quote:
        begin = quote.end()
        end = _closing(text, begin, quote.group(1))
    else:
        begin, end = start, run.begins(text, start)
    budget.spend(COST_OF_A_CHARACTER * (end - begin))
    return begin, end, quote is not None


def _closing(text: str, begin: int, quote: str) -> int:
    """Where a quoted value ends: at the same quotation mark with as many backslashes before it.

    Doubled in the middle of it, an apostrophe is part of it (YAML, SQL).
    """
    depth = len(quote) - 1
    position = begin
    while (position := text.find(quote[-1], position)) >= 0:
        if quote == "'" and position > begin and text.startswith("''", position):
            position += len("''")
            continue
        backslashes = 0
        while position - backslashes > begin and text[position - backslashes - 1] == "\\":
            backslashes += 1
        if backslashes <= depth:
            return position - backslashes
        position += 1
    return len(text)
