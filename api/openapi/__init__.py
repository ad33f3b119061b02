"""The gateway described in OpenAPI 3.1, and what it asks of a host application."""

from functools import cache
from importlib.metadata import version
from typing import Any, Final

from api.auth import WidgetAuthPayload
from api.openapi import errors, host
from api.openapi.operation import Operation, paths
from api.openapi.operators import OPERATIONS as FOR_OPERATORS
from api.openapi.running import OPERATIONS as FOR_WHO_RUNS_IT
from api.openapi.schemas import schemas
from api.openapi.widget import OPERATIONS as FOR_WIDGETS

OPERATIONS: Final[tuple[Operation, ...]] = (
    *FOR_WIDGETS,
    *FOR_WHO_RUNS_IT,
    *FOR_OPERATORS,
)
"""Everything that the gateway can be asked, but for pages."""

_OPENAPI: Final = "3.1.0"
_LICENSE: Final = {"name": "MIT", "identifier": "MIT"}

_DESCRIPTION: Final = """\
Answers an application's users from the state that they are in, with evidence.

* JSON in, JSON out, UTF-8, camelCase. Times are ISO 8601 in UTC with milliseconds and `Z`. Ids are
  opaque.
* Members that are not listed here are ignored. Types are strict: `"9"` is no number.
* Every refusal comes in one envelope; `requestId` is also in `X-Request-Id`, on every answer.
* A token that does not hold is answered always alike; `support-gateway token-check` says why.
* Rate limits are each user's own, over a sliding minute: 10 new cases, 30 messages and 60 of
  everything else, unless this gateway is configured otherwise.
* A `POST` may carry an `Idempotency-Key`, which makes it safe to send again.
"""

_TAGS: Final = (
    ("Cases", "What a widget asks, with its user's token."),
    ("Running it", "For whoever keeps the gateway going."),
    ("Audit", "For auditors: the record as it is, and as it was."),
    ("Analytics", "For analysts: figures, each with its definition."),
)


@cache
def gateway_document() -> dict[str, Any]:
    """What the gateway answers."""
    bodies = [operation.body for operation in OPERATIONS if operation.body is not None]
    answers = [model for operation in OPERATIONS for model in operation.models]
    responses = [
        str(response["$ref"]).rpartition("/")[2]
        for operation in OPERATIONS
        for response in operation.document()["responses"].values()
        if "$ref" in response
    ]
    return {
        "openapi": _OPENAPI,
        "info": {
            "title": "Support Gateway",
            "version": version("support-gateway"),
            "summary": "Answers users from the state that they are in.",
            "description": _DESCRIPTION,
            "license": _LICENSE,
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": what} for name, what in _TAGS],
        "paths": paths(OPERATIONS),
        "components": {
            "schemas": {
                **schemas(answers, "serialization"),
                **schemas([*bodies, WidgetAuthPayload], "validation"),
                "Error": errors.ENVELOPE,
                "Problem": errors.PROBLEM_DETAILS,
            },
            "responses": errors.components(responses),
            "examples": errors.examples(),
            "securitySchemes": {
                "widgetToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "Signed by your application for one user: HS256 with the"
                    " tenant's secret, claims as in `WidgetAuthPayload`.",
                },
                "operatorToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "`op_…`, made by `support-gateway operator-token`.",
                },
            },
        },
    }


@cache
def host_document() -> dict[str, Any]:
    """What a host application must answer."""
    models = [model for operation in host.OPERATIONS for model in operation.models]
    return {
        "openapi": _OPENAPI,
        "info": {
            "title": "What your application must answer",
            "version": version("support-gateway"),
            "summary": "The four endpoints that the Support Gateway calls.",
            "description": host.DESCRIPTION,
            "license": _LICENSE,
        },
        "servers": [
            {
                "url": "{baseUrl}",
                "variables": {"baseUrl": {"default": "https://app.example.com"}},
            }
        ],
        "tags": [{"name": host.ENDPOINTS, "description": "Called server to server."}],
        "paths": paths(host.OPERATIONS),
        "components": {
            "schemas": schemas(models, "validation"),
            "securitySchemes": {
                "serviceToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The `service_token` of the tenant's host application.",
                }
            },
        },
    }
