"""Documents that prose names by their titles, in quotation marks."""

import re
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import sentence_before
from domain.grounding.facts import Citable
from domain.grounding.page import Page

_KIND: Final = (
    r"(?:articles?|guides?|help pages?|documents?|docs?|documentation|runbooks?|faqs?|handbook"
    r"|artikel|hilfeseite|anleitung|dokument|página de ayuda|artículo|guía|artigo|guia|articolo"
    r"|guida|handleiding)"
)
_TITLE: Final = r"[\"\u201c\u201e\u00ab] ?(?P<{}>[^\"\u201c\u201d\u201e\u00ab\u00bb\n]{{4,100}})"
_NAMED: Final = re.compile(
    rf"(?<!\w){_KIND}(?: page)?(?: is)?(?: called| titled| named| on| about|:)?"
    rf" {_TITLE.format('after')}"
    rf"|{_TITLE.format('before')} ?[\"\u201d\u201c\u00bb] (?:{_KIND}(?!\w)"
    r"|in (?:our|the|your) (?:help cent(?:er|re)|docs|documentation|knowledge base|faq)(?!\w))",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"n['\u2019]t\b|\b(?:no|not|never|kein\w*|nicht|pas|non|niet|geen)\b")
_ODD: Final = re.compile(r"[\W_]+")


class Titles:
    """Tells of documents whether they are among those of the snapshot."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _text(self) -> str:
        """All that may be called by a title: every string but what documents say."""
        leaves = (leaf for leaf in self._document.leaves() if leaf.at != "content")
        return "\n".join(_bare(leaf.value) for leaf in leaves if isinstance(leaf.value, str))

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """Titles of documents that stand nowhere."""
        prose = page.prose
        found: list[str] = []
        for named in _NAMED.finditer(prose) if _quotes(prose) else ():
            title = named["after"] or named["before"]
            before = sentence_before(prose, named.start())
            if _bare(title) not in self._text and _NOT.search(before) is None:
                found.append(title.strip())
        return found


def _quotes(prose: str) -> bool:
    return any(mark in prose for mark in '"\u201c\u201e\u00ab')


def _bare(text: str) -> str:
    return _ODD.sub(" ", text.lower()).strip()
