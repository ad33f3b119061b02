"""What a browser says of where its user is: redacted, small, never taken for the user's state."""

import re
from typing import Final

import orjson

from application.aside import aside
from application.redaction import Numbers, redact
from domain.model import JSON

CONTEXT_BYTES: Final = 16_384
LOOKED_AT: Final = 4 * CONTEXT_BYTES
"""Bytes of what a browser sent, up to which it is redacted: a mark may be shorter than what it
stands for, but whoever sends a megabyte of addresses is not worth the seconds that they take.
"""
QUICK: Final = 2_048
"""Bytes that need no thread: of all that was tried, so many took 25 ms at most."""

_LAST_WORD: Final = re.compile(r"\s\S{0,4096}\Z")


async def cut_context(
    context: dict[str, JSON] | None, numbers: Numbers | None = None
) -> dict[str, JSON] | None:
    """Redact the context (see `redact`), and keep of its members what fits, the smallest first: a
    page's whole text must not cost the page's address.

    A text too long for what is left is shortened; anything else too large is left out.
    """
    if context is None:
        return None
    return await aside(len(orjson.dumps(context)) > QUICK, _redacted_and_cut, context, numbers)


def _redacted_and_cut(context: dict[str, JSON], numbers: Numbers | None) -> dict[str, JSON]:
    redacted, _ = redact(_cut(context, LOOKED_AT), numbers)
    return _cut(redacted if isinstance(redacted, dict) else {}, CONTEXT_BYTES)


def _cut(members: dict[str, JSON], most: int) -> dict[str, JSON]:
    kept: dict[str, JSON] = {}
    room = most - 2
    for key in sorted(members, key=lambda key: _size({key: members[key]})):
        value = members[key]
        size = _size({key: value})
        if size > room and isinstance(value, str):
            value = _shortened(value, size - room)
            size = _size({key: value})
        if size <= room:
            kept[key] = value
            room -= size
    return {key: kept[key] for key in members if key in kept}


def _shortened(text: str, over: int) -> str:
    """A text without its last bytes, nor a word that was cut in two: it may be half a secret."""
    written = text.encode()
    return _LAST_WORD.sub("", written[: max(0, len(written) - over)].decode(errors="ignore"))


def _size(member: dict[str, JSON]) -> int:
    """Bytes that a member takes with the comma before it, in place of the braces around it."""
    return len(orjson.dumps(member)) - 1
