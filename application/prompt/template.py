"""A turn as a request to a model: a template that refers to what is stored, and its assembly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import get_args

import orjson

from application.ports import Said, SentBack, Turn
from application.prompt.instructions import INSTRUCTIONS
from domain.answer import ActionType, EvidenceType
from domain.model import JSON
from domain.snapshot.shape import Sources

CONVERSATION_LENGTH = 60_000
"""Characters of what was said before that a model is told, the latest first."""

_TEXT: JSON = {"type": "string"}
_PAYLOAD_MEMBERS = (
    "url",
    "docId",
    "resourceId",
    "jobId",
    "route",
    "reason",
    "priority",
    "permission",
    "role",
)


def _object(properties: dict[str, JSON], required: list[JSON]) -> dict[str, JSON]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _entries(types: tuple[str, ...], more: dict[str, JSON]) -> dict[str, JSON]:
    properties: dict[str, JSON] = {
        "type": {"type": "string", "enum": list(types)},
        "label": _TEXT,
        **more,
    }
    return {"type": "array", "items": _object(properties, list(properties))}


SCHEMA: dict[str, JSON] = _object(
    {
        "content": _TEXT,
        "actions": _entries(
            get_args(ActionType),
            {"payload": _object(dict.fromkeys(_PAYLOAD_MEMBERS, _TEXT), [])},
        ),
        "evidence": _entries(get_args(EvidenceType), {"value": _TEXT}),
        "confidence": {"type": "number"},
    },
    ["content", "actions", "evidence", "confidence"],
)
"""What a reply looks like, within what structured outputs take: every object closed, no bounds.

https://platform.claude.com/docs/en/build-with-claude/structured-outputs, "JSON Schema limitations".
"""

CONTEXT = "context"
"""The reference of what a browser said of itself: the opening event's `context`."""


def body_bytes(body: JSON) -> bytes:
    """A request body as it is sent and hashed: UTF-8, members sorted, no spaces, as orjson does."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


_PART = "sha256:"


def reference(text: str) -> str:
    """The name of a stored prompt part: its own SHA-256."""
    return _PART + hashlib.sha256(text.encode()).hexdigest()


def names_part(name: str) -> bool:
    """Whether a reference is to a stored prompt part, and not to what is the case's own."""
    return name.startswith(_PART)


_SCHEMA_TEXT = body_bytes(SCHEMA).decode()
_INSTRUCTIONS_REFERENCE = reference(INSTRUCTIONS)
_SCHEMA_REFERENCE = reference(_SCHEMA_TEXT)

PARTS = {_INSTRUCTIONS_REFERENCE: INSTRUCTIONS, _SCHEMA_REFERENCE: _SCHEMA_TEXT}
"""The texts of a request that are not the case's own, by their reference."""


def request(turn: Turn, *, model: str, max_tokens: int) -> dict[str, JSON]:
    """Build the body of `POST /v1/messages` as a template.

    Instructions, then the snapshot, then the conversation: what repeats comes first, and ends in a
    cache breakpoint, so that a follow-up pays for neither again
    (https://platform.claude.com/docs/en/build-with-claude/prompt-caching).
    """
    return {
        "model": model,
        "max_tokens": max_tokens,
        "system": [_cached({"$part": _INSTRUCTIONS_REFERENCE})],
        "messages": [
            {"role": role, "content": [block for _, blocks in same for block in blocks]}
            for role, same in groupby(_messages(turn), key=lambda message: message[0])
        ],
        "output_config": {
            "format": {"type": "json_schema", "schema": {"$json": _SCHEMA_REFERENCE}}
        },
    }


def _messages(turn: Turn) -> Iterator[tuple[str, list[JSON]]]:
    snapshot_id = turn.snapshot.snapshot_id
    sources = turn.snapshot.sources
    opening = [_cached(_fenced("snapshot", snapshot_id)), _block(_failed_sources(sources))]
    if turn.context is not None:
        opening.append(_block(_fenced("browser", CONTEXT)))
    yield "user", opening
    for said in (*_latest(turn.conversation), turn.question):
        yield _spoken(said)
    if turn.sent_back is not None:
        yield "assistant", [_block(turn.sent_back.reply)]
        yield "user", [_block(_objections(turn.sent_back))]


def _latest(conversation: tuple[Said, ...]) -> tuple[Said, ...]:
    left = CONVERSATION_LENGTH
    for index in range(len(conversation) - 1, -1, -1):
        left -= len(conversation[index].content)
        if left < 0:
            return conversation[index + 1 :]
    return conversation


def _spoken(said: Said) -> tuple[str, list[JSON]]:
    words: JSON = {"$part": said.message_id}
    if said.role == "system":
        return "user", [_block({"$text": ["Note by the gateway: ", words]})]
    return said.role, [_block(words)]


def _block(text: JSON) -> JSON:
    return {"type": "text", "text": text}


def _cached(text: JSON) -> JSON:
    return {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}


def _fenced(name: str, part: str) -> JSON:
    return {"$text": [f"BEGIN {name} {part}\n", {"$part": part}, f"\nEND {name} {part}"]}


def _failed_sources(sources: Sources) -> str:
    fates = sources.model_dump(by_alias=True)
    failed = [
        f"{name} ({fate['status']})" for name, fate in fates.items() if fate["status"] != "ok"
    ]
    return f"Sources that failed: {', '.join(failed) or 'none'}."


def _objections(sent_back: SentBack) -> str:
    listed = "\n".join(f"- {objection}" for objection in sent_back.objections)
    return (
        "That answer was looked up and not sent: these stand neither in the snapshot nor in the "
        f"conversation.\n{listed}\nAnswer the last message again, with nothing that cannot be "
        "found there. If you do not know, say so."
    )


def assemble(template: JSON, resolve: Callable[[str], str]) -> JSON:
    """Put a template's body together; `resolve` gives the text of a reference.

    An object whose only member is `$part`, `$text` or `$json` is replaced, as
    `domain.produced.ModelExchange` says; text that was put in is not looked at again.
    """
    if isinstance(template, str):
        return template
    if isinstance(template, dict):
        if len(template) == 1:
            ((name, member),) = template.items()
            if name == "$part" and isinstance(member, str):
                return resolve(member)
            if name == "$text" and isinstance(member, list):
                return "".join(str(assemble(piece, resolve)) for piece in member)
            if name == "$json" and isinstance(member, str):
                document: JSON = orjson.loads(resolve(member))
                return document
        # Most members are texts, and to call for each takes longer than all the rest.
        return {
            name: member if isinstance(member, str) else assemble(member, resolve)
            for name, member in template.items()
        }
    if isinstance(template, list):
        return [assemble(item, resolve) for item in template]
    return template


def references(template: JSON) -> Iterator[str]:
    """What a template refers to, wherever `assemble` would put something in."""
    match template:
        case {"$part": str(name), **rest} if not rest:
            yield name
        case {"$json": str(name), **rest} if not rest:
            yield name
        case dict():
            for member in template.values():
                yield from references(member)
        case list():
            for item in template:
                yield from references(item)
        case _:
            pass


def resolver(turn: Turn) -> Callable[[str], str]:
    """What the references of a turn's request stand for. Raises `KeyError` for any other."""
    texts = {
        **PARTS,
        turn.snapshot.snapshot_id: turn.snapshot.text,
        CONTEXT: context_text(turn.context),
        **{said.message_id: said.content for said in (*turn.conversation, turn.question)},
    }
    return texts.__getitem__


def context_text(context: JSON) -> str:
    """What the reference `context` stands for: its JSON, members sorted, no spaces, unescaped."""
    return json.dumps(context, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
