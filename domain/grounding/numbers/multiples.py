"""Multiples of a limit in prose, as in "twice the limit"."""

import re
from typing import Final

from domain.grounding.claims import Amount
from domain.grounding.clauses import sentence_before
from domain.grounding.numbers.number_words import WORDS, value_of
from domain.grounding.numbers.purposes import is_loose
from domain.grounding.numbers.quantities import NUMERAL, Reading, read
from domain.grounding.page import Page

_LIMITS: Final = ("limit", "maximum", "quota", "allowance")
_MULTIPLE: Final = re.compile(
    r"(?:\b(?P<word>[Tt]wice|[Dd]ouble|[Tt]riple)|(?:\btimes|x)) (?:the|your)(?: \w+)?"
    rf" (?:{'|'.join(_LIMITS)})(?!\w| (?:of|for|on|in)\b)"
)
_MANY: Final = re.compile(rf"(?<![\w.,-])(?P<many>{NUMERAL}|{WORDS}) ?$", re.IGNORECASE)
_WORDS: Final = {"twice": 2.0, "double": 2.0, "triple": 3.0}


def take(page: Page) -> None:
    """Take the multiples out of a page, each as so many per cent."""
    if not any(name in page.text for name in _LIMITS):
        return
    spans: list[tuple[int, int]] = []
    for found in _MULTIPLE.finditer(page.text):
        before = sentence_before(page.text, found.start())
        many = None if found["word"] else _MANY.search(before)
        reading = _reading(found, many)
        if reading is not None:
            start = found.start() - (0 if many is None else len(many.group()))
            text = page.text[start : found.end()]
            loose = is_loose(sentence_before(page.text, start))
            page.claims.append(Amount(text, start, reading, "percent", (1.0,), loose))
            spans.append((start, found.end()))
    page.blank_spans(spans)


def _reading(found: re.Match[str], many: re.Match[str] | None) -> Reading | None:
    if found["word"]:
        times: Reading | None = Reading(_WORDS[found["word"].lower()], 0)
    elif many is None:
        return None
    elif many["many"][0].isdigit():
        times = read(many["many"])
    else:
        times = Reading(value_of(many["many"]), 0)
    return None if times is None else Reading(times.value * 100, times.decimals - 2)
