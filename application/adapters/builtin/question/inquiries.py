"""What people want to know without complaining, told by how they put it."""

import re
from typing import Final

from application.adapters.builtin.question import patterns, words
from application.adapters.builtin.question.intents import flat

_CHANGES: Final = patterns.any_of(
    r"(?:whats|what is|anything|something) (?:new|changed)",
    r"(?:what|anything|something|that|this|it|they|you)(?: has| have)?(?: been)? changed?",
    r"(?:did|have|has) (?:you|they|it|anything|something|the \w+|my \w+)(?: \w+){0,2} changed?",
    r"(?:were|was|are|is) there (?:any |some |a )?(?:\w+ )?(?:changes?|updates?|releases?)",
    r"any (?:recent |new |other )?(?:changes|updates|releases)",
    r"any news (?:about|on|for|regarding|concerning)",
    r"(?:what|which)(?: \w+){0,3} (?:released?|launch\w*|shipped|introduced?|updated)",
    r"(?:last|latest|newest|recent) (?:release|update|version|changes?)",
    r"(?:new|recent) (?:features?|versions?|releases?|changes?|updates?)",
    r"changelog|release notes|changes since",
    r"since when (?:can|could|may|do|does|are|is there)",
)
_ASKS: Final = re.compile(
    r"(?:(?:and|but|so|or|then|ok|hi|hello|hey|please|also) )*(?:what|whats|when|which|who|where"
    r"|how|did|do|does|has|have|is|are|was|were|can|could|any|anything|something|tell|show|list|give"
    r"|new|newest|latest|recent|changelog|release|since when)(?!\w)"
)
"""How a question begins, and no report of what happened."""
_SINCE_THEN: Final = patterns.any_of(r"since", r"after", r"newer than")
_DECIDES: Final = re.compile(
    r"(?:(?:and|but|so|or|then|ok|hi|hello|hey|please) )*"
    r"(?:can|could|may|is|are|am|would|will|does|do|shall|should|have|has|(?:how|what) about"
    r"|what if|if)(?!\w)|.*(?<!\w)(?:ok|okay|fine|allowed|possible|too (?:large|big|much|many))$"
)
"""What is to be answered by yes or no."""
_LEFT: Final = patterns.any_of(
    r"(?:how (?:many|much)|what|any|is there|are there|do i|do we|have i|have we)(?: \w+){0,7}"
    r" (?:left|remaining|remains?|available|free|unused|still)",
    r"how (?:many|much) more",
    r"how (?:many|much)(?: \w+){0,7} (?:in use|used|using|taken)",
    r"(?:left|remaining)$",
)
_MOST: Final = patterns.any_of(
    r"how (?:many|much)(?: \w+){0,4} (?:can|may|could|(?:is|are) allowed)",
    r"how (?:many|much)(?: \w+){0,4} (?:do|have|am|are) (?:i|we)",
    r"how (?:large|big) (?:can|may|could)",
    r"(?:biggest|largest|highest|maximum|max|most)(?: \w+){0,4} (?:can|may|i|we|allowed)",
    r"(?:wheres|how (?:large|big|high) is|whats|what is) (?:my|our|the)(?: \w+){0,3} "
    r"(?:limit|max|maximum|quota|cap|allowance)",
)
_MEASURED: Final = patterns.any_of(
    r"how (?:big|large|much|many)(?: \w+){0,4} (?:was|were|did|over|exceed\w*)"
)
"""How large something was that was tried."""
_PRICE: Final = patterns.any_of(
    r"how much (?:is|are|for|would|will)(?: \w+){0,5}",
    r"(?:what|how much) (?:does|do|would|will)(?: \w+){0,5} cost",
    r"(?:what|whats|what is|what are)(?: \w+){0,4} (?:price|prices|cost|costs|fee|fees)",
    r"(?:price|cost|fee) of",
)
_FACTS: Final = re.compile(
    r"(?:(?:and|but|so|then|ok|hi|hello|hey|please) )*(?:which|what|whats|when|whens|whose|how many"
    r"|how much|how old|list|show|do i have|did|does|has|have|is|are|was|were)(?!\w)"
)
"""What asks for what is so, and not for how to do something."""
_MAY: Final = patterns.any_of(
    r"can|could|may|need\w*|should|must|would|will|allowed|possible|too|how (?:do|to)|to do|mean\w*"
)
_KIND: Final = re.compile(
    r"(?:which|what|list|show|do i have|how many)(?: me| all| of| any)*(?: my| our| the)?"
    r"(?: open| other)? (\w+)"
)
_OWNED: Final = patterns.any_of(r"my|our|list|show", r"do (?:i|we) have")
_GREETING: Final = re.compile(
    r"(?:hi|hello|hey|hallo|hola|bonjour|good (?:morning|afternoon|evening|day)|greetings)"
    r"(?: there| all| team| everybody)?"
)
_FEATURES: Final = patterns.any_of(
    r"(?:which|what|my|list|show)(?: \w+){0,3} features",
    r"features (?:do|can|are|have) (?:i|we|enabled|on)",
)
_WHAT_IS: Final = re.compile(
    r"what(?:s| is| are)(?: an?| the| this)?(?: error| code)?(?: \w+){1,6}"
)
_HOW_MANY: Final = patterns.any_of(r"how (?:many|much|old)")
_BY_WHOM: Final = patterns.any_of(r"who(?:s| has| was)? \w+ed", r"by whom")
_OF_A_KIND: Final = patterns.any_of(
    r"(?:is|are|do|does|can|does it take for) (?:a|an|any|each|every)"
)
"""What asks of all things of a kind, and not of the user's own."""
CHANGE_WORDS: Final = frozenset(
    map(
        words.stem,
        "new news change changed changes changelog update updated updates release released "
        "releases launch launched ship shipped introduce introduced version versions feature "
        "features notes recent recently latest last newest past day days week weeks month months "
        "year today yesterday january february march april june july august september october "
        "november december incident".split(),
    )
)
"""Stems that ask for changes, and do not say of what."""


def decides(question: str) -> bool:
    """Whether a question is to be answered by yes or no, and is no complaint."""
    return _DECIDES.match(flat(question)) is not None and is_calm(question)


def asks_left(question: str) -> bool:
    """Whether a question asks how much of something is left."""
    return _says(question, _LEFT) and is_calm(question)


def asks_most(question: str) -> bool:
    """Whether a question asks how much of something may be had."""
    return _says(question, _MOST) and is_calm(question)


def asks_price(question: str) -> bool:
    """Whether a question may ask what something costs."""
    return _says(question, _PRICE) and is_calm(question) and not _says(question, _LEFT)


def asks_measure(question: str) -> bool:
    """Whether a question asks how large something was that was tried."""
    return _says(question, _MEASURED) and is_calm(question)


def asks_changes(question: str) -> bool:
    """Whether a question asks what is new in the product."""
    asks = _ASKS.match(flat(question)) is not None
    return asks and _says(question, _CHANGES) and is_calm(question)


def says_since(question: str) -> bool:
    """Whether a question asks for all that came after something."""
    return _says(question, _SINCE_THEN)


def asks_for_facts(question: str) -> bool:
    """Whether a question asks for what is so, and neither complains nor asks what may be done."""
    text = flat(question)
    return _FACTS.match(text) is not None and not _MAY.search(text) and is_calm(question)


def asks_what_is(question: str) -> bool:
    """Whether a question asks what something is, and nothing else."""
    return _WHAT_IS.fullmatch(flat(question)) is not None and is_calm(question)


def greets(question: str) -> bool:
    """Whether it is a greeting, and nothing else."""
    return _GREETING.fullmatch(flat(question)) is not None


def asks_features(question: str) -> bool:
    """Whether a question asks which features the user has, and of none whether it works."""
    return _says(question, _FEATURES) and is_calm(question)


def asks_for_own(question: str) -> bool:
    """Whether a question says that it is about what the user has."""
    return _says(question, _OWNED)


def asks_how_many(question: str) -> bool:
    """Whether a question asks for a number."""
    return _says(question, _HOW_MANY)


def asks_by_whom(question: str) -> bool:
    """Whether a question asks who did something."""
    return _says(question, _BY_WHOM)


def kind_asked_for(question: str) -> str | None:
    """The kind of thing of which a question asks which there are."""
    found = _KIND.search(flat(question))
    return None if found is None else found[1]


def asks_of_a_kind(question: str) -> bool:
    """Whether a question is about any thing of its kind, and not about one that there is."""
    return _says(question, _OF_A_KIND)


def _says(question: str, pattern: re.Pattern[str]) -> bool:
    return pattern.search(flat(question)) is not None


def is_calm(question: str) -> bool:
    """Whether a question says of nothing that it does not work."""
    return not _says(question, patterns.FAILS)
