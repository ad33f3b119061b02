"""What prose says of one thing, and only a thing like it has: its code, its number, its time."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.cached import cached_property
from domain.grounding.belonging import ANOTHER
from domain.grounding.called import FEW, Called, Said
from domain.grounding.check import Told
from domain.grounding.claims import SHOWN, Amount, Claim, Moment, Name, Number, Plan
from domain.grounding.facts import ACTIVE_ERRORS, ENTITIES, LOGS, Citable, member, rows
from domain.grounding.leaves import leaves
from domain.grounding.members import is_member
from domain.grounding.page import Page
from domain.grounding.times import moments
from domain.model import JSON

_LISTS: Final = (
    (ENTITIES, "id"),
    (("backend", "jobs"), "jobId"),
    (("backend", "recentRequests"), "requestId"),
    (ACTIVE_ERRORS, "resourceId"),
)
"""The lists whose rows are things of one kind, and what names each of them."""
_NAMING: Final = ("id", "jobId", "requestId", "correlationRequestId", "resourceId")
_UNTOLD: Final = frozenset({*_NAMING, "type", "queue", "status", "metadata"})
"""Members that name a row, or say of what kind it is."""
_PRONOUN: Final = re.compile(r"\W*(?:it|its|it['\u2019]s|and|but)(?!\w)", re.IGNORECASE)
_WHICH: Final = re.compile(r"[\w.-]+[)\"']{0,2}, which")
_STAMP: Final = len("2026-02-20T09:58:12")
_CHECKED: Final = 100
_REACH: Final = 32
_RELATED: Final = re.compile(
    r"(?<!\w)(?:before|after|than|until|beside|like|vor|nach|avant|après|antes|después)"
    r"(?: [\w-]+){0,2} [\"'(]?$",
    re.IGNORECASE,
)
"""What names a thing only to tell of another, or of another time."""
_JOINED: Final = re.compile(r"[\w.-]+[)\"']?(?:,| (?:and|und|et|y|e|en|i|och|og|&)) [(\"']?")
"""A thing, and no more before the next than joins the two, of which one thing may be said."""
_RIGHT_AFTER: Final = re.compile(
    r"[\w.-]+[)\"']?,?"
    r"(?: (?:is|was|has|had|runs|ran|at|on|with|to|from|failed|stopped|started)){0,3}"
    r" [(\"']?"
)
"""A thing, and no more before a claim than ties it to the thing."""
_OWN: Final = re.compile(r"[)\"']{0,2}:? (?:(?:has|is|uses|about|only) ){0,2}[$€£]?\d")
"""A figure right behind a thing."""
_RIGHT_BEFORE: Final = re.compile(
    r"[)\"']{0,2} (?:is |was |belongs |goes |went )?(?:to|for|of|on|in) (?:the )?[(\"']?"
)
"""What ties a claim to the thing behind it, as in "A belongs to job_1, B to job_2"."""


class _Thing(NamedTuple):
    """A row, and the list and kind that it is of."""

    kind: str
    row: JSON


class Neighbours:
    """Tells of things of one kind which of them has what is said of one."""

    def __init__(self, document: Citable, called: Called) -> None:
        self._document = document
        self._called = called
        self._told: dict[str, list[tuple[str, str | float]]] = {}
        self._shown: dict[tuple[str, str, str], frozenset[str]] = {}
        self._having: dict[tuple[str, str], frozenset[str | float]] = {}

    @cached_property
    def _named(self) -> dict[str, list[_Thing]]:
        found: dict[str, list[_Thing]] = {}
        for path, key in _LISTS:
            for row in rows(self._document.body, *path):
                name = member(row, key)
                if isinstance(name, str):
                    kind = f"thing/{member(row, 'type')}" if path == ENTITIES else path[1]
                    found.setdefault(name, []).append(_Thing(kind, row))
        return found

    @cached_property
    def _kinds(self) -> dict[str, list[JSON]]:
        found: dict[str, list[JSON]] = {}
        for things in self._named.values():
            for kind, row in things:
                found.setdefault(kind, []).append(row)
        return found

    @cached_property
    def _telling(self) -> dict[str, list[JSON]]:
        """The rows that tell of a thing."""
        found: dict[str, list[JSON]] = {}
        for path in (*LOGS, ACTIVE_ERRORS, ENTITIES):
            for row in rows(self._document.body, *path):
                for held in (row, member(row, "metadata")):
                    for value in held.values() if isinstance(held, dict) else ():
                        if type(value) is str and value in self._named:
                            found.setdefault(value, []).append(row)
        return found

    def _told_of(self, name: str) -> list[tuple[str, str | float]]:
        """What the rows have that tell of a thing, or of what they tell of beside it."""
        known = self._told.get(name)
        if known is None:
            known = self._told[name] = [
                (key, value)
                for row in self._kin(name)
                for key in _members(row)
                for value in _in_member(row, key)
            ]
        return known

    def _kin(self, name: str) -> Iterator[JSON]:
        for _, told in self._named.get(name, ()):
            for stamp in _stamps(told):
                yield from self._happened.get(stamp, ())
        for row in self._telling.get(name, ()):
            yield row
            for key in _NAMING:
                other = member(row, key)
                if isinstance(other, str) and other != name:
                    yield from (thing.row for thing in self._named.get(other, ()))

    @cached_property
    def _happened(self) -> dict[str, list[JSON]]:
        """The things of the product to which something happened, by the second in which it did: a
        job that ended then is the one that did it.
        """
        found: dict[str, list[JSON]] = {}
        for row in rows(self._document.body, *ENTITIES):
            for stamp in _stamps(row):
                found.setdefault(stamp, []).append(row)
        return found

    def _values(self, kind: str, key: str) -> frozenset[str | float]:
        """What the things of a kind have in a member."""
        known = self._having.get((kind, key))
        if known is None:
            known = self._having[kind, key] = frozenset(
                value for row in self._kinds[kind] for value in _in_member(row, key)
            )
        return known

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """What is said of a thing, and a thing like it has, while its own is another."""
        if not (page.claims or page.counted):
            return []
        things = [
            said
            for said in sorted(self._called.in_prose(page, self._named))
            if not _RELATED.search(page.prose, max(0, said.at - _REACH), said.at)
        ]
        claims = [one for one in (*page.whole, *page.counted) if self._is_checkable(one)]
        if not things or not claims:
            return []
        claims = sorted(claims, key=lambda claim: claim.at)[:_CHECKED]
        ends = [0, *page.breaks, len(page.prose)]
        found: list[str] = []
        for claim in claims:
            place = bisect_right(ends, claim.at)
            start, end = ends[place - 1], ends[min(place, len(ends) - 1)]
            bound = _bound(page.prose, things, start, end, claim)
            if (
                bound
                and not ANOTHER.search(page.prose, start, claim.at)
                and all(self._is_anothers(claim, name) for name in bound)
                and not told.is_told_of_none(claim)
            ):
                found.append(f"{bound[0]}: {claim.text}")
        return found

    def _is_checkable(self, claim: Claim) -> bool:
        match claim:
            case Name():
                return claim.text not in self._named and claim.text[0] != "["
            case Amount():
                return not (claim.ago or claim.ahead)
            case _:
                return not isinstance(claim, Plan)

    def _is_anothers(self, claim: Claim, name: str) -> bool:
        if any(is_member(claim, key, value) for key, value in self._told_of(name)):
            return False
        # So many things have times and lengths of time that those of other kinds are the same by
        # chance, and what happened to a thing is told of what met it, too: so are statuses.
        is_status = isinstance(claim, Number) and claim.purpose == "status"
        is_rare = isinstance(claim, Name | Number) and not is_status
        columns = self._columns if is_rare else self._of(name)
        return any(self._any_has(kind, key, claim) for kind, key in columns)

    @cached_property
    def _columns(self) -> frozenset[tuple[str, str]]:
        """The members that things have, of each kind."""
        return frozenset(column for name in self._named for column in self._of(name))

    def _of(self, name: str) -> Iterator[tuple[str, str]]:
        return ((kind, key) for kind, row in self._named[name] for key in _members(row))

    def _any_has(self, kind: str, key: str, claim: Claim) -> bool:
        """Whether any thing of a kind has in a member what is claimed."""
        values = self._values(kind, key)
        match claim:
            case Name():
                return claim.text in values
            case Moment() if claim.precision in SHOWN:
                shown = self._shown.get((kind, key, claim.precision))
                if shown is None:
                    start, end = SHOWN[claim.precision]
                    times = (one for one in values if isinstance(one, str) and moments.parse(one))
                    shown = frozenset(one[start:end] for one in times)
                    self._shown[kind, key, claim.precision] = shown
                return not shown.isdisjoint(claim.keys)
            case Number():
                same = values & {claim.reading.value, claim.text}
                return any(is_member(claim, key, value) for value in same)
            case _:
                return any(is_member(claim, key, value) for value in values)


def _stamps(row: JSON) -> Iterator[str]:
    """The times at which something happened, to the second."""
    for key in _members(row):
        for value in _in_member(row, key):
            if isinstance(value, str) and len(value) >= _STAMP and moments.parse(value):
                yield value[:_STAMP]


def _members(row: JSON) -> Iterator[str]:
    """The names of what a row says of itself, and of what is told beside it."""
    for held in (row, member(row, "metadata")):
        if isinstance(held, dict):
            yield from (name for name in held if name not in _UNTOLD)


def _in_member(row: JSON, key: str) -> Iterator[str | float]:
    for held in (row, member(row, "metadata")):
        for leaf in leaves(member(held, key), "", key):
            value = leaf.value
            yield moments.in_utc(value) if isinstance(value, str) else abs(float(value))


def _bound(prose: str, things: list[Said], start: int, end: int, claim: Claim) -> list[str]:
    """The things that a claim may be said of: the last one before it in its clause, with those that
    are joined to it, or before the clause where that begins with a pronoun, and the next behind it.
    """
    place = bisect_right(things, claim.at, key=lambda thing: thing.at)
    before = things[place - 1] if place else None
    if before is not None and before.name == claim.text:
        return []
    bound: list[str] = []
    if before is not None and (
        before.at >= start
        or _PRONOUN.match(prose, start)
        or _WHICH.fullmatch(prose, before.at, start)
    ):
        first = before.at
        for thing in reversed(things[:place]):
            if thing.at != first and not _JOINED.fullmatch(prose, thing.at, first):
                break
            bound.append(thing.name)
            first = thing.at
        if before.at >= start and _RIGHT_AFTER.fullmatch(prose, before.at, claim.at):
            after = claim.at + len(claim.text)
            to_next = things[place : place + 1]
            if not any(_RIGHT_BEFORE.fullmatch(prose, after, thing.at) for thing in to_next):
                return bound
    if bound and before is not None and before.at >= start:
        # What is behind a comma is of another: the rate here is 4 %, compared with 3 % in May.
        comma = prose.find(", ", claim.at, end)
        end = end if comma < 0 else comma
    other = ANOTHER.search(prose, claim.at, end)
    end = end if other is None else other.start()
    behind = [thing for thing in things[place : place + FEW] if thing.at < end]
    if isinstance(claim, Amount):
        # "The shop has 18 GB, staging 4 GB": each has its own.
        behind = [thing for thing in behind if not _OWN.match(prose, thing.end)]
    return [*bound, *(thing.name for thing in behind if thing.name != claim.text)]
