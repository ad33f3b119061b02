"""What a follow-up wants, told by lists of words: never more than which answer to give."""

import re
from typing import Final, Literal

from application.adapters.builtin import words

Intent = Literal[
    "thanks", "human", "not_solved", "repeat", "why", "meaning", "where", "how", "none"
]

_WORD: Final = re.compile(r"\w+")
_SHORT: Final = 9
"""Words that thanks, yes and no may have; more is something else."""


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)")


_NOT_SOLVED: Final = _any_of(
    r"still",
    r"not (?:solved|fixed|resolved|working|helpful|it)",
    r"(?:didnt|doesnt|does not|did not|isnt|wont) (?:work|help|fix|solve|change|do)\w*",
    r"no (?:luck|change|difference)",
    r"same (?:error|problem|issue|thing)",
    r"tried (?:that|this|it|everything)",
    r"already (?:tried|did|done)",
    r"(?:that|this) is (?:wrong|not)",
    r"thats (?:wrong|not)",
    r"keeps? (?:failing|happening)",
    r"nope",
)
_HUMAN: Final = _any_of(
    r"humans?",
    r"real (?:person|people)",
    r"(?:support|service) (?:agent|team|person|staff)",
    r"(?:talk|speak|chat|write) (?:to|with) (?:a |an |some |the |your )?"
    r"(?:person|someone|somebody|agent|people|support|representative|operator|team)",
    r"representative",
    r"live (?:agent|chat|support)",
    r"escalat\w+",
    r"(?:open|create|raise|file|make) (?:a |me a )?(?:support )?ticket",
    r"contact support",
    r"customer service",
    r"an? agent",
    r"call me",
)
_THANKS: Final = _any_of(
    r"thank\w*",
    r"thx",
    r"ty",
    r"cheers",
    r"great",
    r"perfect",
    r"awesome",
    r"solved",
    r"fixed",
    r"resolved",
    r"(?:that|it) (?:worked|works|helped|helps)",
    r"works now",
    r"got it",
    r"ok(?:ay)?",
    r"good",
    r"nice",
    r"appreciate\w*",
)
_REPEAT: Final = _any_of(
    r"repeat",
    r"say (?:that|it) again",
    r"once more",
    r"come again",
    r"(?:dont|didnt|do not) (?:understand|get it|follow)",
    r"what did you say",
    r"summar\w+",
    r"in other words",
    r"rephrase",
)
_YES: Final = _any_of(r"yes", r"yeah", r"yep", r"sure", r"please do", r"go ahead", r"do it")
_NO: Final = re.compile(r"no(?: (?:it|that|this) (?:did|does|is|was)\w*)?(?: not)?")
_MEANING: Final = _any_of(
    r"what (?:does|do|is|are) .{0,60}mean\w*",
    r"meaning of",
    r"what is (?:a |an |the )?[a-z ]{1,40} error",
)
_WHY: Final = _any_of(r"why", r"how come", r"what (?:caused|causes|happened)", r"reason")
_HOW: Final = _any_of(
    r"how", r"what (?:should|can|do|must) i", r"what now", r"what next", r"steps", r"can i"
)
_WHERE: Final = _any_of(r"where", r"which (?:page|file|project|job|resource|request)", r"when")
_RAISE: Final = _any_of(
    r"increas\w*",
    r"rais\w*",
    r"higher",
    r"more",
    r"upgrad\w*",
    r"bigger",
    r"larger",
    r"extend\w*",
    r"expand\w*",
    r"lift",
    r"get rid",
    r"remove the",
)
_WISH: Final = _any_of(
    r"how",
    r"what (?:should|can|do|must) i",
    r"can (?:i|you|we)",
    r"could (?:i|you|we)",
    r"want"
    r"|need",
    r"would like",
    r"please",
    r"possible",
    r"way to",
)
_COMPLAINT: Final = _any_of(
    r"cant",
    r"cannot",
    r"not",
    r"no",
    r"never",
    r"nothing",
    r"\w+nt",
    r"error\w*",
    r"fail\w*",
    r"denied",
    r"refused",
    r"rejected",
    r"forbidden",
    r"stuck",
    r"wrong",
    r"problem\w*",
    r"issue\w*",
    r"broke\w*",
    r"down",
    r"limit\w*",
    r"why",
)
_INQUIRY: Final = _any_of(r"how", r"what", r"which", r"who", r"can", r"where", r"do", r"is", r"are")
_ASKS: Final[tuple[tuple[re.Pattern[str], Intent], ...]] = (
    (_MEANING, "meaning"),
    (_WHY, "why"),
    (_HOW, "how"),
    (_WHERE, "where"),
)


def intent(question: str) -> Intent:
    """The intent of a question that follows an answer."""
    text = _flat(question)
    count = len(text.split())
    if _HUMAN.search(text):
        return "human"
    if _NOT_SOLVED.search(text) or _NO.fullmatch(text):
        return "not_solved"
    if _REPEAT.search(text):
        return "repeat"
    if count <= _SHORT and _THANKS.search(text) and not _HOW.search(text) and not _WHY.search(text):
        return "thanks"
    if count <= _SHORT // 2 and _YES.search(text):
        return "human"
    return asks(question)


def asks(question: str) -> Intent:
    """What a question asks for: an explanation, a place, a way, or nothing that shows."""
    text = _flat(question)
    return next((name for pattern, name in _ASKS if pattern.search(text)), "none")


def wants_human(question: str) -> bool:
    """Whether a question asks for a person."""
    return _HUMAN.search(_flat(question)) is not None


def wants_more(question: str) -> bool:
    """Whether a question asks how a limit could be raised."""
    text = _flat(question)
    return all(pattern.search(text) for pattern in (_RAISE, _WISH))


def _flat(question: str) -> str:
    return " ".join(_WORD.findall(words.plain(question)))


def wants_to_know(question: str) -> bool:
    """Whether somebody asks without complaining, so that a document may answer best."""
    text = _flat(question)
    return _INQUIRY.search(text) is not None and _COMPLAINT.search(text) is None


def is_more(word: str) -> bool:
    """Whether a word asks for more of something."""
    return _RAISE.fullmatch(word) is not None
