"""From a question to an answer that was looked up and contained, whatever a model makes of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from application.aside import aside
from application.containment import Uncontainable, contain, pretences
from application.containment.answer import EVIDENCE
from application.ports import Assistant, AssistantFailed, Proposal, Reply, SentBack, Turn
from application.progress import Answering, Checking, Report, unheard
from application.prompt import INSTRUCTIONS, context_text
from domain.answer import Answer, Evidence
from domain.grounding import Grounded, ground
from domain.grounding.facts import member, rows
from domain.produced import Grounding, ModelExchange, Produced, Usage
from domain.snapshot.frozen import FrozenSnapshot

NOT_BORNE_OUT = "not_borne_out"

_LONG = 4_000
"""Characters of an answer from which to look it up may take long."""
_OBJECTIONS = 20
_OBJECTION_LENGTH = 200

_log = logging.getLogger(__name__)

_Outcome = Literal["held", "repaired", "replaced", "abstained"]


@dataclass(slots=True)
class _Record:
    """What was asked of models in this turn, and what it cost; `report` is told of each step."""

    report: Report
    exchanges: tuple[ModelExchange, ...] = ()
    parts: dict[str, str] = field(default_factory=dict[str, str])
    usage: Usage = field(default_factory=Usage)

    def add(self, tried: Proposal | AssistantFailed) -> None:
        self.exchanges += tried.exchanges
        self.parts |= tried.parts
        self.usage += tried.usage


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer that may be given, and who gave it."""

    generator: Literal["claude", "builtin"]
    proposal: Proposal
    grounded: Grounded
    outcome: _Outcome
    fallback: str | None = None


class _NotBorneOut(Exception):
    """A model's answer did not hold, nor did the one after it; `held` are the places that did."""

    def __init__(self, held: dict[Evidence, str]) -> None:
        self.held = held
        super().__init__(NOT_BORNE_OUT)


async def reply_to(
    turn: Turn,
    *,
    claude: Assistant | None,
    builtin: Assistant,
    why_not: str | None,
    clock: Callable[[], float],
    deadline: float,
    report: Report = unheard,
) -> Reply:
    """Answer the turn's question: by Claude if it can, by the built-in answerer if it cannot.

    An answer with a claim that stands nowhere is sent back once; if the next is no better, the
    built-in one takes its place, with the evidence that did hold. `why_not` says why there is no
    `claude`, or is None where none is wanted. `clock` gives seconds of a monotonic clock, and
    `deadline` is in seconds, over all calls. `report` hears of `Answering` and `Checking`. Raises
    `AssistantFailed` only if the built-in answerer does.
    """
    began = clock()
    record = _Record(report)
    report(Answering())
    found = await _find(replace(turn, until=began + deadline), claude, builtin, why_not, record)
    grounded = found.grounded
    return Reply(
        answer=grounded.answer.model_copy(
            update={"confidence": confidence(grounded, turn.snapshot)}
        ),
        pointers=grounded.pointers,
        produced=Produced(
            generator=found.generator,
            fallback=found.fallback,
            model=found.proposal.model,
            prompt_version=found.proposal.prompt_version,
            parameters=found.proposal.parameters,
            usage=record.usage,
            latency_ms=round((clock() - began) * 1000),
            grounding=Grounding(
                outcome=found.outcome,
                evidence_kept=len(grounded.answer.evidence),
                evidence_dropped=grounded.evidence_dropped,
                claims_held=grounded.claims_held,
                claims_failed=len(grounded.claims_failed),
            ),
        ),
        exchanges=record.exchanges,
        parts=record.parts,
    )


async def _find(
    turn: Turn, claude: Assistant | None, builtin: Assistant, why_not: str | None, record: _Record
) -> _Found:
    if claude is None:
        return await _from_builtin(turn, builtin, record, fallback=why_not)
    try:
        return await _from_claude(turn, claude, record)
    except AssistantFailed as failure:
        return await _from_builtin(turn, builtin, record, fallback=failure.reason)
    except _NotBorneOut as failure:
        found = await _from_builtin(turn, builtin, record, fallback=NOT_BORNE_OUT)
        grounded = _with_evidence(found.grounded, failure.held)
        return replace(found, grounded=grounded, outcome="replaced")


async def _from_claude(turn: Turn, claude: Assistant, record: _Record) -> _Found:
    proposal, first = await _ask(turn, claude, record)
    if not first.claims_failed:
        return _Found("claude", proposal, first, _outcome(first, "held"))
    back = SentBack(
        reply=_last_reply(proposal),
        objections=tuple(claim[:_OBJECTION_LENGTH] for claim in first.claims_failed[:_OBJECTIONS]),
    )
    record.report(Answering())
    try:
        proposal, second = await _ask(replace(turn, sent_back=back), claude, record)
    except AssistantFailed:
        raise _NotBorneOut(_places(first)) from None
    if second.claims_failed:
        raise _NotBorneOut(_places(second) | _places(first))
    return _Found("claude", proposal, second, _outcome(second, "repaired"))


async def _ask(turn: Turn, claude: Assistant, record: _Record) -> tuple[Proposal, Grounded]:
    """Ask once, contain and look up. Raises `AssistantFailed` for whatever goes wrong."""
    try:
        proposal = await claude.propose(turn)
        record.add(proposal)
        record.report(Checking())
        return proposal, await _looked_up(turn, proposal.answer, INSTRUCTIONS)
    except AssistantFailed as failure:
        record.add(failure)
        raise
    except Uncontainable:
        raise AssistantFailed("uncontainable") from None
    # No fault in what talks to a model, or reads what it said, may cost a user the answer. The
    # error's own text may hold what the model or its provider said: it is not logged.
    except Exception as error:  # noqa: BLE001 - see above
        _log.error("a model's answer was given up: %s", _named(error))
        raise AssistantFailed("error") from None


async def _from_builtin(
    turn: Turn, builtin: Assistant, record: _Record, *, fallback: str | None
) -> _Found:
    proposal = await builtin.propose(turn)
    record.add(proposal)
    record.report(Checking())
    try:
        # It has no instructions to give back.
        grounded = await _looked_up(turn, proposal.answer, instructions="")
    except Uncontainable as error:
        raise AssistantFailed("uncontainable") from error
    if grounded.claims_failed:
        _log.warning("the built-in answer made %d claims too many", len(grounded.claims_failed))
    return _Found("builtin", proposal, grounded, _outcome(grounded, "held"), fallback)


async def _looked_up(turn: Turn, proposed: Answer, instructions: str) -> Grounded:
    much = turn.is_large or len(proposed.content) > _LONG
    return await aside(much, _look_up, turn, proposed, instructions)


def _look_up(turn: Turn, proposed: Answer, instructions: str) -> Grounded:
    contained = contain(proposed, link_hosts=turn.link_hosts, instructions=instructions)
    said = [said.content for said in (*turn.conversation, turn.question)]
    if turn.context is not None:
        said.append(context_text(turn.context))
    grounded = ground(
        contained,
        snapshot=turn.snapshot.index,
        conversation=tuple(said),
        allowed=tuple(turn.link_hosts),
    )
    document = turn.snapshot.index.document
    pretended = pretences(contained, document.text, document.taught)
    return grounded.model_copy(update={"claims_failed": (*grounded.claims_failed, *pretended)})


def _outcome(grounded: Grounded, otherwise: _Outcome) -> _Outcome:
    rests_on_something = grounded.answer.evidence or grounded.claims_held
    return otherwise if rests_on_something else "abstained"


def _last_reply(proposal: Proposal) -> str:
    replies = [exchange.reply for exchange in proposal.exchanges if exchange.reply]
    return replies[-1] if replies else proposal.answer.content


def _places(grounded: Grounded) -> dict[Evidence, str]:
    return dict(zip(grounded.answer.evidence, grounded.pointers, strict=True))


def _with_evidence(grounded: Grounded, more: dict[Evidence, str]) -> Grounded:
    cited = {(piece.type, piece.value) for piece in grounded.answer.evidence}
    places = _places(grounded)
    for piece, pointer in more.items():
        if (piece.type, piece.value) not in cited and len(places) < EVIDENCE:
            cited.add((piece.type, piece.value))
            # The value was looked up; its label is what the rejected answer says of it.
            named = piece.model_copy(update={"label": piece.type.replace("_", " ")})
            places[named] = pointer
    return grounded.model_copy(
        update={
            "answer": grounded.answer.model_copy(update={"evidence": tuple(places)}),
            "pointers": tuple(places.values()),
        }
    )


def confidence(grounded: Grounded, snapshot: FrozenSnapshot) -> float:
    """How sure the gateway is of an answer, from what it could look up; 0 to 1, two decimals.

    What the assistant says of itself is the start. It counts whole only with all of these, each
    from 0 to 1: evidence (half for the first piece, half of the rest for each further one, times
    the share of what was cited that stands in the snapshot), sources that answered, and a cited
    error code that the host's catalogue explains. The share of claims that hold multiplies it.
    Never above 0.95; 0.8 if a source failed, 0.3 without evidence, 0.2 if every source failed.
    """
    cited = grounded.answer.evidence
    coverage = len(cited) / ((len(cited) + grounded.evidence_dropped) or 1)
    evidence = (1 - 0.5 ** len(cited)) * coverage
    fates = [source["status"] for source in snapshot.sources.model_dump().values()]
    healthy = fates.count("ok") / len(fates)
    catalogued = 1.0 if _explained(cited, snapshot) else 0.0
    claims = grounded.claims_held + len(grounded.claims_failed)
    held = grounded.claims_held / claims if claims else 1.0
    support = 0.3 + 0.35 * evidence + 0.2 * healthy + 0.15 * catalogued
    most = 0.95 if healthy == 1 else 0.8
    most = min(most, 0.3) if not cited else most
    most = min(most, 0.2) if healthy == 0 else most
    return round(min(grounded.answer.confidence * support * held, most), 2)


def _explained(cited: tuple[Evidence, ...], snapshot: FrozenSnapshot) -> bool:
    entries = [
        str(member(runbook, "content"))
        for runbook in rows(snapshot.document, "knowledgePack", "runbooks")
        if member(runbook, "category") == "error_catalog"
    ]
    codes = [piece.value for piece in cited if piece.type == "error_code"]
    return any(f'"{code}"' in entry for code in codes for entry in entries)


def _named(error: Exception) -> str:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" in {place.tb_frame.f_code.co_qualname}:{place.tb_lineno}" if place else ""
    return type(error).__name__ + where
