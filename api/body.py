"""The body of a request: bounded in size and time, strict JSON, then one command or a clear no."""

import asyncio
from typing import Final, TypeVar

from pydantic import ValidationError
from starlette.datastructures import Headers
from starlette.requests import Request

from api.errors import (
    MalformedJson,
    PayloadTooLarge,
    RequestTimeout,
    UnsupportedMediaType,
)
from api.json_text import NotStrictJson, parse
from domain.errors import Invalid
from domain.model import JSON, Model

LARGEST_BODY: Final = 1_048_576
BODY_SECONDS: Final = 10.0

Command = TypeVar("Command", bound=Model)


async def read_json(request: Request, *, may_be_empty: bool = False) -> JSON:
    """Read a body as JSON; raises the refusals that HTTP has for one.

    A body without a Content-Type is taken for JSON: widgets send an empty one so.
    """
    _check_media_type(request.headers)
    text = await read_bytes(request)
    if may_be_empty and not text.strip():
        return {}
    try:
        return parse(text)
    except NotStrictJson:
        raise MalformedJson from None


async def read_bytes(request: Request) -> bytes:
    """Read a body as it is; raises `RequestTimeout` and `PayloadTooLarge`."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _read(request)
    except TimeoutError:
        raise RequestTimeout from None


def command_from(model: type[Command], body: JSON) -> Command:
    """Read a command out of a body; raises `Invalid`, naming the first member at fault."""
    if not isinstance(body, dict):
        msg = "the body must be a JSON object"
        raise Invalid(msg)
    try:
        return model.model_validate(body, by_alias=True, by_name=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise Invalid(f"{field}: {reason}", field=field) from None


def _check_media_type(headers: Headers) -> None:
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType
    media_type, _, parameters = headers.get("content-type", "").lower().partition(";")
    if media_type.strip() not in {"", "application/json"}:
        raise UnsupportedMediaType
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "charset" and value.strip('" ') not in {"utf-8", "utf8"}:
            raise UnsupportedMediaType


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
