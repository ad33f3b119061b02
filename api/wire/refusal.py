"""What is refused on the wire, where no application has seen it: the usual envelope, in bytes."""

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from api.chance import new_id
from api.errors import STATUS, error_response
from api.quick_calls import ALWAYS
from api.telemetry.logs import LOG
from api.wire.together import lines_of
from domain.errors import Refused


def refusal(
    refused: Refused, accept: str, shared: list[tuple[bytes, bytes]], allow: str | None
) -> bytes:
    """The response, logged under an id of its own; `shared` are the headers that let other origins
    read it, and `allow` the methods that there are.
    """
    request_id = new_id("req")
    facts = {"requestId": request_id, "status": STATUS[refused.code]}
    LOG.info("request refused on the wire", extra={"facts": facts})
    response = error_response(refused, request_id=request_id, accept=accept)
    response.headers.update({"Connection": "close", "X-Request-Id": request_id})
    if allow is not None:
        response.headers["Allow"] = allow
    lines = lines_of(response.raw_headers + shared) + ALWAYS
    return STATUS_LINE[response.status_code] + lines + b"\r\n" + bytes(response.body)
