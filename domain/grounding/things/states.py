"""In what state a job or a thing of the product is, and prose that puts it in another."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from domain.cached import cached_property
from domain.grounding.called import Called
from domain.grounding.check import Told
from domain.grounding.claims import Name
from domain.grounding.clauses import clause_before, is_in_time, sentence_before
from domain.grounding.facts import ACTIVE_ERRORS, ENTITIES, LOGS, Citable, member, rows
from domain.grounding.page import Page
from domain.grounding.things.state_words import PLACES, STATE, Place

_FINAL: Final = frozenset({"done", "paid", "verified", "deleted", "revoked"})
"""What was once in these states still is."""
_ONGOING: Final = frozenset({"waiting", "running"})

_WORD: Final = re.compile(r"[^\W_]+")
_ENDS: Final = r"(?![\w-]| (?:to|with(?! [\"']?[A-Z]+_)|by|up|from|at least)\b)"
_AFTER: Final = re.compile(
    r"[\"')]{0,2}(?: \([^()\n]{1,60}\))?"
    r"(?: (?:over|of|for|from|über|von|vom|de|van) (?:[\d.,]+ [A-Z]{3}|[A-Z][a-z]+ \d{1,2}))?,?"
    r"(?P<between>(?: (?:has|have|had|been|was|were|is|are|still|now"
    r"|already|currently|also|just|then|again|marked|listed|shown|as|in|state|status|which|that"
    r"|ist|sind|war|wurde|noch|immer|schon|bereits|derzeit|a|est|été|en|encore|ha|sido|está|es"
    r"|foi|ainda|em|è|stato|stata|ancora|heeft|werd|nog|steeds|al|,|:|=|-|\u2013|\u2014),?){0,5}"
    r"(?: (?:since|seit|depuis|desde|dal|sinds) [^,;!?()\n]{1,40}?)?):?"
    rf" [\"']?(?P<state>{STATE}){_ENDS}",
    re.IGNORECASE,
)
_THEN: Final = re.compile(
    r"(?:[^.!?;:,\n]|:(?=\d)){0,40},? (?:and|but)(?: it)?"
    r"(?P<between>(?: (?:has|have|is|was|then|now|already|been)){0,3})"
    rf" (?P<state>{STATE}){_ENDS}"
)
"""What is said of a thing after something else was: "was queued at nine and has finished"."""
_NEXT: Final = re.compile(r"[^.!?\n]{0,120}[.!?] It(?:['\u2019]s)?(?= )")
"""What a sentence says behind a thing, where the next one speaks of it."""
_STAGE: Final = re.compile(
    r"(?:[\"')]{0,2}[^.!?;\n]{0,30}?) (?:failed|stopped|stuck|canceled|cancelled|ended|hangs|hung)"
    r"(?: again)? (?:in|at|during) (?:the |its )?(?:(?:stage|step) [\"']?(?P<named>[\w-]+)"
    r"|[\"']?(?P<stage>(?!(?:the|its|same|first|last|this|next) )[\w-]+)[\"']?"
    r" (?:stage|step))(?!\w)"
)
_AT_STAGE: Final = re.compile(
    r"(?<!\w)(?:at|in|during) (?:the |its )?(?:[\"']?(?P<stage>[\w-]+)[\"']? (?:stage|step)(?!\w)"
    r"|(?:stage|step) [\"']?(?P<named>[\w-]+))"
)
_IT: Final = re.compile(r" ?It(?: is|['\u2019]s)(?!\w)")
_BEFORE: Final = re.compile(
    rf"(?<![\w-])(?P<state>{STATE}) (?:(?:job|run|build|export|import|task|transcode|scan|upload"
    r"|auftrag|campaign|invoice|domain|runner|subscription|video) )?[\"'(#]{0,2}$",
    re.IGNORECASE,
)
_CELL: Final = re.compile(
    rf"[^\n|]{{0,40}}\|(?:[^\n|]{{0,80}}\|){{0,5}}? *[*_\"']*(?P<state>{STATE})[*_\"']* *\|",
    re.IGNORECASE,
)
"""A cell of a thing's row in a table that has nothing but a state."""
_NO_ERROR: Final = re.compile(
    r"(?<!\w)(?:no|keinen?|aucune|ningún|nenhum|nessun|geen) (?:[a-z]+ )?"
    r"(?:errors?|fehler|erreurs?|errore|erro|fout)(?: [a-z]+)?"
    r" (?:on|for|with|in|of|bei|für|zu|mit|pour|sur|en|con|para|em|per|su|bij|voor)"
    r"(?: [^\W\d_]+){0,2} [\"'(]?$",
    re.IGNORECASE,
)
"""What denies that a thing, named next, has met an error."""
_THE: Final = r"(?<!\w)(?:the|your|this|der|die|das|ihre?|le|la|votre|el|su)"
_STEM: Final = 5
"""So many letters tell a word: "rendering" is the stage that `render` names."""
_SENTENCE: Final = 200
_REACH: Final = 40
"""How far before a thing its state may stand, in characters."""
_CONDITION: Final = (
    "if|once|until|till|when|whether|unless|after|before|should|would|may|might|wenn|sobald|bis|ob"
    "|falls|nachdem|si|quand|dès|cuando|hasta|quando|até|finché|als|zodra|tot|not|nicht|never"
)
IF: Final = re.compile(rf"(?<!\w)(?:{_CONDITION})(?!\w)", re.IGNORECASE)
"""What tells of a state that is only supposed."""
SUPPOSED: Final = re.compile(
    rf"(?<!\w)(?:{_CONDITION}|soon|of|to|for|from|on|by|jusqu\S*)(?!\w)", re.IGNORECASE
)
"""What tells that a state is not claimed of the thing right now, or of another thing."""
_ASKING: Final = re.compile(
    r"\W*(?:is|are|was|were|has|have|did|does|ist|war|hat|est|está)(?: (?:the|your|this|job|run|der"
    r"|die|das))*[ \"'(]*",
    re.IGNORECASE,
)
"""How a question begins that names the thing next."""
_PAST: Final = re.compile(r" (?:was|were|had|war|wurde|foi|werd)\b", re.IGNORECASE)


class States:
    """Tells of jobs and entities what state they are in; others are not its concern."""

    def __init__(self, document: Citable, called: Called) -> None:
        self._document = document
        self._called = called

    @cached_property
    def _known(self) -> dict[str, tuple[frozenset[Place], bool]]:
        """The places of each thing's state on the axes, and whether it is a job."""
        found: dict[str, tuple[frozenset[Place], bool]] = {}
        body = self._document.body
        listed = [(row, "id") for row in rows(body, *ENTITIES)]
        listed += [(row, "jobId") for row in rows(body, "backend", "jobs")]
        for row, key in listed:
            name, status = member(row, key), member(row, "status")
            if isinstance(name, str | int) and isinstance(status, str):
                words = _WORD.findall(status.lower())
                places = frozenset(place for word in words for place in PLACES.get(word, ()))
                if any(word.startswith("past") for word in words):
                    places |= {(2, "owed")}
                found[str(name)] = (places, key == "jobId")
        shorts = self._document.short_names.items()
        return found | {short: found[name] for short, name in shorts if name in found}

    @cached_property
    def _alone(self) -> dict[str, str]:
        """The things that are the only one of their kind, by the word for it, and the jobs that are
        the only one of their queue.
        """
        found: dict[str, list[str]] = {}
        for row in rows(self._document.body, *ENTITIES):
            kind, name = member(row, "type"), member(row, "id")
            if isinstance(kind, str) and isinstance(name, str | int):
                found.setdefault(kind.lower(), []).append(str(name))
        queued: dict[str, list[str]] = {}
        for row in rows(self._document.body, "backend", "jobs"):
            kind = str(member(row, "queue")).lower().removesuffix("s")
            if kind not in found:
                queued.setdefault(kind, []).append(str(member(row, "jobId")))
        known = (found | queued).items()
        return {kind: names[0] for kind, names in known if len(names) == 1}

    def _may_have_failed(self, name: str, kind: str) -> bool:
        """Whether a request was refused that would have begun a job, and is meant by its kind."""
        return self._known[name][1] and any(
            member(row, "errorCode") and kind in str(member(row, "route")).lower()
            for row in rows(self._document.body, "backend", "recentRequests")
        )

    def _of_kinds(self, page: Page) -> Iterator[str]:
        """Things that a word for their kind tells, with a state that they are not in."""
        for kind, name in self._alone.items():
            if kind in page.words and name in self._known:
                told = re.compile(rf"{_THE} {re.escape(kind)}(?![\w-])", re.IGNORECASE)
                for said in told.finditer(page.prose):
                    after = _AFTER.match(page.prose, said.end())
                    if (
                        after
                        and self._is_wrong(name, after, page.prose, said.start())
                        and not self._may_have_failed(name, kind)
                    ):
                        yield page.prose[said.start() : after.end()]

    @cached_property
    def _stages(self) -> dict[str, str]:
        """How far each job has come, as far as it is told."""
        jobs = rows(self._document.body, "backend", "jobs")
        told = ((member(job, "jobId"), member(job, "lastStage")) for job in jobs)
        return {str(name): stage.lower() for name, stage in told if isinstance(stage, str)}

    def _is_at(self, name: str, stage: str) -> bool:
        words = _WORD.findall(stage.lower())
        return all(word[:_STEM] in self._stages[name] for word in words)

    @cached_property
    def _troubled(self) -> frozenset[str]:
        """The things that an error is told of, whatever state they are in by now."""
        found: set[str] = set()
        for path in (ACTIVE_ERRORS, *LOGS):
            for row in rows(self._document.body, *path):
                if member(row, "errorCode"):
                    found.update(str(member(row, key)) for key in ("jobId", "resourceId"))
        return frozenset(found)

    @cached_property
    def _erring(self) -> frozenset[str]:
        """The things that an error is told of right now."""
        errors = rows(self._document.body, *ACTIVE_ERRORS)
        return frozenset(str(member(row, "resourceId")) for row in errors)

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """Things together with a state that they are not in, as in "job_3 succeeded"."""
        prose = page.prose
        names = [claim for claim in page.claims if isinstance(claim, Name)]
        found: list[str] = []
        for claim in names:
            if claim.text not in self._known:
                continue
            end = claim.at + len(claim.text)
            after = _AFTER.match(prose, end)
            if after is None or not self._is_wrong(claim.text, after, prose, claim.at):
                then = _THEN.match(prose, end)
                alone = then and not any(end <= other.at < then.end() for other in names)
                after = then if alone else after
            after = after or _CELL.match(prose, end)
            before = _BEFORE.search(prose, max(0, claim.at - _REACH), claim.at)
            stage = _STAGE.match(prose, end) if claim.text in self._stages else None
            if stage is not None and not self._is_at(claim.text, stage["stage"] or stage["named"]):
                found.append(prose[claim.at : stage.end()])
            elif after is not None and self._is_wrong(claim.text, after, prose, claim.at):
                found.append(prose[claim.at : after.end()])
            elif before is not None and self._is_wrong(claim.text, before, prose, before.start()):
                found.append(prose[before.start() : end])
            elif claim.text in self._erring and (
                none := _NO_ERROR.search(prose, max(0, claim.at - _REACH), claim.at)
            ):
                found.append(prose[none.start() : end])
            elif (its := self._said_next(claim, names, prose)) is not None:
                found.append(its)
        if not page.words.isdisjoint(("stage", "step")):
            found += self._at_another_stage(names, prose)
        return [*found, *self._of_kinds(page), *self._of_called(page)]

    def _of_called(self, page: Page) -> Iterator[str]:
        """Things that are called by their descriptions, with a state that they are not in."""
        if page.words.isdisjoint(self._called.words) or page.words.isdisjoint(PLACES):
            return
        prose = page.prose
        for _, among in groupby(sorted(self._called.in_prose(page, ())), lambda said: said.at):
            things = list(among)
            end = things[0].end
            said = _AFTER.match(prose, end) or _CELL.match(prose, end)
            if said and all(
                one.name in self._known and self._is_wrong(one.name, said, prose, one.at)
                for one in things
            ):
                yield prose[things[0].at : said.end()]

    def _at_another_stage(self, names: list[Name], prose: str) -> Iterator[str]:
        """Jobs that a sentence names, together with a stage at which only another is."""
        for said in _AT_STAGE.finditer(prose) if self._stages else ():
            start = said.start() - len(sentence_before(prose, said.start(), _SENTENCE))
            if _IT.match(prose, start):
                start = max(0, start - _SENTENCE)
            named = [one.text for one in names if start <= one.at < said.start()]
            jobs = [name for name in named if name in self._stages]
            stage = (said["stage"] or said["named"]).lower()
            if (
                jobs
                and not any(self._is_at(job, stage) for job in jobs)
                and stage in self._stages.values()
            ):
                yield f"{jobs[-1]}: {said.group()}"

    def _said_next(self, claim: Name, names: list[Name], prose: str) -> str | None:
        """What the next sentence wrongly says of a thing that it calls "it"."""
        end = claim.at + len(claim.text)
        pronoun = _NEXT.match(prose, end)
        said = None if pronoun is None else _AFTER.match(prose, pronoun.end())
        if said is None or any(end <= other.at < said.end() for other in names):
            return None
        wrong = self._is_wrong(claim.text, said, prose, said.start())
        return prose[claim.at : said.end()] if wrong else None

    def _is_wrong(self, name: str, said: re.Match[str], prose: str, start: int) -> bool:
        clause = clause_before(prose, start)
        if prose[start - 1 : start] == "(" and not IF.search(clause):
            # What stands before "(job_3)" is the job's own description.
            clause = ""
        if SUPPOSED.search(clause) or _ASKING.fullmatch(clause):
            return False
        places, is_job = self._known[name]
        between = said["between"] if "between" in said.re.groupindex else ""
        if is_in_time(between, prose, said.end()):
            return False
        is_past = _PAST.search(between) is not None
        wrong = False
        for number, state in PLACES[said["state"].lower()]:
            told = {its for axis, its in places if axis == number}
            if state in told:
                return False
            if not told or (number and is_job):
                continue
            if is_past and state not in _FINAL and (not is_job or state in _ONGOING):
                continue
            if state in {"failed", "failing"} and name in self._troubled and "done" not in told:
                continue
            wrong = True
        return wrong
