"""A snapshot as a plain JSON document: its places, and what it looks like without some of them."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import NamedTuple

from domain.model import JSON

Document = dict[str, dict[str, JSON]]
"""A snapshot in its wire form: sections (`identity`, `backend`, …) and their members."""

LISTS: tuple[tuple[str, str], ...] = (
    ("identity", "roles"),
    ("identity", "featuresEnabled"),
    ("productState", "entities"),
    ("productState", "activeErrors"),
    ("productState", "limitsReached"),
    ("recentActivity", "events"),
    ("recentActivity", "clickTimeline"),
    ("backend", "recentRequests"),
    ("backend", "jobs"),
    ("backend", "errors"),
    ("knowledgePack", "docs"),
    ("knowledgePack", "runbooks"),
    ("knowledgePack", "changelog"),
)
"""Every list of rows, as section and member."""


class Place(NamedTuple):
    """A row of one of the `LISTS`, or the whole of `identity.profile`."""

    section: str
    member: str
    row: int


PROFILE = Place("identity", "profile", -1)
"""The only place that is no row of a list."""


def rows(document: Document, section: str, member: str) -> list[JSON]:
    """The rows of one list."""
    found = document[section][member]
    if not isinstance(found, list):
        raise TypeError(f"{section}.{member} is no list")
    return found


def at(document: Document, place: Place) -> JSON:
    """What stands at a place."""
    if place == PROFILE:
        return document["identity"]["profile"]
    return rows(document, place.section, place.member)[place.row]


def without(document: Document, places: Collection[Place]) -> Document:
    """The document without these places; the one given stays as it is."""
    gone: dict[tuple[str, str], set[int]] = {}
    for section, member, index in places:
        gone.setdefault((section, member), set()).add(index)
    cut = {section: dict(members) for section, members in document.items()}
    for (section, member), indices in gone.items():
        if (section, member) == PROFILE[:2]:
            del cut[section][member]
            continue
        listed = rows(document, section, member)
        cut[section][member] = [row for i, row in enumerate(listed) if i not in indices]
    return cut


def with_only(
    document: Document, places: Collection[Place]
) -> tuple[Document, dict[tuple[str, str], list[int]]]:
    """The document without any rows but these; and of each list, where those stood before."""
    stood: dict[tuple[str, str], list[int]] = {names: [] for names in LISTS}
    for section, member, index in sorted(set(places) - {PROFILE}):
        stood[section, member].append(index)
    cut = {section: dict(members) for section, members in document.items()}
    for (section, member), indices in stood.items():
        listed = rows(document, section, member)
        cut[section][member] = [listed[index] for index in indices]
    return cut, stood


def place_of(pointer: str) -> Place | None:
    """The place that a JSON Pointer (RFC 6901) leads into, or None where it leads elsewhere."""
    parts = pointer.split("/", 4)
    if tuple(parts[1:3]) == PROFILE[:2]:
        return PROFILE
    if len(parts) > 3 and tuple(parts[1:3]) in LISTS and parts[3].isdecimal():  # noqa: PLR2004
        return Place(parts[1], parts[2], int(parts[3]))
    return None


def renumbered(pointer: str, gone: Sequence[int]) -> str:
    """A pointer into a row, as it is once the rows `gone` (ascending) of its list are cut."""
    parts = pointer.split("/", 4)
    index = int(parts[3])
    parts[3] = str(index - bisect_left(gone, index))
    return "/".join(parts)


def followed(pointers: Sequence[str], gone: Collection[Place]) -> dict[int, str]:
    """Which pointers still lead somewhere once these places are cut, and how they read then.

    Keyed by their index in `pointers`, ascending.
    """
    if not pointers:
        return {}
    cut: dict[tuple[str, str], list[int]] = {}
    for section, member, index in sorted(gone):
        cut.setdefault((section, member), []).append(index)
    missing = frozenset(gone)
    kept: dict[int, str] = {}
    for number, pointer in enumerate(pointers):
        place = place_of(pointer)
        if place is None or place == PROFILE:
            if place not in missing:
                kept[number] = pointer
        elif place not in missing:
            kept[number] = renumbered(pointer, cut.get(place[:2], ()))
    return kept
