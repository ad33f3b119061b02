"""One glance at a text, which tells what slow patterns may match in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, cast

import re2  # pyright: ignore[reportMissingTypeStubs] - it has none

if TYPE_CHECKING:
    from typing import Protocol

    class _Set(Protocol):
        def Add(self, pattern: str) -> int: ...  # noqa: N802 - the library's name
        def Compile(self) -> None: ...  # noqa: N802
        def Match(self, text: bytes) -> list[int] | None: ...  # noqa: N802


_LETTER: Final = r"[\pL\pN_]"
"""What Python calls a word's character, and RE2 only in English."""


class Glance:
    """Patterns, each with a simpler one that stands wherever it does, without looking around."""

    def __init__(self, *patterns: tuple[re.Pattern[str], str]) -> None:
        r"""In the simpler ones case does not count, and `\w` stands in no brackets."""
        options = re2.Options()
        options.case_sensitive = False
        self._set = cast("_Set", re2.Set.SearchSet(options))  # pyright: ignore[reportUnknownMemberType]
        self._patterns = tuple(pattern for pattern, _ in patterns)
        for _, simple in patterns:
            self._set.Add(simple.replace(r"\w", _LETTER))
        self._set.Compile()

    def may_match(self, text: str) -> Iterator[re.Pattern[str]]:
        """Those that are worth looking for in the text."""
        plain = " ".join(text.split()).encode("utf-8", "replace")
        for index in self._set.Match(plain) or ():
            yield self._patterns[index]
