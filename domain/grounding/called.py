"""The things that prose names: by their ids, their descriptions, or a word that calls no other."""

import re
from collections.abc import Container, Iterator
from typing import Final, NamedTuple

from domain.cached import cached_property
from domain.grounding.claims import Name
from domain.grounding.facts import ENTITIES, Citable, member, rows
from domain.grounding.page import Page

_WORD: Final = re.compile(r"(?<![\w-])[^\W\d_]{5,}(?![\w-])")
FEW: Final = 3
"""So many things may be meant by one description, or by what stands behind a claim."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")


class Said(NamedTuple):
    """A thing that prose names, and where."""

    at: int
    name: str
    end: int


class Called:
    """Finds the things of a snapshot that prose names."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _described(self) -> dict[str, list[str]]:
        """The things that a description of several words is of, if they are few."""
        found: dict[str, list[str]] = {}
        for row in rows(self._document.body, *ENTITIES):
            name, description = member(row, "id"), member(row, "description")
            if isinstance(name, str) and isinstance(description, str) and " " in description:
                found.setdefault(description.lower(), []).append(name)
        return {text: names for text, names in found.items() if len(names) <= FEW}

    @cached_property
    def _descriptions(self) -> re.Pattern[str] | None:
        texts = sorted(map(re.escape, self._described), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(texts)})(?!\w)") if texts else None

    @cached_property
    def _describing(self) -> frozenset[str]:
        """The first words of the descriptions."""
        words = (_LETTERS.search(text) for text in self._described)
        return frozenset(word.group() for word in words if word)

    @cached_property
    def _called(self) -> dict[str, str]:
        """The things that a word of their description calls, which calls no other, nor a kind,
        neither as one nor as many: "2 parcels to Oslo" is not all that is called parcels.
        """
        found: dict[str, set[str]] = {}
        for row in rows(self._document.body, *ENTITIES):
            name, description = member(row, "id"), member(row, "description")
            if isinstance(name, str) and isinstance(description, str):
                for word in _WORD.findall(description.lower()):
                    found.setdefault(_as_one(word), set()).add(name)
        for row in rows(self._document.body, *ENTITIES):
            found.pop(_as_one(str(member(row, "type")).lower()), None)
        return {word: min(names) for word, names in found.items() if len(names) == 1}

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of which a page has one that names a thing otherwise than by its id."""
        return self._describing.union(*((word, f"{word}s") for word in self._called))

    def in_prose(self, page: Page, named: Container[str]) -> Iterator[Said]:
        """The things that are named, among them those whose ids are `named`; at one place all that
        are described so.
        """
        for claim in page.claims:
            if isinstance(claim, Name):
                name = self._document.short_names.get(claim.text, claim.text)
                # "POST /files/file_9" names a route, and not the file.
                if name in named and page.prose[claim.at - 1 : claim.at] != "/":
                    yield Said(claim.at, name, claim.at + len(claim.text))
        if self._descriptions and not page.words.isdisjoint(self._describing):
            for said in self._descriptions.finditer(page.prose.lower()):
                for name in self._described[said.group()]:
                    yield Said(said.start(), name, said.end())
        if not self._called.keys().isdisjoint(map(_as_one, page.words)):
            # "April salaries" is a name, and "April 30" is none.
            taken = [(claim.at, claim.at + len(claim.text)) for claim in page.claims]
            for word in _WORD.finditer(page.prose):
                called = self._called.get(_as_one(word.group().lower()))
                if called is not None and not any(
                    start <= word.start() < end for start, end in taken
                ):
                    yield Said(word.start(), called, word.end())


def _as_one(word: str) -> str:
    return word.removesuffix("s")
