"""An answer, held to what an answer may be."""

from __future__ import annotations

import html
import re

from application.blank import is_wordless
from application.containment.leaks import gives_back
from application.containment.links import leads_away
from application.containment.markdown import harmless, may_render
from application.containment.payloads import contained_payload
from application.containment.unseen import seen
from application.redaction import redact_text
from domain.answer import ACTION_LABEL_LENGTH, Answer, Evidence, SuggestedAction

CONTENT_LENGTH = 8_000
EVIDENCE = 10
ACTIONS = 6
EVIDENCE_LABEL_LENGTH = 120
EVIDENCE_VALUE_LENGTH = 2_000

_ROUNDS = 8

_SPACE = re.compile(r"\s+")
_TARGET = re.compile(r"\]\([^()\s]*\)")


class Uncontainable(ValueError):
    """An answer of which nothing fit to be seen would be left; says why in a word."""


def contain(answer: Answer, *, link_hosts: frozenset[str], instructions: str) -> Answer:
    """Make an answer harmless; one that does no harm comes back as it was.

    `link_hosts` are the exact hosts that a link may lead to, in lower case. Evidence is kept or
    dropped whole: its value has to stand in the snapshot as it is. Raises `Uncontainable` where
    nothing is left to say, or a passage of the instructions was given back.
    """
    contained = Answer(
        content=_content(answer.content, link_hosts),
        actions=tuple(_actions(answer.actions, link_hosts))[:ACTIONS],
        evidence=tuple(_evidence(answer.evidence, link_hosts))[:EVIDENCE],
        confidence=answer.confidence,
    )
    if is_wordless(_TARGET.sub("]", html.unescape(contained.content))):
        raise Uncontainable("empty")
    if instructions and gives_back(_all_words(contained), instructions):
        raise Uncontainable("instructions")
    return contained


def _content(content: str, hosts: frozenset[str]) -> str:
    # A carriage return alone is a line's end to Markdown, too.
    lines = content.replace("\r\n", "\n").replace("\r", "\n")
    return _settled(seen(lines), hosts, CONTENT_LENGTH)


def _settled(text: str, hosts: frozenset[str], length: int) -> str:
    """Redact, disarm and cut until nothing changes any more."""
    text = _cut(text, length)
    for _ in range(_ROUNDS):
        settled = _cut(harmless(redact_text(text), hosts, shown=True), length)
        if settled == text:
            return text
        text = settled
    raise Uncontainable("restless")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _label(label: str, length: int) -> str:
    return _settled(_SPACE.sub(" ", seen(label)).strip(), frozenset(), length)


def _actions(actions: tuple[SuggestedAction, ...], hosts: frozenset[str]) -> list[SuggestedAction]:
    kept: list[SuggestedAction] = []
    for action in actions:
        label = _label(action.label, ACTION_LABEL_LENGTH)
        payload = contained_payload(action.type, action.payload, hosts)
        if label and payload is not None:
            kept.append(SuggestedAction(type=action.type, label=label, payload=payload))
    return kept


def _evidence(evidence: tuple[Evidence, ...], hosts: frozenset[str]) -> list[Evidence]:
    kept: list[Evidence] = []
    for piece in evidence:
        value = piece.value
        fits = value.strip() and len(value) <= EVIDENCE_VALUE_LENGTH
        harms = may_render(value) or leads_away(value, hosts)
        if fits and seen(value) == value and not harms:
            label = _label(piece.label, EVIDENCE_LABEL_LENGTH) or piece.type.replace("_", " ")
            kept.append(Evidence(type=piece.type, label=label, value=value))
    return kept


def _all_words(answer: Answer) -> str:
    words = [answer.content]
    for action in answer.actions:
        words += [action.label, *map(str, action.payload.values())]
    for piece in answer.evidence:
        words += [piece.label, piece.value]
    return " ".join((*words, *(name for action in answer.actions for name in action.payload)))
