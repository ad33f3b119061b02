"""What users may have of something, and what they have of it: from limits, rules and things."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from application.adapters.builtin import spoken
from application.adapters.builtin.knowledge import bags
from application.adapters.builtin.knowledge.bags import Bag
from application.adapters.builtin.knowledge.matching import Terms, coverage
from application.adapters.builtin.knowledge.rules import RuleLine
from application.adapters.builtin.question import intents, words
from application.adapters.builtin.question.questions import Query
from domain.grounding.numbers import quantities
from domain.model import JSON
from domain.snapshot.shape import LimitReached, ProductEntity

_GENERIC: Final = frozenset({"limit", "plan", "size"})
"""Topics of words that say that an allowance is meant, and not which one."""
_BOUNDS: Final = frozenset({"max", "maximum", "limit"})
_LEAST: Final = frozenset({"min", "minimum", "least"})
_MONEY: Final = frozenset({"price", "cost", "fee", "amount"}) | {
    word for word, (dimension, _) in quantities.UNITS.items() if dimension == "money"
}
_USED: Final = frozenset({"used", "usage"})
_ONE_BY_ONE: Final = frozenset({"upload", "file"})
"""Topics of things whose size is bounded for each by itself; of storage it is for all together."""
_LIMITS_READ: Final = 50
_ENOUGH: Final = 0.5
_UNKNOWN: Final = 0.35
_BY_TOPIC: Final = 0.8


@dataclass(frozen=True, slots=True)
class Held:
    """How much a thing of the user's says to be in use: a member of its metadata."""

    thing: ProductEntity
    member: str
    value: float


@dataclass(frozen=True, slots=True)
class Allowance:
    """What `name` bounds: by how much for each plan in `cases`, and for the user's own at `most`.

    `is_total` says that what there is counts together; otherwise each thing is bounded by itself.
    """

    name: str
    unit: str
    is_total: bool
    most: float
    cases: dict[str, float]
    line: RuleLine
    reached: LimitReached | None
    held: Held | None
    bag: Bag

    @property
    def taken(self) -> float | None:
        """How much of it is in use, or how much was tried; None where the data does not say."""
        if self.reached is not None:
            return self.reached.current
        return self.held.value if self.held is not None else None

    @property
    def is_size(self) -> bool:
        """Whether it is measured in bytes."""
        return spoken.is_size(self.unit)

    def wanted_of(self, asked: Query) -> float | None:
        """How much a question speaks of, as this is measured; None where of nothing such."""
        hint = quantities.hint(self.unit)
        if hint is not None:
            amounts = (one.value for one in asked.amounts if one.dimension == hint[0])
            return next((amount / hint[1] for amount in amounts), None)
        return next(
            (
                value
                for value, counted in asked.counts
                if all(_says_little(term) for term in counted)
                or any(key in self.bag for term in counted for key in bags.keys(term) if key)
            ),
            None,
        )


def collect(
    lines: Sequence[RuleLine],
    limits: Sequence[LimitReached],
    things: Sequence[ProductEntity],
    plan: str | None,
) -> list[Allowance]:
    """What rules and limits bound for the user, those first of which the data says how much is
    taken.
    """
    held = {_counted(one.member): one for one in _held(things)}
    left = {row.limit: (row, words.stems(row.limit)) for row in limits[:_LIMITS_READ]}
    found: list[Allowance] = []
    for line in lines:
        cases = _cases(line)
        own = cases.get((plan or "").lower(), cases.get("")) if cases else None
        if own is None:
            continue
        about = words.stems(" ".join(line.path))
        reached = next((row for row, stems in left.values() if stems and stems <= about), None)
        if reached is not None:
            del left[reached.limit]
        found.append(_allowance(line, own, cases, reached, held))
    for row, _ in left.values():
        # A limit that no rule sets is its own rule.
        found.append(_allowance(RuleLine("", (row.limit,), ()), row.max, {}, row, held))
    return sorted(found, key=lambda one: one.taken is None)


def meant(
    allowances: Sequence[Allowance], asked: Query, *, besides: frozenset[str], sized: bool
) -> Allowance | None:
    """The allowance that a question is about; `besides` are stems that name none, and `sized` says
    that it is about a size.

    A question about a size that names nothing is about the only one that bounds things each by
    itself, or else the only one.
    """
    named = naming(asked, besides)
    if sized or asked.wanted == "bytes" or any(one.dimension == "bytes" for one in asked.amounts):
        allowances = [one for one in allowances if one.is_size]
        if not named:
            sole = [one for one in allowances if not one.is_total] or allowances
            return sole[0] if len(sole) == 1 else None
    elif asked.counts:
        allowances = [one for one in allowances if not one.is_size]
    if not named:
        return None
    terms = Terms(named, by_topic=_BY_TOPIC)
    matches = [terms.match(one.bag) for one in allowances]
    known = {at for match in matches for at in match}
    weights = [1.0 if at in known else _UNKNOWN for at in range(len(named))]
    actions = asked.actions
    best, most = None, _ENOUGH
    for one, match in zip(allowances, matches, strict=True):
        tried = {key[1:] for key in one.bag if key.startswith("~")} & words.ACTIONS
        covered = 0.0 if actions and tried and not actions & tried else coverage(match, weights)
        if covered > most or (best is None and covered == most):
            best, most = one, covered
    return best


def naming(asked: Query, besides: frozenset[str]) -> tuple[words.Term, ...]:
    """The terms of a question that say which allowance is meant."""
    terms = (*asked.terms, *asked.weak)
    return tuple(t for t in terms if t.stem not in besides and not _says_little(t))


def _says_little(term: words.Term) -> bool:
    return term.topic in _GENERIC or intents.is_more(term.stem)


def _allowance(
    line: RuleLine,
    own: float,
    cases: dict[str, float],
    reached: LimitReached | None,
    held: dict[frozenset[str], Held],
) -> Allowance:
    path = line.path
    # The unit may stand in any name that leads there: `{"uploadBytes": {"plans": {"pro": …}}}`.
    unit = next((name for name in reversed(path) if quantities.hint(name)), "")
    topics = {term.topic for term in words.terms(path[-1], names=True)}
    one_by_one = bool(topics & _ONE_BY_ONE) if spoken.is_size(unit) else "" in cases
    return Allowance(
        path[-1],
        unit,
        not one_by_one,
        reached.max if reached is not None else own,
        cases,
        line,
        reached,
        held.get(_counted(path[-1])),
        bags.of_names(
            " ".join((*path[:-1], *spoken.counted_words(path[-1]))), is_size=spoken.is_size(unit)
        ),
    )


def _cases(line: RuleLine) -> dict[str, float]:
    """What a rule allows for each case; empty where it bounds nothing that is counted."""
    named = set(spoken.name_words(line.path[-1]))
    units = {unit[0] for part in line.path if (unit := quantities.hint(part)) is not None}
    if units - {"bytes"} or named & (_LEAST | _MONEY):
        return {}
    if not line.by_case and not named & _BOUNDS:
        return {}
    cases = {label.lower(): _number(value) for label, value in line.entries}
    return {label: value for label, value in cases.items() if value is not None}


def _held(things: Sequence[ProductEntity]) -> Iterator[Held]:
    for thing in things:
        for member, value in thing.metadata.items():
            number = _number(value)
            used = _USED & set(spoken.name_words(member))
            if number is not None and used and _counted(member):
                yield Held(thing, member, number)


def _counted(name: str) -> frozenset[str]:
    """What a name counts, without what says that it bounds, or in which unit."""
    terms = words.terms(name, names=True)
    return frozenset(t.stem for t in terms if t.topic not in _GENERIC and t.stem not in _USED)


def _number(value: JSON) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
