"""Signing in and out: the only forms of the operators' pages that change anything."""

import math
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.body import read_bytes
from api.errors import Forbidden, RateLimited, Unauthorized
from api.operators.pages.frame import (
    ANALYTICS,
    AUDIT,
    HOME,
    SIGN_IN,
    SIGN_OUT,
    moved,
    page,
)
from api.operators.pages.sessions import Sessions
from api.operators.tokens import Viewer
from application.event_store.record import Record
from application.event_store.refusals import refusals

ATTEMPTS: Final = 60
"""How often a minute one address may try, whether it succeeds or not; in all processes together."""

_NEXT: Final = re.compile(r"/operator(?:[/?][!-\[\]-~]*)?")
_LONGEST_NEXT: Final = 2_048


class FromElsewhere(Forbidden):
    """This form was sent by another site."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """The routes, and what they stand on."""

    record: Record
    sessions: Sessions

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route(HOME, self.home, methods=["GET"]),
            Route(SIGN_IN, self.form, methods=["GET"]),
            Route(SIGN_IN, self.sign_in, methods=["POST"]),
            Route(SIGN_OUT, self.sign_out, methods=["POST"]),
        ]

    async def home(self, request: Request) -> Response:
        """`GET /operator`: what the operator's role is about."""
        return moved(_desk(self.sessions.viewer(request, None)))

    async def form(self, request: Request) -> Response:
        """`GET /operator/sign-in`, which leads on for whoever has signed in."""
        onward = _onward(request.query_params.get("next", ""))
        viewer = self.sessions.of(request)
        if viewer is not None:
            return moved(onward or _desk(viewer))
        # Coming from another site, the browser has kept the cookie back: one click brings it.
        elsewhere = request.headers.get("sec-fetch-site") == "cross-site"
        return _form(request, onward, again=onward if elsewhere else None)

    async def sign_in(self, request: Request) -> Response:
        """`POST /operator/sign-in`: the token, once, in the body of a form."""
        _check_origin(request)
        fields = await _fields(request)
        onward = _onward(fields.get("next", ""))
        await self._count(request)
        response = moved(onward or HOME)
        try:
            self.sessions.begin(request, response, fields.get("token", "").strip())
        except Unauthorized:
            return _form(request, onward, refused=True)
        return response

    async def sign_out(self, request: Request) -> Response:
        """`POST /operator/sign-out`."""
        _check_origin(request)
        response = moved(SIGN_IN)
        self.sessions.end(request, response)
        return response

    async def _count(self, request: Request) -> None:
        """Hold back whoever guesses: raises `RateLimited`."""
        address = request.client.host if request.client else ""
        who = self.record.keys.keyed_hash("sign-in", address)
        with refusals():
            (wait,) = await self.record.case_recorder.count_requests([(f"sign-in:{who}", ATTEMPTS)])
        if wait > 0:
            raise RateLimited(retry_after=math.ceil(wait / 1000))


def _form(
    request: Request, onward: str | None, *, refused: bool = False, again: str | None = None
) -> Response:
    response = page(
        request,
        "sign-in.html",
        status=401 if refused else 200,
        title="Sign in",
        onward=onward,
        refused=refused,
        again=again,
    )
    if refused:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


async def _fields(request: Request) -> dict[str, str]:
    """What a form says; nothing where it says too much."""
    body = (await read_bytes(request)).decode("latin-1")
    try:
        return dict(parse_qsl(body, max_num_fields=8))
    except ValueError:
        return {}


def _desk(viewer: Viewer) -> str:
    return AUDIT if viewer.may_be("auditor") else ANALYTICS


def _onward(address: str) -> str | None:
    """Where to go on to: a page of ours, or None."""
    if len(address) > _LONGEST_NEXT or not _NEXT.fullmatch(address):
        return None
    path = urlsplit(address).path
    return None if path in {SIGN_IN, SIGN_OUT} or ".." in path else address


def _check_origin(request: Request) -> None:
    """Take a form from a page of ours alone; raises `FromElsewhere`.

    By the W3C's Fetch Metadata where a browser sends it, which over plain HTTP it may not, else by
    the origin. Who sends neither is no browser, and has no cookie that another could ride on.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        ours = site in {"same-origin", "none"}
    else:
        ours = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not ours:
        raise FromElsewhere
