"""A batch's columns as PostgreSQL takes arrays in binary, each written in one go.

psycopg adapts an array value by value, which for a large batch takes longer than to seal it. The
form is that of `array_send` in PostgreSQL's arrayfuncs.c: dimensions, whether there are nulls, the
type of the elements; then the size and first index of the one dimension; then each element's length
and bytes, -1 standing for null.
"""

import struct
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal

from psycopg.abc import AdaptContext
from psycopg.adapt import Dumper
from psycopg.pq import Format

Kind = Literal["int4", "int8", "float8", "text", "bytea"]

_OIDS: Final[dict[Kind, int]] = {
    "int4": 23,
    "int8": 20,
    "float8": 701,
    "text": 25,
    "bytea": 17,
}
_EMPTY: Final = struct.Struct("!iiI")
_NOTHING: Final = {kind: _EMPTY.pack(0, 0, oid) for kind, oid in _OIDS.items()}
_HEAD: Final = struct.Struct("!iiIii")
_LENGTH: Final = struct.Struct("!i").pack
_INT4: Final = struct.Struct("!ii").pack
_INT8: Final = struct.Struct("!iq").pack
_FLOAT8: Final = struct.Struct("!id").pack
_NULL: Final = _LENGTH(-1)


class Column:
    """One array, ready to be sent."""

    __slots__ = ("sent",)

    def __init__(self, kind: Kind, values: Sequence[Any]) -> None:
        """Write the values, all of this type or None."""
        if not values:
            self.sent = _NOTHING[kind]
            return
        elements = _ELEMENTS[kind](values)
        nulls = 1 if None in values else 0
        self.sent = _HEAD.pack(1, nulls, _OIDS[kind], len(values), 1) + elements


def _int4(values: Sequence[int | None]) -> bytes:
    return b"".join([_NULL if value is None else _INT4(4, value) for value in values])


def _int8(values: Sequence[int | None]) -> bytes:
    return b"".join([_NULL if value is None else _INT8(8, value) for value in values])


def _float8(values: Sequence[float | None]) -> bytes:
    return b"".join([_NULL if value is None else _FLOAT8(8, value) for value in values])


def _bytea(values: Sequence[bytes | None]) -> bytes:
    pieces: list[bytes] = []
    for value in values:
        if value is None:
            pieces.append(_NULL)
        else:
            pieces += (_LENGTH(len(value)), value)
    return b"".join(pieces)


def _text(values: Sequence[str | None]) -> bytes:
    return _bytea([None if value is None else value.encode() for value in values])


_ELEMENTS: Final[dict[Kind, Callable[[Sequence[Any]], bytes]]] = {
    "int4": _int4,
    "int8": _int8,
    "float8": _float8,
    "text": _text,
    "bytea": _bytea,
}


class _ColumnDumper(Dumper):
    """Sends a column as it is; the statement says of what type it is."""

    format = Format.BINARY

    def dump(self, obj: Column) -> bytes:
        return obj.sent


def take_columns(of: AdaptContext) -> None:
    """Let the statements of a connection, or of a cursor, have columns for parameters."""
    of.adapters.register_dumper(Column, _ColumnDumper)
