"""The answers about what the user may have of something: so much or not, how much, what is left."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from application.adapters.builtin import inert, offers, spoken, writing
from application.adapters.builtin.knowledge import allowances, quoting
from application.adapters.builtin.knowledge.allowances import Allowance
from application.adapters.builtin.knowledge.ranking import RELEVANT_DOC
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import inquiries, intents, questions, words
from application.adapters.builtin.question.questions import Query
from domain.answer import Answer, Evidence, SuggestedAction
from domain.grounding.facts import written
from domain.snapshot.assemble import RULE

Kind = Literal["so_much", "left", "measure", "most"]

_SURE: Final = 0.65
_UNSURE: Final = 0.4
_READ_BACK: Final = 4
"""Earlier questions that a short one may go on from."""
_ASKING: Final = words.stems(
    "left remaining remain remains available free unused total currently total big large biggest "
    "largest high highest once day week month year"
)
"""Words by which an allowance is asked for, and none is named."""
_OTHERWISE: Final = frozenset({"retry", "lost", "fault", "who", "since"})
"""Intents of questions that are answered by yes or no, and not by a limit."""
_OF_PLAN: Final = (
    r"(?:(?<!\w)(?:on|to|with|under|about|than|for)(?: the)? {0}|(?<!\w){0} (?:plan|tier))(?!\w)"
)
"""How a plan is spoken of; by itself its name may be another word: "team", "business", "free"."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of an allowance; `plan` is the one that is asked about, if not the user's."""

    kind: Kind
    allowance: Allowance
    asked: Query
    wanted: float | None
    plan: str | None

    @property
    def most(self) -> float:
        """What may be had on the plan that is asked about."""
        return self.allowance.most if self.plan is None else self.allowance.cases[self.plan]

    @property
    def left(self) -> float | None:
        """What is left of it; None where it is bounded for each thing, or the data does not say."""
        one = self.allowance
        return self.most - one.taken if one.is_total and one.taken is not None else None


def answer(material: Material, earlier: Sequence[str] = ()) -> Answer | None:
    """The answer to a question about an allowance, which may go on from `earlier` ones, the oldest
    first; None where it is no such question.
    """
    for kind, wording, asked in _readings(material, earlier):
        read = _read(material, kind, wording, asked)
        if read is not None:
            return _measured(material, read) if kind == "measure" else _told(material, read)
    return None


def _readings(material: Material, earlier: Sequence[str]) -> Iterator[tuple[Kind, str, Query]]:
    """What a question asks, taken by itself and then together with each that it may go on from."""
    question, asked = material.question, material.asked
    kind = _kind(question, asked)
    if kind is not None:
        yield kind, question, asked
    if not earlier:
        return
    counts_nothing = any(not counted for _, counted in asked.counts)
    plans = _plans(material.allowances, question)
    naming = allowances.naming(asked, _besides(plans))
    if naming and not (counts_nothing and asked.more):
        return
    if kind is None and not plans and not counts_nothing:
        return
    for said in islice(reversed(earlier), _READ_BACK):
        before = questions.query(said)
        first = _kind(said, before)
        if kind is not None:
            yield kind, f"{said} {question}", _together(before, asked)
        elif first is not None:
            yield first, f"{said} {question}", _together(before, asked)


def _together(before: Query, now: Query) -> Query:
    """The subject of an earlier question, with the amounts of this one if it has any."""
    measured = now if now.amounts or now.counts else before
    return questions.about(before, like=measured)


def _kind(question: str, asked: Query) -> Kind | None:
    if inquiries.asks_left(question):
        return "left"
    if inquiries.asks_measure(question):
        return "measure"
    aside = intents.asks(question) in _OTHERWISE
    if not aside and inquiries.decides(question) and (asked.amounts or asked.counts):
        return "so_much"
    return "most" if inquiries.asks_most(question) else None


def _read(material: Material, kind: Kind, wording: str, asked: Query) -> _Asked | None:
    known = material.allowances
    plans = _plans(known, wording)
    if intents.wants_raise(wording) and not plans:
        return None
    one = allowances.meant(known, asked, besides=_besides(plans), sized=kind == "measure")
    if one is None:
        return None
    own = (material.snapshot.identity.plan or "").lower()
    plan = next((label for label in one.cases if label in plans and label != own), None)
    wanted = one.wanted_of(asked)
    if kind == "so_much" and wanted is None:
        return None
    if kind == "measure" and (one.is_total or one.reached is None):
        return None
    if kind == "most" and "" in one.cases:
        # A rule for everybody is told with what else there is about it.
        return None
    return _Asked("most" if kind == "left" and plan else kind, one, asked, wanted, plan)


def _plans(known: Sequence[Allowance], wording: str) -> set[str]:
    """The plans that a wording names, of those that the rules have."""
    return plans_named({label for one in known for label in one.cases if label}, wording)


def plans_named(labels: Collection[str], wording: str) -> set[str]:
    """The plans that a wording names as such, of those whose labels are known."""
    text = wording.lower()
    named = (label for label in labels if label in text)
    return {label for label in named if re.search(_OF_PLAN.format(re.escape(label)), text)}


def _besides(plans: set[str]) -> frozenset[str]:
    return _ASKING | {words.stem(plan) for plan in plans}


def _told(material: Material, read: _Asked) -> Answer:
    phrases, one, left = material.phrases, read.allowance, read.left
    plan = inert.name(read.plan or material.snapshot.identity.plan)
    fits = read.wanted is None or read.wanted <= (read.most if left is None else left)
    sentence = {
        "left": phrases.allotted if left is None else phrases.left,
        "most": phrases.allotted,
    }.get(read.kind)
    if sentence is None and fits:
        sentence = phrases.enough
    elif sentence is None:
        over = read.asked.more or read.wanted is None or read.wanted > read.most
        sentence = phrases.too_much if over else phrases.not_besides
    amount = {name: spoken.quantity(one.unit, value) for name, value in _numbers(read).items()}
    if left is not None and left <= 0:
        amount["left"] = phrases.none_left
    in_use = phrases.in_use if left is not None else phrases.each
    said = sentence.format(
        title=_title(one),
        plan=phrases.on_plan.format(plan=plan) if plan and "" not in one.cases else "",
        state=in_use.format(**amount),
        **amount,
    )
    unseen = one.is_total and left is None and read.kind != "most"
    compare = not fits or read.kind == "most" or (left is not None and left <= 0)
    return _answer(
        material,
        read,
        said,
        phrases.use_unseen if unseen else "",
        quoting.rules(material, [one.line]) if compare and len(one.cases) > 1 else "",
        confidence=_UNSURE if unseen else _SURE,
    )


def _numbers(read: _Asked) -> dict[str, float]:
    numbers = {"maximum": read.most, "taken": read.allowance.taken, "left": read.left}
    return {name: value or 0.0 for name, value in numbers.items()}


def _measured(material: Material, read: _Asked) -> Answer:
    """How large it was that was tried."""
    one = read.allowance
    trouble = next((t for t in material.troubles if t.limit is one.reached), None)
    concerned = writing.thing(material, trouble.resource) if trouble is not None else ""
    return _answer(
        material,
        read,
        writing.limit(material, one.reached) if one.reached is not None else "",
        material.phrases.measured.format(thing=concerned) if concerned else "",
        confidence=_SURE,
    )


def _title(one: Allowance) -> str:
    if "" in one.cases:
        return spoken.rule_title(one.line.path)
    return spoken.limit_title(one.name)


def _answer(material: Material, read: _Asked, *said: str, confidence: float) -> Answer:
    doc, covered = material.library.doc(read.asked)
    actions: list[SuggestedAction] = [offers.ticket(material)]
    if doc is not None and covered >= RELEVANT_DOC:
        actions.insert(0, offers.open_doc(material, doc))
    return writing.answer(
        material,
        *said,
        writing.missing(material),
        evidence=tuple(_evidence(material, read)),
        actions=tuple(actions),
        confidence=confidence * material.trust,
    )


def _evidence(material: Material, read: _Asked) -> Iterator[Evidence]:
    phrases, one = material.phrases, read.allowance
    if one.reached is not None and read.plan is None:
        tried = written(one.reached.current) if not one.is_total and read.kind != "measure" else ""
        for piece in offers.limit_evidence(material, one.reached):
            if piece.value != tried:
                yield piece
    elif one.held is not None:
        used = f"{one.held.member}: {written(one.held.value)}"
        yield Evidence(type="log_excerpt", label=phrases.evidence_in_use, value=used)
    if one.cases and inert.name(rule := f"{RULE}{one.line.rule}"):
        yield Evidence(type="resource_id", label=phrases.evidence_knowledge, value=rule)
