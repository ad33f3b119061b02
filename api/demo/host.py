"""The demo's host application: Pinewell, where people share projects and files.

It answers the four calls that a host application owes the gateway: what it says of its users is
made up, and as fresh as the moment of the call. What a browser gets is in `api.demo.storefront`.
"""

import hmac
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from api.demo.knowledge.changelog import changelog
from api.demo.knowledge.docs import DOCS
from api.demo.knowledge.error_catalog import ERROR_CATALOG
from api.demo.knowledge.rules import RULES
from api.demo.knowledge.runbooks import RUNBOOKS
from api.demo.people import PEOPLE, Person
from domain.model import JSON, iso

HOST_TENANT: Final = "pinewell"
"""Pinewell's own name for its customer, which is not the gateway's."""

_BY_ID: Final = {person.user_id: person for person in PEOPLE}
_LONGEST_WINDOW_HOURS: Final = 24 * 90
# The four calls of one snapshot come milliseconds apart, and must tell the same story.
_STORY_STANDS_STILL: Final = timedelta(minutes=5)


def host_app(
    *,
    service_token: str,
    now: Callable[[], datetime],
    routes: Sequence[BaseRoute] = (),
    middleware: Sequence[Middleware] = (),
) -> Starlette:
    """Pinewell's support endpoints, for whoever has `service_token`; `now` gives an aware time.

    `routes` are further addresses, and `middleware` stands before them all.
    """

    def story_time() -> datetime:
        moment = now()
        return moment - (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % _STORY_STANDS_STILL

    def user_state(request: Request) -> JSONResponse:
        _authorize(request, service_token)
        return JSONResponse(_user_state(_person(request), story_time()))

    def user_history(request: Request) -> JSONResponse:
        _authorize(request, service_token)
        person, hours = _person(request), _window_hours(request)
        return JSONResponse(_user_history(person, story_time(), hours))

    def user_logs(request: Request) -> JSONResponse:
        _authorize(request, service_token)
        person, hours = _person(request), _window_hours(request)
        return JSONResponse(_user_logs(person, story_time(), hours))

    def business_rules(request: Request) -> JSONResponse:
        _authorize(request, service_token)
        return JSONResponse(_business_rules(story_time()))

    return Starlette(
        routes=[
            Route("/support/user-state", user_state),
            Route("/support/user-history", user_history),
            Route("/support/user-logs", user_logs),
            Route("/support/business-rules", business_rules),
            *routes,
        ],
        middleware=middleware,
        exception_handlers={HTTPException: _refusal},
    )


def _user_state(person: Person, now: datetime) -> dict[str, JSON]:
    diary = person.diary(now)
    return {
        "userId": person.user_id,
        "tenantId": HOST_TENANT,
        "roles": list(person.roles),
        "plan": person.plan,
        "featuresEnabled": list(diary.features),
        "entities": _rows(diary.entities),
        "activeErrors": _rows(diary.active_errors),
        "limitsReached": _rows(diary.limits),
        "profile": {
            "fullName": person.full_name,
            "email": person.email,
            "country": person.country,
        },
    }


def _user_history(person: Person, now: datetime, hours: int) -> dict[str, JSON]:
    diary, since = person.diary(now), iso(now - timedelta(hours=hours))
    return {
        "windowHours": hours,
        "events": _rows([row for row in diary.events if row.ts >= since]),
        "clickTimeline": _rows([row for row in diary.clicks if row.ts >= since]),
    }


def _user_logs(person: Person, now: datetime, hours: int) -> dict[str, JSON]:
    diary, since = person.diary(now), iso(now - timedelta(hours=hours))
    return {
        "recentRequests": _rows([row for row in diary.requests if row.ts >= since]),
        "jobs": _rows([row for row in diary.jobs if row.updated_at >= since]),
        "errors": _rows([row for row in diary.errors if row.ts >= since]),
    }


def _business_rules(now: datetime) -> dict[str, JSON]:
    return {
        "rules": RULES,
        "errorCatalog": _rows(ERROR_CATALOG),
        "docs": _rows(DOCS),
        "runbooks": _rows(RUNBOOKS),
        "changelog": _rows(changelog(now)),
    }


def _rows(rows: Sequence[BaseModel]) -> list[JSON]:
    return [row.model_dump(mode="json", by_alias=True, exclude_none=True) for row in rows]


def _authorize(request: Request, service_token: str) -> None:
    expected = f"Bearer {service_token}".encode()
    given = request.headers.get("authorization", "").encode()
    if not hmac.compare_digest(given, expected):
        raise HTTPException(401, "the service token is missing or wrong")


def _person(request: Request) -> Person:
    user_id = request.query_params.get("userId")
    if not user_id:
        raise HTTPException(400, "userId is missing")
    if user_id not in _BY_ID:
        raise HTTPException(404, "there is no such user")
    return _BY_ID[user_id]


def _window_hours(request: Request) -> int:
    given = request.query_params.get("windowHours", "72")
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= _LONGEST_WINDOW_HOURS):
        raise HTTPException(400, f"windowHours is a whole number, 1 to {_LONGEST_WINDOW_HOURS}")
    return int(given)


def _refusal(_: Request, refused: Exception) -> JSONResponse:
    if not isinstance(refused, HTTPException):
        raise refused
    headers = {"WWW-Authenticate": "Bearer"} if refused.status_code == 401 else None  # noqa: PLR2004
    return JSONResponse({"error": refused.detail}, refused.status_code, headers)
