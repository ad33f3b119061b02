"""How an answer came about: what made it, what a model was sent, what it cost, how it held."""

from typing import Literal

from domain.model import JSON, Model


class Usage(Model):
    """Tokens that a model's provider counted, over all calls of one turn."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_creation_input_tokens: int = 0
    cache_read_input_tokens: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return (
            self.input_tokens
            + self.output_tokens
            + self.cache_creation_input_tokens
            + self.cache_read_input_tokens
        )

    def __add__(self, more: "Usage") -> "Usage":
        return Usage(
            input_tokens=self.input_tokens + more.input_tokens,
            output_tokens=self.output_tokens + more.output_tokens,
            cache_creation_input_tokens=(
                self.cache_creation_input_tokens + more.cache_creation_input_tokens
            ),
            cache_read_input_tokens=self.cache_read_input_tokens + more.cache_read_input_tokens,
        )


class Grounding(Model):
    """What plain code made of an answer when it looked it up in the snapshot.

    `outcome`: `held` at once; `repaired` by asking again; `replaced` by the built-in answer because
    it still did not hold; `abstained` when nothing in the snapshot answers the question.
    """

    outcome: Literal["held", "repaired", "replaced", "abstained"]
    evidence_kept: int
    evidence_dropped: int
    claims_held: int
    claims_failed: int


class Produced(Model):
    """Where an answer came from.

    `fallback` says why the built-in answerer stood in for a model, and is None where it did not.
    `latency_ms` covers the whole turn.
    """

    generator: Literal["claude", "builtin"]
    fallback: str | None = None
    model: str | None = None
    prompt_version: str | None = None
    parameters: dict[str, JSON] = {}
    usage: Usage = Usage()
    latency_ms: int
    grounding: Grounding


class ModelExchange(Model):
    """One call to a model: what was asked and what came back.

    `request` is the request's JSON body with objects of one member standing for what is kept once
    elsewhere: `{"$part": reference}` for a text, `{"$text": [piece, …]}` for pieces joined (each a
    string or a `$part`), `{"$json": reference}` for the JSON that a text holds. A reference is
    `sha256:…` for a stored prompt part, `scs_…` for the snapshot's text, `msg_…` for a message's
    content, `context` for the opening event's context as JSON with sorted members, no spaces and
    nothing escaped that need not be. What was put in is not replaced again. `request_sha256` is
    over the body as it was sent: the whole put together, as UTF-8 JSON written the same way.
    `reply` is redacted; None where none came, and `failure` says why.
    """

    request: JSON
    request_sha256: str
    reply: str | None = None
    failure: str | None = None
