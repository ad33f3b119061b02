"""The answers about the user's own things: which of them there are, and what is known of each."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from application.adapters.builtin import inert, jobs, offers, spoken, writing
from application.adapters.builtin.knowledge import bags
from application.adapters.builtin.knowledge.matching import Terms
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import inquiries, intents, words
from application.adapters.builtin.troubles.trouble import Trouble
from domain.answer import Answer, Evidence
from domain.grounding.facts import written
from domain.model import JSON
from domain.snapshot.shape import ProductEntity

_READ: Final = 500
_SHOWN: Final = 5
_FEW: Final = 3
_BY_TOPIC: Final = 0.8
_COVERED: Final = 0.75
_NEXT_BEST: Final = 0.9
_HALF: Final = 0.5
_LONGER: Final = 0.01
_SURE: Final = 0.55
_WORD: Final = re.compile(r"[a-z]+")
_NUMBER: Final = re.compile(r"\d+")
_NO_WORDS: Final = frozenset("at id on by of is".split())
"""Words of members' names that say what kind of value it is, and not of what."""


class _Known(NamedTuple):
    """A member of a thing's metadata that a question names, and how much of its name."""

    thing: ProductEntity
    member: str
    value: JSON
    named: float


def answer(material: Material, last: Trouble | None) -> Answer | None:
    """What is known of the things that a question asks for; None where it asks for none.

    `last` is the trouble that was spoken of: "it" is likely what that is about.
    """
    question = material.question
    if not inquiries.asks_for_facts(question) or intents.asks_standing(question):
        return None
    job = jobs.meant(material, material.asked)
    if job is not None and jobs.is_named(job, material.asked):
        return None
    return _known(material, last) or _numbered(material) or _listed(material)


def _known(material: Material, last: Trouble | None) -> Answer | None:
    """The members that the question names, of the things that it is about."""
    found = list(_members(material))
    best = max((one.named for one in found), default=0.0)
    found = [one for one in found if one.named == best]
    if found and _rules_say_more(material, found):
        return None
    about = {id(one.thing): _about(material, one.thing, last) for one in found}
    most = max(about.values(), default=0.0)
    said: list[str] = []
    pieces: list[Evidence] = []
    for one in [one for one in found if about[id(one.thing)] == most][:_SHOWN]:
        thing, value = _thing(material, one.thing), _said(material, one)
        if thing and value:
            name = " ".join(_name_words(one.member))
            said.append(material.phrases.known.format(thing=thing, name=name, value=value))
            pieces += _evidence(material, one)
    return _answer(material, "", said, pieces) if said else None


def _rules_say_more(material: Material, found: list[_Known]) -> bool:
    """Whether a rule holds more of the question than what is known of any thing does."""
    rules = material.library.rules(material.asked)[:1]
    asked = {term.stem for term in material.asked.terms}
    if not rules or not asked:
        return False
    named = (
        {words.stem(word.lower()) for word in spoken.name_words(one.member)}
        | _bag(one.thing).keys()
        for one in found
    )
    return rules[0][1] > max(len(asked & names) / len(asked) for names in named)


def _members(material: Material) -> Iterator[_Known]:
    asked = {words.stem(word) for word in _WORD.findall(words.plain(material.question))}
    wants_number = inquiries.asks_how_many(material.question)
    for thing in islice(material.things.values(), _READ):
        for member, value in thing.metadata.items():
            name = [words.stem(word.lower()) for word in _name_words(member)]
            if not name or name[-1] not in asked or not isinstance(value, str | int | float):
                continue
            named = sum(word in asked for word in name) / len(name)
            if named >= _HALF and wants_number is not isinstance(value, str | bool):
                # Of "lessons" and "lessons done" the longer is named more closely.
                yield _Known(thing, member, value, named + _LONGER * len(name))


def _name_words(member: str) -> list[str]:
    return [word for word in spoken.name_words(member) if word not in _NO_WORDS]


def _about(material: Material, thing: ProductEntity, last: Trouble | None) -> float:
    """How much a question is about a thing: by its words, or else by what was spoken of."""
    terms = Terms(material.asked.terms, by_topic=_BY_TOPIC)
    covered = terms.covered(_bag(thing))
    spoken_of = last is not None and str(thing.id) in last.ids()
    return covered + 0.5 * spoken_of


def _numbered(material: Material) -> Answer | None:
    """The things that the question names by kind and number, with all that is known of them."""
    found = [(told(material, thing), evidence(material, thing)) for thing in numbered(material)]
    said = [text for text, _ in found if text][:_SHOWN]
    pieces = [piece for text, piece in found if text][:_SHOWN]
    return _answer(material, "", said, pieces) if said else None


def numbered(material: Material) -> list[ProductEntity]:
    """The things that the question names by kind and number, or by a number of three digits or
    more that is no status of an error.
    """
    asked = material.asked.numbered
    bare = {name for name in material.asked.literals if name.isdigit() and name[0] not in "45"}
    found: list[ProductEntity] = []
    for thing in islice(material.things.values(), _READ if asked or bare else 0):
        numbers = set(_NUMBER.findall(f"{thing.id} {thing.description or ''}"))
        kinds = words.stems(thing.type)
        if bare & numbers or any(kind in kinds and number in numbers for kind, number in asked):
            found.append(thing)
    return found


def told(material: Material, thing: ProductEntity) -> str:
    """How a thing stands, with what else is known of it; empty where it cannot be said."""
    phrases = material.phrases
    shown, status = _thing(material, thing), inert.name(thing.status)
    if not shown or not status:
        return ""
    known = [
        f"{' '.join(_name_words(member))} {value}"
        for member, held in islice(thing.metadata.items(), _SHOWN)
        if isinstance(held, str | int | float)
        and (value := _said(material, _Known(thing, member, held, 1.0)))
    ]
    more = phrases.known_more.format(known=", ".join(known)) if known else ""
    return phrases.thing_status.format(thing=shown, status=status) + more


def _listed(material: Material) -> Answer | None:
    """The things of the kind that the question asks for, and in the state."""
    kind, asked = inquiries.kind_asked_for(material.question), material.asked
    if kind is None or not (len(asked.terms) > 1 or inquiries.asks_for_own(material.question)):
        return None
    stem = words.stem(kind)
    terms = Terms(asked.terms, by_topic=_BY_TOPIC)
    covered = [
        (thing, terms.covered(_bag(thing)))
        for thing in islice(material.things.values(), _READ)
        if stem in words.stems(thing.type)
    ]
    least = max(_COVERED, _NEXT_BEST * max((share for _, share in covered), default=0.0))
    chosen = [thing for thing, share in covered if share >= least][:_SHOWN]
    said: list[str] = []
    pieces: list[Evidence] = []
    for thing in chosen:
        shown, status = _thing(material, thing), inert.name(thing.status)
        if shown and status:
            said.append(material.phrases.listed.format(thing=shown, status=status))
            pieces.append(evidence(material, thing))
    return _answer(material, material.phrases.lists, said, pieces) if said else None


def called_by_kind(material: Material) -> tuple[list[str], list[Evidence]]:
    """How the user's things stand that the question calls by their kind, where those are few."""
    said: list[str] = []
    pieces: list[Evidence] = []
    for thing in of_kind(material):
        name, status = inert.name(str(thing.id)), inert.name(thing.status)
        kind = inert.prose(" ".join(spoken.name_words(thing.type)), longest=40)
        if name and status:
            shown = material.phrases.thing_of_kind.format(kind=kind, id=writing.code(name))
            said.append(material.phrases.thing_status.format(thing=shown, status=status))
            pieces.append(evidence(material, thing))
    return said, pieces


def of_kind(material: Material) -> list[ProductEntity]:
    """The things that the question calls by their kind, where those are few."""
    named = {term.stem for term in (*material.asked.terms, *material.asked.weak)}
    found = [
        thing
        for thing in islice(material.things.values(), _READ)
        if (kinds := words.stems(thing.type)) and kinds <= named
    ]
    return found if len(found) <= _FEW else []


def _bag(thing: ProductEntity) -> bags.Bag:
    return bags.of_names(f"{thing.type} {thing.status} {thing.description or ''}", is_size=False)


def _thing(material: Material, thing: ProductEntity) -> str:
    return writing.thing(material, None if thing.id is None else str(thing.id))


def _said(material: Material, one: _Known) -> str:
    """A value as people say it."""
    if isinstance(one.value, str):
        return spoken.when(one.value, material.now) or inert.prose(one.value, longest=80)
    return spoken.rule_value(one.member, one.value) or ""


def _evidence(material: Material, one: _Known) -> Iterator[Evidence]:
    yield evidence(material, one.thing)
    label = " ".join(_name_words(one.member))
    if isinstance(one.value, str):
        if spoken.time(one.value):
            yield Evidence(type="timestamp", label=label, value=one.value)
    elif isinstance(one.value, int | float) and not isinstance(one.value, bool):
        value = f"{one.member}: {written(one.value)}"
        yield Evidence(type="log_excerpt", label=label, value=value)


def evidence(material: Material, thing: ProductEntity) -> Evidence:
    """What bears out that there is a thing."""
    label = material.phrases.evidence_thing
    return Evidence(type="resource_id", label=label, value=str(thing.id))


def _answer(
    material: Material, introduction: str, said: list[str], pieces: list[Evidence]
) -> Answer:
    return writing.answer(
        material,
        introduction,
        "\n".join(said),
        writing.missing(material),
        evidence=tuple(dict.fromkeys(pieces)),
        actions=(offers.ticket(material),),
        confidence=_SURE * material.trust,
    )
