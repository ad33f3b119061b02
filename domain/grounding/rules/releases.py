"""What the changelog tells of each version, and prose that tells it of another."""

import re
from typing import Final, NamedTuple

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import Moment
from domain.grounding.clauses import stems_in
from domain.grounding.facts import CHANGELOG, Citable, member, rows
from domain.grounding.page import Page

_NOT: Final = re.compile(
    r"(?<!\w)(?:not|never|before|until|earlier|than|older)(?!\w)|n['\u2019]t\b", re.IGNORECASE
)
_OF_ANY: Final = frozenset({"vers", "rele", "adde", "fixe", "impr", "upda", "chan"})
"""How words begin that tell of every version."""
_ALIKE: Final = 2
"""So many words in common tell that a sentence is about what a version brought."""


class _Release(NamedTuple):
    date: str
    about: frozenset[str]


class Releases:
    """Tells of versions what they brought, and when."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _known(self) -> dict[str, _Release]:
        return {
            version: _Release(
                str(member(row, "date") or "")[:10],
                stems_in(str(member(row, "summary") or "")) - _OF_ANY,
            )
            for row in rows(self._document.body, *CHANGELOG)
            if isinstance(version := member(row, "version"), str) and version[-1:].isdigit()
        }

    @cached_property
    def _named(self) -> re.Pattern[str]:
        names = sorted(map(re.escape, self._known), key=len, reverse=True)
        return re.compile(rf"(?<![\w.])(?:v(?=\d))?(?P<name>{'|'.join(names)})(?!\w|\.\d)")

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """Clauses of one version that tell what only another brought, or another's date."""
        if not page.has_digits or len(self._known) < _ALIKE:
            return []
        prose, found = page.prose, list[str]()
        start = 0
        for end in (*page.breaks, len(prose)):
            named = {said["name"] for said in self._named.finditer(prose, start, end)}
            if len(named) == 1 and not _NOT.search(prose, start, end):
                name = named.pop()
                if self._is_of_another(name, page, start, end):
                    found.append(f"{name}: {prose[start:end].strip()}")
            start = end
        return found

    def _is_of_another(self, name: str, page: Page, start: int, end: int) -> bool:
        own = self._known[name]
        others = [release for other, release in self._known.items() if other != name]
        stems = stems_in(page.prose[start:end]) - _OF_ANY
        if stems.isdisjoint(own.about) and any(
            len(stems & other.about) >= _ALIKE for other in others
        ):
            return True
        return any(
            not _is_on(own.date, claim) and any(_is_on(other.date, claim) for other in others)
            for claim in page.claims
            if isinstance(claim, Moment) and start <= claim.at < end
        )


def _is_on(date: str, claim: Moment) -> bool:
    return bool(date) and (date in claim.keys or date[5:] in claim.keys)
