"""How many jobs and things of a kind are in a state, and how often an error was met; and prose that
counts more of them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.clauses import clause_before
from domain.grounding.facts import ACTIVE_ERRORS, ENTITIES, LOGS, Citable, member, rows
from domain.grounding.numbers.decimals import in_numbers
from domain.grounding.numbers.number_words import NUMBER_WORDS, value_of
from domain.grounding.numbers.quantities import UNITS
from domain.grounding.page import Page
from domain.grounding.things.state_words import PLACES

_BEHIND: Final = r"(?=(?P<behind>(?: [A-Za-z][\w-]*){0,10}))"
_COUNTED: Final = re.compile(
    rf"(?<![\w.,:/$€£¥#+~-])(?P<many>\d{{1,2}})(?![.,:/]?\d)(?= ){_BEHIND}"
)
_IN_WORDS: Final = re.compile(rf"(?<![\w-])(?P<many>[^\W\d_]+)(?!\w){_BEHIND}")
"""A number, and the words behind that may tell a kind and a state, or a code."""
_TWICE: Final = {"twice": 2.0, "thrice": 3.0}
_MANY: Final = NUMBER_WORDS | _TWICE.keys()
_CODE: Final = re.compile(r"(?<!\w)[A-Z][A-Z\d]*_[A-Z\d_]+(?!\w)")
_OF: Final = frozenset("of the your our its these those them recent last all".split())
_AUXILIARY: Final = frozenset(
    "jobs runs job all both each have has had been are were was is still now already currently"
    " then".split()
)
_PAST: Final = frozenset({"was", "were", "had"})
_PASSING: Final = frozenset("waiting running active owed unverified draft paused online".split())
"""What was once in these states may be in another by now."""
_VAGUE: Final = frozenset("open due outstanding pending ready live".split())
"""What may be said of things in several states."""
_BETWEEN: Final = (
    frozenset("of or and in on for to that which who more other with by at from times".split())
    | NUMBER_WORDS
    | UNITS.keys()
)
"""Words that no kind stands behind which is counted before."""
_MET_WITH: Final = re.compile(
    r" (?:[a-z]\w* ){0,2}(?:requests|attempts|calls|tries|jobs|runs) [^\d,;:]{0,60}"
    r"(?:with|to|by|got|met|hit|returned) (?:an? |the )?(?:status |HTTP )?(?:[1-5]\d\d,? )?"
    r"(?:and )?"
    r"(?P<code>[A-Z][A-Z\d]*_[A-Z\d_]+)(?!\w)"
)
"""Things that met with an error, as in "requests were refused with UPLOAD_TOO_LARGE"."""
_HAPPENED: Final = re.compile(
    r"(?<!\w)(?:was|were|been|has|have|had|failed|tried|got|met|hit|refused|rejected|declined|denied"
    r"|answered|ended|stopped|occurred|happened|ran|returned)(?!\w)",
    re.IGNORECASE,
)
_SUPPOSED: Final = re.compile(
    r"(?<!\w)(?:if|unless|until|when\w*|should|would|could|may|might|can|cannot|will|after|every|each"
    r"|up to|at (?:most|least)|than|per|maximum|allow\w*|includ\w+|limit\w*|instead|not|never|no"
    r"|you(?:['\u2019]ve| have)? (?!were|are|have|got|met|hit)\w+|re?tried|attempted|clicked"
    r"|pressed)"
    r"(?!\w)|n['\u2019]t(?!\w)|(?<!\w)of (?:(?:the|your|our|its|these|those|all) )?$",
    re.IGNORECASE,
)
"""What tells that so many are supposed, allowed or denied, or were tried, which logs need not
have.
"""
_COUNTING: Final = re.compile(
    r"fail|reject|refus|attempt|retr(?:y|ies)|bounce|count", re.IGNORECASE
)
"""Names of members whose numbers may count what no list shows."""
_SENTENCE_END: Final = re.compile(r"[.!?]\s|\n")
_CARRIED: Final = re.compile(r"(\w+):[^:]*\Z")
"""A state that is said of all that is listed behind it, as in "4 failed: two imports"."""
_REFUSED: Final = 400
"""HTTP statuses from here on."""
_REACH: Final = 160
_FEW: Final = 4
"""So many words may stand between a number and what it counts."""
_CHECKED: Final = 60
"""Numbers that are looked up; answers have fewer."""


class RowCounts:
    """Tells how many rows of a snapshot a count may mean at most: prose may count some of them, but
    never more.
    """

    def __init__(self, document: Citable) -> None:
        self._document = document

    def mistaken(self, page: Page, told: Told) -> list[str]:
        """What counts more than there are, as "three exports failed" where two did."""
        if page.words.isdisjoint(self._hints):
            return []
        return [
            " ".join((said["many"], *said["behind"].split()[:_FEW]))
            for said in islice(numbers_in(page, _MANY), _CHECKED)
            if (many := _value(said["many"])) > 1
            and many > self._most(said, page.prose) > 0
            and not self._is_told(said, many)
            and many not in told.said_numbers
            and not _SUPPOSED.search(clause_before(page.prose, said.start()))
        ]

    def _most(self, said: re.Match[str], prose: str) -> int:
        """How many rows there are of what is counted; none where nothing tells."""
        before = _SENTENCE_END.split(prose[max(0, said.start() - _REACH) : said.start()])[-1]
        end = said.end("many")
        words = said["behind"].split()
        while words and words[0].lower() in _OF:
            words = words[1:]
        code = next((word for word in words[:_FEW] if word.lower() not in _AUXILIARY), "")
        if code in self._met:
            return self._met[code]
        behind = _SENTENCE_END.split(prose[end : end + _REACH])[0]
        met = _MET_WITH.match(behind)
        if met is not None:
            return self._met.get(met["code"], 0)
        if words and (kind := self._kind(words)) is not None:
            return self._in_state(kind, words, before)
        if said["many"].lower() in _TWICE or "times" in words[:_FEW]:
            around = before + behind
            codes = self._met.keys() & _CODE.findall(around)
            if len(codes) == 1 and _HAPPENED.search(around):
                return self._met[codes.pop()]
        return 0

    def _is_told(self, said: re.Match[str], many: float) -> bool:
        """Whether a thing or a limit counts so many of what fails, or of what is named."""
        words = [word[:-1] for word in said["behind"].lower().split() if len(word) > _FEW]
        return any(
            value == many and (_COUNTING.search(name) or any(word in name for word in words))
            for name, value in self._told
        )

    def _kind(self, words: list[str]) -> tuple[str, int] | None:
        """The kind that one of the first words names, or two, and where they end."""
        for place, word in enumerate(words[: _FEW + 1]):
            one = word.lower()
            if one in _BETWEEN:
                return None
            pair = "_".join((one, *words[place + 1 : place + 2])).lower()
            for name, end in ((pair, place + 2), (one, place + 1)):
                for ending in ("s", "es", ""):
                    if name.endswith(ending) and name.removesuffix(ending) in self._states:
                        return name.removesuffix(ending), end
        return None

    def _in_state(self, kind: tuple[str, int], words: list[str], before: str) -> int:
        """How many things of a kind are in the state that is said of them."""
        name, end = kind
        told = [word.lower() for word in words]
        behind = told[end:]
        is_past = False
        while behind and behind[0] in _AUXILIARY:
            is_past |= behind[0] in _PAST
            behind = behind[1:]
        if behind[1:2] == ["or"]:
            return 0
        carried = _CARRIED.search(before)
        states = ["_".join(behind[:2]), *behind[:1], *told[: end - 1]]
        for state in (*states, *(carried.groups() if carried else ())):
            places = PLACES.get(state, ())
            if state in _VAGUE or (is_past and any(place in _PASSING for _, place in places)):
                return 0
            many = sum(_is_in(state, status) for status in self._states[name])
            if many and state not in self._states[name]:
                # The host's own words may mean the same.
                many += sum(PLACES.keys().isdisjoint(s.split("_")) for s in self._states[name])
            if many:
                return many
        return 0

    @cached_property
    def _states(self) -> dict[str, list[str]]:
        """The states of the jobs and things of each kind."""
        found: dict[str, list[str]] = {"job": []}
        for path, key in ((("backend", "jobs"), "queue"), (ENTITIES, "type")):
            for row in rows(self._document.body, *path):
                kind, status = member(row, key), member(row, "status")
                if isinstance(kind, str) and isinstance(status, str):
                    found.setdefault(kind.lower(), []).append(status.lower())
                    if key == "queue":
                        found["job"].append(status.lower())
        return found

    @cached_property
    def _met(self) -> dict[str, int]:
        """How often each error was met at most: by rows of a list or by different times,
        and by requests that were refused without a code.
        """
        most: Counter[str] = Counter()
        untold = 0
        times: dict[str, set[str]] = {}
        for path in (*LOGS, ACTIVE_ERRORS):
            listed: Counter[str] = Counter()
            for row in rows(self._document.body, *path):
                code, served = member(row, "errorCode"), member(row, "httpStatus")
                if isinstance(served, int) and served >= _REFUSED and code is None:
                    untold += 1
                if isinstance(code, str):
                    listed[code] += 1
                    for key in ("ts", "updatedAt", "occurredAt"):
                        times.setdefault(code, set()).add(str(member(row, key) or ""))
            most |= listed
        return {code: max(most[code], len(times[code] - {""})) + untold for code in most}

    @cached_property
    def _told(self) -> list[tuple[str, float]]:
        """The numbers that things of the product and limits tell of themselves."""
        names = self._document.limit_names
        return [
            (names.get(leaf.place, leaf.inside).lower(), float(leaf.value))
            for leaf in in_numbers(self._document.leaves("/productState"))
        ]

    @cached_property
    def _hints(self) -> frozenset[str]:
        """Words of which a page has one that counts anything here."""
        statuses = {word for states in self._states.values() for word in states}
        told = {word for status in statuses for word in (status, *status.split("_"))}
        places = {place for status in statuses for place in PLACES.get(status, ())}
        told |= {word for word, where in PLACES.items() if not places.isdisjoint(where)}
        codes = {word.lower() for code in self._met for word in code.split("_")}
        return frozenset(told | codes)


def _is_in(state: str, status: str) -> bool:
    """Whether what has a status is in a state that prose tells."""
    return status == state or any(
        word == state or not set(PLACES.get(word, ())).isdisjoint(PLACES.get(state, ()))
        for word in status.split("_")
    )


def numbers_in(page: Page, many: frozenset[str]) -> Iterator[re.Match[str]]:
    """Each number, in figures or in one of the words; few pages have many words for numbers."""
    if page.has_digits:
        yield from _COUNTED.finditer(page.prose)
    words = page.words & many
    prose = page.prose.lower() if words else ""
    for word in sorted(words):
        at = prose.find(word)
        while at >= 0:
            said = _IN_WORDS.match(page.prose, at)
            if said is not None and said["many"].lower() == word:
                yield said
            at = prose.find(word, at + 1)


def _value(many: str) -> float:
    if many.lower() in _TWICE:
        return _TWICE[many.lower()]
    return float(many) if many.isdecimal() else value_of(many)
