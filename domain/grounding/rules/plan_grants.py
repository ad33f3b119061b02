"""Which of the plans that prose names it says to have a limit."""

import re
from collections.abc import Iterator
from typing import Final

from domain.grounding.claims import Amount, Claim, Number
from domain.grounding.clauses import clause_before, sentence_before
from domain.grounding.numbers.quantities import Reading

OWN: Final = (
    r"\b(?=[YyIiDdVvTtSsUuJj])"
    r"(?P<own>[Yy]our|[Ii]hre?[mnr]?|[Dd]eine?[mnr]?|[Vv]otre|[Tt]on|[Ss]u|[Tt]u|[Ss]eu|[Ss]uo"
    r"|[Tt]uo|[Uu]w|[Jj]e) (?:[\w-]+ ){0,2}(?:[Ll]imit|[Pp]lan|tier|quota|allowance|maximum"
    r"|Tarif|Kontingent|forfait|abonnement|formule|limite|plano|piano|limiet|subscription)(?!\w)"
)
"""What calls a limit or a plan the user's."""
_GRANTS: Final = re.compile(
    r"(?<!\w)(?:allows?|costs?|supports?|includes?|permits?|offers?|gives?|keeps?|retains?"
    r"|comes with|kostet|unterstützt|coûte|cuesta|costa|kost"
    r"|has|have|gets?|is|it['\u2019]s|are|limit|can|could|may|lets|können|dürfen|pouvez|puede|pode|può|kunt"
    r"|up to|bis|jusqu|hasta|até|fino|tot"
    r"|erlaubt|umfasst|enthält|bietet|hat|ist|sind|liegt"
    r"|autorise|permet|inclut|offre|est|permite|incluye|ofrece|tiene|es|inclui|oferece|tem|é|são"
    r"|permette|include|è|sono|staat|biedt|heeft|bevat|zijn)(?!\w)",
    re.IGNORECASE,
)
_ELSEWHERE: Final = re.compile(
    r"(?<!\w)(?:than|from|over|under|above|beyond|exceed\w*|instead|not|no|never|but"
    r"|until|unless|upgrad\w*|rais\w*|increas\w*|higher|larger|bigger|reached|used"
    r"|nicht|kein\w*|als|über|mehr|wenn|höher\w*|pas|plus|que|si|dépass\w*|más|mais|não|mayor\w*"
    r"|più|non|niet|meer|dan|hoger\w*)(?!\w)|n['\u2019]t\b",
    re.IGNORECASE,
)
_OTHERWISE: Final = re.compile(rf"[,;:!?()\d\n]|\.\s|{_ELSEWHERE.pattern}", re.IGNORECASE)
_ITEM: Final = re.compile(
    r"(?:(?<!\w)(?:[$€£]?\d[\d.,]*|no|unlimited)(?: [A-Za-z][\w/-]*){1,4}"
    r"(?:, (?:and )?| and )){1,5}$"
)
"""What a plan is said to have before something else, as in "has 5 seats, 10 GB and"."""
_COSTS: Final = re.compile(
    r"(?<!\w)(?:costs?|is|kostet|coûte|cuesta|costa|kost)(?!\w)", re.IGNORECASE
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
_WHICH: Final = re.compile(r"\A(?: (?:plan|tier))?, (?:which|that|where|with which)(?!\w)")
_OF_PLAN: Final = re.compile(
    r"(?: (?!(?:and|or|but|und|oder|et|ou|y|o|e|en) )[\w/-]+){0,4}?"
    r" \(?(?:on|for|with|of|im|auf|bei|sur|avec|en|con|no|nel)"
    r"(?: (?:the|your|our|der|dem|le|la|l|el|il))?(?: current)? $"
)
"""What stands between a limit and the plan behind it that has it: "50 MB on Pro"."""
_THAT: Final = re.compile(r"(?: (?!(?:and|or|but) )[\w/-]+){0,2}? (?:that |which )?(?:the )?$")
_HAS: Final = re.compile(r"(?: plan)? (?:has|allows|includes|offers|gives|permits)(?!\w)")
"""What stands around the plan behind a limit, as in "the 50 GB that Pro has"."""
_BEHIND: Final = re.compile(r":? (\d{1,3})(?=[,;)\n]|\.\s|\.?\Z| (?:and|but|or)(?!\w))")
"""A small number, and no more that is told of a plan."""
REACH: Final = 80
"""Between a plan's name and what it is said to allow."""


def right_behind(names: list[re.Match[str]], taken: set[int]) -> Iterator[Number]:
    """The small numbers that stand right behind a plan's name, as in "Business 8 and Solo 1"."""
    for name in names:
        said = _BEHIND.match(name.string, name.end())
        if said is not None and said.start(1) not in taken:
            yield Number(said[1], said.start(1), Reading(float(said[1]), 0), "limit")


def grantor(
    prose: str, before: list[re.Match[str]], behind: re.Match[str] | None, claim: Claim
) -> re.Match[str] | None:
    """The name of the plan that is said to have the limit: the last one before it, or the next."""
    name = _allowing(prose, before, claim)
    return behind if name is None and behind and _is_behind(prose, claim, behind) else name


def _is_behind(prose: str, claim: Claim, name: re.Match[str]) -> bool:
    end = claim.at + len(claim.text)
    if not end <= name.start() <= end + REACH or not (
        _OF_PLAN.fullmatch(prose, end, name.start())
        or (_THAT.fullmatch(prose, end, name.start()) and _HAS.match(prose, name.end()))
    ):
        return False
    return _ELSEWHERE.search(clause_before(prose, claim.at, REACH)) is None


def _allowing(prose: str, names: list[re.Match[str]], claim: Claim) -> re.Match[str] | None:
    if not names:
        return None
    at = claim.at
    name = names[-1]
    start, end = name.span()
    between = _WHICH.sub("", prose[end:at].lstrip(")\"'"), count=1)
    if not name["own"] and between in {" ", ": "}:
        # "Business 8 and Solo 1": of what was said before.
        return name
    before = sentence_before(prose, start, REACH)
    if _ON.search(before):
        between = between.removeprefix(",")
    between = _ITEM.sub("", between)
    if not _GRANTS.search(between) or _OTHERWISE.search(between):
        return None
    if isinstance(claim, Amount) and claim.dimension == "money" and not _COSTS.search(between):
        return None
    another = len(names) > 1 and len(before) > start - names[-2].start()
    elsewhere = another or _SUPPOSED.search(between) or _UPGRADING.search(before)
    return None if name["own"] and elsewhere else name
