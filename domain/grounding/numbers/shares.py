"""What part one number is of another beside it, as "12 of 48, a quarter", where it is another."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from domain.grounding.check import Told
from domain.grounding.numbers.quantities import NUMERAL, UNITS, read
from domain.grounding.page import Page

_PARTS: Final = {
    "half": 1 / 2,
    "a half": 1 / 2,
    "a third": 1 / 3,
    "one third": 1 / 3,
    "two thirds": 2 / 3,
    "a quarter": 1 / 4,
    "one quarter": 1 / 4,
    "three quarters": 3 / 4,
    "a fifth": 1 / 5,
    "a tenth": 1 / 10,
}
_UNIT: Final = rf"(?: ?(?:{'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})(?!\w))"
_SHARE: Final = re.compile(
    rf"(?<![\w.,/-])[$€£]?(?P<part>{NUMERAL})(?P<of>{_UNIT}?)"
    rf" (?:out )?of (?:(?:the|your|its|all) )?[$€£]?(?P<whole>{NUMERAL})(?P<unit>{_UNIT}?)"
    r"(?: (?!or |and )[a-z-]+){0,6}"
    r",? ?\(?(?:(?:which|that|this) is |that['\u2019]s |so |i\.e\. |or )?"
    r"(?:(?:about|around|roughly|approximately|almost|nearly|just under|just over) )?"
    rf"(?P<share>(?P<percent>\d{{1,3}}(?:\.\d+)?) ?(?:%|percent)"
    rf"|(?:{'|'.join(part.replace(' ', '[ -]') for part in _PARTS)}))"
    # "Half an hour ago" and "a third is still running" tell of no share.
    r"(?=[)\].,;:!?|\n]|\Z| (?:\(|of (?!an? )|full|used|done|gone))",
    re.IGNORECASE,
)
_SAID: Final = frozenset("half third thirds quarter quarters fifth tenth percent".split())
"""Words of which every share in words has one."""
_NEAR: Final = 0.07
"""Who says "about a third" of a part may mean one so much smaller or larger."""
_CHECKED: Final = 50


def mistaken(page: Page, _: Told) -> Iterator[str]:
    """The shares that their numbers are not."""
    if "of" in page.words and ("%" in page.prose or not page.words.isdisjoint(_SAID)):
        for found in islice(_SHARE.finditer(page.prose), _CHECKED):
            part, whole = read(found["part"]), read(found["whole"])
            # "900 MB of 10 GB": units tell apart what the numerals do not.
            if found["of"] not in {"", found["unit"]} or not part or not whole:
                continue
            if not 0 < part.value <= whole.value:
                continue
            said = found["percent"]
            named = found["share"].lower().replace("-", " ")
            share = float(said) / 100 if said else _PARTS[named]
            if abs(part.value / whole.value - share) > _NEAR:
                yield found.group()
