"""Opaque cursors: where the next page begins, written so that nobody is led to compute one."""

import base64
import binascii
import re

from domain.errors import Invalid


def write_cursor(key: str) -> str:
    """Make a cursor out of the key of a page's last piece."""
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
