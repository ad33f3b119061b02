"""Data from hosts as plain words: nothing of it is markup, a foreign link or an instruction."""

import html
import re
import unicodedata
from typing import Final

from application.containment.links import is_allowed

_LINK: Final = re.compile(
    r"(?<![A-Za-z0-9])"
    r"(?:[a-z][a-z0-9+.-]{1,20}:/{1,3}(?=\S)|www\.(?=\w)|//(?=[\w-]+\.\w)"
    r"|(?:java|vb|live)script:(?=\S)|data:(?=[\w.+-]+/[\w.+-]+[;,]|[;,])|mailto:(?=[^\s@]*@))"
    r"[^\s<>\"'`()\[\]]*",
    re.IGNORECASE,
)
"""What a widget or a browser may take for a link; "a single file: 50 MB" is none."""
_TRAILING: Final = ".,;:!?"
_TAG: Final = re.compile(r"<(?![\s\d=])[^<>]{0,400}>")
_MARKUP: Final = str.maketrans({"<": " ", "[": "(", "]": ")", "`": "'"})
_ARROW: Final = re.compile(r"(?<=[^\s>] )>(?= [^\s>])")
"""`Settings > Members` keeps its sign; any other may begin a quotation or end a tag."""
_STRONG: Final = re.compile(r"[*~#|!\\]+(?=\S)|(?<=\S)[*~|\\]+|_{2,}")
_NAME: Final = re.compile(r"[A-Za-z0-9/][A-Za-z0-9._:@/+~#=-]{0,127}")
_ROUTE: Final = re.compile(r"(?:[A-Z]{3,7} )?/[A-Za-z0-9._~/{}:-]{0,160}")
LINK_REMOVED: Final = "(link removed)"

_GONE, _ARROW_SIGN, _KEPT = "\x01", "\x02", "\x03"
"""What stands for a foreign link, an arrow and a link that stays while a text is made plain; no
text that comes in has them.
"""
_CAPTION: Final = re.compile(rf"!?\[([^\[\]{_GONE}]{{0,200}})\]\(\s*{_GONE}\s*\)")
_ALONE: Final = re.compile(rf"\s*[(\[]\s*{_GONE}\s*[)\]]")
_POINTER: Final = re.compile(
    rf"(?:(?<=[.!?;\n])|\A)[^.!?;\n{_GONE}]{{0,80}}"
    rf"(?::|(?<!\w)(?:see(?: also)?|visit|read|open|more (?:at|on|under)|details (?:at|on|under)))"
    rf"\s*{_GONE}(?=\s*(?:[.!;\n]|\Z))[.;]?",
    re.IGNORECASE,
)
"""A clause that says no more than where a link leads: `Limits by plan: https://…`."""


def name(value: object) -> str | None:
    """An id, a code or another single word of data as it is; None where it is more than that."""
    text = str(value)
    if value is None or not _NAME.fullmatch(text) or "//" in text or _LINK.search(text):
        return None
    return text


def route(value: str) -> str | None:
    """A route, with its method, as it is; None where it is no plain one."""
    plain = value.split("?", 1)[0]
    linked = "//" in plain or "www." in plain
    return plain if _ROUTE.fullmatch(plain) and not linked else None


def prose(text: str, *, longest: int = 400, hosts: frozenset[str] = frozenset()) -> str:
    """A passage of a document on one line, cut at the end of a word, without markup.

    Links that lead to one of the `hosts` stay; of others the clause goes that only points there.
    """
    text = text[: longest * 8]
    for _ in range(2):
        text = html.unescape(text)
    text = "".join(
        " " if c in "\r\t" else c
        for c in text
        if c in "\n\r\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"}
    )
    text, kept = _unlinked(text, hosts)
    text = _TAG.sub(" ", text).translate(_MARKUP)
    text = _ARROW.sub(_ARROW_SIGN, text).replace(">", " ").replace(_ARROW_SIGN, ">")
    text = " ".join(_STRONG.sub("", text).replace("!(", "(").replace(")(", ") (").split())
    if len(text) > longest:
        text = f"{text[:longest].rsplit(' ', 1)[0].rstrip(' ,;:')} …"
    for link in kept:
        text = text.replace(_KEPT, link, 1)
    return text


def _unlinked(text: str, hosts: frozenset[str]) -> tuple[str, list[str]]:
    """The text with a sign for each link that stays, and those links, in their order."""
    kept: list[str] = []

    def weigh(found: re.Match[str]) -> str:
        link = found.group().rstrip(_TRAILING)
        rest = found.group()[len(link) :]
        if is_allowed(link, hosts) and link.lower().startswith("https:"):
            kept.append(link)
            return _KEPT + rest
        return _GONE + rest

    text = _LINK.sub(weigh, text)
    if _GONE in text:
        text = _CAPTION.sub(r"\1", text)
        text = _POINTER.sub("", _ALONE.sub("", text))
        text = text.replace(_GONE, LINK_REMOVED)
    return text, kept
