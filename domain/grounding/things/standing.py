"""Where a name stands in a text."""

import re
from typing import Final

from domain.grounding.claims import Name

_VERSION: Final = re.compile(r"[\d.]+")
_IN_NAME: Final = re.compile(r"[0-9A-Za-z_]")
_IN_PART: Final = re.compile(r"[0-9A-Za-z]")
_IN_NUMBER: Final = re.compile(r"[0-9A-Za-uw-z_:/-]")
"""What a version does not stand next to; `v2.4` is one, `09:58:12` and `2026-02-20` are none."""


def stands_in(name: Name, text: str) -> bool:
    """Whether the text has the name, and not only as a part of a longer one."""
    is_version = _VERSION.fullmatch(name.text) is not None
    within = _IN_PART if name.part else _IN_NUMBER if is_version else _IN_NAME
    at = text.find(name.text)
    while at >= 0:
        end = at + len(name.text)
        begins = at == 0 or not within.match(text[at - 1])
        if begins and (name.cut or not within.match(text[end : end + 1])):
            return True
        at = text.find(name.text, end)
    return False
