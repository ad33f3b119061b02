"""One glance at a text, which tells what slow patterns may match in it."""

import re
from typing import Final

from application.automaton import Automaton

_ASCII_ALONE: Final = {r"\w": r"[\pL\pN_]", r"\d": r"\p{Nd}"}
"""What means less to an `Automaton` than to Python."""


class Glance:
    """Patterns, each with a simpler one that stands wherever it does."""

    def __init__(self, *patterns: tuple[re.Pattern[str], str]) -> None:
        r"""The simpler ones are an `Automaton`'s, whatever the case; in brackets they have no `\w`
        and no `\d`.
        """
        simple: dict[re.Pattern[str], str] = {}
        for pattern, simpler in patterns:
            for narrow, wide in _ASCII_ALONE.items():
                simpler = simpler.replace(narrow, wide)  # noqa: PLW2901 - one after the other
            simple[pattern] = f"(?i){simpler}"
        self._automaton = Automaton(simple)

    def may_match(self, text: str) -> list[re.Pattern[str]]:
        """Those that are worth looking for in the text, whatever its spaces are."""
        return self._automaton.found_in(" ".join(text.split()).encode("utf-8", "replace"))
