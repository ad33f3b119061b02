"""What a browser says of where its user is: redacted, small, never taken for the user's state."""

import orjson

from application.redaction import Numbers, redact
from domain.model import JSON

CONTEXT_BYTES = 16_384


def cut_context(
    context: dict[str, JSON] | None, numbers: Numbers | None = None
) -> dict[str, JSON] | None:
    """Redact the context (see `redact`), and keep of its members what fits, in their order.

    A text too long for what is left is shortened; anything else too large is left out.
    """
    if context is None:
        return None
    redacted, _ = redact(context, numbers)
    kept: dict[str, JSON] = {}
    room = CONTEXT_BYTES - 2
    for key, value in redacted.items() if isinstance(redacted, dict) else ():
        size = _size({key: value})
        if size > room and isinstance(value, str):
            over = size - room
            value = value.encode()[: max(0, len(value.encode()) - over)].decode(errors="ignore")  # noqa: PLW2901  the shortened text takes its place
            size = _size({key: value})
        if size <= room:
            kept[key] = value
            room -= size
    return kept


def _size(member: dict[str, JSON]) -> int:
    """Bytes that a member takes with the comma before it, in place of the braces around it."""
    return len(orjson.dumps(member)) - 1
