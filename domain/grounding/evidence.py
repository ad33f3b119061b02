"""Where a piece of evidence stands in the snapshot, by its value and its type."""

import re
from bisect import bisect_right
from datetime import datetime
from itertools import chain
from typing import Final

from domain.answer import Evidence
from domain.cached import cached_property
from domain.grounding.facts import (
    ACTIVE_ERRORS,
    ENTITIES,
    LIMITS,
    LOGS,
    Citable,
    member,
    rows,
    written,
)
from domain.grounding.leaves import leaves
from domain.grounding.times import moments

Place = tuple[str, str]
"""A pointer (RFC 6901) into the snapshot, and the value as it is written there."""

EVIDENCE_CHECKED: Final = 50
"""Pieces of evidence that are looked up; an answer with more loses the rest."""
_MARKS: Final = re.compile(r"(?:\s*\[[a-z][a-z0-9_:.#-]*\]\s*)+", re.IGNORECASE)
_LOGGED: Final = (*LOGS, ACTIVE_ERRORS, LIMITS, ENTITIES)
"""The lists whose rows a log excerpt may come from."""
_ID_NAMES: Final = frozenset(
    "id ids limit plan current max roles featuresenabled resource entity name slug key number ref "
    "reference role elementid version".split()
)
_TIME_NAMES: Final = frozenset({"ts", "occurredat", "createdat", "updatedat", "date"})
"""Members of the snapshot's own that have times; those of a thing are called as its host likes."""
_DATED: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ][\d:.,]+(?:Z|[+-][\d:]+)?)?$")
_SHORTEST_EXCERPT: Final = 4
_WITHIN: Final = re.compile(r"\w\w")
"""A word that goes on: "/projects/84" does not stand in "/projects/841"."""
_NAMED: Final = re.compile(
    r"\b([A-Za-z]\w*)[\"']?(?:\s{0,2}[:=]\s{0,2}[\"']?([^\s\"'{}\[\],;|=()<>→`]+)"
    r"|\s{1,3}[\"']?(-?\d+(?:\.\d+)?)(?![\w.-]))"
)
"""What stands behind a name, which is that member's if the row has one of that name: anything that
a colon or an equals sign gives it, and a number as it is.
"""
_TOKEN: Final = re.compile(r"[^\s\"'{}\[\],;|=()<>→`]++")
# Words that a rendering of a row adds to what stands in it.
_RENDERED: Final = {"httpStatus": ("HTTP", "status"), "timingMs": ("ms",), "durationMs": ("ms",)}


class EvidencePlaces:
    """Finds each value's place; every index is built once, when a piece of evidence needs it."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    def keep(
        self, evidence: tuple[Evidence, ...]
    ) -> tuple[tuple[Evidence, ...], tuple[str, ...], int]:
        """The pieces that stand somewhere, each once and as it is written there, their pointers,
        and how many do not.
        """
        kept: dict[tuple[str, str], tuple[Evidence, str]] = {}
        dropped = max(0, len(evidence) - EVIDENCE_CHECKED)
        for piece in evidence[:EVIDENCE_CHECKED]:
            place = self.find(piece)
            if place is None:
                dropped += 1
                continue
            pointer, value = place
            exact = piece.model_copy(update={"value": value})
            kept.setdefault((piece.type, value), (exact, pointer))
        pieces, pointers = (piece for piece, _ in kept.values()), (at for _, at in kept.values())
        return tuple(pieces), tuple(pointers), dropped

    def find(self, evidence: Evidence) -> Place | None:
        """The place where the evidence stands, or None."""
        value = evidence.value.strip()
        if not value or _MARKS.fullmatch(value):
            return None
        match evidence.type:
            case "error_code":
                return self._codes.get(value)
            case "job_id":
                return self._jobs.get(value)
            case "timestamp":
                return self._times.get(value) or self._at(moments.parse(value))
            case "resource_id":
                return self._ids.get(value)
            case "log_excerpt":
                return self._verbatim(value) or self._rendering(value)

    def _named(self, *endings: str, exactly: frozenset[str] = frozenset()) -> dict[str, Place]:
        found: dict[str, Place] = {}
        for leaf in self._document.named(lambda name: name in exactly or name.endswith(endings)):
            text = _text(leaf.value)
            if text not in found:
                found[text] = leaf.pointer, text
        return found

    @cached_property
    def _codes(self) -> dict[str, Place]:
        found = self._named("errorcode")
        catalogue = {
            f"/knowledgePack/runbooks/{index}/content"
            for index, runbook in enumerate(rows(self._document.body, "knowledgePack", "runbooks"))
            if member(runbook, "category") == "error_catalog"
        }
        for leaf in self._document.knowledge:
            pointer = leaf.pointer.removesuffix("/errorCode")
            if pointer in catalogue and pointer != leaf.pointer:
                found.setdefault(_text(leaf.value), (pointer, _text(leaf.value)))
        return found

    @cached_property
    def _jobs(self) -> dict[str, Place]:
        return self._named("jobid")

    @cached_property
    def _ids(self) -> dict[str, Place]:
        return self._named("id", "ids", "limit", "plan", "number", exactly=_ID_NAMES)

    @cached_property
    def _times(self) -> dict[str, Place]:
        listed = self._document.named(_TIME_NAMES.__contains__)
        found: dict[str, Place] = {}
        for leaf in chain(listed, self._document.leaves("/productState/entities")):
            if isinstance(leaf.value, str) and _DATED.match(leaf.value):
                found.setdefault(leaf.value, (leaf.pointer, leaf.value))
        return found

    @cached_property
    def _moments(self) -> dict[datetime, Place]:
        found: dict[datetime, Place] = {}
        for text, place in self._times.items():
            moment = moments.parse(text)
            if moment is not None:
                found.setdefault(moment, place)
        return found

    def _at(self, moment: datetime | None) -> Place | None:
        return None if moment is None else self._moments.get(moment)

    @cached_property
    def _logged(self) -> tuple[str, list[int], list[str]]:
        """The strings of all rows, one after the other, where each begins, and its pointer."""
        starts: list[int] = []
        pointers: list[str] = []
        texts: list[str] = []
        at = 0
        prefixes = tuple(f"/{part}/{name}/" for part, name in _LOGGED)
        for leaf in self._document.leaves(*prefixes):
            if isinstance(leaf.value, str):
                starts.append(at)
                pointers.append(leaf.pointer)
                texts.append(leaf.value)
                at += len(leaf.value) + 1
        return "\0".join(texts), starts, pointers

    def _verbatim(self, excerpt: str) -> Place | None:
        if len(excerpt) < _SHORTEST_EXCERPT or "\0" in excerpt:
            return None
        text, starts, pointers = self._logged
        at = text.find(excerpt)
        while at >= 0:
            end = at + len(excerpt)
            if not _WITHIN.match(text[max(0, at - 1) : at + 1]) and not _WITHIN.match(
                text[end - 1 : end + 1]
            ):
                return pointers[bisect_right(starts, at) - 1], excerpt
            at = text.find(excerpt, end)
        return None

    @cached_property
    def _rows(self) -> tuple[dict[str, set[int]], list[str], list[dict[str, set[str]]]]:
        """For each token, the numbers of the rows it stands in; each row's pointer, and the tokens
        of its members by name.
        """
        rows_of: dict[str, set[int]] = {}
        pointers: list[str] = []
        members: list[dict[str, set[str]]] = []
        for part, name in _LOGGED:
            for index, row in enumerate(rows(self._document.body, part, name)):
                pointer = f"/{part}/{name}/{index}"
                tokens = {name, name.removesuffix("s")}
                members.append({})
                for leaf in leaves(row, pointer, name):
                    said = _tokens(_text(leaf.value))
                    if leaf.inside in {"timingMs", "durationMs"}:
                        said.add(f"{_text(leaf.value)}ms")
                    members[-1].setdefault(leaf.inside, set()).update(said)
                    tokens |= {leaf.inside, *_RENDERED.get(leaf.inside, ()), *said}
                for token in tokens:
                    rows_of.setdefault(token, set()).add(len(pointers))
                pointers.append(pointer)
        return rows_of, pointers, members

    def _rendering(self, excerpt: str) -> Place | None:
        tokens = _tokens(excerpt)
        if len(tokens) < 2:  # noqa: PLR2004 - one token is a value, and would stand verbatim
            return None
        rows_of, pointers, members = self._rows
        sets = sorted((rows_of.get(token, set()) for token in tokens), key=len)
        named = [
            (name, _tokens(given or number)) for name, given, number in _NAMED.findall(excerpt)
        ]
        shared = [
            row
            for row in sets[0].intersection(*sets[1:])
            if all(said <= members[row].get(name, said) for name, said in named)
            and not all(tokens.isdisjoint(said) for said in members[row].values())
        ]
        return (pointers[min(shared)], excerpt) if shared else None


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else written(value)


def _tokens(text: str) -> set[str]:
    found: set[str] = set()
    for token in _TOKEN.findall(text):
        bare = token.strip(":.")
        if moments.ISO.fullmatch(bare):
            moment = moments.parse(bare)
            bare = moment.isoformat() if moment is not None else bare
        elif ":" in bare:
            found.update(part for part in bare.split(":") if part)
            continue
        if bare:
            found.add(bare)
    return found
