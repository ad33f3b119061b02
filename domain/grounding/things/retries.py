"""Which errors may be tried again, and prose that says otherwise."""

import re
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import Name
from domain.grounding.clauses import clause_before
from domain.grounding.facts import ACTIVE_ERRORS, Citable, member, rows
from domain.grounding.page import Page
from domain.grounding.things.states import SUPPOSED

_RETRYABLE: Final = re.compile(
    r"(?P<not>(?:n['\u2019]t|\b(?:not|neither|none|never|nor|no))[^.!?;:,\n]{0,30} )?"
    r"(?<![\w-])retryable(?!\w)",
    re.IGNORECASE,
)


class Retries:
    """Tells of error codes whether they are retryable, as far as is told."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _retryable(self) -> dict[str, bool]:
        """Of each error code whether what it stopped may be tried again, as far as is told."""
        found: dict[str, bool] = {}
        told = rows(self._document.body, *ACTIVE_ERRORS)
        for row in (*told, *self._document.catalogued):
            code, retryable = member(row, "errorCode"), member(row, "retryable")
            if isinstance(code, str) and isinstance(retryable, bool):
                found[code] = retryable
        return found

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """What calls retryable what none of the codes in the prose is, or the other way round."""
        prose = page.prose
        said = list(_RETRYABLE.finditer(prose)) if "retr" in prose else []
        names = [claim.text for claim in page.claims if isinstance(claim, Name)] if said else []
        may_be = {self._retryable[name] for name in names if name in self._retryable}
        return [
            one.group().strip()
            for one in said
            if len(may_be) == 1
            and (one["not"] is None) not in may_be
            and not SUPPOSED.search(clause_before(prose, one.start()))
        ]
