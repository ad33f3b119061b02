"""Asks Claude, or whatever else speaks the Messages API, for an answer."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

from application.adapters.breaker import Breaker
from application.aside import aside
from application.budget import REPLY_TOKENS
from application.ports import Assistant, AssistantFailed, Proposal, Turn
from application.prompt import (
    PARTS,
    PROMPT_VERSION,
    Unreadable,
    assemble,
    body_bytes,
    read_reply,
    request,
    resolver,
)
from application.prompt.reply import MAX_REPLY
from application.redaction import redact_text
from domain.answer import Answer
from domain.model import JSON
from domain.produced import ModelExchange, Usage

if TYPE_CHECKING:
    from application.adapters.messages_client import CallFailed, MessagesClient

_TRANSIENT = frozenset({"timeout", "unreachable", "rate_limited", "unavailable"})
"""What the breaker counts: the provider is away, and did not merely say something useless."""

_NO_ANSWER = {"refusal": "refused", "tool_use": "tool_use", "pause_turn": "paused"}
_CUT = frozenset({"max_tokens", "model_context_window_exceeded"})
"""Stop reasons: https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons."""

_QUICK = 8 * 1024
"""Bytes of a message that need no thread: to redact them takes no longer than a small snapshot."""

_LONGEST_PAUSE = 2.0
_MOST_TOKENS = 1_000_000_000


@dataclass(slots=True)
class _Calls:
    """What was asked and answered so far in one turn."""

    template: JSON
    sha256: str
    exchanges: list[ModelExchange] = field(default_factory=list[ModelExchange])
    usage: Usage = field(default_factory=Usage)

    def record(self, *, reply: str | None = None, failure: str | None = None) -> None:
        self.exchanges.append(
            ModelExchange(
                request=self.template, request_sha256=self.sha256, reply=reply, failure=failure
            )
        )

    def failed(self, reason: str) -> AssistantFailed:
        return AssistantFailed(
            reason, exchanges=tuple(self.exchanges), parts=PARTS, usage=self.usage
        )


class _NoAnswer(Exception):
    """A message came, and there is no answer in it."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Claude(Assistant):
    """One call a turn, and one more if that met a connection error, 429 or 5xx.

    `clock` gives seconds of a monotonic clock, `rng` numbers from 0 to 1. `deadline` is in seconds
    and covers everything, the retry too; `Turn.until` may shorten it.
    """

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str | None,
        model: str,
        clock: Callable[[], float],
        rng: Callable[[], float],
        deadline: float,
    ) -> None:
        """Prepare; the SDK is imported by `warm`, or on first use."""
        self._api_key = api_key
        self._base_url = base_url
        self._model = model
        self._clock = clock
        self._rng = rng
        self._deadline = deadline
        self._breaker = Breaker(clock)
        self._connecting: asyncio.Future[MessagesClient] | None = None

    @property
    def away(self) -> bool:
        """Whether calls are kept from it, but for a probe now and then."""
        return self._breaker.open

    async def warm(self) -> None:
        """Import the SDK and prepare its client, in a thread, so that no user waits for it."""
        await self._client()

    async def close(self) -> None:
        """Close the connections."""
        if self._connecting is None:
            return
        done, _ = await asyncio.wait([self._connecting])
        for connected in done:
            if connected.exception() is None:
                await connected.result().close()

    async def propose(self, turn: Turn) -> Proposal:
        """Ask for an answer. Raises `AssistantFailed`, whatever the server does."""
        template = request(turn, model=self._model, max_tokens=REPLY_TOKENS)
        body = body_bytes(assemble(template, resolver(turn)))
        calls = _Calls(template, hashlib.sha256(body).hexdigest())
        seconds = self._seconds_left(turn)
        if seconds <= 0:
            raise calls.failed("timeout")
        if not self._may_call(turn):
            raise calls.failed("breaker_open")
        try:
            answer = await self._answer(body, seconds, calls)
        except _NoAnswer as none:
            self._judge(none.reason, turn)
            raise calls.failed(none.reason) from None
        self._breaker.succeeded()
        return Proposal(
            answer=answer,
            exchanges=tuple(calls.exchanges),
            parts=PARTS,
            model=self._model,
            prompt_version=PROMPT_VERSION,
            parameters={"max_tokens": REPLY_TOKENS},
            usage=calls.usage,
        )

    def _seconds_left(self, turn: Turn) -> float:
        if turn.until is None:
            return self._deadline
        return min(self._deadline, turn.until - self._clock())

    def _may_call(self, turn: Turn) -> bool:
        # A second call of the same turn is no probe: the first one was answered just now.
        return self._breaker.allows() if turn.sent_back is None else not self._breaker.open

    def _judge(self, reason: str, turn: Turn) -> None:
        if reason not in _TRANSIENT:
            self._breaker.succeeded()
        elif turn.sent_back is None:
            self._breaker.failed()

    async def _answer(self, body: bytes, seconds: float, calls: _Calls) -> Answer:
        due = self._clock() + seconds
        try:
            async with asyncio.timeout(seconds):
                came = await self._call(body, due, calls)
                return await aside(len(came) > _QUICK, _read, came, calls)
        except TimeoutError:
            calls.record(failure="timeout")
            raise _NoAnswer("timeout") from None

    async def _call(self, body: bytes, due: float, calls: _Calls) -> bytes:
        client = await self._client()
        # Only now: `warm` has imported it in a thread.
        from application.adapters.messages_client import CallFailed  # noqa: PLC0415 - takes seconds

        try:
            return await client.send(body, seconds=due - self._clock())
        except CallFailed as failure:
            calls.record(failure=failure.reason)
            pause = self._pause(failure)
            if not failure.again or self._clock() + pause >= due:
                raise _NoAnswer(failure.reason) from None
        await asyncio.sleep(pause)
        try:
            return await client.send(body, seconds=due - self._clock())
        except CallFailed as failure:
            calls.record(failure=failure.reason)
            raise _NoAnswer(failure.reason) from None

    def _pause(self, failure: CallFailed) -> float:
        """Seconds before the retry: the server's wish if it is short, else a quarter to a whole."""
        try:
            wished = float(failure.retry_after or "")
        except ValueError:
            wished = _LONGEST_PAUSE + 1
        return wished if 0 <= wished <= _LONGEST_PAUSE else 0.25 + 0.75 * self._rng()

    async def _client(self) -> MessagesClient:
        connecting = self._connecting
        # One that failed is tried again by whoever asks next.
        if connecting is None or (connecting.done() and connecting.exception() is not None):
            connecting = asyncio.ensure_future(asyncio.to_thread(self._connect))
            self._connecting = connecting
        # Shielded: whoever gives up waiting leaves the import to the next.
        return await asyncio.shield(connecting)

    def _connect(self) -> MessagesClient:
        from application.adapters.messages_client import (  # noqa: PLC0415 - takes seconds
            MessagesClient,
        )

        return MessagesClient(api_key=self._api_key, base_url=self._base_url)


def _read(body: bytes, calls: _Calls) -> Answer:
    """Read the answer out of a message, and put down what came. Raises `_NoAnswer`."""
    try:
        message: JSON = orjson.loads(body)
    except orjson.JSONDecodeError:
        message = None
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(content, list):
        calls.record(failure="malformed")
        raise _NoAnswer("malformed")
    calls.usage = _usage(message.get("usage"))
    text = "".join(_text(block) for block in content)
    stopped = message.get("stop_reason")
    try:
        answer = _answer(text, stopped if isinstance(stopped, str) else "")
    except _NoAnswer as none:
        calls.record(reply=redact_text(text[:MAX_REPLY]) or None, failure=none.reason)
        raise
    calls.record(reply=redact_text(text))
    return answer


def _answer(text: str, stopped: str) -> Answer:
    if stopped in _NO_ANSWER:
        raise _NoAnswer(_NO_ANSWER[stopped])
    if not text.strip():
        raise _NoAnswer("cut_off" if stopped in _CUT else "empty")
    try:
        return read_reply(text)
    except Unreadable:
        raise _NoAnswer("cut_off" if stopped in _CUT else "malformed") from None


def _text(block: JSON) -> str:
    if isinstance(block, dict) and block.get("type") == "text":
        text = block.get("text")
        return text if isinstance(text, str) else ""
    return ""


def _usage(usage: JSON) -> Usage:
    members = usage if isinstance(usage, dict) else {}

    def count(name: str) -> int:
        match members.get(name):
            case bool():
                return 0
            case int() as tokens if 0 <= tokens <= _MOST_TOKENS:
                return tokens
            case _:
                return 0

    return Usage(
        input_tokens=count("input_tokens"),
        output_tokens=count("output_tokens"),
        cache_creation_input_tokens=count("cache_creation_input_tokens"),
        cache_read_input_tokens=count("cache_read_input_tokens"),
    )
