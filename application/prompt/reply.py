"""A model's reply as an answer."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TypeVar

import orjson
from pydantic import ValidationError

from domain.answer import Answer, Evidence, SuggestedAction
from domain.model import JSON, Model

MAX_REPLY = 100_000
"""Characters of a reply beyond which it is not read at all."""

MAX_ENTRIES = 50
"""Actions and pieces of evidence that are read; an answer is held to less by `containment`."""

_LEAST_CONFIDENCE, _MOST_CONFIDENCE = -1.0, 2.0
"""Beyond 0 and 1 but within these is taken for a slip, further out for another scale."""

_Entry = TypeVar("_Entry", bound=Model)


class Unreadable(ValueError):
    """A reply is not the JSON that was asked for; says what is wrong with it in a few words."""


_FENCE = re.compile(r"```(?:json)?[ \t]*\n(.*)\n[ \t]*```", re.DOTALL)


def read_reply(text: str) -> Answer:
    """Read a model's reply.

    Unknown members are ignored, and an action or a piece of evidence that is not well formed is
    left out. Raises `Unreadable` where the rest is not as the schema says.
    """
    if len(text) > MAX_REPLY:
        raise Unreadable("too long")
    bare = text.removeprefix("\ufeff").strip()
    fenced = _FENCE.fullmatch(bare)
    try:
        reply: JSON = orjson.loads(fenced[1] if fenced else bare)
    except orjson.JSONDecodeError:
        raise Unreadable("not JSON") from None
    if not isinstance(reply, dict):
        raise Unreadable("not an object")
    content = reply.get("content")
    if not isinstance(content, str) or not content.strip():
        raise Unreadable("no content")
    return Answer(
        content=content,
        actions=_well_formed(SuggestedAction, reply.get("actions"), "actions"),
        evidence=_well_formed(Evidence, reply.get("evidence"), "evidence"),
        confidence=_confidence(reply.get("confidence")),
    )


def _well_formed(shape: type[_Entry], entries: JSON, name: str) -> tuple[_Entry, ...]:
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise Unreadable(f"{name} is no list")
    kept: list[_Entry] = []
    for entry in entries[:MAX_ENTRIES]:
        with suppress(ValidationError):
            kept.append(shape.model_validate(entry, strict=True))
    return tuple(kept)


def _confidence(value: JSON) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable("confidence is no number")
    if not _LEAST_CONFIDENCE <= value <= _MOST_CONFIDENCE:
        raise Unreadable("confidence is out of range")
    return min(max(float(value), 0.0), 1.0)
