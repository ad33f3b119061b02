"""No pattern of ours can be made to try every way to read a text."""

import importlib
import itertools
import pkgutil
import re
import signal
from collections.abc import Iterable, Iterator
from types import FrameType

import api
import application
import domain
import projections

_KINDS = "aAb1-_./ é"
_FEWER_KINDS = "aA1-_. "
_NO_PART_OF_ANY = "\x00"
_SECONDS = 2.0
"""Ample for texts of 50 characters, and nothing to what twice as many ways a character cost."""


def _patterns() -> dict[re.Pattern[str], str]:
    """Every pattern that a module holds, alone or among others, and the first place it stands."""
    found: dict[re.Pattern[str], str] = {}
    for package in (api, application, domain, projections):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                for name, value in vars(importlib.import_module(module.name)).items():
                    for pattern in _within(value):
                        found.setdefault(pattern, f"{module.name}.{name}")
    return found


def _within(value: object) -> Iterator[re.Pattern[str]]:
    match value:
        case re.Pattern(pattern=str()):
            yield value
        case dict():
            yield from itertools.chain.from_iterable(map(_within, value.values()))
        case tuple() | list():
            yield from itertools.chain.from_iterable(map(_within, value))
        case _:
            pass


def _repetitive() -> Iterable[str]:
    """Texts that repeat a few characters again and again, and then are what nothing accepts."""
    kinds = ((1, _KINDS), (2, _KINDS), (3, _KINDS), (4, _FEWER_KINDS))
    for length, alphabet in kinds:
        for unit in itertools.product(alphabet, repeat=length):
            yield "".join(unit) * (48 // length) + _NO_PART_OF_ANY


def test_no_pattern_takes_ever_so_long_for_a_short_text():
    def too_long(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    texts = list(_repetitive())
    before = signal.signal(signal.SIGALRM, too_long)
    slow: list[str] = []
    try:
        for pattern, place in _patterns().items():
            signal.setitimer(signal.ITIMER_REAL, _SECONDS)
            try:
                for text in texts:
                    pattern.fullmatch(text)
            except TimeoutError:
                slow.append(place)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert slow == []
