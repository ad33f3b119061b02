"""How well each trouble, document and rule answers a question.

A small relative of BM25 (Robertson and Zaragoza, 2009): rare terms weigh more, a term counts by the
best place that it stands in, and what an answer covers of the question decides whether it is one.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from application.adapters.builtin import spoken
from application.adapters.builtin.knowledge import bags
from application.adapters.builtin.knowledge.bags import Bag
from application.adapters.builtin.knowledge.known import Knowledge
from application.adapters.builtin.knowledge.matching import Match, Terms, coverage
from application.adapters.builtin.knowledge.rules import RuleLine
from application.adapters.builtin.question import words
from application.adapters.builtin.question.questions import Query
from application.adapters.builtin.troubles.trouble import Trouble, moment
from domain.grounding.numbers import quantities
from domain.snapshot.shape import KnowledgeDoc, ProductEntity

Item = TypeVar("Item")

RELEVANT: Final = 0.34
"""What an answer must cover of a question to be one; below, it is about something else."""
RELEVANT_DOC: Final = 0.5
RELATED: Final = 0.45
"""What a document must cover of a trouble's names to be offered with it."""
_BY_TOPIC: Final = 0.8
_DOC_BY_TOPIC: Final = 0.45
"""What a word of the same topic is worth: in a document less than it takes to answer alone."""
_WEAK: Final = 0.5
"""What a word weighs that says little by itself."""
_UNKNOWN: Final = 0.35
"""What a word weighs that stands nowhere in the data: it is likely beside the point."""
_TELLING_APART: Final = 1.5
"""What a word weighs that stands in one document alone."""
_OTHER_ACTION: Final = 0.3
"""What is left of a match if the question is about doing something else."""
_NAMED: Final = 0.9
"""How strongly a bag holds what codes, routes and queues name."""
_SAID: Final = 0.6
"""How strongly a bag holds what its trouble is about, and not only mentions."""
_NO_ACTION: Final = 0.6
"""What is left if nothing says that the trouble has to do with what somebody does."""
_ROUTES_READ: Final = 20
_NUMBERED: Final = re.compile(r"/([A-Za-z]{3,30})/(?:[A-Za-z]{1,12}[_-])?(\d{1,12})(?![\w-])")
_PAGE: Final = 0.3
_HALF_LIFE_HOURS: Final = 24.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A trouble with its relevance to a question (0 to 1) and the score that orders it; `named`
    says that the question names its code, an id or a status of it.
    """

    trouble: Trouble
    relevance: float
    score: float
    named: bool = False


class Ranking:
    """The troubles, each with its bag and its names, which are made once."""

    def __init__(
        self, troubles: Sequence[Trouble], *, things: dict[str, ProductEntity], now: datetime
    ) -> None:
        """`things` are the user's, by their ids."""
        self._now = now
        self._held = [
            (trouble, bags.of_trouble(trouble, things), {name.lower() for name in trouble.ids()})
            for trouble in troubles
        ]

    def rank(self, asked: Query) -> list[Ranked]:
        """The troubles, best first; equal ones in the order in which they came."""
        among = [bag for _, bag, _ in self._held]
        terms = (*asked.terms, *(t for t in asked.weak if any(_names(bag, t) for bag in among)))
        wanted, on_page = Terms(terms, by_topic=_BY_TOPIC), Terms(asked.page, by_topic=_BY_TOPIC)
        matches = [wanted.match(bag) for bag in among]
        weights = _weights(terms, _holding(matches), len(among))
        literals = {name.lower() for name in asked.literals}
        actions, vague = asked.actions, asked.vague
        found: list[Ranked] = []
        for (trouble, bag, names), match in zip(self._held, matches, strict=True):
            relevance = coverage(match, weights)
            tried = {topic[1:] for topic, weight in bag.items() if weight >= _SAID} & words.ACTIONS
            if actions and not actions & tried and (tried or not trouble.ours):
                relevance *= _OTHER_ACTION if tried else _NO_ACTION
            named = not literals.isdisjoint(names) or _is_named(asked, trouble)
            named = named or (
                bool(asked.numbered) and not asked.numbered.isdisjoint(_numbered(trouble))
            )
            if named:
                relevance = 1.0
            elif _amount_fits(asked, trouble):
                relevance = min(1.0, relevance + 0.3) if relevance else RELEVANT + 0.01
            score = (0.2 if vague else relevance) * (0.4 + 0.6 * _strength(trouble))
            score *= 0.6 + 0.4 * _freshness(trouble, self._now)
            if asked.page:
                score *= 1 + _PAGE * on_page.covered(bag)
            found.append(Ranked(trouble, round(relevance, 4), round(score, 6), named))
        return sorted(found, key=lambda ranked: (not ranked.named, -ranked.score))

    def meant(self, asked: Query) -> list[Ranked]:
        """The troubles that a question may be about, best first; all of them if it says nothing."""
        ranked = self.rank(asked)
        if asked.vague:
            return ranked
        return [candidate for candidate in ranked if candidate.relevance >= RELEVANT]


class Library:
    """The documents and rules of a knowledge pack, each with its bag, which is made once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._rules = [(rule, bags.of_rule(rule), " ".join(rule.path)) for rule in knowledge.rules]
        self._docs = [(doc, bags.of_doc(doc), doc.title) for doc in knowledge.docs]
        self._bags = [bag for _, bag, _ in (*self._rules, *self._docs)]

    def doc(self, asked: Query) -> tuple[KnowledgeDoc | None, float]:
        """The document that covers most of a question, and how much."""
        covered = _covered(asked, self._docs, self._bags)
        return covered[0] if covered else (None, 0.0)

    def rules(self, asked: Query) -> list[tuple[RuleLine, float]]:
        """The rules that speak of what is asked, with how much each covers, best first."""
        rules = [rule for rule in self._rules if _may_tell(rule[0], asked.wanted)]
        return _covered(asked, rules, self._bags)

    def doc_about(self, about: Query, titled: Query | None = None) -> KnowledgeDoc | None:
        """The document about the thing that names speak of; its title names it, or what `titled`
        does.
        """
        named = [key for term in (titled or about).terms for key in bags.keys(term) if key]
        docs = [one for one in self._docs if any(one[1].get(key) == 1.0 for key in named)]
        found = _covered(about, docs, self._bags)[:1]
        return next((doc for doc, covered in found if covered >= RELATED), None)

    def rules_about(self, about: Query) -> list[RuleLine]:
        """The rules about the thing that names speak of, best first."""
        return [line for line, covered in self.rules(about) if covered >= RELATED]


def _covered(
    asked: Query, items: Sequence[tuple[Item, Bag, str]], held: list[Bag]
) -> list[tuple[Item, float]]:
    """The items with how much of a question each covers, best first; of equals, the one whose
    title is put most like the question. `held` are the bags of all that is known.
    """
    terms = Terms((*asked.terms, *asked.weak), by_topic=_DOC_BY_TOPIC)
    holding = _holding(map(terms.match, held))
    weights = [_weight(term, holding[at], len(held)) for at, term in enumerate(terms.listed)]
    actions = asked.actions
    done = {f"~{action}" for action in actions}
    # "Refund a buyer" is about refunds, where something known is called so.
    told = any(bag.get(action) == 1 for _, bag, _ in items for action in done)
    for at, term in enumerate(terms.listed if told else ()):
        weights[at] = max(weights[at], _TELLING_APART * (term.topic in actions))
    found: list[tuple[Item, float, int]] = []
    for item, bag, title in items:
        covered = coverage(terms.match(bag), weights)
        titled = {topic[1:] for topic, weight in bag.items() if weight == 1} & words.ACTIONS
        other = titled and actions and not actions & titled
        if other and not all(f"~{action}" in bag for action in actions):
            covered *= _OTHER_ACTION
        elif told and done.isdisjoint(bag):
            covered *= _NO_ACTION
        if covered:
            alike = len(asked.words & set(words.plain(title).replace("?", "").split()))
            found.append((item, covered, alike))
    found.sort(key=lambda one: (-one[1], -one[2]))
    return [(item, covered) for item, covered, _ in found]


def _may_tell(line: RuleLine, wanted: quantities.Dimension | None) -> bool:
    """Whether a rule may measure what is wanted: one in megabytes does not say how long."""
    if wanted is None:
        return True
    units = [unit for name in line.path if (unit := quantities.hint(name)) is not None]
    return not units or any(dimension == wanted for dimension, _ in units)


def covering(asked: Query) -> Callable[[str], float]:
    """How much of a question a sentence covers, 0 to 1."""
    terms = Terms(asked.terms, by_topic=_BY_TOPIC)
    return lambda sentence: terms.covered(bags.of_sentence(sentence))


def _weight(term: words.Term, holding: int, among: int) -> float:
    """What a term weighs that so many of the documents hold. A word that none knows weighs less, so
    that small talk does not hide the question; one that a single one knows, more. A weak one that
    none knows weighs nothing.
    """
    if not holding:
        return 0.0 if term.weak else _WEAK
    if term.weak:
        return _WEAK
    return _TELLING_APART if holding == 1 and among > 1 else 1.0


def _names(bag: Bag, term: words.Term) -> bool:
    return bag.get(term.stem, 0.0) >= _NAMED


def _holding(matches: Iterable[Match]) -> Counter[int]:
    """How many bags hold each term, its family or its topic, by the term's place."""
    return Counter(at for match in matches for at in match)


def _weights(terms: tuple[words.Term, ...], holding: Counter[int], among: int) -> list[float]:
    """What each term of a question weighs among troubles: rare ones more, unknown ones little."""
    weights: list[float] = []
    for at, term in enumerate(terms):
        if term.weak:
            weights.append(_WEAK)
        elif holding[at]:
            weights.append(1.0 + 0.5 * math.log((among + 1) / (holding[at] + 1)))
        else:
            weights.append(1.0 if term.topic in words.ACTIONS else _UNKNOWN)
    return weights


def _is_named(asked: Query, trouble: Trouble) -> bool:
    """Whether the question names a trouble's code as a word, or a status of it."""
    # `PaymentDeclined` and `payment.declined` name a code as well as `PAY_DECLINED` does.
    if trouble.code and trouble.code.lower() in asked.words and spoken.code_title(trouble.code):
        return True
    return not asked.literals.isdisjoint(str(row.http_status) for row in trouble.requests)


def _numbered(trouble: Trouble) -> Iterator[tuple[str, str]]:
    """The things that its routes name by kind and number: `/lessons/31` and `/lessons/les_31`."""
    for row in trouble.served[:_ROUTES_READ]:
        for kind, number in _NUMBERED.findall(row.route):
            yield words.stem(kind.lower()), number


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
        one.dimension == dimension and highest * 0.85 <= one.value <= highest * 50
        for one in asked.amounts
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
