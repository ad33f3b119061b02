"""What the names of an object's fields say, found out once for all objects of a kind."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from application.redaction.keys import Kind, Meaning, is_person, meaning_of
from application.redaction.neighbours import (
    holds_rows,
    holds_value,
    names_columns,
    names_neighbour,
)

_KEPT: Final = 1_024
_SHORT: Final = 1_000
"""Characters of the names of an object, up to which what they say is kept for other documents."""

_SIGNS_OF_A_PERSON: Final = frozenset({Kind.NAME, Kind.EMAIL, Kind.PHONE, Kind.BIRTH_DATE})


class Field(NamedTuple):
    """What the name of one field says."""

    meaning: Meaning
    holds_value: bool
    holds_person: bool


class Layout(NamedTuple):
    """What the names of an object's fields say, in their order."""

    fields: tuple[Field, ...]
    naming: tuple[str, ...]
    is_held: bool
    of_person: bool
    of_address: bool
    columns: str

    @classmethod
    def of(cls, keys: tuple[str, ...]) -> Layout:
        """The layout of an object with these keys."""
        fields = tuple(Field(meaning_of(k), holds_value(k), is_person(k)) for k in keys)
        return cls(
            fields,
            tuple(key for key in keys if names_neighbour(key)),
            any(field.holds_value for field in fields),
            any(field.meaning.kind in _SIGNS_OF_A_PERSON for field in fields),
            any(field.meaning.kind is Kind.ADDRESS for field in fields),
            next((k for k in keys if names_columns(k)), "") if any(map(holds_rows, keys)) else "",
        )


def layout_of(keys: tuple[str, ...]) -> Layout:
    """The layout of an object with these keys, which documents of one host have again and again."""
    return _layout_of(keys) if sum(map(len, keys)) <= _SHORT else Layout.of(keys)


@lru_cache(_KEPT)
def _layout_of(keys: tuple[str, ...]) -> Layout:
    return Layout.of(keys)
