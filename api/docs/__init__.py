"""The documentation: pages for people, OpenAPI documents and TypeScript types for programs.

What makes them is imported when they are first asked for: no other request needs it, and a gateway
that restarts is awaited.
"""

from functools import cache
from pathlib import Path
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
"""Nothing is loaded from elsewhere, and nothing is sent anywhere."""

_FOLDER: Final = Path(__file__).parent
_HEADERS: Final = {"Cache-Control": "public, max-age=300"}


def routes() -> list[Route]:
    """`/docs`, what it consists of, and what it was made from; nobody needs a token for it."""
    return [
        Route("/docs", _docs, methods=["GET"]),
        Route("/docs/style.css", _style, methods=["GET"]),
        Route("/docs/script.js", _script, methods=["GET"]),
        Route("/openapi.json", _gateway, methods=["GET"]),
        Route("/openapi-host.json", _host, methods=["GET"]),
        Route("/openapi.d.ts", _types, methods=["GET"]),
    ]


async def _docs(_: Request) -> Response:
    headers = {**_HEADERS, "Content-Security-Policy": POLICY}
    return Response(_page(), headers=headers, media_type="text/html")


async def _style(_: Request) -> Response:
    return Response(_file("style.css"), headers=_HEADERS, media_type="text/css")


async def _script(_: Request) -> Response:
    return Response(_file("script.js"), headers=_HEADERS, media_type="text/javascript")


async def _gateway(_: Request) -> Response:
    from api.openapi import gateway_document  # noqa: PLC0415 - see above

    body = orjson.dumps(gateway_document())
    return Response(body, headers=_HEADERS, media_type="application/json")


async def _host(_: Request) -> Response:
    from api.openapi import host_document  # noqa: PLC0415 - see above

    body = orjson.dumps(host_document())
    return Response(body, headers=_HEADERS, media_type="application/json")


async def _types(_: Request) -> Response:
    from api.openapi.typescript import typescript  # noqa: PLC0415 - see above

    return Response(typescript(), headers=_HEADERS, media_type="text/plain")


@cache
def _page() -> str:
    from api.docs.page import page  # noqa: PLC0415 - see above
    from api.openapi import gateway_document, host_document  # noqa: PLC0415 - see above

    return page(gateway_document(), host_document())


@cache
def _file(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()
