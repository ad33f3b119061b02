"""Prose as it is searched for claims: folded, and each piece of it taken once."""

import re
import unicodedata
from bisect import bisect_left
from typing import Final

from domain.cached import cached_property
from domain.grounding.claims import SHOWN, Claim, Moment, Name, Number

_BREAK = re.compile(
    r"(?<!i\.e)(?<!e\.g)[.!?;]\s|\n|,? (?:so|because|but|which|while|whereas)(?!\w)"
    r"|, (?:and|or|then)(?!\w)"
    r"| (?:after|before|when|until|and) (?=(?:your|you|the|an?|it|there|I|we)(?!\w))"
    r"| [\u2013\u2014] "
)
_ODD_ASCII_BLANKS = "\t\r\v\f\x1c\x1d\x1e\x1f"
_MARKUP = str.maketrans(_ODD_ASCII_BLANKS, " " * len(_ODD_ASCII_BLANKS), "*`~\\")
_AND_PART: Final = re.compile(r"(?<=\d)[½¼¾⅓⅔⅛]")
"""What stands behind a number that has a part of one more: "26½"."""
_ODD_BLANKS = re.compile(r"[^\S\n ]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"https?://[^\s)>\]]++")
"""Where a link leads is looked at elsewhere."""


def _as_decimal(part: re.Match[str]) -> str:
    return f"{unicodedata.numeric(part.group()):.3f}".strip("0")


def undecorated(prose: str) -> str:
    """Undo what hides or decorates a claim: full-width forms, invisible characters, emphasis."""
    if prose.isascii():
        return prose.translate(_MARKUP)
    prose = unicodedata.normalize("NFKC", _AND_PART.sub(_as_decimal, prose))
    for hidden in {c for c in set(prose) if unicodedata.category(c) == "Cf"}:
        prose = prose.replace(hidden, "")
    return _ODD_BLANKS.sub(" ", prose.translate(_MARKUP))


class Page:
    """Folded prose, from which each kind of claim takes what is its own, so that none is read
    twice. Many a label has no digit, and so next to nothing to look for.
    """

    def __init__(self, prose: str) -> None:
        self.text = undecorated(prose)
        self.claims: list[Claim] = []
        self.counted: list[Number] = []
        self.hyphenated: list[tuple[str, int]] = []
        if "://" in self.text:
            self.blank(_LINK)
        self.prose = self.text
        self.has_digits = _DIGIT.search(self.text) is not None
        self.words: frozenset[str] = frozenset(_WORD.findall(self.text.lower()))

    @cached_property
    def breaks(self) -> list[int]:
        """Where clauses end that are of one thing each."""
        return [end.end() for end in _BREAK.finditer(self.prose)]

    @cached_property
    def _by_claim(self) -> dict[Claim, list[Claim]]:
        found: dict[Claim, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim, []).append(claim)
        return found

    @cached_property
    def _naming(self) -> list[int]:
        return sorted(claim.at for claim in self.claims if isinstance(claim, Name | Moment))

    @cached_property
    def whole(self) -> list[Claim]:
        """The claims but for the days and times of day that are parts of a longer time; asked once
        all are taken.
        """
        times = [one for one in self.claims if isinstance(one, Moment) and one.precision in SHOWN]
        parts: set[int] = set()
        end = 0
        for one in sorted(times, key=lambda time: (time.at, -len(time.text))):
            if one.at + len(one.text) <= end:
                parts.add(id(one))
            end = max(end, one.at + len(one.text))
        return [one for one in self.claims if id(one) not in parts]

    @cached_property
    def moments(self) -> list[Moment]:
        """The whole times in their order; asked once all are taken."""
        times = (one for one in self.whole if isinstance(one, Moment))
        return sorted(times, key=lambda time: time.at)

    def all_of(self, claim: Claim) -> list[Claim]:
        """The claim, wherever it stands; asked once all claims are taken."""
        return self._by_claim.get(claim, [])

    def names_something(self, start: int, end: int) -> bool:
        """Whether a name of a thing, a code or a time begins there; asked once all are taken."""
        first = bisect_left(self._naming, start)
        return first < len(self._naming) and self._naming[first] < end

    def blank(self, pattern: re.Pattern[str]) -> None:
        """Take what is no claim."""
        self.text = pattern.sub(_dots, self.text)

    def blank_spans(self, spans: list[tuple[int, int]]) -> None:
        """Take what stands in ordered spans that do not overlap."""
        if not spans:
            return
        pieces: list[str] = []
        last = 0
        for start, end in spans:
            pieces += (self.text[last:start], "\0" * (end - start))
            last = end
        pieces.append(self.text[last:])
        self.text = "".join(pieces)


def _dots(found: re.Match[str]) -> str:
    return "\0" * (found.end() - found.start())
