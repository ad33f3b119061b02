"""What the business rules allow each plan, and prose that gives one plan's limit to another."""

import re
from bisect import bisect_left
from functools import cached_property
from typing import Final

from domain.grounding import quantities
from domain.grounding.claims import Amount, Claim, Number, ways_of
from domain.grounding.facts import Citable, Leaf, member
from domain.grounding.names import KNOWN_PLANS
from domain.grounding.quantities import any_within, in_base_units, readings, windows

_WORD: Final = re.compile(r"[^\W_]+")
_OWN: Final = (
    r"\b(?P<own>[Yy]our|[Ii]hre?[mnr]?|[Dd]eine?[mnr]?|[Vv]otre|[Tt]on|[Ss]u|[Tt]u|[Ss]eu|[Ss]uo"
    r"|[Tt]uo|[Uu]w|[Jj]e) (?:[\w-]+ ){0,2}(?:[Ll]imit|[Pp]lan|tier|quota|allowance|maximum"
    r"|Tarif|Kontingent|forfait|abonnement|formule|limite|plano|piano|limiet|subscription)(?!\w)"
)
"""What calls a limit or a plan the user's."""
_GRANTS: Final = re.compile(
    r"(?<!\w)(?:allows?|includes?|permits?|offers?|gives?|keeps?|retains?|comes with|has"
    r"|have|gets?|is|are|limit|can|could|may|lets|können|dürfen|pouvez|puede|pode|può|kunt"
    r"|up to|bis|jusqu|hasta|até|fino|tot"
    r"|erlaubt|umfasst|enthält|bietet|hat|ist|sind|liegt"
    r"|autorise|permet|inclut|offre|est|permite|incluye|ofrece|tiene|es|inclui|oferece|tem|é|são"
    r"|permette|include|è|sono|staat|biedt|heeft|bevat|zijn)(?!\w)",
    re.IGNORECASE,
)
_OTHERWISE: Final = re.compile(
    r"[,;:!?()\d\n]|\.\s|(?<!\w)(?:than|from|over|under|above|beyond|exceed\w*|instead|not|no|never|but"
    r"|until|unless|upgrad\w*|rais\w*|increas\w*|higher|larger|bigger|reached|used"
    r"|nicht|kein\w*|als|über|mehr|wenn|höher\w*|pas|plus|que|si|dépass\w*|más|mais|não|mayor\w*"
    r"|più|non|niet|meer|dan|hoger\w*)(?!\w)|n['\u2019]t\b",
    re.IGNORECASE,
)
_SUPPOSED: Final = re.compile(r"(?<!\w)(?:if|would|could|can)(?!\w)", re.IGNORECASE)
_UPGRADING: Final = re.compile(
    r"(?<!\w)(?:upgrad\w*|chang\w*|switch\w*|mov(?:e|ing)|rais\w*|increas\w*|extend\w*|outgr\w*|if|once"
    r"|after|with|wechs\w*|wenn|nach|mit|passe\w*|si|avec|cambi\w*|con|mud\w*|se|com|pass\w*|als|na|met)"
    r"(?!\w)",
    re.IGNORECASE,
)
"""What tells, before "your limit", that it speaks of another plan's."""
_ON: Final = re.compile(r"(?<!\w)(?:on|im|auf|sur|en|in|no|nel|op)(?: the)? $", re.IGNORECASE)
_IF: Final = re.compile(r"(?<!\w)(?:if|once|when|until|unless|whether|after)(?!\w)", re.IGNORECASE)
_IS: Final = re.compile(
    r"(?<!\w)(?:you(?:['\u2019]re| are)|your [a-z]{2,20} is)(?: currently| still)?$", re.IGNORECASE
)
_NOUN: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_RATE: Final = re.compile(r" (?:[\w-]+ ){0,2}?(?:per|an?|each|every) (second|minute|hour)(?!\w)")
_SENTENCE_END: Final = re.compile(r"[.!?;]\s|\n")
_REACH: Final = 80
"""Between a plan's name and what it is said to allow."""
_CHECKED: Final = 20
"""Grants that are looked up; in a text with more the rest counts as mistaken."""
_LARGE: Final = 100
"""From here on numbers without a unit are hardly the same by chance."""
_MAYBE_BYTES: Final = 10_000
_STEM: Final = 4

_Table = dict[str, list[Leaf]]


class PlanLimits:
    """The tables of the business rules that have a row for each plan."""

    def __init__(self, document: Citable) -> None:
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

    @cached_property
    def _beside_own(self) -> frozenset[str]:
        """The names that stand beside the user's plan in a rule, as another plan's do."""
        beside: dict[str, set[str]] = {}
        for leaf in self._document.knowledge:
            if isinstance(leaf.at, str):
                beside.setdefault(leaf.place, set()).add(leaf.at.lower())
        return frozenset(name for names in beside.values() if self._own in names for name in names)

    def _may_be_plan(self, name: str) -> bool:
        return name in KNOWN_PLANS or name == self._own or name in self._beside_own

    @cached_property
    def _plans(self) -> frozenset[str]:
        return frozenset(plan for table in self._tables for plan in table)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        plans = (
            f"[{re.escape(plan[0].upper())}{re.escape(plan[0])}]{re.escape(plan[1:])}(?= plan)"
            rf"|{re.escape(plan.title())}|{re.escape(plan.upper())}"
            for plan in sorted(self._plans, key=len, reverse=True)
        )
        return re.compile(rf"{_OWN}|\b(?P<plan>{'|'.join(plans)})(?!\w)")

    def names_one(self, sentence: str) -> bool:
        """Whether a sentence names a plan that the rules have."""
        return bool(self._plans) and self._names.search(sentence) is not None

    def mistaken(self, prose: str, claims: list[Claim]) -> list[str]:
        """What the prose says that a plan allows, and the rules say that another does."""
        limits = [claim for claim in claims if _is_limit(claim)]
        names = list(self._names.finditer(prose)) if limits and self._plans else []
        if not names:
            return []
        starts = [name.start() for name in names]
        found: list[str] = []
        checked = 0
        for claim in limits:
            last = bisect_left(starts, claim.at)
            first = bisect_left(starts, claim.at - _REACH)
            name = _grantor(prose, names[first:last], claim.at)
            if name is not None:
                checked += 1
                if checked > _CHECKED or self._is_of_another(claim, self._plan_of(name), prose):
                    found.append(prose[name.start() : claim.at] + claim.text)
        return found

    @cached_property
    def _on_another(self) -> re.Pattern[str]:
        others = sorted(self._plans - {self._own}, key=len, reverse=True)
        return re.compile(
            f" on (?:the )?(?:{'|'.join(map(re.escape, map(str.title, others)))})(?!\\w)"
        )

    def wrongly_owned(self, prose: str) -> list[str]:
        """What calls another plan of the rules the user's, as in "you are on Fleet"."""
        if " on " not in prose or self._own not in self._plans or len(self._plans) == 1:
            return []
        found: list[str] = []
        for said in self._on_another.finditer(prose):
            clause = _SENTENCE_END.split(prose[max(0, said.start() - _REACH) : said.start()])[-1]
            if (owner := _IS.search(clause)) and not _IF.search(clause):
                found.append(owner.group() + said.group())
        return found

    def _plan_of(self, found: re.Match[str]) -> str:
        if found["own"] is None:
            return str(found["plan"]).lower()
        words = _WORD.findall(found.group().lower())
        return next((word for word in words if word in self._plans), self._own)

    @cached_property
    def _state(self) -> tuple[Leaf, ...]:
        """The numbers of the user's own state, which a plan's limit need not be."""
        return tuple(
            leaf
            for leaf in self._document.leaves
            if leaf.place.startswith("/productState") and not isinstance(leaf.value, str)
        )

    def _is_of_another(self, claim: Claim, plan: str, prose: str) -> bool:
        if plan == self._own and any(_is(claim, leaf, "") for leaf in self._state):
            return False
        noun = _counted(prose, claim.at + len(claim.text))
        tables = [table for table in self._tables if plan in table]
        # Of "5,000 devices" the rules for devices tell, if there are any.
        named = [table for table in tables if _is_named(noun, table[plan][0].inside.lower())]
        if any(_is(claim, leaf, noun) for table in named or tables for leaf in table[plan]):
            return False
        if named and isinstance(claim, Number) and plan != self._own:
            return True
        return any(
            _is(claim, leaf, noun) for table in tables for rows in table.values() for leaf in rows
        )


def _counted(prose: str, end: int) -> str:
    """What a number that ends there counts, as a rule's name would have it."""
    rate = _RATE.match(prose, end)
    if rate is not None:
        return f"per{rate[1].lower()}"
    after = _NOUN.search(prose, end)
    return "" if after is None else after.group().lower().replace("-", "")


def _grantor(prose: str, names: list[re.Match[str]], at: int) -> re.Match[str] | None:
    """The name of the plan that is said to have the limit which stands there."""
    if not names:
        return None
    name = names[-1]
    start, end = name.span()
    between = prose[end:at].lstrip(")\"'")
    before = _SENTENCE_END.split(prose[max(0, start - _REACH) : start])[-1]
    if _ON.search(before):
        between = between.removeprefix(",")
    if not _GRANTS.search(between) or _OTHERWISE.search(between):
        return None
    another = len(names) > 1 and len(before) > start - names[-2].start()
    elsewhere = another or _SUPPOSED.search(between) or _UPGRADING.search(before)
    return None if name["own"] and elsewhere else name


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


def _is_named(noun: str, name: str) -> bool:
    stem = noun if noun.startswith("per") else noun[:_STEM]
    return len(noun) >= _STEM and stem in name


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
            told = told or _is_named(noun, leaf.inside.lower())
            return (
                told
                and any_within([value], windows(claim.reading, (1.0,), loose=False)) is not None
            )
        case _:
            return False
