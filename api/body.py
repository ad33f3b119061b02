"""The body of a request: bounded in size and time, strict JSON, then one command or a clear no."""

import asyncio
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from pydantic import ValidationError
from starlette.requests import Request
from starlette.types import Scope

from api.errors import (
    MalformedJson,
    PayloadTooLarge,
    RequestTimeout,
    UnsupportedMediaType,
)
from api.json_text import NotStrictJson, parse
from application.aside import LARGE, aside
from domain.errors import Invalid
from domain.model import JSON, Model

LARGEST_BODY: Final = 1_048_576
BODY_SECONDS: Final = 10.0

Command = TypeVar("Command", bound=Model)


class WholeRequest(Request):
    """A request whose body is there already."""

    def __init__(self, scope: Scope, whole: bytes) -> None:
        """Take the body as it came."""
        super().__init__(scope)
        self.whole = whole


class Read(NamedTuple, Generic[Command]):
    """A command, the JSON that it was read from, and whether that is `application.aside.LARGE`."""

    command: Command
    body: JSON
    large: bool


async def read_command(
    model: type[Command], request: Request, *, may_be_empty: bool
) -> Read[Command]:
    """Read a command; raises the refusals that HTTP has for a body, and `Invalid`.

    A body without a Content-Type is taken for JSON: widgets send an empty one so.
    """
    headers = request.headers
    if not _is_json(headers.get("content-type", ""), headers.get("content-encoding", "identity")):
        raise UnsupportedMediaType
    text = await read_bytes(request)
    if may_be_empty and not text.strip():
        text = b"{}"
    large = len(text) > LARGE
    command, body = await aside(large, _understood, model, text)
    return Read(command, body, large)


def _understood(model: type[Command], text: bytes) -> tuple[Command, JSON]:
    try:
        body = parse(text)
    except NotStrictJson as error:
        raise MalformedJson(f"The body is not valid JSON: {error}.") from None
    return command_from(model, body), body


async def read_bytes(request: Request) -> bytes:
    """Read a body as it is; raises `RequestTimeout` and `PayloadTooLarge`."""
    if isinstance(request, WholeRequest):
        if len(request.whole) > LARGEST_BODY:
            raise PayloadTooLarge
        return request.whole
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _read(request)
    except TimeoutError:
        raise RequestTimeout from None


def command_from(model: type[Command], body: JSON) -> Command:
    """Read a command out of a body; raises `Invalid`, naming the first member at fault."""
    if not isinstance(body, dict):
        raise Invalid("the body must be a JSON object")
    try:
        return model.model_validate(body, by_alias=True, by_name=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise Invalid(f"{field}: {reason}", field=field) from None


@lru_cache(maxsize=256)
def _is_json(content_type: str, encoding: str) -> bool:
    """Whether a body says that it is JSON in UTF-8, or does not say what it is."""
    if encoding.lower() != "identity":
        return False
    media_type, *parameters = content_type.lower().split(";")
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name == "charset" and value.strip('" ') not in {"utf-8", "utf8"}:
            return False
    return media_type.strip() in {"", "application/json"}


async def _read(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:20]) > LARGEST_BODY:
        raise PayloadTooLarge
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST_BODY:
            raise PayloadTooLarge
        chunks.append(chunk)
    return b"".join(chunks)
