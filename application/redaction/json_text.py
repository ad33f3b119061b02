"""JSON inside a string: read, and written back so that nothing differs but what was redacted."""

from __future__ import annotations

import json
from typing import Final, TypeAlias, cast

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"
"""What a JSON document is in Python."""

_SHORTEST: Final = 4
_BRACKETS: Final = {"{": "}", "[": "]"}


class Literal(str):
    """A number as it was written: 10.00 stays 10.00."""

    __slots__ = ()


class _DuplicateMemberError(ValueError):
    """An object with two members of one name, of which a dict would lose one."""


def _members(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _DuplicateMemberError
    return members


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_members,
    parse_float=Literal,
    parse_int=Literal,
    parse_constant=Literal,
)


def parsed(text: str) -> list[JSON] | dict[str, JSON] | None:
    """The array or object that the text holds, numbers as `Literal`; None if it holds none."""
    stripped = text.strip()
    if len(stripped) < _SHORTEST or _BRACKETS.get(stripped[0]) != stripped[-1]:
        return None
    try:
        return cast("list[JSON] | dict[str, JSON]", _DECODER.decode(stripped))
    except (ValueError, RecursionError):
        return None


def written(value: JSON, like: str) -> str:
    """The value as JSON with the separators, and the escapes or bare letters, of a text like it."""
    comma = ", " if ', "' in like or '",  ' in like else ","
    colon = ": " if '": ' in like else ":"
    pieces: list[str] = []
    _write(value, pieces, comma, colon, is_ascii=like.isascii())
    return "".join(pieces)


def _write(value: JSON, pieces: list[str], comma: str, colon: str, *, is_ascii: bool) -> None:
    if isinstance(value, Literal):
        pieces.append(value)
    elif isinstance(value, dict):
        pieces.append("{")
        for index, (key, child) in enumerate(value.items()):
            pieces.append(comma if index else "")
            pieces.append(json.dumps(key, ensure_ascii=is_ascii) + colon)
            _write(child, pieces, comma, colon, is_ascii=is_ascii)
        pieces.append("}")
    elif isinstance(value, list):
        pieces.append("[")
        for index, child in enumerate(value):
            pieces.append(comma if index else "")
            _write(child, pieces, comma, colon, is_ascii=is_ascii)
        pieces.append("]")
    else:
        pieces.append(json.dumps(value, ensure_ascii=is_ascii))
