"""Files that the pages need, each under an address that changes with its content.

Whoever has one may keep it for ever, and nobody needs a session for it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.errors import NotFound

_MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    "": "text/plain",
}
_HEADERS: Final = {"Cache-Control": "public, max-age=31536000, immutable"}


def files_route(prefix: str, files: Mapping[str, Path]) -> Route:
    """Serve these files, each by the rest of its address."""

    async def get(request: Request) -> Response:
        file = files.get(request.path_params["name"])
        if file is None:
            raise NotFound
        return Response(file.read_bytes(), headers=_HEADERS, media_type=_MEDIA_TYPES[file.suffix])

    return Route(prefix + "{name:path}", get, methods=["GET"])
