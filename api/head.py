"""The head of a request about cases: address, query and headers, each understood or refused."""

import re
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request

from api.errors import MalformedJson
from domain.errors import CaseNotFound, Invalid
from projections.case_list import LIMIT, MAXIMUM

CASE_ID: Final = re.compile(r"cas_[0-9a-f]{32}")
_KEY: Final = re.compile(r"[\x20-\x7e]{1,255}")


def case_id_of(request: Request) -> str:
    """The case that the address names; raises `CaseNotFound` for what is no id of one."""
    case_id: str = request.path_params["case_id"]
    if not CASE_ID.fullmatch(case_id):
        raise CaseNotFound
    return case_id


def parameter(request: Request, name: str) -> str | None:
    """What is asked under a name, once; names that there are none of are ignored, as in bodies."""
    values = request.query_params.getlist(name)
    if len(values) > 1:
        raise Invalid(f"{name}: stands twice", field=name)
    return values[0] if values else None


def limit_of(request: Request) -> int:
    """How many cases a page has at most."""
    return page_length(parameter(request, "limit"), usual=LIMIT, most=MAXIMUM)


def page_length(text: str | None, *, usual: int, most: int) -> int:
    """How much a page has at most, by what `limit` says; raises `Invalid`."""
    if text is None:
        return usual
    length = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0
    if not 1 <= length <= most:
        raise Invalid(f"limit: must be a whole number from 1 to {most}", field="limit")
    return length


def idempotency_key(headers: Headers) -> str | None:
    """The one Idempotency-Key, if there is any."""
    keys = headers.getlist("idempotency-key")
    if not keys:
        return None
    if len(keys) > 1:
        raise MalformedJson("there must be only one Idempotency-Key header")
    if not _KEY.fullmatch(keys[0]):
        raise Invalid(
            "Idempotency-Key: must be 1 to 255 printable ASCII characters", field="Idempotency-Key"
        )
    return keys[0]


def etag_matches(condition: str, etag: str) -> bool:
    """Compare what `If-None-Match` says weakly (RFC 9110, 13.1.2), all its lines as one list."""
    tags = {tag.strip().removeprefix("W/") for tag in condition.split(",")}
    return "*" in tags or etag in tags
