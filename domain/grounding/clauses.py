"""What prose says right before a place in it or around it, and what a clause is about."""

import re
from typing import Final

_SENTENCE_END: Final = re.compile(r"[.!?;]\s|\n")
_CLAUSE_END: Final = re.compile(r"[.!?:;,]\s|\n")
_AROUND_END: Final = re.compile(
    r"[.!?;:]\s|\n|,? (?:so|because|but|which|while|whereas)(?!\w)|,\s(?=(?:and|please|or)\b)"
)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_AROUND: Final = 160
STEM: Final = 4
"""So many letters tell a word: "kept" and "keeps" aside, forms of a word begin alike."""
_PRESENT: Final = re.compile(
    r" (?:is|are|be|ist|wird|est|sera|es|será|è|sarà|wordt)$", re.IGNORECASE
)
_IN_TIME: Final = re.compile(
    r" (?:after|within|nach|après|después de|dopo|após|na) (?:\d|an? |eine[mr]? |une? )"
)
_UNSPECIFIC: Final = frozenset(
    "abou afte agai also alwa befo both busi coul days each else ever firs from have hour into "
    "just keep kept know last less long made main minu mont more most much must need next nigh "
    "once only othe over plea righ seco shou some soon take than that them then ther thes they "
    "this thos time toda took unti upto usua very want week well were what when wher whic whil "
    "will with work woul year your and any all are but can for had has her his its may new not now "
    "one our out per the too two use via was who yet you".split()
)
"""Beginnings of words that tell nothing of what a sentence is about."""


def sentence_before(prose: str, at: int, reach: int = 48) -> str:
    """What the same sentence says before, in so many characters."""
    return _SENTENCE_END.split(prose[max(0, at - reach) : at])[-1]


def clause_before(prose: str, at: int, reach: int = 40) -> str:
    """What the same clause says before, in so many characters."""
    return _CLAUSE_END.split(prose[max(0, at - reach) : at])[-1]


def clause_around(prose: str, at: int) -> str:
    """The clause that a claim stands in, as far as `_AROUND` characters to each side."""
    first = max(0, at - _AROUND)
    start = first
    for end in _AROUND_END.finditer(prose, first, at + _AROUND):
        if end.start() >= at:
            return prose[start : end.start()]
        start = end.end()
    return prose[start : at + _AROUND]


def is_in_time(verb: str, prose: str, at: int) -> bool:
    """Whether what follows a verb up to a place only comes in time: "is deleted after 30 days"."""
    return _PRESENT.search(verb) is not None and _IN_TIME.match(prose, at) is not None


def stems_in(words: str) -> frozenset[str]:
    """What words are about: how those of them begin that tell anything."""
    return frozenset(word[:STEM] for word in _WORD.findall(words.lower())) - _UNSPECIFIC
