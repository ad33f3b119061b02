"""Which errors were met at all, and prose that says so of one which the catalogue only explains."""

import re
from typing import Final

from domain.cached import cached_property
from domain.grounding.belonging import ANOTHER
from domain.grounding.check import Told
from domain.grounding.claims import Name
from domain.grounding.clauses import sentence_before
from domain.grounding.facts import ACTIVE_ERRORS, LOGS, Citable, member, rows
from domain.grounding.numbers.number_words import WORDS
from domain.grounding.page import Page
from domain.grounding.things.states import IF

_HAPPENED: Final = (
    r"(?:failed|refused|rejected|declined|denied|stopped|ended|answered|returned|reported|recorded"
    r"|got|met|hit|fehlgeschlagen|gescheitert|abgelehnt|abgebrochen|endete|échoué\w*|refus\w+"
    r"|rejet\w+|fall(?:ó|aron|ado)|rechaz\w+|falh\w+|recus\w+|rejeit\w+|fallit\w+|rifiut\w+"
    r"|mislukt\w*|geweigerd\w*)"
)
_BEFORE: Final = re.compile(
    rf"(?<!\w)(?<!\bis )(?<!\bare )(?<!\bbe ){_HAPPENED}(?!\w)[^.!?;\n]*$"
    rf"|(?<![\w.,-])(?:\d{{1,2}}|{WORDS}) (?:x |times )?[\"'(]*$",
    re.IGNORECASE,
)
"""What tells that a code was met, or how often."""
_AFTER: Final = re.compile(
    r"[\"')]* (?:came up|occurred|happened|was (?:logged|recorded|returned))"
)
_SUPPOSED: Final = re.compile(
    r"(?<!\w)(?:will|can|cannot|could|e\.g|example|like|such|instead|means?|check|whether|würde\w*"
    r"|könnte\w*|serait|pourrait|podría|poderia|potrebbe|zou)(?!\w)|['\u2019](?:d|ll)(?!\w)",
    re.IGNORECASE,
)
_REACH: Final = 160


class MetCodes:
    """Tells of the codes of the catalogue whether anything of the user's met them."""

    def __init__(self, document: Citable) -> None:
        self._document = document
        self._failed: dict[str, bool] = {}

    @cached_property
    def _catalogued(self) -> frozenset[str]:
        """The codes of the catalogue that stand nowhere else."""
        elsewhere = (f"/{part}" for part in self._document.body if part != "knowledgePack")
        text = "\n".join(self._document.strings(*elsewhere))
        codes = (member(entry, "errorCode") for entry in self._document.catalogued)
        return frozenset(code for code in codes if isinstance(code, str) and code not in text)

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """Codes that are said to have been met, and only the catalogue has."""
        prose = page.prose
        return [
            claim.text
            for claim in page.claims
            if isinstance(claim, Name)
            and claim.text.isupper()
            and not self._has_failed(claim.text)
            and self._is_met(prose, claim.at, claim.at + len(claim.text))
            and claim.text in self._catalogued
            and claim.text not in told.said
        ]

    def _has_failed(self, code: str) -> bool:
        """Whether a row has the code, as nearly every code has one that is told."""
        known = self._failed.get(code)
        if known is None:
            known = self._failed[code] = any(
                member(row, "errorCode") == code
                for path in (ACTIVE_ERRORS, *LOGS)
                for row in rows(self._document.body, *path)
            )
        return known

    def _is_met(self, prose: str, at: int, end: int) -> bool:
        before = sentence_before(prose, at, _REACH)
        # What could not be done is told before how it failed: "it cannot be sent: it failed with".
        last = before.rpartition(": ")[2]
        before = last if _BEFORE.search(last) else before
        if any(other.search(before) for other in (ANOTHER, IF, _SUPPOSED)):
            return False
        return _BEFORE.search(before) is not None or _AFTER.match(prose, end) is not None
