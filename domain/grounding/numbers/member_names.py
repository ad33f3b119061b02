"""What a member's name tells of its number, where it names no unit."""

import re
from functools import lru_cache
from typing import Final

from domain.grounding.numbers.quantities import Dimension, hint

MAYBE: Final[dict[Dimension, re.Pattern[str]]] = {
    "bytes": re.compile(r"size|upload|storage|file|memory|attach|disk|transfer", re.IGNORECASE),
    "seconds": re.compile(
        r"time|duration|interval|ttl|window|retention|period|wait|age|delay|expir", re.IGNORECASE
    ),
    "percent": re.compile(
        r"percent|ratio|progress|usage|used|rate|share|quota|battery|level|load|cpu|charge",
        re.IGNORECASE,
    ),
}
"""Names of members whose numbers may be of a dimension, in a unit that nothing tells."""
_PAID: Final = re.compile(
    r"price|cost|amount|total|sum|fee|tax|charge|balance|credit|debit|refund|paid|pay|due|money"
    r"|cents?|usd|eur|gbp|budget|spen[dt]|value|monthly|yearly|annual",
    re.IGNORECASE,
)
"""Names of members whose numbers may be sums of money, whole or in hundredths."""
_PRICE: Final = re.compile(r"price|cost|fee|cents?$|usd|eur|gbp|chf", re.IGNORECASE)


def is_price(name: str) -> bool:
    """Whether a member of that name has a sum of money, whatever it is the price of."""
    return _PRICE.search(name) is not None


@lru_cache(maxsize=4096)
def in_full(name: str, around: str, rule: str) -> str:
    """A member's name in a rule, with what it stands in: `{"maxUploadBytes": {"pro": …}}` and
    `{"refunds": {"windowDays": {"pro": …}}}` tell the unit, which comes last, further out. A price
    is in no unit but its own.
    """
    names = [one for one in (rule, around) if one not in {"", name} and not one.isdecimal()]
    if hint(name) or is_price(name):
        return " ".join((*names, name))
    names.sort(key=lambda one: hint(one) is not None)
    return " ".join((name, *names))


@lru_cache(maxsize=4096)
def is_paid(name: str) -> bool:
    """Whether a member of that name may have a sum of money."""
    return _PAID.search(name) is not None


def may_be(dimension: Dimension, name: str) -> bool:
    """Whether a member of that name may have a number of the dimension, whatever its unit."""
    pattern = MAYBE.get(dimension)
    return is_paid(name) if pattern is None else pattern.search(name) is not None
