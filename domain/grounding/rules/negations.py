"""What documents say is so or is not, and prose that says the opposite in the same words."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import STEM
from domain.grounding.facts import Citable
from domain.grounding.page import Page

_CLAUSE_END: Final = re.compile(
    r"[.!?;][\"'\u201d\u2019\u00bb)\]]*\s|\n|\.\Z|,(?= (?:not|never|no|without)(?!\w))"
    r"|,? (?:and|but|so|because|which|while|whereas|however)(?!\w)"
)
_ANSWER: Final = re.compile(r"\W*(?:yes|no|correct|right|unfortunately)[,.:!] ", re.IGNORECASE)
_OPEN: Final = re.compile(
    r"(?<!\w)(?:if|unless|until|when|once|whether|only|yet|still|currently|longer|your|may|might"
    r"|was|were|did|had|been|(?:has|have) (?:not|never)|(?:was|were|did|had|has|have)n['\u2019]t"
    r")(?!\w)|\?|n['\u2019]t\W*\Z",
    re.IGNORECASE,
)
"""What tells of a condition, of the user's own case, of now or of once, or leaves its verb out."""
_HEADING: Final = re.compile(r"\s*+#|.*[^.!;\s]\s*\n\Z")
"""A line that ends without a full stop over another: it may name a problem, and not a fact."""
_SHORTENED: Final = re.compile(r"(?<!\w)(?:(can)(?:not|['\u2019]t)|(w)on['\u2019]t)(?!\w)")
_WORD: Final = re.compile(r"[^\W_]+?(?=n['\u2019]t(?!\w))|n['\u2019]t(?!\w)|[^\W_]+")
_DENIALS: Final = frozenset(("not", "no", "never", "n't", "n\u2019t"))
_DENYING: Final = frozenset("not no never cannot t".split())
"""Words of which every denial has one: "doesn't" has two."""
_SUPPORT: Final = frozenset("is are do does a an ever".split())
"""What a denial needs, or the plural does not."""
_FEWEST: Final = 2
"""So many longer words a clause has at least that is compared."""
_CLAUSES: Final = 2_000

_Words = tuple[str, ...]


class Negations:
    """Compares what prose says in general with the clauses of documents that have its words, in the
    same order: others tell of another case, or bound it otherwise.
    """

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _told(self) -> dict[_Words, set[bool]]:
        """Whether the clauses with the same words are denied. Titles name problems, and a changelog
        what was otherwise before.
        """
        found: dict[_Words, set[bool]] = {}
        contents = self._document.named(lambda name: name == "content")
        texts = (
            leaf.value
            for leaf in (*contents, *self._document.knowledge)
            if isinstance(leaf.value, str) and leaf.value[:1] not in "{["
        )
        clauses = chain.from_iterable(map(_clauses, texts))
        for words, denied, clause in islice(clauses, _CLAUSES):
            if len(_begin(words)) >= _FEWEST and not _HEADING.match(clause):
                found.setdefault(words, set()).add(denied)
        return found

    @cached_property
    def _begun(self) -> dict[bool, dict[str, list[frozenset[str]]]]:
        """How the words begin of the clauses that can be said otherwise by a page that denies
        something, and by one that does not, by the first of them: most pages have not all of any.
        """
        found: dict[bool, dict[str, list[frozenset[str]]]] = {True: {}, False: {}}
        for words, denied in self._told.items():
            begun = _begin(words)
            for denies in (True, False) if True in denied else (True,):
                found[denies].setdefault(min(begun), []).append(begun)
        return found

    def mistaken(self, page: Page, _: Told) -> Iterator[str]:
        """Clauses that deny what documents say, or say what these deny."""
        begun = self._begun[not _DENYING.isdisjoint(page.words)]
        words = {word[:STEM] for word in page.words} if begun else set[str]()
        if not any(told <= words for word in words if word in begun for told in begun[word]):
            return
        for said, denied, clause in islice(_clauses(page.prose), _CLAUSES):
            told = self._told.get(said)
            if told and denied not in told:
                yield clause.strip()


def _clauses(text: str) -> Iterator[tuple[_Words, bool, str]]:
    """The words of each clause that tells something for good, and whether it is denied."""
    start = 0
    for end in (*(end.end() for end in _CLAUSE_END.finditer(text)), len(text)):
        answer = _ANSWER.match(text, start, end)
        clause = text[start if answer is None else answer.end() : end]
        start = end
        if not _OPEN.search(clause):
            words = _WORD.findall(_SHORTENED.sub(_in_full, clause.lower()))
            told = (word for word in words if word not in _SUPPORT and word not in _DENIALS)
            yield (
                tuple(word.removesuffix("s") for word in told),
                not _DENIALS.isdisjoint(words),
                clause,
            )


def _in_full(short: re.Match[str]) -> str:
    return "can not" if short[1] else "will not"


def _begin(words: _Words) -> frozenset[str]:
    """How the longer words begin."""
    return frozenset(word[:STEM] for word in words if len(word) >= STEM and word.isalpha())
