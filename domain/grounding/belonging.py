"""Times, statuses, durations and sums that prose gives to one thing, and that only others have."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import groupby
from typing import Final

from domain.grounding.claims import SHOWN, Amount, Claim, Moment, Number, Page
from domain.grounding.computed import is_so_far
from domain.grounding.facts import Citable, leaves, member, rows
from domain.grounding.numbers import quantities
from domain.grounding.numbers.figures import is_paid
from domain.grounding.numbers.quantities import any_within, windows
from domain.grounding.times import moments
from domain.model import JSON

_LISTS: Final = (
    ("productState", "entities"),
    ("productState", "activeErrors"),
    ("recentActivity", "events"),
    ("recentActivity", "clickTimeline"),
    ("backend", "recentRequests"),
    ("backend", "jobs"),
    ("backend", "errors"),
    ("knowledgePack", "changelog"),
)
_NAME: Final = re.compile(
    r"(?<![\w.-])(?=[\w.-]*[\d_])[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?", re.ASCII
)
_NO_NAME: Final = re.compile(r"[\d.,-]*|v?\d|[\d.,]+[A-Za-z]{1,3}|\d+[x-][\d.]+\w?")
_VERSION: Final = re.compile(r"\d+(?:\.\d+){2,}")
_SHORTEST: Final = 4
_COMPARED: Final = 8
"""So many times of a row are compared with each other."""
_CHECKED: Final = 100
"""Times and numbers that are looked up; answers have fewer."""
_CLAUSE_END: Final = re.compile(
    r"(?<!i\.e)(?<!e\.g)[.!?;]\s|\n|,? (?:so|because|but|which|while|whereas)(?!\w)"
    r"|, (?:and|or|then)(?!\w)"
    r"| (?:after|before|when|until|and) (?=(?:your|you|the|an?|it|there|I|we)(?!\w))"
    r"| [\u2013\u2014] "
)
_ANOTHER: Final = re.compile(
    r"(?<!\w)(?:not|never|nothing|unlike|other|another|than|unrelated|different|separate|between|nicht"
    r"|anders|kein\w*|pas|autre|otro|otra|outro|altro|non|niet|ander)(?!\w)|n['\u2019]t\b",
    re.IGNORECASE,
)
"""What tells that a clause speaks of more than one thing, or of what is not so."""


class _Row:
    """A row of a list, and what it says."""

    def __init__(self, kind: str, value: JSON) -> None:
        self.kind = kind
        self.leaves = leaves(value, "", "")
        texts = [str(leaf.value) for leaf in self.leaves]
        text = "\n".join(texts)
        found = {match.group().strip() for match in moments.ISO.finditer(text)}
        self.stamps = [stamp if stamp.endswith("Z") else moments.in_utc(stamp) for stamp in found]
        self.names = frozenset(names_in(moments.ISO.sub(" ", text)))

    @property
    def is_thing(self) -> bool:
        """Whether it is a thing of the product, and not of a log."""
        return self.kind.startswith("thing/")

    @cached_property
    def statuses(self) -> frozenset[float]:
        """The HTTP statuses."""
        found = (leaf for leaf in self.leaves if "status" in leaf.inside.lower())
        return frozenset(float(leaf.value) for leaf in found if not isinstance(leaf.value, str))

    @cached_property
    def seconds(self) -> list[float]:
        """The lengths of time, and those between two of its times, sorted."""
        found: list[float] = []
        for leaf in self.leaves:
            unit = quantities.unit_of(leaf.inside)
            if unit is not None and unit[0] == "seconds" and not isinstance(leaf.value, str):
                found.append(float(leaf.value) * unit[1][0])
        stamps = self.stamps[:_COMPARED]
        times = [at for stamp in stamps if (at := moments.parse(stamp)) is not None]
        found += ((b - a).total_seconds() for a in times for b in times if b > a)
        return sorted(found)

    @cached_property
    def money(self) -> list[float]:
        """The sums of money, whole and in hundredths, sorted."""
        sums = [
            float(leaf.value)
            for leaf in self.leaves
            if not isinstance(leaf.value, str) and is_paid(leaf.inside)
        ]
        return sorted((*sums, *(value / 100 for value in sums)))


def names_in(text: str) -> Iterator[str]:
    """The words that name something: codes, ids, versions, commits."""
    for found in _NAME.finditer(text):
        name = found.group()
        if _VERSION.fullmatch(name) or not (len(name) < _SHORTEST or _NO_NAME.fullmatch(name)):
            yield name


class Belonging:
    """Tells whose the times and numbers of a clause are that names something."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _rows(self) -> list[_Row]:
        return [
            _Row(f"thing/{member(row, 'type')}" if path[1] == "entities" else path[1], row)
            for path in _LISTS
            for row in rows(self._document.body, *path)
        ]

    @cached_property
    def _named(self) -> dict[str, list[_Row]]:
        """The rows in which each name stands."""
        found: dict[str, list[_Row]] = {}
        for row in self._rows:
            for name in row.names:
                found.setdefault(name, []).append(row)
        return found

    def mistaken(self, page: Page, is_told: Callable[[Claim], bool]) -> list[str]:
        """What a clause gives to the things that it names, and only others have; nothing that
        `is_told` otherwise.
        """
        checked = sorted((c for c in page.claims if _is_checkable(c)), key=lambda claim: claim.at)
        found: list[str] = []
        for clause, claims in _clauses(page.prose, checked[:_CHECKED]):
            named = [row for name in names_in(clause) for row in self._named.get(name, ())]
            if named and not _ANOTHER.search(clause):
                kin = self._kin(named)
                found += [
                    clause.strip()
                    for claim in claims
                    if self._is_of_others(claim, named, kin) and not is_told(claim)
                ]
        return found

    def _kin(self, named: list[_Row]) -> list[_Row]:
        """The rows that have a name in common with one of these."""
        names = {name for row in named for name in row.names}
        return list(dict.fromkeys(row for name in names for row in self._named[name]))

    def _ages(self, among: list[_Row]) -> Iterator[float]:
        taken = self._document.taken_at
        times = (moments.parse(stamp) for row in among for stamp in row.stamps)
        return ((taken - at).total_seconds() for at in times if at and taken)

    def _is_of_others(self, claim: Claim, named: list[_Row], kin: list[_Row]) -> bool:
        match claim:
            case Moment():
                # What happened to a thing is told of the request and of the job that met it, too,
                # and a subscription's day is its invoice's: how things belong together is not told.
                kinds = {row.kind for row in named}
                strangers = [row for row in self._rows if row.kind in kinds or not row.is_thing]
                things = [row for row in self._rows if row.is_thing and row.kind not in kinds]
                return not _shows(kin + things, claim) and _shows(strangers, claim)
            case Number():
                status = claim.reading.value
                return (
                    any(status in row.statuses for row in self._rows)
                    and any(row.statuses for row in kin)
                    and not any(status in row.statuses for row in kin)
                )
            case Amount(ago=True):
                ages = sorted(self._ages(kin))
                return bool(ages) and not is_so_far(claim, ages)
            case Amount():
                return _has(self._rows, claim) and _has_any(named, claim) and not _has(named, claim)
            case _:
                return False


def _is_checkable(claim: Claim) -> bool:
    match claim:
        case Moment():
            return claim.precision in SHOWN
        case Number():
            return claim.role == "status"
        case Amount():
            return claim.dimension in {"seconds", "money"} and not claim.ahead
        case _:
            return False


def _clauses(prose: str, claims: list[Claim]) -> Iterator[tuple[str, list[Claim]]]:
    """The clauses that have some of the claims, which are in the order of the prose."""
    ends = [end.end() for end in _CLAUSE_END.finditer(prose)] if claims else []
    for clause, among in groupby(claims, lambda claim: bisect_right(ends, claim.at)):
        start = ends[clause - 1] if clause else 0
        yield prose[start : ends[clause] if clause < len(ends) else None], list(among)


def _shows(among: list[_Row], claim: Moment) -> bool:
    start, end = SHOWN[claim.precision]
    return any(stamp[start:end] in claim.keys for row in among for stamp in row.stamps)


def _amounts(row: _Row, claim: Amount) -> list[float]:
    return row.money if claim.dimension == "money" else row.seconds


def _has_any(among: list[_Row], claim: Amount) -> bool:
    return any(_amounts(row, claim) for row in among)


def _has(among: list[_Row], claim: Amount) -> bool:
    bounds = windows(claim.reading, claim.factors, loose=claim.loose)
    return any(any_within(_amounts(row, claim), bounds) is not None for row in among)
