"""Who alone may do something, as documents and rules tell, and prose that says it of others."""

import re
from typing import Final, NamedTuple

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import stems_in
from domain.grounding.facts import Citable, rows
from domain.grounding.page import Page

_ONLY: Final = re.compile(
    r"(?<!\w)only (?:the |an? )?(?P<who>[^.,;:\n]{3,60}?) (?:can|may) (?!be |not )"
    r"(?P<what>[^.;:\n]{3,80})",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"(?<!\w)(?:(?P<only>only )?(?:the |an? )?(?P<who>(?:[\w'\u2019-]+ ){0,4}?[\w-]+)) (?:can|may)"
    r" (?!be |not |only )(?:also |still )?(?P<what>(?P<verb>\w+)(?: [^.,;:\n]{1,80})?)",
    re.IGNORECASE,
)
_USERS: Final = re.compile(
    r"(?<!\w)(?:you|I|we|one|not|nobody|if|until|unless|that|when|ask)(?!\w)", re.IGNORECASE
)
"""Who speaks or is spoken to has roles that are looked at elsewhere."""
_KNOWN: Final = frozenset("owne admi edit view gues memb mana acco".split())
"""How roles begin that most products have."""
_ALIKE: Final = 2
"""So many words in common tell that two sentences are about the same right."""


class _Right(NamedTuple):
    who: frozenset[str]
    what: frozenset[str]


class Permissions:
    """Tells of what only some may do whether others are said to."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _rights(self) -> list[_Right]:
        """What only some may do."""
        found = (told for text in self._document.taught for told in _ONLY.finditer(text))
        return [_Right(stems_in(told["who"]), stems_in(told["what"])) for told in found]

    @cached_property
    def _roles(self) -> frozenset[str]:
        named = rows(self._document.body, "identity", "roles")
        return stems_in(" ".join(map(str, named))) | _KNOWN

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """What some are said to be allowed, where it is told that only others are."""
        if page.words.isdisjoint(("may", "can")) or not self._rights:
            return []
        return [said.group() for said in _SAID.finditer(page.prose) if self._is_wrong(said)]

    def _is_wrong(self, said: re.Match[str]) -> bool:
        who, what = stems_in(said["who"]), stems_in(said["what"])
        if who.isdisjoint(self._roles) or _USERS.search(said["who"]):
            return False
        verb = stems_in(said["verb"])
        rights = [
            right for right in self._rights if verb & right.what and _is_about(right.what, what)
        ]
        return bool(rights) and all(who.isdisjoint(right.who) for right in rights)


def _is_about(told: frozenset[str], said: frozenset[str]) -> bool:
    return bool(told) and len(told & said) >= min(_ALIKE, len(told))
