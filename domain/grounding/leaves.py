"""A JSON value flattened: every string and number in it, each with its place (RFC 6901)."""

from typing import NamedTuple

from domain.model import DEEPEST, JSON


class Leaf(NamedTuple):
    """A string or a number: the RFC 6901 pointer of the object or list that it stands in, its name
    or index there, and the name of the member it stands in.

    `inside` is the last name that is no list index, so that an item of `roles` knows its list.
    """

    place: str
    at: str | int
    inside: str
    value: str | float

    @property
    def pointer(self) -> str:
        """Its own pointer, which most leaves are never asked for."""
        return _pointer(self.place, self.at)


class Holder(NamedTuple):
    """An object or a list, with its RFC 6901 pointer; `inside` is as a leaf's."""

    pointer: str
    inside: str
    held: dict[str, JSON] | list[JSON]

    def leaves(self) -> list[Leaf]:
        """The strings and numbers that stand right in it. `bool` is another type than `int`."""
        pointer, inside, held = self
        if isinstance(held, dict):
            return [
                Leaf(pointer, name, name, value)
                for name, value in held.items()
                if type(value) is str or type(value) is int or type(value) is float
            ]
        return [
            Leaf(pointer, index, inside, value)
            for index, value in enumerate(held)
            if type(value) is str or type(value) is int or type(value) is float
        ]


def holders(value: JSON, pointer: str, inside: str) -> list[Holder]:
    """Every object and list of a value, each before those in it; what is nested too deep is left
    out.
    """
    found: list[Holder] = []
    if isinstance(value, (dict, list)):
        _gather(found, value, pointer, inside, DEEPEST)
    return found


def _gather(
    found: list[Holder],
    value: dict[str, JSON] | list[JSON],
    pointer: str,
    inside: str,
    room: int,
) -> None:
    """Gather a value and what is in it; a snapshot has thousands of leaves, so that a call for each
    of them would take longer than all the rest.
    """
    found.append(Holder(pointer, inside, value))
    if room == 1:
        return
    if type(value) is dict:
        for name, part in value.items():
            if type(part) is dict or type(part) is list:
                _gather(found, part, _pointer(pointer, name), name, room - 1)
    else:
        for index, item in enumerate(value):
            if type(item) is dict or type(item) is list:
                _gather(found, item, f"{pointer}/{index}", inside, room - 1)


def leaves(value: JSON, pointer: str, inside: str) -> list[Leaf]:
    """Every string and number within a value, those of an object before those of what is in it."""
    if type(value) is str or type(value) is int or type(value) is float:
        place, _, name = pointer.rpartition("/")
        return [Leaf(place, name.replace("~1", "/").replace("~0", "~"), inside, value)]
    return [leaf for holder in holders(value, pointer, inside) for leaf in holder.leaves()]


def _pointer(place: str, at: str | int) -> str:
    if isinstance(at, str) and ("/" in at or "~" in at):
        at = at.replace("~", "~0").replace("/", "~1")
    return f"{place}/{at}"
