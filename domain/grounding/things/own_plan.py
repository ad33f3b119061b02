"""Which plan is the user's among those that a host calls by names of its own, as `scale-5000`."""

import re
from collections.abc import Iterator
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import clause_before
from domain.grounding.facts import Citable, member
from domain.grounding.page import Page
from domain.grounding.things.plans import SUPPOSED

_RULE_DEPTH: Final = 5
"""Steps of a pointer until the content of a rule."""
_MOST_PLANS: Final = 50
"""What has more members than that is no list of plans."""
_NOUNS: Final = "plan tier subscription tariff tarif abo forfait piano plano"
_HINTS: Final = frozenset((*_NOUNS.split(), "on"))
"""Words of which every way of calling a plan the user's has one."""
_NOUN: Final = rf"(?:{'|'.join(_NOUNS.split())})"
_ON: Final = (
    r"(?:you(?:['\u2019]re| are)|(?:your|the|this) (?:[\w-]+ )?(?:account|workspace|organi[sz]ation"
    r"|team|company|shop|store|fleet|user) is)(?: currently| now| still| already)? on "
)
_YOURS: Final = r"(?:ihr|dein|votre|ton|su|tu|seu|il (?:suo|tuo)|uw|je)"
_MORE_NAME: Final = r"(?![\w-]|\.\w)"
_BETWEEN: Final = re.compile(r"[ _-]")
_LONGEST: Final = 60


class OwnPlan:
    """Tells of the plans that rules have beside the user's own that they are not the user's."""

    def __init__(self, document: Citable) -> None:
        self._document = document
        plan = member(document.body, "identity", "plan")
        self._own = plan.lower() if isinstance(plan, str) else ""

    @cached_property
    def beside(self) -> frozenset[str]:
        """The names that stand where the user's plan does in a rule, as other plans' do, and its
        own: members of one object, or one member of each of a list's objects.
        """
        found: dict[str, set[str]] = {}
        for leaf in self._document.knowledge:
            steps = leaf.pointer.split("/")
            for depth in range(_RULE_DEPTH, len(steps)):
                found.setdefault("/".join(steps[:depth]), set()).add(steps[depth].lower())
            is_listed = len(steps) > _RULE_DEPTH + 1 and steps[-2].isdecimal()
            if is_listed and isinstance(leaf.value, str):
                listed = f"{'/'.join(steps[:-2])}//{leaf.at}"
                found.setdefault(listed, set()).add(leaf.value.lower())
        told = (names for names in found.values() if self._own and self._own in names)
        return frozenset(name for names in told if len(names) <= _MOST_PLANS for name in names)

    @cached_property
    def _given(self) -> re.Pattern[str] | None:
        """How another plan is called the user's."""
        others = sorted(self.beside - {self._own}, key=len, reverse=True)
        if not others:
            return None
        # "gold_pass" is said as "gold pass".
        ways = ("[ _-]".join(map(re.escape, _BETWEEN.split(one))) for one in others)
        name = rf"[\"'(]{{0,2}}(?:{'|'.join(ways)}){_MORE_NAME}[\"')]{{0,2}}"
        return re.compile(
            rf"\b{_ON}(?:(?:the|our) )?{name}(?: {_NOUN}\b|(?=[.,;:!?\n]|\Z| (?:and|so|but)\b))"
            rf"|\b{_YOURS} {_NOUN} (?:ist|est|es|é|è|is) {name}"
            rf"|\byour (?:current |own )?(?:{name} {_NOUN}\b"
            rf"|{_NOUN}(?:, | is | is called |: ?){name})",
            re.IGNORECASE,
        )

    def mistaken(self, page: Page, _: Told) -> Iterator[str]:
        """What calls another plan the user's, as in "you are on the solo plan"."""
        if self._given is None or page.words.isdisjoint(_HINTS):
            return
        for said in self._given.finditer(page.prose):
            if not SUPPOSED.search(clause_before(page.prose, said.start(), _LONGEST)):
                yield said.group()
