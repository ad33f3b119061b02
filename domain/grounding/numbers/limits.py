"""Limits that a thing tells together with their use."""

import re
from collections.abc import Iterator
from typing import Final

from domain.model import JSON

_USED: Final = re.compile(r"used|usage|current|consumed", re.IGNORECASE)
_ALLOWED: Final = re.compile(
    r"max(?:imum)?|limit|quota|total|capacity|allowed|allowance|included", re.IGNORECASE
)


def limits_of(held: dict[str, JSON]) -> Iterator[tuple[str, float, float]]:
    """The limits of one object whose members are called alike but for what says which is which, as
    `storageUsedGb` and `storageQuotaGb` are.
    """
    numbers = {
        name: float(value)
        for name, value in held.items()
        if type(value) is int or type(value) is float
    }
    highest = {_ALLOWED.sub("", name, count=1): name for name in numbers if _ALLOWED.search(name)}
    for name, value in numbers.items():
        about = highest.get(_USED.sub("", name, count=1)) if _USED.search(name) else None
        if about is not None:
            yield about, value, numbers[about]
