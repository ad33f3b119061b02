"""How well each trouble, document and rule answers a question.

A small relative of BM25 (Robertson and Zaragoza, 2009): rare terms weigh more, a term counts by the
best place that it stands in, and what an answer covers of the question decides whether it is one.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from application.adapters.builtin import words
from application.adapters.builtin.knowledge import Knowledge, Rule
from application.adapters.builtin.troubles import Trouble, moment
from domain.grounding import quantities
from domain.model import JSON
from domain.snapshot.shape import KnowledgeDoc, ProductEntity

Item = TypeVar("Item")
Bag = dict[str, float]
"""For each stem, and for each topic as `~topic`, how much it says here, 0 to 1."""

RELEVANT: Final = 0.34
"""What an answer must cover of a question to be one; below, it is about something else."""
RELEVANT_DOC: Final = 0.5
RELATED: Final = 0.45
"""What a document must cover of a trouble's names to be offered with it."""
_BY_TOPIC: Final = 0.8
_DOC_BY_TOPIC: Final = 0.45
"""What a word of the same topic is worth: in a document less than it takes to answer alone."""
_UNKNOWN: Final = 0.35
"""What a word weighs that stands nowhere in the data: it is likely beside the point."""
_OTHER_ACTION: Final = 0.3
"""What is left of a match if the question is about doing something else."""
_PAGE: Final = 0.3
_HALF_LIFE_HOURS: Final = 24.0
_READ_OF_A_DOC: Final = 1_000

_LITERAL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{2,127}")
_NAMES: Final = re.compile(r"\d{3,}|(?=.*[A-Za-z])(?=.*(?:_|\d.*\d.*\d)).*")
"""What names something: a status or number, a word with `_`, or letters with three digits."""
_TELLING: Final = re.compile(r"[45]\d\d|.*[A-Za-z].*")
_AMOUNT: Final = re.compile(r"(?<![\w.,])(" + quantities.NUMERAL + r")[ -]?([A-Za-z]++|%)")
_CLASS_TOPICS: Final = {"permission": ("access", 0.7), "infra": ("outage", 0.5)}
_METHODS: Final = {"DELETE": "delete", "GET": "open"}


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is compared: its terms, the page it was asked from, what it names."""

    terms: tuple[words.Term, ...]
    page: tuple[words.Term, ...]
    literals: frozenset[str]
    amounts: tuple[tuple[quantities.Dimension, float], ...]

    @property
    def vague(self) -> bool:
        """Whether nothing says what the question is about."""
        return not self.terms and not any(map(_TELLING.fullmatch, self.literals))

    @property
    def actions(self) -> set[str]:
        """What somebody tries to do."""
        return {term.topic for term in self.terms if term.topic in words.ACTIONS}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A trouble with its relevance to a question (0 to 1) and the score that orders it; `named`
    says that the question names its code, an id or a status of it.
    """

    trouble: Trouble
    relevance: float
    score: float
    named: bool = False


def query(text: str, page: str = "") -> Query:
    """Read a question."""
    read = text[: words.LONGEST_READ]
    amounts = [
        (known[0], reading.value * known[1][-1])
        for found in _AMOUNT.finditer(read)
        if (known := quantities.UNITS.get(found[2].lower())) is not None
        and (reading := quantities.read(found[1])) is not None
    ]
    literals = frozenset(
        token.strip(".:-_") for token in _LITERAL.findall(read) if _NAMES.fullmatch(token)
    )
    return Query(
        tuple(dict.fromkeys(words.terms(read))),
        tuple(dict.fromkeys(words.terms(page[:300]))),
        literals,
        tuple(amounts),
    )


def query_of_names(names: str) -> Query:
    """Codes and names of data, as a question about the thing that they name."""
    about = [t for t in words.terms(names, names=True) if t.topic not in {"limit", "size"}]
    return Query(tuple(dict.fromkeys(about)), (), frozenset(), ())


def rank(
    asked: Query,
    troubles: Iterable[Trouble],
    *,
    entities: tuple[ProductEntity, ...],
    now: datetime,
) -> list[Ranked]:
    """The troubles, best first; equal ones in the order in which they came."""
    things = {str(entity.id): entity for entity in entities if entity.id is not None}
    bags = [(trouble, _bag(trouble, things)) for trouble in troubles]
    weights = _weights(asked.terms, [bag for _, bag in bags])
    on_page = [1.0] * len(asked.page)
    found: list[Ranked] = []
    for trouble, bag in bags:
        relevance = _coverage(asked.terms, weights, bag, _BY_TOPIC)
        tried = {topic[1:] for topic in bag if topic[1:] in words.ACTIONS}
        if asked.actions and tried and not asked.actions & tried:
            relevance *= _OTHER_ACTION
        named = _is_named(asked, trouble)
        if named:
            relevance = 1.0
        elif _amount_fits(asked, trouble):
            relevance = min(1.0, relevance + 0.3) if relevance else RELEVANT + 0.01
        score = (0.2 if asked.vague else relevance) * (0.4 + 0.6 * _strength(trouble))
        score *= 0.6 + 0.4 * _freshness(trouble, now)
        if asked.page:
            score *= 1 + _PAGE * _coverage(asked.page, on_page, bag, _BY_TOPIC)
        found.append(Ranked(trouble, round(relevance, 4), round(score, 6), named))
    return sorted(found, key=lambda ranked: (not ranked.named, -ranked.score))


class Library:
    """The documents and rules of a knowledge pack, each with its bag, which is made once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._rules = [(rule, _rule_bag(rule)) for rule in knowledge.rules]
        self._docs = [(doc, _doc_bag(doc)) for doc in knowledge.docs]

    def best(self, asked: Query) -> tuple[KnowledgeDoc | Rule | None, float]:
        """The document or rule that covers most of a question, and how much it covers."""
        doc, by_doc = _best(asked, self._docs)
        rule, by_rule = _best(asked, self._rules)
        return (rule, by_rule) if by_rule > by_doc else (doc, by_doc)

    def rule(self, about: Query) -> Rule | None:
        """The rule that speaks of something."""
        rule, covered = _best(about, self._rules)
        return rule if covered >= RELATED else None

    def doc(self, about: Query) -> KnowledgeDoc | None:
        """The document that speaks of something."""
        doc, covered = _best(about, self._docs)
        return doc if covered >= RELATED else None


def _best(asked: Query, items: Sequence[tuple[Item, Bag]]) -> tuple[Item | None, float]:
    best, most = None, 0.0
    # A word that no document knows weighs less, so that small talk does not hide the question.
    weights = [1.0 if term.topic else 0.8 for term in asked.terms]
    for item, bag in items:
        covered = _coverage(asked.terms, weights, bag, _DOC_BY_TOPIC)
        if covered > most:
            best, most = item, covered
    return best, most


def _rule_bag(rule: Rule) -> Bag:
    bag: Bag = {}
    _put(bag, rule.name, 1.0)
    _put(bag, _strings(rule.value), 0.6)
    return bag


def _doc_bag(doc: KnowledgeDoc) -> Bag:
    bag: Bag = {}
    _put(bag, doc.title, 1.0)
    _put(bag, doc.content[:_READ_OF_A_DOC], 0.55, names=False)
    return bag


def _weights(terms: tuple[words.Term, ...], bags: list[Bag]) -> list[float]:
    """What each term of a question weighs among troubles: rare ones more, unknown ones little."""
    weights: list[float] = []
    for term in terms:
        holding = sum(1 for bag in bags if term.stem in bag or f"~{term.topic}" in bag)
        if holding:
            weights.append(1.0 + 0.5 * math.log((len(bags) + 1) / (holding + 1)))
        else:
            weights.append(1.0 if term.topic in words.ACTIONS else _UNKNOWN)
    return weights


def _coverage(
    terms: tuple[words.Term, ...], weights: list[float], bag: Bag, by_topic: float
) -> float:
    """The share of a question's weight that a bag matches."""
    matched = 0.0
    for term, weight in zip(terms, weights, strict=True):
        topical = by_topic * bag.get(f"~{term.topic}", 0.0) if term.topic else 0.0
        matched += weight * max(bag.get(term.stem, 0.0), topical)
    total = sum(weights)
    return matched / total if total else 0.0


def _bag(trouble: Trouble, entities: dict[str, ProductEntity]) -> Bag:
    bag: Bag = {}
    _put(bag, trouble.code or "", 1.0)
    if trouble.limit is not None:
        _put(bag, f"{trouble.limit.limit} limit", 1.0)
        unit = quantities.hint(trouble.limit.limit)
        if unit is not None and unit[0] == "bytes":
            _put(bag, "size", 0.9)
    topic, weight = _CLASS_TOPICS.get(trouble.error_class, ("", 0.0))
    bag[f"~{topic}"] = max(weight, bag.get(f"~{topic}", 0.0))
    for row in trouble.served[:3] + trouble.served[3:][-3:]:
        method, _, path = row.route.partition(" ")
        _put(bag, path or method, 0.9)
        _put(bag, _METHODS.get(method, ""), 0.7)
    for job in trouble.jobs[:3]:
        _put(bag, job.queue, 1.0)
        _put(bag, str(job.last_stage or ""), 0.6)
    if trouble.entry is not None:
        _put(bag, trouble.entry.resolution[:_READ_OF_A_DOC], 0.25, names=False)
    entity = entities.get(trouble.resource or "")
    if entity is not None:
        _put(bag, f"{entity.type} {entity.description or ''}", 0.7)
    return bag


def _put(bag: Bag, text: str, weight: float, *, names: bool = True) -> None:
    for term in words.terms(text, names=names):
        bag[term.stem] = max(weight, bag.get(term.stem, 0.0))
        if term.topic:
            topic = f"~{term.topic}"
            bag[topic] = max(weight, bag.get(topic, 0.0))


def _is_named(asked: Query, trouble: Trouble) -> bool:
    if asked.literals.isdisjoint(trouble.ids()):
        statuses = {str(row.http_status) for row in trouble.requests}
        return not statuses.isdisjoint(asked.literals)
    return True


def _amount_fits(asked: Query, trouble: Trouble) -> bool:
    """Whether the question names a size near the limit, or one that goes past it."""
    if trouble.limit is None:
        return False
    unit = quantities.hint(trouble.limit.limit)
    if unit is None:
        return False
    dimension, factor = unit
    highest = trouble.limit.max * factor
    return any(
        name == dimension and highest * 0.85 <= amount <= highest * 50
        for name, amount in asked.amounts
    )


def _strength(trouble: Trouble) -> float:
    strength = (
        0.5 * bool(trouble.active)
        + 0.4 * (trouble.limit is not None)
        + 0.35 * bool(trouble.jobs)
        + 0.25 * bool(trouble.errors)
        + 0.2 * bool(trouble.requests)
    )
    return min(1.0, strength) * (0.3 if trouble.recovered else 1.0)


def _freshness(trouble: Trouble, now: datetime) -> float:
    if trouble.seen_at is None:
        return 1.0 if trouble.limit is not None else 0.0
    hours = max(0.0, (now - moment(trouble.seen_at)).total_seconds() / 3600)
    return float(0.5 ** (hours / _HALF_LIFE_HOURS))


def _strings(value: JSON) -> str:
    match value:
        case str():
            return value[:_READ_OF_A_DOC]
        case dict():
            return " ".join(f"{key} {_strings(item)}" for key, item in list(value.items())[:50])
        case list():
            return " ".join(_strings(item) for item in value[:50])
        case _:
            return ""
