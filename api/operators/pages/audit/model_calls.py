"""What a model was sent for one answer, put together again, and what it replied."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

from api.operators.pages.audit.trail import Trail
from application.event_store.altered import Altered, readable
from application.event_store.record import Record
from application.event_store.refusals import refusals
from application.prompt import assemble, body_bytes, context_text, names_part, references
from domain.events import CaseOpened, MessageAdded
from domain.model import JSON
from domain.produced import ModelExchange
from projections.audited_case import prompt_part, snapshot

Verdict = Literal["accepted", "rejected", "failed"]

_NONE_FAILED: Final = "Sources that failed: none."
_SOME_FAILED: Final = "Sources that failed: "


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and where it is kept; None is in the request's own template."""

    text: str | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the prompt: who says it, and the pieces that it was joined from."""

    role: str
    pieces: tuple[Piece, ...]

    @property
    def tells_of_failure(self) -> bool:
        """Whether it says that a source of the snapshot failed."""
        text = self.pieces[0].text or "" if self.pieces else ""
        return text.startswith(_SOME_FAILED) and text != _NONE_FAILED


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a model. `size` and `sha256` are of the body put together again, None if parts of
    it are missing; `recorded_sha256` was taken of the body that was sent.
    """

    number: int
    blocks: tuple[Block, ...]
    settings: str
    size: int | None
    sha256: str | None
    recorded_sha256: str
    missing: tuple[str, ...]
    reply: str | None
    failure: str | None
    verdict: Verdict


async def calls(record: Record, found: Trail, event: MessageAdded) -> tuple[Call, ...]:
    """The calls for an answer, in order; none where no model was asked, or the case was erased."""
    exchanges = event.sealed.exchanges if event.sealed else ()
    if not exchanges:
        return ()
    texts = await _texts(record, found, exchanges)
    by_model = event.produced is not None and event.produced.generator == "claude"
    last = max(
        (number for number, one in enumerate(exchanges) if one.reply is not None), default=-1
    )
    return tuple(
        _call(number + 1, one, texts, accepted=by_model and number == last)
        for number, one in enumerate(exchanges)
    )


def _call(number: int, one: ModelExchange, texts: Mapping[str, str], *, accepted: bool) -> Call:
    missing = tuple(sorted({part for part in references(one.request) if part not in texts}))
    body: bytes | None = None
    settings: JSON = None
    if not missing:
        whole = assemble(one.request, texts.__getitem__)
        body = body_bytes(whole)
        if isinstance(whole, dict):
            told = ("system", "messages")
            settings = {name: value for name, value in whole.items() if name not in told}
    verdict: Verdict = "accepted" if accepted else "rejected"
    return Call(
        number=number,
        blocks=tuple(_blocks(one.request, texts.get)),
        settings=json.dumps(settings, indent=2, ensure_ascii=False),
        size=None if body is None else len(body),
        sha256=None if body is None else hashlib.sha256(body).hexdigest(),
        recorded_sha256=one.request_sha256,
        missing=missing,
        reply=one.reply,
        failure=one.failure,
        verdict="failed" if one.reply is None else verdict,
    )


async def _texts(
    record: Record, found: Trail, exchanges: tuple[ModelExchange, ...]
) -> dict[str, str]:
    """What the references stand for, as far as it is there and is what it was."""
    wanted = {part for one in exchanges for part in references(one.request)}
    texts: dict[str, str] = {}
    for name in filter(names_part, wanted):
        with refusals():
            text = await prompt_part(record, name)
        if text is not None:
            texts[name] = text
    with suppress(Altered), readable():
        frozen = await snapshot(record, found.case)
        if frozen is not None and frozen.text is not None:
            texts[found.case.snapshot_id] = frozen.text
    for entry in found.entries:
        event = entry.recorded.event if entry.recorded else None
        if isinstance(event, MessageAdded) and event.sealed:
            texts[event.message_id] = event.sealed.content
        elif isinstance(event, CaseOpened) and event.sealed:
            texts["context"] = context_text(event.sealed.context)
    return texts


Resolve = Callable[[str], str | None]


def _blocks(template: JSON, resolve: Resolve) -> Iterator[Block]:
    """The prompt's blocks in the order in which a model reads them."""
    if not isinstance(template, dict):
        return
    system, messages = template.get("system"), template.get("messages")
    for block in _listed(system):
        yield Block("system", tuple(_pieces(_text_of(block), resolve)))
    for message in messages if isinstance(messages, list) else []:
        if isinstance(message, dict):
            for block in _listed(message.get("content")):
                pieces = tuple(_pieces(_text_of(block), resolve))
                yield Block(str(message.get("role")), pieces)


def _listed(content: JSON) -> list[JSON]:
    return content if isinstance(content, list) else [] if content is None else [content]


def _text_of(block: JSON) -> JSON:
    if isinstance(block, dict) and "text" in block:
        return block["text"]
    return block


def _pieces(text: JSON, resolve: Resolve) -> Iterator[Piece]:
    match text:
        case {"$part": str(part), **rest} if not rest:
            yield Piece(resolve(part), part)
        case {"$text": list(pieces), **rest} if not rest:
            for piece in pieces:
                yield from _pieces(piece, resolve)
        case str():
            yield Piece(text, None)
        case _:
            yield Piece(json.dumps(text, ensure_ascii=False), None)
