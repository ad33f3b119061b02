"""Style sheets and scripts of the operators' pages, each under a name that its content gives it."""

import hashlib
from pathlib import Path
from typing import Final

from starlette.routing import Route

from api.operators.pages.files import files_route

PREFIX: Final = "/operator/assets/"

_FOLDER: Final = Path(__file__).with_name("assets")


def _named(file: Path) -> str:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return f"{file.stem}.{digest}{file.suffix}"


_NAMES: Final = {file.name: _named(file) for file in sorted(_FOLDER.glob("*.*"))}


def asset(name: str) -> str:
    """The address of a file in `assets/`; raises `KeyError` if there is none of that name."""
    return PREFIX + _NAMES[name]


def route() -> Route:
    """Where the files are."""
    return files_route(PREFIX, {_NAMES[name]: _FOLDER / name for name in _NAMES})
