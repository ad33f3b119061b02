"""What documents say is so or is not, and prose that says the opposite in the same words."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from domain.cached import cached_property
from domain.grounding.claims import Page
from domain.grounding.clauses import STEM, stems_in
from domain.grounding.facts import Citable

_CLAUSE_END: Final = re.compile(
    r"[.!?;:][\"'\u201d\u2019\u00bb)\]]*\s|\n|\.\Z|,(?= (?:not|never|no|without)(?!\w))"
    r"|,? (?:and|but|so|because|which|while|whereas|however)(?!\w)"
)
_ANSWER: Final = re.compile(r"\W*(?:yes|no|correct|right|unfortunately)[,.:!]? ", re.IGNORECASE)
_NOT: Final = re.compile(
    r"(?<!\w)(?:not|no|never|cannot|nothing|none|without)(?!\w)|n['\u2019]t\b", re.IGNORECASE
)
_DENYING: Final = frozenset("not no never cannot nothing none without t".split())
"""Words of which every denial has one: "doesn't" has two."""
_OPEN: Final = re.compile(
    r"(?<!\w)(?:if|unless|until|when|once|whether|only|yet|still|currently|your|may|might)(?!\w)|\?"
    r"|n['\u2019]t\W*\Z",
    re.IGNORECASE,
)
"""What tells of a condition, of the user's own case, of now alone, or leaves its verb out."""
_AUXILIARY: Final = frozenset(
    "cann isn aren wasn were does don didn won hasn have hadn also".split()
)
"""How words begin that denials have, and what they deny has not."""
_FEWEST: Final = 2
"""So many telling words a clause has at least that is compared."""
_CLAUSES: Final = 2_000


class Negations:
    """Compares what prose says in general with the clauses of documents that have its words."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _told(self) -> dict[frozenset[str], set[bool]]:
        """Whether the clauses with the same words are negated."""
        found: dict[frozenset[str], set[bool]] = {}
        texts = "\n".join(text for text in self._document.taught if text[:1] not in "{[")
        for stems, clause in islice(_clauses(texts), _CLAUSES):
            if len(stems) >= _FEWEST and not _OPEN.search(clause):
                found.setdefault(stems, set()).add(_NOT.search(clause) is not None)
        return found

    @cached_property
    def _begun(self) -> dict[bool, dict[str, list[frozenset[str]]]]:
        """The words of the clauses that can be said otherwise by a page that denies something, and
        by one that does not, by the first of them: most pages have not all of any.
        """
        found: dict[bool, dict[str, list[frozenset[str]]]] = {True: {}, False: {}}
        for stems, denied in self._told.items():
            for denies in (True, False) if True in denied else (True,):
                found[denies].setdefault(min(stems), []).append(stems)
        return found

    def mistaken(self, page: Page) -> Iterator[str]:
        """Clauses that deny what documents say, or say what these deny."""
        begun = self._begun[not _DENYING.isdisjoint(page.words)]
        words = {word[:STEM] for word in page.words} if begun else set[str]()
        if not any(told <= words for word in words if word in begun for told in begun[word]):
            return
        for stems, clause in islice(_clauses(page.prose), _CLAUSES):
            told = self._told.get(stems)
            if told and not _OPEN.search(clause) and (_NOT.search(clause) is not None) not in told:
                yield clause.strip()


def _clauses(text: str) -> Iterator[tuple[frozenset[str], str]]:
    start = 0
    for end in (*(end.end() for end in _CLAUSE_END.finditer(text)), len(text)):
        answer = _ANSWER.match(text, start, end)
        clause = text[start if answer is None else answer.end() : end]
        start = end
        yield stems_in(clause) - _AUXILIARY, clause
