"""Ways through menus that prose describes, as in "Settings > Billing", and nothing tells of."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.facts import Citable
from domain.grounding.page import Page

_STEP: Final = re.compile(
    r"(?<![\w/])(?P<left>[A-Z][\w-]*(?: [\w-]+){0,2}?)[\"')\]]{0,2} ?"
    r"(?:>|->|\u2192|\u203a|\u00bb) ?[\"'(\[]{0,2}(?=(?P<right>[A-Z][\w-]*))"
)
_MARK: Final = re.compile("[\u2192\u203a\u00bb]")
_WORD: Final = re.compile(r"[A-Z][\w-]*")
_PATH: Final = re.compile(r"(?<![\w:])(?:/[a-z][\w-]*){2,}")


class Menus:
    """Knows what stands beside each other in what documents say, and in the addresses of pages."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _told(self) -> list[frozenset[str]]:
        return list(_named_in(self._document.strings("/knowledgePack", "/recentActivity")))

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """Steps from one menu to another that no text names both of."""
        prose = page.prose
        if not (">" in prose or (not prose.isascii() and _MARK.search(prose))):
            return []
        naming = [*self._told, *_named_in((told.said,))]
        return [
            f"{step.group()}{step['right']}"
            for step in _STEP.finditer(prose)
            if not any(
                step["right"].lower() in names and _WORD.findall(step["left"])[-1].lower() in names
                for names in naming
            )
        ]


def _named_in(texts: Iterable[str]) -> Iterator[frozenset[str]]:
    """What each text names with a capital, or in the address of a page."""
    for text in texts:
        names = [word.lower() for word in _WORD.findall(text)]
        names += (step for path in _PATH.findall(text) for step in path.split("/"))
        if len(names) > 1:
            yield frozenset(names)
