"""What prose gives a user to run, which must be copied from somewhere and never composed."""

import re
from collections.abc import Iterator
from typing import Final

from domain.grounding.check import Told
from domain.grounding.facts import Citable
from domain.grounding.page import Page, undecorated

_CALL: Final = r"(?<![\w.$])[A-Za-z_$][\w.$]{1,60}\((?=[^()\n]{0,200}['\"/{\[=])[^()\n]{0,200}\)"
_ARGUMENTS: Final = r"(?: (?:[-|&<>$\0]\S{0,100}|\S{1,100}[./=\[]\w\S{0,100})){0,20}"
_SHELL: Final = (
    r"(?<![\w./-])(?i:(?:bash|z?sh|powershell|cmd|rm|chmod|ssh|curl|wget) --?\w\S{0,60}"
    r"|(?:curl|wget|iwr|irm) (?:\0|[^\s,;]{1,100}[.\[]\w)\S{0,100}|sudo \w+"
    r"|(?:iex|eval) ?\(\S{0,100})"
    rf"{_ARGUMENTS}"
)
_WITH_OPTION: Final = r"(?<![\w./-])[a-z][\w.-]{1,30} --[a-z][\w-]*"
_COMMAND: Final = re.compile(f"{_CALL}|{_SHELL}|{_WITH_OPTION}")
_TYPED: Final = frozenset(
    "bash sh zsh powershell cmd rm chmod ssh curl wget iwr irm sudo iex eval".split()
)
_SIGNS: Final = ("(", " --")
"""What every other command has."""
_ADDRESS: Final = re.compile(r"\0+|\S*\[\.\]\S*")
"""A link or a host, which is looked at elsewhere."""
_EDGE: Final = " .,:;'\""


class Commands:
    """Knows what documents and logs give to run; what else would do, nothing tells."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    def mistaken(self, page: Page, told: Told) -> Iterator[str]:
        """Commands and calls that stand neither in the snapshot nor in what was said."""
        if page.words.isdisjoint(_TYPED) and not any(sign in page.prose for sign in _SIGNS):
            return
        found = list(_COMMAND.finditer(page.prose))
        known = f"{told.said}\n{undecorated(self._document.text)}" if found else ""
        for command in found:
            pieces = (piece.strip(_EDGE) for piece in _ADDRESS.split(command.group()))
            if any(piece not in known for piece in pieces if not piece.isalpha()):
                yield command.group().replace("\0", "").strip(_EDGE)
