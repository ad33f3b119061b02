"""HTTP statuses that prose puts beside an error code, and that were not answered with it."""

import re
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import Name
from domain.grounding.facts import LOGS, Citable, member, rows
from domain.grounding.page import Page

_WORDS: Final = r"(?:(?:HTTP|status|code|error|with)[ :]{1,2}){0,3}"
_STATUS: Final = r"(?P<status>[1-5]\d\d)(?![\w%]|[.,]\d)"
_AFTER: Final = re.compile(rf"[\"']?\)?,? [(\[]?{_WORDS}{_STATUS}(?=[).,;:\n]|\Z)")
_BEFORE: Final = re.compile(rf"(?<![\w.,-]){_STATUS}\)?,? [(\[]?{_WORDS}[\"']?$")
_REACH: Final = 30
"""A status and the words between it and a code, in characters."""


class Answered:
    """Tells of a status and a code whether some request was answered with both."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, int]]:
        """Each code with each status that was answered with it; "" and 0 are for none."""
        logged = (row for path in LOGS for row in rows(self._document.body, *path))
        told = ((member(row, "errorCode"), member(row, "httpStatus")) for row in logged)
        return frozenset(
            (str(code or ""), status if isinstance(status, int) else 0) for code, status in told
        )

    @cached_property
    def _codes(self) -> frozenset[str]:
        """The codes of whatever failed."""
        return frozenset(code for code, _ in self._pairs if code)

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """What puts a status beside a code that only others were answered with."""
        found: list[str] = []
        for claim in page.claims if page.has_digits else ():
            if isinstance(claim, Name) and claim.text in self._codes:
                end = claim.at + len(claim.text)
                before = _BEFORE.search(page.prose, max(0, claim.at - _REACH), claim.at)
                beside = before or _AFTER.match(page.prose, end)
                if beside is not None and self._is_wrong(claim.text, beside["status"], told.said):
                    start, end = min(claim.at, beside.start()), max(end, beside.end())
                    found.append(page.prose[start:end])
        return found

    def _is_wrong(self, code: str, status: str, said: str) -> bool:
        if (code, int(status)) in self._pairs:
            return False
        codes = {name for name, number in self._pairs if number == int(status)}
        # A job's code is that of no request, and the request that met it may have none.
        if not codes or (
            "" in codes and not any(name == code and number for name, number in self._pairs)
        ):
            return False
        texts = (said, *self._document.taught)
        return not any(code in text and status in text for text in texts)
