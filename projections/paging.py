"""Pages of a list, each with an opaque cursor to where the next one begins.

A cursor is written so that nobody is led to compute one.
"""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.errors import Invalid

Item = TypeVar("Item")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A part of a list, in order, and where the next one begins: None after the last."""

    items: tuple[Item, ...]
    next_cursor: str | None


def cut(
    found: Sequence[Found], limit: int, key: Callable[[Found], str]
) -> tuple[Sequence[Found], str | None]:
    """What a page holds of what was found, which is one more than `limit` if there is more; and the
    cursor of the next page, from the `key` of the last on this one.
    """
    if len(found) <= limit:
        return found, None
    return found[:limit], write_cursor(key(found[limit - 1]))


def write_cursor(key: str) -> str:
    """Make a cursor out of the key of a page's last item."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def read_cursor(cursor: str, prefix: str) -> str:
    """The key in a cursor; raises `Invalid` unless it is this prefix and letters or digits."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        key = ""
    if not re.fullmatch(re.escape(prefix) + "[0-9A-Za-z]{1,64}", key):
        raise Invalid("cursor: is none that a page has given", field="cursor")
    return key


def read_position(cursor: str, prefix: str) -> int:
    """The position in a cursor that `write_cursor` made of prefix and position."""
    digits = read_cursor(cursor, prefix).removeprefix(prefix)
    if not digits.isdecimal() or len(digits) > 18:  # noqa: PLR2004 - what fits in 64 bits
        raise Invalid("cursor: is none that a page has given", field="cursor")
    return int(digits)
