"""Lists that prose announces with a number, and that have not so many items."""

import re
from typing import Final

from domain.grounding.check import Told
from domain.grounding.numbers.number_words import WORDS, value_of
from domain.grounding.numbers.quantities import UNITS
from domain.grounding.page import Page

_ANNOUNCED: Final = re.compile(
    r"(?<![\w.,:-])(?<!than )(?<!least )(?<!most )(?<!about )(?<!over )(?<!up to )"
    r"(?<!of the )(?<!of your )"
    rf"(?P<many>\d{{1,3}}|{WORDS})(?: (?!{WORDS}|\d)[\w'\u2019-]+){{1,6}}:\n",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"(?:[-\u2022]|\d{1,2}[.)]) ")
_CLOCK: Final = r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: UTC)?"
_CLOCKS: Final = re.compile(_CLOCK, re.IGNORECASE)
_TIMED: Final = re.compile(
    rf"(?<![\w.,-])(?P<many>twice|(?:\d{{1,2}}|{WORDS})(?= times| attempts| requests| tries))"
    rf"[^.;:()\n]{{0,60}}?(?: at |[(:] ?)"
    rf"(?P<times>{_CLOCK}(?:(?:, and |, | and |,? then ){_CLOCK})+)(?!,? (?:and|then) )",
    re.IGNORECASE,
)
"""So many times, and when each was: "twice, at 9:15 and 9:20"."""
_OFTEN: Final = frozenset({"twice", "times", "attempts", "requests", "tries"})
"""Words of which every `_TIMED` has one."""
_LONGEST: Final = 60
"""So many lines of a list are counted."""
_MOST: Final = 20
"""More things are not announced one by one: after "the 188 rejected rows:" it is told what to do
with them.
"""


def mistaken(page: Page, _: Told) -> list[str]:
    """What announces another number of items than follow, as "There are four:"."""
    prose = page.prose
    announced = _ANNOUNCED.finditer(prose) if ":\n" in prose else ()
    timed = () if page.words.isdisjoint(_OFTEN) else _TIMED.finditer(prose)
    return [
        *(said.group().strip() for said in announced if _is_wrong(said)),
        *(said.group() for said in timed if _many(said["many"]) != _listed(said["times"])),
    ]


def _listed(times: str) -> int:
    return len(_CLOCKS.findall(times))


def _many(many: str) -> float:
    if many.lower() == "twice":
        return 2.0
    return float(many) if many.isdecimal() else value_of(many)


def _is_wrong(said: re.Match[str]) -> bool:
    if said.group().split()[-1].strip(":").lower() in UNITS:
        # "In the last three days:" announces no days.
        return False
    lines = said.string[said.end() :].split("\n", _LONGEST)[:_LONGEST]
    items = 0
    for line in lines:
        if _ITEM.match(line):
            items += 1
        elif line and not line.startswith(" "):
            break
    return 0 < items < _LONGEST and items != (many := _many(said["many"])) and many <= _MOST
