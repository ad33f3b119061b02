"""Refusals as HTTP: the status of each code, and the one envelope that all of them come in.

Refused                      of `domain.errors`, and beside those, which only HTTP has:
├── MalformedJson            the body is not the JSON that it says it is
├── Unauthorized             no token, or none that holds
├── Forbidden                an operator without the role
├── NotFound                 no such route
├── MethodNotAllowed         not on this route
├── RequestTimeout           the body did not arrive in time
├── PayloadTooLarge, UriTooLong, HeadersTooLarge, UnsupportedMediaType
├── RateLimited              too many requests in a minute
└── InternalError            a mistake of ours
    └── RecordAltered        what is stored is not what was recorded
"""

from typing import Final

import orjson
from starlette.responses import Response

from api.accept import is_preferred
from domain.errors import Refused


class MalformedJson(Refused):
    """The body is not valid JSON."""

    code = "MALFORMED_JSON"


class Unauthorized(Refused):
    """A valid bearer token is required."""

    code = "UNAUTHORIZED"


class Forbidden(Refused):
    """This needs a role that the token does not have."""

    code = "FORBIDDEN"


class NotFound(Refused):
    """There is nothing at this address."""

    code = "NOT_FOUND"


class MethodNotAllowed(Refused):
    """This method is not allowed here."""

    code = "METHOD_NOT_ALLOWED"


class RequestTimeout(Refused):
    """The request did not arrive in time."""

    code = "REQUEST_TIMEOUT"


class PayloadTooLarge(Refused):
    """The body is larger than 1 MiB."""

    code = "PAYLOAD_TOO_LARGE"


class UriTooLong(Refused):
    """The address is too long."""

    code = "URI_TOO_LONG"


class UnsupportedMediaType(Refused):
    """The body must be application/json in UTF-8, without a content coding."""

    code = "UNSUPPORTED_MEDIA_TYPE"


class RateLimited(Refused):
    """Too many requests; please wait a little."""

    code = "RATE_LIMITED"


class HeadersTooLarge(Refused):
    """The headers are too large."""

    code = "HEADERS_TOO_LARGE"


class InternalError(Refused):
    """Something went wrong on our side."""

    code = "INTERNAL_ERROR"


class RecordAltered(InternalError):
    """What is stored is not what was recorded; see what `support-gateway audit verify` says."""


STATUS: Final[dict[str, int]] = {
    "VALIDATION_ERROR": 400,
    "MALFORMED_JSON": 400,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "CASE_NOT_FOUND": 404,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "REQUEST_TIMEOUT": 408,
    "CASE_NOT_ACTIVE": 409,
    "CASE_CLOSED": 409,
    "CASE_HELD": 409,
    "IDEMPOTENCY_IN_PROGRESS": 409,
    "PAYLOAD_TOO_LARGE": 413,
    "URI_TOO_LONG": 414,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "IDEMPOTENCY_MISMATCH": 422,
    "RATE_LIMITED": 429,
    "HEADERS_TOO_LARGE": 431,
    "INTERNAL_ERROR": 500,
    "UNAVAILABLE": 503,
}

PROBLEM: Final = "application/problem+json"


def error_response(refused: Refused, *, request_id: str, accept: str) -> Response:
    """Answer a refusal, as RFC 9457 where the client asks for that."""
    status = STATUS[refused.code]
    body: dict[str, str | int] = {"requestId": request_id}
    if refused.field is not None:
        body["field"] = refused.field
    problem = is_preferred(PROBLEM, accept)
    if problem:
        body |= {"type": "about:blank", "title": refused.code, "status": status}
        body |= {"detail": refused.message, "code": refused.code}
    else:
        body |= {"statusCode": status, "error": refused.code, "message": refused.message}
    headers: dict[str, str] = {}
    if refused.retry_after is not None:
        headers["Retry-After"] = str(refused.retry_after)
    if isinstance(refused, Unauthorized):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(refused, RequestTimeout):
        # RFC 9110, 15.5.9: the rest of the body is not waited for.
        headers["Connection"] = "close"
    media_type = PROBLEM if problem else "application/json"
    return Response(orjson.dumps(body), status, headers, media_type)
