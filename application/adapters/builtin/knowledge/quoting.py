"""What the host's own rules and documents say, cut to what is asked."""

import re

from application.adapters.builtin import inert, spoken
from application.adapters.builtin.knowledge import passages, ranking
from application.adapters.builtin.knowledge.rules import RuleLine
from application.adapters.builtin.material import Material
from application.adapters.builtin.question import intents, words
from application.adapters.builtin.question.questions import Query
from application.adapters.builtin.writing import PASSAGE
from domain.grounding.numbers import quantities
from domain.snapshot.shape import KnowledgeDoc

LINES = 3
"""Rules that are told at most."""
_ENTRIES = 8
_ROLE = words.stem("roles")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def passage(material: Material, doc: KnowledgeDoc, asked: Query) -> str:
    """The sentences of a document that answer a question best, in quotation marks with its title;
    empty where it says nothing in words.
    """
    wants_steps = intents.wants_steps(material.question)
    covered = ranking.covering(asked)

    def score(sentence: str) -> float:
        step = 0.5 if wants_steps and intents.is_step(sentence) else 0.0
        return covered(sentence) + step

    chosen = passages.best(doc.content, score, longest=PASSAGE)
    return _from(material, doc, chosen, material.phrases.doc)


def quoted(material: Material, doc: KnowledgeDoc, chosen: str) -> str:
    """Sentences of a document in quotation marks, with its title; empty where there are none."""
    return _from(material, doc, chosen, material.phrases.quoted_doc)


def whole(material: Material, doc: KnowledgeDoc) -> str:
    """A document from its beginning, as far as a passage goes."""
    return quoted(material, doc, passages.best(doc.content, lambda _: 1.0, longest=PASSAGE))


def own_case(material: Material, passage: str) -> str:
    """What holds for the user's plan, where a passage names what holds for each; or nothing."""
    plan = inert.name(material.snapshot.identity.plan)
    if not plan:
        return ""
    told = set(_NUMBER.findall(passage))
    for line in material.knowledge.rules:
        values = {label.lower(): value for label, value in _values(line)}
        numbers = {value.partition(" ")[0] for value in values.values() if value}
        own = values.get(plan.lower())
        if own and len(numbers) > 1 and numbers <= told and own[0].isdigit():
            return material.phrases.rule_own.format(plan=plan, value=own)
    return ""


def _from(material: Material, doc: KnowledgeDoc, chosen: str, phrase: str) -> str:
    said = material.quoted(chosen, longest=PASSAGE)
    title = inert.prose(doc.title, longest=120)
    return phrase.format(title=title, passage=said) if said else ""


def rules(material: Material, lines: list[RuleLine]) -> str:
    """What rules say, in a sentence; empty where none can be said in a line."""
    told = [(line, text) for line in lines if (text := rule(material, line))][:LINES]
    if not told:
        return ""
    said = material.phrases.rule.format(lines="; ".join(text for _, text in told))
    by_role = any(_ROLE in words.stems(name) for line, _ in told for name in line.path)
    return said + material.roles_told if by_role else said


def rule(material: Material, line: RuleLine) -> str:
    """One rule, for every case that it tells apart; empty where it is too deep for a line."""
    phrases = material.phrases
    title = spoken.rule_title(line.path[-1:] if line.by_case else line.path)
    values = _values(line)
    if not title or any(value is None for _, value in values):
        return ""
    said = ", ".join(f"{label} {value}" if label else str(value) for label, value in values)
    plan = inert.name(material.snapshot.identity.plan)
    own = next((label for label, _ in values if plan and label.lower() == plan.lower()), None)
    if own and len(values) > 1:
        said = phrases.rule_yours.format(value=said, label=own)
    return phrases.rule_line.format(title=title, value=said)


def _values(line: RuleLine) -> list[tuple[str, str | None]]:
    # The unit may stand in any name that leads there: `{"uploadBytes": {"plans": {"pro": …}}}`.
    unit = next((name for name in reversed(line.path) if quantities.hint(name)), "")
    return [
        (inert.prose(label, longest=40), spoken.rule_value(unit, value))
        for label, value in line.entries[:_ENTRIES]
    ]
