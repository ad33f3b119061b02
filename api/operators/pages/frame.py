"""What all operators' pages share: addresses, templates, headers, and refusals that can be read."""

from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import STATUS, Unauthorized
from api.operators.pages.assets import asset
from api.operators.pages.vendor import vendored
from api.operators.pages.writing import FILTERS
from api.operators.tokens import Viewer
from domain.errors import Refused

HOME: Final = "/operator"
SIGN_IN: Final = "/operator/sign-in"
SIGN_OUT: Final = "/operator/sign-out"
AUDIT: Final = "/operator/audit"
ANALYTICS: Final = "/operator/analytics"

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Nothing comes from elsewhere, nothing goes there, and no script can make markup of a string."""

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Without a referrer browsers hide the origin of forms, by which their sender is known.
    "Referrer-Policy": "same-origin",
}

_TITLES: Final = {
    400: "That cannot be understood",
    401: "Please sign in",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    429: "Too many attempts",
    503: "Not available right now",
}

_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters.update({**FILTERS, "asset": asset, "vendored": vendored})


def page(
    request: Request, template: str, *, status: int = 200, title: str, **values: object
) -> Response:
    """Fill a template in. Whatever is put in comes out as text.

    Beside `values` templates know `title`, `viewer` (the operator, or None), the request's `path`,
    the filters of `writing`, and two that give the address of a file: `asset` and `vendored`.
    """
    viewer: Viewer | None = request.scope.get("viewer")
    text = _ENVIRONMENT.get_template(template).render(
        {"title": title, "viewer": viewer, "path": request.url.path, **values}
    )
    return Response(text, status, HEADERS, "text/html")


def moved(to: str) -> Response:
    """Lead on to another page, by a GET whatever the request was (RFC 9110, 15.4.4)."""
    return RedirectResponse(to, 303, HEADERS)


def is_page(path: str) -> bool:
    """Whether refusals at this address are for people to read."""
    return path == HOME or path.startswith(f"{HOME}/")


def refusal_page(request: Request, refused: Refused) -> Response:
    """Answer a refusal as a page with its status; to nobody in particular, by asking who it is."""
    status = STATUS[refused.code]
    if isinstance(refused, Unauthorized) and request.method in {"GET", "HEAD"}:
        return moved(f"{SIGN_IN}?{urlencode({'next': _address(request.url)})}")
    response = page(
        request,
        "refusal.html",
        status=status,
        title=_TITLES.get(status, "Something went wrong"),
        refused=refused,
        request_id=request.scope["request_id"],
    )
    if refused.retry_after is not None:
        response.headers["Retry-After"] = str(refused.retry_after)
    if isinstance(refused, Unauthorized):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _address(url: URL) -> str:
    return url.path + (f"?{url.query}" if url.query else "")
