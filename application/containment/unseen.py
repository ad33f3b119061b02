"""Characters that nobody sees, taken out where they only hide or turn what can be seen."""

from __future__ import annotations

import re

# Control characters, what overrides the direction of text (Unicode UAX 9, 2.2 and 2.4), what is not
# seen at all (but the joiners that scripts and emoji need), tags, lone surrogates, `links.ASIDE`.
_UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000\ue001\U000e0000-\U000e007f]"
)
# What shows nothing of its own but shapes what stands around it: joiners, selectors, fillers.
_SHAPING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]+"
)
_MOST_SHAPING = 2


def seen(text: str) -> str:
    """The text without what is not seen; what its script or an emoji needs stays."""
    text = _UNSEEN.sub("", text)
    return text if text.isascii() else _SHAPING.sub(_shaping, text)


def _shaping(found: re.Match[str]) -> str:
    """Nothing between ASCII, where it splits a name that a browser reads whole; else but a few, for
    a row of them could spell what nobody sees.
    """
    text, start, end = found.string, found.start(), found.end()
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return "" if around.isascii() else found[0][:_MOST_SHAPING]
