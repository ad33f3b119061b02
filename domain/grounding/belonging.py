"""Times, statuses, durations and sums that prose gives to one thing, and that only others have."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, groupby
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import SHOWN, Amount, Claim, Moment, Number, Precision
from domain.grounding.computed import is_so_far
from domain.grounding.facts import ACTIVE_ERRORS, CHANGELOG, ENTITIES, LOGS, Citable, member, rows
from domain.grounding.leaves import leaves
from domain.grounding.numbers import quantities
from domain.grounding.numbers.decimals import in_numbers
from domain.grounding.numbers.member_names import is_paid
from domain.grounding.numbers.quantities import Dimension, is_within
from domain.grounding.page import Page
from domain.grounding.times import moments
from domain.model import JSON

_LISTS: Final = (*LOGS, ACTIVE_ERRORS, ENTITIES, CHANGELOG)
_NAME: Final = re.compile(
    r"(?<![\w.-])(?=[\w.-]*[\d_])[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?", re.ASCII
)
_NO_NAME: Final = re.compile(r"[\d.,-]*|v?\d|[\d.,]+[A-Za-z]{1,3}|\d+[x-][\d.]+\w?")
_VERSION: Final = re.compile(r"\d+(?:\.\d+){2,}")
_SHORTEST: Final = 4
"""Shorter words name something only by chance: `v2`, `3rd`."""
_COMPARED: Final = 8
"""So many times of a row are compared with each other."""
_CHECKED: Final = 100
"""Times and numbers that are looked up; answers have fewer."""
ANOTHER: Final = re.compile(
    r"(?<!\w)(?:(?<!could )not|never|nothing|unlike|others?|another|than|unrelated|different"
    r"|difference|separate|between|compared|nicht|anders|kein\w*|pas|autre|otro|otra|outro|altro|non"
    r"|niet|ander)(?!\w)|(?<!could)n['\u2019]t\b",
    re.IGNORECASE,
)
"""What tells that a clause speaks of more than one thing, or of what is not so: what could not be
done is so.
"""


class _Row:
    """A row of a list, and what it says."""

    def __init__(self, kind: str, value: JSON) -> None:
        self.kind = kind
        self.value = value
        self.leaves = leaves(value, "", "")
        texts = [str(leaf.value) for leaf in self.leaves]
        text = "\n".join(texts)
        self.stamps = moments.stamps_in(text)
        self.names = frozenset(names_in(moments.ISO.sub(" ", text)))

    @property
    def is_thing(self) -> bool:
        """Whether it is a thing of the product, and not of a log."""
        return self.kind.startswith("thing/")

    def serves(self, kinds: set[str]) -> bool:
        """Whether it is a job in a queue of things of one of these kinds."""
        queue = member(self.value, "queue")
        return isinstance(queue, str) and any(
            kind.removeprefix("thing/") in queue for kind in kinds if kind.startswith("thing/")
        )

    @cached_property
    def times(self) -> list[datetime]:
        """The times and dates, sorted."""
        return sorted(at for stamp in self.stamps if (at := moments.parse(stamp)) is not None)

    @cached_property
    def statuses(self) -> frozenset[float]:
        """The HTTP statuses."""
        found = (leaf for leaf in self.leaves if "status" in leaf.inside.lower())
        return frozenset(float(leaf.value) for leaf in found if not isinstance(leaf.value, str))

    def amounts(self, dimension: Dimension) -> list[float]:
        """The lengths of time or the sums of money, sorted."""
        return self._money if dimension == "money" else self._seconds

    @cached_property
    def _seconds(self) -> list[float]:
        """The lengths of time, and those between two of its times."""
        found: list[float] = []
        for leaf in self.leaves:
            unit = quantities.unit_of(leaf.inside)
            if unit is not None and unit[0] == "seconds" and not isinstance(leaf.value, str):
                found.append(float(leaf.value) * unit[1][0])
        times = self.times[:_COMPARED]
        found += ((b - a).total_seconds() for a in times for b in times if b > a)
        return sorted(found)

    @cached_property
    def _money(self) -> list[float]:
        """The sums of money, whole and in hundredths."""
        sums = [float(leaf.value) for leaf in in_numbers(self.leaves) if is_paid(leaf.inside)]
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
        self._by_time: dict[Precision, dict[str, list[_Row]]] = {}
        self._amounts: dict[Dimension, list[float]] = {}

    @cached_property
    def _rows(self) -> list[_Row]:
        return [
            _Row(f"thing/{member(row, 'type')}" if path == ENTITIES else path[1], row)
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

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """What a clause gives to the things that it names, and only others have; nothing that
        is told anyhow.
        """
        if not page.claims:
            return []
        checked = sorted((c for c in page.whole if _is_checkable(c)), key=lambda claim: claim.at)
        found: list[str] = []
        for clause, claims in _clauses(page, checked[:_CHECKED]):
            named = [row for name in names_in(clause) for row in self._named.get(name, ())]
            if named and not ANOTHER.search(clause):
                kin = self._kin(named)
                found += [
                    clause.strip()
                    for claim in claims
                    if self._is_of_others(claim, named, kin) and not told.is_told_anyhow(claim)
                ]
        return found

    @cached_property
    def _statuses(self) -> frozenset[float]:
        """The HTTP statuses of any row."""
        return frozenset[float]().union(*(row.statuses for row in self._rows))

    def _showing(self, claim: Moment) -> Iterator[_Row]:
        """The rows that have a time."""
        known = self._by_time.get(claim.precision)
        if known is None:
            known = self._by_time[claim.precision] = {}
            start, end = SHOWN[claim.precision]
            for row in self._rows:
                for key in {stamp[start:end] for stamp in row.stamps}:
                    known.setdefault(key, []).append(row)
        return (row for key in claim.keys for row in known.get(key, ()))

    def _any_has(self, claim: Amount) -> bool:
        """Whether any row has a length of time or a sum of money."""
        known = self._amounts.get(claim.dimension)
        if known is None:
            amounts = (row.amounts(claim.dimension) for row in self._rows)
            known = self._amounts[claim.dimension] = sorted(chain.from_iterable(amounts))
        return _has(known, claim)

    def _kin(self, named: list[_Row]) -> frozenset[_Row]:
        """The rows that have a name in common with one of these."""
        names = {name for row in named for name in row.names}
        return frozenset(row for name in names for row in self._named[name])

    def _ages(self, among: frozenset[_Row]) -> Iterator[float]:
        taken = self._document.taken_at
        return ((taken - at).total_seconds() for row in among for at in row.times if taken)

    def _is_of_others(self, claim: Claim, named: list[_Row], kin: frozenset[_Row]) -> bool:
        match claim:
            case Moment():
                # What happened to a thing is told of the request and of the job that met it, too,
                # and a subscription's day is its invoice's: how things belong together is not told.
                kinds = {row.kind for row in named}
                showing = list(self._showing(claim))
                return bool(showing) and not any(
                    row in kin or (row.is_thing and row.kind not in kinds) or row.serves(kinds)
                    for row in showing
                )
            case Number():
                status = claim.reading.value
                known = {status for row in kin for status in row.statuses}
                return bool(known) and status not in known and status in self._statuses
            case Amount(ago=True):
                ages = sorted(self._ages(kin))
                # A sample that is 53 hours old may say so itself.
                own = (row.amounts(claim.dimension) for row in named)
                return bool(ages) and not is_so_far(claim, ages) and not _any(own, claim)
            case Amount():
                amounts = [row.amounts(claim.dimension) for row in named]
                if not any(amounts) or _any(amounts, claim) or not self._any_has(claim):
                    return False
                # What jobs took that served the thing is told of it, too.
                kinds = {row.kind for row in named}
                served = (row.amounts(claim.dimension) for row in self._rows if row.serves(kinds))
                return not _any(served, claim)
            case _:
                return False


def _is_checkable(claim: Claim) -> bool:
    match claim:
        case Moment():
            return claim.precision in SHOWN
        case Number():
            return claim.purpose == "status"
        case Amount():
            return claim.dimension in {"seconds", "money"} and not claim.ahead
        case _:
            return False


def _clauses(page: Page, claims: list[Claim]) -> Iterator[tuple[str, list[Claim]]]:
    """The clauses that have some of the claims, which are in the order of the prose."""
    ends = page.breaks if claims else []
    for clause, among in groupby(claims, lambda claim: bisect_right(ends, claim.at)):
        start = ends[clause - 1] if clause else 0
        yield page.prose[start : ends[clause] if clause < len(ends) else None], list(among)


def _has(known: list[float], claim: Amount) -> bool:
    return is_within(known, claim.bounds)


def _any(amounts: Iterable[list[float]], claim: Amount) -> bool:
    return any(_has(known, claim) for known in amounts)
