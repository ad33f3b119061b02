"""Looks up in the snapshot what an answer claims: its evidence, and every claim of its prose.

How `ground` goes about it, and where:

1. `facts` takes the document apart into `leaves`, and `index` keeps whatever is read out of it.
2. `evidence` finds where each cited value stands, and `actions` what an action refers to.
3. `times`, `things` and `numbers` take the `claims` out of a `page` of prose.
4. `lookup` tells whether a claim stands anywhere, or follows from what does (see `computed`).
5. What stands nowhere may claim nothing of the case (`general`), or be concluded (`conclusions`)
   or reckoned (`numbers.reckoned`) from what is said beside it. Else it has failed.
6. What stands somewhere may be another's (`belonging`, `neighbours`), or said otherwise than it is:
   each of the checks (see `check`) that `index` lists looks for one kind of such a mistake, in
   `rules` by what documents and rules say.
"""

from collections.abc import Collection
from typing import Final

from domain.answer import Answer, Evidence
from domain.grounding import actions, general
from domain.grounding.claims import Amount, Claim, Number
from domain.grounding.index import Index
from domain.grounding.lookup import CLAIMS_CHECKED, Lookup
from domain.grounding.numbers import in_prose, reckoned
from domain.grounding.page import Page
from domain.grounding.things import names, plans
from domain.grounding.times import moments
from domain.model import JSON, Model

__all__ = ["Grounded", "Index", "ground"]

_RECKONED: Final = 20
"""So many claims that stand nowhere are tried to be reckoned from what is beside them."""


class Grounded(Model):
    """An answer with what holds of it.

    `answer` keeps only the evidence that stands in the snapshot, each value as it is written there
    and once; `pointers` are its places (RFC 6901), in the same order. `claims_failed` are the
    claims that stand nowhere, as the prose has them, once each, and what it says of a thing that
    stands there, but is another's: its kind, its plan.
    """

    answer: Answer
    pointers: tuple[str, ...]
    evidence_dropped: int
    claims_held: int
    claims_failed: tuple[str, ...]


def ground(
    answer: Answer,
    *,
    snapshot: dict[str, JSON] | Index,
    conversation: tuple[str, ...],
    allowed: tuple[str, ...] = (),
) -> Grounded:
    """Look an answer up in a snapshot's document (the wire form of `SupportContextSnapshot`).

    Evidence must stand in the snapshot, with its type. A claim of the prose, of a label or of an
    action's own words may also stand in the conversation or in `allowed`, or be computed from what
    does, as a difference, a ratio or a date; so may what an action refers to, which is dropped
    otherwise.
    What the snapshot says of itself (`meta`, `privacy`) bears nothing out. Takes time linear in its
    input, whatever that is; who looks into the same document again keeps its `Index`.
    """
    index = snapshot if isinstance(snapshot, Index) else Index(snapshot)
    lookup = Lookup(index, conversation, allowed)
    evidence, pointers, dropped = index.places.keep(answer.evidence)
    offered = tuple(actions.borne_out(answer.actions, lookup))

    pages = [_read(answer.content)]
    pages += (_read(_cited(piece)) for piece in evidence)
    pages += (_read(text) for action in offered for text in actions.words(action))
    for page in pages:
        index.local_times.take(page)
        index.kinds.take(page)
        index.measures.take(page)
    claims = list(dict.fromkeys(claim for page in pages for claim in _in_order(page)))

    nowhere = lookup.nowhere(claims)
    # Who says so much that stands nowhere is not believed to say the rest in general.
    unproven = {
        claim: None
        for number, claim in enumerate(nowhere)
        if number >= CLAIMS_CHECKED or _is_said_of_case(claim, pages, index)
    }
    for claim in tuple(unproven)[:_RECKONED]:
        whole = claim.of if isinstance(claim, Number) else None
        parts = [] if whole is None else index.figures.parts(whole)
        if _is_reckoned(claim, pages, unproven, [*parts, *lookup.said_numbers]):
            del unproven[claim]
    failed = [claim.text for claim in unproven]
    for page in pages:
        for check in index.checks:
            failed += check.mistaken(page, lookup)
    return Grounded(
        answer=answer.model_copy(update={"evidence": evidence, "actions": offered}),
        pointers=pointers,
        evidence_dropped=dropped,
        claims_held=len(claims) - len(nowhere),
        claims_failed=tuple(dict.fromkeys(failed)),
    )


def _read(prose: str) -> Page:
    page = Page(prose)
    moments.take(page)
    plans.take(page)
    names.take(page)
    in_prose.take(page)
    return page


def _cited(piece: Evidence) -> str:
    """What a piece of evidence says: its label is said of its value. An excerpt speaks alone."""
    return piece.label if piece.type == "log_excerpt" else f"{piece.label} ({piece.value})"


def _in_order(page: Page) -> list[Claim]:
    return sorted(page.claims, key=lambda claim: claim.at)


def _is_said_of_case(claim: Claim, pages: list[Page], index: Index) -> bool:
    """Whether any sentence with the claim is more than advice, general or a conclusion."""
    return not all(
        general.is_no_claim(page, one, index) or index.conclusions.follows(page, one)
        for page in pages
        for one in page.all_of(claim)
    )


def _is_reckoned(
    claim: Claim, pages: list[Page], unproven: Collection[Claim], said: list[float]
) -> bool:
    """Whether the claim follows, wherever it stands, from what is told beside it."""
    return isinstance(claim, Amount | Number) and all(
        reckoned.is_reckoned(page, one, unproven, said)
        for page in pages
        for one in page.all_of(claim)
        if isinstance(one, Amount | Number)
    )
