"""JSON as it is read from outside: strict where RFC 8259 leaves room for two opinions."""

import json
import re
from typing import Final, NoReturn

from domain.model import DEEPEST, JSON

_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_INTEGERS: Final = range(-(2**63), 2**64)
_LONGEST_NUMBER = 40
_LARGE: Final = "a number is too large to be kept exactly"


class NotStrictJson(ValueError):
    """The text is no JSON, or has duplicate members, deep nesting, or numbers that do not fit.

    Its message says which, where, and nothing of what the text holds.
    """


def parse(text: bytes) -> JSON:
    """Read JSON in UTF-8; raises `NotStrictJson`."""
    try:
        decoded = text.decode()
        _refuse_deep(decoded)
        value: JSON = _DECODER.decode(decoded)
    except NotStrictJson:
        raise
    except UnicodeDecodeError as error:
        raise NotStrictJson(f"byte {error.start + 1} is no UTF-8") from error
    except json.JSONDecodeError as error:
        raise NotStrictJson(f"it is broken off or misspelt at character {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:
        raise NotStrictJson("it cannot be read") from error
    return value


def _refuse_deep(text: str) -> None:
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for token in _TOKENS.finditer(text):
        match token[0][0]:
            case "[" | "{":
                depth += 1
                if depth > DEEPEST:
                    raise NotStrictJson(f"it is nested more than {DEEPEST} levels deep")
            case "]" | "}":
                depth -= 1
            case _:
                pass


def _unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotStrictJson("an object names a member twice")
    return members


def _refuse_constant(_: str) -> NoReturn:
    raise NotStrictJson("NaN and Infinity are no numbers")


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER or (value := int(digits)) not in _INTEGERS:
        raise NotStrictJson(_LARGE)
    return value


def _float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise NotStrictJson(_LARGE)
    return value


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_unique,
    parse_constant=_refuse_constant,
    parse_int=_integer,
    parse_float=_float,
)
