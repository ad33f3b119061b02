"""What a client says that it accepts (RFC 9110, 12.5.1)."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_WEIGHT: Final = re.compile(r"q=([01](?:\.\d*)?)")


def accepted(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The value of `Accept`: all its lines are one list (RFC 9110, 5.3)."""
    return b",".join([value for name, value in headers if name == b"accept"]).decode("latin-1")


def media_ranges(accept: str) -> list[str]:
    """What it names with a weight above 0: what is wanted most comes first, and of what is wanted
    alike the more definite.
    """
    weighted = sorted(_weighted(accept), key=lambda one: (-one[0], "*" in one[1]))
    return [media_range for weight, media_range in weighted if weight]


def is_preferred(media_type: str, accept: str) -> bool:
    """Whether it names a media type, and does not want plain JSON more."""
    weights = {media_range: weight for weight, media_range in _weighted(accept)}
    weight = weights.get(media_type, 0.0)
    return weight > 0 and weight >= weights.get("application/json", 0.0)


def _weighted(accept: str) -> Iterator[tuple[float, str]]:
    for one in accept.lower().split(","):
        if "/" not in one:
            continue
        media_range, *parameters = (part.strip() for part in one.split(";"))
        weights = [found[1] for part in parameters if (found := _WEIGHT.fullmatch(part))]
        yield float(weights[0]) if weights else 1.0, media_range
