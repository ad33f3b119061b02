"""What a question wants, told by lists of words: never more than which answer to give."""

import re
from typing import Final, Literal

from application.adapters.builtin.question import patterns, replying, words
from domain.snapshot.shape import JobStatus

Intent = Literal[
    "human",
    "thanks",
    "yes",
    "not_solved",
    "another",
    "repeat",
    "since",
    "until",
    "over",
    "retry",
    "fault",
    "who",
    "lost",
    "meaning",
    "why",
    "which",
    "how",
    "none",
]

_WORD: Final = re.compile(r"\w+")
_SHORT: Final = 9
"""Words that thanks, yes and no may have; more is something else."""
_ASKS: Final[tuple[tuple[re.Pattern[str], Intent], ...]] = (
    (patterns.MEANING, "meaning"),
    (patterns.SINCE, "since"),
    (patterns.UNTIL, "until"),
    (patterns.WHY, "why"),
    (patterns.OVER, "over"),
    (patterns.RETRY, "retry"),
    (patterns.FAULT, "fault"),
    (patterns.WHO, "who"),
    (patterns.LOST, "lost"),
    (patterns.WHICH, "which"),
    (patterns.HOW, "how"),
)
_ASKING: Final[dict[Intent, str]] = {
    "another": "other one thing problem error issue trouble failure",
    "retry": "run rerun restart resubmit resend attempt safe worth redo data minutes hours days",
    "over": "resolved sorted repaired normal gone away",
    "until": "minutes hours days week eta worth run",
    "since": "first last latest recently time exactly begin began often minutes hours days",
    "who": "give grant approve ask person people decide",
    "lost": "lost gone delete deleted safe corrupt damaged missing lose recover data file work",
    "which": "file document project resource item id record page place exactly",
    "repeat": "repeat say understand summarize summary words rephrase once",
    "fault": "fault mistake blame cause side",
}
"""Words that ask for something about a trouble, and do not say which trouble is meant."""


DEEDS: Final = words.stems(replying.DEEDS)
"""Stems that tell what is to be done, and not to what."""

JOB_STATES: Final = frozenset(
    map(
        words.stem,
        "done ready finish finished complete completed run running stuck waiting queued succeed "
        "succeeded passed canceled cancelled aborted thru sent received receive".split(),
    )
)
"""Stems that ask how a job stands, and do not say which job is meant."""
_IN_STATE: Final[dict[JobStatus, re.Pattern[str]]] = {
    "running": patterns.any_of(r"running", r"progress", r"waiting", r"stuck"),
    "queued": patterns.any_of(r"queued", r"waiting", r"stuck"),
    "canceled": patterns.any_of(r"cancell?ed", r"aborted"),
}
_OWN_WORDS: Final = {
    of: frozenset(map(words.stem, listed.split())) for of, listed in _ASKING.items()
}


def intent(question: str) -> Intent:
    """The intent of a question that follows an answer."""
    text = flat(question)
    count = len(text.split())
    if replying.HUMAN.search(text):
        return "human"
    if replying.OTHER.search(text):
        return "another"
    asked = asks(question)
    if asked not in {"retry", "lost", "over"} and (
        patterns.NOT_SOLVED.search(text) or replying.NO.fullmatch(text)
    ):
        return "not_solved"
    if replying.REPEAT.search(text):
        return "repeat"
    if (
        count <= _SHORT
        and replying.THANKS.search(text)
        and asked == "none"
        and not asks_status(question)
    ):
        # "Solved?" is none.
        return "over" if "?" in question else "thanks"
    if (
        count <= _SHORT // 2
        and replying.YES.search(text)
        and asked == "none"
        and not doubts(question)
    ):
        return "yes"
    return "over" if tells_a_deed(question) else asked


def asks(question: str) -> Intent:
    """What a question asks for about something; "none" where nothing shows."""
    text = flat(question)
    for pattern, name in _ASKS:
        if pattern.search(text):
            return name
    return "none"


def own_words(of: Intent) -> frozenset[str]:
    """The stems by which an intent is told, and nothing is named."""
    return _OWN_WORDS.get(of, frozenset())


def asks_status(question: str) -> bool:
    """Whether a question asks if all is well, or says that nothing is."""
    text = flat(question)
    return any(pattern.search(text) for pattern in (patterns.STATUS, patterns.EVERYTHING))


def wants_human(question: str) -> bool:
    """Whether a question asks for a person."""
    return replying.HUMAN.search(flat(question)) is not None


def asks_who_speaks(question: str) -> bool:
    """Whether a question asks if a person or a program answers."""
    return replying.SPEAKER.search(flat(question)) is not None


def wants_a_deed(question: str) -> bool:
    """Whether a question wants something done, and not told."""
    return replying.DEED.fullmatch(flat(question)) is not None


def asks_alone(question: str) -> bool:
    """Whether a question asks if the user can do something without anybody else."""
    return patterns.ALONE.search(flat(question)) is not None


def asks_what_is_given(question: str) -> bool:
    """Whether a question asks what comes with something."""
    return patterns.GIVEN.search(flat(question)) is not None


def is_angry(question: str) -> bool:
    """Whether somebody says how bad it is."""
    return replying.ANGER.search(flat(question)) is not None


def doubts(question: str) -> bool:
    """Whether a question asks if what was said is sure, and nothing else."""
    text = flat(question)
    return replying.DOUBT.fullmatch(text) is not None and (text != "sure" or "?" in question)


def is_asked(text: str) -> bool:
    """Whether a text asks something, as its words or its mark tell."""
    return "?" in text or patterns.INQUIRY.search(flat(text)) is not None


def says_something(text: str) -> bool:
    """Whether a text has a word that is more than grammar."""
    return any(word.isalpha() and word not in words.STOPWORDS for word in flat(text).split())


def tells_a_deed(question: str) -> bool:
    """Whether somebody says what he did, and asks what comes of it."""
    text = flat(question)
    return replying.DONE.fullmatch(text) is not None and not patterns.FAILS.search(text)


def says_thanks(question: str) -> bool:
    """Whether a question is thanks or a goodbye, whatever came before, and nothing else."""
    text = flat(question)
    rest = words.terms(replying.THANKS.sub(" ", text))
    return not rest and intent(question) == "thanks" and not patterns.FAILS.search(text)


def refers_back(question: str) -> bool:
    """Whether a question speaks of what was spoken of."""
    return patterns.BACK.search(flat(question)) is not None


def human_words(question: str) -> frozenset[str]:
    """The stems by which a question asks for a person, and names nothing else."""
    return words.stems(" ".join(replying.HUMAN.findall(flat(question))))


def wants_more(question: str) -> bool:
    """Whether a question asks how a limit could be raised."""
    text = flat(question)
    return all(pattern.search(text) for pattern in (patterns.RAISE, patterns.WISH))


def wants_steps(question: str) -> bool:
    """Whether a question asks how to do something."""
    return patterns.HOW_TO.search(flat(question)) is not None


def is_step(sentence: str) -> bool:
    """Whether a sentence says what to do."""
    return patterns.STEP.match(sentence) is not None


def wants_to_know(question: str) -> bool:
    """Whether somebody asks without complaining, so that a document may answer best."""
    text = flat(question)
    if patterns.COMPLAINT.search(text) or patterns.OWN.search(text):
        return False
    return patterns.INQUIRY.search(text) is not None


def wants_raise(question: str) -> bool:
    """Whether a question asks to have a limit itself changed."""
    return patterns.RAISING.search(flat(question)) is not None


def asks_how_a_job_stands(question: str) -> bool:
    """Whether a question asks where something is, or whether it is done."""
    return asks(question) in {"which", "since", "until", "why"} or bool(
        patterns.JOB_STATE.search(flat(question))
    )


def job_states(question: str) -> set[JobStatus]:
    """The states of jobs that a question names."""
    text = flat(question)
    return {state for state, pattern in _IN_STATE.items() if pattern.search(text)}


def is_more(word: str) -> bool:
    """Whether a word asks for more of something."""
    return patterns.RAISE.fullmatch(word) is not None


def asks_standing(question: str) -> bool:
    """Whether a question asks which plan or role the user has, and for nothing else."""
    return patterns.STANDING.fullmatch(flat(question)) is not None


def flat(question: str) -> str:
    """The words of a question in plain lower case, as the patterns have them."""
    return " ".join(_WORD.findall(words.plain(question)))
