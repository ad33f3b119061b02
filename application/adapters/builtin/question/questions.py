"""A question as it is compared with what is known: its terms, and what it names or measures."""

import re
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from application.adapters.builtin.question import words
from domain.grounding.numbers import quantities

_LITERAL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{2,127}")
_NAMES: Final = re.compile(r"\d{3,}|(?=.*[A-Za-z])(?=.*(?:_|\d.*\d.*\d)).*")
"""What names something: a status or number, a word with `_`, or letters with three digits."""
_TELLING: Final = re.compile(r"[45]\d\d|.*[A-Za-z].*")
_AMOUNT: Final = re.compile(r"(?<![\w.,])(" + quantities.NUMERAL + r")[ -]?([A-Za-z]++|%)")
_NUMBER_WORDS: Final = {
    word: value
    for listed in (
        "one two three four five six seven eight nine ten",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
    )
    for value, word in enumerate(listed.split(), start=1)
} | {"another": 1}
_COUNT: Final = re.compile(
    rf"(?<![\w.,])(?:({quantities.NUMERAL})(?:st|nd|rd|th)?|({'|'.join(_NUMBER_WORDS)}))"
    r"((?: [a-z]+){0,3})(?!\w)"
)
_NUMBERED: Final = re.compile(r"(?<![a-z])([a-z]{3,30}) (?:no |nr |number )?#?(\d{1,12})(?!\w)")
_APART: Final = re.compile(
    r"\?\s+(?=\S)|,? (?:and|also|and also|und|et|y|e) (?=(?:how|what|why|when|where|who|which|whats"
    r"|hows|whens|wheres|can|could|is|are|do|does|did|will|wie|was|warum|wann|wo|kann|comment"
    r"|pourquoi|quand|como|por que|cuando)\b)",
    re.IGNORECASE,
)
_JOINING: Final = re.compile(r"(?:(?:and|also|but|so|then|plus) )+", re.IGNORECASE)
_MORE: Final = re.compile(r"(?<!\w)(?:more|another|additional|extra|further)(?!\w)")
_WANTED: Final[dict[quantities.Dimension, re.Pattern[str]]] = {
    "seconds": re.compile(r"\bhow long\b"),
    "bytes": re.compile(r"\bhow (?:large|big)\b"),
}


Count = tuple[float, tuple[words.Term, ...]]
"""A number, and the words behind it, which may say what it counts."""


class Amount(NamedTuple):
    """A quantity in the least unit of its dimension, and how many of those the named unit has."""

    dimension: quantities.Dimension
    value: float
    unit: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is compared: its terms, the page it was asked from, what it names.

    `weak` are terms that count only where the data is about them; `words` is every word as it is,
    in lower case; `wanted`, what is to be measured, as in "how long"; `counts`, numbers with what
    they count, and `more`, whether that is to come on top; `numbered`, stems of things with their
    numbers, as in "lesson 31".
    """

    terms: tuple[words.Term, ...]
    page: tuple[words.Term, ...]
    literals: frozenset[str]
    amounts: tuple[Amount, ...]
    weak: tuple[words.Term, ...] = ()
    words: frozenset[str] = frozenset()
    wanted: quantities.Dimension | None = None
    counts: tuple[Count, ...] = ()
    more: bool = False
    numbered: frozenset[tuple[str, str]] = frozenset()

    @property
    def vague(self) -> bool:
        """Whether nothing says what the question is about."""
        return not self.terms and not any(map(_TELLING.fullmatch, self.literals))

    def without(self, stems: frozenset[str]) -> "Query":
        """The question without some of its terms."""
        return replace(self, terms=tuple(t for t in self.terms if t.stem not in stems))

    @property
    def actions(self) -> set[str]:
        """What somebody tries to do."""
        named = (term for term in self.terms if term.stem not in words.NO_ACTIONS)
        return {term.topic for term in named if term.topic in words.ACTIONS}


def query(text: str, page: str = "", *, english: str | None = None) -> Query:
    """Read a question; `english` is the same in English words, where it is in another language."""
    read = text[: words.LONGEST_READ]
    amounts = [
        Amount(known[0], reading.value * known[1][-1], known[1][-1])
        for found in _AMOUNT.finditer(read)
        if (known := quantities.UNITS.get(found[2].lower())) is not None
        and (reading := quantities.read(found[1])) is not None
    ]
    tokens = [token.strip(".:-_") for token in _LITERAL.findall(read)]
    found = list(dict.fromkeys(words.terms(read if english is None else english)))
    plain = words.plain(read)
    wanted: quantities.Dimension | None = next(
        (of for of, pattern in _WANTED.items() if pattern.search(plain)), None
    )
    if wanted == "seconds" and len(found) > 1:
        # "How long are logs kept" asks about logs.
        found = [term for term in found if term.stem != "kept"]
    return Query(
        tuple(term for term in found if not term.weak),
        tuple(dict.fromkeys(words.terms(page[:300]))),
        frozenset(token for token in tokens if _NAMES.fullmatch(token)),
        tuple(amounts),
        tuple(term for term in found if term.weak),
        frozenset(token.lower() for token in tokens),
        wanted,
        _counts(plain if english is None else words.plain(english)),
        _MORE.search(plain) is not None,
        frozenset((words.stem(kind), number) for kind, number in _NUMBERED.findall(plain)),
    )


def _counts(plain: str) -> tuple[Count, ...]:
    found: list[Count] = []
    for said in _COUNT.finditer(plain):
        reading = quantities.read(said[1]) if said[1] else None
        value = reading.value if reading is not None else _NUMBER_WORDS.get(said[2] or "")
        if value is not None:
            found.append((float(value), tuple(words.terms(said[3]))))
    return tuple(found)


def parts(text: str) -> list[str]:
    """The questions that a text asks one after the other: two of them, or the text as it is."""
    asked = (_JOINING.sub("", part, count=1) for part in _APART.split(text[: words.LONGEST_READ]))
    found = [part for part in asked if len(part.split()) > 2]  # noqa: PLR2004
    return found if len(found) == 2 else [text]  # noqa: PLR2004


def about(subject: Query, *, like: Query) -> Query:
    """What one question is about, with the amounts of another.

    A number without a unit has that of the first: "Can I upload 40 MB?" "And 60?"
    """
    amounts = like.amounts or tuple(
        one._replace(value=value * one.unit)
        for one in subject.amounts[:1]
        for value, counted in like.counts
        if not counted
    )
    return replace(subject, amounts=amounts, counts=like.counts, more=like.more)


def query_of_names(names: str) -> Query:
    """Codes and names of data, as a question about the thing that they name."""
    about = [t for t in words.terms(names, names=True) if t.topic not in {"limit", "size"}]
    return Query(tuple(dict.fromkeys(about)), (), frozenset(), ())
