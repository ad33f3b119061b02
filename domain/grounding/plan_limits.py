"""What the business rules allow each plan, and prose that gives one plan's limit to another."""

import re
from functools import cached_property
from typing import Final

from domain.grounding import quantities
from domain.grounding.claims import Amount, Claim, Number, ways_of
from domain.grounding.facts import Document, Leaf, member
from domain.grounding.names import KNOWN_PLANS
from domain.grounding.quantities import any_within, in_base_units, readings, windows

_WORD: Final = re.compile(r"[^\W_]+")
_NAME: Final = re.compile(
    r"(?<![\w-])(?:(?P<own>your|ihre?[mnr]?|deine?[mnr]?|votre|ton|su|tu|seu|suo|tuo|uw|je)"
    r" (?:[\w-]+ ){0,2}(?:limit|plan|tier|quota|allowance|maximum|tarif|kontingent|forfait"
    r"|abonnement|formule|limite|plano|piano|limiet|subscription)"
    r"|(?P<plan>[A-Za-z][\w+]*))(?!\w)",
    re.IGNORECASE,
)
_GRANTS: Final = re.compile(
    r"(?<!\w)(?:allows?|includes?|permits?|offers?|gives?|comes with|has|have|gets?|is|are|limit"
    r"|erlaubt|umfasst|enthält|bietet|hat|ist|sind|liegt"
    r"|autorise|permet|inclut|offre|est|permite|incluye|ofrece|tiene|es|inclui|oferece|tem|é|são"
    r"|permette|include|è|sono|staat|biedt|heeft|bevat|zijn)(?!\w)",
    re.IGNORECASE,
)
_OTHERWISE: Final = re.compile(
    r"[,;:!?()\d\n]|\.\s|(?<!\w)(?:than|from|over|under|above|beyond|exceed\w*|instead|not|no|if|but"
    r"|would|could|can|until|unless|upgrad\w*|rais\w*|increas\w*|higher|larger|bigger|reached|used"
    r"|nicht|kein\w*|als|über|mehr|wenn|höher\w*|pas|plus|que|si|dépass\w*|más|mais|não|mayor\w*"
    r"|più|non|niet|meer|dan|hoger\w*)(?!\w)|n['\u2019]t\b",
    re.IGNORECASE,
)
_UPGRADING: Final = re.compile(
    r"(?:upgrad\w*|chang\w*|switch\w*|rais\w*|increas\w*|extend\w*|wechs\w*|outgr\w*)"
    r"(?: \w+){0,2} $",
    re.IGNORECASE,
)
_REACH: Final = 80
"""Between a plan's name and what it is said to allow."""
_BEFORE: Final = 24
_LARGE: Final = 100
"""From here on numbers without a unit are hardly the same by chance."""
_MAYBE_BYTES: Final = 10_000
_STEM: Final = 4

_Table = dict[str, list[Leaf]]


class PlanLimits:
    """The tables of the business rules that have a row for each plan."""

    def __init__(self, document: Document) -> None:
        self._document = document
        plan = member(document.body, "identity", "plan")
        self._own = plan.lower() if isinstance(plan, str) else ""

    @cached_property
    def _tables(self) -> list[_Table]:
        tables: dict[str, _Table] = {}
        for leaf in self._document.knowledge:
            if isinstance(leaf.value, str):
                continue
            steps = leaf.pointer.split("/")
            plans = [step.lower() for step in steps if self._may_be_plan(step.lower())]
            if len(plans) == 1:
                table = "/".join("" if step.lower() == plans[0] else step for step in steps)
                tables.setdefault(table, {}).setdefault(plans[0], []).append(leaf)
        return [table for table in tables.values() if len(table) > 1]

    def _may_be_plan(self, name: str) -> bool:
        return name in KNOWN_PLANS or name == self._own

    @cached_property
    def _plans(self) -> frozenset[str]:
        return frozenset(plan for table in self._tables for plan in table)

    def mistaken(self, prose: str, claims: list[Claim]) -> list[str]:
        """What the prose says that a plan allows, and the rules say that another does."""
        found: list[str] = []
        for claim in claims:
            if not _is_limit(claim) or not self._plans:
                continue
            named = self._named_before(prose, claim.at)
            if named is not None and self._is_of_another(claim, named[0], prose):
                found.append(prose[named[1] : claim.at] + claim.text)
        return found

    def _named_before(self, prose: str, at: int) -> tuple[str, int] | None:
        """The plan that is said to have the limit which stands there, and where it is named."""
        begin = max(0, at - _REACH)
        last: tuple[str, int, int] | None = None
        for found in _NAME.finditer(prose, begin, at):
            plan = self._plan_of(found)
            if plan is not None:
                last = plan, found.start(), found.end()
        if last is None:
            return None
        plan, start, end = last
        between = prose[end:at]
        if not _GRANTS.search(between) or _OTHERWISE.search(between):
            return None
        if _UPGRADING.search(prose[max(0, start - _BEFORE) : start]):
            return None
        return plan, start

    def _plan_of(self, found: re.Match[str]) -> str | None:
        if found["own"] is None:
            name = found["plan"]
            return name.lower() if name.lower() in self._plans and name[0].isupper() else None
        words = _WORD.findall(found.group().lower())
        return next((word for word in words if word in self._plans), self._own)

    def _is_of_another(self, claim: Claim, plan: str, prose: str) -> bool:
        if plan == self._own and any(
            _is(claim, leaf, "")
            for leaf in self._document.leaves
            if leaf.place.startswith("/productState") and not isinstance(leaf.value, str)
        ):
            return False
        after = _WORD.search(prose, claim.at + len(claim.text))
        noun = "" if after is None else after.group().lower()
        tables = [table for table in self._tables if plan in table]
        if any(_is(claim, leaf, noun) for table in tables for leaf in table[plan]):
            return False
        return any(
            _is(claim, leaf, noun) for table in tables for rows in table.values() for leaf in rows
        )


def _is_limit(claim: Claim) -> bool:
    match claim:
        case Amount():
            return claim.dimension not in {"money", "percent"} and not claim.ago
        case Number():
            return claim.role != "status"
        case _:
            return False


def _is(claim: Claim, leaf: Leaf, noun: str) -> bool:
    """Whether a claim is the number of a rule."""
    return any(_reads(way, leaf, float(leaf.value), noun) for way in ways_of(claim))


def _reads(claim: Claim, leaf: Leaf, value: float, noun: str) -> bool:
    unit = quantities.unit_of(leaf.inside)
    match claim:
        case Amount():
            if unit is None and claim.dimension == "bytes" and value >= _MAYBE_BYTES:
                unit = "bytes", (1.0,)
            if unit is None:
                bounds = windows(claim.reading, (1.0,), loose=claim.loose)
                return any_within([value], bounds) is not None
            amounts = in_base_units(unit[0], value, unit[1])
            among = readings(
                claim.dimension, windows(claim.reading, claim.factors, loose=claim.loose)
            )
            return any(
                any_within([amount], bounds) is not None
                for kind, bounds in among
                for dimension, amount in amounts
                if dimension == kind
            )
        case Number():
            told = value >= _LARGE if unit is None else value >= _MAYBE_BYTES
            told = told or (len(noun) >= _STEM and noun[:_STEM] in leaf.inside.lower())
            return told and any_within([value], windows(claim.reading, (1.0,), loose=False)) is not None
        case _:
            return False
