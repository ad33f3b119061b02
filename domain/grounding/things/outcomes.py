"""How requests and jobs ended that a time tells, and prose that has them end otherwise."""

import re
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import SHOWN, Moment
from domain.grounding.clauses import clause_before
from domain.grounding.facts import Citable, member, rows
from domain.grounding.page import Page
from domain.grounding.times import moments

_ENDED: Final = re.compile(
    r"(?: UTC)?,? (?:(?:has|have|was|were|then|also|again) ){0,2}"
    r"(?:(?P<well>worked|succeeded|went through|accepted)"
    r"|(?P<badly>failed|refused|rejected|declined|denied))(?!\w)"
)
_WORDS: Final = frozenset(
    "worked succeeded through accepted failed refused rejected declined denied".split()
)
_BEGUN: Final = re.compile(
    r"(?<!\w)(?:start|beg[au]n|creat|queue|submi|request|sen[dt]|tried|since|from|before|after|until)"
)
"""What tells that the time is not that of the end."""
_ACCEPTED: Final = 202
_REFUSED: Final = 400
"""HTTP statuses from here on."""


class Outcomes:
    """Knows what ended well and what badly, by the time of day."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """Times together with an end that nothing had then, and something had another."""
        if not page.has_digits or page.words.isdisjoint(_WORDS):
            return []
        found: list[str] = []
        for claim in page.moments:
            if claim.precision in SHOWN:
                said = _ENDED.match(page.prose, claim.at + len(claim.text))
                if said is None or _BEGUN.search(clause_before(page.prose, claim.at)):
                    continue
                if self._is_wrong(claim, is_well=said["well"] is not None):
                    found.append(page.prose[claim.at : said.end()])
        return found

    def _is_wrong(self, claim: Moment, *, is_well: bool) -> bool:
        """Whether something ended at a time, and nothing so."""
        start, end = SHOWN[claim.precision]
        if end <= len("2026-02-20"):
            return False
        told = {well for stamp, well in self._known if stamp[start:end] in claim.keys}
        # What was only accepted may have failed later, unless a job tells.
        may_be = told if is_well or told == {None} else told - {None}
        return bool(told) and may_be.isdisjoint({is_well, None})

    @cached_property
    def _known(self) -> list[tuple[str, bool | None]]:
        """What happened, and whether it ended well; None is for what was only accepted."""
        found: list[tuple[str, bool | None]] = []
        body = self._document.body
        for row in rows(body, "backend", "recentRequests"):
            status, at = member(row, "httpStatus"), member(row, "ts")
            if isinstance(status, int) and isinstance(at, str):
                well = None if status == _ACCEPTED else status < _REFUSED
                found.append((moments.in_utc(at), well))
        errors = rows(body, "backend", "errors")
        found += ((moments.in_utc(str(member(row, "ts"))), False) for row in errors)
        for row in rows(body, "backend", "jobs"):
            status = member(row, "status")
            for key in ("createdAt", "updatedAt"):
                at = moments.in_utc(str(member(row, key)))
                # What still runs may be said to have been accepted.
                found += [(at, True)] if status != "failed" else []
                found += [(at, False)] if status in {"failed", "canceled"} else []
        return found
