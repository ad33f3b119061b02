"""Whether a claim stands in the snapshot, in what was said before, or in what is allowed."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from domain.grounding import moments
from domain.grounding.claims import Amount, Claim, Moment, Name, Number, Plan, Precision, fold
from domain.grounding.facts import Document, member
from domain.grounding.figures import Figures
from domain.grounding.quantities import DAY, Dimension, any_within, windows

_VERSION: Final = re.compile(r"[\d.]+")
_IN_NAME: Final = re.compile(r"[0-9A-Za-z_]")
_IN_NUMBER: Final = re.compile(r"[0-9A-Za-uw-z_:/-]")
"""What a version does not stand next to; `v2.4` is one, `09:58:12` and `2026-02-20` are none."""
_PLAN_TALK: Final = re.compile(r"plan|tier|subscription|upgrade|licen[cs]e", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST_AGO: Final = 36_500 * DAY


class Lookup:
    """Answers, claim by claim, where it stands. Everything it needs is read once, when needed."""

    def __init__(
        self, document: Document, conversation: tuple[str, ...], allowed: tuple[str, ...]
    ) -> None:
        self._document = document
        self._said = fold("\n".join((*conversation, *allowed)))
        self._figures = Figures(document, self._said)

    def holds(self, claim: Claim) -> bool:
        """Whether the claim stands somewhere as it is."""
        match claim:
            case Name():
                texts = (self._said, self._document.text)
                return any(_stands_in(claim, text) for text in texts)
            case Moment():
                return self._is_moment(claim)
            case Plan():
                return self._is_plan(claim)
            case Amount():
                return self.amount(claim) is not None
            case Number():
                return self._number(claim)

    def amount(self, claim: Amount) -> float | None:
        """The quantity that the claim names, in bytes, seconds, percent or as it stands."""
        bounds = windows(claim.reading, claim.factors, loose=claim.loose)
        found = any_within(self._figures.amounts[claim.dimension], bounds)
        if found is None:
            found = any_within(self._figures.told.get(claim.dimension, []), bounds)
        if found is None and claim.ago and self._was_ago(claim):
            return claim.reading.value * claim.factors[0]
        if found is None and claim.dimension != "money":
            written = windows(claim.reading, (1.0,), loose=False)
            found = any_within(self._figures.unitless(claim.dimension), written)
            return None if found is None else claim.reading.value * claim.factors[0]
        return found

    def follows(self, claim: Claim, held: dict[Dimension, list[float]]) -> bool:
        """Whether the claim is plainly computed from quantities that hold."""
        match claim:
            case Amount():
                derived = self._figures.derived(claim.dimension, held)
                bounds = windows(claim.reading, claim.factors, loose=claim.loose)
            case Number() if claim.role != "status":
                derived = self._figures.derived("plain", held)
                bounds = windows(claim.reading, (1.0,), loose=claim.loose)
            case _:
                return False
        return any_within(derived, bounds) is not None

    def _number(self, claim: Number) -> bool:
        bounds = windows(claim.reading, (1.0,), loose=claim.loose)
        match claim.role:
            case "status":
                return claim.reading.value in self._figures.statuses
            case "limit":
                return any_within(self._figures.bounds, bounds) is not None
            case "count" if claim.reading.value in self._document.counts:
                return True
            case "count" | "any":
                return any_within(self._figures.all, bounds) is not None

    def _is_plan(self, claim: Plan) -> bool:
        wanted = claim.name.lower()
        plan = member(self._document.body, "identity", "plan")
        if isinstance(plan, str) and wanted in {plan.lower(), *_WORD.findall(plan.lower())}:
            return True
        if wanted in _plan_talk((self._said,)):
            return True
        return not claim.own and wanted in self._known_plans

    @cached_property
    def _known_plans(self) -> frozenset[str]:
        texts = (leaf.value for leaf in self._document.leaves if isinstance(leaf.value, str))
        rules = (
            word for leaf in self._document.knowledge for word in _WORD.findall(leaf.inside.lower())
        )
        return frozenset((*_plan_talk(texts), *rules))

    @cached_property
    def _stamps(self) -> set[str]:
        """Every ISO date and time, those with a time brought to UTC."""
        found = {
            match.group().strip()
            for text in (self._document.text, self._said)
            for match in moments.ISO.finditer(text)
        }
        return {text if text.endswith("Z") else moments.in_utc(text) for text in found}

    @cached_property
    def _written(self) -> set[tuple[Precision, str]]:
        """The times that prose speaks of, at the precision it gives them."""
        texts = [
            leaf.value
            for leaf in self._document.leaves
            if isinstance(leaf.value, str) and leaf.pointer.startswith("/knowledgePack/")
        ]
        return {
            (claim.precision, key)
            for text in (self._said, *texts)
            for claim in moments.read(text)
            for key in claim.keys
        }

    def _is_moment(self, claim: Moment) -> bool:
        start, end = moments.SHOWN[claim.precision]
        shown = {stamp[start:end] for stamp in self._stamps}
        return not shown.isdisjoint(claim.keys) or not self._written.isdisjoint(
            (claim.precision, key) for key in claim.keys
        )

    def _was_ago(self, claim: Amount) -> bool:
        taken = self._document.taken_at
        if taken is None:
            return False
        stamps = (moments.parse(text) for text in self._stamps if len(text) > len("2026-02-20"))
        ages = [(taken - stamp).total_seconds() for stamp in stamps if stamp is not None]
        for low, high in windows(claim.reading, claim.factors, loose=True):
            # "3 hours ago" is said until the fourth is over.
            latest = min(max(high, low + claim.factors[0]), _LONGEST_AGO)
            if any(low <= age <= latest for age in ages):
                return True
        return False


def _stands_in(name: Name, text: str) -> bool:
    is_version = _VERSION.fullmatch(name.text) is not None
    within = _IN_NUMBER if is_version else _IN_NAME
    at = text.find(name.text)
    while at >= 0:
        end = at + len(name.text)
        begins = at == 0 or not within.match(text[at - 1])
        if begins and (name.cut or not within.match(text[end : end + 1])):
            return True
        at = text.find(name.text, end)
    return False


def _plan_talk(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if _PLAN_TALK.search(text):
            yield from _WORD.findall(text.lower())
