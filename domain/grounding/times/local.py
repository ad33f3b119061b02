"""Times of day as clocks show them where the user or a thing of the user's is."""

import re
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from domain.cached import cached_property
from domain.grounding.claims import SHOWN, Claim, Moment
from domain.grounding.facts import Citable
from domain.grounding.page import Page
from domain.grounding.times.combined import moved

_ZONE: Final = re.compile(r"[A-Z][A-Za-z]{2,15}(?:/[A-Z][A-Za-z_-]{1,30}){1,2}")
"""A name of the time zone database, as `Europe/Amsterdam`."""
_IN_UTC: Final = re.compile(r"\b(?:UTC|GMT)\b|\dZ\b")
_DATES: Final = frozenset({"day", "month_day"})
_FEW: Final = 4
"""So many zones are told apart; one user has fewer."""
_BEHIND: Final = len(" (UTC)")


class LocalTimes:
    """Reads times of day in the zones that the snapshot names, too."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _ahead(self) -> tuple[int, ...]:
        """How many minutes the zones' clocks were ahead of UTC when the snapshot was taken."""
        strings = self._document.strings("/identity", "/productState")
        names = dict.fromkeys(text for text in strings if "/" in text and _ZONE.fullmatch(text))
        found: dict[int, None] = {}
        for name in islice(names, _FEW):
            # What only looks like a zone, or one that this machine does not know.
            with suppress(KeyError, ValueError, OSError):
                zone = ZoneInfo(name)
                taken = self._document.taken_at
                ahead = None if taken is None else zone.utcoffset(taken.astimezone(zone))
                if ahead:
                    found[round(ahead.total_seconds() / 60)] = None
        return tuple(found)

    def take(self, page: Page) -> None:
        """Let the times that do not say that they are UTC be local ones."""
        if page.claims and self._ahead:
            page.claims = [self._either(claim, page.prose) for claim in page.claims]

    def _either(self, claim: Claim, prose: str) -> Claim:
        if (
            not isinstance(claim, Moment)
            or claim.precision in _DATES
            or claim.precision not in SHOWN
            or _IN_UTC.search(prose, claim.at, claim.at + len(claim.text) + _BEHIND)
        ):
            return claim
        return replace(claim, keys=(*claim.keys, *moved(claim, self._ahead).keys))
