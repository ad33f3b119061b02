"""What a browser gets of Pinewell: its page, widget tokens, tickets, histories, help.

It is the demo's own. A host application of your own has a page already; it needs to do only what
`token` does here, for a user whom it knows to be signed in.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import aiohttp
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth import OLDEST
from api.demo.history import Audit, AuditAway, history_page
from api.demo.papers import HELP_HOSTS, help_page, status_page, ticket_page
from api.demo.people import PEOPLE
from api.demo.screens import SCREENS
from api.demo.site import LOOPBACK, Site
from domain.model import iso

PAGE: Final = Path(__file__).with_name("page")

_BY_ID: Final = {person.user_id: person for person in PEOPLE}
_AUDIT_SECONDS: Final = 10


class PageHeaders:
    """Lets a page run its own scripts and talk to its own gateway, and nothing else.

    No script can turn a string into markup: `require-trusted-types-for` (W3C, Trusted Types) makes
    browsers refuse it.
    """

    def __init__(self, app: ASGIApp, *, gateway_url: str) -> None:
        """Dress all answers of an application."""
        self._app = app
        self._headers = {
            "Content-Security-Policy": "; ".join(
                (
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "img-src 'self'",
                    f"connect-src 'self' {gateway_url}",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'none'",
                    "require-trusted-types-for 'script'",
                    "trusted-types 'none'",
                )
            ),
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, dressed)


def middleware(site: Site) -> list[Middleware]:
    """What stands before every address of the demo's host application.

    Only its own names are served: no other site can have a browser speak to it under a name of its
    own and get tokens (DNS rebinding).
    """
    return [
        Middleware(PageHeaders, gateway_url=site.gateway_url),
        Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"]),
    ]


def routes(site: Site, *, model: str | None, now: Callable[[], datetime]) -> list[BaseRoute]:
    """The addresses. `model` is None where the built-in answerer serves alone."""

    async def page(_: Request) -> Response:
        return FileResponse(PAGE / "index.html")

    async def setting(_: Request) -> Response:
        people = [
            {
                "userId": person.user_id,
                "name": person.full_name,
                "role": person.roles[0],
                "plan": person.plan,
                "trouble": person.trouble,
                "questions": [person.question, person.follow_up],
                "screen": asdict(SCREENS[person.user_id]),
            }
            for person in PEOPLE
        ]
        return JSONResponse(
            {
                "gatewayUrl": site.gateway_url,
                "model": model,
                "helpHosts": HELP_HOSTS,
                "people": people,
            }
        )

    async def token(request: Request) -> Response:
        person = _BY_ID.get(request.query_params.get("user", ""))
        if person is None:
            raise HTTPException(404, "there is no such user")
        seconds = _seconds(request.query_params.get("seconds"))
        moment = now()
        minted = site.token_for(person, moment, seconds=seconds)
        expires = iso(moment + timedelta(seconds=seconds))
        return JSONResponse({"token": minted, "expiresAt": expires})

    async def ticket(request: Request) -> Response:
        return _html(ticket_page(site.tickets, request.path_params["case_id"]))

    async def history(request: Request) -> Response:
        case_id = request.path_params["case_id"]
        timeout = aiohttp.ClientTimeout(total=_AUDIT_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            audit = Audit(session, site.gateway_url, site.operator_token)
            try:
                events = await audit.events(case_id)
            except AuditAway as away:
                raise HTTPException(502, "the gateway's audit does not answer") from away
        return _html(None if events is None else history_page(case_id, events, site.audit(case_id)))

    async def help_(request: Request) -> Response:
        return _html(help_page(request.path_params["path"]))

    async def status(_: Request) -> Response:
        return _html(status_page(now()))

    return [
        Route("/", page),
        Mount("/page", StaticFiles(directory=PAGE)),
        Route("/demo/setting", setting),
        Route("/demo/token", token),
        Route("/cases/{case_id}/ticket", ticket),
        Route("/cases/{case_id}/history", history),
        Route("/docs/{path:path}", help_),
        Route("/status", status),
    ]


def _seconds(text: str | None) -> int:
    if text is None:
        return OLDEST
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004 - more are too many
    if not 1 <= seconds <= OLDEST:
        raise HTTPException(400, f"seconds is a whole number, 1 to {OLDEST}")
    return seconds


def _html(text: str | None) -> Response:
    if text is None:
        raise HTTPException(404, "there is nothing here")
    return HTMLResponse(text)
