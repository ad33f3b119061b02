"""Looks up in the snapshot what an answer claims: its evidence, and every claim of its prose."""

from dataclasses import replace
from typing import Final

from domain.answer import Answer, Evidence, SuggestedAction
from domain.grounding import general
from domain.grounding.claims import Amount, Claim, Number, Page, ways_of
from domain.grounding.index import Index
from domain.grounding.lookup import Lookup
from domain.grounding.numbers import in_prose
from domain.grounding.things import names
from domain.grounding.times import moments
from domain.model import JSON, Model

__all__ = ["Grounded", "Index", "claims_in", "ground"]

EVIDENCE_CHECKED: Final = 50
"""Pieces of evidence that are looked up; an answer with more loses the rest."""
_REFERENCES: Final = frozenset({"jobId", "resourceId", "requestId", "errorCode", "docId"})
_ABOUT_SOMETHING: Final = frozenset({"retry", "open_docs"})
CLAIMS_CHECKED: Final = 200
"""Distinct claims that are looked up; in an answer with more the rest counts as failed."""


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
    kept, pointers, dropped = _evidence(answer.evidence, index)
    actions = tuple(
        action for one in answer.actions if (action := _borne_out(one, lookup)) is not None
    )
    texts = (
        answer.content,
        *(evidence.label for evidence in kept),
        *(action.label for action in actions),
        *(text for action in actions for text in _words(action)),
    )
    pages = [_read(text) for text in texts]
    for page in pages:
        index.kinds.take(page)
    claims = dict.fromkeys(claim for page in pages for claim in _in_order(page))
    nowhere = _standing_nowhere(list(claims), lookup)
    failed = [claim.text for claim in nowhere if _is_said_of_case(claim, pages, index)]
    mistaken = [text for page in pages for text in _mistaken(page, index)]
    mistaken += [text for page in pages for text in index.weekdays.mistaken(page, lookup.said)]
    mistaken += [text for page in pages for text in index.belonging.mistaken(page, lookup.tells)]
    mistaken += [
        claim.text
        for claim in lookup.only_told
        if _is_told_otherwise(claim, pages, index) and not lookup.follows(claim)
    ]
    return Grounded(
        answer=answer.model_copy(update={"evidence": kept, "actions": actions}),
        pointers=pointers,
        evidence_dropped=dropped,
        claims_held=len(claims) - len(nowhere),
        claims_failed=tuple(dict.fromkeys((*failed, *mistaken))),
    )


def _mistaken(page: Page, index: Index) -> list[str]:
    """What is said of a thing that stands there, but is another's."""
    found = [*index.standing.mistaken(page), *index.titles.mistaken(page.prose)]
    found += index.permissions.mistaken(page)
    found += index.plan_limits.wrongly_owned(page.prose)
    found += index.plan_limits.mistaken(page.prose, page.claims)
    for tellers in (index.kinds, index.states) if page.claims else ():
        found += tellers.mistaken(page.prose, page.claims)
    return found


def claims_in(prose: str) -> list[Claim]:
    """Every claim of a text that can be checked, in reading order."""
    return _in_order(_read(prose))


def _read(prose: str) -> Page:
    page = Page(prose)
    moments.take(page)
    names.take(page)
    in_prose.take(page)
    return page


def _in_order(page: Page) -> list[Claim]:
    return sorted(page.claims, key=lambda claim: claim.at)


def _evidence(
    evidence: tuple[Evidence, ...], index: Index
) -> tuple[tuple[Evidence, ...], tuple[str, ...], int]:
    kept: dict[tuple[str, str], tuple[Evidence, str]] = {}
    dropped = max(0, len(evidence) - EVIDENCE_CHECKED)
    for piece in evidence[:EVIDENCE_CHECKED]:
        place = index.places.find(piece)
        if place is None:
            dropped += 1
            continue
        pointer, value = place
        kept.setdefault((piece.type, value), (piece.model_copy(update={"value": value}), pointer))
    return (
        tuple(piece for piece, _ in kept.values()),
        tuple(pointer for _, pointer in kept.values()),
        dropped,
    )


def _borne_out(action: SuggestedAction, lookup: Lookup) -> SuggestedAction | None:
    """The action without references that stand nowhere; None if it has nothing left to act on."""
    payload = {
        name: value
        for name, value in action.payload.items()
        if name not in _REFERENCES or (isinstance(value, str) and lookup.stands(value))
    }
    if payload == action.payload:
        return action
    if action.type in _ABOUT_SOMETHING and payload.keys() <= {"title"}:
        return None
    return action.model_copy(update={"payload": payload})


def _words(action: SuggestedAction) -> list[str]:
    """What an action says in words, and not as a name or an address."""
    return [value for value in action.payload.values() if isinstance(value, str) and " " in value]


def _is_said_of_case(claim: Claim, pages: list[Page], index: Index) -> bool:
    """Whether any sentence with the claim is more than advice and general knowledge."""
    return not all(
        general.is_no_claim(page, one, index)
        for page in pages
        for one in page.claims
        if one == claim
    )


def _is_told_otherwise(claim: Amount, pages: list[Page], index: Index) -> bool:
    """Whether a figure that only documents tell is said of another thing than they tell it of."""
    return any(
        index.guides.tell_otherwise(page.prose, replace(claim, at=one.at))
        for page in pages
        for one in page.claims
        if one == claim
    )


def _standing_nowhere(claims: list[Claim], lookup: Lookup) -> list[Claim]:
    failed: list[Claim] = []
    for claim in claims[:CLAIMS_CHECKED]:
        for way in ways_of(claim):
            if isinstance(way, Amount):
                if (amount := lookup.amount(way)) is not None:
                    # Prices are exact, and what they are found by may be hundredths of another.
                    lookup.held.add(
                        way.dimension, way.reading.value if way.dimension == "money" else amount
                    )
                    break
            elif lookup.holds(way):
                if isinstance(way, Number):
                    lookup.held.add("plain", way.reading.value)
                break
        else:
            failed.append(claim)
    if failed or lookup.only_told:
        lookup.take_times([claim for claim in claims if claim not in failed])
    nowhere: list[Claim] = []
    for claim in failed:
        follows = [way for way in ways_of(claim) if lookup.follows(way)]
        nowhere += () if follows else (claim,)
        lookup.held.add_numbers(follows)
    return nowhere + claims[CLAIMS_CHECKED:]
