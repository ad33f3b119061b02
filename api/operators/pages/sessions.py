"""Sessions of operators in a browser: a cookie that any gateway of the same store recognises.

It holds when it ends, and a MAC of that under the store's own key and the digest of the operator's
token. Nothing is kept on a server, so a session survives restarts and is good for every process;
and nothing in the cookie tells the token or whose it is. It ends with its time, or at once when the
token is no longer configured. Signing out makes the browser forget it.
"""

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.errors import Unauthorized
from api.operators.pages.frame import HOME
from api.operators.tokens import OperatorTokens, Viewer
from application.config.settings import OperatorRole
from application.event_store.record import Record

LONGEST_SECONDS: Final = 8 * 3_600
COOKIE: Final = "support_gateway_operator"

_FORM: Final = re.compile(r"([0-9]{1,11})\.([0-9a-f]{32})")
_PURPOSE: Final = "operator session"


@dataclass(frozen=True, slots=True)
class Sessions:
    """Begins sessions, recognises and ends them."""

    record: Record
    tokens: OperatorTokens
    now: Callable[[], datetime]

    def viewer(self, request: Request, role: OperatorRole | None) -> Viewer:
        """Say who looks; raises `Unauthorized`, and `Forbidden` without the role. None is any role.

        A page answers the first by leading to where to sign in (see `frame.refusal_page`).
        """
        viewer = self.of(request)
        if viewer is None:
            raise Unauthorized
        request.scope["viewer"] = viewer
        if role is not None:
            viewer.must_be(role)
        return viewer

    def of(self, request: Request) -> Viewer | None:
        """The operator whose session a request belongs to, if it does to any."""
        form = _FORM.fullmatch(request.cookies.get(COOKIE, ""))
        if form is None:
            return None
        left = int(form[1]) - self.now().timestamp()
        if not 0 < left <= LONGEST_SECONDS:
            return None
        return self.tokens.found(
            lambda held: hmac.compare_digest(self._mac(held, form[1]), form[2])
        )

    def begin(self, request: Request, response: Response, token: str) -> Viewer:
        """Set the cookie for the holder of a token; raises `Unauthorized`."""
        viewer, digest = self.tokens.holder(token)
        ends = str(int(self.now().timestamp()) + LONGEST_SECONDS)
        self._set(request, response, f"{ends}.{self._mac(digest, ends)}", LONGEST_SECONDS)
        return viewer

    def end(self, request: Request, response: Response) -> None:
        """Make the browser forget."""
        self._set(request, response, "", 0)

    def _mac(self, digest: str, ends: str) -> str:
        return self.record.keys.keyed_hash(_PURPOSE, digest, ends)

    def _set(self, request: Request, response: Response, value: str, seconds: int) -> None:
        response.set_cookie(
            COOKIE,
            value,
            max_age=seconds,
            path=HOME,
            secure=_over_https(request),
            httponly=True,
            samesite="strict",
        )


def _over_https(request: Request) -> bool:
    """Whether the browser speaks TLS, with us or with what stands in front.

    Whoever makes the header up only keeps their own browser from sending the cookie.
    """
    in_front = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return "https" in (request.url.scheme, in_front)
