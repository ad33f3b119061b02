"""The answers about how the user's own things stand: by name or number, and what is amiss."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from application.adapters.builtin import inert, offers, spoken, things, writing
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import inquiries, intents, words
from application.adapters.builtin.question.intents import Intent
from application.adapters.builtin.troubles.trouble import Trouble
from domain.answer import Answer, Evidence
from domain.snapshot.shape import ProductEntity

_READ: Final = 500
_FEW: Final = 3
_COVERED: Final = 0.5
"""What a thing's name must hold of a question that calls it by that."""
_SURE, _UNSURE = 0.6, 0.3
_TOLD_BY_STATUS: Final[frozenset[Intent]] = frozenset(
    {"none", "which", "why", "since", "until", "over", "fault"}
)
"""What can be asked of a thing to which its status is an answer, or part of one."""
_AMISS: Final = frozenset(
    map(
        words.stem,
        "offline fault faulty failed failing error broken blocked suspended expired rejected "
        "declined overdue stuck disconnected unreachable invalid revoked degraded hold".split(),
    )
)
"""Stems of statuses that say that something is not as it should be."""


def answer(material: Material, *, amiss: bool = False) -> Answer | None:
    """How the things stand that the question calls by name or number; None where it asks for
    something else, or calls none. What is `amiss` may be called by its kind, and is told alone.
    """
    asks = intents.asks(material.question)
    named = _named(material) if asks in _TOLD_BY_STATUS else []
    if amiss and trouble(material) is None:
        named = [thing for thing in named or things.of_kind(material) if _is_amiss(thing.status)]
    elif amiss:
        named = []
    if not named:
        return None
    told = [(thing, said) for thing in named if (said := things.told(material, thing))]
    asked = inquiries.is_calm(material.question) and intents.is_asked(material.question)
    plain = asked and asks in {"none", "which", "over"}
    return _answer(
        material,
        "\n".join(said for _, said in told),
        _unsaid(material, named, asks, plain=plain),
        of=[thing for thing, _ in told],
        confidence=_SURE if plain else _UNSURE,
    )


def trouble(material: Material) -> Trouble | None:
    """The trouble that the only thing is about which the question calls by name or number."""
    named = _named(material) if intents.asks(material.question) in _TOLD_BY_STATUS else []
    if len(named) != 1:
        return None
    name = str(named[0].id)
    return next((one for one in material.troubles if one.resource == name), None)


def _unsaid(material: Material, told: list[ProductEntity], asks: Intent, *, plain: bool) -> str:
    """What of a question the status of things does not answer."""
    if asks == "until":
        known = any(thing.metadata for thing in told)
        return "" if known else material.phrases.thing_undated
    return "" if plain else material.phrases.thing_unexplained


def no_more(material: Material, ids: Iterable[str]) -> Answer | None:
    """That the data says no more of the things that were just told, by their ids."""
    told = [thing for name in ids if (thing := material.things.get(name)) is not None][:_FEW]
    said = [
        material.phrases.thing_no_more.format(
            thing=writing.thing(material, str(thing.id)), status=inert.name(thing.status)
        )
        for thing in told
        if inert.name(thing.status)
    ]
    if not said:
        return None
    return _answer(material, "\n".join(said), of=told, confidence=_UNSURE / 2)


def beside(material: Material) -> tuple[list[str], list[Evidence]]:
    """How the user's things stand that the question names or calls by their kind, where those are
    few, to go beside what answers nothing.
    """
    named = _named(material)
    if named:
        told = [(thing, said) for thing in named if (said := things.told(material, thing))]
        return [said for _, said in told], [things.evidence(material, thing) for thing, _ in told]
    return things.called_by_kind(material)


def amiss(material: Material) -> tuple[str, list[Evidence]]:
    """What the user's things are listed as that are not as they should be."""
    found = [
        (shown, status, thing)
        for thing in islice(material.things.values(), _READ)
        if _is_amiss(thing.status)
        and (shown := writing.thing(material, str(thing.id)))
        and (status := inert.name(thing.status))
    ][:_FEW]
    if not found:
        return "", []
    listed = f" {material.phrases.conjunction} ".join(
        material.phrases.thing_so.format(thing=shown, status=status) for shown, status, _ in found
    )
    return (
        material.phrases.amiss.format(listed=listed),
        [things.evidence(material, thing) for _, _, thing in found],
    )


def _is_amiss(status: str) -> bool:
    said = spoken.name_words(status)
    return not {"no", "not"} & set(said) and not _AMISS.isdisjoint(map(words.stem, said))


def _named(material: Material) -> list[ProductEntity]:
    """The things that the question calls by kind and number, or else by the words of their
    descriptions that are not their kind: those of which it says most, where they are few.
    """
    if numbered := things.numbered(material):
        return numbered[:_FEW]
    asked = {term.stem for term in material.asked.terms}
    held: list[tuple[float, ProductEntity]] = []
    for thing in islice(material.things.values(), _READ if asked else 0):
        kinds = words.stems(thing.type)
        named = words.stems(str(thing.description or "")) - kinds
        if named & asked:
            share = len((named | kinds) & asked) / len(asked)
            if len(named) > 1 and named <= asked:
                share = 1.0
            held.append((share, thing))
    most = max((share for share, _ in held), default=0.0)
    best = [thing for share, thing in held if share == most >= _COVERED]
    return best if len(best) <= _FEW else []


def _answer(
    material: Material, *said: str, of: Iterable[ProductEntity], confidence: float
) -> Answer:
    return writing.answer(
        material,
        *said,
        writing.missing(material),
        evidence=tuple(dict.fromkeys(things.evidence(material, thing) for thing in of)),
        actions=(offers.ticket(material),),
        confidence=confidence * material.trust,
    )
