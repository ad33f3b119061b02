"""Style sheets and scripts of the operators' pages, each under a name that its content gives it.

Whoever has one may keep it for ever: what changes has another name.
"""

import hashlib
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.errors import NotFound

PREFIX: Final = "/operator/assets/"

_FOLDER: Final = Path(__file__).with_name("assets")
_MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_HEADERS: Final = {"Cache-Control": "public, max-age=31536000, immutable"}


def _named(file: Path) -> str:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return f"{file.stem}.{digest}{file.suffix}"


_NAMES: Final = {
    file.name: _named(file) for file in sorted(_FOLDER.iterdir()) if file.suffix in _MEDIA_TYPES
}
_FILES: Final = {_NAMES[name]: _FOLDER / name for name in _NAMES}


def asset(name: str) -> str:
    """The address of a file in `assets/`; raises `KeyError` if there is none of that name."""
    return PREFIX + _NAMES[name]


def routes() -> list[Route]:
    """Where the files are; nobody needs a session for them."""
    return [Route(PREFIX + "{name}", _get, methods=["GET"])]


async def _get(request: Request) -> Response:
    file = _FILES.get(request.path_params["name"])
    if file is None:
        raise NotFound
    return Response(file.read_bytes(), headers=_HEADERS, media_type=_MEDIA_TYPES[file.suffix])
