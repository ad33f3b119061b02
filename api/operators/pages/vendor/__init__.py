"""What the pages are served that others wrote, unchanged, each with its licence beside it.

`uplot/` is uPlot 1.6.32 (https://github.com/leeoniya/uPlot), which draws the charts, under the MIT
licence in `uplot/LICENSE`. It makes no markup of strings and evaluates none, so the pages' policy
need not be loosened for it.
"""

from pathlib import Path
from typing import Final

from starlette.routing import Route

from api.operators.pages.files import files_route

PREFIX: Final = "/operator/vendor/"

SHA256: Final = {
    "uplot/uPlot.iife.min.js": "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
    "uplot/uPlot.min.css": "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
    "uplot/LICENSE": "8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd",
}
"""What each file's bytes must hash to."""

_FOLDER: Final = Path(__file__).parent


def vendored(name: str) -> str:
    """The address of a file; raises `KeyError` for one that is not there."""
    return f"{PREFIX}{SHA256[name][:12]}/{name}"


def route() -> Route:
    """Where the files are."""
    return files_route(
        PREFIX, {f"{digest[:12]}/{name}": _FOLDER / name for name, digest in SHA256.items()}
    )
