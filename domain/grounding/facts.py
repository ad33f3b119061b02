"""A snapshot's document, flattened once, as the facts that claims and evidence are looked up in."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Final

from domain.cached import cached_property
from domain.grounding.leaves import Holder, Leaf, holders, leaves
from domain.grounding.numbers.limits import limits_of
from domain.grounding.numbers.member_names import in_full
from domain.grounding.times import moments
from domain.model import JSON

UNCITABLE: Final = frozenset({"meta", "privacy"})
"""Parts that speak of the snapshot itself: nothing in them is a fact about the user."""

LOGS: Final[tuple[tuple[str, str], ...]] = (
    ("recentActivity", "events"),
    ("recentActivity", "clickTimeline"),
    ("backend", "recentRequests"),
    ("backend", "jobs"),
    ("backend", "errors"),
)
"""The lists whose rows tell of what happened."""
ACTIVE_ERRORS: Final[tuple[str, str]] = ("productState", "activeErrors")
LIMITS: Final[tuple[str, str]] = ("productState", "limitsReached")
ENTITIES: Final[tuple[str, str]] = ("productState", "entities")
CHANGELOG: Final[tuple[str, str]] = ("knowledgePack", "changelog")


def _as_compared(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def member(value: JSON, *names: str) -> JSON:
    """The member that a path of names leads to, or None."""
    for name in names:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def rows(value: JSON, *names: str) -> list[JSON]:
    """The list that a path of names leads to, or an empty one."""
    found = member(value, *names)
    return found if isinstance(found, list) else []


def written(number: float) -> str:
    """A number as JSON's canonical form (RFC 8785) writes it, for those that people read."""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e21 else str(number)  # noqa: PLR2004


_LETTER_AND_DIGIT: Final = re.compile(r"(?=.*\d).*[A-Za-z]")


class Citable:
    """The citable part of a snapshot's document: its leaves, its text, and what follows."""

    def __init__(self, snapshot: dict[str, JSON]) -> None:
        self.body: dict[str, JSON] = {k: v for k, v in snapshot.items() if k not in UNCITABLE}
        created = member(snapshot, "meta", "createdAt")
        self.taken_at = moments.parse(created) if isinstance(created, str) else None

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """Every object and list."""
        parts = (holders(part, f"/{name}", name) for name, part in self.body.items())
        return tuple(chain.from_iterable(parts))

    def leaves(self, *under: str) -> Iterator[Leaf]:
        """Every string and number in these parts, or in all. They are made anew each time, since
        they take more memory than the document, and hundreds of documents are kept.
        """
        for holder in self.holders:
            if not under or holder.pointer.startswith(under):
                yield from holder.leaves()

    def strings(self, *under: str) -> list[str]:
        """The strings in these parts."""
        found: list[str] = []
        for pointer, _, held in self.holders:
            if pointer.startswith(under):
                values = held.values() if isinstance(held, dict) else held
                found += [value for value in values if type(value) is str]
        return found

    @cached_property
    def _alike(self) -> dict[tuple[str, ...] | str, list[int]]:
        """The numbers of the holders that have the same names: the rows of a list, most of them. A
        list has the name of the member that it stands in.
        """
        found: dict[tuple[str, ...] | str, list[int]] = {}
        for number, (_, inside, held) in enumerate(self.holders):
            names = tuple(held) if isinstance(held, dict) else inside
            found.setdefault(names, []).append(number)
        return found

    def named(self, is_meant: Callable[[str], bool]) -> Iterator[Leaf]:
        """The leaves in members whose names are meant, in lower case without `_` and `-`."""
        meant: dict[int, list[str]] = {}
        for names, numbers in self._alike.items():
            if isinstance(names, str):
                told = [names] if is_meant(_as_compared(names)) else []
            else:
                told = [name for name in names if is_meant(_as_compared(name))]
            if told:
                meant |= dict.fromkeys(numbers, told)
        for number in sorted(meant):
            pointer, _, held = holder = self.holders[number]
            if isinstance(held, list):
                yield from holder.leaves()
                continue
            for name in meant[number]:
                value = held[name]
                if type(value) is str or type(value) is int or type(value) is float:
                    yield Leaf(pointer, name, name, value)

    @cached_property
    def text(self) -> str:
        """Every string, one a line, and the names of an entity's members, which hosts choose."""
        found: list[str] = []
        for pointer, inside, held in self.holders:
            values = held.values() if isinstance(held, dict) else held
            found += [value for value in values if type(value) is str]
            if pointer.startswith("/productState/entities/"):
                found += held if isinstance(held, dict) else (inside,)
        return "\n".join(found)

    @cached_property
    def stamps(self) -> frozenset[str]:
        """The ISO times and dates of its text, the times in UTC."""
        return moments.stamps_in(self.text)

    @cached_property
    def _parsed(self) -> tuple[tuple[int, str, JSON], ...]:
        """The runbooks that are JSON, each with its number and its id."""
        found: list[tuple[int, str, JSON]] = []
        for index, runbook in enumerate(rows(self.body, "knowledgePack", "runbooks")):
            content = member(runbook, "content")
            if isinstance(content, str) and content[:1] in '{[0123456789-"':
                with suppress(ValueError, RecursionError):
                    found.append((index, str(member(runbook, "id") or ""), json.loads(content)))
        return tuple(found)

    @cached_property
    def catalogued(self) -> list[JSON]:
        """The entries of the error catalogue."""
        return [value for _, _, value in self._parsed if member(value, "errorCode")]

    @cached_property
    def knowledge(self) -> tuple[Leaf, ...]:
        """What stands inside the JSON of business rules and of the error catalogue."""
        found: list[Leaf] = []
        for index, title, value in self._parsed:
            pointer = f"/knowledgePack/runbooks/{index}/content"
            for leaf in leaves(value, pointer, title):
                around = leaf.place.removeprefix(pointer).rpartition("/")[2]
                found.append(leaf._replace(inside=in_full(leaf.inside, around, title)))
        return tuple(found)

    @cached_property
    def taught(self) -> tuple[str, ...]:
        """Every string of the knowledge pack, those within the JSON of rules after the others."""
        within = (leaf.value for leaf in self.knowledge if isinstance(leaf.value, str))
        return (*self.strings("/knowledgePack"), *within)

    @cached_property
    def short_names(self) -> dict[str, str]:
        """The ids of things and jobs by what follows their prefix, as `TR-204` does in
        `veh_TR-204`: what has a letter and a digit, and is one's alone.
        """
        found: dict[str, set[str]] = {}
        for path, key in ((ENTITIES, "id"), (("backend", "jobs"), "jobId")):
            for row in rows(self.body, *path):
                name = str(member(row, key))
                found.setdefault(name.partition("_")[2], set()).add(name)
        return {
            short: min(names)
            for short, names in found.items()
            if len(names) == 1 and _LETTER_AND_DIGIT.match(short)
        }

    @cached_property
    def versions(self) -> frozenset[str]:
        """The versions that are numbers."""
        told = self.named(lambda name: name.endswith("version"))
        return frozenset(written(leaf.value) for leaf in told if not isinstance(leaf.value, str))

    @cached_property
    def limit_names(self) -> dict[str, str]:
        """What is limited by each row of the limits, by the row's pointer."""
        found = enumerate(rows(self.body, *LIMITS))
        return {
            f"/productState/limitsReached/{index}": str(member(row, "limit"))
            for index, row in found
        }

    @cached_property
    def limits(self) -> tuple[tuple[str, float, float], ...]:
        """Every limit that is told together with its use: name, current, maximum."""
        found: list[tuple[str, float, float]] = []
        for row in rows(self.body, *LIMITS):
            name, current, highest = (member(row, key) for key in ("limit", "current", "max"))
            if (
                isinstance(name, str)
                and isinstance(current, int | float)
                and isinstance(highest, int | float)
            ):
                found.append((name, float(current), float(highest)))
        for holder in self.holders:
            if isinstance(holder.held, dict) and holder.pointer.startswith(
                "/productState/entities"
            ):
                found += limits_of(holder.held)
        return tuple(found)
