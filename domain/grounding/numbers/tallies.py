"""How many rows the lists of a snapshot have, how often the same happened, and within how long."""

from collections import Counter
from itertools import combinations
from typing import Final

from domain.grounding.clauses import stems_in
from domain.grounding.facts import ACTIVE_ERRORS, ENTITIES, LIMITS, LOGS, member, rows
from domain.grounding.leaves import leaves
from domain.grounding.times import moments
from domain.model import JSON

_REPEATABLE: Final = (ACTIVE_ERRORS, *LOGS)
_FAILABLE: Final = (*_REPEATABLE, ENTITIES)
_COUNTABLE: Final = tuple(
    path for path in (*_FAILABLE, LIMITS) if path != ("recentActivity", "clickTimeline")
)
"""Nobody counts clicks, which events tell of, too."""
_FEW: Final = 4
"""So many times of a thing are put together with each other."""
_NAMING: Final = ("event", "route", "queue", "errorCode", "type", "page", "action")
_OF_ANYTHING: Final = frozenset(
    "fail reje refu unsu your with that have been were these thes them they also rece jobs requ"
    " erro atte trie even time late last firs inte fuer rech vers wurd sind anfr tent essa soli"
    " peti rich verz pogi".split()
)
"""Beginnings of words that name nothing which fails."""


def counts(body: dict[str, JSON]) -> dict[str, frozenset[int]]:
    """How many rows each list has, by its name: in all, by state, by code and by route."""
    found: dict[str, frozenset[int]] = {}
    for path in _COUNTABLE:
        listed = rows(body, *path)
        numbers = {len(listed)}
        for key in ("status", "errorCode", "httpStatus", "route", "event", "queue", "type"):
            values = Counter(
                value for row in listed if isinstance(value := member(row, key), str | int)
            )
            numbers |= {*values.values(), len(values)}
        numbers.add(sum(1 for row in listed if _was_refused(row)))
        found["/".join(path)] = frozenset(numbers)
    return found


def codes(body: dict[str, JSON]) -> int:
    """How many different errors the lists tell of together."""
    told = (member(row, "errorCode") for path in _REPEATABLE for row in rows(body, *path))
    return len({code for code in told if isinstance(code, str)})


def repeats(body: dict[str, JSON], *, failed: bool) -> set[int]:
    """How often the same was done, or how often it failed: by page, route, code and queue."""
    found: set[int] = set()
    for path in _REPEATABLE:
        listed = [row for row in rows(body, *path) if not failed or _has_failed(row)]
        if failed:
            # What was canceled has not failed to everybody.
            strictly = sum(member(row, "status") != "canceled" for row in listed)
            found |= {len(listed), strictly}
        for key in ("route", "errorCode", "queue", "event", "action", "page", "httpStatus"):
            values = (member(row, key) for row in listed)
            found |= {*Counter(str(value) for value in values if value is not None).values()}
        statuses = (member(row, "httpStatus") for row in listed)
        found |= {*Counter(s // 100 for s in statuses if isinstance(s, int)).values()}
    return found


def failures_of(body: dict[str, JSON], what: str) -> set[int]:
    """How often something failed that words name: by list, code and route; nothing where neither
    the backend's lists nor the things of the product name it.
    """
    stems = stems_in(what) - _OF_ANYTHING
    found: set[int] = set()
    named = False
    for path in _FAILABLE if stems else ():
        failed = [
            row
            for row in rows(body, *path)
            if _has_failed(row)
            and any(stem in str(member(row, key)).lower() for key in _NAMING for stem in stems)
        ]
        found |= {len(failed)} if failed else set()
        # A click on "upload" may have sent requests that are called otherwise.
        named = named or (bool(failed) and path[0] != "recentActivity")
        for key in (*_NAMING, "httpStatus"):
            values = (member(row, key) for row in failed)
            found |= {*Counter(str(value) for value in values if value is not None).values()}
    return found if named else set()


def served(body: dict[str, JSON]) -> int:
    """How many requests were not refused."""
    return sum(1 for row in rows(body, "backend", "recentRequests") if not _was_refused(row))


def lasted(body: dict[str, JSON]) -> list[float]:
    """How many seconds each job took."""
    return [
        _seconds(*(str(member(row, key)) for key in ("createdAt", "updatedAt")))
        for row in rows(body, "backend", "jobs")
    ]


def spans(body: dict[str, JSON]) -> list[float]:
    """How many seconds jobs took, and passed between two times of one thing, and between the first
    and the last of the same.
    """
    found = lasted(body)
    for row in rows(body, *ENTITIES):
        told = (leaf.value for leaf in leaves(row, "", "") if isinstance(leaf.value, str))
        stamps = [text for text in told if moments.ISO.fullmatch(text)][:_FEW]
        found += (_seconds(a, b) for a, b in combinations(stamps, 2))
    for path in _REPEATABLE:
        for key in ("route", "errorCode", "event", "action"):
            times: dict[str, list[str]] = {}
            for row in rows(body, *path):
                at, same = member(row, "ts"), member(row, key)
                if isinstance(at, str) and isinstance(same, str):
                    times.setdefault(same, []).append(at)
            found += (_seconds(min(at), max(at)) for at in times.values() if len(at) > 1)
    return found


def _seconds(begun: str, ended: str) -> float:
    first, last = moments.parse(begun), moments.parse(ended)
    return abs((last - first).total_seconds()) if first and last else -1.0


def _was_refused(row: JSON) -> bool:
    status = member(row, "httpStatus")
    return isinstance(status, int) and status >= 400  # noqa: PLR2004


def _has_failed(row: JSON) -> bool:
    event = member(row, "event")
    return (
        _was_refused(row)
        or (isinstance(event, str) and "fail" in event.lower())
        or member(row, "status") in {"failed", "canceled"}
        or (member(row, "errorCode") is not None and member(row, "httpStatus") is None)
    )
