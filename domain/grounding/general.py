"""What a sentence says in general, advises or supposes, and does not claim of the user's case."""

import re
from typing import Final

from domain.grounding.claims import Amount, Claim, Number
from domain.grounding.index import Index
from domain.grounding.page import Page

_SENTENCE_END: Final = re.compile(r"[.!?]\s|\n")
_LIST_MARK: Final = re.compile(r"\A[ \t>*-]*(?:\d{1,2}[.)]\s+)?")
_GENERAL: Final = re.compile(
    r"(?<!\w)(?:usual(?:ly)?|typical(?:ly)?|normally|often|generally|commonly|sometimes|in general"
    r"|as a rule|rule of thumb|in rare cases|in my experience|for (?:example|instance)|e\.g\."
    r"|such as|tends? to|most|many)(?!\w)",
    re.IGNORECASE,
)
_IMAGINED: Final = re.compile(
    r"(?:suppose|imagine|say|let['\u2019]s say|assuming|if (?!(?:the|a|an|any|this|that|it) ))"
    r"[^\n]*?\d",
    re.IGNORECASE,
)
"""A supposition that brings a number with it, from which the others follow."""
_BOUNDED_FROM: Final = re.compile(
    r"(?:more than|over|above|beyond|exceed\w*|longer|larger|bigger|at least|not? )", re.IGNORECASE
)
_FIRST: Final = r"(?:(?:please|then|or|first|also|just|now|finally|next|to be safe),? )*+"
_ADVISED: Final = re.compile(
    rf"{_FIRST}(?:(?:on|to) [\w ]{{1,30}},? )?{_FIRST}"
    r"(?:try|keep|set|use|choose|compress|split|reduce|lower|save|restart|wait|give|leave|limit"
    r"|aim|shorten|resize|download|ask|send|start|plan|allow|spread|batch|do|check|make"
    r"|delete|remove|clear|archive"
    r"|i['\u2019]d|i would|i suggest|i recommend)(?!\w)",
    re.IGNORECASE,
)
_CASE: Final = re.compile(
    r"(?<!\w)(?:our|we|us|plans?|tiers?|quotas?|allowances?|limits?|maximum|max|allow(?:s|ed)|includ\w+"
    r"|upgrad\w*|permit\w*|accept\w*|reject\w*|here|today|yesterday|this (?:week|month|morning)"
    r"|at most|up to|no more than|support(?:s|ed)|ago|since)(?!\w)|\w_\w",
    re.IGNORECASE,
)
"""What binds a sentence to the product and to what it allows."""
_YOURS: Final = re.compile(
    r"(?<!\w)(?:your(?! own)|you(?:['\u2019]ve| have| had| are|['\u2019]re| used| get| can| may))"
    r"(?!\w)",
    re.IGNORECASE,
)
"""What makes a general sentence one about the user, as in "your limit is usually 10 GB"."""
_REACH: Final = 300
"""Characters to each side of a number in which its sentence is looked for."""


def is_no_claim(page: Page, claim: Claim, index: Index) -> bool:
    """Whether the sentence of a number that stands nowhere claims nothing of the user's case, and
    names nothing that the documents give such a number for.
    """
    if not isinstance(claim, Amount | Number):
        return False
    sentence, at = _sentence(page.prose, claim.at)
    if _CASE.search(sentence) or index.plan_limits.names_one(sentence):
        return False
    start = claim.at - at
    if page.names_something(start, start + len(sentence)):
        return False
    said = _LIST_MARK.sub("", sentence, count=1)
    if _IMAGINED.match(said):
        if _BOUNDED_FROM.search(sentence[:at]):
            return False
    elif _ADVISED.match(said) is None and (
        _GENERAL.search(sentence) is None or _YOURS.search(sentence)
    ):
        return False
    return not index.guides.tells_of(sentence, claim)


def _sentence(prose: str, at: int) -> tuple[str, int]:
    """The sentence of a claim, and where the claim stands in it."""
    start = max(0, at - _REACH)
    for end in _SENTENCE_END.finditer(prose, start, at + _REACH):
        if end.start() >= at:
            return prose[start : end.end()], at - start
        if not prose.endswith(("e.g.", "i.e."), start, end.start() + 1):
            start = end.end()
    return prose[start : at + _REACH], at - start
