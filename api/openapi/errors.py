"""The refusals in OpenAPI: the envelope, an example for each code, a response for each status."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

import orjson

from api.body import command_from
from api.errors import (
    PROBLEM,
    STATUS,
    Forbidden,
    HeadersTooLarge,
    InternalError,
    MalformedJson,
    PayloadTooLarge,
    RateLimited,
    RequestTimeout,
    Unauthorized,
    UnsupportedMediaType,
    UriTooLong,
    error_response,
)
from application.commands import OpenCase
from domain.errors import (
    CaseNotFound,
    IdempotencyInProgress,
    IdempotencyMismatch,
    Invalid,
    Refused,
    Unavailable,
)

REQUEST_ID: Final = "req_019c7a3f2b5070008a1d4c6e9b3f2a17"

AT_ANY_TIME: Final = (UriTooLong, HeadersTooLarge, InternalError, Unavailable)
OF_A_TOKEN: Final = (Unauthorized, RateLimited, *AT_ANY_TIME)
OF_A_BODY: Final = (
    Invalid,
    MalformedJson,
    RequestTimeout,
    PayloadTooLarge,
    UnsupportedMediaType,
    IdempotencyInProgress,
    IdempotencyMismatch,
)
OF_A_CASE: Final = (CaseNotFound,)
OF_AN_OPERATOR: Final = (Unauthorized, Forbidden, *AT_ANY_TIME)

_SECONDS: Final[dict[type[Refused], int]] = {
    RateLimited: 12,
    Unavailable: 2,
    IdempotencyInProgress: 5,
}
_HEADERS: Final = {
    "Retry-After": "Seconds to wait before asking again.",
    "WWW-Authenticate": "`Bearer`",
    "Connection": "`close`",
}

ENVELOPE: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Every refusal comes in this envelope. Nothing internal is ever in it.",
    "required": ["statusCode", "error", "message", "requestId"],
    "properties": {
        "statusCode": {"type": "integer", "description": "The HTTP status again."},
        "error": {
            "type": "string",
            "enum": sorted(STATUS),
            "description": "What is wrong, for programs.",
        },
        "message": {"type": "string", "description": "What is wrong, for people."},
        "field": {
            "type": "string",
            "description": "The first member, parameter or header at fault.",
        },
        "requestId": {"type": "string", "description": "Also in `X-Request-Id`; quote it to us."},
    },
}
PROBLEM_DETAILS: Final[dict[str, Any]] = {
    "type": "object",
    "description": f"The same facts as RFC 9457 has them, with `Accept: {PROBLEM}`.",
    "required": ["type", "title", "status", "detail", "code", "requestId"],
    "properties": {
        "type": {"type": "string", "description": "Always `about:blank`."},
        "title": {"type": "string", "description": "The code."},
        "status": {"type": "integer", "description": "The HTTP status again."},
        "detail": {"type": "string", "description": "What is wrong, for people."},
        "code": {"type": "string", "enum": sorted(STATUS), "description": "The code."},
        "field": {"type": "string", "description": "The first member at fault."},
        "requestId": {"type": "string", "description": "Also in `X-Request-Id`."},
    },
}


def every_refusal() -> dict[str, type[Refused]]:
    """The refusals by their codes, in the order of their statuses."""
    by_code = {refused.code: refused for refused in Refused.__subclasses__()}
    return {code: by_code[code] for code in STATUS}


def responses(refusals: Iterable[type[Refused]]) -> dict[str, Any]:
    """References to the responses of these refusals, by status."""
    by_status: dict[int, set[str]] = {}
    for refused in refusals:
        by_status.setdefault(STATUS[refused.code], set()).add(refused.code)
    return {
        str(status): {"$ref": f"#/components/responses/{_name(codes)}"}
        for status, codes in sorted(by_status.items())
    }


def components(referenced: Iterable[str]) -> dict[str, Any]:
    """The responses that are referred to, by name."""
    return {name: _response(name.split(".")) for name in sorted(set(referenced))}


def examples() -> dict[str, Any]:
    """An example for each code: the envelope, and as problem details."""
    written: dict[str, Any] = {}
    for code, refused in every_refusal().items():
        summary = (refused.__doc__ or "").strip().splitlines()[0]
        for name, accept in ((code, ""), (f"{code}.problem", PROBLEM)):
            body = error_response(_instance(refused), request_id=REQUEST_ID, accept=accept).body
            written[name] = {"summary": summary, "value": orjson.loads(bytes(body))}
    return written


def _instance(refused: type[Refused]) -> Refused:
    if refused is not Invalid:
        return refused(retry_after=_SECONDS.get(refused))
    try:
        command_from(OpenCase, {"message": " "})
    except Invalid as invalid:
        return invalid
    raise AssertionError("a blank question was taken")


def _name(codes: set[str]) -> str:
    return ".".join(code for code in STATUS if code in codes)


def _response(codes: list[str]) -> dict[str, Any]:
    refusals = [every_refusal()[code] for code in codes]
    status = STATUS[codes[0]]
    sent = [
        error_response(_instance(refused), request_id=REQUEST_ID, accept="").headers
        for refused in refusals
    ]
    headers = {
        name: {"description": what, "schema": {"type": "string"}}
        for name, what in _HEADERS.items()
        if any(name in one for one in sent)
    }
    return {
        "description": HTTPStatus(status).phrase,
        **({"headers": headers} if headers else {}),
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/Error"},
                "examples": {code: {"$ref": f"#/components/examples/{code}"} for code in codes},
            },
            PROBLEM: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {
                    code: {"$ref": f"#/components/examples/{code}.problem"} for code in codes
                },
            },
        },
    }
