"""What the business rules allow each plan, and prose that gives one plan's limit to another."""

import re
from bisect import bisect_left
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import Amount, Claim, Name, Number, ways_of
from domain.grounding.clauses import clause_around, sentence_before, stems_in
from domain.grounding.facts import Citable, member
from domain.grounding.leaves import Leaf
from domain.grounding.numbers import quantities
from domain.grounding.numbers.decimals import in_numbers
from domain.grounding.numbers.in_sources import sorted_amounts
from domain.grounding.numbers.member_names import is_paid, may_be
from domain.grounding.numbers.quantities import (
    in_base_units,
    is_within,
    windows,
)
from domain.grounding.page import Page
from domain.grounding.rules.plan_grants import OWN, REACH, grantor, right_behind
from domain.grounding.rules.plan_texts import PlanTexts
from domain.grounding.things.own_plan import OwnPlan
from domain.grounding.things.plans import KNOWN_PLANS, SUPPOSED, Plans, spoken, written

_WORD: Final = re.compile(r"[^\W_]+")
_NOUN: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_RATE: Final = re.compile(r" (?:[\w-]+ ){0,2}?(?:per|an?|each|every) (second|minute|hour)(?!\w)")
_LEFT: Final = frozenset({"more", "additional", "left", "further", "extra"})
"""What is said of so many as a limit leaves."""
_CAPITAL: Final = re.compile(r"(?=[A-Z])|_")
_VALUE: Final = re.compile(r"(?=[a-zA-Z]*\d)(?=\d*[a-zA-Z])\w{2,12}")
"""What a rule may have for a plan that is one word and no number, as `1080p`."""
_CHECKED: Final = 20
"""Grants that are looked up; in a text with more the rest counts as mistaken."""
_TOPIC: Final = 120
"""Characters before a limit that may tell what of, where its own clause does not."""
_LARGE: Final = 100
"""From here on numbers without a unit are hardly the same by chance."""
_MAYBE_BYTES: Final = 10_000
"""From here on a number without a unit may be a size in bytes."""
_STEM: Final = 4
"""So many letters of "devices" tell `maxDevices`."""

_Table = dict[str, list[Leaf]]


class PlanLimits:
    """The tables of the business rules that have a row for each plan, and documents that tell
    plans apart.
    """

    def __init__(self, document: Citable, plans: Plans, own_plan: OwnPlan) -> None:
        self._document = document
        self._own_plan = own_plan
        self._texts = PlanTexts(plans)
        plan = member(document.body, "identity", "plan")
        self._own = plan.lower() if isinstance(plan, str) else ""

    @cached_property
    def _tables(self) -> list[_Table]:
        tables: dict[str, _Table] = {}
        for leaf in self._document.knowledge:
            if isinstance(leaf.value, str) and not _VALUE.fullmatch(leaf.value):
                continue
            steps = leaf.pointer.split("/")
            plans = [step.lower() for step in steps if self._may_be_plan(step.lower())]
            if len(plans) == 1:
                table = "/".join("" if step.lower() == plans[0] else step for step in steps)
                tables.setdefault(table, {}).setdefault(plans[0], []).append(leaf)
        return [table for table in tables.values() if len(table) > 1]

    def _may_be_plan(self, name: str) -> bool:
        return name in KNOWN_PLANS or name == self._own or name in self._own_plan.beside

    @cached_property
    def _plans(self) -> frozenset[str]:
        return self._texts.plans.union(*self._tables)

    @cached_property
    def _values(self) -> re.Pattern[str] | None:
        """What the tables have for plans that is no number, as `1080p`."""
        values = {
            re.escape(leaf.value)
            for table in self._tables
            for rows in table.values()
            for leaf in rows
            if isinstance(leaf.value, str)
        }
        return (
            re.compile(rf"(?<![\w.-])(?:{'|'.join(sorted(values))})(?![\w-])") if values else None
        )

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return re.compile(rf"{OWN}|\b(?P<plan>{written(self._plans)})(?!\w)")

    def names_one(self, sentence: str) -> bool:
        """Whether a sentence names a plan that the rules have."""
        return bool(self._plans) and self._names.search(sentence) is not None

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """What calls another plan the user's, or gives a plan what the rules say that another
        allows.
        """
        return [
            *self._wrongly_owned(page.prose),
            *self._wrongly_granted(page.prose, [*page.claims, *page.counted]),
        ]

    def _wrongly_granted(self, prose: str, claims: list[Claim]) -> list[str]:
        """What the prose says that a plan allows, and the rules say that another does."""
        limits = [claim for claim in claims if _is_limit(claim)]
        if self._values is not None:
            limits += [Name(said.group(), said.start()) for said in self._values.finditer(prose)]
        names = list(self._names.finditer(prose)) if limits and self._plans else []
        if not names:
            return []
        limits += right_behind(names, {claim.at for claim in claims})
        starts = [name.start() for name in names]
        found: list[str] = []
        checked = 0
        for claim in limits:
            last = bisect_left(starts, claim.at)
            first = bisect_left(starts, claim.at - REACH)
            end = claim.at + len(claim.text)
            behind = names[last] if last < len(names) else None
            name = grantor(prose, names[first:last], behind, claim)
            if name is not None:
                checked += 1
                if checked > _CHECKED or self._is_of_another(claim, self._plan_of(name), prose):
                    start = min(name.start(), claim.at)
                    found.append(prose[start : max(end, name.end() if start == claim.at else end)])
        return found

    @cached_property
    def _another_as_own(self) -> re.Pattern[str]:
        others = written(self._plans - {self._own})
        return re.compile(
            r"(?<!\w)(?:[Yy]ou(?:['\u2019]re| are)|[Yy]our [a-z]{2,20} is)(?: currently| still)?"
            rf" on (?:the )?(?:plan )?[\"']?(?:{others})(?!\w)"
            rf"|{OWN}(?:(?: is| ist| est| es| é| è|:)(?: [a-z]+)? | \()[\"']?(?:{others})(?!\w)"
            rf"|(?<!\w)[Yy]ou have (?:the )?(?:{others})(?=[.,;:!?)]|\Z| (?:plan|so|and)(?!\w))"
        )

    def _wrongly_owned(self, prose: str) -> list[str]:
        """What calls another plan of the rules the user's, as in "you are on Fleet"."""
        if self._own not in self._plans or len(self._plans) == 1:
            return []
        return [
            said.group()
            for said in self._another_as_own.finditer(prose)
            if not SUPPOSED.search(sentence_before(prose, said.start(), REACH))
        ]

    def _plan_of(self, found: re.Match[str]) -> str:
        if found["own"] is None:
            said = spoken(found["plan"])
            return self._by_words.get(said, said)
        words = _WORD.findall(found.group().lower())
        return next((word for word in words if word in self._plans), self._own)

    @cached_property
    def _by_words(self) -> dict[str, str]:
        return {spoken(plan): plan for plan in self._plans}

    @cached_property
    def _state(self) -> tuple[Leaf, ...]:
        """The numbers of the user's own state, which a plan's limit need not be."""
        names = self._document.limit_names
        return tuple(
            leaf._replace(inside=names.get(leaf.place, leaf.inside))
            for leaf in in_numbers(self._document.leaves("/productState"))
        )

    def _is_of_another(self, claim: Claim, plan: str, prose: str) -> bool:
        if plan == self._own and any(_is(claim, leaf) for leaf in self._state):
            return False
        noun = _counted(prose, claim.at + len(claim.text))
        if noun in _LEFT:
            return False
        is_price = isinstance(claim, Amount) and claim.dimension == "money"
        tables = [
            table
            for table in self._tables
            if plan in table and is_paid(table[plan][0].inside) == is_price
        ]
        # Of "5,000 devices" the rules for devices tell, if there are any, else those for what the
        # sentence speaks of.
        named = [table for table in tables if _is_named(noun, table[plan][0].inside)]
        start = max(0, claim.at - _TOPIC)
        for said in (clause_around(prose, claim.at), prose[start : claim.at]):
            named = named or _told_of(said, plan, claim, tables)
        if any(_is(claim, leaf) for table in named or tables for leaf in table[plan]):
            return False
        if named or self._texts.is_of_another(claim, plan, prose):
            return True
        return any(
            _is(claim, leaf) and _is_told(claim, leaf, noun, prose[start : claim.at])
            for table in tables
            for rows in table.values()
            for leaf in rows
        )


def _counted(prose: str, end: int) -> str:
    """What a number that ends there counts, as a rule's name would have it."""
    rate = _RATE.match(prose, end)
    if rate is not None:
        return f"per{rate[1].lower()}"
    after = _NOUN.search(prose, end)
    return "" if after is None else after.group().lower().replace("-", "")


def _is_limit(claim: Claim) -> bool:
    match claim:
        case Amount():
            return not claim.ago
        case Number():
            return claim.purpose != "status"
        case _:
            return False


def _is(claim: Claim, leaf: Leaf) -> bool:
    """Whether a claim is what a rule has."""
    if isinstance(leaf.value, str) or isinstance(claim, Name):
        return claim.text == leaf.value
    return any(_reads(way, leaf, float(leaf.value)) for way in ways_of(claim))


def _told_of(said: str, plan: str, claim: Claim, tables: list[_Table]) -> list[_Table]:
    """The tables of what is spoken of, which may have such a number for the plan."""
    stems = stems_in(said) - stems_in(plan) - {"rule"}
    shared = [
        (len(stems & stems_in(_CAPITAL.sub(" ", table[plan][0].inside))), table)
        for table in tables
        if _is_alike(claim, table[plan][0])
    ]
    most = max((many for many, _ in shared), default=0)
    return [table for many, table in shared if many == most > 0]


def _is_alike(claim: Claim, leaf: Leaf) -> bool:
    """Whether a claim is of the dimension that a rule's name tells."""
    unit = quantities.unit_of(leaf.inside)
    if isinstance(claim, Amount):
        return claim.dimension == ("plain" if unit is None else unit[0])
    return isinstance(claim, Number) and unit is None


def _is_told(claim: Claim, leaf: Leaf, noun: str, before: str) -> bool:
    """Whether a number that a rule has is hardly the same by chance: one without a unit may have
    that of an amount before it, as in "92 days, and Utility 731".
    """
    if not isinstance(claim, Number) or _is_named(noun, leaf.inside):
        return True
    unit = quantities.unit_of(leaf.inside)
    has_unit = unit is None or unit[0] in sorted_amounts(before)
    return float(leaf.value) >= (_LARGE if has_unit else _MAYBE_BYTES)


def _is_named(noun: str, name: str) -> bool:
    """Whether a word of a member's name begins as what is counted does; a rate is several words."""
    if noun.startswith("per"):
        return noun in name.lower()
    words = _CAPITAL.sub(" ", name).lower().split()
    return len(noun) >= _STEM and any(word.startswith(noun[:_STEM]) for word in words)


def _reads(claim: Claim, leaf: Leaf, value: float) -> bool:
    unit = quantities.unit_of(leaf.inside)
    match claim:
        case Amount():
            if unit is None and claim.dimension == "bytes" and value >= _MAYBE_BYTES:
                unit = "bytes", (1.0,)
            if unit is None:
                if not may_be(claim.dimension, leaf.inside):
                    return False
                bounds = windows(claim.reading, (1.0,), loose=claim.loose)
                return is_within([value], bounds)
            return claim.is_one_of(in_base_units(unit[0], value, unit[1]))
        case Number():
            return is_within([value], windows(claim.reading, (1.0,), loose=False))
        case _:
            return False
