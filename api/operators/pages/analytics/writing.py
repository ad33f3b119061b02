"""How figures are written: with their unit, and no more digits than they bear."""

from typing import Final, Literal

from api.operators.pages.writing import size
from projections.analytics.dictionary import RATIOS
from projections.analytics.reading import Value
from projections.analytics.summary import definitions

Kind = Literal["count", "share", "number", "time", "points", "bytes"]
"""`count` is whole, `share` is 0 to 1 and written of a hundred, `time` is in milliseconds."""

NONE: Final = "\u2013"
"""What stands where there is no figure."""

_THIN: Final = "\u202f"
_SHARES: Final = frozenset(one.name for one in RATIOS if one.unit == "ratio")
_UNITS: Final[dict[str, Kind]] = {
    "ratio": "number",
    "ms": "time",
    "points": "points",
    "bytes": "bytes",
    "tokens": "count",
}
_TIMES: Final = ((86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s"))
_FRACTIONS: Final = frozenset({"redactionsPerSnapshot"})
_PRECISE: Final = (0.1, 0.9)
_LEAST: Final = 0.001
_WHOLE: Final = 10


def kind_of(name: str) -> Kind:
    """How a figure of the dictionary is written."""
    if name in _SHARES or name.startswith("meanConfidence"):
        return "share"
    if name in _FRACTIONS:
        return "number"
    return _UNITS.get(definitions()[name].unit, "count")


def written(value: Value, kind: Kind) -> str:
    """A figure for people."""
    if value is None:
        return NONE
    match kind:
        case "count":
            return f"{value:,.0f}"
        case "share":
            return _share(value)
        case "number":
            return f"{value:,.2f}"
        case "time":
            return _time(value)
        case "points":
            return f"{value:.1f}"
        case "bytes":
            return size(round(value))


def _share(value: float) -> str:
    """Of a hundred. Near the ends a digit more: nearly all is not all, and nearly none not none."""
    if value in {0, 1}:
        return f"{value:.0%}".replace("%", f"{_THIN}%")
    if value < _LEAST:
        return f"<{_THIN}0.1{_THIN}%"
    if value > 1 - _LEAST:
        return f">{_THIN}99.9{_THIN}%"
    digits = 0 if _PRECISE[0] <= value <= _PRECISE[1] else 1
    return f"{value * 100:.{digits}f}{_THIN}%"


def _time(milliseconds: float) -> str:
    for long, unit in _TIMES:
        if milliseconds >= long:
            many = round(milliseconds / long, 1)
            return f"{many:.{0 if many >= _WHOLE else 1}f}{_THIN}{unit}"
    return f"{milliseconds:.0f}{_THIN}ms"
