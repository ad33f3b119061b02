"""What the thing of an id is called, and prose that puts the id beside what another is called."""

import re
from bisect import bisect_left
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import Name
from domain.grounding.facts import ENTITIES, Citable, member, rows
from domain.grounding.page import Page

_TIED: Final = re.compile(r"[\"'\u201d]? (?:\(|\[|\| )(?:id:? )?[\"'#]?")
"""What stands between what a thing is called and its id, either first."""
_MARKED: Final = re.compile(r" [(\[|]")
_SHORTEST: Final = 4
_LETTERS: Final = re.compile(r"[^\W\d_]+")


class Namesakes:
    """Knows what the things of the product are called."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _called(self) -> dict[str, tuple[str, str]]:
        """The kind of each thing, and what it is called in lower case, by its id."""
        found: dict[str, tuple[str, str]] = {}
        for row in rows(self._document.body, *ENTITIES):
            name, kind, called = (member(row, key) for key in ("id", "type", "description"))
            if isinstance(name, str) and isinstance(called, str) and len(called) >= _SHORTEST:
                found[name] = str(kind), called.lower()
        return found

    @cached_property
    def _kinds(self) -> dict[str, frozenset[str]]:
        """The kinds of what is called so."""
        found: dict[str, frozenset[str]] = {}
        for kind, called in self._called.values():
            found[called] = found.get(called, frozenset()) | {kind}
        return found

    @cached_property
    def _texts(self) -> re.Pattern[str]:
        texts = sorted(map(re.escape, self._kinds), key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(texts)})(?![\w-])")

    @cached_property
    def _words(self) -> frozenset[str]:
        """The first words of what things are called."""
        words = (_LETTERS.search(text) for text in self._kinds)
        return frozenset(word.group() for word in words if word)

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """Ids beside what only another thing of the kind is called, as in "Blog (site_2)"."""
        if not _MARKED.search(page.prose):
            return []
        names = [one for one in page.claims if isinstance(one, Name) and not _is_code(one.text)]
        ids = [one for one in names if one.text in self._called]
        if not ids or page.words.isdisjoint(self._words):
            return []
        prose = page.prose
        starts = {one.at: one for one in ids}
        ends = sorted((one.at + len(one.text), one.at) for one in ids)
        found: list[str] = []
        for text in self._texts.finditer(prose.lower()):
            tie = _TIED.match(prose, text.end())
            after = starts.get(tie.end()) if tie else None
            if after is not None and self._is_anothers(after.text, text.group()):
                found.append(prose[text.start() : after.at + len(after.text)])
            place = bisect_left(ends, (text.start(), 0))
            if place and _TIED.fullmatch(prose, ends[place - 1][0], text.start()):
                before = starts[ends[place - 1][1]]
                if self._is_anothers(before.text, text.group()):
                    found.append(prose[before.at : text.end()])
        return found

    def _is_anothers(self, name: str, text: str) -> bool:
        kind, called = self._called[name]
        # "Yoga (bkg_2)" may be short for "Power Yoga".
        return text not in called and kind in self._kinds[text]


def _is_code(name: str) -> bool:
    return name.isupper() and name.replace("_", "").isalpha()
