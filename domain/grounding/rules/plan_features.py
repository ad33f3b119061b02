"""Which plans have a feature, as documents say, and prose that says it of others."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import clause_before, stems_in
from domain.grounding.facts import Citable, member
from domain.grounding.page import Page
from domain.grounding.things.plans import Plans

_IN: Final = (
    r"(?<!\w)(?:is|are|['\u2019]s|comes?|remains?)(?: (?:also|already|currently|now))?"
    r"(?P<only> only)?(?: (?:available|included|part|offered|supported|enabled|active))?(?: only)?"
    r" (?:on|in|with|of|for|to)(?: the| our)?"
)
_JOINED: Final = r"(?:, | and | or |,? and |,? or | & )"
_OPEN: Final = re.compile(
    r"(?<!\w)(?:if|unless|once|when|whether|not|would|no longer)(?!\w)|n['\u2019]t\b", re.IGNORECASE
)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+|\n")
_ITEM: Final = re.compile(r", (?:and )?| and |\.")
_REACH: Final = 80
"""Characters before a plan that name a feature."""
_FEWEST: Final = 2
"""So many telling words name a feature at least that stands in a list of them."""


class _Feature(NamedTuple):
    """How the words begin that name it, the plans that have it, and those that do not."""

    named: frozenset[str]
    plans: frozenset[str]
    without: frozenset[str] | None

    def is_wrong_of(self, plans: frozenset[str], *, only: bool) -> bool:
        """Whether these plans do not have it, or not `only` these."""
        if self.without is not None:
            return not plans.isdisjoint(self.without)
        return self.plans > plans if only else not plans <= self.plans


class PlanFeatures:
    """Knows which plans have the features that documents name."""

    def __init__(self, document: Citable, plans: Plans) -> None:
        self._document = document
        self._plans = plans

    @cached_property
    def _own(self) -> str:
        return str(member(self._document.body, "identity", "plan") or "").lower()

    @cached_property
    def _said(self) -> re.Pattern[str]:
        names = "|".join(sorted(map(str.title, self._plans.told_apart), key=len, reverse=True))
        plan = rf"(?:{names})(?: plan)?"
        return re.compile(
            rf"{_IN} (?P<plans>(?:your )?(?:{plan}(?:{_JOINED}(?:the )?{plan})*"
            r"|(?:current )?plan))(?![\w-])(?P<after> only)?"
        )

    @cached_property
    def _features(self) -> list[_Feature]:
        return [
            feature
            for text in self._document.taught
            if text[:1] not in "{[" and self._plans.named.search(text)
            for feature in (*self._stated(text), *self._listed(text))
        ]

    def _stated(self, text: str) -> Iterator[_Feature]:
        """Features as in "SSO is available on Business and Enterprise"."""
        for said in self._said.finditer(text):
            what = clause_before(text, said.start(), _REACH)
            if not _OPEN.search(what):
                yield _Feature(stems_in(what), self._named_in(said), None)

    def _listed(self, text: str) -> Iterator[_Feature]:
        """Features as in "Premium: 50 seats, single sign-on", which the plans before lack."""
        before = frozenset[str]()
        for sentence in _SENTENCE_END.split(text):
            plan = self._plans.named.match(sentence)
            if plan is None or sentence[plan.end() : plan.end() + 1] != ":":
                continue
            name = plan.group().lower()
            for item in _ITEM.split(sentence[plan.end() + 1 :]):
                stems = stems_in(item)
                if len(stems) >= _FEWEST and not any(sign.isdigit() for sign in item):
                    yield _Feature(stems, frozenset({name}), before)
            before |= {name}

    def _named_in(self, said: re.Match[str]) -> frozenset[str]:
        named = self._plans.named.findall(said["plans"])
        return frozenset(map(str.lower, named)) or frozenset({self._own})

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """What gives a plan a feature that only others have, or that not only this one has."""
        if "plan" not in page.words and page.words.isdisjoint(self._plans.told_apart):
            return []
        if not self._plans.told_apart:
            return []
        return [
            f"{what.strip()} {said.group()}"
            for said in self._said.finditer(page.prose)
            if not _OPEN.search(what := clause_before(page.prose, said.start(), _REACH))
            and self._is_wrong(what, said)
        ]

    def _is_wrong(self, what: str, said: re.Match[str]) -> bool:
        stems, plans = stems_in(what), self._named_in(said)
        only = said["only"] or said["after"]
        known = [one for one in self._features if one.named and one.named <= stems]
        return bool(known) and all(one.is_wrong_of(plans, only=bool(only)) for one in known)
