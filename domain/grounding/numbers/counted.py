"""A number in prose and what it counts: "3 open exceptions", "viewed 6 times"."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from domain.grounding.claims import Number
from domain.grounding.clauses import sentence_before
from domain.grounding.numbers.labels import labels_in
from domain.grounding.numbers.number_words import NUMBER_WORDS, WORDS, value_of
from domain.grounding.numbers.purposes import is_loose
from domain.grounding.numbers.quantities import NUMERAL, UNITS, Reading, read, thousands
from domain.grounding.page import Page

_STOP: Final = (
    "of|on|in|with|and|or|an?|per|each|every|for|that|which|who|are|is|was|were|be|been|have|has|had|so|but"
    "|to|at|from|by|as|than|if|the|this|these|those|your|you|we|they|it|its|not|can|will|would|could"
    "|may|might|should|when|while|because|after|before|since|within|until|out|over|under|times|one"
    "|millions?|millionen|milliones|thousand|billion|made|did|do|does|now|still|already|today|yesterday"
)
_PHRASE: Final = (
    rf"(?P<phrase>(?:[ -](?!(?:{_STOP})(?!\w))[A-Za-z][A-Za-z\u2019'-]*+(?!\w)){{1,3}})"
)
_MANY: Final = NUMBER_WORDS - {"one"}
_COUNTED: Final = re.compile(_PHRASE)
_IN_FIGURES: Final = re.compile(rf"(?<![\w.,:/$€£¥#+~-])(?P<many>{NUMERAL}){_PHRASE}")
_NUMBERED: Final = re.compile(
    rf"(?<![\w.,:/$€£¥#+~-])(?P<many>{NUMERAL}|(?<!\d )(?:{WORDS})){_PHRASE}", re.IGNORECASE
)
"""A number and what it counts: "3 open exceptions"."""
_OFTEN: Final = re.compile(
    r"(?<!\w)(?:was|were|been|is|are|got) (?:[a-z]+ )?(?P<done>[a-z]{2,20})ed (?:only |just )?"
    rf"(?P<many>{NUMERAL}|{WORDS}) times(?!\w)",
    re.IGNORECASE,
)
"""How often something was done: what was viewed 6 times has 6 views."""
_ALONE: Final = re.compile(rf"(?<=[A-Za-z] )(?P<many>{NUMERAL})(?=[,;]| (?:and|or)(?!\w)|\.?\Z)")
"""A number that counts what its sentence speaks of: "Pro has 5 seats, Team 20"."""
_CHECKED: Final = 100
_SENTENCE_END: Final = re.compile(r"[.!?]\s+|\n")


def numbers_of(page: Page) -> Iterator[re.Match[str]]:
    """Each number (`many`) with the words behind it (`phrase`)."""
    if not page.words.isdisjoint(_MANY):
        yield from islice(_NUMBERED.finditer(page.prose), _CHECKED)
    elif page.has_digits:
        yield from islice(_IN_FIGURES.finditer(page.prose), _CHECKED)


def times_of(page: Page) -> Iterator[re.Match[str]]:
    """How often (`many`) something was done (`done`, without its ending)."""
    if "times" in page.words:
        yield from islice(_OFTEN.finditer(page.prose), _CHECKED)


def counting(numbered: re.Match[str], head: str) -> list[Number]:
    """What counts so many of a thing; one in words counts nothing."""
    many, at = numbered["many"], numbered.start("many")
    loose = is_loose(sentence_before(numbered.string, at))
    ways = [way for way in ways_to_read(many) if way.value > 1 or many.isdecimal()]
    return [Number(many, at, way, "count", loose, head) for way in ways[:1]]


def with_phrase(counted: Number, prose: str) -> str:
    """The number as it stands there, with what it counts."""
    phrase = _COUNTED.match(prose, counted.at + len(counted.text))
    return counted.text if phrase is None else counted.text + phrase.group()


def ways_to_read(many: str) -> list[Reading]:
    """What a number may be, in words or figures, the likeliest first."""
    if not many[0].isdigit():
        return [Reading(value_of(many), 0)]
    return [way for way in (read(many.rstrip(".,")), thousands(many.rstrip(".,"))) if way]


def numbered_in(text: str) -> Iterator[tuple[float, frozenset[str], frozenset[str]]]:
    """Each number of a text, how the words begin that it counts, and those of its sentence."""
    for sentence in _SENTENCE_END.split(text):
        around: frozenset[str] | None = None
        for found in _NUMBERED.finditer(sentence):
            if found["phrase"].split()[0].lower().strip("-") in UNITS:
                continue
            around = labels_in(sentence) if around is None else around
            for way in ways_to_read(found["many"]):
                yield way.value, labels_in(found["phrase"]), around
        for alone in _ALONE.finditer(sentence) if around else ():
            for way in ways_to_read(alone["many"]):
                yield way.value, frozenset(), around or frozenset()
